//! The typed events that modules exchange through the outbox.

use crate::Ctx;
use cauldron_types::UserId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// Something happened that another module, or a browser, may want to react to.
#[derive(Clone, Debug, PartialEq)]
pub enum BusEvent {
    /// Something that matters to security; Aegis keeps it.
    Security(SecurityNotice),
    /// Samples with times in `[from, to]` were written.
    MetricsRecorded {
        /// Earliest sample.
        from: DateTime<Utc>,
        /// Latest sample.
        to: DateTime<Utc>,
    },
    /// A person was told something, or has read it.
    Notified {
        /// The person.
        user: UserId,
    },
    /// Security events were stored, with times in `[from, to]`.
    SecurityEventsStored {
        /// Earliest event.
        from: DateTime<Utc>,
        /// Latest event.
        to: DateTime<Utc>,
    },
}

/// The particulars of [`BusEvent::Security`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SecurityNotice {
    /// What happened, as `subject.outcome`, such as `sign_in.failed`. Carried by the event's kind, not its payload.
    #[serde(skip)]
    pub what: String,
    /// When.
    pub time: DateTime<Utc>,
    /// Who, when known.
    pub actor_id: Option<Uuid>,
    /// Who, as shown.
    pub actor_label: String,
    /// From where.
    pub address: Option<String>,
    /// The particulars. Never a secret.
    pub detail: Value,
}

impl SecurityNotice {
    /// The `reason` in the detail of a `sign_in.failed` with which a block began: somebody guessed until they were stopped.
    /// `admin` writes it and `aegis` judges by it, so that both take it from here.
    pub const BLOCKED: &str = "too many attempts, blocked for a while";

    /// What the actor of a context does at this moment.
    #[must_use]
    pub fn by(ctx: &Ctx, what: &str, detail: Value) -> Self {
        Self {
            what: what.to_owned(),
            time: ctx.now(),
            actor_id: ctx.actor.id(),
            actor_label: ctx.actor.label(),
            address: ctx.visit.address.map(|address| address.to_string()),
            detail,
        }
    }
}

/// An outbox row that this build cannot read.
#[derive(Debug, thiserror::Error)]
#[error("the outbox holds an event of kind {kind} that this version cannot read: {reason}")]
pub struct UnknownEvent {
    /// The stored kind.
    pub kind: String,
    /// Why.
    pub reason: String,
}

#[derive(Serialize, Deserialize)]
struct Span {
    from: DateTime<Utc>,
    to: DateTime<Utc>,
}

#[derive(Serialize, Deserialize)]
struct Whom {
    user: UserId,
}

const SECURITY: &str = "security.";
const METRICS_RECORDED: &str = "metrics.recorded";
const NOTIFIED: &str = "notifications.changed";
const SECURITY_EVENTS_STORED: &str = "security_events.stored";

impl BusEvent {
    /// The kinds that a browser's stream shows.
    pub const FOR_BROWSERS: [&str; 3] = [METRICS_RECORDED, SECURITY_EVENTS_STORED, NOTIFIED];

    /// The kind and payload under which it is stored.
    #[must_use]
    pub fn encode(&self) -> (String, Value) {
        let json = |value: Result<Value, serde_json::Error>| value.unwrap_or(Value::Null);
        match self {
            Self::Security(notice) => (format!("{SECURITY}{}", notice.what), json(serde_json::to_value(notice))),
            Self::MetricsRecorded { from, to } => {
                (METRICS_RECORDED.to_owned(), json(serde_json::to_value(Span { from: *from, to: *to })))
            }
            Self::Notified { user } => (NOTIFIED.to_owned(), json(serde_json::to_value(Whom { user: *user }))),
            Self::SecurityEventsStored { from, to } => {
                (SECURITY_EVENTS_STORED.to_owned(), json(serde_json::to_value(Span { from: *from, to: *to })))
            }
        }
    }

    /// Reads what [`BusEvent::encode`] wrote.
    ///
    /// # Errors
    /// A kind or payload that this build does not know.
    pub fn decode(kind: &str, payload: Value) -> Result<Self, UnknownEvent> {
        let unknown = |reason: String| UnknownEvent { kind: kind.to_owned(), reason };
        let span = |payload| serde_json::from_value::<Span>(payload).map_err(|error| unknown(error.to_string()));
        if let Some(what) = kind.strip_prefix(SECURITY) {
            let mut notice: SecurityNotice =
                serde_json::from_value(payload).map_err(|error| unknown(error.to_string()))?;
            what.clone_into(&mut notice.what);
            return Ok(Self::Security(notice));
        }
        match kind {
            NOTIFIED => serde_json::from_value(payload)
                .map(|Whom { user }| Self::Notified { user })
                .map_err(|error| unknown(error.to_string())),
            METRICS_RECORDED => span(payload).map(|Span { from, to }| Self::MetricsRecorded { from, to }),
            SECURITY_EVENTS_STORED => span(payload).map(|Span { from, to }| Self::SecurityEventsStored { from, to }),
            _ => Err(unknown("no such kind".to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_event_survives_its_stored_form() {
        let time = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let events = [
            BusEvent::Security(SecurityNotice {
                what: "sign_in.failed".into(),
                time,
                actor_id: Some(Uuid::nil()),
                actor_label: "Mira".into(),
                address: Some("127.0.0.1".into()),
                detail: json!({"reason": "password"}),
            }),
            BusEvent::MetricsRecorded { from: time, to: time },
            BusEvent::SecurityEventsStored { from: time, to: time },
            BusEvent::Notified { user: UserId(Uuid::from_u128(7)) },
        ];
        for event in events {
            let (kind, payload) = event.encode();
            assert_eq!(BusEvent::decode(&kind, payload).unwrap(), event);
        }
        assert!(BusEvent::decode("lore.indexed", json!({})).is_err());
    }
}
