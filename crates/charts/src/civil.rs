//! What a wall shows at a time, as axes and tables write it, with offsets from UTC that the caller supplies.

use cauldron_types::civil::{MONTHS, civil_from_days};

/// From this instant (milliseconds since 1970, UTC) on, local time is UTC plus this many seconds.
///
/// A slice of changes is ascending by instant. Before the first change its offset holds; without any, local time is UTC.
pub type OffsetChange = (i64, i32);

pub(crate) const SECOND: i64 = 1_000;
pub(crate) const MINUTE: i64 = 60 * SECOND;
pub(crate) const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;

/// What a JavaScript `Date` can hold; times beyond it are pulled to it, so that no sum here can overflow.
const FARTHEST: i64 = 100_000_000 * DAY;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

pub(crate) fn clamp_time(time: i64) -> i64 {
    time.clamp(-FARTHEST, FARTHEST)
}

/// Milliseconds to add to UTC at `time`.
pub(crate) fn offset_at(offsets: &[OffsetChange], time: i64) -> i64 {
    let passed = offsets.partition_point(|(from, _)| *from <= time);
    let change = offsets.get(passed.saturating_sub(1));
    change.map_or(0, |(_, seconds)| offset_millis(*seconds))
}

/// An offset in milliseconds, within the 18 hours that any time zone has ever used.
pub(crate) fn offset_millis(seconds: i32) -> i64 {
    i64::from(seconds.clamp(-64_800, 64_800)) * SECOND
}

/// A local date and time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Local {
    pub(crate) year: i64,
    /// 1 to 12.
    pub(crate) month: i64,
    /// 1 to 31.
    pub(crate) day: i64,
    /// Milliseconds since local midnight.
    pub(crate) of_day: i64,
    /// 0 is Monday.
    weekday: i64,
}

impl Local {
    /// The wall clock at `time`, UTC.
    pub(crate) fn at(time: i64, offsets: &[OffsetChange]) -> Self {
        let time = clamp_time(time);
        Self::from_wall(time + offset_at(offsets, time))
    }

    /// The wall clock whose own count of milliseconds since local 1970 is `wall`.
    pub(crate) fn from_wall(wall: i64) -> Self {
        let days = wall.div_euclid(DAY);
        let (year, month, day) = civil_from_days(days);
        Self { year, month, day, of_day: wall.rem_euclid(DAY), weekday: (days + 3).rem_euclid(7) }
    }

    /// `14:05`
    pub(crate) fn clock(self) -> String {
        format!("{:02}:{:02}", self.of_day / HOUR, self.of_day / MINUTE % 60)
    }

    /// `14:05:30`
    pub(crate) fn clock_with_seconds(self) -> String {
        format!("{}:{:02}", self.clock(), self.of_day / SECOND % 60)
    }

    /// `Tue 3`
    pub(crate) fn weekday_and_day(self) -> String {
        let name = usize::try_from(self.weekday).ok().and_then(|index| WEEKDAYS.get(index)).unwrap_or(&"");
        format!("{name} {}", self.day)
    }

    /// `3 Nov`
    pub(crate) fn day_and_month(self) -> String {
        format!("{} {}", self.day, self.month_name())
    }

    /// `Nov 2026`
    pub(crate) fn month_and_year(self) -> String {
        format!("{} {}", self.month_name(), self.year)
    }

    /// `3 Nov 2026 14:05`, with seconds if asked for.
    pub(crate) fn full(self, with_seconds: bool) -> String {
        let clock = if with_seconds { self.clock_with_seconds() } else { self.clock() };
        format!("{} {} {clock}", self.day_and_month(), self.year)
    }

    /// `2026-11-03T14:05:30Z`, for a wall clock of UTC.
    pub(crate) fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}T{}Z", self.year, self.month, self.day, self.clock_with_seconds())
    }

    fn month_name(self) -> &'static str {
        usize::try_from(self.month - 1).ok().and_then(|index| MONTHS.get(index)).unwrap_or(&"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_wall_is_written_in_as_few_letters_as_its_place_has() {
        let local = Local::at(1_793_714_705_000, &[(0, 3_600)]);
        assert_eq!(local.clock_with_seconds(), "15:05:05");
        assert_eq!(local.weekday_and_day(), "Tue 3");
        assert_eq!(local.day_and_month(), "3 Nov");
        assert_eq!(local.month_and_year(), "Nov 2026");
    }

    #[test]
    fn offset_of_the_last_change_that_has_passed() {
        let offsets = [(100, 3_600), (200, 7_200)];
        assert_eq!(offset_at(&offsets, 50), HOUR);
        assert_eq!(offset_at(&offsets, 150), HOUR);
        assert_eq!(offset_at(&offsets, 200), 2 * HOUR);
        assert_eq!(offset_at(&[], 200), 0);
    }

    proptest! {
        #[test]
        fn any_instant_has_a_wall_clock(time: i64, from: i64, offset: i32) {
            let local = Local::at(time, &[(from, offset)]);
            prop_assert!((1..=12).contains(&local.month) && (1..=31).contains(&local.day));
            prop_assert!(!local.weekday_and_day().is_empty());
        }
    }
}
