//! Settings by scope, subject and key.

use cauldron_db::{DbError, OrgTx};
use serde_json::Value;
use uuid::Uuid;

pub(crate) async fn read(tx: &mut OrgTx, scope: &str, subject: Uuid, key: &str) -> Result<Option<Value>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_scalar!(
        "select value from core.settings where organization_id = $1 and scope = $2 and subject_id = $3 and key = $4",
        organization,
        scope,
        subject,
        key,
    )
    .fetch_optional(tx.connection())
    .await?)
}

pub(crate) async fn write(tx: &mut OrgTx, scope: &str, subject: Uuid, key: &str, value: &Value) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query!(
        "insert into core.settings (organization_id, scope, subject_id, key, value) values ($1, $2, $3, $4, $5)
         on conflict (organization_id, scope, subject_id, key) do update set value = excluded.value",
        organization,
        scope,
        subject,
        key,
        value,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Everything kept for one subject.
pub(crate) async fn of_subject(tx: &mut OrgTx, scope: &str, subject: Uuid) -> Result<Vec<(String, Value)>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        "select key, value from core.settings where organization_id = $1 and scope = $2 and subject_id = $3 order by key",
        organization,
        scope,
        subject,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| (row.key, row.value)).collect())
}
