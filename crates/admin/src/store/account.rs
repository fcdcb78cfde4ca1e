//! The identity functions that answer for whoever holds a session.

use crate::store::identity::Proof;
use cauldron_core::TokenHash;
use cauldron_db::{DbError, VisitTx};
use cauldron_types::{OrganizationId, SessionId};
use chrono::{DateTime, Utc};

pub(crate) struct SessionRow {
    pub(crate) id: SessionId,
    pub(crate) current: bool,
    pub(crate) address: String,
    pub(crate) user_agent: String,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) last_seen_at: DateTime<Utc>,
}

pub(crate) async fn sessions(tx: &mut VisitTx, holder: &TokenHash) -> Result<Vec<SessionRow>, DbError> {
    let now = tx.visit().ambient.now();
    let rows = sqlx::query!(
        r#"select session_id as "session_id!", is_current as "is_current!", address as "address!", user_agent as "user_agent!",
               created_at as "created_at!", last_seen_at as "last_seen_at!"
           from core.identity_own_sessions($1, $2)"#,
        holder.as_slice(),
        now,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| SessionRow {
            id: SessionId(row.session_id),
            current: row.is_current,
            address: row.address,
            user_agent: row.user_agent,
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
        })
        .collect())
}

/// Ends one other session, or all others. Returns how many.
pub(crate) async fn revoke(tx: &mut VisitTx, holder: &TokenHash, session: Option<SessionId>) -> Result<u32, DbError> {
    let ended = announce!(
        tx,
        "select core.identity_revoke_sessions($1, $2, $3, $4, $5, $6)",
        holder.as_slice(),
        session.map(|session| session.0),
    )?;
    Ok(ended.and_then(|ended| u32::try_from(ended).ok()).unwrap_or(0))
}

/// Returns whether the password was changed: not when the holder's session is over, or the proof is of another password
/// than holds now. `renewed` is the session's token from now on.
pub(crate) async fn change_password(
    tx: &mut VisitTx,
    holder: &TokenHash,
    renewed: &TokenHash,
    proof: &Proof,
    password_hash: &str,
) -> Result<bool, DbError> {
    let ended = announce!(
        tx,
        "select core.identity_change_password($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        holder.as_slice(),
        renewed.as_slice(),
        proof.password_hash,
        password_hash,
        &proof.keys.pair,
        &proof.keys.address,
        &proof.keys.account,
    )?;
    Ok(ended.is_some())
}

/// Returns whether the holder's session can still be used.
pub(crate) async fn rename(tx: &mut VisitTx, holder: &TokenHash, display_name: &str) -> Result<bool, DbError> {
    let renamed =
        announce!(tx, "select core.identity_rename($1, $2, $3, $4, $5, $6)", holder.as_slice(), display_name,)?;
    Ok(renamed.unwrap_or(false))
}

pub(crate) struct OrganizationRow {
    pub(crate) id: OrganizationId,
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) current: bool,
}

pub(crate) async fn organizations(tx: &mut VisitTx, holder: &TokenHash) -> Result<Vec<OrganizationRow>, DbError> {
    let now = tx.visit().ambient.now();
    let rows = sqlx::query!(
        r#"select organization_id as "organization_id!", name as "name!", role as "role!", is_current as "is_current!"
           from core.identity_own_organizations($1, $2)"#,
        holder.as_slice(),
        now,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| OrganizationRow {
            id: OrganizationId(row.organization_id),
            name: row.name,
            role: row.role,
            current: row.is_current,
        })
        .collect())
}

/// Returns whether the session is in that organization now, none when it is over. `renewed` is its token from now on.
pub(crate) async fn switch(
    tx: &mut VisitTx,
    holder: &TokenHash,
    renewed: &TokenHash,
    organization: OrganizationId,
) -> Result<Option<bool>, DbError> {
    Ok(announce!(
        tx,
        "select core.identity_switch_organization($1, $2, $3, $4, $5, $6, $7)",
        holder.as_slice(),
        renewed.as_slice(),
        organization.0,
    )?)
}
