//! A person as initials, and a few people together.

use leptos::prelude::*;

/// Diameter of an avatar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AvatarSize {
    /// 20 px, inside dense rows.
    Small,
    /// 24 px.
    #[default]
    Medium,
    /// 32 px, in menus and heads.
    Large,
    /// 48 px, on the person's own page.
    Huge,
}

/// The initials of a name in a circle; decoration beside the name itself.
#[component]
pub fn Avatar(
    /// Full name.
    #[prop(into)]
    name: String,
    /// How large it is.
    #[prop(optional)]
    size: AvatarSize,
) -> impl IntoView {
    let class = match size {
        AvatarSize::Small => "avatar avatar--small",
        AvatarSize::Medium => "avatar",
        AvatarSize::Large => "avatar avatar--large",
        AvatarSize::Huge => "avatar avatar--huge",
    };
    view! {
        <span class=class aria-hidden="true">
            {initials(&name)}
        </span>
    }
}

/// A few people, overlapping; the names are read aloud and shown on hover.
#[component]
pub fn AvatarGroup(
    /// Full names, the most important first.
    names: Vec<String>,
    /// What they are: `Assigned to`.
    #[prop(into)]
    label: String,
    /// As many are drawn; the others become a number.
    #[prop(optional)]
    most: Option<usize>,
    /// How large they are.
    #[prop(optional)]
    size: AvatarSize,
) -> impl IntoView {
    let most = most.unwrap_or(4).max(1);
    // A number that stands for one person takes as much room as that person.
    let drawn = if names.len() == most + 1 { most + 1 } else { most };
    let more = names.len().saturating_sub(drawn);
    let words = if names.is_empty() { format!("{label} nobody") } else { format!("{label} {}", names.join(", ")) };
    let tooltip = names.join(", ");
    let avatars = names.into_iter().take(drawn).map(|name| view! { <Avatar name size/> }).collect_view();
    view! {
        <span class="avatar-group" title=tooltip>
            <span class="visually-hidden">{words}</span>
            {avatars}
            {(more > 0)
                .then(|| {
                    view! {
                        <span class="avatar-group__more" aria-hidden="true">
                            {format!("+{more}")}
                        </span>
                    }
                })}
        </span>
    }
    .into_any()
}

/// First letters of the first and the last word, upper case; a question mark for an empty name.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let Some(first) = words.next() else { return "?".to_owned() };
    let mut text: String = first.to_uppercase().collect();
    if let Some(last) = words.next_back() {
        text.extend(last.to_uppercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_first_and_last_word() {
        assert_eq!(initials("Mira Kovač"), "MK");
        assert_eq!(initials("  ada maria lovelace "), "AL");
        assert_eq!(initials("élodie"), "É");
        assert_eq!(initials("\"(x) y"), "XY");
        assert_eq!(initials("  "), "?");
    }
}
