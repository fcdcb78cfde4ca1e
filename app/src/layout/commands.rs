//! What can be done from everywhere, as plain data: for the command palette, for the keyboard and for its help.

use crate::layout::navigation::PLACES;
use cauldron_types::SignedIn;
use cauldron_ui::{DensityChoice, Shortcut, ShortcutGroup, ThemeChoice};

/// What a command does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// Goes to a place.
    Go(&'static str),
    /// Changes the theme.
    Theme(ThemeChoice),
    /// Changes the density.
    Density(DensityChoice),
    /// Folds or unfolds the rail.
    FoldRail,
    /// Opens the palette.
    Search,
    /// Shows the shortcuts.
    ShowKeys,
    /// Copies the address of the page.
    CopyLink,
    /// Ends the session.
    SignOut,
}

/// One command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Command {
    /// Unique among the commands.
    pub id: String,
    /// The heading it stands under.
    pub group: &'static str,
    /// Its words.
    pub label: String,
    /// Quiet words beside them.
    pub detail: &'static str,
    /// Other words that find it.
    pub keywords: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// Its keys.
    pub keys: Option<&'static str>,
    /// What it does.
    pub act: Act,
}

const PAGES: &str = "Pages";
const ACTIONS: &str = "Actions";

/// Every command that a person has, pages first.
pub(crate) fn commands(person: &SignedIn) -> Vec<Command> {
    let pages = PLACES.iter().filter(|place| place.is_open_to(person)).map(|place| Command {
        id: format!("go:{}", place.path),
        group: PAGES,
        label: place.label.to_owned(),
        detail: place.group.unwrap_or_default(),
        keywords: place.keywords,
        icon: place.icon,
        keys: place.keys,
        act: Act::Go(place.path),
    });
    let action = |id: &str, label: &str, keywords, icon, keys, act| Command {
        id: id.to_owned(),
        group: ACTIONS,
        label: label.to_owned(),
        detail: "",
        keywords,
        icon,
        keys,
        act,
    };
    let themes = ThemeChoice::ALL.into_iter().map(move |theme| Command {
        id: format!("theme:{}", theme.value()),
        group: ACTIONS,
        label: format!("Theme: {}", theme.label().to_lowercase()),
        detail: "",
        keywords: "appearance colour color mode",
        icon: theme.icon(),
        keys: None,
        act: Act::Theme(theme),
    });
    let densities = DensityChoice::ALL.into_iter().map(move |density| Command {
        id: format!("density:{}", density.value()),
        group: ACTIONS,
        label: format!("Density: {}", density.label().to_lowercase()),
        detail: "",
        keywords: "appearance rows height spacing",
        icon: "rows-3",
        keys: None,
        act: Act::Density(density),
    });
    pages
        .chain(themes)
        .chain(densities)
        .chain([
            action(
                "fold",
                "Fold or unfold the navigation",
                "rail sidebar hide",
                "panel-left",
                Some("["),
                Act::FoldRail,
            ),
            action("copy", "Copy a link to this page", "address url share clipboard", "link", None, Act::CopyLink),
            action("keys", "Show keyboard shortcuts", "help keys", "keyboard", Some("?"), Act::ShowKeys),
            action("sign-out", "Sign out", "log out leave end session", "log-out", None, Act::SignOut),
        ])
        .collect()
}

/// The keys and the ids of what they do; `search` is the palette.
pub(crate) fn bindings(commands: &[Command]) -> Vec<(&'static str, &str)> {
    let own = commands.iter().filter_map(|command| command.keys.map(|keys| (keys, command.id.as_str())));
    [("mod+k", SEARCH), ("/", SEARCH)].into_iter().chain(own).collect()
}

/// The id under which the palette is bound to keys.
pub(crate) const SEARCH: &str = "search";

/// The command of a binding.
pub(crate) fn act_of(commands: &[Command], id: &str) -> Option<Act> {
    if id == SEARCH {
        return Some(Act::Search);
    }
    commands.iter().find(|command| command.id == id).map(|command| command.act)
}

/// The help: what each key does.
pub(crate) fn help(commands: &[Command]) -> Vec<ShortcutGroup> {
    let of = |group: &str, go: &str| {
        commands
            .iter()
            .filter(|command| command.group == group)
            .filter_map(|command| command.keys.map(|keys| Shortcut::new(keys, format!("{go}{}", command.label))))
            .collect::<Vec<_>>()
    };
    let mut everywhere = vec![Shortcut::new("mod+k", "Search or run a command"), Shortcut::new("/", "Search")];
    everywhere.extend(of(ACTIONS, ""));
    vec![ShortcutGroup::new("Everywhere", everywhere), ShortcutGroup::new("Go to", of(PAGES, ""))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::navigation::tests::person;
    use cauldron_types::Permission;
    use cauldron_ui::{KeyPress, KeyStep, Keymap};
    use std::collections::BTreeSet;

    #[test]
    fn everybody_finds_what_is_open_to_them_and_each_id_once() {
        let all = commands(&person(Permission::ALL));
        let ids: BTreeSet<&str> = all.iter().map(|command| command.id.as_str()).collect();
        assert_eq!(ids.len(), all.len());
        assert!(ids.contains("go:/admin/audit") && ids.contains("sign-out"));
        let little = commands(&person(&[Permission::DashboardRead]));
        assert!(!little.iter().any(|command| command.act == Act::Go("/admin/audit")));
        assert!(little.iter().any(|command| command.act == Act::Go("/account")));
    }

    #[test]
    fn the_keys_do_what_the_help_says() {
        let all = commands(&person(Permission::ALL));
        let mut keymap = Keymap::new(bindings(&all));
        let mut press = |key: &str| keymap.press(KeyPress { key: key.to_owned(), ..KeyPress::default() });
        for (keys, act) in [
            ("g o", Act::Go("/")),
            ("g e", Act::Go("/aegis/events")),
            ("g p", Act::Go("/admin/people")),
            ("g n", Act::Go("/admin/organizations")),
            ("g y", Act::Go("/admin/system")),
            ("g s", Act::Go("/admin/settings")),
            ("g u", Act::Go("/admin/audit")),
            ("/", Act::Search),
            ("?", Act::ShowKeys),
            ("[", Act::FoldRail),
        ] {
            let step = keys.split(' ').map(&mut press).last();
            let Some(KeyStep::Run(id)) = step else { panic!("{keys}: {step:?}") };
            assert_eq!(act_of(&all, &id), Some(act), "{keys}");
        }
        let shown: Vec<String> =
            help(&all).into_iter().flat_map(|group| group.shortcuts).map(|shortcut| shortcut.keys).collect();
        assert_eq!(
            shown,
            [
                "mod+k", "/", "[", "?", "g o", "g e", "g p", "g t", "g r", "g c", "g k", "g s", "g u", "g n", "g y",
                "g i"
            ]
        );
    }

    #[test]
    fn no_key_sequence_hides_another() {
        let all = commands(&person(Permission::ALL));
        let keys: Vec<&str> = bindings(&all).into_iter().map(|(keys, _)| keys).collect();
        let unique: BTreeSet<&&str> = keys.iter().collect();
        assert_eq!(unique.len(), keys.len());
        for one in &keys {
            assert!(!keys.iter().any(|other| other != one && other.starts_with(&format!("{one} "))), "{one}");
        }
    }
}
