//! Answers of writes in `core.idempotency_keys`.

use cauldron_db::{DbError, OrgTx, SystemTx};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// What is known of a request under a key.
pub(crate) struct Known {
    pub(crate) request_hash: Vec<u8>,
    pub(crate) status: Option<i16>,
    pub(crate) body: Option<String>,
    pub(crate) created_at: DateTime<Utc>,
}

/// Takes the key for a request. False when it is taken, by a request that came before or comes at this moment.
pub(crate) async fn take(
    tx: &mut OrgTx,
    caller: Uuid,
    key: &[u8; 32],
    request: &[u8; 32],
    outlived: DateTime<Utc>,
) -> Result<bool, DbError> {
    let (organization, now) = (tx.ctx().tenant.id.0, tx.ctx().now());
    sqlx::query!(
        "delete from core.idempotency_keys
         where organization_id = $1 and caller = $2 and key_hash = $3 and created_at <= $4",
        organization,
        caller,
        key.as_slice(),
        outlived,
    )
    .execute(tx.connection())
    .await?;
    let taken = sqlx::query!(
        "insert into core.idempotency_keys (organization_id, caller, key_hash, request_hash, created_at)
         values ($1, $2, $3, $4, $5) on conflict do nothing",
        organization,
        caller,
        key.as_slice(),
        request.as_slice(),
        now,
    )
    .execute(tx.connection())
    .await?;
    Ok(taken.rows_affected() == 1)
}

pub(crate) async fn known(tx: &mut OrgTx, caller: Uuid, key: &[u8; 32]) -> Result<Option<Known>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_as!(
        Known,
        "select request_hash, status, body, created_at from core.idempotency_keys
         where organization_id = $1 and caller = $2 and key_hash = $3",
        organization,
        caller,
        key.as_slice(),
    )
    .fetch_optional(tx.connection())
    .await?)
}

pub(crate) async fn keep(tx: &mut OrgTx, caller: Uuid, key: &[u8; 32], status: i16, body: &str) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query!(
        "update core.idempotency_keys set status = $4, body = $5
         where organization_id = $1 and caller = $2 and key_hash = $3 and status is null",
        organization,
        caller,
        key.as_slice(),
        status,
        body,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

pub(crate) async fn release(tx: &mut OrgTx, caller: Uuid, key: &[u8; 32]) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query!(
        "delete from core.idempotency_keys
         where organization_id = $1 and caller = $2 and key_hash = $3 and status is null",
        organization,
        caller,
        key.as_slice(),
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Deletes what was answered before `before`. Returns how many rows.
pub(crate) async fn prune(tx: &mut SystemTx, before: DateTime<Utc>) -> Result<u64, DbError> {
    Ok(sqlx::query!("delete from core.idempotency_keys where created_at < $1", before)
        .execute(tx.connection())
        .await?
        .rows_affected())
}
