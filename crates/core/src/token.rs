//! Secrets that travel in cookies and links, and the hashes of them that may be stored.

use crate::Ambient;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// 256 random bits. Shown once, never stored, never logged: `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretToken([u8; 32]);

/// SHA-256 of a token, the form in which it is stored.
pub type TokenHash = [u8; 32];

impl SecretToken {
    /// A new one.
    #[must_use]
    pub fn generate(ambient: &Ambient) -> Self {
        Self(ambient.random_bytes())
    }

    /// Reads what [`SecretToken::reveal`] wrote; none when it cannot be one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| bytes.try_into().ok()).map(Self)
    }

    /// The text to put into a cookie or a link: 43 characters of base64url.
    #[must_use]
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// The form to store and to look up by.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        sha256(&[&self.0])
    }
}

impl std::fmt::Debug for SecretToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SecretToken(…)")
    }
}

/// SHA-256 over the parts, each preceded by its length, so that parts cannot run into each other.
#[must_use]
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// Sixteen hexadecimal digits that are equal for equal parts.
#[must_use]
pub fn fingerprint(parts: &[&str]) -> String {
    let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
    sha256(&parts).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_its_text_and_does_not_show_itself() {
        let token = SecretToken::generate(&Ambient::system());
        assert_eq!(SecretToken::parse(&token.reveal()), Some(token.clone()));
        assert_eq!(format!("{token:?}"), "SecretToken(…)");
        assert_eq!(SecretToken::parse("short"), None);
        assert_ne!(sha256(&[b"ab", b"c"]), sha256(&[b"a", b"bc"]));
    }
}
