//! Queries of lists that a person keeps under a name, for themself alone.

use crate::fields::name_problem;
use crate::preferences::person;
use crate::store::saved_views::{self as store, Fresh, Stored};
use cauldron_core::{ApiError, AuditEvent, Ctx};
use cauldron_db::{Db, DbError, OnConstraint as _, OrgTx};
use cauldron_types::{ListPage, ListView, Permission, Problem, ProblemKind, ViewId};
use serde_json::{Value, json};
use uuid::Uuid;

/// A query to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewView<'a> {
    /// The list it is of.
    pub page: ListPage,
    /// What the person calls it; no other of their views of the list has that name, whatever its case.
    pub name: &'a str,
    /// The address's query, percent-encoded, without its question mark.
    pub query: &'a str,
    /// The list opens with it.
    pub is_default: bool,
}

fn checked_name(name: &str) -> Result<&str, ApiError> {
    match name_problem(name, "a name for the view") {
        None => Ok(name.trim()),
        Some(sentence) => Err(ApiError::field("name", &sentence)),
    }
}

fn checked_query(query: &str) -> Result<&str, ApiError> {
    if query.len() > ListView::LONGEST_QUERY {
        return Err(ApiError::field(
            "query",
            "These filters are too long to be kept. Take some away, then save again.",
        ));
    }
    if query.starts_with('?') || !query.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#') {
        return Err(ApiError::field("query", "This is not the query of an address."));
    }
    Ok(query)
}

fn taken(result: Result<(), DbError>) -> Result<(), ApiError> {
    result.on_constraint("saved_views_once", || {
        let sentence = "You have a view of this name. Choose another, or open that view and save over it.";
        Problem::new(ProblemKind::Conflict, sentence).with_field("name", sentence).into()
    })
}

/// Begins a change of a view that is there and the person's own.
async fn change(db: &Db, ctx: &Ctx, id: ViewId) -> Result<(OrgTx, Uuid, Stored), ApiError> {
    ctx.require(Permission::PreferenceWrite)?;
    let person = person(ctx)?;
    let mut tx = db.org_tx(ctx).await?;
    match store::get(&mut tx, person, id).await? {
        Some(view) => Ok((tx, person, view)),
        None => Err(ApiError::not_found("view")),
    }
}

/// Audits the change and answers with all views of the list as they are now.
async fn finish(
    mut tx: OrgTx,
    person: Uuid,
    page: &str,
    (action, id, detail): (&'static str, String, Value),
) -> Result<Vec<ListView>, ApiError> {
    tx.audit(AuditEvent { action, subject_kind: "saved_view", subject_id: id, detail }).await?;
    let views = store::list(&mut tx, person, page).await?;
    tx.commit().await?;
    Ok(views)
}

/// The person's views of a list, by name.
///
/// # Errors
/// [`ProblemKind::Forbidden`] for who is no person; what the database answers.
pub async fn list(db: &Db, ctx: &Ctx, page: ListPage) -> Result<Vec<ListView>, ApiError> {
    let person = person(ctx)?;
    let mut tx = db.org_tx(ctx).await?;
    let views = store::list(&mut tx, person, page.as_str()).await?;
    tx.commit().await?;
    Ok(views)
}

/// Keeps a query under a new name. Returns the views of the list, as all changes do.
///
/// # Errors
/// Without `preference:write`; [`ProblemKind::Invalid`] for a name or query that cannot be kept; [`ProblemKind::Conflict`]
/// for a name that is taken and beyond [`ListView::MOST`] views; what the database answers.
pub async fn save(db: &Db, ctx: &Ctx, view: NewView<'_>) -> Result<Vec<ListView>, ApiError> {
    ctx.require(Permission::PreferenceWrite)?;
    let person = person(ctx)?;
    let (name, query, page) = (checked_name(view.name)?, checked_query(view.query)?, view.page.as_str());
    let mut tx = db.org_tx(ctx).await?;
    store::lock(&mut tx, person, page).await?;
    if store::count(&mut tx, person, page).await? >= ListView::MOST {
        let sentence = format!("You keep {} views of this list, which is the most. Delete one first.", ListView::MOST);
        return Err(ApiError::problem(ProblemKind::Conflict, sentence));
    }
    let id = ctx.new_id();
    taken(store::insert(&mut tx, person, &Fresh { id, page, name, query }).await)?;
    if view.is_default {
        store::set_default(&mut tx, person, page, Some(ViewId(id))).await?;
    }
    let detail = json!({ "page": page, "name": name, "is_default": view.is_default });
    finish(tx, person, page, ("saved_view.created", id.to_string(), detail)).await
}

/// Gives a view another name.
///
/// # Errors
/// As [`save`]; [`ProblemKind::NotFound`] for a view that is not there or somebody else's.
pub async fn rename(db: &Db, ctx: &Ctx, id: ViewId, name: &str) -> Result<Vec<ListView>, ApiError> {
    let name = checked_name(name)?;
    let (mut tx, person, view) = change(db, ctx, id).await?;
    taken(store::rename(&mut tx, person, id, name).await)?;
    let detail = json!({ "page": view.page, "before": view.name, "after": name });
    finish(tx, person, &view.page, ("saved_view.renamed", id.to_string(), detail)).await
}

/// Keeps another query under the name of a view.
///
/// # Errors
/// As [`rename`].
pub async fn replace(db: &Db, ctx: &Ctx, id: ViewId, query: &str) -> Result<Vec<ListView>, ApiError> {
    let query = checked_query(query)?;
    let (mut tx, person, view) = change(db, ctx, id).await?;
    store::replace(&mut tx, person, id, query).await?;
    let detail = json!({ "page": view.page, "name": view.name });
    finish(tx, person, &view.page, ("saved_view.replaced", id.to_string(), detail)).await
}

/// Forgets a view.
///
/// # Errors
/// As [`rename`].
pub async fn delete(db: &Db, ctx: &Ctx, id: ViewId) -> Result<Vec<ListView>, ApiError> {
    let (mut tx, person, view) = change(db, ctx, id).await?;
    store::delete(&mut tx, person, id).await?;
    let detail = json!({ "page": view.page, "name": view.name });
    finish(tx, person, &view.page, ("saved_view.deleted", id.to_string(), detail)).await
}

/// Lets a list open with a view, or with everything.
///
/// # Errors
/// As [`rename`].
pub async fn set_default(db: &Db, ctx: &Ctx, page: ListPage, id: Option<ViewId>) -> Result<Vec<ListView>, ApiError> {
    ctx.require(Permission::PreferenceWrite)?;
    let person = person(ctx)?;
    let page = page.as_str();
    let mut tx = db.org_tx(ctx).await?;
    store::lock(&mut tx, person, page).await?;
    let name = match id {
        Some(id) => match store::get(&mut tx, person, id).await? {
            Some(view) if view.page == page => Some(view.name),
            _ => return Err(ApiError::not_found("view")),
        },
        None => None,
    };
    store::set_default(&mut tx, person, page, id).await?;
    let subject = id.map(|id| id.to_string()).unwrap_or_default();
    let detail = json!({ "page": page, "name": name });
    finish(tx, person, page, ("saved_view.made_default", subject, detail)).await
}
