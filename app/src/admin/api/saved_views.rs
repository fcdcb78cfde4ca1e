//! One's own named queries of lists. Every change answers with all of the list's, as they are then.

use crate::AppError;
use cauldron_types::{ListPage, ListView, ViewId};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::as_person;
#[cfg(feature = "ssr")]
use cauldron_admin::saved_views;

/// The person's views of a list, by name.
#[server(prefix = "/api/admin", endpoint = "views", input = GetUrl)]
pub(crate) async fn list_views(page: ListPage) -> Result<Vec<ListView>, AppError> {
    as_person(async move |app, ctx| saved_views::list(&app.db, &ctx, page).await).await
}

/// Keeps a query under a new name.
#[server(prefix = "/api/admin", endpoint = "views/save")]
pub(crate) async fn save_view(
    page: ListPage,
    name: String,
    #[server(default)] query: String,
    #[server(default)] is_default: bool,
) -> Result<Vec<ListView>, AppError> {
    as_person(async move |app, ctx| {
        let view = saved_views::NewView { page, name: &name, query: &query, is_default };
        saved_views::save(&app.db, &ctx, view).await
    })
    .await
}

/// Gives a view another name.
#[server(prefix = "/api/admin", endpoint = "views/name/save")]
pub(crate) async fn rename_view(id: ViewId, name: String) -> Result<Vec<ListView>, AppError> {
    as_person(async move |app, ctx| saved_views::rename(&app.db, &ctx, id, &name).await).await
}

/// Keeps another query under the name of a view.
#[server(prefix = "/api/admin", endpoint = "views/query/save")]
pub(crate) async fn replace_view(id: ViewId, #[server(default)] query: String) -> Result<Vec<ListView>, AppError> {
    as_person(async move |app, ctx| saved_views::replace(&app.db, &ctx, id, &query).await).await
}

/// Forgets a view.
#[server(prefix = "/api/admin", endpoint = "views/delete")]
pub(crate) async fn delete_view(id: ViewId) -> Result<Vec<ListView>, AppError> {
    as_person(async move |app, ctx| saved_views::delete(&app.db, &ctx, id).await).await
}

/// Lets a list open with a view, or with everything.
#[server(prefix = "/api/admin", endpoint = "views/default/save")]
pub(crate) async fn set_default_view(
    page: ListPage,
    #[server(default)] id: Option<ViewId>,
) -> Result<Vec<ListView>, AppError> {
    as_person(async move |app, ctx| saved_views::set_default(&app.db, &ctx, page, id).await).await
}
