//! The list of security events: what is asked for, as it stands in an address, and what is answered.

use crate::access::named_enum;
use crate::{AuditEntry, EventId, Instant, RequestView, SecurityEvent, Severity, UtcOffset};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What is asked for, in the words of an address. Every part may be empty; the server reads them and says what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct EventQuery {
    /// Start of the range, inclusive: `now-24h`, `now/d`, an RFC 3339 time, or wall time of the organization.
    pub from: String,
    /// End of the range, exclusive.
    pub to: String,
    /// Words that all must occur in the sentence, the actor or the kind.
    pub q: String,
    /// Order; see [`EventSort`].
    pub sort: String,
    /// Filters that must all hold, each a key of [`EventQuery::FILTERS`] and `operator:value,value` as the kit's filter bar
    /// writes it: `is`, `not`, `has` (somewhere in it) or `starts`. Without an operator it is `is`.
    pub filters: Vec<(String, String)>,
    /// The reader's choice of columns, as the kit's table writes it; the page's alone, see [`EventQuery::asked`].
    pub columns: String,
    /// Id of the saved view that it began as; the page's alone.
    pub view: String,
}

impl EventQuery {
    /// What can be filtered by.
    pub const FILTERS: [&'static str; 4] = ["kind", "severity", "actor", "address"];

    /// Reads the pairs of an address and passes over those of others.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut query = Self::default();
        for (key, value) in pairs {
            match key {
                "from" => value.clone_into(&mut query.from),
                "to" => value.clone_into(&mut query.to),
                "q" => value.trim().clone_into(&mut query.q),
                "sort" => value.clone_into(&mut query.sort),
                "columns" => value.clone_into(&mut query.columns),
                "view" => value.clone_into(&mut query.view),
                _ if Self::FILTERS.contains(&key) && !value.is_empty() => {
                    query.filters.push((key.to_owned(), value.to_owned()));
                }
                _ => {}
            }
        }
        query
    }

    /// The parts that say something, as pairs of an address.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        [pair("from", &self.from), pair("to", &self.to)]
            .into_iter()
            .chain(self.filters.iter().cloned())
            .chain([pair("q", &self.q), pair("sort", &self.sort)])
            .chain([pair("columns", &self.columns), pair("view", &self.view)])
            .filter(|(_, value)| !value.is_empty())
            .collect()
    }

    /// What is asked of the server: everything but what only the page has to know.
    #[must_use]
    pub fn asked(&self) -> Self {
        Self { columns: String::new(), view: String::new(), ..self.clone() }
    }

    /// Whether anything but range and order narrows it.
    #[must_use]
    pub const fn is_filtered(&self) -> bool {
        !self.filters.is_empty() || !self.q.is_empty()
    }

    /// Whether `key` is filtered by `value`.
    #[must_use]
    pub fn chooses(&self, key: &str, value: &str) -> bool {
        self.filters.iter().any(|(known, text)| known == key && chosen(text).iter().any(|one| one == value))
    }

    /// The same with `value` chosen for `key`, or no longer.
    #[must_use]
    pub fn toggled(&self, key: &str, value: &str) -> Self {
        let mut query = self.clone();
        let mut values: Vec<String> = Vec::new();
        query.filters.retain(|(known, text)| {
            let ours = known == key && is_choice(text);
            if ours {
                values.extend(chosen(text));
            }
            !ours
        });
        if self.chooses(key, value) {
            values.retain(|one| one != value);
        } else {
            values.push(value.to_owned());
        }
        if !values.is_empty() {
            let written: Vec<String> =
                values.iter().map(|value| value.replace('\\', "\\\\").replace(',', "\\,")).collect();
            query.filters.push((key.to_owned(), format!("is:{}", written.join(","))));
        }
        query
    }
}

fn is_choice(text: &str) -> bool {
    operator(text).0 == "is"
}

fn chosen(text: &str) -> Vec<String> {
    if is_choice(text) { filter_values(operator(text).1) } else { Vec::new() }
}

fn operator(text: &str) -> (&str, &str) {
    match text.split_once(':') {
        Some((code @ ("is" | "not" | "has" | "starts"), values)) => (code, values),
        _ => ("is", text),
    }
}

/// Operator and values of a filter's text.
#[must_use]
pub fn filter_parts(text: &str) -> (&str, Vec<String>) {
    let (code, values) = operator(text);
    (code, filter_values(values))
}

/// Splits at commas that have no backslash before them; empty values are left out.
fn filter_values(text: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut value = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            ',' => values.push(std::mem::take(&mut value)),
            '\\' => value.extend(letters.next()),
            _ => value.push(letter),
        }
    }
    values.push(value);
    values.iter().map(|value| value.trim()).filter(|value| !value.is_empty()).map(str::to_owned).collect()
}

named_enum! {
    /// Orders of the list.
    EventSort {
        /// Newest first.
        Newest = "-time",
        /// Oldest first.
        Oldest = "time",
        /// Worst first, newest first among equals.
        Worst = "-severity",
        /// Mildest first, newest first among equals.
        Mildest = "severity",
    }
}

/// Consecutive events of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventBlock {
    /// In the order that was asked for.
    pub events: Vec<SecurityEvent>,
    /// Cursor of the block before; none at the beginning and after a place that was counted.
    pub previous: Option<String>,
    /// Cursor of the block after; none at the end.
    pub next: Option<String>,
    /// Start of the range, inclusive.
    pub from: Instant,
    /// End of the range, exclusive.
    pub to: Instant,
    /// The server's time when it answered.
    pub now: Instant,
    /// Offsets of the organization's time zone over the range.
    pub offsets: Vec<UtcOffset>,
}

/// How many events there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventTotal {
    /// Exact up to [`EventTotal::LIMIT`], never more.
    pub count: i64,
    /// There are more than `count`.
    pub more: bool,
}

impl EventTotal {
    /// Counting ends here.
    pub const LIMIT: i64 = 100_000;

    /// `1 event`, `12,345 events`, `more than 100,000 events`.
    #[must_use]
    pub fn words(self) -> String {
        let number = grouped(self.count);
        match (self.more, self.count) {
            (true, _) => format!("more than {number} events"),
            (false, 1) => "1 event".to_owned(),
            (false, _) => format!("{number} events"),
        }
    }
}

/// A count with commas between thousands.
#[must_use]
pub fn grouped(count: i64) -> String {
    let digits = count.unsigned_abs().to_string();
    let mut text = if count < 0 { "-".to_owned() } else { String::new() };
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// One bar of the histogram.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventBucket {
    /// Start, inclusive.
    pub from: Instant,
    /// End, exclusive.
    pub to: Instant,
    /// One count a severity, in the order of [`Severity::ALL`].
    pub counts: [i64; 5],
}

impl EventBucket {
    /// Events of every severity.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.counts.iter().sum()
    }
}

/// A value that occurs, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetValue {
    /// As it stands in an address.
    pub value: String,
    /// As people read it.
    pub label: String,
    /// How many events have it, among those that the other filters leave.
    pub count: i64,
}

/// What can be chosen to narrow a list, most frequent first. Each is counted as if its own filter were not set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventFacets {
    /// Kinds.
    pub kinds: Vec<FacetValue>,
    /// Severities, worst first.
    pub severities: Vec<FacetValue>,
    /// Who acted.
    pub actors: Vec<FacetValue>,
}

/// A list summed up: how many, when, and of what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventSummary {
    /// How many.
    pub total: EventTotal,
    /// Oldest first, without gaps over the whole range.
    pub buckets: Vec<EventBucket>,
    /// Length of a bucket in words: `15 minutes`, `day`.
    pub step: String,
    /// What can be chosen.
    pub facets: EventFacets,
    /// Offsets of the organization's time zone over the range.
    pub offsets: Vec<UtcOffset>,
}

/// Everything about one event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventDetail {
    /// The event.
    pub event: SecurityEvent,
    /// Who did it, when known.
    pub actor_id: Option<Uuid>,
    /// The particulars as indented JSON; empty when there are none.
    pub detail: String,
    /// The trace of the request that it happened in.
    pub trace: String,
    /// Audit entries of the same trace; none unless the reader may read the audit log.
    pub audit: Vec<AuditEntry>,
    /// Requests of the same trace; none unless the reader may read operations.
    pub requests: Vec<RequestView>,
    /// The server's time.
    pub now: Instant,
    /// Offsets of the organization's time zone.
    pub offsets: Vec<UtcOffset>,
}

/// An event's place beside its own page: the address of the detail.
#[must_use]
pub fn event_path(id: EventId) -> String {
    format!("/aegis/events/{id}")
}

impl Severity {
    /// As people read it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Critical => "Critical",
            Self::High => "High",
            Self::Medium => "Medium",
            Self::Low => "Low",
            Self::Info => "Info",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&str, &str)]) -> EventQuery {
        EventQuery::from_pairs(pairs.iter().copied())
    }

    #[test]
    fn a_query_goes_into_an_address_and_comes_back() {
        let pairs = [
            ("from", "now-1h"),
            ("kind", "is:sign_in.failed"),
            ("kind", "not:x"),
            ("q", "Zoë & co"),
            ("columns", "severity,-kind"),
            ("view", "7"),
        ];
        let given = query(&pairs);
        let back: Vec<(String, String)> = given.pairs();
        assert_eq!(back.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect::<Vec<_>>(), pairs);
        assert_eq!(given.asked().pairs(), back[..4]);
        assert!(given.is_filtered());
        assert!(!query(&[("from", "now-1h"), ("page", "3"), ("kind", "")]).is_filtered());
    }

    #[test]
    fn a_value_is_chosen_and_let_go() {
        let none = query(&[]);
        let one = none.toggled("actor", "a,b\\c");
        assert_eq!(one.filters, [("actor".to_owned(), "is:a\\,b\\\\c".to_owned())]);
        assert!(one.chooses("actor", "a,b\\c"));
        let two = one.toggled("actor", "x");
        assert_eq!(filter_parts(&two.filters[0].1), ("is", vec!["a,b\\c".to_owned(), "x".to_owned()]));
        assert_eq!(two.toggled("actor", "x"), one);
        assert_eq!(one.toggled("actor", "a,b\\c"), none);
        assert!(query(&[("severity", "high,low")]).chooses("severity", "low"));
        assert!(!query(&[("severity", "not:high")]).chooses("severity", "high"));
        assert_eq!(filter_parts("2001:db8::1"), ("is", vec!["2001:db8::1".to_owned()]));
    }

    #[test]
    fn counts_are_words() {
        assert_eq!(EventTotal { count: 1, more: false }.words(), "1 event");
        assert_eq!(EventTotal { count: 12_345, more: false }.words(), "12,345 events");
        assert_eq!(EventTotal { count: 100_000, more: true }.words(), "more than 100,000 events");
        assert_eq!([0, 999, 1000, -1_234_567].map(grouped), ["0", "999", "1,000", "-1,234,567"]);
    }
}
