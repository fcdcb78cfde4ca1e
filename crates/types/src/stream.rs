//! Messages of the one event stream that a browser keeps open.

use crate::{Instant, LivePoints, SecurityEvent};
use serde::{Deserialize, Serialize};

/// One message of the stream.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
pub enum StreamMessage {
    /// The stream is open and authorized.
    Ready,
    /// Nothing new, but time goes on; comes every fifteen seconds.
    Tick {
        /// The server's time.
        now: Instant,
    },
    /// New samples.
    Metrics(LivePoints),
    /// New security events, oldest first.
    SecurityEvents(Vec<SecurityEvent>),
    /// One's inbox has changed: something came, or was read in another tab.
    Notifications,
    /// Messages were missed that cannot be replayed: read everything anew.
    Reset,
    /// The session has ended: the stream closes and is not to be reopened.
    SignedOut,
    /// The session has gone to another organization, perhaps in another tab: the stream closes and is not to be reopened.
    OrganizationSwitched,
}
