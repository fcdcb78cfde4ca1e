//! Passkeys (WebAuthn): made on the Account page, asked for at the second step, and enough by themselves to sign in.
//!
//! What a browser is asked is kept in the database until its answer is used, once, so that any process can take it.

use crate::fields::name_problem;
use crate::reauth;
use crate::second_factor::{fresh_codes, note_failure, pass};
use crate::sign_in::{OpenedSession, SessionLimits, attempt_keys, too_many};
use crate::store::factors::{self as store, Ceremony, FactorsRow, NewPasskey, PasskeyRow, PasskeySession, Used};
use cauldron_core::{ApiError, Ctx, SecretToken, TokenHash, Visit};
use cauldron_db::Db;
use cauldron_types::{FreshCodes, PasskeyChallenge, ProblemKind};
use chrono::TimeDelta;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::sync::Arc;
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, Passkey, PasskeyAuthentication, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Url,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

/// How long a browser may take to answer.
const LIFE: TimeDelta = TimeDelta::minutes(5);
/// Passkeys that one person may have.
const MOST: usize = 20;

/// Speaks WebAuthn for one address. Cheap to clone.
#[derive(Clone)]
pub struct Passkeys(Option<Arc<Webauthn>>);

impl std::fmt::Debug for Passkeys {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Passkeys")
    }
}

fn over() -> ApiError {
    ApiError::problem(ProblemKind::Unauthenticated, "Your session has ended. Sign in again.")
}

fn late() -> ApiError {
    ApiError::problem(ProblemKind::Invalid, "The passkey's answer came too late, or was used before. Try again.")
}

fn refused() -> ApiError {
    let sentence = "This passkey's answer does not hold. Try again, or use another way.";
    ApiError::problem(ProblemKind::Invalid, sentence)
}

fn stored<T: DeserializeOwned>(value: Value) -> Result<T, ApiError> {
    serde_json::from_value(value).map_err(ApiError::internal)
}

fn value<T: Serialize>(thing: &T) -> Result<Value, ApiError> {
    serde_json::to_value(thing).map_err(ApiError::internal)
}

fn answered<T: DeserializeOwned>(answer: &str) -> Result<T, ApiError> {
    serde_json::from_str(answer).map_err(|_| refused())
}

impl Passkeys {
    /// For the address that people use. Passkeys made for one name are of no use under another, and an address without a name has
    /// none.
    #[must_use]
    pub fn new(url: &str) -> Self {
        let made = || {
            let url = Url::parse(url).ok()?;
            let name = url.domain()?.to_owned();
            WebauthnBuilder::new(&name, &url).ok()?.rp_name("Cauldron").build().ok()
        };
        Self(made().map(Arc::new))
    }

    fn speak(&self) -> Result<&Webauthn, ApiError> {
        let sentence =
            "Passkeys need an address with a name. Whoever runs Cauldron for you sets it as server.public_url.";
        self.0.as_deref().ok_or_else(|| ApiError::problem(ProblemKind::Invalid, sentence))
    }
}

async fn keep(
    db: &Db,
    visit: &Visit,
    token: Option<&TokenHash>,
    purpose: &'static str,
    state: &Value,
    options: &Value,
) -> Result<PasskeyChallenge, ApiError> {
    let secret = SecretToken::generate(&visit.ambient);
    let ceremony = Ceremony { hash: secret.hash(), purpose, state, expires: visit.ambient.now() + LIFE };
    let mut tx = db.visit_tx(visit).await?;
    let kept = store::begin_ceremony(&mut tx, token, &attempt_keys(visit, ""), &ceremony).await?;
    tx.commit().await?;
    if !kept {
        return Err(if token.is_some() { over() } else { too_many(900) });
    }
    Ok(PasskeyChallenge { ceremony: secret.reveal(), options: options.to_string() })
}

async fn asked(db: &Db, visit: &Visit, ceremony: &str, purpose: &str) -> Result<(TokenHash, Value), ApiError> {
    let hash = SecretToken::parse(ceremony).ok_or_else(late)?.hash();
    let mut tx = db.visit_tx(visit).await?;
    let state = store::ceremony(&mut tx, &hash, purpose).await?;
    state.map(|state| (hash, state)).ok_or_else(late)
}

async fn factors(db: &Db, visit: &Visit, token: &TokenHash) -> Result<FactorsRow, ApiError> {
    let mut tx = db.visit_tx(visit).await?;
    store::factors(&mut tx, token).await?.ok_or_else(over)
}

fn keys(rows: &[PasskeyRow]) -> Result<Vec<Passkey>, ApiError> {
    rows.iter().map(|row| stored(row.credential.clone())).collect()
}

/// The passkey that answered, with its counter moved on.
fn used(rows: &[PasskeyRow], result: &AuthenticationResult, ceremony: TokenHash) -> Result<Used, ApiError> {
    for row in rows {
        let mut key: Passkey = stored(row.credential.clone())?;
        if key.cred_id() == result.cred_id() {
            // None for another passkey, and it is this one.
            let _changed = key.update_credential(result);
            return Ok(Used::Passkey { ceremony, passkey: row.id, credential: value(&key)? });
        }
    }
    Err(refused())
}

/// Begins to make a passkey.
///
/// # Errors
/// [`ProblemKind::ProofNeeded`] when the last proof is too old; [`ProblemKind::Conflict`] when there are too many; what the
/// database answers.
pub async fn begin_registration(
    db: &Db,
    passkeys: &Passkeys,
    ctx: &Ctx,
    token: &TokenHash,
) -> Result<PasskeyChallenge, ApiError> {
    reauth::require_recent(db, ctx).await?;
    let row = factors(db, &ctx.visit, token).await?;
    if row.passkeys.len() >= MOST {
        let sentence = format!("There are {MOST} passkeys already. Remove one that you do not use.");
        return Err(ApiError::problem(ProblemKind::Conflict, sentence));
    }
    let known = keys(&row.passkeys)?.iter().map(|key| key.cred_id().clone()).collect();
    let (options, state) = passkeys
        .speak()?
        .start_passkey_registration(row.user.0, &row.email, &row.display_name, Some(known))
        .map_err(ApiError::internal)?;
    let mut options = value(&options)?;
    // So that it can be found without a name: it is then enough to sign in.
    if let Some(selection) = options.pointer_mut("/publicKey/authenticatorSelection") {
        *selection = json!({ "residentKey": "preferred", "requireResidentKey": false, "userVerification": "required" });
    }
    keep(db, &ctx.visit, Some(token), "register", &value(&state)?, &options).await
}

/// Keeps the passkey that a browser has made. Returns codes on paper when it is the first factor.
///
/// # Errors
/// [`ProblemKind::Invalid`] with a sentence for `name`, or for the answer; what the database answers.
pub async fn register(
    db: &Db,
    passkeys: &Passkeys,
    ctx: &Ctx,
    token: &TokenHash,
    ceremony: &str,
    answer: &str,
    name: &str,
) -> Result<FreshCodes, ApiError> {
    if let Some(sentence) = name_problem(name, "a name for the passkey, such as the device it is on") {
        return Err(ApiError::field("name", &sentence));
    }
    let user = ctx.actor.user().ok_or_else(over)?;
    let (hash, state) = asked(db, &ctx.visit, ceremony, "register").await?;
    let state: PasskeyRegistration = stored(state)?;
    let answer: RegisterPublicKeyCredential = answered(answer)?;
    let key = passkeys.speak()?.finish_passkey_registration(&answer, &state).map_err(|_| refused())?;
    let (codes, hashes) = fresh_codes(&ctx.visit, user);
    let new = NewPasskey {
        ceremony: hash,
        credential_id: key.cred_id().as_ref(),
        credential: value(&key)?,
        name: name.trim(),
    };
    let mut tx = db.visit_tx(&ctx.visit).await?;
    let first = store::add_passkey(&mut tx, token, &new, &hashes).await?.ok_or_else(late)?;
    tx.commit().await?;
    Ok(FreshCodes { codes: if first { codes } else { Vec::new() } })
}

/// Asks for one of the person's passkeys: at the second step, or to prove once more who it is.
///
/// # Errors
/// [`ProblemKind::Invalid`] without a passkey; [`ProblemKind::Unauthenticated`] when the session is over; what the database
/// answers.
pub async fn begin_proof(
    db: &Db,
    passkeys: &Passkeys,
    visit: &Visit,
    token: &TokenHash,
) -> Result<PasskeyChallenge, ApiError> {
    let row = factors(db, visit, token).await?;
    if row.passkeys.is_empty() {
        return Err(ApiError::problem(ProblemKind::Invalid, "There is no passkey. Use another way."));
    }
    let (options, state) =
        passkeys.speak()?.start_passkey_authentication(&keys(&row.passkeys)?).map_err(ApiError::internal)?;
    keep(db, visit, Some(token), "prove", &value(&state)?, &value(&options)?).await
}

async fn proof(
    db: &Db,
    passkeys: &Passkeys,
    visit: &Visit,
    token: &TokenHash,
    ceremony: &str,
    answer: &str,
) -> Result<(FactorsRow, Used), ApiError> {
    let row = factors(db, visit, token).await?;
    let (hash, state) = asked(db, visit, ceremony, "prove").await?;
    let state: PasskeyAuthentication = stored(state)?;
    let answer: PublicKeyCredential = answered(answer)?;
    let Ok(result) = passkeys.speak()?.finish_passkey_authentication(&answer, &state) else {
        note_failure(db, visit, row.user, &row.email, "a passkey's answer did not hold").await?;
        return Err(refused());
    };
    let used = used(&row.passkeys, &result, hash)?;
    Ok((row, used))
}

/// Takes the second step of a sign-in by a passkey. Returns the session's token from now on.
///
/// # Errors
/// [`ProblemKind::Invalid`] when the answer does not hold; what the database answers.
pub async fn second_step(
    db: &Db,
    passkeys: &Passkeys,
    limits: SessionLimits,
    visit: &Visit,
    token: &TokenHash,
    ceremony: &str,
    answer: &str,
) -> Result<SecretToken, ApiError> {
    let (row, used) = proof(db, passkeys, visit, token, ceremony, answer).await?;
    pass(db, limits, visit, token, row.user, &used).await?.ok_or_else(late)
}

/// Proves once more who the person is.
///
/// # Errors
/// As [`second_step`].
pub async fn prove(
    db: &Db,
    passkeys: &Passkeys,
    ctx: &Ctx,
    token: &TokenHash,
    ceremony: &str,
    answer: &str,
) -> Result<(), ApiError> {
    let (_, used) = proof(db, passkeys, &ctx.visit, token, ceremony, answer).await?;
    let mut tx = db.visit_tx(&ctx.visit).await?;
    let proved = store::prove_factor(&mut tx, token, &used).await?;
    tx.commit().await?;
    if proved { Ok(()) } else { Err(late()) }
}

/// Asks for any passkey, of nobody in particular.
///
/// # Errors
/// [`ProblemKind::TooMany`] when an address asks too often; what the database answers.
pub async fn begin_sign_in(db: &Db, passkeys: &Passkeys, visit: &Visit) -> Result<PasskeyChallenge, ApiError> {
    let (options, state) = passkeys.speak()?.start_discoverable_authentication().map_err(ApiError::internal)?;
    let mut options = value(&options)?;
    // It is asked for by a press, not offered while somebody types.
    if let Some(options) = options.as_object_mut() {
        options.remove("mediation");
    }
    keep(db, visit, None, "sign_in", &value(&state)?, &options).await
}

/// Opens a session for whoever has the passkey, which has made sure by a finger or a number that it is them.
///
/// # Errors
/// [`ProblemKind::Invalid`] when the answer does not hold; what the database answers.
pub async fn sign_in(
    db: &Db,
    passkeys: &Passkeys,
    limits: SessionLimits,
    visit: &Visit,
    ceremony: &str,
    answer: &str,
    replaced: Option<TokenHash>,
) -> Result<OpenedSession, ApiError> {
    let (hash, state) = asked(db, visit, ceremony, "sign_in").await?;
    let state: DiscoverableAuthentication = stored(state)?;
    let answer: PublicKeyCredential = answered(answer)?;
    let (_, credential_id) = passkeys.speak()?.identify_discoverable_authentication(&answer).map_err(|_| refused())?;
    let mut tx = db.visit_tx(visit).await?;
    let found = store::passkey(&mut tx, credential_id).await?;
    tx.commit().await?;
    let Some((id, user, credential)) = found else {
        let sentence = "This passkey is not known here any more. Sign in with your password.";
        return Err(ApiError::problem(ProblemKind::Invalid, sentence));
    };
    let mut key: Passkey = stored(credential)?;
    let result =
        passkeys.speak()?.finish_discoverable_authentication_v2(&answer, state, &key).map_err(|_| refused())?;
    if !result.user_verified() {
        return Err(refused());
    }
    let _changed = key.update_credential(&result);
    let token = SecretToken::generate(&visit.ambient);
    let session = PasskeySession {
        token_hash: token.hash(),
        replaced,
        user,
        ceremony: hash,
        passkey: id,
        credential: &value(&key)?,
        idle: limits.idle,
        absolute: limits.absolute,
    };
    let mut tx = db.visit_tx(visit).await?;
    let organization = store::open_session(&mut tx, &session).await?;
    tx.commit().await?;
    organization.map(|organization| OpenedSession { token, organization, second_step: false }).ok_or_else(refused)
}
