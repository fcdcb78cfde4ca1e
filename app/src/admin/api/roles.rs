//! Roles of the organization, and the matrix of what they give.

use crate::AppError;
use cauldron_types::{Permission, RoleId, RoleList, RoleMatrix, RolePage, RoleRef};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::as_person;
#[cfg(feature = "ssr")]
use cauldron_admin::roles;
#[cfg(feature = "ssr")]
use cauldron_types::RoleDraft;

/// All roles.
#[server(prefix = "/api/admin", endpoint = "roles", input = GetUrl)]
pub(crate) async fn list_roles() -> Result<RoleList, AppError> {
    as_person(async |app, ctx| roles::list(&app.db, &ctx).await).await
}

/// One role; without one, what a new one is made of.
#[server(prefix = "/api/admin", endpoint = "roles/role", input = GetUrl)]
pub(crate) async fn read_role(#[server(default)] role: Option<RoleRef>) -> Result<RolePage, AppError> {
    as_person(async move |app, ctx| roles::read(&app.db, &ctx, role).await).await
}

/// Every role beside every permission.
#[server(prefix = "/api/admin", endpoint = "roles/matrix", input = GetUrl)]
pub(crate) async fn compare_roles() -> Result<RoleMatrix, AppError> {
    as_person(async |app, ctx| roles::matrix(&app.db, &ctx).await).await
}

/// Makes a role and goes to it.
#[server(prefix = "/api/admin", endpoint = "roles/create")]
pub(crate) async fn create_role(
    name: String,
    #[server(default)] description: String,
    #[server(default)] permissions: Vec<Permission>,
    #[server(default)] parents: Vec<RoleRef>,
) -> Result<RoleId, AppError> {
    let draft = RoleDraft { name, description, permissions, parents };
    let role = as_person(async |app, ctx| roles::create(&app.db, &ctx, &draft).await).await?;
    leptos_axum::redirect(&format!("/admin/roles/{role}"), false);
    Ok(role)
}

/// Changes a role, unless somebody else did since `version`.
#[server(prefix = "/api/admin", endpoint = "roles/save")]
pub(crate) async fn save_role(
    role: RoleId,
    name: String,
    #[server(default)] description: String,
    #[server(default)] permissions: Vec<Permission>,
    #[server(default)] parents: Vec<RoleRef>,
    version: i64,
) -> Result<i64, AppError> {
    let draft = RoleDraft { name, description, permissions, parents };
    as_person(async |app, ctx| roles::update(&app.db, &ctx, role, &draft, version).await).await
}

/// Deletes a role whose name was typed, and goes to the list.
#[server(prefix = "/api/admin", endpoint = "roles/delete")]
pub(crate) async fn delete_role(role: RoleId, #[server(default)] name: String) -> Result<(), AppError> {
    as_person(async |app, ctx| roles::delete(&app.db, &ctx, role, &name).await).await?;
    leptos_axum::redirect("/admin/roles", false);
    Ok(())
}
