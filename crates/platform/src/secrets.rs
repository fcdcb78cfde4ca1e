//! Secrets at rest: sealed with AES-256-GCM under keys that are never in the database.
//!
//! A sealed text is `1.<key id>.<base64 of nonce, ciphertext and tag>`. It is bound to its [`Place`]: moved to another person,
//! organization or purpose it does not open. An older key opens what it sealed for as long as it is in the ring.

mod key_file;
mod keyring;
mod reseal;

pub use keyring::{KeyError, Keyring};
pub use reseal::reseal;

use uuid::Uuid;

/// The place of the secret of a person's authenticator app.
pub const TOTP_PURPOSE: &str = "totp.secret";

/// A secret in the clear. It cannot be printed or sent: whoever needs it says so with [`Secret::reveal`].
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes a secret.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret itself.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

/// Where a sealed secret lies: whose it is, and what for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The organization or the person.
    pub owner: Uuid,
    /// What for, such as `mail.password`. Stored secrets do not open any more when this changes.
    pub purpose: &'static str,
}

impl Place {
    /// Bound into the seal as associated data.
    fn associated(self) -> Vec<u8> {
        let mut bytes = b"cauldron secret 1\0".to_vec();
        bytes.extend_from_slice(self.purpose.as_bytes());
        bytes.push(0);
        bytes.extend_from_slice(self.owner.as_bytes());
        bytes
    }
}

/// Why a sealed secret does not open.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Not written by [`Keyring::seal`].
    #[error("this is not a sealed secret")]
    Malformed,
    /// Its key is not in the ring.
    #[error("it was sealed under the key {0}, which this installation does not have")]
    NoKey(String),
    /// Changed, or moved from another place.
    #[error("it was changed, or sealed for another place")]
    Forged,
}
