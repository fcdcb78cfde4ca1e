//! The Events page's address: what it asks for, and addresses that ask for something else.

use cauldron_types::{EventId, EventQuery, Instant, Severity, SpanSpec, UtcOffset};
use cauldron_ui::{FilterKind, FilterQuery, FilterSpec, SelectOption, query_href};

/// The page's path.
pub(crate) const PATH: &str = "/aegis/events";

/// What can be filtered by.
pub(crate) fn specs() -> Vec<FilterSpec> {
    let severities =
        Severity::ALL.iter().map(|severity| SelectOption::new(severity.as_str(), severity.label())).collect();
    vec![
        FilterSpec::choice("severity", "Severity", severities),
        FilterSpec::text("kind", "Kind"),
        FilterSpec::text("actor", "Who"),
        FilterSpec::new("address", "Address", FilterKind::Address),
    ]
}

/// The filters of an address. A value without an operator, as people write it, is one to be equal to.
pub(crate) fn filters(pairs: &[(String, String)]) -> FilterQuery {
    let operators = ["is:", "not:", "has:", "starts:"];
    let plain = |key: &str, value: &str| {
        EventQuery::FILTERS.contains(&key) && !operators.iter().any(|operator| value.starts_with(operator))
    };
    let whole: Vec<(&str, String)> = pairs
        .iter()
        .map(|(key, value)| (key.as_str(), if plain(key, value) { format!("is:{value}") } else { value.clone() }))
        .collect();
    FilterQuery::from_query(&specs(), whole.iter().map(|(key, value)| (*key, value.as_str())))
}

/// What is asked for, with the range of the top bar.
pub(crate) fn query(pairs: &[(String, String)], span: &SpanSpec) -> EventQuery {
    let filters = filters(pairs).to_query();
    let part =
        |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let query = EventQuery::from_pairs(filters.iter().map(|(key, value)| (key.as_str(), value.as_str())));
    EventQuery {
        from: span.from.to_string(),
        to: span.to.to_string(),
        sort: part("sort"),
        columns: part("columns"),
        view: part("view"),
        ..query
    }
}

/// Where a query is shown.
pub(crate) fn href(query: &EventQuery) -> String {
    format!("{PATH}{}", query_href(&query.pairs()))
}

/// Where a query is shown with one event opened beside it.
pub(crate) fn href_with_event(query: &EventQuery, event: EventId) -> String {
    let mut pairs = query.pairs();
    pairs.push(("event".to_owned(), event.to_string()));
    format!("{PATH}{}", query_href(&pairs))
}

/// Where a query is exported.
pub(crate) fn export_href(query: &EventQuery, format: &str) -> String {
    let mut pairs = query.asked().pairs();
    pairs.insert(0, ("format".to_owned(), format.to_owned()));
    format!("/api/aegis/events/export{}", query_href(&pairs))
}

/// The same query over another range.
pub(crate) fn between(query: &EventQuery, from: Instant, to: Instant, offsets: &[UtcOffset]) -> EventQuery {
    EventQuery { from: wall(from, offsets), to: wall(to, offsets), ..query.clone() }
}

/// A moment as the top bar shows it: by the organization's clocks, but where these change by UTC.
fn wall(at: Instant, offsets: &[UtcOffset]) -> String {
    const NEAR: i64 = 3 * 3_600_000;
    let changes = offsets.iter().skip(1).any(|offset| (offset.from.0 - at.0).abs() < NEAR);
    if changes || at.0 % 1000 != 0 {
        return at.rfc3339();
    }
    at.wall(offsets).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn an_address_says_what_is_asked_for_and_is_written_again() {
        let given = pairs(&[
            ("severity", "high,low"),
            ("kind", "has:sign"),
            ("address", "10.0.0.0/8"),
            ("q", "zoë"),
            ("sort", "time"),
            ("event", "x"),
        ]);
        let asked = query(&given, &SpanSpec::default());
        assert_eq!(asked.filters[0], ("severity".to_owned(), "is:high,low".to_owned()));
        assert_eq!(
            (asked.filters.len(), asked.q.as_str(), asked.sort.as_str(), asked.from.as_str()),
            (3, "zoë", "time", "now-1h")
        );
        assert_eq!(
            href(&asked),
            "/aegis/events?from=now-1h&to=now&severity=is:high,low&kind=has:sign&address=is:10.0.0.0%2F8&q=zo%C3%AB&sort=time"
        );
        assert!(export_href(&asked, "csv").starts_with("/api/aegis/events/export?format=csv&from=now-1h"));
    }

    #[test]
    fn a_bar_becomes_a_range_by_the_clock_on_the_wall() {
        let winter = [UtcOffset { from: Instant(0), seconds: 3600 }];
        let asked = between(&EventQuery::default(), Instant(1_793_621_100_000), Instant(1_793_621_130_000), &winter);
        assert_eq!((asked.from.as_str(), asked.to.as_str()), ("2026-11-02T13:05", "2026-11-02T13:05:30"));
        let change = [winter[0], UtcOffset { from: Instant(1_793_621_100_000), seconds: 0 }];
        assert_eq!(wall(Instant(1_793_621_100_000), &change), "2026-11-02T12:05:00.000Z");
    }
}
