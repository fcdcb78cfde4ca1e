//! What operators do to people and set-up links from the command line.

use cauldron_core::TokenHash;
use cauldron_db::{DbError, SystemTx};
use cauldron_types::{OrganizationId, UserId};
use chrono::{DateTime, Utc};

pub(crate) async fn organization_by_slug(
    tx: &mut SystemTx,
    slug: Option<&str>,
) -> Result<Option<OrganizationId>, DbError> {
    Ok(sqlx::query_scalar!(
        "select id from core.organizations where slug = $1 or ($1::text is null and is_operating)",
        slug,
    )
    .fetch_optional(tx.connection())
    .await?
    .map(OrganizationId))
}

pub(crate) async fn insert_user(
    tx: &mut SystemTx,
    user: UserId,
    email: &str,
    display_name: &str,
) -> Result<(), DbError> {
    sqlx::query!("insert into core.users (id, email, display_name) values ($1, $2, $3)", user.0, email, display_name)
        .execute(tx.connection())
        .await?;
    Ok(())
}

pub(crate) async fn insert_membership(
    tx: &mut SystemTx,
    organization: OrganizationId,
    user: UserId,
    role: &str,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into core.memberships (organization_id, user_id, role) values ($1, $2, $3)",
        organization.0,
        user.0,
        role,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

pub(crate) async fn user_by_email(tx: &mut SystemTx, email: &str) -> Result<Option<UserId>, DbError> {
    Ok(sqlx::query_scalar!("select id from core.users where email = $1", email)
        .fetch_optional(tx.connection())
        .await?
        .map(UserId))
}

pub(crate) async fn organizations_of(tx: &mut SystemTx, user: UserId) -> Result<Vec<OrganizationId>, DbError> {
    Ok(sqlx::query_scalar!(
        "select organization_id from core.memberships where user_id = $1 and status = 'active'",
        user.0
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(OrganizationId)
    .collect())
}

pub(crate) async fn set_password(tx: &mut SystemTx, user: UserId, password_hash: &str) -> Result<(), DbError> {
    sqlx::query!(
        "insert into core.credentials (user_id, password_hash) values ($1, $2)
         on conflict (user_id) do update set password_hash = excluded.password_hash",
        user.0,
        password_hash,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

pub(crate) async fn end_sessions(tx: &mut SystemTx, user: UserId, now: DateTime<Utc>) -> Result<u64, DbError> {
    Ok(sqlx::query!(
        "update core.sessions set ended_at = $2, ended_reason = 'password_reset' where user_id = $1 and ended_at is null",
        user.0,
        now,
    )
    .execute(tx.connection())
    .await?
    .rows_affected())
}

/// Replaces all set-up links that were not used by a new one.
pub(crate) async fn replace_setup_link(
    tx: &mut SystemTx,
    link: &TokenHash,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), DbError> {
    sqlx::query!("delete from core.setup_links where used_at is null").execute(tx.connection()).await?;
    sqlx::query!(
        "insert into core.setup_links (token_hash, created_at, expires_at) values ($1, $2, $3)",
        link.as_slice(),
        created_at,
        expires_at,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
