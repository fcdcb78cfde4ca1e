//! The mail server of the installation and what became of its mail, as an operator's page sees them.

use crate::access::named_enum;
use crate::{Instant, UtcOffset};
use serde::{Deserialize, Serialize};

named_enum! {
    /// How a connection to the mail server is encrypted.
    MailEncryption {
        /// TLS from the first byte, usually on port 465.
        Tls = "tls",
        /// TLS after the server was asked for it, usually on port 587. A server that does not offer it gets nothing.
        StartTls = "starttls",
        /// None. For a server on the same machine or network.
        None = "none",
    }
}

named_enum! {
    /// What became of a mail.
    MailState {
        /// It waits for its next attempt.
        Queued = "queued",
        /// The mail server took it, or it lies in the folder.
        Sent = "sent",
        /// It is given up.
        Failed = "failed",
    }
}

impl MailState {
    /// The state's name in a list or a menu.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Queued => "Queued",
            Self::Sent => "Sent",
            Self::Failed => "Failed",
        }
    }
}

/// The mail server. The password stays on the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailSettings {
    /// Name or address; empty when there is no mail server.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How the connection is encrypted.
    pub encryption: MailEncryption,
    /// Whom to sign in as; empty for nobody.
    pub username: String,
    /// Whether a password is kept.
    pub has_password: bool,
    /// From whom mail comes, such as `Cauldron <cauldron@example.org>`.
    pub sender: String,
    /// For optimistic locking; 0 before the first save.
    pub version: i64,
}

impl Default for MailSettings {
    fn default() -> Self {
        Self {
            host: String::new(),
            port: 465,
            encryption: MailEncryption::Tls,
            username: String::new(),
            has_password: false,
            sender: String::new(),
            version: 0,
        }
    }
}

/// A mail, without its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailView {
    /// What it tells of, such as `account.recovery`.
    pub kind: String,
    /// The organization it belongs to.
    pub organization: String,
    /// To whom.
    pub recipient: String,
    /// Its subject.
    pub subject: String,
    /// What became of it.
    pub state: MailState,
    /// How often it was tried.
    pub attempts: i32,
    /// What the last attempt failed with.
    pub last_error: Option<String>,
    /// When it was queued.
    pub created_at: Instant,
    /// When it is tried next; none when it is not.
    pub next_attempt_at: Option<Instant>,
}

/// What the Mail page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailPage {
    /// The mail server.
    pub settings: MailSettings,
    /// The latest mails, newest first.
    pub mails: Vec<MailView>,
    /// The server's time when it answered.
    pub now: Instant,
    /// Offsets of the organization's time zone.
    pub offsets: Vec<UtcOffset>,
}
