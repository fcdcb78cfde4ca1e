//! Which toasts are shown and for how much longer, without a clock: the caller says how much time has passed.

use super::{Toast, ToastKind};

/// How many are shown at once; the others wait.
pub(super) const SHOWN: usize = 3;
/// None vanishes before this, in milliseconds.
const SHORTEST: u32 = 5_000;
/// Time for one word, in milliseconds, at a calm reader's pace.
const PER_WORD: u32 = 350;
/// None that vanishes stays longer than this, in milliseconds.
const LONGEST: u32 = 20_000;

/// A toast that waits or is shown.
#[derive(Debug, Clone)]
pub(super) struct Queued {
    pub(super) id: u64,
    pub(super) toast: Toast,
    /// Milliseconds left; `None` stays until it is dismissed.
    left: Option<u32>,
}

/// All toasts, oldest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Queue {
    entries: Vec<Queued>,
    last: u64,
}

/// How long a toast stays, in milliseconds: time to read it, twice that where there is something to press.
fn lifetime(toast: &Toast) -> Option<u32> {
    if toast.kind == ToastKind::Error || toast.stays {
        return None;
    }
    let words =
        toast.title.split_whitespace().count() + toast.text.as_deref().unwrap_or_default().split_whitespace().count();
    let reading = PER_WORD.saturating_mul(u32::try_from(words).unwrap_or(u32::MAX)).saturating_add(2_000);
    let factor = if toast.action.is_some() { 2 } else { 1 };
    Some(reading.clamp(SHORTEST, LONGEST).saturating_mul(factor).min(LONGEST))
}

impl Queue {
    /// Adds one and gives it its number.
    pub(super) fn push(&mut self, toast: Toast) -> u64 {
        self.last += 1;
        let left = lifetime(&toast);
        self.entries.push(Queued { id: self.last, toast, left });
        self.last
    }

    /// Takes one away; one that is gone already is not missed.
    pub(super) fn dismiss(&mut self, id: u64) {
        self.entries.retain(|entry| entry.id != id);
    }

    /// Those shown, oldest first.
    pub(super) fn shown(&self) -> impl Iterator<Item = &Queued> {
        self.entries.iter().take(SHOWN)
    }

    /// How many wait.
    pub(super) fn waiting(&self) -> usize {
        self.entries.len().saturating_sub(SHOWN)
    }

    /// Whether any of those shown will vanish by itself.
    pub(super) fn runs(&self) -> bool {
        self.shown().any(|entry| entry.left.is_some())
    }

    /// Lets time pass for those shown. Says whether one of them has vanished.
    pub(super) fn pass(&mut self, milliseconds: u32) -> bool {
        for entry in self.entries.iter_mut().take(SHOWN) {
            entry.left = entry.left.map(|left| left.saturating_sub(milliseconds));
        }
        let before = self.entries.len();
        self.entries.retain(|entry| entry.left != Some(0));
        self.entries.len() != before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::prelude::Owner;

    fn ids(queue: &Queue) -> Vec<u64> {
        queue.shown().map(|entry| entry.id).collect()
    }

    #[test]
    fn at_most_three_are_shown_and_the_rest_wait_their_full_time() {
        let mut queue = Queue::default();
        for number in 0..4 {
            queue.push(Toast::ok(format!("Saved {number}")));
        }
        assert_eq!((ids(&queue), queue.waiting()), (vec![1, 2, 3], 1));
        assert!(!queue.pass(4_999), "none vanishes before five seconds");
        assert!(queue.pass(1));
        assert_eq!(ids(&queue), [4]);
        assert!(!queue.pass(4_999), "the fourth has only begun");
    }

    #[test]
    fn an_error_stays_until_it_is_dismissed() {
        let mut queue = Queue::default();
        let id = queue.push(Toast::error("Could not save"));
        queue.pass(u32::MAX);
        assert_eq!(ids(&queue), [id]);
        assert!(!queue.runs());
        queue.dismiss(id);
        queue.dismiss(id);
        assert!(ids(&queue).is_empty());
    }

    #[test]
    fn long_texts_and_actions_take_longer_but_not_for_ever() {
        // Actions are kept in an arena, which an owner holds.
        let owner = Owner::new();
        owner.set();
        let long = Toast::info("word ".repeat(500));
        assert_eq!(lifetime(&long), Some(LONGEST));
        let undo = Toast::ok("Moved").action("Undo", || ());
        assert_eq!(lifetime(&undo), Some(2 * SHORTEST));
    }
}
