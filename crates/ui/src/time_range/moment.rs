//! One end of a time range as text: `now`, `now-6h`, `now/d`, a wall time or an instant.

use crate::date_text::{WallTime, parse_instant};

/// A unit of time as an address writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// All units, the shortest first.
    pub const ALL: [Self; 7] = [Self::Second, Self::Minute, Self::Hour, Self::Day, Self::Week, Self::Month, Self::Year];

    /// The letter in an address; case tells minutes from months.
    pub fn letter(self) -> char {
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

    /// `minute`.
    pub fn word(self) -> &'static str {
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

    /// Seconds in it; months count 30 days and years 365, which is enough to put two ends in order.
    pub fn seconds(self) -> i64 {
        match self {
            Self::Second => 1,
            Self::Minute => 60,
            Self::Hour => 3_600,
            Self::Day => 86_400,
            Self::Week => 604_800,
            Self::Month => 2_592_000,
            Self::Year => 31_536_000,
        }
    }

    fn from_letter(letter: &str) -> Option<Self> {
        let mut letters = letter.chars();
        let unit = letters.next().and_then(|letter| Self::ALL.into_iter().find(|unit| unit.letter() == letter))?;
        letters.next().is_none().then_some(unit)
    }

    /// Reads a unit as people write it: `m`, `min`, `hours`, `Days`, `mo`; a lone `M` is a month.
    pub fn from_words(word: &str) -> Option<Self> {
        if let Some(unit) = Self::from_letter(word) {
            return Some(unit);
        }
        let word = word.to_lowercase();
        Self::from_letter(&word).or_else(|| {
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
}

/// One end of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// Some time before or after now, perhaps rounded to the beginning (for `from`) or the end (for `to`) of a unit.
    Relative {
        /// How many units from now; negative is the past, zero is now.
        amount: i32,
        /// Of which unit.
        unit: TimeUnit,
        /// The unit it is rounded to.
        round: Option<TimeUnit>,
    },
    /// A wall time in the organization's zone.
    Wall(WallTime),
    /// An instant: wall time and minutes east of Greenwich.
    Instant(WallTime, i32),
}

/// The largest amount that is read, five figures: beyond it a range is a slip of the finger.
const LARGEST: i32 = 99_999;

impl Moment {
    /// Reads `now`, `now-15m`, `now/d`, `now-1d/d`, `2026-11-20`, `2026-11-20T14:05`, `2026-11-20T14:05:00+01:00`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let Some(rest) = text.strip_prefix("now") else {
            return parse_instant(text)
                .map(|(wall, offset)| Self::Instant(wall, offset))
                .or_else(|| WallTime::parse(text).map(Self::Wall));
        };
        let (shift, round) = match rest.split_once('/') {
            Some((shift, unit)) => (shift, Some(TimeUnit::from_letter(unit)?)),
            None => (rest, None),
        };
        if shift.is_empty() {
            return Some(Self::Relative { amount: 0, unit: TimeUnit::Second, round });
        }
        let (sign, shift) = match (shift.strip_prefix('-'), shift.strip_prefix('+')) {
            (Some(shift), _) => (-1, shift),
            (None, Some(shift)) => (1, shift),
            (None, None) => return None,
        };
        let (amount, unit) = shift.split_at_checked(shift.find(|c: char| !c.is_ascii_digit())?)?;
        let amount: i32 = amount.parse().ok().filter(|amount| (1..=LARGEST).contains(amount))?;
        Some(Self::Relative { amount: sign * amount, unit: TimeUnit::from_letter(unit)?, round })
    }

    /// Whether it is exactly the present.
    pub fn is_now(self) -> bool {
        matches!(self, Self::Relative { amount: 0, round: None, .. })
    }

    /// Whether it moves with the clock.
    pub fn is_relative(self) -> bool {
        matches!(self, Self::Relative { .. })
    }

    /// Whether it lies before another, as far as that can be told without a clock and a zone; ends that cannot be compared,
    /// and ends that are rounded, are taken to be in order.
    pub(crate) fn may_precede(self, other: Self) -> bool {
        match (self, other) {
            (Self::Relative { round: None, .. }, Self::Relative { round: None, .. }) => self.shift() < other.shift(),
            (Self::Relative { .. }, Self::Relative { .. }) => self.shift() <= other.shift(),
            (Self::Wall(from), Self::Wall(to)) => from < to,
            (Self::Instant(from, east), Self::Instant(to, east_of_to)) => {
                from.seconds() - i64::from(east) * 60 < to.seconds() - i64::from(east_of_to) * 60
            }
            _ => true,
        }
    }

    fn shift(self) -> i64 {
        match self {
            Self::Relative { amount, unit, .. } => i64::from(amount) * unit.seconds(),
            Self::Wall(_) | Self::Instant(..) => 0,
        }
    }

    /// `now`, `3 hours ago`, `20 Nov 2026, 14:05`.
    pub fn words(self) -> String {
        match self {
            Self::Relative { amount, unit, round } => {
                let shifted = match amount {
                    0 => "now".to_owned(),
                    amount if amount < 0 => format!("{} ago", counted(amount.unsigned_abs(), unit)),
                    amount => format!("in {}", counted(amount.unsigned_abs(), unit)),
                };
                match round {
                    Some(round) if amount == 0 => format!("this {}", round.word()),
                    Some(round) => format!("{shifted}, whole {}", round.word()),
                    None => shifted,
                }
            }
            Self::Wall(wall) => format!("{}, {}", wall.date_words(), wall.time_words()),
            Self::Instant(wall, east) => {
                let sign = if east < 0 { '\u{2212}' } else { '+' };
                let zone = match (east.unsigned_abs() / 60, east.unsigned_abs() % 60) {
                    (0, 0) => "UTC".to_owned(),
                    (hours, 0) => format!("UTC{sign}{hours}"),
                    (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
                };
                format!("{}, {} {zone}", wall.date_words(), wall.time_words())
            }
        }
    }
}

/// `1 hour`, `6 hours`.
pub(crate) fn counted(amount: u32, unit: TimeUnit) -> String {
    format!("{amount} {}{}", unit.word(), if amount == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn grafana_writes_it_this_way() {
        let minute = Moment::Relative { amount: -15, unit: TimeUnit::Minute, round: None };
        assert_eq!(Moment::parse("now-15m"), Some(minute));
        let months = Moment::Relative { amount: -3, unit: TimeUnit::Month, round: Some(TimeUnit::Month) };
        assert_eq!(Moment::parse("now-3M/M"), Some(months));
        assert!(Moment::parse("now").is_some_and(Moment::is_now));
        assert!(Moment::parse("now/d").is_some_and(|moment| !moment.is_now() && moment.is_relative()));
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "now-",
            "now-h",
            "now-0h",
            "now-1x",
            "now-1hh",
            "now1h",
            "nowish",
            "now/",
            "now-999999d",
            "yesterday",
            "now-\u{662}h",
            "-1h",
        ] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }

    #[test]
    fn instants_are_said_with_their_zone() {
        assert_eq!(Moment::parse("2026-11-20T14:05:00+05:30").unwrap().words(), "20 Nov 2026, 14:05 UTC+5:30");
        assert_eq!(Moment::parse("2026-11-20T14:05:00Z").unwrap().words(), "20 Nov 2026, 14:05 UTC");
    }

    proptest! {
        #[test]
        fn relative_moments_survive_the_way_through_text(amount in 1i32..=LARGEST, past in any::<bool>(), unit in 0usize..7, round in proptest::option::of(0usize..7)) {
            let (unit, round) = (TimeUnit::ALL[unit], round.map(|round| TimeUnit::ALL[round]));
            let sign = if past { '-' } else { '+' };
            let tail = round.map(|round| format!("/{}", round.letter())).unwrap_or_default();
            let read = Moment::parse(&format!("now{sign}{amount}{}{tail}", unit.letter()));
            prop_assert_eq!(read, Some(Moment::Relative { amount: if past { -amount } else { amount }, unit, round }));
        }

        #[test]
        fn nothing_panics(text in "(now)?\\PC{0,12}") {
            let _words = Moment::parse(&text).map(Moment::words);
        }
    }
}
