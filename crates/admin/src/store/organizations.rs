//! The organization's own row and its domains.

use cauldron_db::{DbError, OrgTx};
use uuid::Uuid;

pub(crate) struct OrganizationRow {
    pub(crate) name: String,
    pub(crate) slug: String,
    pub(crate) time_zone: String,
    pub(crate) industry: String,
    pub(crate) primary_contact: Option<Uuid>,
    pub(crate) primary_contact_name: Option<String>,
    pub(crate) version: i64,
}

pub(crate) async fn read(tx: &mut OrgTx) -> Result<OrganizationRow, DbError> {
    let id = tx.ctx().tenant.id.0;
    Ok(sqlx::query_as!(
        OrganizationRow,
        r#"select name, slug, time_zone, industry, primary_contact, users.display_name as "primary_contact_name?",
               organizations.version
           from core.organizations left join core.users on users.id = organizations.primary_contact
           where organizations.id = $1"#,
        id
    )
    .fetch_one(tx.connection())
    .await?)
}

/// What a row is to be.
pub(crate) struct Update<'a> {
    pub(crate) name: &'a str,
    pub(crate) slug: &'a str,
    pub(crate) time_zone: &'a str,
    pub(crate) industry: &'a str,
    pub(crate) primary_contact: Option<Uuid>,
    pub(crate) version: i64,
}

/// Saves unless somebody saved since `version`; returns whether it did.
pub(crate) async fn update(tx: &mut OrgTx, update: &Update<'_>) -> Result<bool, DbError> {
    let id = tx.ctx().tenant.id.0;
    let updated = sqlx::query!(
        "update core.organizations set name = $2, slug = $3, time_zone = $4, industry = $5, primary_contact = $6
         where id = $1 and version = $7",
        id,
        update.name,
        update.slug,
        update.time_zone,
        update.industry,
        update.primary_contact,
        update.version,
    )
    .execute(tx.connection())
    .await?
    .rows_affected();
    Ok(updated > 0)
}

pub(crate) async fn domains(tx: &mut OrgTx) -> Result<Vec<String>, DbError> {
    let id = tx.ctx().tenant.id.0;
    Ok(sqlx::query_scalar!(
        "select domain from core.organization_domains where organization_id = $1 order by domain",
        id
    )
    .fetch_all(tx.connection())
    .await?)
}

pub(crate) async fn replace_domains(tx: &mut OrgTx, domains: &[String]) -> Result<(), DbError> {
    let id = tx.ctx().tenant.id.0;
    sqlx::query!(
        "delete from core.organization_domains where organization_id = $1 and domain <> all ($2)",
        id,
        domains,
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "insert into core.organization_domains (organization_id, domain) select $1, unnest($2::text[])
         on conflict (organization_id, domain) do nothing",
        id,
        domains,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
