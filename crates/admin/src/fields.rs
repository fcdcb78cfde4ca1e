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

/// A short name for addresses: what somebody typed, when it can be one.
pub(crate) fn slug_problem(slug: &str) -> Option<&'static str> {
    let letters = slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let sound = letters && (1..=63).contains(&slug.len()) && !slug.starts_with('-') && !slug.ends_with('-');
    (!sound).then_some("Use 1 to 63 small letters a to z, digits and hyphens, with no hyphen at either end.")
}

/// The mail domains in a text, one a line or divided by commas, in the order of the alphabet.
///
/// # Errors
/// The first that is none.
pub(crate) fn domains(text: &str) -> Result<Vec<String>, String> {
    let part = |part: &str| {
        (1..=63).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let mut domains = Vec::new();
    for word in text.split([',', ';', '\n', '\r', ' ', '\t']).filter(|word| !word.is_empty()) {
        let domain = word.trim_start_matches('@').to_lowercase();
        let parts: Vec<&str> = domain.split('.').collect();
        if parts.len() < 2 || domain.len() > 253 || !parts.iter().all(|known| part(known)) {
            return Err(format!("\"{word}\" is not a domain. Write them as in example.org, one a line."));
        }
        domains.push(domain);
    }
    domains.sort();
    domains.dedup();
    if domains.len() > 50 {
        return Err(format!("List at most 50 domains; these are {}.", domains.len()));
    }
    Ok(domains)
}

/// A sentence for a field of free words that may stay empty, when it needs one.
pub(crate) fn text_problem(text: &str) -> Option<String> {
    match text.trim().chars().count() {
        0..=500
            if !text
                .chars()
                .any(|letter| (letter.is_control() && letter != '\n' && letter != '\r') || turns_direction(letter)) =>
        {
            None
        }
        0..=500 => Some("Remove the characters that control how text is written; they cannot be seen.".to_owned()),
        length => Some(format!("Use at most 500 characters; these are {length}.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_read_however_they_are_divided() {
        let read = domains("Example.org, @b.example\nexample.org").unwrap();
        assert_eq!(read, ["b.example", "example.org"]);
        assert_eq!(domains(" \r\n").unwrap(), Vec::<String>::new());
        for wrong in ["localhost", "a..b", "-a.org", "a_b.org", "https://example.org", "münchen.de"] {
            assert!(domains(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn slugs_are_small_and_plain() {
        for fine in ["a", "northwind-grid", "7"] {
            assert_eq!(slug_problem(fine), None, "{fine}");
        }
        for wrong in ["", "-a", "a-", "A", "a b", "ä", &"a".repeat(64)] {
            assert!(slug_problem(wrong).is_some(), "{wrong}");
        }
    }

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
