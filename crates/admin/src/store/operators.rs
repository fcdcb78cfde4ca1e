//! Organizations of the installation, past every tenant: for operators.

use cauldron_core::TokenHash;
use cauldron_db::{DbError, SystemTx};
use cauldron_types::{InvitationId, OrganizationId};
use chrono::{DateTime, Utc};
use uuid::Uuid;

pub(crate) struct Row {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) slug: String,
    pub(crate) suspended_reason: Option<String>,
    pub(crate) is_operating: bool,
    pub(crate) people: i64,
    pub(crate) stored_bytes: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) total: i64,
}

/// Organizations by name.
pub(crate) async fn list(tx: &mut SystemTx, words: Option<&[String]>, limit: i64) -> Result<Vec<Row>, DbError> {
    Ok(sqlx::query_as!(
        Row,
        r#"select id, name, slug, suspended_reason, is_operating, created_at,
               (select count(*) from core.memberships
                where memberships.organization_id = organizations.id and memberships.status <> 'removed') as "people!",
               (select coalesce(sum(objects.bytes), 0)::bigint from storage.objects
                where objects.organization_id = organizations.id and objects.deleted_at is null) as "stored_bytes!",
               count(*) over () as "total!"
           from core.organizations
           where $1::text[] is null or (name || ' ' || slug) ilike all ($1)
           order by lower(name), id limit $2"#,
        words as Option<&[String]>,
        limit,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// The standards for limits that the installation chose, by key of the limit; none for no limit.
pub(crate) async fn standards(tx: &mut SystemTx) -> Result<Vec<(String, Option<i64>)>, DbError> {
    let rows = sqlx::query!(
        r#"select substr(key, 7) as "key!", value from core.system_settings where key like 'limit.%' order by key"#
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| (row.key, row.value.as_i64())).collect())
}

/// An organization to be made.
pub(crate) struct NewRow<'a> {
    pub(crate) id: OrganizationId,
    pub(crate) name: &'a str,
    pub(crate) slug: &'a str,
    pub(crate) time_zone: &'a str,
}

pub(crate) async fn insert(tx: &mut SystemTx, row: &NewRow<'_>) -> Result<(), DbError> {
    sqlx::query!(
        "insert into core.organizations (id, name, slug, time_zone) values ($1, $2, $3, $4)",
        row.id.0,
        row.name,
        row.slug,
        row.time_zone,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Invites the first owner.
pub(crate) async fn invite_owner(
    tx: &mut SystemTx,
    organization: OrganizationId,
    id: InvitationId,
    email: &str,
    token: &TokenHash,
    expires_at: DateTime<Utc>,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into core.invitations (organization_id, id, email, role, token_hash, expires_at)
         values ($1, $2, $3, 'owner', $4, $5)",
        organization.0,
        id.0,
        email,
        token.as_slice(),
        expires_at,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

pub(crate) async fn by_slug(tx: &mut SystemTx, slug: &str) -> Result<Option<OrganizationId>, DbError> {
    Ok(sqlx::query_scalar!("select id from core.organizations where slug = $1", slug)
        .fetch_optional(tx.connection())
        .await?
        .map(OrganizationId))
}

pub(crate) async fn suspend(tx: &mut SystemTx, organization: OrganizationId, reason: &str) -> Result<(), DbError> {
    sqlx::query!(
        "update core.organizations set status = 'suspended', suspended_reason = $2 where id = $1",
        organization.0,
        reason,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Returns whether it was suspended.
pub(crate) async fn restore(tx: &mut SystemTx, organization: OrganizationId) -> Result<bool, DbError> {
    let restored = sqlx::query!(
        "update core.organizations set status = 'active', suspended_reason = null where id = $1 and status = 'suspended'",
        organization.0,
    )
    .execute(tx.connection())
    .await?
    .rows_affected();
    Ok(restored > 0)
}
