//! The audit log: what is asked for, as it stands in an address, and what is answered.

use crate::{EventId, Instant, UtcOffset};
use serde::{Deserialize, Serialize};

/// Which entries are asked for, in the words of an address. What is empty does not narrow; the server reads the rest and says
/// what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditQuery {
    /// Start, inclusive: `now-7d`, `now/d`, wall time of the organization, or an RFC 3339 time.
    pub from: String,
    /// End, exclusive.
    pub to: String,
    /// Words of the actor's name, or their id.
    pub actor: String,
    /// An action such as `organization.updated`, or words of some.
    pub action: String,
    /// A kind of subject, an id, or both with a space between.
    pub subject: String,
    /// Words of the particulars.
    pub text: String,
    /// An address or a network.
    pub address: String,
    /// A trace id.
    pub trace: String,
    /// Cursor: only entries older than this place.
    pub before: String,
    /// Cursor: only entries newer than this place. Not together with `before`.
    pub after: String,
}

impl AuditQuery {
    /// Reads an address by the names of its parts.
    pub fn from_query(get: impl Fn(&str) -> Option<String>) -> Self {
        let part = |name| get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
        Self {
            from: part("from"),
            to: part("to"),
            actor: part("actor"),
            action: part("action"),
            subject: part("subject"),
            text: part("text"),
            address: part("address"),
            trace: part("trace"),
            before: part("before"),
            after: part("after"),
        }
    }

    /// The parts that say something, as pairs of an address.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        let Self { from, to, actor, action, subject, text, address, trace, before, after } = self;
        [
            ("from", from),
            ("to", to),
            ("actor", actor),
            ("action", action),
            ("subject", subject),
            ("text", text),
            ("address", address),
            ("trace", trace),
            ("before", before),
            ("after", after),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect()
    }

    /// The same from the newest entry on.
    #[must_use]
    pub fn first_page(&self) -> Self {
        Self { before: String::new(), after: String::new(), ..self.clone() }
    }

    /// Whether anything narrows it.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        self.first_page() != Self::default()
    }
}

/// One entry of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Identity.
    pub id: EventId,
    /// When the change was made.
    pub time: Instant,
    /// Who made it, as shown.
    pub actor: String,
    /// What was done, as `resource.verb`.
    pub action: String,
    /// To what.
    pub subject: String,
    /// The particulars in words: `name: Northwind → Northwind Grid`.
    pub detail: String,
    /// From where; empty when unknown.
    pub address: String,
    /// The trace id of the request it was made in.
    pub trace: String,
    /// Where it stands in the log; addresses name it by this.
    pub place: String,
}

/// An entry with everything that is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditDetail {
    /// The entry as lists show it.
    pub entry: AuditEntry,
    /// What kind of actor it was, as stored.
    pub actor_kind: String,
    /// Identity of the actor, when there is one.
    pub actor_id: Option<String>,
    /// The kind of thing it was done to.
    pub subject_kind: String,
    /// Its identity.
    pub subject_id: String,
    /// What was changed: a line a field, as it was. Empty when the entry tells of no change.
    pub before: String,
    /// The same lines as it is.
    pub after: String,
    /// Particulars that are no change, by name.
    pub particulars: Vec<(String, String)>,
    /// All particulars as JSON, with sorted keys.
    pub json: String,
}

/// Consecutive entries, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditBlock {
    /// Newest first.
    pub entries: Vec<AuditEntry>,
    /// Cursor for [`AuditQuery::after`]; none when there is nothing newer.
    pub newer: Option<String>,
    /// Cursor for [`AuditQuery::before`]; none when there is nothing older.
    pub older: Option<String>,
    /// The server's time when it answered.
    pub now: Instant,
    /// Offsets of the organization's time zone over the entries.
    pub offsets: Vec<UtcOffset>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_goes_into_an_address_and_comes_back() {
        let query =
            AuditQuery { actor: "Mira".into(), from: "now-7d".into(), before: "0f".into(), ..AuditQuery::default() };
        let pairs = query.pairs();
        assert_eq!(pairs.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["from", "actor", "before"]);
        let get = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| format!(" {value} "));
        assert_eq!(AuditQuery::from_query(get), query);
    }

    #[test]
    fn a_place_alone_narrows_nothing() {
        assert!(!AuditQuery { before: "x".into(), ..AuditQuery::default() }.is_filtered());
        assert!(AuditQuery { to: "now".into(), ..AuditQuery::default() }.is_filtered());
    }
}
