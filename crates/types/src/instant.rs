//! A point in time and the offsets that turn it into wall-clock time, without a time-zone database.

use crate::civil::{WallTime, figures};
use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

/// The offset from UTC that holds from `from` on, until the next entry of the list it stands in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct UtcOffset {
    /// First instant at which the offset holds.
    pub from: Instant,
    /// Seconds to add to UTC.
    pub seconds: i32,
}

impl UtcOffset {
    /// The offset in force at `at`, in seconds; zero for an empty list, the first entry for an earlier instant.
    #[must_use]
    pub fn at(offsets: &[Self], at: Instant) -> i32 {
        offsets
            .iter()
            .take_while(|offset| offset.from <= at)
            .last()
            .or(offsets.first())
            .map_or(0, |offset| offset.seconds)
    }
}

impl Instant {
    /// Reads RFC 3339: a day, a time to the second with or without a fraction, and `Z` or an offset. What is finer than a
    /// millisecond is left out. `None` for anything else and for days that do not exist.
    #[must_use]
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        const TO_THE_SECOND: usize = "2026-11-20T14:05:30".len();
        let (wall, rest) = text.split_at_checked(TO_THE_SECOND)?;
        let wall = WallTime::parse(wall)?;
        let (fraction, zone) = match rest.strip_prefix('.') {
            Some(rest) => rest.split_at_checked(rest.find(|letter: char| !letter.is_ascii_digit())?)?,
            None => ("0", rest),
        };
        if !(1..=9).contains(&fraction.len()) {
            return None;
        }
        let millis = format!("{fraction:0<3}").get(..3).and_then(|digits| figures(digits, 3))?;
        Some(Self((wall.0 - seconds_east(zone)?) * 1000 + millis))
    }

    /// What a wall shows at this instant where `offsets` hold.
    #[must_use]
    pub fn wall(self, offsets: &[UtcOffset]) -> WallTime {
        WallTime(self.0.div_euclid(1000) + i64::from(UtcOffset::at(offsets, self)))
    }

    /// RFC 3339 in UTC with milliseconds, for `datetime` attributes.
    #[must_use]
    pub fn rfc3339(self) -> String {
        let wall = self.wall(&[]);
        let ((hour, minute, second), millis) = (wall.clock(), self.0.rem_euclid(1000));
        format!("{}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z", wall.iso_date())
    }

    /// `3 Nov 2026, 14:05:30`, in the wall-clock time of `offsets`.
    #[must_use]
    pub fn display(self, offsets: &[UtcOffset]) -> String {
        let wall = self.wall(offsets);
        let (hour, minute, second) = wall.clock();
        format!("{}, {hour:02}:{minute:02}:{second:02}", wall.date_words())
    }

    /// How long before `now` this was, in words: `just now`, `4 min ago`, `2 h ago`, `3 days ago`.
    #[must_use]
    pub fn ago(self, now: Self) -> String {
        let seconds = (now.0 - self.0).max(0) / 1000;
        match seconds {
            0..=9 => "just now".to_owned(),
            10..=59 => format!("{seconds} s ago"),
            60..=3599 => format!("{} min ago", seconds / 60),
            3600..=86_399 => format!("{} h ago", seconds / 3600),
            86_400..=172_799 => "yesterday".to_owned(),
            _ => format!("{} days ago", seconds / 86_400),
        }
    }
}

/// `Z`, `+01:00` or `-03:30`, in seconds.
fn seconds_east(zone: &str) -> Option<i64> {
    if matches!(zone, "Z" | "z") {
        return Some(0);
    }
    let (sign, clock) = match (zone.strip_prefix('+'), zone.strip_prefix('-')) {
        (Some(clock), _) => (1, clock),
        (None, clock) => (-1, clock?),
    };
    let (hours, minutes) = clock.split_once(':')?;
    let (hours, minutes) = (figures(hours, 2)?, figures(minutes, 2)?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn instants_are_formatted_in_the_offset_in_force() {
        let at = Instant(1_793_621_130_000);
        assert_eq!(at.rfc3339(), "2026-11-02T12:05:30.000Z");
        let offsets = [UtcOffset { from: Instant(0), seconds: 7200 }, UtcOffset { from: at, seconds: 3600 }];
        assert_eq!(at.display(&offsets), "2 Nov 2026, 13:05:30");
        assert_eq!(Instant(at.0 - 1000).display(&offsets), "2 Nov 2026, 14:05:29");
        assert_eq!(Instant(-1000).rfc3339(), "1969-12-31T23:59:59.000Z");
    }

    #[test]
    fn ago_reads_well_and_never_runs_backwards() {
        assert_eq!(Instant(10_000).ago(Instant(0)), "just now");
        assert_eq!(Instant(0).ago(Instant(240_000)), "4 min ago");
        assert_eq!(Instant(0).ago(Instant(7_300_000)), "2 h ago");
    }

    #[test]
    fn instants_are_read_with_their_offset() {
        let read = |text: &str| Instant::from_rfc3339(text).map(Instant::rfc3339);
        let noon = Some("2026-11-20T13:05:00.000Z".to_owned());
        assert_eq!(read("2026-11-20T13:05:00Z"), noon);
        assert_eq!(read("2026-11-20t14:05:00+01:00"), noon);
        assert_eq!(read("2026-11-20 09:35:00.0-03:30"), noon);
        assert_eq!(read("2026-11-20T13:05:00.123456789Z"), Some("2026-11-20T13:05:00.123Z".to_owned()));
        assert_eq!(read("2026-11-20T13:05:00.2Z"), Some("2026-11-20T13:05:00.200Z".to_owned()));
        for text in [
            "2026-11-20T14:05:00",
            "2026-11-20",
            "2026-11-20T14:05Z",
            "2026-02-30T14:05:00Z",
            "2026-11-20T14:05:00.Z",
            "2026-11-20T14:05:00.1234567890Z",
            "2026-11-20T14:05:00.5",
            "2026-11-20T14:05:00+1:00",
            "2026-11-20T14:05:00+24:00",
            "2026-11-20T14:05:00Z<script>",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(millis in -60_000_000_000_000_i64..250_000_000_000_000) {
            prop_assert_eq!(Instant::from_rfc3339(&Instant(millis).rfc3339()), Some(Instant(millis)));
        }

        #[test]
        fn nothing_panics(text in "(2026-11-20T13:05:00)?\\PC*", millis: i64) {
            let _read = Instant::from_rfc3339(&text);
            let _written = Instant(millis).display(&[UtcOffset { from: Instant(0), seconds: 3600 }]);
        }
    }
}
