//! The keys, and what is done with them.

use super::key_file::{self, Stored};
use super::{Place, SealError, Secret};
use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use cauldron_core::{Ambient, sha256};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

/// The form of sealed texts.
const VERSION: &str = "1";
/// Bytes of a nonce.
const NONCE: usize = 12;

/// The keys are not to be had; each sentence says how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read, or made.
    #[error("The key file {} cannot be used: {reason}. Secrets at rest are sealed under it.", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// Why, in the words of the operating system.
        reason: std::io::Error,
    },
    /// The file is not one of ours.
    #[error("The key file {} is damaged: {reason}. Put the file from your backup in its place.", file.display())]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// Others may read the file.
    #[error("The key file {} can be read by others. Run: chmod 600 {}", .0.display(), .0.display())]
    Open(PathBuf),
    /// A configured key is no key.
    #[error("{0} must be 32 bytes in base64, such as `openssl rand -base64 32` prints.")]
    NoKey(&'static str),
    /// Keys come from the configuration, where nobody but the operator can put a new one.
    #[error(
        "The key comes from the configuration. Put a new one into secrets.key and the one before into secrets.older_keys, restart, and run this again to seal everything under the new one."
    )]
    Configured,
}

/// One key. Its id tells keys apart and says nothing about them.
#[derive(Clone)]
struct OneKey {
    id: String,
    cipher: Aes256Gcm,
}

impl OneKey {
    fn new(bytes: &[u8; 32]) -> Self {
        let id = sha256(&[b"cauldron key id", bytes]).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        Self { id, cipher: Aes256Gcm::new(&Key::<Aes256Gcm>::from(*bytes)) }
    }
}

/// The key that seals, and all that open.
#[derive(Clone)]
struct Ring {
    current: OneKey,
    older: Vec<OneKey>,
}

impl Ring {
    fn of(stored: &Stored) -> Self {
        Self { current: OneKey::new(&stored.current), older: stored.older.iter().map(OneKey::new).collect() }
    }

    fn find(&self, id: &str) -> Option<&OneKey> {
        std::iter::once(&self.current).chain(&self.older).find(|key| key.id == id)
    }
}

/// Seals and opens secrets. Cheap to clone; clones share their keys.
#[derive(Clone)]
pub struct Keyring {
    ring: Arc<RwLock<Ring>>,
    /// The file they are from; none for keys from the configuration.
    file: Option<PathBuf>,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Keyring(…)")
    }
}

fn key(text: &str, name: &'static str) -> Result<[u8; 32], KeyError> {
    STANDARD.decode(text.trim()).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(KeyError::NoKey(name))
}

impl Keyring {
    /// The keys of a data folder; the first start makes one.
    ///
    /// # Errors
    /// The file cannot be read or made, others may read it, or it is damaged.
    pub fn in_folder(folder: &Path, ambient: &Ambient) -> Result<Self, KeyError> {
        let file = folder.join(key_file::NAME);
        let stored = match key_file::read(&file)? {
            Some(stored) => stored,
            None => key_file::make(&file, &Stored { current: ambient.random_bytes(), older: Vec::new() })?,
        };
        Ok(Self { ring: Arc::new(RwLock::new(Ring::of(&stored))), file: Some(file) })
    }

    /// Keys from the configuration, in base64: the one that seals, and older ones that still open.
    ///
    /// # Errors
    /// One is not 32 bytes in base64.
    pub fn given(current: &str, older: &[String]) -> Result<Self, KeyError> {
        let stored = Stored {
            current: key(current, "secrets.key")?,
            older: older.iter().map(|text| key(text, "Each of secrets.older_keys")).collect::<Result<_, _>>()?,
        };
        Ok(Self { ring: Arc::new(RwLock::new(Ring::of(&stored))), file: None })
    }

    fn ring(&self) -> Ring {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the file again: another process may have put a new key into it.
    fn read_again(&self) -> Option<Ring> {
        let stored = key_file::read(self.file.as_deref()?).ok()??;
        let ring = Ring::of(&stored);
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = ring.clone();
        Some(ring)
    }

    /// Seals a secret for its place.
    #[must_use]
    pub fn seal(&self, ambient: &Ambient, place: Place, secret: &Secret) -> String {
        let nonce: [u8; NONCE] = ambient.random_bytes();
        let associated = place.associated();
        let payload = Payload { msg: secret.reveal().as_bytes(), aad: &associated };
        let OneKey { id, cipher } = self.ring().current;
        // It fails for texts of more than 64 GB alone; the empty text that would be stored then opens as nothing.
        let sealed = cipher.encrypt(&Nonce::from(nonce), payload).unwrap_or_default();
        let mut bytes = nonce.to_vec();
        bytes.extend(sealed);
        format!("{VERSION}.{id}.{}", STANDARD_NO_PAD.encode(bytes))
    }

    /// Opens what was sealed for the same place.
    ///
    /// # Errors
    /// Its key is gone, or it was changed or moved.
    pub fn open(&self, place: Place, sealed: &str) -> Result<Secret, SealError> {
        let mut parts = sealed.splitn(3, '.');
        let (Some(VERSION), Some(id), Some(text)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(SealError::Malformed);
        };
        let bytes = STANDARD_NO_PAD.decode(text).map_err(|_| SealError::Malformed)?;
        let Some((nonce, ciphertext)) = bytes.split_first_chunk::<NONCE>() else { return Err(SealError::Malformed) };
        let known = self.ring().find(id).cloned().or_else(|| self.read_again()?.find(id).cloned());
        let Some(key) = known else { return Err(SealError::NoKey(id.to_owned())) };
        let associated = place.associated();
        let payload = Payload { msg: ciphertext, aad: &associated };
        let opened = key.cipher.decrypt(&Nonce::from(*nonce), payload).map_err(|_| SealError::Forged)?;
        String::from_utf8(opened).map(Secret).map_err(|_| SealError::Malformed)
    }

    /// Whether it is sealed under the key that seals now.
    #[must_use]
    pub fn is_current(&self, sealed: &str) -> bool {
        sealed.split('.').nth(1) == Some(self.ring().current.id.as_str())
    }

    /// The id of the key that seals now.
    #[must_use]
    pub fn current_id(&self) -> String {
        self.ring().current.id
    }

    /// Puts a new key in front; those before go on opening. With keys from the configuration nothing happens when there is an
    /// older one: the operator has put the new one in front already.
    ///
    /// # Errors
    /// The file cannot be written, or a configured key has no predecessor.
    pub fn renew(&self, ambient: &Ambient) -> Result<(), KeyError> {
        let Some(file) = &self.file else {
            return if self.ring().older.is_empty() { Err(KeyError::Configured) } else { Ok(()) };
        };
        let missing = || KeyError::Damaged { file: file.clone(), reason: "it is gone".to_owned() };
        let Stored { current, older } = key_file::read(file)?.ok_or_else(missing)?;
        let renewed = Stored { current: ambient.random_bytes(), older: [vec![current], older].concat() };
        key_file::replace(file, &renewed)?;
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Ring::of(&renewed);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::os::unix::fs::PermissionsExt as _;
    use uuid::Uuid;

    const PLACE: Place = Place { owner: Uuid::nil(), purpose: "test.password" };

    #[test]
    fn a_secret_opens_in_its_place_alone_and_never_prints() {
        let ambient = Ambient::system();
        let folder = tempfile::tempdir().unwrap();
        let keys = Keyring::in_folder(folder.path(), &ambient).unwrap();
        let secret = Secret::new("hunter2");
        let sealed = keys.seal(&ambient, PLACE, &secret);
        assert!(!sealed.contains("hunter2") && !format!("{secret:?} {keys:?}").contains("hunter2"));
        assert_eq!(keys.open(PLACE, &sealed), Ok(secret.clone()));
        assert_ne!(keys.seal(&ambient, PLACE, &secret), sealed, "a nonce of its own each time");
        for elsewhere in [Place { owner: Uuid::max(), ..PLACE }, Place { purpose: "test.other", ..PLACE }] {
            assert_eq!(keys.open(elsewhere, &sealed), Err(SealError::Forged));
        }
        for broken in ["", "1", "1.x", "2.00000000.AAAA", "1.00000000.!!", "1.00000000.AAAA"] {
            assert!(keys.open(PLACE, broken).is_err(), "{broken}");
        }
        let other = tempfile::tempdir().unwrap();
        let stranger = Keyring::in_folder(other.path(), &ambient).unwrap();
        assert_eq!(stranger.open(PLACE, &sealed), Err(SealError::NoKey(keys.current_id())));
    }

    #[test]
    fn the_file_is_for_its_owner_alone_and_the_next_start_finds_the_same_key() {
        let ambient = Ambient::system();
        let folder = tempfile::tempdir().unwrap();
        let first = Keyring::in_folder(folder.path(), &ambient).unwrap();
        let sealed = first.seal(&ambient, PLACE, &Secret::new("s"));
        let file = folder.path().join(key_file::NAME);
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        let second = Keyring::in_folder(folder.path(), &ambient).unwrap();
        assert_eq!(second.open(PLACE, &sealed).unwrap().reveal(), "s");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(Keyring::in_folder(folder.path(), &ambient), Err(KeyError::Open(_))));
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        std::fs::write(&file, "{}").unwrap();
        assert!(matches!(Keyring::in_folder(folder.path(), &ambient), Err(KeyError::Damaged { .. })));
    }

    #[test]
    fn after_a_renewal_the_old_key_still_opens_and_a_running_process_learns_the_new_one() {
        let ambient = Ambient::system();
        let folder = tempfile::tempdir().unwrap();
        let running = Keyring::in_folder(folder.path(), &ambient).unwrap();
        let before = running.seal(&ambient, PLACE, &Secret::new("before"));
        let verb = Keyring::in_folder(folder.path(), &ambient).unwrap();
        verb.renew(&ambient).unwrap();
        assert!(!verb.is_current(&before));
        assert_eq!(verb.open(PLACE, &before).unwrap().reveal(), "before");
        let after = verb.seal(&ambient, PLACE, &Secret::new("after"));
        assert_eq!(running.open(PLACE, &after).unwrap().reveal(), "after");
        assert!(running.is_current(&after), "from then on it seals under the new one too");
    }

    #[test]
    fn configured_keys_are_checked_and_rotated_by_the_operator() {
        let ambient = Ambient::system();
        let text = |byte: u8| STANDARD.encode([byte; 32]);
        assert!(matches!(Keyring::given("short", &[]), Err(KeyError::NoKey("secrets.key"))));
        assert!(matches!(Keyring::given(&text(1), &["x".to_owned()]), Err(KeyError::NoKey(_))));
        let first = Keyring::given(&text(1), &[]).unwrap();
        assert!(matches!(first.renew(&ambient), Err(KeyError::Configured)));
        let sealed = first.seal(&ambient, PLACE, &Secret::new("s"));
        let second = Keyring::given(&text(2), &[text(1)]).unwrap();
        assert!(second.renew(&ambient).is_ok() && !second.is_current(&sealed));
        assert_eq!(second.open(PLACE, &sealed).unwrap().reveal(), "s");
    }

    proptest! {
        #[test]
        fn every_secret_survives_and_every_changed_letter_is_noticed(text in ".{0,200}", at in 0_usize..1000) {
            let ambient = Ambient::system();
            let keys = Keyring::given(&STANDARD.encode([7; 32]), &[]).unwrap();
            let sealed = keys.seal(&ambient, PLACE, &Secret::new(text.clone()));
            let opened = keys.open(PLACE, &sealed).unwrap();
            prop_assert_eq!(opened.reveal(), text);
            let mut bytes = sealed.into_bytes();
            let at = at % bytes.len();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            // The last letter carries bits that base64 may not use; then it is no base64 of ours.
            prop_assert!(keys.open(PLACE, &changed).is_err());
        }
    }
}
