//! Settings of the organization, by key.

use cauldron_db::{DbError, OrgTx};
use serde_json::Value;

pub(crate) async fn read(tx: &mut OrgTx, key: &str) -> Result<Option<Value>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_scalar!(
        "select value from core.settings where organization_id = $1 and key = $2",
        organization,
        key,
    )
    .fetch_optional(tx.connection())
    .await?)
}

pub(crate) async fn write(tx: &mut OrgTx, key: &str, value: &Value) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query!(
        "insert into core.settings (organization_id, key, value) values ($1, $2, $3)
         on conflict (organization_id, key) do update set value = excluded.value",
        organization,
        key,
        value,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
