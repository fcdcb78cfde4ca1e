//! The identity functions of second factors and of proofs.

use crate::store::identity::{AttemptKeys, Proof};
use cauldron_core::TokenHash;
use cauldron_db::{DbError, SystemTx, VisitTx};
use cauldron_types::{OrganizationId, PasskeyId, SessionId, UserId};
use chrono::{DateTime, TimeDelta, Utc};
use ipnetwork::IpNetwork;
use serde::Deserialize;
use serde_json::Value;
use sqlx::postgres::types::PgInterval;
use uuid::Uuid;

/// A stored passkey.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct PasskeyRow {
    pub(crate) id: PasskeyId,
    pub(crate) name: String,
    pub(crate) credential: Value,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) last_used_at: Option<DateTime<Utc>>,
}

/// What somebody has set up.
pub(crate) struct FactorsRow {
    /// Whether the session is before its second step.
    pub(crate) pending: bool,
    pub(crate) user: UserId,
    pub(crate) email: String,
    pub(crate) display_name: String,
    pub(crate) sealed_secret: Option<String>,
    pub(crate) totp_since: Option<DateTime<Utc>>,
    pub(crate) codes_left: i64,
    pub(crate) passkeys: Vec<PasskeyRow>,
}

pub(crate) async fn factors(tx: &mut VisitTx, token: &TokenHash) -> Result<Option<FactorsRow>, DbError> {
    let now = tx.visit().ambient.now();
    let row = sqlx::query!(
        r#"select is_pending as "is_pending!", user_id as "user_id!", email as "email!", display_name as "display_name!",
               sealed_secret, totp_since, codes_left as "codes_left!", passkeys as "passkeys!"
           from core.identity_factors($1, $2)"#,
        token.as_slice(),
        now,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| FactorsRow {
        pending: row.is_pending,
        user: UserId(row.user_id),
        email: row.email,
        display_name: row.display_name,
        sealed_secret: row.sealed_secret,
        totp_since: row.totp_since,
        codes_left: row.codes_left,
        // Made by the function itself, in this form.
        passkeys: serde_json::from_value(row.passkeys).unwrap_or_default(),
    }))
}

/// Returns until when no more attempts are taken, and whether that began with this one.
pub(crate) async fn begin_second_step(
    tx: &mut VisitTx,
    token: &TokenHash,
    pair: &[u8; 32],
    account: &[u8; 32],
) -> Result<(Option<DateTime<Utc>>, bool), DbError> {
    let now = tx.visit().ambient.now();
    let row = sqlx::query!(
        "select blocked_until, newly_blocked from core.identity_begin_second_step($1, $2, $3, $4)",
        token.as_slice(),
        pair,
        account,
        now,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok((row.blocked_until, row.newly_blocked.unwrap_or(false)))
}

/// A second proof that was checked, and has yet to be used, once.
#[derive(Clone, Debug)]
pub(crate) enum Used {
    /// A code of an authenticator app, of that time step.
    Totp(i64),
    /// A code on paper, by its hash.
    RecoveryCode([u8; 32]),
    /// A passkey's answer.
    Passkey { ceremony: TokenHash, passkey: PasskeyId, credential: Value },
}

impl Used {
    /// Its name in audit entries.
    pub(crate) const fn method(&self) -> &'static str {
        match self {
            Self::Totp(_) => "totp",
            Self::RecoveryCode(_) => "recovery_code",
            Self::Passkey { .. } => "passkey",
        }
    }

    fn parts(&self) -> Parts<'_> {
        let mut parts = Parts::default();
        match self {
            Self::Totp(step) => parts.step = Some(*step),
            Self::RecoveryCode(hash) => parts.code = Some(hash.as_slice()),
            Self::Passkey { ceremony, passkey, credential } => {
                parts.ceremony = Some(ceremony.as_slice());
                parts.passkey = Some(passkey.0);
                parts.credential = Some(credential.clone());
            }
        }
        parts
    }
}

#[derive(Default)]
struct Parts<'a> {
    step: Option<i64>,
    code: Option<&'a [u8]>,
    ceremony: Option<&'a [u8]>,
    passkey: Option<Uuid>,
    credential: Option<Value>,
}

fn interval(length: TimeDelta) -> PgInterval {
    PgInterval { months: 0, days: 0, microseconds: length.num_microseconds().unwrap_or(i64::MAX) }
}

/// The session that a second step makes a full one.
pub(crate) struct SecondStep<'a> {
    pub(crate) token: &'a TokenHash,
    pub(crate) renewed: &'a TokenHash,
    pub(crate) pair: &'a [u8; 32],
    pub(crate) account: &'a [u8; 32],
    pub(crate) idle: TimeDelta,
    pub(crate) absolute: TimeDelta,
}

/// Returns whether the session is a full one now.
pub(crate) async fn pass_second_step(tx: &mut VisitTx, step: &SecondStep<'_>, used: &Used) -> Result<bool, DbError> {
    let parts = used.parts();
    let passed = announce!(
        tx,
        "select core.identity_pass_second_step($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        step.token.as_slice(),
        step.renewed.as_slice(),
        used.method(),
        parts.step,
        parts.code,
        parts.ceremony,
        parts.passkey,
        parts.credential,
        step.pair,
        step.account,
        interval(step.idle),
        interval(step.absolute),
    )?;
    Ok(passed.unwrap_or(false))
}

/// Proves once more who the holder is, by a password that was compared. Returns whether it holds.
pub(crate) async fn prove_password(tx: &mut VisitTx, token: &TokenHash, proof: &Proof) -> Result<bool, DbError> {
    let proved = announce!(
        tx,
        "select core.identity_prove($1, $2, 'password', null, null, null, null, null, $3, $4, $5, $6, $7, $8, $9)",
        token.as_slice(),
        proof.password_hash,
        &proof.keys.pair,
        &proof.keys.address,
        &proof.keys.account,
    )?;
    Ok(proved.unwrap_or(false))
}

/// The same by a second factor.
pub(crate) async fn prove_factor(tx: &mut VisitTx, token: &TokenHash, used: &Used) -> Result<bool, DbError> {
    let parts = used.parts();
    let proved = announce!(
        tx,
        "select core.identity_prove($1, null, $2, $3, $4, $5, $6, $7, null, null, null, $8, $9, $10, $11)",
        token.as_slice(),
        used.method(),
        parts.step,
        parts.code,
        parts.ceremony,
        parts.passkey,
        parts.credential,
    )?;
    Ok(proved.unwrap_or(false))
}

pub(crate) async fn proved_at(tx: &mut VisitTx, session: SessionId) -> Result<Option<DateTime<Utc>>, DbError> {
    Ok(sqlx::query_scalar!("select core.identity_proved_at($1)", session.0).fetch_one(tx.connection()).await?)
}

/// Returns whether the secret was laid down.
pub(crate) async fn begin_totp(tx: &mut VisitTx, token: &TokenHash, sealed: &str) -> Result<bool, DbError> {
    let now = tx.visit().ambient.now();
    let begun = sqlx::query_scalar!("select core.identity_begin_totp($1, $2, $3)", token.as_slice(), sealed, now)
        .fetch_one(tx.connection())
        .await?;
    Ok(begun.unwrap_or(false))
}

fn hashes(codes: &[[u8; 32]]) -> Vec<Vec<u8>> {
    codes.iter().map(|code| code.to_vec()).collect()
}

/// Returns whether it is the first factor, so that the codes hold; none when nothing was changed.
pub(crate) async fn confirm_totp(
    tx: &mut VisitTx,
    token: &TokenHash,
    step: i64,
    codes: &[[u8; 32]],
) -> Result<Option<bool>, DbError> {
    let codes = hashes(codes);
    let outcome = announce!(
        tx,
        "select core.identity_confirm_totp($1, $2, $3, $4, $5, $6, $7)",
        token.as_slice(),
        step,
        codes.as_slice(),
    )?;
    Ok(outcome.map(|outcome| outcome == "first"))
}

/// A passkey about to be stored.
pub(crate) struct NewPasskey<'a> {
    pub(crate) ceremony: TokenHash,
    pub(crate) credential_id: &'a [u8],
    pub(crate) credential: Value,
    pub(crate) name: &'a str,
}

/// Returns as [`confirm_totp`].
pub(crate) async fn add_passkey(
    tx: &mut VisitTx,
    token: &TokenHash,
    passkey: &NewPasskey<'_>,
    codes: &[[u8; 32]],
) -> Result<Option<bool>, DbError> {
    let id = tx.visit().ambient.new_id();
    let codes = hashes(codes);
    let outcome = announce!(
        tx,
        "select core.identity_add_passkey($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        token.as_slice(),
        passkey.ceremony.as_slice(),
        id,
        passkey.credential_id,
        passkey.credential,
        passkey.name,
        codes.as_slice(),
    )?;
    Ok(outcome.map(|outcome| outcome == "first"))
}

/// Returns whether there is a factor that codes stand in for.
pub(crate) async fn renew_codes(tx: &mut VisitTx, token: &TokenHash, codes: &[[u8; 32]]) -> Result<bool, DbError> {
    let codes = hashes(codes);
    let renewed =
        announce!(tx, "select core.identity_renew_codes($1, $2, $3, $4, $5, $6)", token.as_slice(), codes.as_slice(),)?;
    Ok(renewed.unwrap_or(false))
}

/// Takes the authenticator app away, or a passkey. Returns whether it was there.
pub(crate) async fn remove(tx: &mut VisitTx, token: &TokenHash, passkey: Option<PasskeyId>) -> Result<bool, DbError> {
    let removed = announce!(
        tx,
        "select core.identity_remove_factor($1, $2, $3, $4, $5, $6)",
        token.as_slice(),
        passkey.map(|passkey| passkey.0),
    )?;
    Ok(removed.unwrap_or(false))
}

/// What a browser is asked.
pub(crate) struct Ceremony<'a> {
    pub(crate) hash: TokenHash,
    pub(crate) purpose: &'static str,
    pub(crate) state: &'a Value,
    pub(crate) expires: DateTime<Utc>,
}

/// Returns whether it was kept.
pub(crate) async fn begin_ceremony(
    tx: &mut VisitTx,
    token: Option<&TokenHash>,
    keys: &AttemptKeys,
    ceremony: &Ceremony<'_>,
) -> Result<bool, DbError> {
    let now = tx.visit().ambient.now();
    let kept = sqlx::query_scalar!(
        "select core.identity_begin_ceremony($1, $2, $3, $4, $5, $6, $7)",
        ceremony.hash.as_slice(),
        token.map(<[u8; 32]>::as_slice),
        ceremony.purpose,
        ceremony.state,
        &keys.address,
        ceremony.expires,
        now,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(kept.unwrap_or(false))
}

pub(crate) async fn ceremony(tx: &mut VisitTx, hash: &TokenHash, purpose: &str) -> Result<Option<Value>, DbError> {
    let now = tx.visit().ambient.now();
    Ok(sqlx::query_scalar!("select core.identity_ceremony($1, $2, $3)", hash.as_slice(), purpose, now)
        .fetch_one(tx.connection())
        .await?)
}

/// Id, owner and public key of the passkey that a browser answers with.
pub(crate) async fn passkey(
    tx: &mut VisitTx,
    credential_id: &[u8],
) -> Result<Option<(PasskeyId, UserId, Value)>, DbError> {
    let row = sqlx::query!(
        r#"select passkey_id as "passkey_id!", user_id as "user_id!", credential as "credential!"
           from core.identity_passkey($1)"#,
        credential_id,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| (PasskeyId(row.passkey_id), UserId(row.user_id), row.credential)))
}

/// A session that a passkey opens.
pub(crate) struct PasskeySession<'a> {
    pub(crate) token_hash: TokenHash,
    pub(crate) replaced: Option<TokenHash>,
    pub(crate) user: UserId,
    pub(crate) ceremony: TokenHash,
    pub(crate) passkey: PasskeyId,
    pub(crate) credential: &'a Value,
    pub(crate) idle: TimeDelta,
    pub(crate) absolute: TimeDelta,
}

pub(crate) async fn open_session(
    tx: &mut VisitTx,
    session: &PasskeySession<'_>,
) -> Result<Option<OrganizationId>, DbError> {
    tx.published();
    let visit = tx.visit().clone();
    let organization = sqlx::query_scalar!(
        "select core.identity_open_session_by_passkey($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        visit.ambient.new_id(),
        session.token_hash.as_slice(),
        session.replaced.as_ref().map(<[u8; 32]>::as_slice),
        session.user.0,
        session.ceremony.as_slice(),
        session.passkey.0,
        session.credential,
        visit.user_agent,
        interval(session.idle),
        interval(session.absolute),
        visit.ambient.new_id(),
        visit.ambient.now(),
        visit.address.map(IpNetwork::from),
        visit.trace.as_str(),
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(organization.map(OrganizationId))
}

/// Takes every factor away from a person and ends their sessions. Returns whether there was one.
pub(crate) async fn remove_all(tx: &mut SystemTx, user: UserId, now: DateTime<Utc>) -> Result<bool, DbError> {
    let apps = sqlx::query!("delete from core.totp_secrets where user_id = $1", user.0)
        .execute(tx.connection())
        .await?
        .rows_affected();
    let passkeys = sqlx::query!("delete from core.passkeys where user_id = $1", user.0)
        .execute(tx.connection())
        .await?
        .rows_affected();
    sqlx::query!("delete from core.recovery_codes where user_id = $1", user.0).execute(tx.connection()).await?;
    sqlx::query!(
        "update core.sessions set ended_at = $2, ended_reason = 'password_reset' where user_id = $1 and ended_at is null",
        user.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(apps + passkeys > 0)
}
