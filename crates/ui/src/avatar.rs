//! A person as initials.

use leptos::prelude::*;

/// The initials of a name in a circle; decoration beside the name itself.
#[component]
pub fn Avatar(
    /// Full name.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    view! {
        <span class="avatar" aria-hidden="true">
            {initials(&name)}
        </span>
    }
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
