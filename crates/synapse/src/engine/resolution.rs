//! Which stored resolution a window is read from.

use cauldron_db::maintenance::{MINUTES_KEPT, POINTS_KEPT, QUARTER_HOURS_KEPT};
use cauldron_types::MetricWindow;
use chrono::TimeDelta;

/// A stored resolution, the finest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Resolution {
    /// Points as they came.
    Raw,
    /// A rollup.
    Rollup(Rollup),
}

/// A rollup, by the length of its buckets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rollup {
    Minutes,
    QuarterHours,
    Hours,
    Days,
}

impl Rollup {
    /// As the database calls it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Minutes => "1m",
            Self::QuarterHours => "15m",
            Self::Hours => "1h",
            Self::Days => "1d",
        }
    }

    /// Length of a bucket, in seconds.
    pub(crate) const fn seconds(self) -> i64 {
        match self {
            Self::Minutes => 60,
            Self::QuarterHours => 900,
            Self::Hours => 3600,
            Self::Days => 86_400,
        }
    }
}

/// The coarsest resolution that still gives at least half of `points` over `length`, so that little more is read than a chart
/// has pixels for. Raw points, whose spacing is unknown, are read for up to an hour. Nothing finer than what is still kept of a
/// time that lies `age` back.
pub(crate) fn resolution_for(length: TimeDelta, age: TimeDelta, points: u32) -> Resolution {
    let seconds = length.num_seconds().max(1);
    let widest = seconds * 2 / i64::from(points.max(1));
    let wanted = match widest {
        _ if length.num_milliseconds() <= MetricWindow::SINGLE_SAMPLES => Resolution::Raw,
        86_400.. => Resolution::Rollup(Rollup::Days),
        3600..=86_399 => Resolution::Rollup(Rollup::Hours),
        900..=3599 => Resolution::Rollup(Rollup::QuarterHours),
        _ => Resolution::Rollup(Rollup::Minutes),
    };
    wanted.max(finest_kept(age))
}

fn finest_kept(age: TimeDelta) -> Resolution {
    match age {
        _ if age < POINTS_KEPT => Resolution::Raw,
        _ if age < MINUTES_KEPT => Resolution::Rollup(Rollup::Minutes),
        _ if age < QUARTER_HOURS_KEPT => Resolution::Rollup(Rollup::QuarterHours),
        _ => Resolution::Rollup(Rollup::Hours),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_windows_are_read_coarser() {
        let at = |hours: i64| resolution_for(TimeDelta::hours(hours), TimeDelta::hours(hours), 700);
        assert_eq!(at(1), Resolution::Raw);
        assert_eq!(at(6), Resolution::Rollup(Rollup::Minutes));
        assert_eq!(at(24), Resolution::Rollup(Rollup::Minutes));
        assert_eq!(at(24 * 7), Resolution::Rollup(Rollup::QuarterHours));
        assert_eq!(at(24 * 30), Resolution::Rollup(Rollup::Hours));
        assert_eq!(at(24 * 365), Resolution::Rollup(Rollup::Days));
    }

    #[test]
    fn of_old_times_what_is_still_kept_is_read() {
        let hour_at = |days: i64| resolution_for(TimeDelta::hours(1), TimeDelta::days(days), 700);
        assert_eq!([hour_at(0), hour_at(89)], [Resolution::Raw; 2]);
        assert_eq!([hour_at(90), hour_at(399)], [Resolution::Rollup(Rollup::Minutes); 2]);
        assert_eq!([hour_at(400), hour_at(1099)], [Resolution::Rollup(Rollup::QuarterHours); 2]);
        assert_eq!(hour_at(1100), Resolution::Rollup(Rollup::Hours));
        let years = resolution_for(TimeDelta::days(3650), TimeDelta::days(3650), 700);
        assert_eq!(years, Resolution::Rollup(Rollup::Days));
    }
}
