//! What people are told: one's inbox, and what one wants to be told.

use crate::access::named_enum;
use crate::{Instant, NotificationId, UtcOffset};
use serde::{Deserialize, Serialize};

named_enum! {
    /// What a notification is about.
    NotificationKind {
        /// An organization asks one to join.
        Invitation = "invitation",
        /// What one may do has changed: role, team, or both.
        Access = "access",
        /// One's account or one's keys: a sign-in from a new network, a changed password, a key that was made or is about to
        /// expire.
        Security = "security",
    }
}

impl NotificationKind {
    /// In a menu or a heading.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Invitation => "Invitations",
            Self::Access => "Roles and teams",
            Self::Security => "Security",
        }
    }

    /// What it brings, in a sentence.
    #[must_use]
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::Invitation => "An organization asks you to join.",
            Self::Access => "Somebody changed your role, your teams or what you may do.",
            Self::Security => {
                "A sign-in from a new network, a changed password or second factor, a key that was made or is about to expire."
            }
        }
    }
}

/// One notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    /// Identity.
    pub id: NotificationId,
    /// What it is about.
    pub kind: NotificationKind,
    /// What happened, in a sentence without its full stop.
    pub title: String,
    /// What to do about it; may be empty.
    pub body: String,
    /// Where it leads; empty when nowhere.
    pub href: String,
    /// When.
    pub time: Instant,
    /// Whether it was read.
    pub read: bool,
}

/// Which notifications are asked for, in the words of an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct InboxQuery {
    /// `unread`, or empty for all.
    pub show: String,
    /// A kind, or empty for all.
    pub kind: String,
    /// Cursor: only those older than this place.
    pub before: String,
}

/// A page of one's inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inbox {
    /// Newest first.
    pub notifications: Vec<Notification>,
    /// Cursor of older ones; none at the end.
    pub older: Option<String>,
    /// How many are unread, whatever was asked for.
    pub unread: i64,
    /// The server's time when it answered.
    pub now: Instant,
    /// Offsets of the organization's time zone.
    pub offsets: Vec<UtcOffset>,
}

/// What one wants of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationChoice {
    /// Of which.
    pub kind: NotificationKind,
    /// In the inbox.
    pub in_app: bool,
    /// To one's address.
    pub by_mail: bool,
}
