//! Window arithmetic: which rows to draw, where to scroll, which row a key leads to. Pure; nothing here knows a browser.

use core::ops::Range;

/// From this many rows on only those in sight are in the document.
pub const VIRTUAL_FROM: usize = 200;

/// Rows the server writes of a table that is longer than [`VIRTUAL_FROM`].
pub const FIRST_ROWS: usize = 48;

/// Rows kept ready above and below what is in sight.
pub const OVERSCAN: usize = 8;

/// The window moves in steps of so many rows, so that most scroll events change nothing.
const STEP: usize = 8;

/// What the browser measured, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Geometry {
    /// How far the rows are scrolled: 0 when the first row is at the top.
    pub scroll_top: f64,
    /// Height in which rows can be seen, without the head.
    pub view_height: f64,
    /// Height of every row.
    pub row_height: f64,
    /// How many rows there are.
    pub total: usize,
}

/// `value` as a number of rows: nothing below zero, nothing that is no number.
fn rows(value: f64) -> usize {
    if value.is_finite() && value > 0.0 { value as usize } else { 0 }
}

impl Geometry {
    fn usable_row(&self) -> f64 {
        if self.row_height.is_finite() && self.row_height >= 1.0 { self.row_height } else { 1.0 }
    }

    /// Index of the row at the top edge; 0 without rows.
    pub fn first(&self) -> usize {
        rows(self.scroll_top / self.usable_row()).min(self.total.saturating_sub(1))
    }

    /// How far one can scroll.
    pub fn furthest(&self) -> f64 {
        (self.total as f64 * self.usable_row() - self.view_height).max(0.0)
    }

    /// Rows that fit into the view as a whole; at least one.
    pub fn page(&self) -> usize {
        rows(self.view_height / self.usable_row()).max(1)
    }

    /// The rows to draw: all that can be seen and `overscan` on either side, widened to whole steps.
    pub fn window(&self, overscan: usize) -> Range<usize> {
        if self.total == 0 {
            return 0..0;
        }
        let top = self.scroll_top.clamp(0.0, self.furthest());
        let first = rows(top / self.usable_row());
        let last = rows(((top + self.view_height.max(0.0)) / self.usable_row()).ceil());
        let start = first.saturating_sub(overscan) / STEP * STEP;
        let end = last.saturating_add(overscan).div_ceil(STEP).saturating_mul(STEP).min(self.total);
        start.min(end)..end
    }

    /// Where to scroll so that row `index` is seen as a whole, moving as little as possible.
    pub fn reveal(&self, index: usize) -> f64 {
        let top = index.min(self.total.saturating_sub(1)) as f64 * self.usable_row();
        let bottom = top + self.usable_row();
        if top < self.scroll_top {
            top
        } else if bottom > self.scroll_top + self.view_height {
            (bottom - self.view_height).clamp(0.0, top)
        } else {
            self.scroll_top
        }
    }
}

/// Pixels above and below the drawn rows.
pub fn spaces(window: &Range<usize>, total: usize, row_height: f64) -> (f64, f64) {
    (window.start.min(total) as f64 * row_height, total.saturating_sub(window.end) as f64 * row_height)
}

/// Where a key leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To the row above.
    Up,
    /// To the row below.
    Down,
    /// A view up.
    PageUp,
    /// A view down.
    PageDown,
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

/// The row that `step` leads to from row `active`; nothing without rows. It stops at both ends.
pub fn stepped(active: usize, total: usize, page: usize, step: Step) -> Option<usize> {
    let last = total.checked_sub(1)?;
    let active = active.min(last);
    let page = page.max(1);
    Some(match step {
        Step::Up => active.saturating_sub(1),
        Step::Down => active.saturating_add(1).min(last),
        Step::PageUp => active.saturating_sub(page),
        Step::PageDown => active.saturating_add(page).min(last),
        Step::First => 0,
        Step::Last => last,
    })
}

/// Numbers of the blocks of `size` rows that hold `window`.
pub fn blocks(window: &Range<usize>, size: usize) -> Range<usize> {
    let size = size.max(1);
    if window.is_empty() { 0..0 } else { window.start / size..window.end.div_ceil(size) }
}

/// The index nearest to `start` that `matches`, at most `reach` away. This is how a row is found again after rows came or
/// went around it.
pub fn find_near(total: usize, start: usize, reach: usize, mut matches: impl FnMut(usize) -> bool) -> Option<usize> {
    for distance in 0..=reach {
        let below = start.checked_add(distance).filter(|index| *index < total);
        let above = start.checked_sub(distance).filter(|index| *index < total && distance > 0);
        if below.is_none() && above.is_none() && distance > start {
            return None;
        }
        if let Some(found) = [below, above].into_iter().flatten().find(|index| matches(*index)) {
            return Some(found);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(scroll_top: f64) -> Geometry {
        Geometry { scroll_top, view_height: 340.0, row_height: 34.0, total: 100_000 }
    }

    #[test]
    fn the_window_holds_what_is_seen_and_a_little_more() {
        assert_eq!(at(0.0).window(8), 0..24);
        assert_eq!(at(34.0 * 1000.0).window(8), 992..1024);
        assert_eq!(at(f64::MAX).window(8).end, 100_000);
        assert_eq!(at(f64::NAN).first(), 0);
    }

    #[test]
    fn no_rows_need_no_window() {
        let none = Geometry { total: 0, ..at(0.0) };
        assert_eq!(none.window(8), 0..0);
        assert_eq!(none.first(), 0);
        assert_eq!(stepped(3, 0, 10, Step::Down), None);
    }

    #[test]
    fn a_row_in_sight_is_revealed_without_scrolling() {
        assert_eq!(at(340.0).reveal(12), 340.0);
        assert_eq!(at(340.0).reveal(9), 306.0);
        assert_eq!(at(340.0).reveal(20), 374.0);
    }

    #[test]
    fn keys_stop_at_both_ends() {
        assert_eq!(stepped(0, 5, 10, Step::Up), Some(0));
        assert_eq!(stepped(4, 5, 10, Step::Down), Some(4));
        assert_eq!(stepped(1, 5, 10, Step::PageDown), Some(4));
        assert_eq!(stepped(99, 5, 10, Step::PageUp), Some(0));
        assert_eq!(stepped(2, 5, 10, Step::Last), Some(4));
        assert_eq!(stepped(2, 5, 10, Step::First), Some(0));
    }

    #[test]
    fn blocks_cover_the_window() {
        assert_eq!(blocks(&(0..24), 50), 0..1);
        assert_eq!(blocks(&(40..60), 50), 0..2);
        assert_eq!(blocks(&(100..150), 50), 2..3);
        assert_eq!(blocks(&(0..0), 50), 0..0);
    }

    #[test]
    fn a_row_is_found_again_after_others_came() {
        let found = |start, reach, index| find_near(100, start, reach, |i| i == index);
        assert_eq!(found(10, 50, 22), Some(22));
        assert_eq!(found(10, 50, 3), Some(3));
        assert_eq!(found(10, 5, 22), None);
        assert_eq!(found(200, 500, 99), Some(99));
        assert_eq!(find_near(0, 0, 10, |_| true), None);
    }

    fn geometry() -> impl Strategy<Value = Geometry> {
        (-1e4..5e6_f64, 0.0..3000.0_f64, 1.0..200.0_f64, 0..100_001_usize).prop_map(
            |(scroll_top, view_height, row_height, total)| Geometry { scroll_top, view_height, row_height, total },
        )
    }

    proptest! {
        #[test]
        fn every_row_in_sight_is_drawn(geometry in geometry(), overscan in 0..40_usize) {
            let window = geometry.window(overscan);
            prop_assert!(window.start <= window.end && window.end <= geometry.total);
            let top = geometry.scroll_top.clamp(0.0, geometry.furthest());
            for index in [top, top + geometry.view_height - 1.0].map(|y| (y / geometry.row_height).max(0.0) as usize) {
                if index < geometry.total && geometry.view_height >= 1.0 {
                    prop_assert!(window.contains(&index), "{} is not in {:?}", index, window);
                }
            }
        }

        #[test]
        fn the_window_stays_small(geometry in geometry(), overscan in 0..40_usize) {
            let seen = (geometry.view_height / geometry.row_height).ceil() as usize + 1;
            prop_assert!(geometry.window(overscan).len() <= seen + 2 * overscan + 2 * STEP);
        }

        #[test]
        fn drawn_rows_and_spaces_fill_the_table(geometry in geometry()) {
            let window = geometry.window(OVERSCAN);
            let (above, below) = spaces(&window, geometry.total, geometry.row_height);
            let height = above + below + window.len() as f64 * geometry.row_height;
            prop_assert!((height - geometry.total as f64 * geometry.row_height).abs() < 1e-3);
        }

        #[test]
        fn a_revealed_row_is_in_sight(geometry in geometry(), index in 0..100_000_usize) {
            prop_assume!(index < geometry.total && geometry.view_height >= geometry.row_height && geometry.scroll_top >= 0.0);
            let scroll_top = geometry.reveal(index);
            let top = index as f64 * geometry.row_height;
            prop_assert!(scroll_top <= top + 1e-6);
            prop_assert!(top + geometry.row_height <= scroll_top + geometry.view_height + 1e-6);
            let again = Geometry { scroll_top, ..geometry }.reveal(index);
            prop_assert!((again - scroll_top).abs() < 1e-6);
        }

        #[test]
        fn a_step_stays_in_the_table(active in 0..200_usize, total in 1..150_usize, page in 0..50_usize) {
            for step in [Step::Up, Step::Down, Step::PageUp, Step::PageDown, Step::First, Step::Last] {
                prop_assert!(stepped(active, total, page, step).is_some_and(|index| index < total));
            }
        }

        #[test]
        fn blocks_hold_every_row(start in 0..5000_usize, length in 1..200_usize, size in 1..300_usize) {
            let window = start..start + length;
            let blocks = blocks(&window, size);
            prop_assert!(blocks.start * size <= window.start && window.end <= blocks.end * size);
        }
    }
}
