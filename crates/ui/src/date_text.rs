//! Dates and times as the browser's own calendar gives them: what is wrong with one, in a sentence.

use cauldron_types::WallTime;

/// What is wrong with a date or a time that has to lie between two others; text that is no date counts as wrong, an empty
/// one does not.
pub(crate) fn date_problem(text: &str, min: Option<&str>, max: Option<&str>) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    let Some(value) = WallTime::parse(text) else {
        return Some("Write a date that exists, such as 2026-11-20.".to_owned());
    };
    let with_time = text.len() > 10;
    let words = |wall: WallTime| if with_time { wall.words() } else { wall.date_words() };
    if let Some(min) = min.and_then(WallTime::parse).filter(|min| value < *min) {
        return Some(format!("Choose {} or later.", words(min)));
    }
    max.and_then(WallTime::parse).filter(|max| value > *max).map(|max| format!("Choose {} or earlier.", words(max)))
}

#[cfg(test)]
mod tests {
    use super::date_problem;

    #[test]
    fn a_date_that_does_not_exist_is_refused() {
        assert!(date_problem("2026-02-29", None, None).is_some_and(|sentence| sentence.contains("exists")));
        assert_eq!(date_problem("2028-02-29", None, None), None);
    }

    #[test]
    fn a_date_out_of_bounds_is_told_the_bound() {
        assert_eq!(
            date_problem("2026-11-19", Some("2026-11-20"), None).as_deref(),
            Some("Choose 20 Nov 2026 or later.")
        );
        assert_eq!(
            date_problem("2026-11-21T10:00", None, Some("2026-11-21T09:30")).as_deref(),
            Some("Choose 21 Nov 2026, 09:30 or earlier.")
        );
        assert_eq!(date_problem("", Some("2026-11-20"), None), None);
        assert_eq!(date_problem("2026-11-20", Some("2026-11-20"), Some("2026-11-20")), None);
    }
}
