//! From the words of an address to what the store is asked.

use crate::store::event_list::EventFilter;
use cauldron_core::{ApiError, Ctx, TimeSpan, time_span};
use cauldron_db::pattern;
use cauldron_types::{EventQuery, EventSort, Severity, UnknownName, filter_parts};
use ipnetwork::IpNetwork;
use uuid::Uuid;

/// Longest text of one filter, in characters.
const LONGEST_TEXT: usize = 200;
/// Most words of a search.
const MOST_WORDS: usize = 8;
/// Most values of a filter.
const MOST_VALUES: usize = 50;
/// Most filters.
const MOST_FILTERS: usize = 20;

/// A query whose words have been read.
#[derive(Clone, Debug)]
pub(crate) struct Search {
    pub(crate) span: TimeSpan,
    pub(crate) filter: EventFilter,
    pub(crate) sort: EventSort,
}

/// Reads the words of a query.
///
/// # Errors
/// A sentence for the first part that cannot be read.
pub(crate) fn read(ctx: &Ctx, query: &EventQuery) -> Result<Search, ApiError> {
    let span = time_span(ctx, &query.from, &query.to)?;
    let mut filter = EventFilter { from: span.from, to: span.to, words: words(&query.q)?, ..EventFilter::default() };
    if query.filters.len() > MOST_FILTERS {
        return Err(ApiError::field("filters", &format!("Set at most {MOST_FILTERS} filters.")));
    }
    for (key, text) in &query.filters {
        let (operator, values) = filter_parts(text);
        let too_long = |value: &String| value.chars().count() > LONGEST_TEXT || value.contains('\0');
        if values.len() > MOST_VALUES || values.iter().any(too_long) {
            let limits = format!("A filter has at most {MOST_VALUES} values of up to {LONGEST_TEXT} characters.");
            return Err(ApiError::field(key, &limits));
        }
        if values.is_empty() {
            continue;
        }
        match key.as_str() {
            "kind" => by_kind(&mut filter, operator, values)?,
            "severity" => by_severity(&mut filter, operator, &values)?,
            "actor" => by_actor(&mut filter, operator, &values)?,
            "address" => by_address(&mut filter, operator, &values)?,
            _ => {
                return Err(ApiError::field(
                    key,
                    &format!("Events can be filtered by {}.", EventQuery::FILTERS.join(", ")),
                ));
            }
        }
    }
    let sort = match query.sort.as_str() {
        "" => EventSort::Newest,
        text => text.parse().map_err(|unknown: UnknownName| {
            ApiError::field("sort", &format!("There is no such order; use one of: {}.", unknown.known.join(", ")))
        })?,
    };
    Ok(Search { span, filter, sort })
}

fn no_such_operator(key: &str) -> ApiError {
    ApiError::field(key, "This cannot be compared that way.")
}

/// Two filters of one key both hold: where only one list can be asked for, the second is refused rather than forgotten.
fn set<T>(place: &mut Option<T>, key: &str, value: T) -> Result<(), ApiError> {
    if place.is_some() {
        return Err(ApiError::field(key, "Two filters say the same of one thing. Put their values into one."));
    }
    *place = Some(value);
    Ok(())
}

fn patterns(operator: &str, values: &[String]) -> Option<Vec<String>> {
    let around = |value: &String| match operator {
        "has" => Some(format!("%{}%", pattern::literal(value))),
        "starts" => Some(format!("{}%", pattern::literal(value))),
        "is" | "not" => Some(pattern::literal(value)),
        _ => None,
    };
    values.iter().map(around).collect()
}

fn words(text: &str) -> Result<Option<Vec<String>>, ApiError> {
    let words = pattern::words(text);
    // Postgres has no such character in its texts.
    if text.chars().count() > LONGEST_TEXT || words.len() > MOST_WORDS || text.contains('\0') {
        let limits = format!("Search for at most {MOST_WORDS} words of together {LONGEST_TEXT} characters.");
        return Err(ApiError::field("q", &limits));
    }
    Ok(Some(words).filter(|words| !words.is_empty()))
}

fn by_kind(filter: &mut EventFilter, operator: &str, values: Vec<String>) -> Result<(), ApiError> {
    match operator {
        "is" => set(&mut filter.kinds, "kind", values),
        "not" => set(&mut filter.not_kinds, "kind", values),
        _ => {
            let patterns = patterns(operator, &values).ok_or_else(|| no_such_operator("kind"))?;
            set(&mut filter.kind_patterns, "kind", patterns)
        }
    }
}

fn by_severity(filter: &mut EventFilter, operator: &str, values: &[String]) -> Result<(), ApiError> {
    let mut named = Vec::new();
    for value in values {
        named.push(value.parse::<Severity>().map_err(|unknown| {
            ApiError::field(
                "severity",
                &format!("There is no such severity; use one of: {}.", unknown.known.join(", ")),
            )
        })?);
    }
    let wanted = |severity: &&Severity| match operator {
        "not" => !named.contains(severity),
        _ => named.contains(severity),
    };
    if !matches!(operator, "is" | "not") {
        return Err(no_such_operator("severity"));
    }
    let names = Severity::ALL.iter().filter(wanted).map(|severity| severity.as_str().to_owned()).collect();
    set(&mut filter.severities, "severity", names)
}

fn by_actor(filter: &mut EventFilter, operator: &str, values: &[String]) -> Result<(), ApiError> {
    let patterns = patterns(operator, values).ok_or_else(|| no_such_operator("actor"))?;
    let ids: Vec<Uuid> = values.iter().filter_map(|value| Uuid::try_parse(value).ok()).collect();
    match operator {
        "not" => set(&mut filter.not_actors, "actor", patterns),
        "is" if ids.len() == values.len() => set(&mut filter.actors, "actor", ids),
        "is" if !ids.is_empty() => Err(ApiError::field("actor", "Give either names or ids.")),
        _ => set(&mut filter.actor_patterns, "actor", patterns),
    }
}

fn by_address(filter: &mut EventFilter, operator: &str, values: &[String]) -> Result<(), ApiError> {
    if operator == "starts" {
        let patterns = patterns(operator, values).unwrap_or_default();
        return set(&mut filter.address_patterns, "address", patterns);
    }
    let mut networks = Vec::new();
    for value in values {
        networks.push(value.parse::<IpNetwork>().map_err(|_| {
            ApiError::field("address", "Enter an address or network, such as 192.0.2.7 or 192.0.2.0/24.")
        })?);
    }
    let single = |network: &IpNetwork| network.prefix() == if network.is_ipv4() { 32 } else { 128 };
    match operator {
        "not" => set(&mut filter.not_addresses, "address", networks),
        "is" if networks.iter().all(single) => set(&mut filter.addresses, "address", networks),
        "is" => set(&mut filter.networks, "address", networks),
        _ => Err(no_such_operator("address")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_finds_what_was_typed_and_nothing_else() {
        let typed = ["100%_\\".to_owned()];
        assert_eq!(patterns("has", &typed).unwrap(), ["%100\\%\\_\\\\%"]);
        assert_eq!(patterns("starts", &typed).unwrap(), ["100\\%\\_\\\\%"]);
        assert_eq!(patterns("like", &typed), None);
    }
}
