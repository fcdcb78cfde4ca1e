//! The calendar in whole numbers: days, dates and what a wall shows, without a clock and without a zone.

/// The months as they are written, January first.
pub const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Days since 1970-01-01 to year, month (1 to 12), day in the proleptic Gregorian calendar.
///
/// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
#[must_use]
pub const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + (month <= 2) as i64, month, day)
}

/// Year, month (1 to 12), day to days since 1970-01-01: Hinnant's `days_from_civil`. A day that the month does not have
/// counts on into the next.
#[must_use]
pub const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - (month <= 2) as i64;
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted_month = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// A date and a time of day as a wall shows them, in seconds since 1970-01-01 on that same wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WallTime(pub i64);

impl WallTime {
    /// Reads `2026-11-20`, `2026-11-20T14:05` or `2026-11-20 14:05:30`, of the years 1 to 9999. `None` for anything else and
    /// for days that do not exist.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (date, clock) = match text.split_once(['T', 't', ' ']) {
            Some((date, clock)) => (date, Some(clock)),
            None => (text, None),
        };
        let mut parts = date.split('-');
        let date = (figures(parts.next()?, 4)?, figures(parts.next()?, 2)?, figures(parts.next()?, 2)?);
        let days = days_from_civil(date.0, date.1, date.2);
        if parts.next().is_some() || date.0 == 0 || civil_from_days(days) != date {
            return None;
        }
        Some(Self(days * DAY + clock.map_or(Some(0), second_of_day)?))
    }

    /// Year, month (1 to 12), day.
    #[must_use]
    pub const fn date(self) -> (i64, i64, i64) {
        civil_from_days(self.0.div_euclid(DAY))
    }

    /// Hour, minute, second.
    #[must_use]
    pub const fn clock(self) -> (i64, i64, i64) {
        let second = self.0.rem_euclid(DAY);
        (second / HOUR, second / MINUTE % 60, second % 60)
    }

    /// Whether the day begins here.
    #[must_use]
    pub const fn is_midnight(self) -> bool {
        self.0.rem_euclid(DAY) == 0
    }

    /// Whether both are on one day.
    #[must_use]
    pub const fn is_on_day_of(self, other: Self) -> bool {
        self.0.div_euclid(DAY) == other.0.div_euclid(DAY)
    }

    /// The same time on the next day.
    #[must_use]
    pub const fn next_day(self) -> Self {
        Self(self.0 + DAY)
    }

    /// `20 Nov 2026`.
    #[must_use]
    pub fn date_words(self) -> String {
        let (year, month, day) = self.date();
        let month = usize::try_from(month - 1).ok().and_then(|month| MONTHS.get(month)).copied().unwrap_or_default();
        format!("{day} {month} {year}")
    }

    /// `14:05`, with seconds only where there are some.
    #[must_use]
    pub fn clock_words(self) -> String {
        let (hour, minute, second) = self.clock();
        let seconds = if second == 0 { String::new() } else { format!(":{second:02}") };
        format!("{hour:02}:{minute:02}{seconds}")
    }

    /// `20 Nov 2026, 14:05`.
    #[must_use]
    pub fn words(self) -> String {
        format!("{}, {}", self.date_words(), self.clock_words())
    }

    /// `2026-11-20`.
    #[must_use]
    pub fn iso_date(self) -> String {
        let (year, month, day) = self.date();
        format!("{year:04}-{month:02}-{day:02}")
    }
}

impl std::fmt::Display for WallTime {
    /// `2026-11-20T14:05`, with seconds only where there are some.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}T{}", self.iso_date(), self.clock_words())
    }
}

/// `14:05` or `14:05:30`, in seconds.
fn second_of_day(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let (hour, minute) = (figures(parts.next()?, 2)?, figures(parts.next()?, 2)?);
    let second = parts.next().map_or(Some(0), |part| figures(part, 2))?;
    let fits = parts.next().is_none() && hour < 24 && minute < 60 && second < 60;
    fits.then_some(hour * HOUR + minute * MINUTE + second)
}

/// A number of exactly so many digits.
pub(crate) fn figures(text: &str, count: usize) -> Option<i64> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_days() {
        assert_eq!(civil_from_days(0), (1970, 1, 1));
        assert_eq!(civil_from_days(-1), (1969, 12, 31));
        assert_eq!(civil_from_days(19_782), (2024, 2, 29));
        assert_eq!(WallTime::parse("1970-01-01"), Some(WallTime(0)));
        assert_eq!(WallTime::parse("2026-11-20T14:05"), Some(WallTime(1_795_183_500)));
    }

    #[test]
    fn days_and_times_that_do_not_exist_are_refused() {
        for text in [
            "",
            "x",
            "0000-01-01",
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-04-31",
            "2026-1-1",
            "26-01-01",
            "2026-01-01-01",
            "2026-01-01T",
            "2026-01-01T24:00",
            "2026-01-01T10:60",
            "2026-01-01T10:00:60",
            "2026-01-01T10:00:00.5",
            "\u{662}026-01-01",
        ] {
            assert_eq!(WallTime::parse(text), None, "{text}");
        }
        assert!(WallTime::parse("2028-02-29").is_some());
    }

    #[test]
    fn seconds_are_written_only_where_there_are_some() {
        let at = |text: &str| WallTime::parse(text).unwrap();
        assert_eq!(at("2026-11-03 14:05").words(), "3 Nov 2026, 14:05");
        assert_eq!(at("2026-11-03t14:05:30").words(), "3 Nov 2026, 14:05:30");
        assert_eq!(at("2026-11-03 14:05:30").to_string(), "2026-11-03T14:05:30");
        assert_eq!(at("2026-11-03").to_string(), "2026-11-03T00:00");
    }

    proptest! {
        #[test]
        fn days_survive_the_round_trip(days in -100_000_000_i64..100_000_000) {
            let (year, month, day) = civil_from_days(days);
            prop_assert!((1..=12).contains(&month) && (1..=31).contains(&day));
            prop_assert_eq!(days_from_civil(year, month, day), days);
        }

        #[test]
        fn what_is_written_is_read_back(seconds in -60_000_000_000_i64..250_000_000_000) {
            let wall = WallTime(seconds);
            prop_assert_eq!(WallTime::parse(&wall.to_string()), Some(wall));
        }

        #[test]
        fn nothing_panics(text in "\\PC*", seconds: i64) {
            let _read = WallTime::parse(&text);
            let _written = WallTime(seconds / 2).to_string();
        }
    }
}
