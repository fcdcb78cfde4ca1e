//! The organizations of the installation, for whoever runs it.

use crate::AppError;
use cauldron_types::{NewOrganization, OrganizationId, OrganizationList};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::{as_person, offsets};
#[cfg(feature = "ssr")]
use cauldron_admin::organizations::{Operator, Wanted};

/// The organizations whose name or slug has every word of `q`.
#[server(prefix = "/api/admin", endpoint = "organizations", input = GetUrl)]
pub(crate) async fn list_organizations(#[server(default)] q: String) -> Result<OrganizationList, AppError> {
    as_person(async move |app, ctx| {
        let list = cauldron_admin::organizations::list(&app.db, &ctx, &q).await?;
        let oldest = list.organizations.iter().map(|row| row.created.0).min().unwrap_or(list.now.0);
        let oldest = chrono::DateTime::from_timestamp_millis(oldest).unwrap_or_else(|| ctx.now());
        Ok(OrganizationList { offsets: offsets(&ctx.tenant.time_zone, oldest, ctx.now()), ..list })
    })
    .await
}

/// Makes an organization with an invitation for its first owner.
#[server(prefix = "/api/admin", endpoint = "organizations/save")]
pub(crate) async fn create_organization(
    name: String,
    slug: String,
    owner_email: String,
    #[server(default)] time_zone: String,
) -> Result<NewOrganization, AppError> {
    let wanted = Wanted { name, slug, time_zone, owner_email };
    as_person(async |app, ctx| cauldron_admin::organizations::create(&app.db, Operator::Person(&ctx), &wanted).await)
        .await
}

/// Makes an organization read-only.
#[server(prefix = "/api/admin", endpoint = "organizations/suspend")]
pub(crate) async fn suspend_organization(slug: String, #[server(default)] reason: String) -> Result<(), AppError> {
    as_person(async |app, ctx| {
        cauldron_admin::organizations::suspend(&app.db, Operator::Person(&ctx), &slug, &reason).await
    })
    .await
}

/// Lets an organization write again.
#[server(prefix = "/api/admin", endpoint = "organizations/restore")]
pub(crate) async fn restore_organization(slug: String) -> Result<(), AppError> {
    as_person(async |app, ctx| cauldron_admin::organizations::restore(&app.db, Operator::Person(&ctx), &slug).await)
        .await
}

/// Sets a limit of an organization, or the installation's standard where none is named.
#[server(prefix = "/api/admin", endpoint = "organizations/limit/save")]
pub(crate) async fn set_limit(
    #[server(default)] organization: Option<OrganizationId>,
    key: String,
    #[server(default)] most: String,
) -> Result<(), AppError> {
    as_person(async move |app, ctx| cauldron_admin::limits::set(&app.db, &ctx, organization, &key, most.parse()?).await)
        .await
}
