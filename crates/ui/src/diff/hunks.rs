//! What of a difference is shown: the changes with some lines around them, and how many lines are left out between.

use super::lines::{Change, DiffLine};

/// A part of what is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Lines one below the other.
    Lines(Vec<DiffLine>),
    /// So many unchanged lines are left out.
    LeftOut(usize),
}

/// A row of the view with the texts beside each other.
pub(super) type Pair = (Option<DiffLine>, Option<DiffLine>);

/// The changes with `around` unchanged lines before and after each. A gap of one line is shown, since a line that says
/// that one line is left out is as long.
pub(super) fn parts(lines: Vec<DiffLine>, around: usize) -> Vec<Part> {
    let changed: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| line.change != Change::Same).map(|(index, _)| index).collect();
    let mut near = changed.iter().copied().peekable();
    let mut last = None;
    let kept: Vec<bool> = (0..lines.len())
        .map(|index| {
            while near.peek().is_some_and(|next| *next < index) {
                last = near.next();
            }
            let after = last.is_some_and(|last| index - last <= around);
            after || near.peek().is_some_and(|next| next - index <= around)
        })
        .collect();
    let mut parts = Vec::new();
    let mut lines = lines.into_iter();
    for run in kept.chunk_by(|a, b| a == b) {
        let taken: Vec<DiffLine> = lines.by_ref().take(run.len()).collect();
        if run.first() == Some(&true) || run.len() == 1 {
            match parts.last_mut() {
                Some(Part::Lines(before)) => before.extend(taken),
                _ => parts.push(Part::Lines(taken)),
            }
        } else {
            parts.push(Part::LeftOut(run.len()));
        }
    }
    parts
}

/// Old and new beside each other; in a run of changes the first removed line stands beside the first added one.
pub(super) fn pairs(lines: Vec<DiffLine>) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    // The first row of the present run whose new side is still free.
    let mut free = 0;
    for line in lines {
        match line.change {
            Change::Same => {
                pairs.push((Some(line.clone()), Some(line)));
                free = pairs.len();
            }
            Change::Removed => pairs.push((Some(line), None)),
            Change::Added => {
                match pairs.get_mut(free) {
                    Some(pair) => pair.1 = Some(line),
                    None => pairs.push((None, Some(line))),
                }
                free += 1;
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::super::lines::diff_lines;
    use super::*;

    #[test]
    fn far_lines_are_left_out_and_a_gap_of_one_is_shown() {
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9";
        let shown = parts(diff_lines(old, &old.replace('4', "four")), 1);
        let sizes: Vec<(bool, usize)> = shown
            .iter()
            .map(|part| match part {
                Part::Lines(lines) => (true, lines.len()),
                Part::LeftOut(count) => (false, *count),
            })
            .collect();
        assert_eq!(sizes, [(false, 2), (true, 4), (false, 4)]);
        let close = parts(diff_lines("1\n2\n3\n4\n5", "1\nx\n3\ny\n5"), 0);
        assert_eq!(close.len(), 1, "every gap is one line");
    }

    #[test]
    fn equal_texts_leave_everything_out() {
        assert_eq!(parts(diff_lines("a\nb", "a\nb"), 3), [Part::LeftOut(2)]);
        assert!(parts(Vec::new(), 3).is_empty());
    }

    #[test]
    fn removed_and_added_stand_beside_each_other() {
        let rows = pairs(diff_lines("a\nb\nc\nz", "a\nB\nz\nend"));
        let text = |line: &Option<DiffLine>| line.as_ref().map(|line| line.text.clone()).unwrap_or_default();
        let rows: Vec<String> = rows.iter().map(|(old, new)| format!("{}:{}", text(old), text(new))).collect();
        assert_eq!(rows, ["a:a", "b:B", "c:", "z:z", ":end"]);
    }
}
