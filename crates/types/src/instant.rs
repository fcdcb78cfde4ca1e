//! A point in time and the offsets that turn it into wall-clock time, without a time-zone database.

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
    /// Wall-clock parts `(year, month, day, hour, minute, second)` at `offset` seconds from UTC.
    ///
    /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
    #[must_use]
    pub fn civil(self, offset: i32) -> (i64, u32, u32, u32, u32, u32) {
        let seconds = self.0.div_euclid(1000) + i64::from(offset);
        let days = seconds.div_euclid(86_400);
        let rest = seconds.rem_euclid(86_400);
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_index = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_index + 2) / 5 + 1;
        let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let part = |value: i64| u32::try_from(value).unwrap_or(0);
        (year, part(month), part(day), part(rest / 3600), part(rest / 60 % 60), part(rest % 60))
    }

    /// RFC 3339 in UTC with milliseconds, for `datetime` attributes.
    #[must_use]
    pub fn rfc3339(self) -> String {
        let (year, month, day, hour, minute, second) = self.civil(0);
        let millis = self.0.rem_euclid(1000);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
    }

    /// `3 Nov 2026, 14:05:30`, in the wall-clock time of `offsets`.
    #[must_use]
    pub fn display(self, offsets: &[UtcOffset]) -> String {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let (year, month, day, hour, minute, second) = self.civil(UtcOffset::at(offsets, self));
        let name = MONTHS.get(month as usize - 1).copied().unwrap_or_default();
        format!("{day} {name} {year}, {hour:02}:{minute:02}:{second:02}")
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
