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

/// A sentence for a name field, when it needs one.
pub(crate) fn name_problem(name: &str, what: &str) -> Option<String> {
    match name.trim().chars().count() {
        0 => Some(format!("Enter {what}.")),
        1..=120 if !name.chars().any(char::is_control) => None,
        1..=120 => Some("Remove the control characters.".to_owned()),
        length => Some(format!("Use at most 120 characters; these are {length}.")),
    }
}
