//! The difference of two texts by lines: E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (Algorithmica 1,
//! 1986), figure 2, keeping of each step only the diagonals it reaches.

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// In both texts.
    Same,
    /// Only in the old text.
    Removed,
    /// Only in the new text.
    Added,
}

/// One line of either text or of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffLine {
    /// What became of it.
    pub change: Change,
    /// Its number in the old text, from one.
    pub old: Option<usize>,
    /// Its number in the new text, from one.
    pub new: Option<usize>,
    /// Its words, without the line's end.
    pub text: String,
}

/// Changes beyond this are not sought one by one: the middle is shown as removed and added whole. It bounds time and memory
/// (half a million numbers), and nobody reads such a difference line by line.
const MOST_CHANGES: usize = 1_000;

/// The shortest way from the old text to the new one, line by line; in every run of changes the removed lines stand first.
pub fn diff_lines(old: &str, new: &str) -> Vec<DiffLine> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = |lines: &[&str]| lines.len() - start;
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let end = end.min(rest(&old)).min(rest(&new));
    let middle = |lines: &[&str]| start..lines.len() - end;
    let (from, to) = (old.get(middle(&old)).unwrap_or_default(), new.get(middle(&new)).unwrap_or_default());

    let mut script = vec![Change::Same; start];
    script.extend(shortest(from, to).unwrap_or_else(|| whole(from, to)));
    script.extend(vec![Change::Same; end]);
    numbered(&removed_first(script), &old, &new)
}

fn whole(from: &[&str], to: &[&str]) -> Vec<Change> {
    let mut script = vec![Change::Removed; from.len()];
    script.extend(vec![Change::Added; to.len()]);
    script
}

/// The furthest place on a diagonal after `step` changes, from the places after one change fewer. Diagonal `index` is the
/// one on which old minus new lines is `2 * index - step`. True means that a line was added to come there.
fn furthest(before: &[usize], step: usize, index: usize) -> (usize, bool) {
    let added = before.get(index).copied();
    let removed = index.checked_sub(1).and_then(|lower| before.get(lower)).map(|place| place + 1);
    match (added, removed) {
        _ if step == 0 => (0, true),
        (Some(added), Some(removed)) if removed <= added => (added, true),
        (Some(added), None) => (added, true),
        (_, Some(removed)) => (removed, false),
        (None, None) => (0, true),
    }
}

fn shortest(from: &[&str], to: &[&str]) -> Option<Vec<Change>> {
    let mut trace: Vec<Vec<usize>> = Vec::new();
    for step in 0..=MOST_CHANGES.min(from.len() + to.len()) {
        let before = trace.last().map(Vec::as_slice).unwrap_or_default();
        let mut places = Vec::with_capacity(step + 1);
        let mut arrived = false;
        for index in 0..=step {
            let mut place = furthest(before, step, index).0;
            // On this diagonal, the place in the new text; before its beginning there is none.
            let other = |place: usize| (place + step).checked_sub(2 * index);
            while let (Some(a), Some(b)) = (from.get(place), other(place).and_then(|other| to.get(other))) {
                if a != b {
                    break;
                }
                place += 1;
            }
            arrived |= place == from.len() && other(place) == Some(to.len());
            places.push(place);
        }
        trace.push(places);
        if arrived {
            return Some(walked_back(&trace, from.len(), to.len()));
        }
    }
    None
}

/// The way through the trace, from its end.
fn walked_back(trace: &[Vec<usize>], from: usize, to: usize) -> Vec<Change> {
    let mut script = Vec::with_capacity(from + to);
    let (mut place, mut other) = (from, to);
    for step in (1..trace.len()).rev() {
        let before = trace.get(step - 1).map(Vec::as_slice).unwrap_or_default();
        let index = (place + step).saturating_sub(other) / 2;
        let (after_change, added) = furthest(before, step, index);
        let same = place.saturating_sub(after_change);
        script.extend(core::iter::repeat_n(Change::Same, same));
        place -= same;
        other = other.saturating_sub(same);
        if added {
            script.push(Change::Added);
            other = other.saturating_sub(1);
        } else {
            script.push(Change::Removed);
            place = place.saturating_sub(1);
        }
    }
    script.extend(core::iter::repeat_n(Change::Same, place));
    script.reverse();
    script
}

fn removed_first(mut script: Vec<Change>) -> Vec<Change> {
    for run in script.chunk_by_mut(|a, b| (*a == Change::Same) == (*b == Change::Same)) {
        run.sort_by_key(|change| *change == Change::Added);
    }
    script
}

fn numbered(script: &[Change], old: &[&str], new: &[&str]) -> Vec<DiffLine> {
    let mut old = old.iter().enumerate();
    let mut new = new.iter().enumerate();
    script
        .iter()
        .filter_map(|change| {
            let from = if *change == Change::Added { None } else { old.next() };
            let to = if *change == Change::Removed { None } else { new.next() };
            let text = from.or(to).map(|(_, text)| (*text).to_owned())?;
            let number = |line: Option<(usize, &&str)>| line.map(|(index, _)| index + 1);
            Some(DiffLine { change: *change, old: number(from), new: number(to), text })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn short(old: &str, new: &str) -> String {
        let sign = |line: &DiffLine| match line.change {
            Change::Same => ' ',
            Change::Removed => '-',
            Change::Added => '+',
        };
        diff_lines(old, new).iter().map(|line| format!("{}{}", sign(line), line.text)).collect::<Vec<_>>().join("|")
    }

    /// The length of the longest common subsequence, the slow and certain way.
    fn common(old: &[String], new: &[String]) -> usize {
        let mut row = vec![0; new.len() + 1];
        for a in old {
            let mut diagonal = 0;
            for (index, b) in new.iter().enumerate() {
                let above = row[index + 1];
                row[index + 1] = if a == b { diagonal + 1 } else { above.max(row[index]) };
                diagonal = above;
            }
        }
        row[new.len()]
    }

    #[test]
    fn the_example_of_the_paper_takes_five_changes() {
        let script = diff_lines("a\nb\nc\na\nb\nb\na", "c\nb\na\nb\na\nc");
        assert_eq!(script.iter().filter(|line| line.change != Change::Same).count(), 5);
    }

    #[test]
    fn removed_stands_before_added_and_lines_are_numbered() {
        assert_eq!(short("a\nold\nz", "a\nnew\nz"), " a|-old|+new| z");
        let lines = diff_lines("a\nold", "a\nnew\nmore");
        assert_eq!((lines[1].old, lines[1].new), (Some(2), None));
        assert_eq!((lines[3].old, lines[3].new), (None, Some(3)));
    }

    #[test]
    fn nothing_against_something() {
        assert_eq!(short("", ""), "");
        assert_eq!(short("", "a"), "+a");
        assert_eq!(short("a\na", ""), "-a|-a");
        assert_eq!(short("a\na\na", "a\na"), " a| a|-a");
    }

    #[test]
    fn texts_without_anything_in_common_are_replaced_whole() {
        let text = |word: &str| (0..3_000).map(|number| format!("{word}{number}\n")).collect::<String>();
        let lines = diff_lines(&text("a"), &text("b"));
        assert_eq!(lines.len(), 6_000);
        assert!(lines[..3_000].iter().all(|line| line.change == Change::Removed));
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_from_it_and_it_is_the_shortest(
            old in prop::collection::vec("[abc]", 0..24),
            new in prop::collection::vec("[abc]", 0..24),
        ) {
            let lines = diff_lines(&old.join("\n"), &new.join("\n"));
            let without = |change: Change| -> Vec<String> {
                lines.iter().filter(|line| line.change != change).map(|line| line.text.clone()).collect()
            };
            prop_assert_eq!(without(Change::Added), old.clone());
            prop_assert_eq!(without(Change::Removed), new.clone());
            let same = lines.iter().filter(|line| line.change == Change::Same).count();
            prop_assert_eq!(same, common(&old, &new));
        }

        #[test]
        fn any_two_texts_are_compared(old in "\\PC*", new in "(\\PC|\n|\r)*") {
            let lines = diff_lines(&old, &new);
            prop_assert!(lines.len() <= old.lines().count() + new.lines().count());
        }
    }
}
