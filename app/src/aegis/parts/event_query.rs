//! The Events page's address: what it asks for, and addresses that ask for something else.

use cauldron_types::{EventId, EventQuery, Instant, Severity, SpanSpec, UtcOffset};
use cauldron_ui::{FilterKind, FilterQuery, FilterSpec, Pair, SelectOption, query_href};

/// The page's path.
pub(crate) const PATH: &str = "/aegis/events";

/// The page's address as it stands. Every link on the page is made from it and keeps what it does not change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PageAddress {
    /// What is asked for.
    pub query: EventQuery,
    /// The page stands still although its range ends now.
    pub paused: bool,
    /// Cursor of a further page; empty on the first.
    pub cursor: String,
    /// The event that is opened beside the list.
    pub event: Option<EventId>,
}

impl PageAddress {
    /// Reads the address's pairs, with the range of the top bar.
    pub(crate) fn read(pairs: &[Pair], span: &SpanSpec) -> Self {
        Self {
            query: query(pairs, span),
            paused: span.paused,
            cursor: part(pairs, "cursor"),
            event: serde_json::from_value(serde_json::Value::String(part(pairs, "event"))).ok(),
        }
    }

    /// The parts that say something, as pairs of an address.
    pub(crate) fn pairs(&self) -> Vec<Pair> {
        let rest = [
            ("live", self.paused.then(|| "off".to_owned())),
            ("cursor", Some(self.cursor.clone()).filter(|cursor| !cursor.is_empty())),
            ("event", self.event.map(|event| event.to_string())),
        ];
        let rest = rest.into_iter().filter_map(|(name, value)| value.map(|value| (name.to_owned(), value)));
        self.query.pairs().into_iter().chain(rest).collect()
    }

    /// Where it leads.
    pub(crate) fn href(&self) -> String {
        format!("{PATH}{}", query_href(&self.pairs()))
    }

    /// Another list: it begins at its beginning, for a cursor belongs to one order of one list, and with nothing opened, for
    /// what was opened may not be in it.
    pub(crate) fn with_query(&self, query: EventQuery) -> Self {
        // Only a range that ends now can be paused, and one with another end was never told to stand still.
        let paused = self.paused && query.to == self.query.to;
        Self { query, paused, ..Self::default() }
    }

    /// The list without any filter, in the same range, order and columns.
    pub(crate) fn unfiltered(&self) -> Self {
        self.with_query(EventQuery { filters: Vec::new(), q: String::new(), ..self.query.clone() })
    }

    /// Another page of the same list. What was opened beside this one stays behind.
    pub(crate) fn with_page(&self, cursor: String) -> Self {
        Self { cursor, event: None, ..self.clone() }
    }

    /// The same page with an event opened beside it, or with none.
    pub(crate) fn with_event(&self, event: Option<EventId>) -> Self {
        Self { event, ..self.clone() }
    }

    /// The same page with another choice of columns.
    pub(crate) fn with_columns(&self, columns: String) -> Self {
        Self { query: EventQuery { columns, ..self.query.clone() }, ..self.clone() }
    }
}

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
pub(crate) fn filters(pairs: &[Pair]) -> FilterQuery {
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

/// The value under a name; empty without one.
fn part(pairs: &[Pair], name: &str) -> String {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

/// What is asked for, with the range of the top bar.
fn query(pairs: &[Pair], span: &SpanSpec) -> EventQuery {
    let filters = filters(pairs).to_query();
    let query = EventQuery::from_pairs(filters.iter().map(|(key, value)| (key.as_str(), value.as_str())));
    EventQuery {
        from: span.from.to_string(),
        to: span.to.to_string(),
        sort: part(pairs, "sort"),
        columns: part(pairs, "columns"),
        view: part(pairs, "view"),
        ..query
    }
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

    fn pairs(pairs: &[(&str, &str)]) -> Vec<Pair> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    /// The address of a paused, further page with an event beside it.
    const EVERYTHING: &str = "/aegis/events?from=now-24h&to=now&severity=is:high&q=door&sort=time&columns=time,kind&view=v\
        &live=off&cursor=c1&event=00000000-0000-7000-8000-000000000001";
    const OPENED: &str = "&event=00000000-0000-7000-8000-000000000001";

    fn read(address: &str) -> PageAddress {
        let (_, query) = address.split_once('?').unwrap();
        let given: Vec<Pair> = query
            .split('&')
            .filter_map(|part| part.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        PageAddress::read(&given, &SpanSpec::from_query(|name| Some(part(&given, name))))
    }

    #[test]
    fn opening_closing_and_columns_keep_everything_else() {
        let here = read(EVERYTHING);
        assert_eq!(here.href(), EVERYTHING);
        assert_eq!(here.with_event(None).href(), EVERYTHING.replace(OPENED, ""));
        assert_eq!(here.with_event(None).with_event(here.event), here);
        assert_eq!(here.with_columns("kind".to_owned()).href(), EVERYTHING.replace("time,kind", "kind"));
        assert_eq!(
            here.with_columns(String::new()).with_event(None).href(),
            EVERYTHING.replace("&columns=time,kind", "").replace(OPENED, "")
        );
    }

    #[test]
    fn another_page_closes_what_was_opened_beside_the_last() {
        let next = EVERYTHING.replace("c1", "c2").replace(OPENED, "");
        assert_eq!(read(EVERYTHING).with_page("c2".to_owned()).href(), next);
    }

    #[test]
    fn another_list_begins_at_its_beginning_and_stays_paused() {
        let here = read(EVERYTHING);
        let beginning = EVERYTHING.replace("&cursor=c1", "").replace(OPENED, "");
        assert_eq!(here.with_query(here.query.clone()).href(), beginning);
        let other = EventQuery { sort: "severity".to_owned(), ..here.query.toggled("severity", "low") };
        assert_eq!(
            here.with_query(other).href(),
            beginning.replace("sort=time", "sort=severity").replace("is:high", "is:high,low")
        );
        assert_eq!(here.unfiltered().href(), beginning.replace("&severity=is:high&q=door", ""));
    }

    #[test]
    fn a_range_with_an_end_of_its_own_is_not_paused() {
        let here = read(EVERYTHING);
        let narrowed = between(&here.query, Instant(1_793_621_100_000), Instant(1_793_621_130_000), &[]);
        let narrowed = here.with_query(narrowed).href();
        assert!(narrowed.starts_with("/aegis/events?from=2026-") && !narrowed.contains("live"), "{narrowed}");
    }

    #[test]
    fn what_the_address_does_not_say_is_not_written() {
        let plain = "/aegis/events?from=now-1h&to=now";
        assert_eq!(read("?").href(), plain);
        assert_eq!(read("?event=nonsense&cursor=&live=on").href(), plain);
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
            PageAddress { query: asked.clone(), ..PageAddress::default() }.href(),
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
