//! Messages of the one event stream that a browser keeps open.

use crate::access::named_enum;
use crate::{LivePoints, SecurityEvent};
use serde::{Deserialize, Serialize};

named_enum! {
    /// What a panel subscribes to; each needs the permission of the panel's data.
    Topic {
        /// Samples of the host, Postgres and request series.
        Metrics = "metrics",
        /// New security events.
        SecurityEvents = "security_events",
    }
}

/// One message of the stream.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
pub enum StreamMessage {
    /// The stream is open and authorized.
    Ready,
    /// New samples.
    Metrics(LivePoints),
    /// New security events, oldest first.
    SecurityEvents(Vec<SecurityEvent>),
    /// Messages were missed that cannot be replayed: read everything anew.
    Reset,
    /// The session has ended: the stream closes and is not to be reopened.
    SignedOut,
}

impl StreamMessage {
    /// The topic it belongs to; none for messages about the stream itself.
    #[must_use]
    pub const fn topic(&self) -> Option<Topic> {
        match self {
            Self::Metrics(_) => Some(Topic::Metrics),
            Self::SecurityEvents(_) => Some(Topic::SecurityEvents),
            Self::Ready | Self::Reset | Self::SignedOut => None,
        }
    }
}
