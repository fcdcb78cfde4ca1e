//! Messages of the one event stream that a browser keeps open.

use crate::{LivePoints, SecurityEvent};
use serde::{Deserialize, Serialize};

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
