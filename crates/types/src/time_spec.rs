//! One end of a span of time as an address names it: relative to now, rounded to a day or another unit, or absolute.
//!
//! The form is Grafana's, so that people and tools know it: `now`, `now-6h`, `now/d`, `now-1d/d`, `2026-11-20T14:05`.

use crate::{Instant, WallTime};
use serde::{Deserialize, Serialize};

/// The unit of a relative time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeUnit {
    /// `s`
    Second,
    /// `m`
    Minute,
    /// `h`
    Hour,
    /// `d`
    Day,
    /// `w`
    Week,
    /// `M`
    Month,
    /// `y`
    Year,
}

impl TimeUnit {
    const ALL: [Self; 7] = [Self::Second, Self::Minute, Self::Hour, Self::Day, Self::Week, Self::Month, Self::Year];

    const fn letter(self) -> char {
        match self {
            Self::Second => 's',
            Self::Minute => 'm',
            Self::Hour => 'h',
            Self::Day => 'd',
            Self::Week => 'w',
            Self::Month => 'M',
            Self::Year => 'y',
        }
    }

    fn from_letters(letters: &str) -> Option<Self> {
        let mut letters = letters.chars();
        let found = letters.next().and_then(|letter| Self::ALL.into_iter().find(|unit| unit.letter() == letter));
        found.filter(|_| letters.next().is_none())
    }

    /// Reads a unit as people write it: `m`, `min`, `hours`, `Days`, `mo`; a lone `M` is a month.
    pub(crate) fn from_words(word: &str) -> Option<Self> {
        if let Some(unit) = Self::from_letters(word) {
            return Some(unit);
        }
        let word = word.to_lowercase();
        Self::from_letters(&word).or_else(|| {
            Some(match word.trim_end_matches('s') {
                "sec" | "second" => Self::Second,
                "min" | "minute" => Self::Minute,
                "hr" | "hour" => Self::Hour,
                "day" => Self::Day,
                "wk" | "week" => Self::Week,
                "mo" | "month" => Self::Month,
                "yr" | "year" => Self::Year,
                _ => return None,
            })
        })
    }

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// Its length in milliseconds; a month counts 30 days and a year 365.
    #[must_use]
    pub const fn millis(self) -> i64 {
        const DAY: i64 = 86_400_000;
        match self {
            Self::Second => 1_000,
            Self::Minute => 60_000,
            Self::Hour => 3_600_000,
            Self::Day => DAY,
            Self::Week => 7 * DAY,
            Self::Month => 30 * DAY,
            Self::Year => 365 * DAY,
        }
    }
}

/// The furthest from now that is understood, in milliseconds: twenty years.
const FURTHEST: i64 = 20 * 365 * 86_400_000;

/// One end of a span.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum TimeSpec {
    /// So long from now, perhaps rounded: down where a span begins, up where it ends.
    Relative {
        /// How many units; negative is the past, zero is now.
        amount: i64,
        /// Of which unit.
        unit: TimeUnit,
        /// To which unit it is rounded, in the organization's zone and calendar.
        round: Option<TimeUnit>,
    },
    /// By the clocks of the organization's zone: `2026-11-20`, `2026-11-20T14:05` or `2026-11-20T14:05:30`.
    Wall(WallTime),
    /// An instant: RFC 3339, such as `2026-11-20T13:05:00Z`.
    At(Instant),
}

/// Why a text is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATime;

impl std::fmt::Display for NotATime {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("use now, now-6h, now/d, or a time of a day that exists, such as 2026-11-20T14:05")
    }
}

impl std::error::Error for NotATime {}

impl std::str::FromStr for TimeSpec {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some(rest) = text.strip_prefix("now") else {
            let wall = WallTime::parse(text).map(Self::Wall);
            return wall.or_else(|| Instant::from_rfc3339(text).map(Self::At)).ok_or(NotATime);
        };
        let (shift, round) = match rest.split_once('/') {
            Some((shift, unit)) => (shift, Some(TimeUnit::from_letters(unit).ok_or(NotATime)?)),
            None => (rest, None),
        };
        if shift.is_empty() {
            return Ok(Self::Relative { amount: 0, unit: TimeUnit::Second, round });
        }
        let (sign, shift) = match (shift.strip_prefix('-'), shift.strip_prefix('+')) {
            (Some(shift), _) => (-1, shift),
            (None, Some(shift)) => (1, shift),
            (None, None) => return Err(NotATime),
        };
        let letters = shift.trim_start_matches(|letter: char| letter.is_ascii_digit());
        let unit = TimeUnit::from_letters(letters).ok_or(NotATime)?;
        let count: i64 = shift.strip_suffix(letters).and_then(|digits| digits.parse().ok()).ok_or(NotATime)?;
        let near = count.checked_mul(unit.millis()).is_some_and(|millis| (1..=FURTHEST).contains(&millis));
        if near { Ok(Self::Relative { amount: sign * count, unit, round }) } else { Err(NotATime) }
    }
}

impl std::fmt::Display for TimeSpec {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Relative { amount, unit, round } => {
                formatter.write_str("now")?;
                if *amount != 0 {
                    write!(formatter, "{amount:+}{}", unit.letter())?;
                }
                round.map_or(Ok(()), |round| write!(formatter, "/{}", round.letter()))
            }
            Self::Wall(wall) if wall.is_midnight() => formatter.write_str(&wall.iso_date()),
            Self::Wall(wall) => write!(formatter, "{wall}"),
            Self::At(at) => formatter.write_str(&at.rfc3339()),
        }
    }
}

impl TimeSpec {
    /// Exactly now.
    pub const NOW: Self = Self::Relative { amount: 0, unit: TimeUnit::Second, round: None };

    /// So many units ago.
    #[must_use]
    pub const fn ago(count: i64, unit: TimeUnit) -> Self {
        Self::Relative { amount: -count, unit, round: None }
    }

    /// The unit that is now: its beginning where a span begins, its end where one ends.
    #[must_use]
    pub const fn this(unit: TimeUnit) -> Self {
        Self::Relative { amount: 0, unit: TimeUnit::Second, round: Some(unit) }
    }

    /// The unit before the one that is now, likewise.
    #[must_use]
    pub const fn previous(unit: TimeUnit) -> Self {
        Self::Relative { amount: -1, unit, round: Some(unit) }
    }

    /// How many milliseconds from now, where no calendar is needed to say so.
    pub(crate) const fn offset(&self) -> Option<i64> {
        match self {
            Self::Relative { amount, unit, round: None } => Some(*amount * unit.millis()),
            _ => None,
        }
    }

    /// Whether it is known not to lie before `other`, before anybody asks a clock or a calendar.
    pub(crate) fn is_not_before(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Wall(one), Self::Wall(other)) => one >= other,
            (Self::At(one), Self::At(other)) => one >= other,
            (one, other) => matches!((one.offset(), other.offset()), (Some(one), Some(other)) if one >= other),
        }
    }

    /// `now`, `3 hours ago`, `yesterday`, `20 Nov 2026, 14:05`.
    pub(crate) fn in_words(&self) -> String {
        match self {
            Self::Relative { amount, unit, round } => {
                let shifted = match amount {
                    0 => "now".to_owned(),
                    amount if *amount < 0 => format!("{} ago", counted(*amount, *unit)),
                    amount => format!("{} ahead", counted(*amount, *unit)),
                };
                match (amount, round) {
                    (_, None) => shifted,
                    (0, Some(TimeUnit::Day)) => "today".to_owned(),
                    (0, Some(round)) => format!("this {}", round.word()),
                    (-1, Some(TimeUnit::Day)) if *unit == TimeUnit::Day => "yesterday".to_owned(),
                    (-1, Some(round)) if unit == round => format!("previous {}", round.word()),
                    (_, Some(round)) => format!("{shifted}, whole {}", round.word()),
                }
            }
            Self::Wall(wall) if wall.is_midnight() => wall.date_words(),
            Self::Wall(wall) => wall.words(),
            Self::At(at) => format!("{} UTC", at.wall(&[]).words()),
        }
    }
}

/// `1 hour`, `6 hours`, without the sign.
pub(crate) fn counted(amount: i64, unit: TimeUnit) -> String {
    let count = amount.unsigned_abs();
    format!("{count} {}{}", unit.word(), if count == 1 { "" } else { "s" })
}

impl TryFrom<String> for TimeSpec {
    type Error = NotATime;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<TimeSpec> for String {
    fn from(spec: TimeSpec) -> Self {
        spec.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> String {
        text.parse::<TimeSpec>().unwrap().in_words()
    }

    #[test]
    fn grafana_writes_it_this_way() {
        let at = |amount, unit, round| Ok(TimeSpec::Relative { amount, unit, round });
        assert_eq!("now".parse(), Ok(TimeSpec::NOW));
        assert_eq!("now-15m".parse(), Ok(TimeSpec::ago(15, TimeUnit::Minute)));
        assert_eq!("now+1h".parse(), at(1, TimeUnit::Hour, None));
        assert_eq!("now/d".parse(), Ok(TimeSpec::this(TimeUnit::Day)));
        assert_eq!("now-1w/w".parse(), Ok(TimeSpec::previous(TimeUnit::Week)));
        assert_eq!("now-3M/d".parse(), at(-3, TimeUnit::Month, Some(TimeUnit::Day)));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "now-",
            "now-h",
            "now-5",
            "now-0h",
            "now-1x",
            "now-1hh",
            "now-+5m",
            "now1h",
            "nowish",
            "now/",
            "now/x",
            "now-9999d",
            "now-99999999999999999999d",
            "now-\u{662}h",
            "-1h",
            "yesterday",
            "2026-02-31",
            "2026-11-20T14:05<script>",
            "2026-11-20T14:05:00.Z",
        ] {
            assert_eq!(text.parse::<TimeSpec>(), Err(NotATime), "{text}");
        }
    }

    #[test]
    fn times_are_said_as_people_say_them() {
        assert_eq!(words("now-1h"), "1 hour ago");
        assert_eq!(words("now+2h"), "2 hours ahead");
        assert_eq!(words("now/w"), "this week");
        assert_eq!(words("now-1d/d"), "yesterday");
        assert_eq!(words("now-1M/M"), "previous month");
        assert_eq!(words("now-2d/d"), "2 days ago, whole day");
        assert_eq!(words("2026-11-20"), "20 Nov 2026");
        assert_eq!(words("2026-11-20T14:05"), "20 Nov 2026, 14:05");
        assert_eq!(words("2026-11-20T14:05:00+05:30"), "20 Nov 2026, 08:35 UTC");
    }

    fn unit() -> impl Strategy<Value = TimeUnit> {
        proptest::sample::select(TimeUnit::ALL.to_vec())
    }

    proptest! {
        #[test]
        fn relative_times_survive_the_way_through_text(count in 1i64..=20, past: bool, unit in unit(), round in proptest::option::of(unit())) {
            let spec = TimeSpec::Relative { amount: if past { -count } else { count }, unit, round };
            prop_assert_eq!(spec.to_string().parse(), Ok(spec));
        }

        #[test]
        fn absolute_times_survive_the_way_through_text(at in 0i64..250_000_000_000_000) {
            let (wall, at) = (TimeSpec::Wall(WallTime(at / 1000)), TimeSpec::At(Instant(at)));
            prop_assert_eq!(wall.to_string().parse(), Ok(wall));
            prop_assert_eq!(at.to_string().parse(), Ok(at));
        }

        #[test]
        fn nothing_panics(text in "(now)?\\PC{0,12}") {
            let _words = text.parse::<TimeSpec>().map(|spec| spec.in_words());
        }
    }
}
