//! Named queries of lists in `core.saved_views`, of which the policy `own` shows a person theirs alone.

use cauldron_db::{DbError, OrgTx};
use cauldron_types::{ListView, ViewId};
use uuid::Uuid;

/// A view with the list it is of.
pub(crate) struct Stored {
    pub(crate) page: String,
    pub(crate) name: String,
}

/// A view to be kept.
pub(crate) struct Fresh<'a> {
    pub(crate) id: Uuid,
    pub(crate) page: &'a str,
    pub(crate) name: &'a str,
    pub(crate) query: &'a str,
}

fn key(name: &str) -> String {
    name.to_lowercase()
}

/// Lets one transaction at a time change the person's views of a list, so that they can be counted.
pub(crate) async fn lock(tx: &mut OrgTx, person: Uuid, page: &str) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query_scalar!(
        "select pg_advisory_xact_lock(hashtextextended($1, 0))::text",
        format!("saved views {organization} {person} {page}"),
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(())
}

/// By name.
pub(crate) async fn list(tx: &mut OrgTx, person: Uuid, page: &str) -> Result<Vec<ListView>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        "select id, name, query, is_default from core.saved_views
         where organization_id = $1 and user_id = $2 and page = $3 order by name_key",
        organization,
        person,
        page,
    )
    .fetch_all(tx.connection())
    .await?;
    let view = |id, name, query, is_default| ListView { id: ViewId(id), name, query, is_default };
    Ok(rows.into_iter().map(|row| view(row.id, row.name, row.query, row.is_default)).collect())
}

pub(crate) async fn get(tx: &mut OrgTx, person: Uuid, id: ViewId) -> Result<Option<Stored>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_as!(
        Stored,
        "select page, name from core.saved_views where organization_id = $1 and user_id = $2 and id = $3",
        organization,
        person,
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?)
}

pub(crate) async fn count(tx: &mut OrgTx, person: Uuid, page: &str) -> Result<i64, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from core.saved_views
           where organization_id = $1 and user_id = $2 and page = $3"#,
        organization,
        person,
        page,
    )
    .fetch_one(tx.connection())
    .await?)
}

pub(crate) async fn insert(tx: &mut OrgTx, person: Uuid, view: &Fresh<'_>) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query!(
        "insert into core.saved_views (organization_id, id, user_id, page, name, name_key, query)
         values ($1, $2, $3, $4, $5, $6, $7)",
        organization,
        view.id,
        person,
        view.page,
        view.name,
        key(view.name),
        view.query,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

pub(crate) async fn rename(tx: &mut OrgTx, person: Uuid, id: ViewId, name: &str) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query!(
        "update core.saved_views set name = $4, name_key = $5
         where organization_id = $1 and user_id = $2 and id = $3",
        organization,
        person,
        id.0,
        name,
        key(name),
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

pub(crate) async fn replace(tx: &mut OrgTx, person: Uuid, id: ViewId, query: &str) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query!(
        "update core.saved_views set query = $4 where organization_id = $1 and user_id = $2 and id = $3",
        organization,
        person,
        id.0,
        query,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

pub(crate) async fn delete(tx: &mut OrgTx, person: Uuid, id: ViewId) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query!(
        "delete from core.saved_views where organization_id = $1 and user_id = $2 and id = $3",
        organization,
        person,
        id.0,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Makes one view the list's default, or none. Two statements: of two defaults the index would refuse the moment between.
pub(crate) async fn set_default(tx: &mut OrgTx, person: Uuid, page: &str, id: Option<ViewId>) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query!(
        "update core.saved_views set is_default = false
         where organization_id = $1 and user_id = $2 and page = $3 and is_default",
        organization,
        person,
        page,
    )
    .execute(tx.connection())
    .await?;
    if let Some(id) = id {
        sqlx::query!(
            "update core.saved_views set is_default = true where organization_id = $1 and user_id = $2 and id = $3",
            organization,
            person,
            id.0,
        )
        .execute(tx.connection())
        .await?;
    }
    Ok(())
}
