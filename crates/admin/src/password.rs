//! Passwords: how they are hashed, and which are accepted.

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use cauldron_core::{Ambient, ApiError};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Semaphore;

/// Fewest characters of a password that is the only factor (NIST SP 800-63B-4, section 3.1.1.2).
const SHORTEST: usize = 15;
/// Most characters; far above the 64 that NIST asks to allow, far below what would make hashing a burden.
const LONGEST: usize = 256;
/// Below this estimate of guesses (as a power of ten) a password counts as one that is commonly tried.
const FEWEST_GUESSES: f64 = 10.0;
/// Letters and digits that a password must have beyond the words that are known about its owner.
const FEWEST_OF_ONES_OWN: usize = 6;
/// Sign-ins that may wait for a free core before the next is turned away.
const LONGEST_QUEUE: usize = 200;

/// Whether a new password may be used; the sentence says what to choose instead.
///
/// Length and a blocklist, no rules of composition (NIST SP 800-63B-4). The blocklist is zxcvbn's dictionary of leaked
/// and common passwords together with `known`: what an attacker would try first for this person.
///
/// # Errors
/// A sentence for the form field.
pub fn check_new_password(password: &str, known: &[&str]) -> Result<(), String> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(format!(
            "Use at least {SHORTEST} characters; {length} is too short. A few random words are easy to remember."
        ));
    }
    if length > LONGEST {
        return Err(format!("Use at most {LONGEST} characters."));
    }
    // zxcvbn looks at the first hundred characters; more would only cost time.
    let start: String = password.chars().take(100).collect();
    let mut inputs: Vec<&str> = vec!["cauldron"];
    inputs.extend(
        known
            .iter()
            .flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()))
            .filter(|word| word.len() > 2),
    );
    let guessable = zxcvbn::zxcvbn(&start, &inputs).guesses_log10() < FEWEST_GUESSES;
    // zxcvbn multiplies the guesses of words, so that three known ones in a row pass for a good password.
    if guessable || beyond(password, inputs) < FEWEST_OF_ONES_OWN {
        return Err("This password is among those that are tried first: a common one, a repetition, or made from your name. Use a few random words.".to_owned());
    }
    Ok(())
}

/// How many letters and digits are left when the known words are taken out, longest first.
fn beyond(password: &str, mut known: Vec<&str>) -> usize {
    known.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let rest = known.iter().fold(password.to_lowercase(), |rest, word| rest.replace(&word.to_lowercase(), "\u{0}"));
    rest.chars().filter(|letter| letter.is_alphanumeric()).count()
}

/// Hashes and verifies on threads of their own, as many at a time as there are cores: each takes 19 MiB and about 40 ms.
#[derive(Clone)]
pub struct PasswordHasher {
    argon2: Argon2<'static>,
    // A hash of nothing anybody knows, so that an unknown account takes as long as a wrong password.
    decoy: Arc<str>,
    cores: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
}

impl std::fmt::Debug for PasswordHasher {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PasswordHasher")
    }
}

fn hash_with(argon2: &Argon2<'_>, password: &[u8], salt: &[u8; 16]) -> Result<String, ApiError> {
    argon2
        .hash_password_with_salt(password, salt)
        .map(|hash| hash.to_string())
        .map_err(|error| ApiError::internal(error.to_string()))
}

impl PasswordHasher {
    /// Argon2id with 19 MiB, two passes, one lane (OWASP's first choice for interactive sign-in).
    ///
    /// # Errors
    /// Never in practice: the parameters are constants.
    pub fn new(ambient: &Ambient, cores: usize) -> Result<Self, ApiError> {
        let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| ApiError::internal(error.to_string()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = hash_with(&argon2, &ambient.random_bytes::<32>(), &ambient.random_bytes())?;
        Ok(Self { argon2, decoy: decoy.into(), cores: Arc::new(Semaphore::new(cores.max(1))), waiting: Arc::default() })
    }

    async fn on_a_core<T: Send + 'static>(
        &self,
        work: impl FnOnce(Argon2<'static>) -> T + Send + 'static,
    ) -> Result<T, ApiError> {
        struct Waiting(Arc<AtomicUsize>);
        impl Drop for Waiting {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::Relaxed);
            }
        }
        let ahead = self.waiting.fetch_add(1, Ordering::Relaxed);
        let _waiting = Waiting(self.waiting.clone());
        if ahead >= LONGEST_QUEUE {
            return Err(ApiError::Unavailable {
                what: "Too many people are signing in at this moment. Try again in a few seconds.",
                source: format!("{ahead} password checks are waiting").into(),
            });
        }
        let permit = self.cores.clone().acquire_owned().await.map_err(ApiError::internal)?;
        let argon2 = self.argon2.clone();
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work(argon2)
        })
        .await
        .map_err(ApiError::internal)
    }

    /// The PHC string of a new password.
    ///
    /// # Errors
    /// Too many are waiting.
    pub async fn hash(&self, ambient: &Ambient, password: &str) -> Result<String, ApiError> {
        let (password, salt) = (password.to_owned(), ambient.random_bytes::<16>());
        self.on_a_core(move |argon2| hash_with(&argon2, password.as_bytes(), &salt)).await?
    }

    /// Whether the password is the one that was hashed. Takes as long when there is no hash.
    ///
    /// # Errors
    /// Too many are waiting.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, ApiError> {
        let (password, known) = (password.to_owned(), hash.is_some());
        let hash = hash.map_or_else(|| self.decoy.to_string(), str::to_owned);
        let matches =
            self.on_a_core(move |argon2| argon2.verify_password(password.as_bytes(), hash.as_str()).is_ok()).await?;
        Ok(matches && known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_unguessable_passwords_are_accepted_without_rules_of_composition() {
        for good in
            ["correct horse battery staple", "wandering otters juggle lamps", "пароль из нескольких случайных слов"]
        {
            assert_eq!(check_new_password(good, &["mira@example.org"]), Ok(()), "{good}");
        }
    }

    #[test]
    fn short_common_repeated_and_personal_passwords_are_refused_with_a_way_out() {
        for bad in [
            "short",
            "aaaaaaaaaaaaaaaaaaaa",
            "passwordpassword",
            "123456789012345",
            "mira.kellermann",
            "cauldroncauldron",
            "Mira Kellermann 2026!",
            "mira.example.org-cauldron",
        ] {
            let sentence = check_new_password(bad, &["mira.kellermann@example.org", "Mira Kellermann"]).unwrap_err();
            assert!(sentence.ends_with('.') && sentence.contains("Use"), "{bad}: {sentence}");
        }
        assert!(check_new_password(&"x9 ".repeat(100), &[]).is_err());
    }

    #[tokio::test]
    async fn an_unknown_account_is_checked_like_a_known_one() {
        let ambient = Ambient::system();
        let hasher = PasswordHasher::new(&ambient, 1).unwrap();
        let hash = hasher.hash(&ambient, "correct horse battery staple").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(hasher.verify("correct horse battery staple", Some(&hash)).await.unwrap());
        assert!(!hasher.verify("correct horse battery stable", Some(&hash)).await.unwrap());
        assert!(!hasher.verify("anything", None).await.unwrap());
    }
}
