//! Filters as plain values: what can be filtered, how, and what somebody chose.

use crate::date_text::date_problem;
use crate::number_text::{NumberRule, plain_number};
use crate::select_field::SelectOption;
use core::net::IpAddr;

/// What a filter compares with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilterKind {
    /// Any text.
    Text,
    /// Some of a list.
    Choice(Vec<SelectOption>),
    /// A number.
    Number,
    /// A date, `2026-11-20`.
    Date,
    /// A network address, or a network such as `10.0.0.0/8`.
    Address,
}

/// How a filter compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// Equals one of the values.
    Is,
    /// Equals none of the values.
    IsNot,
    /// Has one of the values somewhere in it.
    Contains,
    /// Begins with one of the values.
    StartsWith,
    /// The value or more; the date or later.
    AtLeast,
    /// The value or less; the date or earlier.
    AtMost,
    /// From the first value to the second, both included.
    Between,
}

impl Operator {
    /// All operators.
    pub const ALL: [Self; 7] =
        [Self::Is, Self::IsNot, Self::Contains, Self::StartsWith, Self::AtLeast, Self::AtMost, Self::Between];

    /// As an address and a form carry it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Is => "is",
            Self::IsNot => "not",
            Self::Contains => "has",
            Self::StartsWith => "starts",
            Self::AtLeast => "min",
            Self::AtMost => "max",
            Self::Between => "between",
        }
    }

    /// Reads what [`Operator::code`] wrote.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operator| operator.code() == code)
    }

    /// As the chip says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Is => "is",
            Self::IsNot => "is not",
            Self::Contains => "contains",
            Self::StartsWith => "starts with",
            Self::AtLeast => "at least",
            Self::AtMost => "at most",
            Self::Between => "between",
        }
    }
}

impl FilterKind {
    /// The operators that make sense, the usual one first.
    pub fn operators(&self) -> &'static [Operator] {
        match self {
            Self::Text => &[Operator::Contains, Operator::Is, Operator::IsNot, Operator::StartsWith],
            Self::Choice(_) => &[Operator::Is, Operator::IsNot],
            Self::Number => &[Operator::AtLeast, Operator::AtMost, Operator::Between, Operator::Is],
            Self::Date => &[Operator::AtLeast, Operator::AtMost, Operator::Between, Operator::Is],
            Self::Address => &[Operator::Is, Operator::IsNot, Operator::StartsWith],
        }
    }

    /// Operators of dates have words of their own: `from`, `until`, `on`.
    pub(crate) fn operator_words(&self, operator: Operator) -> &'static str {
        match (self, operator) {
            (Self::Date, Operator::AtLeast) => "from",
            (Self::Date, Operator::AtMost) => "until",
            (Self::Date, Operator::Is) => "on",
            _ => operator.words(),
        }
    }
}

/// Something a list can be filtered by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterSpec {
    /// Its name in the address: lower case letters, digits and `_`. Not `q` and not `add…`, which the bar itself uses.
    pub key: String,
    /// Its name for people.
    pub label: String,
    /// What it compares with.
    pub kind: FilterKind,
}

impl FilterSpec {
    /// A filter of any kind.
    pub fn new(key: impl Into<String>, label: impl Into<String>, kind: FilterKind) -> Self {
        Self { key: key.into(), label: label.into(), kind }
    }

    /// A filter by text.
    pub fn text(key: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(key, label, FilterKind::Text)
    }

    /// A filter by some of a list.
    pub fn choice(key: impl Into<String>, label: impl Into<String>, options: Vec<SelectOption>) -> Self {
        Self::new(key, label, FilterKind::Choice(options))
    }

    /// Makes a filter of what was typed or came with an address; or says how to mend it.
    pub fn filter(&self, operator: Operator, values: &[String]) -> Result<Filter, String> {
        if !self.kind.operators().contains(&operator) {
            return Err("Choose how to compare.".to_owned());
        }
        let given: Vec<&str> = values.iter().map(|value| value.trim()).filter(|value| !value.is_empty()).collect();
        if given.is_empty() {
            return Err(match self.kind {
                FilterKind::Choice(_) => "Choose at least one.",
                _ => "Write what to look for.",
            }
            .to_owned());
        }
        let values = given.into_iter().map(|value| self.value(operator, value)).collect::<Result<Vec<_>, _>>()?;
        match (operator, values.as_slice()) {
            (Operator::Between, [from, to]) if self.in_order(from, to) => {}
            (Operator::Between, [_, _]) => return Err("The first has to be the smaller one.".to_owned()),
            (Operator::Between, _) => return Err("Give both ends.".to_owned()),
            (Operator::AtLeast | Operator::AtMost, [_, _, ..]) => return Err("Give one value.".to_owned()),
            _ => {}
        }
        Ok(Filter { key: self.key.clone(), operator, values })
    }

    /// One value in the form in which filters keep it.
    fn value(&self, operator: Operator, value: &str) -> Result<String, String> {
        match &self.kind {
            FilterKind::Text => Ok(value.to_owned()),
            FilterKind::Choice(options) if options.iter().any(|option| option.value == value) => Ok(value.to_owned()),
            FilterKind::Choice(_) => Err(format!("{value} is not one of the choices.")),
            FilterKind::Number => NumberRule::default().read(value, None),
            FilterKind::Date if value.len() != 10 => Err("Write a date, such as 2026-11-20.".to_owned()),
            FilterKind::Date => date_problem(value, None, None).map_or_else(|| Ok(value.to_owned()), Err),
            FilterKind::Address if operator == Operator::StartsWith => {
                let fits = value.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, '.' | ':'));
                fits.then(|| value.to_owned()).ok_or_else(|| "Write how the address begins, such as 10.2.".to_owned())
            }
            FilterKind::Address => is_address(value)
                .then(|| value.to_owned())
                .ok_or_else(|| "Write an address or a network, such as 10.2.0.7 or 10.0.0.0/8.".to_owned()),
        }
    }

    fn in_order(&self, from: &str, to: &str) -> bool {
        match self.kind {
            FilterKind::Number => match (from.parse::<f64>(), to.parse::<f64>()) {
                (Ok(from), Ok(to)) => from <= to,
                _ => false,
            },
            // ISO dates sort as text.
            _ => from <= to,
        }
    }

    /// The words of a value: the label of a choice, the value itself otherwise.
    fn value_words(&self, value: &str) -> String {
        match &self.kind {
            FilterKind::Choice(options) => options
                .iter()
                .find(|option| option.value == value)
                .map_or_else(|| value.to_owned(), |option| option.label.clone()),
            FilterKind::Number => plain_number(value, None).unwrap_or_else(|| value.to_owned()),
            FilterKind::Date => {
                cauldron_types::WallTime::parse(value).map_or_else(|| value.to_owned(), |date| date.date_words())
            }
            FilterKind::Text | FilterKind::Address => value.to_owned(),
        }
    }

    /// What the chip says behind the label: the operator and the values, at most three of them by name.
    pub fn words(&self, filter: &Filter) -> (String, String) {
        const NAMED: usize = 3;
        let operator = self.kind.operator_words(filter.operator).to_owned();
        let words: Vec<String> = filter.values.iter().map(|value| self.value_words(value)).collect();
        let values = match (filter.operator, words.as_slice()) {
            (Operator::Between, [from, to]) => format!("{from} and {to}"),
            (_, words) if words.len() > NAMED => {
                let named: Vec<&str> = words.iter().take(NAMED - 1).map(String::as_str).collect();
                format!("{} and {} more", named.join(", "), words.len() - named.len())
            }
            (_, words) => words.join(", "),
        };
        (operator, values)
    }
}

fn is_address(text: &str) -> bool {
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    let most = if address.is_ipv4() { 32 } else { 128 };
    bits.is_none_or(|bits| bits.parse::<u8>().is_ok_and(|bits| bits <= most) && bits.len() <= 3)
}

/// A filter that somebody set.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Key of its [`FilterSpec`].
    pub key: String,
    /// How it compares.
    pub operator: Operator,
    /// With what: at least one value; two for [`Operator::Between`].
    pub values: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn severity() -> FilterSpec {
        let options = ["critical", "high", "medium", "low"].map(|value| SelectOption::new(value, value)).to_vec();
        FilterSpec::choice("severity", "Severity", options)
    }

    fn made(spec: &FilterSpec, operator: Operator, values: &[&str]) -> Result<Filter, String> {
        spec.filter(operator, &values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_chip_names_few_and_counts_many() {
        let spec = severity();
        let few = made(&spec, Operator::Is, &["high", "critical"]).unwrap();
        assert_eq!(spec.words(&few), ("is".to_owned(), "high, critical".to_owned()));
        let many = made(&spec, Operator::IsNot, &["high", "critical", "low", "medium"]).unwrap();
        assert_eq!(spec.words(&many), ("is not".to_owned(), "high, critical and 2 more".to_owned()));
        let date = FilterSpec::new("seen", "Seen", FilterKind::Date);
        let seen = made(&date, Operator::Between, &["2026-11-01", "2026-11-20"]).unwrap();
        assert_eq!(date.words(&seen), ("between".to_owned(), "1 Nov 2026 and 20 Nov 2026".to_owned()));
    }

    #[test]
    fn numbers_are_kept_plain() {
        let risk = FilterSpec::new("risk", "Risk", FilterKind::Number);
        assert_eq!(made(&risk, Operator::AtLeast, &["1 200"]).unwrap().values, ["1200"]);
        assert!(made(&risk, Operator::AtLeast, &["lots"]).is_err());
        assert!(made(&risk, Operator::Between, &["9", "10"]).is_ok());
        assert!(made(&risk, Operator::Between, &["10", "9"]).is_err());
        assert!(made(&risk, Operator::Between, &["10"]).is_err());
    }

    #[test]
    fn wrong_values_are_told_how_to_mend() {
        let address = FilterSpec::new("ip", "Address", FilterKind::Address);
        for fine in ["10.2.0.7", "10.0.0.0/8", "2001:db8::/32", "::1"] {
            assert!(made(&address, Operator::Is, &[fine]).is_ok(), "{fine}");
        }
        for wrong in ["10.2.0", "10.0.0.0/33", "host", "10.0.0.0/"] {
            assert!(made(&address, Operator::Is, &[wrong]).is_err(), "{wrong}");
        }
        assert!(made(&address, Operator::StartsWith, &["10.2."]).is_ok());
        assert!(made(&severity(), Operator::Is, &["purple"]).is_err());
        assert!(made(&severity(), Operator::Contains, &["high"]).is_err());
        assert!(made(&severity(), Operator::Is, &[" ", ""]).is_err());
    }
}
