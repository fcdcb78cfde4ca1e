//! Links that stand in for a password or a proof, as the page behind them sees them.

use crate::access::named_enum;
use serde::{Deserialize, Serialize};

named_enum! {
    /// What a link is for.
    LinkKind {
        /// A new password.
        Password = "password",
        /// Another e-mail address.
        Email = "email",
        /// The proof that an address is somebody's.
        Verification = "verification",
    }
}

/// A link that can be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryLink {
    /// What it is for.
    pub kind: LinkKind,
    /// The person's name.
    pub display_name: String,
    /// The address with which they sign in now.
    pub current_email: String,
    /// The address that it is about.
    pub email: String,
}

/// What the Account page says of one's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnEmail {
    /// Whether a link that went there was used.
    pub verified: bool,
    /// Whether there is a mail server, so that a link can go there.
    pub mail_is_sent: bool,
}

/// A link that an operator or an administrator hands over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedLink {
    /// Whose it is.
    pub email: String,
    /// The address to hand over.
    pub url: String,
    /// What it is for.
    pub kind: LinkKind,
}
