//! Signing in and out.

use crate::PasswordHasher;
use crate::fields::plausible_email;
use crate::store::identity::{self, AttemptKeys, NewSession, Proof};
use cauldron_core::{ApiError, SecretToken, SecurityNotice, TokenHash, Visit, sha256};
use cauldron_db::Db;
use cauldron_types::{OrganizationId, Problem, ProblemKind, UserId};
use chrono::TimeDelta;
use std::net::IpAddr;

/// How long sessions last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without a request.
    pub idle: TimeDelta,
    /// At most, from signing in.
    pub absolute: TimeDelta,
}

impl Default for SessionLimits {
    /// A working day of idleness, two weeks in all.
    fn default() -> Self {
        Self { idle: TimeDelta::hours(12), absolute: TimeDelta::days(14) }
    }
}

/// What was typed.
#[derive(Clone)]
pub struct Credentials {
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Credentials(…)")
    }
}

/// Why somebody could not sign in. Unknown account, wrong password and suspended person are one answer on purpose.
#[derive(Debug, thiserror::Error)]
enum SignInError {
    #[error("The e-mail address or the password is not right.")]
    Wrong,
    #[error("Too many attempts. Try again in {0} seconds.")]
    Blocked(u32),
}

impl From<SignInError> for ApiError {
    fn from(error: SignInError) -> Self {
        let sentence = error.to_string();
        match error {
            SignInError::Wrong => Self::problem(ProblemKind::Unauthenticated, sentence),
            SignInError::Blocked(seconds) => {
                Self::Problem(Problem { retry_after: Some(seconds), ..Problem::new(ProblemKind::TooMany, sentence) })
            }
        }
    }
}

/// The refusal of an attempt for so many seconds.
pub(crate) fn too_many(seconds: i64) -> ApiError {
    SignInError::Blocked(u32::try_from(seconds.max(1)).unwrap_or(900)).into()
}

/// A session just opened.
#[derive(Debug)]
pub struct OpenedSession {
    /// For the cookie.
    pub token: SecretToken,
    /// Where the person arrives.
    pub organization: OrganizationId,
    /// Whether it waits for the second step, and opens nothing until then.
    pub second_step: bool,
}

pub(crate) fn normalized_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// What counts as one address: an IPv6 customer has a whole /64 to choose from. As `core.network_of` has it.
pub(crate) fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{:x}", address.to_bits() >> 64),
    }
}

pub(crate) fn attempt_keys(visit: &Visit, email: &str) -> AttemptKeys {
    let address = visit.address.map(network).unwrap_or_default();
    AttemptKeys {
        pair: sha256(&[b"pair", email.as_bytes(), address.as_bytes()]),
        address: sha256(&[b"address", address.as_bytes()]),
        account: sha256(&[b"account", email.as_bytes()]),
    }
}

/// What may be recorded of an address that was typed: enough to recognize, not enough to be a list of accounts or to
/// hold a password that was typed into the wrong field.
pub(crate) fn masked(email: &str) -> String {
    match email.split_once('@') {
        Some((name, domain)) if !domain.contains('@') => {
            format!("{}…@{domain}", name.chars().next().map(String::from).unwrap_or_default())
        }
        _ => "an unknown account".to_owned(),
    }
}

/// Opens a session for whoever knows the password. `replaced` is the session that the browser held before.
///
/// # Errors
/// [`ProblemKind::Unauthenticated`] when account or password are wrong, [`ProblemKind::TooMany`] after too many attempts
/// (with the seconds to wait), and what the database answers.
pub async fn sign_in(
    db: &Db,
    hasher: &PasswordHasher,
    limits: SessionLimits,
    visit: &Visit,
    credentials: &Credentials,
    replaced: Option<TokenHash>,
) -> Result<OpenedSession, ApiError> {
    // What cannot be an address is no account's: it is counted and noted like one that nobody has, and nothing of it is kept.
    let email = Some(normalized_email(&credentials.email)).filter(|email| plausible_email(email)).unwrap_or_default();
    let wrong = "wrong password or unknown account";
    let Some(proof) = prove(db, hasher, visit, &email, &credentials.password, wrong).await? else {
        return Err(SignInError::Wrong.into());
    };
    if let Some(opened) = open(db, limits, visit, &proof, replaced).await? {
        return Ok(opened);
    }
    note_failure(db, visit, Some(proof.user), &email, "no active membership, or a password just changed").await?;
    Err(SignInError::Wrong.into())
}

/// Checks a password, as one of few attempts. None when it is not right, or nobody's, which is noted with the words of
/// `wrong`.
///
/// # Errors
/// [`ProblemKind::TooMany`] after too many attempts, and what the database answers.
pub(crate) async fn prove(
    db: &Db,
    hasher: &PasswordHasher,
    visit: &Visit,
    email: &str,
    password: &str,
    wrong: &str,
) -> Result<Option<Proof>, ApiError> {
    let keys = attempt_keys(visit, email);
    let mut tx = db.visit_tx(visit).await?;
    let begun = identity::begin_sign_in(&mut tx, email, &keys).await?;
    // The count must stand even if the process dies while hashing.
    tx.commit().await?;
    if let Some(until) = begun.blocked_until {
        // Noted when a block begins, not at every attempt that meets it: whoever floods us must not flood the log.
        if begun.newly_blocked {
            note_failure(db, visit, begun.user, email, SecurityNotice::BLOCKED).await?;
        }
        return Err(too_many((until - visit.ambient.now()).num_seconds()));
    }
    let right = hasher.verify(password, begun.password_hash.as_deref()).await?;
    if let (true, Some(user), Some(password_hash)) = (right, begun.user, begun.password_hash) {
        return Ok(Some(Proof { user, password_hash, keys }));
    }
    note_failure(db, visit, begun.user, email, wrong).await?;
    Ok(None)
}

async fn note_failure(db: &Db, visit: &Visit, user: Option<UserId>, email: &str, reason: &str) -> Result<(), ApiError> {
    let mut tx = db.visit_tx(visit).await?;
    identity::fail_sign_in(&mut tx, user, &masked(email), reason).await?;
    Ok(tx.commit().await?)
}

/// Opens a session for a person who has just proved who they are. None without an active membership, and when their password
/// has been changed since.
pub(crate) async fn open(
    db: &Db,
    limits: SessionLimits,
    visit: &Visit,
    proof: &Proof,
    replaced: Option<TokenHash>,
) -> Result<Option<OpenedSession>, ApiError> {
    let token = SecretToken::generate(&visit.ambient);
    let mut tx = db.visit_tx(visit).await?;
    let session =
        NewSession { token_hash: token.hash(), replaced, proof, idle: limits.idle, absolute: limits.absolute };
    let opened = identity::open_session(&mut tx, session).await?;
    tx.commit().await?;
    Ok(opened.map(|(organization, second_step)| OpenedSession { token, organization, second_step }))
}

/// Ends the session. Returns whether there was one.
///
/// # Errors
/// The database does not answer; the session goes on.
pub async fn sign_out(db: &Db, visit: &Visit, session: &TokenHash) -> Result<bool, ApiError> {
    let mut tx = db.visit_tx(visit).await?;
    let ended = identity::end_session(&mut tx, session).await?;
    tx.commit().await?;
    Ok(ended)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_recorded_of_a_typed_address_is_masked() {
        assert_eq!(masked("mira@example.org"), "m…@example.org");
        assert_eq!(masked("my secret password"), "an unknown account");
        assert_eq!(masked("@@"), "an unknown account");
    }
}
