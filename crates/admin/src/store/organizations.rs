//! The organization's own row.

use cauldron_db::{DbError, OrgTx};

pub(crate) struct OrganizationRow {
    pub(crate) name: String,
    pub(crate) slug: String,
    pub(crate) time_zone: String,
    pub(crate) version: i64,
}

pub(crate) async fn read(tx: &mut OrgTx) -> Result<OrganizationRow, DbError> {
    let id = tx.ctx().tenant.id.0;
    Ok(sqlx::query_as!(
        OrganizationRow,
        "select name, slug, time_zone, version from core.organizations where id = $1",
        id
    )
    .fetch_one(tx.connection())
    .await?)
}

/// Saves unless somebody saved since `version`; returns whether it did.
pub(crate) async fn update(tx: &mut OrgTx, name: &str, time_zone: &str, version: i64) -> Result<bool, DbError> {
    let id = tx.ctx().tenant.id.0;
    let updated = sqlx::query!(
        "update core.organizations set name = $2, time_zone = $3 where id = $1 and version = $4",
        id,
        name,
        time_zone,
        version,
    )
    .execute(tx.connection())
    .await?
    .rows_affected();
    Ok(updated > 0)
}
