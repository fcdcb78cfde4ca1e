//! A span of time as an address names it: relative to now, rounded to a day or another unit, or absolute.
//!
//! The form is Grafana's, so that people and tools know it: `now`, `now-6h`, `now/d`, `now-1d/d`, `2026-11-20T14:05`.

use crate::TimeRange;
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

    const fn word(self) -> &'static str {
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
    /// A wall-clock time of the organization's zone: `2026-11-20`, `2026-11-20T14:05` or `2026-11-20T14:05:30`.
    Wall(String),
    /// An instant: RFC 3339, such as `2026-11-20T13:05:00Z`.
    At(String),
}

/// Why a text is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATime;

impl std::fmt::Display for NotATime {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("use now, now-6h, now/d, or a time such as 2026-11-20T14:05")
    }
}

impl std::error::Error for NotATime {}

/// Whether a text looks like `pattern`, in which `d` is any digit. Whether the day exists is for whoever has a calendar.
fn looks_like(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.chars().zip(pattern.chars()).all(|(letter, wanted)| match wanted {
            'd' => letter.is_ascii_digit(),
            other => letter == other,
        })
}

fn is_wall(text: &str) -> bool {
    ["dddd-dd-dd", "dddd-dd-ddTdd:dd", "dddd-dd-ddTdd:dd:dd"].iter().any(|pattern| looks_like(text, pattern))
}

/// A wall-clock time to the second, a fraction or none, and an offset or `Z`.
fn is_instant(text: &str) -> bool {
    let Some((wall, rest)) = text.split_at_checked("dddd-dd-ddTdd:dd:dd".len()) else { return false };
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => {
            let zone = fraction.trim_start_matches(|letter: char| letter.is_ascii_digit());
            if !(1..=9).contains(&(fraction.len() - zone.len())) {
                return false;
            }
            zone
        }
        None => rest,
    };
    looks_like(wall, "dddd-dd-ddTdd:dd:dd")
        && (zone == "Z" || ["+dd:dd", "-dd:dd"].iter().any(|form| looks_like(zone, form)))
}

impl std::str::FromStr for TimeSpec {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some(rest) = text.strip_prefix("now") else {
            return match text {
                wall if is_wall(wall) => Ok(Self::Wall(wall.to_owned())),
                instant if is_instant(instant) => Ok(Self::At(instant.to_owned())),
                _ => Err(NotATime),
            };
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
            Self::Wall(text) | Self::At(text) => formatter.write_str(text),
        }
    }
}

impl TimeSpec {
    /// Exactly now.
    pub const NOW: Self = Self::Relative { amount: 0, unit: TimeUnit::Second, round: None };

    /// How many milliseconds from now, where no calendar is needed to say so.
    const fn offset(&self) -> Option<i64> {
        match self {
            Self::Relative { amount, unit, round: None } => Some(*amount * unit.millis()),
            _ => None,
        }
    }

    fn in_words(&self) -> String {
        match self {
            Self::Relative { amount: 0, round: None, .. } => "now".to_owned(),
            Self::Relative { amount: 0, round: Some(TimeUnit::Day), .. } => "today".to_owned(),
            Self::Relative { amount: 0, round: Some(unit), .. } => format!("this {}", unit.word()),
            Self::Relative { amount: -1, unit: TimeUnit::Day, round: Some(TimeUnit::Day) } => "yesterday".to_owned(),
            Self::Relative { amount, unit, .. } => {
                let count = amount.unsigned_abs();
                let plural = if count == 1 { "" } else { "s" };
                let when = if *amount < 0 { "ago" } else { "ahead" };
                format!("{count} {}{plural} {when}", unit.word())
            }
            Self::Wall(wall) if clock(wall).is_empty() => date_in_words(wall),
            Self::Wall(wall) => format!("{}, {}", date_in_words(wall), clock(wall)),
            Self::At(at) => {
                let zone =
                    if at.ends_with('Z') { "UTC" } else { at.get(at.len().saturating_sub(6)..).unwrap_or_default() };
                format!("{}, {} {zone}", date_in_words(at), clock(at))
            }
        }
    }
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

/// A span of time and whether it moves on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SpanSpec {
    /// Where it begins.
    pub from: TimeSpec,
    /// Where it ends.
    pub to: TimeSpec,
    /// Whether it stands still although it ends now.
    pub paused: bool,
}

impl Default for SpanSpec {
    /// The last hour, live.
    fn default() -> Self {
        Self::last(1, TimeUnit::Hour)
    }
}

impl SpanSpec {
    /// The last so many units, live.
    #[must_use]
    pub const fn last(count: i64, unit: TimeUnit) -> Self {
        Self { from: TimeSpec::Relative { amount: -count, unit, round: None }, to: TimeSpec::NOW, paused: false }
    }

    /// Reads the address's `from`, `to` and `live`, or the `range` of older links. What cannot be read counts as absent, so
    /// that a damaged link still shows a page.
    #[must_use]
    pub fn from_query(get: impl Fn(&str) -> Option<String>) -> Self {
        let older = get("range").and_then(|text| text.parse::<TimeRange>().ok()).map(|range| format!("now-{range}"));
        let Some(from) = get("from").or(older).and_then(|text| text.parse().ok()) else { return Self::default() };
        let to = get("to").and_then(|text| text.parse().ok()).unwrap_or(TimeSpec::NOW);
        let span = Self { from, to, paused: get("live").as_deref() == Some("off") };
        if span.runs_backwards() { Self::default() } else { span }
    }

    /// Whether its end is known to be no later than its beginning, before anybody asks a calendar.
    #[must_use]
    pub fn runs_backwards(&self) -> bool {
        match (&self.from, &self.to) {
            (TimeSpec::Wall(from), TimeSpec::Wall(to)) => from >= to,
            (from, to) => matches!((from.offset(), to.offset()), (Some(from), Some(to)) if from >= to),
        }
    }

    /// The query that names it; empty for the default, so that an address without a choice stays short.
    #[must_use]
    pub fn query(&self) -> String {
        if *self == Self::default() { String::new() } else { self.whole_query() }
    }

    /// The query that names it, also where it is the default.
    #[must_use]
    pub fn whole_query(&self) -> String {
        let paused = if self.paused { "&live=off" } else { "" };
        // Nothing else that a time is written with means something else in a query.
        format!("?from={}&to={}{paused}", self.from, self.to).replace('+', "%2B")
    }

    /// Whether it ends now.
    #[must_use]
    pub fn ends_now(&self) -> bool {
        self.to == TimeSpec::NOW
    }

    /// Whether it ends now and moves on with the clock.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.ends_now() && !self.paused
    }

    /// Its length in milliseconds, where beginning and end move on together.
    #[must_use]
    pub fn rolling_millis(&self) -> Option<i64> {
        self.from.offset().filter(|_| self.ends_now()).map(|from| -from)
    }

    /// On a button: `Last 6 hours`, `Today`, `20 Nov 2026, 14:05 to 15:05`.
    #[must_use]
    pub fn label(&self) -> String {
        match (&self.from, &self.to) {
            (TimeSpec::Relative { amount: -1, unit, round: None }, _) if self.ends_now() => {
                format!("Last {}", unit.word())
            }
            (TimeSpec::Relative { amount, unit, round: None }, _) if self.ends_now() && *amount < 0 => {
                format!("Last {} {}s", amount.unsigned_abs(), unit.word())
            }
            (from @ TimeSpec::Relative { round: Some(_), .. }, to) if self.ends_now() || from == to => {
                let words = from.in_words();
                let mut letters = words.chars();
                letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
            }
            (TimeSpec::Wall(from), TimeSpec::Wall(to)) if day(from) == day(to) && !clock(from).is_empty() => {
                format!("{}, {} to {}", date_in_words(from), clock(from), clock(to))
            }
            (from, to) => format!("{} to {}", from.in_words(), to.in_words()),
        }
    }

    /// In a sentence, after "over": `the last 6 hours`, `today`, `20 Nov 2026, 14:05 to 15:05`.
    #[must_use]
    pub fn phrase(&self) -> String {
        let label = self.label();
        match &self.from {
            TimeSpec::Relative { round: None, .. } if self.ends_now() => format!("the {}", label.to_lowercase()),
            from @ TimeSpec::Relative { round: Some(_), .. } if self.ends_now() || *from == self.to => {
                label.to_lowercase()
            }
            _ => label,
        }
    }
}

fn day(wall: &str) -> &str {
    wall.split('T').next().unwrap_or_default()
}

fn clock(wall: &str) -> &str {
    wall.split('T').nth(1).and_then(|clock| clock.get(..5)).unwrap_or_default()
}

fn date_in_words(wall: &str) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut parts = day(wall).split('-');
    let (year, month, day) = (parts.next().unwrap_or_default(), parts.next(), parts.next().unwrap_or_default());
    let month = month.and_then(|month| month.parse::<usize>().ok()).and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    format!("{} {} {year}", day.trim_start_matches('0'), month.copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(query: &[(&str, &str)]) -> SpanSpec {
        SpanSpec::from_query(|name| query.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn addresses_survive_the_round_trip() {
        for (from, to, live) in [
            ("now-15m", "now", true),
            ("now-24h", "now", false),
            ("now-90d", "now-1d", true),
            ("now/d", "now", true),
            ("now-1d/d", "now-1d/d", true),
            ("now/w", "now/d", true),
            ("now/M", "now", true),
            ("2026-11-20T14:05", "2026-11-20T15:05", true),
            ("2026-11-19", "2026-11-20", true),
            ("2026-11-20T14:05:30Z", "now", true),
            ("2026-11-20T14:05:30.123+01:00", "now", true),
        ] {
            let span = of(&[("from", from), ("to", to), ("live", if live { "on" } else { "off" })]);
            let paused = if live { "" } else { "&live=off" };
            assert_eq!(span.query(), format!("?from={from}&to={to}{paused}").replace('+', "%2B"));
        }
        assert_eq!(SpanSpec::default().query(), "");
        assert_eq!(of(&[("from", "now-1h"), ("to", "now")]).query(), "");
        assert_eq!(SpanSpec::default().whole_query(), "?from=now-1h&to=now");
    }

    #[test]
    fn older_links_are_understood_and_damaged_ones_show_the_last_hour() {
        assert_eq!(of(&[("range", "7d")]), SpanSpec::last(7, TimeUnit::Day));
        for bad in [
            &[("range", "nonsense")][..],
            &[("from", "yesterday")],
            &[("from", "now-99999999999999999999d")],
            &[("from", "now-9999d")],
            &[("from", "now-0d")],
            &[("from", "now-+5m")],
            &[("from", "now-h")],
            &[("from", "now-5")],
            &[("from", "now/x")],
            &[("from", "2026-11-20T14:05<script>")],
            &[("from", "2026-11-20T14:05:00.Z")],
            &[("from", "now"), ("to", "now-1h")],
            &[("from", "2026-11-20T14:05"), ("to", "2026-11-19T14:05")],
        ] {
            assert_eq!(of(bad), SpanSpec::default(), "{bad:?}");
        }
    }

    #[test]
    fn labels_read_like_speech() {
        let label = |from, to| of(&[("from", from), ("to", to)]).label();
        assert_eq!(label("now-15m", "now"), "Last 15 minutes");
        assert_eq!(label("now-1h", "now"), "Last hour");
        assert_eq!(label("now-24h", "now"), "Last 24 hours");
        assert_eq!(label("now/d", "now"), "Today");
        assert_eq!(label("now-1d/d", "now-1d/d"), "Yesterday");
        assert_eq!(label("now/w", "now"), "This week");
        assert_eq!(label("2026-11-03T14:05", "2026-11-03T15:00"), "3 Nov 2026, 14:05 to 15:00");
        assert_eq!(label("2026-11-03", "2026-11-05"), "3 Nov 2026 to 5 Nov 2026");
        assert_eq!(label("2026-11-03T14:05", "now"), "3 Nov 2026, 14:05 to now");
        assert_eq!(label("2026-11-03T14:05:00Z", "now"), "3 Nov 2026, 14:05 UTC to now");
        assert_eq!(label("now-2d", "now-1h"), "2 days ago to 1 hour ago");
        assert_eq!(SpanSpec::default().phrase(), "the last hour");
        assert_eq!(of(&[("from", "now/d")]).phrase(), "today");
    }

    #[test]
    fn only_a_span_that_ends_now_and_is_not_paused_is_live() {
        assert!(SpanSpec::default().is_live());
        assert!(!SpanSpec { paused: true, ..SpanSpec::default() }.is_live());
        assert!(!of(&[("from", "now-2h"), ("to", "now-1h")]).is_live());
        assert_eq!(SpanSpec::default().rolling_millis(), Some(3_600_000));
        assert_eq!(of(&[("from", "now/d")]).rolling_millis(), None);
    }
}
