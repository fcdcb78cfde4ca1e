//! The second step of a sign-in, and what somebody sets up for it.
//!
//! After a right password a person with a second factor holds a session that opens nothing but this step, for ten minutes.
//! A right code makes it a full one, under another token.

use crate::reauth;
use crate::sign_in::{SessionLimits, masked, too_many};
use crate::store::factors::{self as store, SecondStep, Used};
use crate::store::identity;
use crate::totp::{self, Code};
use cauldron_core::{ApiError, Ctx, SecretToken, SecurityNotice, TokenHash, Visit, sha256};
use cauldron_db::{Db, SystemPurpose};
use cauldron_platform::secrets::{Keyring, Place, Secret};
use cauldron_types::{
    FreshCodes, Instant, OwnFactors, PasskeyId, PasskeyView, ProblemKind, SecondStepView, TotpEnrolment, UserId,
};
use chrono::{DateTime, Utc};
use serde_json::json;

/// The place of an app's secret in the secrets store.
const SECRET_PURPOSE: &str = cauldron_platform::secrets::TOTP_PURPOSE;
/// Codes on paper that are handed out at once.
const CODES: usize = 10;
/// Letters of a code: Crockford's, which nobody takes for another.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn over() -> ApiError {
    ApiError::problem(ProblemKind::Unauthenticated, "Your session has ended. Sign in again.")
}

fn step_over() -> ApiError {
    let sentence = "The second step was not taken within ten minutes. Sign in again with your password.";
    ApiError::problem(ProblemKind::Unauthenticated, sentence)
}

fn instant(at: DateTime<Utc>) -> Instant {
    Instant(at.timestamp_millis())
}

/// The keys under which attempts at a second step are counted.
pub(crate) fn step_keys(visit: &Visit, user: UserId) -> ([u8; 32], [u8; 32]) {
    let address = visit.address.map(crate::sign_in::network).unwrap_or_default();
    let user = user.to_string();
    (sha256(&[b"factor", user.as_bytes(), address.as_bytes()]), sha256(&[b"factor", user.as_bytes()]))
}

fn code_hash(user: UserId, code: &str) -> [u8; 32] {
    sha256(&[b"recovery code", user.0.as_bytes(), code.as_bytes()])
}

/// Ten codes of 16 letters, 80 random bits each, with the hashes under which they are stored.
pub(crate) fn fresh_codes(visit: &Visit, user: UserId) -> (Vec<String>, Vec<[u8; 32]>) {
    (0..CODES)
        .map(|_| {
            let bytes: [u8; 16] = visit.ambient.random_bytes();
            let letter = |byte: &u8| LETTERS.get(usize::from(byte % 32)).copied().map_or('0', char::from);
            let code: String = bytes.iter().map(letter).collect();
            let groups: Vec<String> =
                code.as_bytes().chunks(4).map(|group| group.iter().copied().map(char::from).collect()).collect();
            (groups.join("-"), code_hash(user, &code))
        })
        .unzip()
}

/// A code on paper as it was hashed, whatever was typed for its letters.
fn plain_code(typed: &str) -> String {
    let letter = |letter: char| match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        letter => letter,
    };
    typed.chars().filter(|letter| letter.is_ascii_alphanumeric()).map(letter).collect()
}

/// What somebody has set up. The caller adds offsets.
///
/// # Errors
/// [`ProblemKind::Unauthenticated`] when the session is over; what the database answers.
pub async fn own(db: &Db, visit: &Visit, token: &TokenHash) -> Result<OwnFactors, ApiError> {
    let mut tx = db.visit_tx(visit).await?;
    let row = store::factors(&mut tx, token).await?.filter(|row| !row.pending).ok_or_else(over)?;
    Ok(OwnFactors {
        totp_since: row.totp_since.map(instant),
        passkeys: row
            .passkeys
            .into_iter()
            .map(|passkey| PasskeyView {
                id: passkey.id,
                name: passkey.name,
                created_at: instant(passkey.created_at),
                last_used_at: passkey.last_used_at.map(instant),
            })
            .collect(),
        codes_left: u32::try_from(row.codes_left).unwrap_or(0),
        now: instant(visit.ambient.now()),
        offsets: Vec::new(),
    })
}

/// What the second step can be done with; none when no step is waited for.
///
/// # Errors
/// What the database answers.
pub async fn waiting(db: &Db, visit: &Visit, token: &TokenHash) -> Result<Option<SecondStepView>, ApiError> {
    let mut tx = db.visit_tx(visit).await?;
    let row = store::factors(&mut tx, token).await?.filter(|row| row.pending);
    Ok(row.map(|row| SecondStepView {
        totp: row.totp_since.is_some(),
        passkey: !row.passkeys.is_empty(),
        codes: row.codes_left > 0,
    }))
}

fn secret_of(keys: &Keyring, user: UserId, sealed: &str) -> Result<Secret, ApiError> {
    let place = Place { owner: user.0, purpose: SECRET_PURPOSE };
    keys.open(place, sealed).map_err(|error| ApiError::Unavailable {
        what: "The secret of your authenticator app does not open at the moment. Use a recovery code, or tell whoever runs Cauldron for you.",
        source: Box::new(error),
    })
}

/// Counts an attempt, and refuses it when there were too many.
async fn count(db: &Db, visit: &Visit, token: &TokenHash, user: UserId, email: &str) -> Result<(), ApiError> {
    let (pair, account) = step_keys(visit, user);
    let mut tx = db.visit_tx(visit).await?;
    let (until, newly) = store::begin_second_step(&mut tx, token, &pair, &account).await?;
    tx.commit().await?;
    let Some(until) = until else { return Ok(()) };
    if newly {
        note_failure(db, visit, user, email, SecurityNotice::BLOCKED).await?;
    }
    Err(too_many((until - visit.ambient.now()).num_seconds()))
}

pub(crate) async fn note_failure(
    db: &Db,
    visit: &Visit,
    user: UserId,
    email: &str,
    reason: &str,
) -> Result<(), ApiError> {
    let mut tx = db.visit_tx(visit).await?;
    identity::fail_sign_in(&mut tx, Some(user), &masked(email), reason).await?;
    Ok(tx.commit().await?)
}

/// Makes the session a full one, by a proof that was checked. None when the proof was used before.
pub(crate) async fn pass(
    db: &Db,
    limits: SessionLimits,
    visit: &Visit,
    token: &TokenHash,
    user: UserId,
    used: &Used,
) -> Result<Option<SecretToken>, ApiError> {
    let renewed = SecretToken::generate(&visit.ambient);
    let (pair, account) = step_keys(visit, user);
    let step = SecondStep {
        token,
        renewed: &renewed.hash(),
        pair: &pair,
        account: &account,
        idle: limits.idle,
        absolute: limits.absolute,
    };
    let mut tx = db.visit_tx(visit).await?;
    let passed = store::pass_second_step(&mut tx, &step, used).await?;
    tx.commit().await?;
    Ok(passed.then_some(renewed))
}

/// Takes the second step by a code of an authenticator app, or by a code on paper. Returns the session's token from now on.
///
/// # Errors
/// [`ProblemKind::Invalid`] with a sentence for `code`; [`ProblemKind::TooMany`] after too many attempts;
/// [`ProblemKind::Unauthenticated`] when no step is waited for; what the database answers.
pub async fn by_code(
    db: &Db,
    keys: &Keyring,
    limits: SessionLimits,
    visit: &Visit,
    token: &TokenHash,
    typed: &str,
) -> Result<SecretToken, ApiError> {
    let mut tx = db.visit_tx(visit).await?;
    let row = store::factors(&mut tx, token).await?.filter(|row| row.pending).ok_or_else(step_over)?;
    tx.commit().await?;
    count(db, visit, token, row.user, &row.email).await?;
    let app = row.sealed_secret.as_deref().filter(|_| row.totp_since.is_some());
    let used = match (totp::digits(typed), app) {
        (Some(code), Some(sealed)) => {
            let secret = secret_of(keys, row.user, sealed)?;
            totp::step_of(&secret, &code, visit.ambient.now())?.map(Used::Totp)
        }
        _ => Some(Used::RecoveryCode(code_hash(row.user, &plain_code(typed)))),
    };
    let passed = match &used {
        Some(used) => pass(db, limits, visit, token, row.user, used).await?,
        None => None,
    };
    if let Some(renewed) = passed {
        return Ok(renewed);
    }
    note_failure(db, visit, row.user, &row.email, "wrong code at the second step").await?;
    let sentence = "This code is not right, or it was used before. Wait for the next one, or use a recovery code.";
    Err(ApiError::field("code", sentence))
}

/// Lays a secret down for an authenticator app. A secret before it that was not confirmed is worth nothing any more.
///
/// # Errors
/// [`ProblemKind::ProofNeeded`] when the last proof is too old; [`ProblemKind::Conflict`] when there is an app already; what the
/// database answers.
pub async fn begin_totp(
    db: &Db,
    keys: &Keyring,
    ctx: &Ctx,
    token: &TokenHash,
    email: &str,
) -> Result<TotpEnrolment, ApiError> {
    reauth::require_recent(db, ctx).await?;
    let user = ctx.actor.user().ok_or_else(over)?;
    let secret = totp::new_secret(&ctx.visit.ambient);
    let place = Place { owner: user.0, purpose: SECRET_PURPOSE };
    let sealed = keys.seal(&ctx.visit.ambient, place, &secret);
    let mut tx = db.visit_tx(&ctx.visit).await?;
    let begun = store::begin_totp(&mut tx, token, &sealed).await?;
    tx.commit().await?;
    if !begun {
        let sentence = "An authenticator app is set up already. Remove it before you set up another.";
        return Err(ApiError::problem(ProblemKind::Conflict, sentence));
    }
    totp::enrolment(&secret, email)
}

/// Takes the first code of an authenticator app: from now on signing in asks for one. Returns codes on paper when it is the first
/// factor.
///
/// # Errors
/// [`ProblemKind::Invalid`] with a sentence for `code`; what the database answers.
pub async fn confirm_totp(
    db: &Db,
    keys: &Keyring,
    ctx: &Ctx,
    token: &TokenHash,
    typed: &str,
) -> Result<FreshCodes, ApiError> {
    let wrong =
        || ApiError::field("code", "This is not the code that the app shows now. Look whether its clock is right.");
    let code: Code = totp::digits(typed).ok_or_else(wrong)?;
    let mut tx = db.visit_tx(&ctx.visit).await?;
    let row = store::factors(&mut tx, token).await?.filter(|row| !row.pending).ok_or_else(over)?;
    tx.commit().await?;
    let begun = row.sealed_secret.filter(|_| row.totp_since.is_none());
    let Some(sealed) = begun else {
        let sentence = "There is no app to confirm. Begin to set one up again.";
        return Err(ApiError::problem(ProblemKind::Conflict, sentence));
    };
    let secret = secret_of(keys, row.user, &sealed)?;
    let step = totp::step_of(&secret, &code, ctx.now())?.ok_or_else(wrong)?;
    let (codes, hashes) = fresh_codes(&ctx.visit, row.user);
    let mut tx = db.visit_tx(&ctx.visit).await?;
    let first = store::confirm_totp(&mut tx, token, step, &hashes).await?.ok_or_else(over)?;
    tx.commit().await?;
    Ok(FreshCodes { codes: if first { codes } else { Vec::new() } })
}

/// New codes on paper; those before them open nothing any more.
///
/// # Errors
/// [`ProblemKind::ProofNeeded`]; [`ProblemKind::Conflict`] without a factor that they stand in for; what the database answers.
pub async fn renew_codes(db: &Db, ctx: &Ctx, token: &TokenHash) -> Result<FreshCodes, ApiError> {
    reauth::require_recent(db, ctx).await?;
    let user = ctx.actor.user().ok_or_else(over)?;
    let (codes, hashes) = fresh_codes(&ctx.visit, user);
    let mut tx = db.visit_tx(&ctx.visit).await?;
    let renewed = store::renew_codes(&mut tx, token, &hashes).await?;
    tx.commit().await?;
    if renewed {
        return Ok(FreshCodes { codes });
    }
    Err(ApiError::problem(ProblemKind::Conflict, "Recovery codes stand in for a second factor. Set one up first."))
}

/// Takes the authenticator app away, or a passkey.
///
/// # Errors
/// [`ProblemKind::ProofNeeded`]; [`ProblemKind::NotFound`] when it is not there; what the database answers.
pub async fn remove(db: &Db, ctx: &Ctx, token: &TokenHash, passkey: Option<PasskeyId>) -> Result<(), ApiError> {
    reauth::require_recent(db, ctx).await?;
    let mut tx = db.visit_tx(&ctx.visit).await?;
    let removed = store::remove(&mut tx, token, passkey).await?;
    tx.commit().await?;
    if removed { Ok(()) } else { Err(ApiError::problem(ProblemKind::NotFound, "It has been removed already.")) }
}

/// Takes all factors away from somebody who has lost them, and ends their sessions: an operator's help.
///
/// # Errors
/// [`ProblemKind::Invalid`] when the address is nobody's; what the database answers.
pub async fn remove_by_operator(db: &Db, email: &str) -> Result<bool, ApiError> {
    let email = crate::sign_in::normalized_email(email);
    let mut tx = db.system_tx(SystemPurpose::Reason("remove the second factors of a person")).await?;
    let Some((user, organizations)) = crate::store::recovery::person(&mut tx, &email).await? else {
        return Err(ApiError::field("email", "Nobody signs in with this address, or they are suspended."));
    };
    let removed = store::remove_all(&mut tx, user, db.ambient().now()).await?;
    for organization in organizations {
        let detail = json!({ "by": "operator" });
        tx.audit(organization, "second_factor.removed", "user", &user.to_string(), &detail).await?;
    }
    tx.commit().await?;
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cauldron_core::Ambient;
    use uuid::Uuid;

    #[test]
    fn a_code_on_paper_is_found_however_it_is_typed() {
        let user = UserId(Uuid::nil());
        let (codes, hashes) = fresh_codes(&Visit::internal(&Ambient::system()), user);
        assert_eq!((codes.len(), hashes.len()), (CODES, CODES));
        for (code, hash) in codes.iter().zip(&hashes) {
            assert_eq!(code.len(), 19, "{code}");
            for typed in
                [code.clone(), code.to_lowercase(), code.replace('-', " "), code.replace('0', "o").replace('1', "l")]
            {
                assert_eq!(code_hash(user, &plain_code(&typed)), *hash, "{typed}");
            }
            assert_ne!(code_hash(UserId(Uuid::max()), &plain_code(code)), *hash, "another person's is another");
        }
    }
}
