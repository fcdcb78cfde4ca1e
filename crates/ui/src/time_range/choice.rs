//! A time range as a plain value: what an address holds, what the button says, what somebody typed.

use super::moment::{Moment, TimeUnit, counted};
use crate::query_text::Pair;

/// From when to when, and whether the page follows the clock.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RangeChoice {
    /// The beginning: `now-1h`, `now/d`, `2026-11-20T14:05` in the organization's zone, or RFC 3339.
    pub from: String,
    /// The end, in the same forms; `now` for a range that reaches the present.
    pub to: String,
    /// Whether the page keeps up with the present. Only a range that ends `now` can.
    pub live: bool,
}

/// What is wrong with a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangeProblem {
    /// The text is no length of time and no range.
    Words,
    /// The beginning cannot be read.
    From,
    /// The end cannot be read.
    To,
    /// The beginning is not before the end.
    Order,
}

impl RangeProblem {
    /// How to mend it.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Words => "Write a length of time, such as 45m, 3h or 2d.",
            Self::From => "Write when it begins, such as 2026-11-20T14:05 or now-3h.",
            Self::To => "Write when it ends, such as 2026-11-20T16:00 or now.",
            Self::Order => "The beginning has to be before the end.",
        }
    }
}

/// Ranges that are one press away: from, to, words.
const PRESETS: [(&str, &str, &str); 12] = [
    ("now-15m", "now", "Last 15 minutes"),
    ("now-1h", "now", "Last hour"),
    ("now-6h", "now", "Last 6 hours"),
    ("now-24h", "now", "Last 24 hours"),
    ("now-7d", "now", "Last 7 days"),
    ("now-30d", "now", "Last 30 days"),
    ("now-90d", "now", "Last 90 days"),
    ("now/d", "now", "Today"),
    ("now-1d/d", "now-1d/d", "Yesterday"),
    ("now/w", "now", "This week"),
    ("now/M", "now", "This month"),
    ("now/y", "now", "This year"),
];

impl Default for RangeChoice {
    /// The last hour, live.
    fn default() -> Self {
        Self { from: "now-1h".to_owned(), to: "now".to_owned(), live: true }
    }
}

impl RangeChoice {
    /// A range whose ends can be read and stand in order. `live` is kept only where the end is `now`.
    pub fn new(from: &str, to: &str, live: bool) -> Result<Self, RangeProblem> {
        let (from, to) = (from.trim(), to.trim());
        let begins = Moment::parse(from).ok_or(RangeProblem::From)?;
        let ends = Moment::parse(to).ok_or(RangeProblem::To)?;
        if !begins.may_precede(ends) {
            return Err(RangeProblem::Order);
        }
        Ok(Self { from: from.to_owned(), to: to.to_owned(), live: live && ends.is_now() })
    }

    /// Reads what somebody typed: `3h`, `45 min`, `last 2 days`, `now-2h`, `2026-11-01 to 2026-11-05`.
    pub fn from_words(text: &str) -> Result<Self, RangeProblem> {
        let text = text.trim();
        for between in [" to ", " \u{2013} ", " .. "] {
            if let Some((from, to)) = text.split_once(between) {
                return Self::new(from, to, true);
            }
        }
        if Moment::parse(text).is_some() {
            return Self::new(text, "now", true);
        }
        let lower = text.to_lowercase();
        let skipped =
            ["last ", "past ", "the last "].into_iter().find(|start| lower.starts_with(start)).map_or(0, str::len);
        let length = text.get(skipped..).unwrap_or_default().trim();
        if let Some((from, to, _)) = PRESETS.iter().find(|(_, _, words)| words.eq_ignore_ascii_case(text)) {
            return Self::new(from, to, true);
        }
        let digits = length.find(|c: char| !c.is_ascii_digit()).unwrap_or(length.len());
        let (amount, unit) = length.split_at_checked(digits).ok_or(RangeProblem::Words)?;
        let amount = if amount.is_empty() && skipped > 0 { "1" } else { amount };
        let unit = TimeUnit::from_words(unit.trim()).ok_or(RangeProblem::Words)?;
        let amount = amount.trim_start_matches('0');
        Self::new(&format!("now-{amount}{}", unit.letter()), "now", true).map_err(|_| RangeProblem::Words)
    }

    /// Reads an address: the values of `from`, `to` and `live`. `None` where `from` is absent or something is wrong, so that
    /// the caller falls back to its own default. Without `to`, `from` may be words: `?from=3h`. A range up to now is live unless the address says `live=off`.
    pub fn from_query(from: Option<&str>, to: Option<&str>, live: Option<&str>) -> Option<Self> {
        let (from, live) = (from?, live != Some("off"));
        match to {
            Some(to) => Self::new(from, to, live).ok(),
            // Typed into the plain form, before any script.
            None => Self::from_words(from).ok().map(|read| Self { live: live && read.live, ..read }),
        }
    }

    /// What an address holds of it: `from`, `to`, and `live=off` when it could be live but is paused.
    pub fn to_query(&self) -> Vec<Pair> {
        let mut pairs = vec![("from".to_owned(), self.from.clone()), ("to".to_owned(), self.to.clone())];
        if !self.live && self.can_be_live() {
            pairs.push(("live".to_owned(), "off".to_owned()));
        }
        pairs
    }

    /// Whether it ends now.
    pub fn can_be_live(&self) -> bool {
        Moment::parse(&self.to).is_some_and(Moment::is_now)
    }

    /// Both ends, read. `None` for a value that was put together by hand and cannot be read.
    pub fn moments(&self) -> Option<(Moment, Moment)> {
        Some((Moment::parse(&self.from)?, Moment::parse(&self.to)?))
    }

    /// The ranges that are one press away, with their words.
    pub fn presets() -> impl Iterator<Item = (Self, &'static str)> {
        PRESETS.iter().map(|(from, to, words)| {
            (Self { from: (*from).to_owned(), to: (*to).to_owned(), live: *to == "now" }, *words)
        })
    }

    /// The words on the button: `Last 3 hours`, `Today`, `20 Nov 2026, 14:05 to 16:00`.
    pub fn words(&self) -> String {
        if let Some((_, _, words)) = PRESETS.iter().find(|(from, to, _)| *from == self.from && *to == self.to) {
            return (*words).to_owned();
        }
        match self.moments() {
            Some((Moment::Relative { amount, unit, round: None }, to)) if amount < 0 && to.is_now() => {
                match amount.unsigned_abs() {
                    1 => format!("Last {}", unit.word()),
                    amount => format!("Last {}", counted(amount, unit)),
                }
            }
            Some((Moment::Wall(from), Moment::Wall(to))) => {
                let whole_days = from.seconds() % 86_400 == 0 && to.seconds() % 86_400 == 0;
                if whole_days {
                    format!("{} to {}", from.date_words(), to.date_words())
                } else if from.date_words() == to.date_words() {
                    format!("{}, {} to {}", from.date_words(), from.time_words(), to.time_words())
                } else {
                    format!("{}, {} to {}, {}", from.date_words(), from.time_words(), to.date_words(), to.time_words())
                }
            }
            Some((from, to)) => {
                let mut words = format!("{} to {}", from.words(), to.words());
                if let Some(first) = words.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                words
            }
            None => format!("{} to {}", self.from, self.to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typed(text: &str) -> Result<(String, String), RangeProblem> {
        RangeChoice::from_words(text).map(|choice| (choice.from, choice.to))
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
            ("today", "now/d"),
            ("now-2h", "now-2h"),
            ("last hour", "now-1h"),
        ] {
            assert_eq!(typed(text), Ok((from.to_owned(), "now".to_owned())), "{text}");
        }
        assert_eq!(typed("2026-11-01 to 2026-11-05"), Ok(("2026-11-01".to_owned(), "2026-11-05".to_owned())));
    }

    #[test]
    fn what_cannot_be_understood_says_so() {
        for text in ["", "soon", "3", "h", "0h", "3 fortnights", "-3h", "3.5h", "999999999999h", "last", "٣h"] {
            assert_eq!(typed(text), Err(RangeProblem::Words), "{text}");
        }
        assert_eq!(typed("2026-11-05 to 2026-11-01"), Err(RangeProblem::Order));
        assert_eq!(typed("then to now"), Err(RangeProblem::From));
    }

    #[test]
    fn only_a_range_up_to_now_is_live() {
        assert!(RangeChoice::new("now-1h", "now", true).unwrap().live);
        assert!(!RangeChoice::new("now-2h", "now-1h", true).unwrap().live);
        assert!(!RangeChoice::new("2026-11-01", "2026-11-05", true).unwrap().live);
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
            assert_eq!(RangeChoice::new(from, to, true), Err(RangeProblem::Order), "{from} {to}");
        }
        assert!(RangeChoice::new("now/d", "now/d", false).is_ok());
    }

    #[test]
    fn the_button_says_it_shortly() {
        for (from, to, words) in [
            ("now-1h", "now", "Last hour"),
            ("now-3h", "now", "Last 3 hours"),
            ("now-1d", "now", "Last day"),
            ("now/d", "now", "Today"),
            ("now-1d/d", "now-1d/d", "Yesterday"),
            ("now-3h", "now-1h", "3 hours ago to 1 hour ago"),
            ("2026-11-20T14:05", "2026-11-20T16:00", "20 Nov 2026, 14:05 to 16:00"),
            ("2026-11-20T14:05", "2026-11-21T16:00", "20 Nov 2026, 14:05 to 21 Nov 2026, 16:00"),
            ("2026-11-01", "2026-12-01", "1 Nov 2026 to 1 Dec 2026"),
            ("2026-11-20T14:05", "now", "20 Nov 2026, 14:05 to now"),
        ] {
            assert_eq!(RangeChoice::new(from, to, false).unwrap().words(), words);
        }
    }

    #[test]
    fn presets_can_be_read_and_have_their_words() {
        for (choice, words) in RangeChoice::presets() {
            assert_eq!(RangeChoice::new(&choice.from, &choice.to, choice.live), Ok(choice.clone()));
            assert_eq!(choice.words(), words);
            assert_eq!(RangeChoice::from_words(words).map(|read| (read.from, read.to)), Ok((choice.from, choice.to)));
        }
    }

    #[test]
    fn an_address_that_is_wrong_gives_none() {
        assert_eq!(RangeChoice::from_query(None, Some("now"), None), None);
        assert_eq!(RangeChoice::from_query(Some("<script>"), None, None), None);
        assert_eq!(RangeChoice::from_query(Some("now-1h"), None, None), Some(RangeChoice::default()));
        assert_eq!(
            RangeChoice::from_query(Some("3h"), None, None).map(|choice| choice.from).as_deref(),
            Some("now-3h")
        );
        assert_eq!(RangeChoice::from_query(Some("3h"), Some("now"), None), None);
    }

    proptest! {
        #[test]
        fn a_range_survives_the_way_through_an_address(amount in 2u32..1000, unit in 0usize..7, ends_before in any::<bool>(), live in any::<bool>()) {
            let unit = TimeUnit::ALL[unit];
            let to = if ends_before { format!("now-1{}", unit.letter()) } else { "now".to_owned() };
            let choice = RangeChoice::new(&format!("now-{amount}{}", unit.letter()), &to, live).unwrap();
            let pairs = choice.to_query();
            let get = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
            prop_assert_eq!(RangeChoice::from_query(get("from"), get("to"), get("live")), Some(choice));
        }

        #[test]
        fn words_of_a_length_are_read_back(amount in 2u32..1000, unit in 0usize..7) {
            let choice = RangeChoice::new(&format!("now-{amount}{}", TimeUnit::ALL[unit].letter()), "now", true).unwrap();
            prop_assert_eq!(RangeChoice::from_words(&choice.words()), Ok(choice));
        }

        #[test]
        fn nothing_panics(text in "\\PC{0,24}") {
            let _words = RangeChoice::from_words(&text).map(|choice| choice.words());
        }
    }
}
