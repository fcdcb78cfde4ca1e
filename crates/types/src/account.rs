//! One's own account: who one is, where one is signed in, where one belongs.

use crate::{Instant, OrganizationId, Role, SessionId, UtcOffset};
use serde::{Deserialize, Serialize};

/// A browser that one is signed in with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSession {
    /// Identity; not the token.
    pub id: SessionId,
    /// Whether it is the one that asks.
    pub current: bool,
    /// The client address it was opened from; empty when unknown.
    pub address: String,
    /// Where that address is, as far as a file of the operator's knows; empty when nobody knows.
    pub place: String,
    /// Browser and system in words, such as `Firefox on Linux`.
    pub browser: String,
    /// When it was opened.
    pub created_at: Instant,
    /// When it was last used, to the minute.
    pub last_seen_at: Instant,
}

/// What the Account page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountPage {
    /// How one is addressed.
    pub display_name: String,
    /// One's e-mail address.
    pub email: String,
    /// This session first, then the one used last.
    pub sessions: Vec<OwnSession>,
    /// The server's time when it answered.
    pub now: Instant,
    /// Offsets of the organization's time zone.
    pub offsets: Vec<UtcOffset>,
}

/// An organization that one belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The organization.
    pub organization: OrganizationId,
    /// Its name.
    pub name: String,
    /// One's role in it.
    pub role: Role,
    /// Whether one is in it now.
    pub current: bool,
}
