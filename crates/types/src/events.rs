//! Security events as shown in the browser.

use crate::access::named_enum;
use crate::{EventId, Instant, UtcOffset};
use serde::{Deserialize, Serialize};

named_enum! {
    /// How bad a security event is, worst first.
    Severity {
        /// Act now.
        Critical = "critical",
        /// Act today.
        High = "high",
        /// Look at it.
        Medium = "medium",
        /// Worth knowing.
        Low = "low",
        /// For the record.
        Info = "info",
    }
}

/// One security event of the current organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityEvent {
    /// Identity; sorts by time of creation.
    pub id: EventId,
    /// When it happened.
    pub time: Instant,
    /// What happened, as `subject.outcome`, such as `sign_in.failed`.
    pub kind: String,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence for people.
    pub message: String,
    /// Who did it, as shown; empty when unknown.
    pub actor: String,
    /// The client address; empty when there was none.
    pub address: String,
}

/// The latest events, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityEventPage {
    /// Newest first.
    pub events: Vec<SecurityEvent>,
    /// The server's time when it answered, from which "4 min ago" is counted.
    pub now: Instant,
    /// Offsets of the organization's time zone over the range of the events.
    pub offsets: Vec<UtcOffset>,
}
