//! Where the focus goes in a list, by arrow keys and by typing: for menus, tabs and trees.

/// The place that a key leads to from `current` in a list of `count`, round the ends; `None` for any other key.
pub(crate) fn moved(key: &str, current: Option<usize>, count: usize, next: &str, previous: &str) -> Option<usize> {
    let last = count.checked_sub(1)?;
    if key == next {
        return Some(current.map_or(0, |at| if at >= last { 0 } else { at + 1 }));
    }
    if key == previous {
        return Some(current.map_or(last, |at| if at == 0 { last } else { at - 1 }));
    }
    match key {
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

/// The place of the label that begins with what was typed. One letter, or the same letter again, goes on to the next.
pub(crate) fn type_ahead(labels: &[String], current: Option<usize>, typed: &str) -> Option<usize> {
    let typed = typed.to_lowercase();
    let first = typed.chars().next()?;
    let repeated = typed.chars().all(|letter| letter == first);
    let (sought, skip) = if repeated { (first.to_string(), 1) } else { (typed, 0) };
    let from = current.map_or(0, |at| at + skip);
    let places = (0..labels.len()).map(|step| (from + step) % labels.len());
    places
        .into_iter()
        .find(|place| labels.get(*place).is_some_and(|label| label.trim().to_lowercase().starts_with(&sought)))
}

/// Whether a key writes one character.
pub(crate) fn is_character(key: &str) -> bool {
    let mut letters = key.chars();
    letters.next().is_some_and(|letter| !letter.is_control()) && letters.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn down(key: &str, current: Option<usize>, count: usize) -> Option<usize> {
        moved(key, current, count, "ArrowDown", "ArrowUp")
    }

    #[test]
    fn arrows_go_round_the_ends() {
        assert_eq!(down("ArrowDown", Some(2), 3), Some(0));
        assert_eq!(down("ArrowUp", Some(0), 3), Some(2));
        assert_eq!(down("ArrowDown", None, 3), Some(0));
        assert_eq!(down("ArrowUp", None, 3), Some(2));
        assert_eq!(down("End", Some(0), 3), Some(2));
        assert_eq!(down("x", Some(0), 3), None);
    }

    #[test]
    fn an_empty_list_has_no_place() {
        assert_eq!(down("ArrowDown", None, 0), None);
        assert_eq!(type_ahead(&[], None, "a"), None);
    }

    #[test]
    fn typing_finds_the_next_label_and_the_same_letter_goes_on() {
        let labels = ["Assign", "Acknowledge", "Close", "archive"].map(str::to_owned);
        assert_eq!(type_ahead(&labels, Some(0), "a"), Some(1));
        assert_eq!(type_ahead(&labels, Some(1), "aa"), Some(3));
        assert_eq!(type_ahead(&labels, Some(3), "aaa"), Some(0));
        assert_eq!(type_ahead(&labels, Some(0), "ac"), Some(1));
        assert_eq!(type_ahead(&labels, None, "cl"), Some(2));
        assert_eq!(type_ahead(&labels, Some(0), "z"), None);
    }

    #[test]
    fn only_single_characters_are_typed() {
        assert!(is_character("é"));
        assert!(is_character(" "));
        assert!(!is_character("Enter"));
        assert!(!is_character(""));
    }
}
