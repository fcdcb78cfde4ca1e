//! Which rows are chosen.

use std::collections::HashSet;

/// How much of what is loaded is chosen: the state of the box in the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// No row.
    None,
    /// Some rows.
    Some,
    /// Every row.
    All,
}

/// The chosen rows by their keys, or everything that matches the filters, loaded or not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    keys: HashSet<String>,
    everything: bool,
    anchor: Option<String>,
}

impl Selection {
    /// Whether the row `key` is chosen.
    pub fn contains(&self, key: &str) -> bool {
        self.everything || self.keys.contains(key)
    }

    /// Whether no row is chosen.
    pub fn is_empty(&self) -> bool {
        !self.everything && self.keys.is_empty()
    }

    /// How many rows are chosen by key; with [`Selection::everything`] ask whoever knows how many match.
    pub fn count(&self) -> usize {
        self.keys.len()
    }

    /// Everything that matches is chosen: an action must send the filters rather than keys.
    pub fn everything(&self) -> bool {
        self.everything
    }

    /// The chosen keys in no order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    /// The row from which a range extends: the one chosen or unchosen last.
    pub fn anchor(&self) -> Option<&str> {
        self.anchor.as_deref()
    }

    /// Chooses the row or lets it go. After "everything" the choice falls back to the keys that were chosen before it.
    pub fn toggle(&mut self, key: &str) {
        let chosen = self.contains(key);
        self.everything = false;
        if chosen {
            self.keys.remove(key);
        } else {
            self.keys.insert(key.to_owned());
        }
        self.anchor = Some(key.to_owned());
    }

    /// Chooses these rows too, without moving the anchor.
    pub fn add(&mut self, keys: impl IntoIterator<Item = String>) {
        self.keys.extend(keys);
    }

    /// Chooses everything that matches, loaded or not.
    pub fn choose_everything(&mut self) {
        self.everything = true;
    }

    /// Lets every row go.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// How much is chosen of `loaded` rows whose keys are `keys`. Above a few hundred rows it counts instead of looking, since
    /// it is asked at every press of a key.
    pub fn of(&self, loaded: usize, keys: impl Iterator<Item = String>) -> Chosen {
        const FEW: usize = 400;
        let chosen = if self.everything {
            loaded
        } else if self.keys.is_empty() {
            0
        } else if loaded <= FEW {
            keys.filter(|key| self.keys.contains(key)).count()
        } else {
            self.keys.len()
        };
        match chosen {
            0 => Chosen::None,
            chosen if chosen >= loaded => Chosen::All,
            _ => Chosen::Some,
        }
    }
}

/// `count` with a comma between thousands, as everywhere else in the product.
pub fn grouped(count: usize) -> String {
    cauldron_types::grouped(i64::try_from(count).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_box_in_the_head_has_three_states() {
        let page = names(&["a", "b"]);
        let mut selection = Selection::default();
        assert_eq!(selection.of(2, page.clone().into_iter()), Chosen::None);
        selection.toggle("a");
        assert_eq!(selection.of(2, page.clone().into_iter()), Chosen::Some);
        selection.add(page.clone());
        assert_eq!(selection.of(2, page.clone().into_iter()), Chosen::All);
        assert_eq!(selection.of(0, core::iter::empty()), Chosen::None);
        assert_eq!(selection.anchor(), Some("a"));
    }

    #[test]
    fn letting_one_row_go_ends_everything() {
        let mut selection = Selection::default();
        selection.add(names(&["a", "b"]));
        selection.choose_everything();
        assert!(selection.contains("somewhere else"));
        selection.toggle("a");
        assert!(!selection.everything());
        assert!(!selection.contains("a") && selection.contains("b") && !selection.contains("somewhere else"));
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(
            ["0", "999", "1,000", "100,000"],
            [0, 999, 1000, 100_000].map(grouped).each_ref().map(String::as_str)
        );
    }

    proptest! {
        #[test]
        fn choosing_twice_changes_nothing(before in prop::collection::hash_set("[a-c]{1,2}", 0..6), key in "[a-c]{1,2}") {
            let mut selection = Selection::default();
            selection.add(before.clone());
            selection.toggle(&key);
            selection.toggle(&key);
            prop_assert_eq!(selection.count(), before.len());
            prop_assert_eq!(selection.contains(&key), before.contains(&key));
        }
    }
}
