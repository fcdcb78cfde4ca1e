//! Which options a text finds, and which of them have to be drawn.

use core::ops::Range;

/// Indices of the labels that contain every word of the query: those that begin with it first, then those of which a word
/// begins with it, then the rest, each in the order given. `folded` are the labels in lower case.
pub(crate) fn matching(folded: &[String], query: &str) -> Vec<usize> {
    let query = query.trim().to_lowercase();
    if query.is_empty() {
        return (0..folded.len()).collect();
    }
    let words: Vec<&str> = query.split_whitespace().collect();
    let mut ranks: [Vec<usize>; 3] = Default::default();
    for (index, label) in folded.iter().enumerate() {
        if !words.iter().all(|word| label.contains(word)) {
            continue;
        }
        let rank = if label.starts_with(&query) {
            0
        } else if begins_a_word(label, words.first().copied().unwrap_or_default()) {
            1
        } else {
            2
        };
        if let Some(rank) = ranks.get_mut(rank) {
            rank.push(index);
        }
    }
    ranks.concat()
}

fn begins_a_word(label: &str, start: &str) -> bool {
    label.match_indices(start).any(|(position, _)| {
        label
            .get(..position)
            .and_then(|before| before.chars().next_back())
            .is_none_or(|before| !before.is_alphanumeric())
    })
}

/// The rows that can be seen, and a few around them so that scrolling shows no gap.
pub(crate) fn rows_to_draw(scrolled: f64, height: f64, row: f64, total: usize) -> Range<usize> {
    const AROUND: f64 = 4.0;
    let row = row.max(1.0);
    let first = (scrolled / row - AROUND).floor().max(0.0);
    let last = ((scrolled + height) / row + AROUND).ceil().max(0.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and cut to the total")]
    let (first, last) = ((first as usize).min(total), (last as usize).min(total));
    first..last.max(first)
}

/// How far to scroll so that a row can be seen whole; stays where it is when it can be seen already.
pub(crate) fn scrolled_to(index: usize, scrolled: f64, height: f64, row: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a list is not as long as 2^52 rows")]
    let top = index as f64 * row;
    if top < scrolled {
        top
    } else if top + row > scrolled + height {
        top + row - height
    } else {
        scrolled
    }
}

/// A move of the active option by keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Next,
    Previous,
    PageDown,
    PageUp,
}

/// Where a move leads; next and previous go round, pages stop at the ends.
pub(crate) fn moved(active: Option<usize>, step: Step, total: usize) -> Option<usize> {
    const PAGE: usize = 8;
    let last = total.checked_sub(1)?;
    Some(match (step, active) {
        (Step::Next, None) => 0,
        (Step::Next, Some(at)) if at >= last => 0,
        (Step::Next, Some(at)) => at + 1,
        (Step::Previous, None | Some(0)) => last,
        (Step::Previous, Some(at)) => at.min(last + 1) - 1,
        (Step::PageDown, at) => (at.unwrap_or(0) + PAGE).min(last),
        (Step::PageUp, at) => at.unwrap_or(0).saturating_sub(PAGE).min(last),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(labels: &[&str], query: &str) -> Vec<String> {
        let folded: Vec<String> = labels.iter().map(|label| label.to_lowercase()).collect();
        matching(&folded, query).into_iter().map(|index| labels[index].to_owned()).collect()
    }

    #[test]
    fn beginnings_come_before_the_middle() {
        let labels = ["upper-web", "my web", "Web-1", "mail"];
        assert_eq!(found(&labels, "web"), ["Web-1", "upper-web", "my web"]);
        assert_eq!(found(&["cobweb", "the web"], "web"), ["the web", "cobweb"]);
        assert_eq!(found(&labels, "").len(), 4);
        assert_eq!(found(&["Europe/Berlin", "America/New York"], "york america"), ["America/New York"]);
        assert_eq!(found(&["Ωmega", "Straße"], "ωM"), ["Ωmega"]);
    }

    #[test]
    fn moves_go_round_and_pages_do_not() {
        assert_eq!(moved(None, Step::Next, 3), Some(0));
        assert_eq!(moved(Some(2), Step::Next, 3), Some(0));
        assert_eq!(moved(Some(0), Step::Previous, 3), Some(2));
        assert_eq!(moved(Some(1), Step::PageDown, 3), Some(2));
        assert_eq!(moved(Some(1), Step::PageUp, 3), Some(0));
        assert_eq!(moved(Some(1), Step::Next, 0), None);
    }

    #[test]
    fn few_rows_are_drawn_of_many() {
        assert_eq!(rows_to_draw(0.0, 256.0, 32.0, 10_000), 0..12);
        assert_eq!(rows_to_draw(160_000.0, 256.0, 32.0, 10_000), 4_996..5_012);
        assert_eq!(rows_to_draw(0.0, 256.0, 32.0, 3), 0..3);
    }

    proptest! {
        #[test]
        fn what_is_scrolled_to_is_drawn(index in 0usize..10_000, scrolled in 0.0f64..320_000.0) {
            let scrolled = scrolled_to(index, scrolled, 256.0, 32.0);
            prop_assert!(rows_to_draw(scrolled, 256.0, 32.0, 10_000).contains(&index));
        }

        #[test]
        fn moves_stay_in_the_list(active in proptest::option::of(0usize..50), total in 0usize..40) {
            for step in [Step::Next, Step::Previous, Step::PageDown, Step::PageUp] {
                prop_assert_eq!(moved(active, step, total).is_some_and(|at| at < total), total > 0);
            }
        }
    }
}
