//! What a reader has done to a chart: switched series off, zoomed, selected. Pure, so that it is tested without a browser.

/// One second: less cannot be told apart on an axis.
const SHORTEST: i64 = 1_000;

/// Switches an entry of the legend; switching the last one off shows all again.
pub(super) fn toggled(hidden: u8, index: usize, count: usize) -> u8 {
    let next = hidden ^ bit(index);
    if next & all(count) == all(count) { 0 } else { next }
}

/// Shows one entry alone, or all if it is alone already.
pub(super) fn isolated(hidden: u8, index: usize, count: usize) -> u8 {
    let others = all(count) & !bit(index);
    if hidden & all(count) == others { 0 } else { others }
}

pub(super) fn is_hidden(hidden: u8, index: usize) -> bool {
    hidden & bit(index) != 0
}

fn bit(index: usize) -> u8 {
    u32::try_from(index).ok().and_then(|index| 1_u8.checked_shl(index)).unwrap_or(0)
}

fn all(count: usize) -> u8 {
    (0..count.min(8)).fold(0, |bits, index| bits | bit(index))
}

/// The middle half of what is seen, around `centre` if something is pointed at.
pub(super) fn zoomed_in((from, to): (i64, i64), centre: Option<i64>) -> Option<(i64, i64)> {
    let span = to.saturating_sub(from) / 2;
    let middle = centre.unwrap_or_else(|| from.saturating_add(span)).clamp(from, to.max(from));
    let start = middle.saturating_sub(span / 2).clamp(from, to.saturating_sub(span).max(from));
    (span >= SHORTEST).then(|| (start, start.saturating_add(span)))
}

/// Twice what is seen, within `whole`; `None` once that is all there is.
pub(super) fn zoomed_out((from, to): (i64, i64), whole: (i64, i64)) -> Option<(i64, i64)> {
    let span = to.saturating_sub(from).max(SHORTEST);
    let wider = (from.saturating_sub(span / 2).max(whole.0), to.saturating_add(span / 2).min(whole.1));
    (wider.0 > whole.0 || wider.1 < whole.1).then_some(wider).filter(|(from, to)| from < to)
}

/// Both ends of a selection in order; `None` if it is too short to be meant.
pub(super) fn selection(one: i64, other: i64) -> Option<(i64, i64)> {
    let (from, to) = (one.min(other), one.max(other));
    (to.saturating_sub(from) >= SHORTEST).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_is_always_shown() {
        assert_eq!(toggled(0, 0, 2), 0b01);
        assert_eq!(toggled(0b01, 0, 2), 0);
        assert_eq!(toggled(0b01, 1, 2), 0, "the last one switched off shows all");
        assert_eq!(isolated(0, 1, 3), 0b101);
        assert_eq!(isolated(0b101, 1, 3), 0);
        assert_eq!(toggled(0, 99, 3), 0);
        assert!(is_hidden(0b100, 2) && !is_hidden(0b100, 1));
    }

    #[test]
    fn zooming_in_and_out_ends_where_it_began() {
        let whole = (0, 3_600_000);
        let half = zoomed_in(whole, None).unwrap();
        assert_eq!(half, (900_000, 2_700_000));
        assert_eq!(zoomed_out(half, whole), None);
        assert_eq!(zoomed_in(whole, Some(0)), Some((0, 1_800_000)));
        assert_eq!(zoomed_in(whole, Some(3_600_000)), Some((1_800_000, 3_600_000)));
        assert_eq!(zoomed_in((0, 1_500), None), None);
        assert_eq!(zoomed_out((0, 900_000), whole), Some((0, 1_350_000)));
        assert_eq!(zoomed_out((i64::MIN, i64::MAX), whole), None);
    }

    #[test]
    fn a_click_is_no_selection() {
        assert_eq!(selection(5_000, 5_400), None);
        assert_eq!(selection(9_000, 5_000), Some((5_000, 9_000)));
    }
}
