//! The identity functions that answer for whoever holds a session.

use crate::store::identity::AttemptKeys;
use cauldron_core::TokenHash;
use cauldron_db::{DbError, VisitTx};
use cauldron_types::{OrganizationId, SessionId};
use chrono::{DateTime, Utc};
use ipnetwork::IpNetwork;

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
    tx.published();
    let visit = tx.visit().clone();
    let ended = sqlx::query_scalar!(
        "select core.identity_revoke_sessions($1, $2, $3, $4, $5, $6)",
        holder.as_slice(),
        session.map(|session| session.0),
        visit.ambient.new_id(),
        visit.ambient.now(),
        visit.address.map(IpNetwork::from),
        visit.trace.as_str(),
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(ended.and_then(|ended| u32::try_from(ended).ok()).unwrap_or(0))
}

/// Returns how many sessions were ended; none when the holder's own is over.
pub(crate) async fn change_password(
    tx: &mut VisitTx,
    holder: &TokenHash,
    password_hash: &str,
    keys: &AttemptKeys,
) -> Result<Option<u32>, DbError> {
    tx.published();
    let visit = tx.visit().clone();
    let ended = sqlx::query_scalar!(
        "select core.identity_change_password($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        holder.as_slice(),
        password_hash,
        &keys.pair,
        &keys.address,
        &keys.account,
        visit.ambient.new_id(),
        visit.ambient.now(),
        visit.address.map(IpNetwork::from),
        visit.trace.as_str(),
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(ended.and_then(|ended| u32::try_from(ended).ok()))
}

/// Returns whether the holder's session can still be used.
pub(crate) async fn rename(tx: &mut VisitTx, holder: &TokenHash, display_name: &str) -> Result<bool, DbError> {
    tx.published();
    let visit = tx.visit().clone();
    let renamed = sqlx::query_scalar!(
        "select core.identity_rename($1, $2, $3, $4, $5, $6)",
        holder.as_slice(),
        display_name,
        visit.ambient.new_id(),
        visit.ambient.now(),
        visit.address.map(IpNetwork::from),
        visit.trace.as_str(),
    )
    .fetch_one(tx.connection())
    .await?;
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

/// Returns whether the session is in that organization now.
pub(crate) async fn switch(
    tx: &mut VisitTx,
    holder: &TokenHash,
    organization: OrganizationId,
) -> Result<bool, DbError> {
    tx.published();
    let visit = tx.visit().clone();
    let switched = sqlx::query_scalar!(
        "select core.identity_switch_organization($1, $2, $3, $4, $5, $6)",
        holder.as_slice(),
        organization.0,
        visit.ambient.new_id(),
        visit.ambient.now(),
        visit.address.map(IpNetwork::from),
        visit.trace.as_str(),
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(switched.unwrap_or(false))
}
