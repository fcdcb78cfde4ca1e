//! Second factors: what somebody has set up, and what the second step of a sign-in asks for.

use crate::{Instant, PasskeyId, UtcOffset};
use serde::{Deserialize, Serialize};

/// A passkey, without its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyView {
    /// Identity.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it was used last.
    pub last_used_at: Option<Instant>,
}

/// What somebody has set up, as their Account page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnFactors {
    /// Since when there is an authenticator app.
    pub totp_since: Option<Instant>,
    /// Passkeys, the oldest first.
    pub passkeys: Vec<PasskeyView>,
    /// Codes on paper that were not used.
    pub codes_left: u32,
    /// The server's time when it answered.
    pub now: Instant,
    /// Offsets of the organization's time zone.
    pub offsets: Vec<UtcOffset>,
}

impl OwnFactors {
    /// Whether signing in takes a second step.
    #[must_use]
    pub fn any(&self) -> bool {
        self.totp_since.is_some() || !self.passkeys.is_empty()
    }
}

/// A secret for an authenticator app, shown until a code of it was entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotpEnrolment {
    /// For typing, in groups of four letters.
    pub secret: String,
    /// For apps on this machine, `otpauth://…`.
    pub url: String,
    /// The picture: dark modules as one path in a square of `size` units.
    pub qr_path: String,
    /// Units of the square, quiet zone included.
    pub qr_size: u32,
}

/// Codes on paper, shown once; none when those from before still hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreshCodes {
    /// The codes.
    pub codes: Vec<String>,
}

/// What the second step of a sign-in can be done with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondStepView {
    /// Whether there is an authenticator app.
    pub totp: bool,
    /// Whether there is a passkey.
    pub passkey: bool,
    /// Whether a code on paper is left.
    pub codes: bool,
}

/// What a browser is asked to do with a passkey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyChallenge {
    /// Comes back with the answer.
    pub ceremony: String,
    /// For `navigator.credentials`, as JSON.
    pub options: String,
}
