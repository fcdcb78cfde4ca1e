//! The rows of a tree that are visible, and where a key leads. Nothing here touches the page.

use super::{TreeChildren, TreeNode};
use std::collections::HashSet;

/// One visible row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct TreeRow {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) icon: Option<String>,
    pub(super) detail: Option<String>,
    /// From one.
    pub(super) level: usize,
    /// Place among its siblings, from one.
    pub(super) place: usize,
    /// How many siblings there are, itself included.
    pub(super) siblings: usize,
    /// Whether it is open; nothing for a leaf.
    pub(super) open: Option<bool>,
    /// Its children are being fetched.
    pub(super) waiting: bool,
    /// Its children could not be fetched: why.
    pub(super) failed: Option<String>,
}

/// The rows that are visible with these nodes open, from above.
pub(super) fn visible(nodes: &[TreeNode], open: &HashSet<String>) -> Vec<TreeRow> {
    // A stack of siblings still to visit instead of recursion: depth is the caller's data.
    let mut rows = Vec::new();
    let mut stack = vec![(nodes.iter().enumerate(), nodes.len())];
    while let Some((siblings, count)) = stack.last_mut() {
        let count = *count;
        let Some((index, node)) = siblings.next() else {
            stack.pop();
            continue;
        };
        let is_open = open.contains(&node.id);
        rows.push(TreeRow {
            id: node.id.clone(),
            label: node.label.clone(),
            icon: node.icon.clone(),
            detail: node.detail.clone(),
            level: stack.len(),
            place: index + 1,
            siblings: count,
            open: (node.children != TreeChildren::None).then_some(is_open),
            waiting: is_open && node.children == TreeChildren::Unknown,
            failed: match &node.children {
                TreeChildren::Failed(why) if is_open => Some(why.clone()),
                _ => None,
            },
        });
        if let (true, TreeChildren::Known(children)) = (is_open, &node.children) {
            stack.push((children.iter().enumerate(), children.len()));
        }
    }
    rows
}

/// What a key does in a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TreeMove {
    /// The focus goes to this row.
    Focus(usize),
    /// This row opens.
    Open(usize),
    /// This row closes.
    Close(usize),
    /// All rows beside this one open, and itself.
    OpenSiblings(usize),
}

/// Where a key leads from the row at `current`, as the authoring practices of WAI-ARIA have it. Without going round the ends,
/// which in a tree would be a jump nobody expects.
pub(super) fn key_move(rows: &[TreeRow], current: usize, key: &str, mirrored: bool) -> Option<TreeMove> {
    let row = rows.get(current)?;
    let (inwards, outwards) = if mirrored { ("ArrowLeft", "ArrowRight") } else { ("ArrowRight", "ArrowLeft") };
    match key {
        "ArrowDown" => (current + 1 < rows.len()).then_some(TreeMove::Focus(current + 1)),
        "ArrowUp" => current.checked_sub(1).map(TreeMove::Focus),
        "Home" => Some(TreeMove::Focus(0)),
        "End" => Some(TreeMove::Focus(rows.len() - 1)),
        "*" => Some(TreeMove::OpenSiblings(current)),
        _ if key == inwards => match row.open {
            Some(false) => Some(TreeMove::Open(current)),
            Some(true) => {
                let child = rows.get(current + 1).is_some_and(|next| next.level > row.level);
                child.then_some(TreeMove::Focus(current + 1))
            }
            None => None,
        },
        _ if key == outwards => match row.open {
            Some(true) => Some(TreeMove::Close(current)),
            _ => parent(rows, current).map(TreeMove::Focus),
        },
        _ => None,
    }
}

/// The row that holds the row at `current`.
pub(super) fn parent(rows: &[TreeRow], current: usize) -> Option<usize> {
    let level = rows.get(current)?.level;
    rows.get(..current)?.iter().rposition(|row| row.level < level)
}

/// The row at `current` and the rows with the same parent.
pub(super) fn siblings(rows: &[TreeRow], current: usize) -> Vec<usize> {
    let Some(level) = rows.get(current).map(|row| row.level) else { return Vec::new() };
    let from = parent(rows, current).map_or(0, |parent| parent + 1);
    rows.iter()
        .enumerate()
        .skip(from)
        .take_while(|(_, row)| row.level >= level)
        .filter(|(_, row)| row.level == level)
        .map(|(index, _)| index)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sample() -> Vec<TreeNode> {
        vec![
            TreeNode::branch("eu", "Europe", vec![TreeNode::leaf("de", "Germany"), TreeNode::unknown("fr", "France")]),
            TreeNode::leaf("us", "America"),
            TreeNode::branch("as", "Asia", vec![TreeNode::leaf("jp", "Japan")]),
        ]
    }

    fn rows(open: &[&str]) -> Vec<TreeRow> {
        visible(&sample(), &open.iter().map(|id| (*id).to_owned()).collect())
    }

    #[test]
    fn only_what_is_open_shows_its_children() {
        let ids =
            |rows: Vec<TreeRow>| rows.into_iter().map(|row| format!("{}{}", row.level, row.id)).collect::<Vec<_>>();
        assert_eq!(ids(rows(&[])), ["1eu", "1us", "1as"]);
        assert_eq!(ids(rows(&["eu", "as"])), ["1eu", "2de", "2fr", "1us", "1as", "2jp"]);
        let france = rows(&["eu", "fr"]).remove(2);
        assert_eq!((france.place, france.siblings, france.waiting), (2, 2, true));
    }

    #[test]
    fn arrows_open_enter_leave_and_close() {
        let closed = rows(&[]);
        assert_eq!(key_move(&closed, 0, "ArrowRight", false), Some(TreeMove::Open(0)));
        assert_eq!(key_move(&closed, 0, "ArrowLeft", true), Some(TreeMove::Open(0)));
        assert_eq!(key_move(&closed, 1, "ArrowRight", false), None);
        let open = rows(&["eu"]);
        assert_eq!(key_move(&open, 0, "ArrowRight", false), Some(TreeMove::Focus(1)));
        assert_eq!(key_move(&open, 2, "ArrowLeft", false), Some(TreeMove::Focus(0)));
        assert_eq!(key_move(&open, 0, "ArrowLeft", false), Some(TreeMove::Close(0)));
        assert_eq!(key_move(&open, 4, "ArrowDown", false), None);
        assert_eq!(key_move(&open, 0, "End", false), Some(TreeMove::Focus(4)));
    }

    #[test]
    fn siblings_share_a_parent() {
        let open = rows(&["eu", "as"]);
        assert_eq!(siblings(&open, 0), [0, 3, 4]);
        assert_eq!(siblings(&open, 2), [1, 2]);
        assert_eq!(siblings(&open, 5), [5]);
    }

    fn any_tree() -> impl Strategy<Value = Vec<TreeNode>> {
        let leaf = "[a-f]".prop_map(|id| TreeNode::leaf(id.clone(), id));
        let node = leaf.prop_recursive(4, 24, 4, |inner| {
            ("[a-f]", prop::collection::vec(inner, 0..4))
                .prop_map(|(id, children)| TreeNode::branch(id.clone(), id, children))
        });
        prop::collection::vec(node, 0..4)
    }

    proptest! {
        #[test]
        fn every_move_leads_to_a_row(
            nodes in any_tree(),
            open in prop::collection::hash_set("[a-f]", 0..6),
            current in 0usize..40,
            key in prop::sample::select(vec!["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End", "*", "x"]),
        ) {
            let rows = visible(&nodes, &open);
            match key_move(&rows, current, key, false) {
                Some(TreeMove::Focus(to) | TreeMove::Open(to) | TreeMove::Close(to) | TreeMove::OpenSiblings(to)) => {
                    prop_assert!(to < rows.len());
                }
                None => {}
            }
            prop_assert!(siblings(&rows, current).iter().all(|index| *index < rows.len()));
        }
    }
}
