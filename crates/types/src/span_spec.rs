//! A span of time and whether it follows the clock: as an address names it, as people type it, as a button says it.

use crate::time_spec::counted;
use crate::{TimeSpec, TimeUnit};
use serde::{Deserialize, Serialize};

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

/// What is wrong with a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanProblem {
    /// The text is no length of time and no span.
    Words,
    /// The beginning cannot be read.
    From,
    /// The end cannot be read.
    To,
    /// The end is not after the beginning.
    Order,
}

impl SpanProblem {
    /// How to mend it.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Words => "Write a length such as 45m, 3h or 2d, or a beginning and an end with \"to\" between them.",
            Self::From => "Write when it begins, such as 2026-11-20T14:05 or now-3h.",
            Self::To => "Write when it ends, such as 2026-11-20T16:00 or now.",
            Self::Order => "Choose an end that is after the beginning.",
        }
    }
}

/// What an address asks for and cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadSpan {
    /// The beginning as it was written, or everything.
    pub from: String,
    /// The end as it was written, if it was.
    pub to: Option<String>,
    /// What is wrong.
    pub problem: SpanProblem,
}

impl Default for SpanSpec {
    /// The last hour, live.
    fn default() -> Self {
        Self::last(1, TimeUnit::Hour)
    }
}

impl SpanSpec {
    /// The spans that are one press away.
    pub const PRESETS: [Self; 12] = [
        Self::last(15, TimeUnit::Minute),
        Self::last(1, TimeUnit::Hour),
        Self::last(6, TimeUnit::Hour),
        Self::last(24, TimeUnit::Hour),
        Self::last(7, TimeUnit::Day),
        Self::last(30, TimeUnit::Day),
        Self::last(90, TimeUnit::Day),
        Self::since(TimeSpec::this(TimeUnit::Day)),
        Self { from: TimeSpec::previous(TimeUnit::Day), to: TimeSpec::previous(TimeUnit::Day), paused: false },
        Self::since(TimeSpec::this(TimeUnit::Week)),
        Self::since(TimeSpec::this(TimeUnit::Month)),
        Self::since(TimeSpec::this(TimeUnit::Year)),
    ];

    /// The last so many units, live.
    #[must_use]
    pub const fn last(count: i64, unit: TimeUnit) -> Self {
        Self::since(TimeSpec::ago(count, unit))
    }

    /// From then until now, live.
    #[must_use]
    pub const fn since(from: TimeSpec) -> Self {
        Self { from, to: TimeSpec::NOW, paused: false }
    }

    /// Reads both ends. Only what ends now can be paused.
    ///
    /// # Errors
    /// An end cannot be read, or is known not to be after the beginning.
    pub fn new(from: &str, to: &str, paused: bool) -> Result<Self, SpanProblem> {
        let from: TimeSpec = from.trim().parse().map_err(|_| SpanProblem::From)?;
        let to: TimeSpec = to.trim().parse().map_err(|_| SpanProblem::To)?;
        if from.is_not_before(&to) {
            return Err(SpanProblem::Order);
        }
        Ok(Self { paused: paused && to == TimeSpec::NOW, from, to })
    }

    /// Reads what somebody typed: `3h`, `45 min`, `last 2 days`, `yesterday`, `now-2h`, `2026-11-01 to 2026-11-05`.
    ///
    /// # Errors
    /// It cannot be read, or its end is known not to be after its beginning.
    pub fn from_words(text: &str) -> Result<Self, SpanProblem> {
        let text = text.trim();
        for between in [" to ", " \u{2013} ", " .. "] {
            if let Some((from, to)) = text.split_once(between) {
                return Self::new(from, to, false);
            }
        }
        if text.parse::<TimeSpec>().is_ok() {
            return Self::new(text, "now", false);
        }
        if let Some(preset) = Self::PRESETS.into_iter().find(|preset| preset.label().eq_ignore_ascii_case(text)) {
            return Ok(preset);
        }
        let lower = text.to_lowercase();
        let skipped =
            ["last ", "past ", "the last "].into_iter().find(|start| lower.starts_with(start)).map_or(0, str::len);
        let length = text.get(skipped..).unwrap_or_default().trim();
        let digits = length.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(length.len());
        let (count, unit) = length.split_at_checked(digits).ok_or(SpanProblem::Words)?;
        let count = if count.is_empty() && skipped > 0 { "1" } else { count };
        let count = count.parse::<i64>().ok().filter(|count| *count > 0).ok_or(SpanProblem::Words)?;
        let span = Self::last(count, TimeUnit::from_words(unit.trim()).ok_or(SpanProblem::Words)?);
        // Written and read once more, because the limit of what is understood stands where times are read.
        Self::new(&span.from.to_string(), "now", false).map_err(|_| SpanProblem::Words)
    }

    /// Reads the address's `from`, `to` and `live`, or the `range` of older links. What cannot be read counts as absent, so
    /// that a damaged link still shows a page.
    #[must_use]
    pub fn from_query(get: impl Fn(&str) -> Option<String>) -> Self {
        Self::read_query(get).ok().flatten().unwrap_or_default()
    }

    /// The same, but says when what the address asks for cannot be had; `None` where it asks for nothing. Without `to`,
    /// `from` may be words, as the plain form sends them.
    ///
    /// # Errors
    /// What was asked for, and what is wrong with it.
    pub fn read_query(get: impl Fn(&str) -> Option<String>) -> Result<Option<Self>, UnreadSpan> {
        let given = |name: &str| get(name).filter(|text| !text.is_empty());
        let Some(from) = given("from").or_else(|| given("range")) else { return Ok(None) };
        let to = given("to");
        let read = match &to {
            Some(to) => Self::new(&from, to, false),
            None => Self::from_words(&from),
        };
        match read {
            Ok(span) => Ok(Some(Self { paused: span.ends_now() && get("live").as_deref() == Some("off"), ..span })),
            Err(problem) => Err(UnreadSpan { from, to, problem }),
        }
    }

    /// What an address holds of it, as names and values.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        let pair = |name: &str, value: String| (name.to_owned(), value);
        let mut pairs = vec![pair("from", self.from.to_string()), pair("to", self.to.to_string())];
        if self.paused {
            pairs.push(pair("live", "off".to_owned()));
        }
        pairs
    }

    /// The query that names it; empty for the default, so that an address without a choice stays short.
    #[must_use]
    pub fn query(&self) -> String {
        if *self == Self::default() {
            return String::new();
        }
        let parts: Vec<String> = self.pairs().iter().map(|(name, value)| format!("{name}={value}")).collect();
        // Nothing else that a time is written with means something else in a query.
        format!("?{}", parts.join("&").replace('+', "%2B"))
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

    /// Whether it has the same ends, paused or not.
    #[must_use]
    pub fn has_ends_of(&self, other: &Self) -> bool {
        self.from == other.from && self.to == other.to
    }

    /// The same, paused, or going on if it was.
    #[must_use]
    pub fn turned(&self) -> Self {
        Self { paused: self.ends_now() && !self.paused, ..self.clone() }
    }

    /// Its length in milliseconds, where beginning and end move on together.
    #[must_use]
    pub fn rolling_millis(&self) -> Option<i64> {
        self.from.offset().filter(|_| self.ends_now()).map(|from| -from)
    }

    fn words(&self) -> String {
        match (&self.from, &self.to) {
            (TimeSpec::Relative { amount: -1, unit, round: None }, _) if self.ends_now() => {
                format!("last {}", unit.word())
            }
            (TimeSpec::Relative { amount, unit, round: None }, _) if self.ends_now() && *amount < 0 => {
                format!("last {}", counted(*amount, *unit))
            }
            (from @ TimeSpec::Relative { amount: 0, round: Some(_), .. }, _) if self.ends_now() => from.in_words(),
            (from @ TimeSpec::Relative { round: Some(_), .. }, to) if from == to => from.in_words(),
            (TimeSpec::Wall(from), TimeSpec::Wall(to)) if from.is_on_day_of(*to) => {
                format!("{} to {}", from.words(), to.clock_words())
            }
            (TimeSpec::Wall(from), TimeSpec::Wall(to)) if from.is_midnight() && *to == from.next_day() => {
                from.date_words()
            }
            (TimeSpec::Wall(from), TimeSpec::Wall(to)) if !from.is_midnight() || !to.is_midnight() => {
                format!("{} to {}", from.words(), to.words())
            }
            (from, to) => format!("{} to {}", from.in_words(), to.in_words()),
        }
    }

    /// On a button: `Last 6 hours`, `Today`, `20 Nov 2026, 14:05 to 15:05`.
    #[must_use]
    pub fn label(&self) -> String {
        let words = self.words();
        let mut letters = words.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    }

    /// In a sentence, after "over": `the last 6 hours`, `today`, `20 Nov 2026, 14:05 to 15:05`.
    #[must_use]
    pub fn phrase(&self) -> String {
        let words = self.words();
        let named = ["last ", "previous "].iter().any(|start| words.starts_with(start));
        if named { format!("the {words}") } else { words }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn get(query: &[(&str, &str)]) -> impl Fn(&str) -> Option<String> {
        move |name| query.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    }

    fn of(query: &[(&str, &str)]) -> SpanSpec {
        SpanSpec::from_query(get(query))
    }

    fn typed(text: &str) -> Result<(String, String), SpanProblem> {
        SpanSpec::from_words(text).map(|span| (span.from.to_string(), span.to.to_string()))
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
            ("now-1h", "now+1h", true),
            ("2026-11-20T14:05", "2026-11-20T15:05", true),
            ("2026-11-19", "2026-11-20", true),
            ("2026-11-20T14:05:30", "now", true),
            ("2026-11-20T14:05:30.123Z", "now", true),
        ] {
            let span = of(&[("from", from), ("to", to), ("live", if live { "on" } else { "off" })]);
            let paused = if live { "" } else { "&live=off" };
            assert_eq!(span.query(), format!("?from={from}&to={to}{paused}").replace('+', "%2B"));
        }
        assert_eq!(SpanSpec::default().query(), "");
        assert_eq!(of(&[("from", "now-1h"), ("to", "now")]).query(), "");
    }

    #[test]
    fn one_moment_has_one_form() {
        let midnight = of(&[("from", "2026-11-20T00:00"), ("to", "2026-11-20T14:05:00")]);
        assert_eq!(midnight.query(), "?from=2026-11-20&to=2026-11-20T14:05");
        let elsewhere = of(&[("from", "2026-11-20T14:05:30+01:00"), ("to", "now")]);
        assert_eq!(elsewhere.query(), "?from=2026-11-20T13:05:30.000Z&to=now");
    }

    #[test]
    fn older_links_are_understood_and_damaged_ones_show_the_last_hour() {
        assert_eq!(of(&[("range", "7d")]), SpanSpec::last(7, TimeUnit::Day));
        assert_eq!(of(&[("from", "3h")]), SpanSpec::last(3, TimeUnit::Hour));
        assert_eq!(of(&[("from", "3h"), ("live", "off")]), SpanSpec::last(3, TimeUnit::Hour).turned());
        for bad in [
            &[("range", "nonsense")][..],
            &[("from", "soon")],
            &[("from", "now-9999d")],
            &[("from", "2026-11-20T14:05<script>")],
            &[("from", "2026-02-31"), ("to", "now")],
            &[("from", "3h"), ("to", "now")],
            &[("from", "now-1h"), ("to", "soon")],
            &[("from", "now"), ("to", "now-1h")],
            &[("from", "2026-11-20T14:05"), ("to", "2026-11-19T14:05")],
        ] {
            assert_eq!(of(bad), SpanSpec::default(), "{bad:?}");
        }
    }

    #[test]
    fn an_address_that_cannot_be_had_is_told_apart_from_one_that_asks_for_nothing() {
        assert_eq!(SpanSpec::read_query(get(&[("from", ""), ("to", "now")])), Ok(None));
        let unread = |from: &str, to: Option<&str>, problem| {
            Err(UnreadSpan { from: from.to_owned(), to: to.map(str::to_owned), problem })
        };
        assert_eq!(SpanSpec::read_query(get(&[("from", "soon")])), unread("soon", None, SpanProblem::Words));
        assert_eq!(
            SpanSpec::read_query(get(&[("from", "now"), ("to", "now-1h")])),
            unread("now", Some("now-1h"), SpanProblem::Order)
        );
    }

    #[test]
    fn what_people_type_is_understood() {
        for (text, from) in [
            ("3h", "now-3h"),
            ("45m", "now-45m"),
            ("2d", "now-2d"),
            (" 45 min ", "now-45m"),
            ("Last 2 days", "now-2d"),
            ("past week", "now-1w"),
            ("the last 10 Minutes", "now-10m"),
            ("3M", "now-3M"),
            ("6 months", "now-6M"),
            ("90D", "now-90d"),
            ("007h", "now-7h"),
            ("today", "now/d"),
            ("now-2h", "now-2h"),
            ("last hour", "now-1h"),
            ("2026-11-20 14:05", "2026-11-20T14:05"),
        ] {
            assert_eq!(typed(text), Ok((from.to_owned(), "now".to_owned())), "{text}");
        }
        assert_eq!(typed("yesterday"), Ok(("now-1d/d".to_owned(), "now-1d/d".to_owned())));
        assert_eq!(typed("2026-11-01 to 2026-11-05"), Ok(("2026-11-01".to_owned(), "2026-11-05".to_owned())));
    }

    #[test]
    fn what_cannot_be_understood_says_so() {
        for text in ["", "soon", "3", "h", "0h", "3 fortnights", "-3h", "3.5h", "999999999999h", "21y", "last", "٣h"] {
            assert_eq!(typed(text), Err(SpanProblem::Words), "{text}");
        }
        assert_eq!(typed("2026-11-05 to 2026-11-01"), Err(SpanProblem::Order));
        assert_eq!(typed("then to now"), Err(SpanProblem::From));
        assert_eq!(typed("now-1h to then"), Err(SpanProblem::To));
    }

    #[test]
    fn ends_in_the_wrong_order_are_refused() {
        for (from, to) in [
            ("now", "now-1h"),
            ("now", "now"),
            ("now-1h", "now-2d"),
            ("2026-11-05", "2026-11-05"),
            ("2026-11-20T14:00:00+01:00", "2026-11-20T13:00:00Z"),
        ] {
            assert_eq!(SpanSpec::new(from, to, false), Err(SpanProblem::Order), "{from} {to}");
        }
        assert!(SpanSpec::new("now/d", "now/d", false).is_ok());
    }

    #[test]
    fn labels_read_like_speech() {
        for (from, to, label) in [
            ("now-15m", "now", "Last 15 minutes"),
            ("now-1h", "now", "Last hour"),
            ("now-24h", "now", "Last 24 hours"),
            ("now/d", "now", "Today"),
            ("now/w", "now", "This week"),
            ("now-1d/d", "now-1d/d", "Yesterday"),
            ("now-1w/w", "now-1w/w", "Previous week"),
            ("now-1d/d", "now", "Yesterday to now"),
            ("now-2d", "now-1h", "2 days ago to 1 hour ago"),
            ("2026-11-03T14:05", "2026-11-03T15:00", "3 Nov 2026, 14:05 to 15:00"),
            ("2026-11-03", "2026-11-03T05:00", "3 Nov 2026, 00:00 to 05:00"),
            ("2026-11-03T14:05", "2026-11-04", "3 Nov 2026, 14:05 to 4 Nov 2026, 00:00"),
            ("2026-11-03", "2026-11-04", "3 Nov 2026"),
            ("2026-11-03", "2026-11-05", "3 Nov 2026 to 5 Nov 2026"),
            ("2026-11-03T14:05", "now", "3 Nov 2026, 14:05 to now"),
            ("2026-11-03T14:05:00Z", "now", "3 Nov 2026, 14:05 UTC to now"),
        ] {
            assert_eq!(SpanSpec::new(from, to, false).unwrap().label(), label);
        }
        assert_eq!(SpanSpec::default().phrase(), "the last hour");
        assert_eq!(of(&[("from", "now/d")]).phrase(), "today");
    }

    #[test]
    fn presets_can_be_typed_by_their_words_and_stand_in_an_address() {
        for preset in SpanSpec::PRESETS {
            assert_eq!(SpanSpec::from_words(&preset.label()), Ok(preset.clone()));
            assert_eq!(SpanSpec::new(&preset.from.to_string(), &preset.to.to_string(), false), Ok(preset));
        }
    }

    #[test]
    fn only_a_span_that_ends_now_and_is_not_paused_is_live() {
        assert!(SpanSpec::default().is_live());
        assert!(!SpanSpec::default().turned().is_live());
        assert!(SpanSpec::default().turned().turned().is_live());
        let earlier = of(&[("from", "now-2h"), ("to", "now-1h"), ("live", "off")]);
        assert!(!earlier.is_live() && !earlier.paused && !earlier.turned().paused);
        assert_eq!(SpanSpec::default().rolling_millis(), Some(3_600_000));
        assert_eq!(of(&[("from", "now/d")]).rolling_millis(), None);
    }

    proptest! {
        #[test]
        fn a_span_survives_the_way_through_an_address(count in 2i64..20, unit in 0usize..7, ends_before: bool, paused: bool) {
            let letter = ["s", "m", "h", "d", "w", "M", "y"][unit];
            let to = if ends_before { format!("now-1{letter}") } else { "now".to_owned() };
            let span = SpanSpec::new(&format!("now-{count}{letter}"), &to, paused).unwrap();
            let pairs = span.pairs();
            let found = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
            prop_assert_eq!(SpanSpec::read_query(found), Ok(Some(span)));
        }

        #[test]
        fn words_of_a_length_are_read_back(count in 1i64..20, unit in 0usize..7) {
            let letter = ["s", "m", "h", "d", "w", "M", "y"][unit];
            let span = SpanSpec::new(&format!("now-{count}{letter}"), "now", false).unwrap();
            prop_assert_eq!(SpanSpec::from_words(&span.label()), Ok(span));
        }

        #[test]
        fn nothing_panics(text in "\\PC{0,24}") {
            let _words = SpanSpec::from_words(&text).map(|span| span.label());
        }
    }
}
