//! Service accounts in `core.service_accounts`.

use crate::store::api_keys::{known_scopes, scope_names};
use cauldron_db::{DbError, OrgTx};
use cauldron_types::{Instant, Permission, ServiceAccountId, ServiceAccountRow};
use uuid::Uuid;

/// What of an account can be chosen.
pub(crate) struct Choices<'a> {
    pub(crate) name: &'a str,
    pub(crate) purpose: &'a str,
    pub(crate) scopes: &'a [Permission],
}

fn key(name: &str) -> String {
    name.to_lowercase()
}

/// By name; those that were removed are left out.
pub(crate) async fn list(tx: &mut OrgTx, id: Option<ServiceAccountId>) -> Result<Vec<ServiceAccountRow>, DbError> {
    let (organization, now) = (tx.ctx().tenant.id.0, tx.ctx().now());
    let rows = sqlx::query!(
        r#"select id, name, purpose, scopes, status, created_at, version,
               (select count(*) from core.api_keys as keys
                where keys.organization_id = accounts.organization_id and keys.service_account_id = accounts.id
                  and keys.revoked_at is null and coalesce(keys.expires_at > $2, true)) as "keys!"
           from core.service_accounts as accounts
           where organization_id = $1 and status <> 'removed' and ($3::uuid is null or id = $3)
           order by name_key, id limit 1000"#,
        organization,
        now,
        id.map(|id| id.0),
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ServiceAccountRow {
            id: ServiceAccountId(row.id),
            name: row.name,
            purpose: row.purpose,
            scopes: known_scopes(&row.scopes),
            suspended: row.status == "suspended",
            keys: row.keys,
            created_at: Instant(row.created_at.timestamp_millis()),
            version: row.version,
        })
        .collect())
}

pub(crate) async fn insert(
    tx: &mut OrgTx,
    id: ServiceAccountId,
    maker: Uuid,
    choices: &Choices<'_>,
) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query!(
        "insert into core.service_accounts (organization_id, id, name, name_key, purpose, scopes, created_by)
         values ($1, $2, $3, $4, $5, $6, $7)",
        organization,
        id.0,
        choices.name,
        key(choices.name),
        choices.purpose,
        &scope_names(choices.scopes),
        maker,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Returns whether the account was still of this version.
pub(crate) async fn update(
    tx: &mut OrgTx,
    id: ServiceAccountId,
    version: i64,
    choices: &Choices<'_>,
) -> Result<bool, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let changed = sqlx::query!(
        "update core.service_accounts set name = $4, name_key = $5, purpose = $6, scopes = $7
         where organization_id = $1 and id = $2 and version = $3 and status <> 'removed'",
        organization,
        id.0,
        version,
        choices.name,
        key(choices.name),
        choices.purpose,
        &scope_names(choices.scopes),
    )
    .execute(tx.connection())
    .await?;
    Ok(changed.rows_affected() == 1)
}

pub(crate) async fn set_status(tx: &mut OrgTx, id: ServiceAccountId, status: &str) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query!(
        "update core.service_accounts set status = $3 where organization_id = $1 and id = $2 and status <> 'removed'",
        organization,
        id.0,
        status,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
