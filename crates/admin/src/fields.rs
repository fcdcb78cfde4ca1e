//! What several forms ask of a field.

/// The canonical spelling of a time zone that the database of time zones knows.
pub(crate) fn known_time_zone(name: &str) -> Option<&'static str> {
    name.trim().parse::<chrono_tz::Tz>().ok().map(|zone| zone.name())
}

/// Whether a text can be an e-mail address: something, an at sign, a domain; mail decides the rest.
pub(crate) fn plausible_email(email: &str) -> bool {
    let length = email.chars().count();
    (3..=254).contains(&length)
        && !email.chars().any(|letter| letter.is_whitespace() || letter.is_control())
        && email
            .split_once('@')
            .is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty() && !domain.contains('@'))
}

/// Characters that turn the direction of what follows, so that a name could pass itself off as another.
const fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Characters that take no room: joiners, marks and fillers, which a name may hold but not consist of.
const fn invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
    )
}

/// A sentence for a name field, when it needs one.
pub(crate) fn name_problem(name: &str, what: &str) -> Option<String> {
    if name.chars().all(|letter| letter.is_whitespace() || invisible(letter)) {
        return Some(format!("Enter {what}."));
    }
    match name.trim().chars().count() {
        1..=120 if !name.chars().any(|letter| letter.is_control() || turns_direction(letter)) => None,
        1..=120 => Some("Remove the characters that control how text is written; they cannot be seen.".to_owned()),
        length => Some(format!("Use at most 120 characters; these are {length}.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_script_pass_and_invisible_ones_do_not() {
        for name in ["Grace Hopper", "محمد", "李小龍", "می\u{200c}خواهم", "O'Neill-Šmíd"] {
            assert_eq!(name_problem(name, "a name"), None, "{name}");
        }
        for name in ["", "  ", "\u{200b}", "\u{202e}", "abc\u{202e}gpj", "a\nb"] {
            assert!(name_problem(name, "a name").is_some(), "{name:?}");
        }
    }
}
