//! The palette, the list of shortcuts, the keys themselves.

use cauldron_ui::{
    Button, CommandPalette, KeyHint, KeyPress, KeyStep, KeyboardHelp, Keymap, PaletteEntry, Panel, Shortcut,
    ShortcutGroup,
};
use core::time::Duration;
use leptos::prelude::*;

#[component]
pub(super) fn Commands() -> impl IntoView {
    let (palette, help) = (RwSignal::new(false), RwSignal::new(false));
    let done = RwSignal::new(String::new());
    let recent = RwSignal::new(vec!["settings".to_owned()]);
    let (found, searching) = (RwSignal::new(Vec::new()), RwSignal::new(false));
    let groups = vec![
        ShortcutGroup::new(
            "Anywhere",
            vec![
                Shortcut::new("mod+k", "Search and commands"),
                Shortcut::new("g o", "Go to the Overview"),
                Shortcut::new("/", "Search this page"),
                Shortcut::new("?", "This help"),
            ],
        ),
        ShortcutGroup::new(
            "In lists",
            vec![
                Shortcut::new("j", "Next row"),
                Shortcut::new("k", "Row before"),
                Shortcut::new("x", "Select the row"),
                Shortcut::new("enter", "Open the row"),
            ],
        ),
    ];
    // What a page would ask the server: answers after a while, and only for words it knows.
    let ask = Callback::new(move |words: String| {
        if words.len() < 3 {
            found.set(Vec::new());
            searching.set(false);
            return;
        }
        searching.set(true);
        let _ = set_timeout(
            move || {
                searching.set(false);
                let answer = "documents".contains(&words.to_lowercase());
                let runbook =
                    || PaletteEntry::link("runbook", "Documents", "Runbook: credential dumping", "/").detail("Lore");
                found.set(answer.then(runbook).into_iter().collect());
            },
            Duration::from_millis(400),
        );
    });
    let chosen = Callback::new(move |id: String| {
        recent.update(|recent| {
            recent.retain(|known| *known != id);
            recent.insert(0, id);
        });
    });
    keys(palette, done);
    view! {
        <Panel title="Commands and keys" id="commands" description="Ctrl-K is wired by the shell; here a button opens it.">
            <div class="cluster">
                <Button icon="search" on_press=Callback::new(move |_| palette.set(true))>
                    "Open the palette"
                </Button>
                <Button on_press=Callback::new(move |_| help.set(true))>"Keyboard shortcuts"</Button>
                <KeyHint keys="mod+shift+k"/>
                <KeyHint keys="g a"/>
                <KeyHint keys="?"/>
                <span class="muted" role="status">
                    {move || done.get()}
                </span>
            </div>
            <CommandPalette
                open=palette
                entries=Signal::stored(entries(done))
                recent=recent
                on_choose=chosen
                on_query=ask
                found=found
                searching=searching
            />
            <KeyboardHelp groups=Signal::stored(groups) open=help/>
        </Panel>
    }
    .into_any()
}

/// A key map as a page would listen to it.
fn keys(palette: RwSignal<bool>, done: RwSignal<String>) {
    let map = StoredValue::new(Keymap::new([("g x", "sequence"), ("z", "single"), ("mod+shift+k", "palette")]));
    Effect::new(move |_| {
        let listener = window_event_listener(leptos::ev::keydown, move |event| {
            let step = map.try_update_value(|map| map.press(KeyPress::of(&event)));
            let Some(KeyStep::Run(id)) = step else { return };
            event.prevent_default();
            if id == "palette" {
                palette.set(true);
            } else {
                done.set(format!("Pressed: {id}"));
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// A few real entries and five thousand invented ones.
fn entries(done: RwSignal<String>) -> Vec<PaletteEntry> {
    let mut entries = vec![
        PaletteEntry::link("overview", "Pages", "Overview", "/").icon("layout-dashboard").shortcut("g o"),
        PaletteEntry::link("settings", "Pages", "Settings", "/admin/settings")
            .icon("settings")
            .keywords(&["preferences"]),
        PaletteEntry::link("basics", "Pages", "Gallery: Basics", "/gallery/basics"),
        PaletteEntry::run("theme", "Actions", "Switch to the dark theme", move || {
            done.set("Theme switched.".to_owned())
        })
        .icon("moon")
        .keywords(&["appearance", "light"]),
        PaletteEntry::run("invite", "Actions", "Invite a person", move || done.set("Invited.".to_owned()))
            .icon("user-plus"),
        PaletteEntry::link("mira", "People", "Mira Kovač", "/").detail("mira@northwind.example").icon("user"),
    ];
    entries.extend((1..=5_000).map(|number| {
        PaletteEntry::link(
            format!("d{number}"),
            "Dashboards",
            format!("Substation {number}"),
            format!("/gallery/data?d={number}"),
        )
        .detail("Grid load")
    }));
    entries
}
