//! Which stored resolution a window is read from.

use chrono::TimeDelta;

/// A stored resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resolution {
    /// Points as they came.
    Raw,
    /// A rollup, by its name.
    Rollup(&'static str),
}

/// The coarsest resolution that still gives at least half of `points` over `length`, so that a chart reads no more rows than
/// it has pixels for. Raw points, whose spacing is unknown, are read for up to six hours.
pub(crate) fn resolution_for(length: TimeDelta, points: u32) -> Resolution {
    let seconds = length.num_seconds().max(1);
    let widest = seconds * 2 / i64::from(points.max(1));
    match widest {
        _ if seconds <= 6 * 3600 => Resolution::Raw,
        86_400.. => Resolution::Rollup("1d"),
        3600..=86_399 => Resolution::Rollup("1h"),
        900..=3599 => Resolution::Rollup("15m"),
        _ => Resolution::Rollup("1m"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_windows_are_read_coarser() {
        let at = |hours: i64| resolution_for(TimeDelta::hours(hours), 700);
        assert_eq!(at(1), Resolution::Raw);
        assert_eq!(at(6), Resolution::Raw);
        assert_eq!(at(24), Resolution::Rollup("1m"));
        assert_eq!(at(24 * 7), Resolution::Rollup("15m"));
        assert_eq!(at(24 * 30), Resolution::Rollup("1h"));
        assert_eq!(at(24 * 365), Resolution::Rollup("1d"));
    }
}
