//! Settings by key: the installation's and the organization's.

use cauldron_db::{DbError, OrgTx, SystemTx};
use serde_json::Value;

/// What the installation chose.
pub(crate) async fn system(tx: &mut OrgTx) -> Result<Vec<(String, Value)>, DbError> {
    let rows = sqlx::query!(r#"select key as "key!", value as "value!" from core.system_settings_now()"#)
        .fetch_all(tx.connection())
        .await?;
    Ok(rows.into_iter().map(|row| (row.key, row.value)).collect())
}

/// What the organization chose.
pub(crate) async fn organization(tx: &mut OrgTx) -> Result<Vec<(String, Value)>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!("select key, value from core.settings where organization_id = $1", organization)
        .fetch_all(tx.connection())
        .await?;
    Ok(rows.into_iter().map(|row| (row.key, row.value)).collect())
}

/// Keeps the organization's choice; none takes it back.
pub(crate) async fn choose(tx: &mut OrgTx, key: &str, value: Option<&Value>) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    match value {
        Some(value) => {
            sqlx::query!(
                "insert into core.settings (organization_id, key, value) values ($1, $2, $3)
                 on conflict (organization_id, key) do update set value = excluded.value",
                organization,
                key,
                value,
            )
            .execute(tx.connection())
            .await?
        }
        None => {
            sqlx::query!("delete from core.settings where organization_id = $1 and key = $2", organization, key)
                .execute(tx.connection())
                .await?
        }
    };
    Ok(())
}

/// Keeps the installation's choice; none takes it back.
pub(crate) async fn choose_for_all(tx: &mut SystemTx, key: &str, value: Option<&Value>) -> Result<(), DbError> {
    match value {
        Some(value) => {
            sqlx::query!(
                "insert into core.system_settings (key, value) values ($1, $2)
                 on conflict (key) do update set value = excluded.value",
                key,
                value,
            )
            .execute(tx.connection())
            .await?
        }
        None => sqlx::query!("delete from core.system_settings where key = $1", key).execute(tx.connection()).await?,
    };
    Ok(())
}
