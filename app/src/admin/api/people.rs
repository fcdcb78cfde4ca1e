//! The people of the organization, and what is done to them.

use crate::AppError;
use cauldron_types::{PeopleBlock, PeopleQuery, PersonDetail, Role, UserId};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::{as_person, offsets};

/// People of a page.
#[cfg(feature = "ssr")]
const PAGE: u16 = 50;

/// A page of people.
#[server(prefix = "/api/admin", endpoint = "people", input = GetUrl)]
pub(crate) async fn list_people(#[server(default)] query: PeopleQuery) -> Result<PeopleBlock, AppError> {
    as_person(async move |app, ctx| {
        let block = cauldron_admin::members::list(&app.db, &ctx, &query, PAGE).await?;
        let oldest = block.people.iter().map(|person| person.joined.0).min().unwrap_or(block.now.0);
        let oldest = chrono::DateTime::from_timestamp_millis(oldest).unwrap_or_else(|| ctx.now());
        Ok(PeopleBlock { offsets: offsets(&ctx.tenant.time_zone, oldest, ctx.now()), ..block })
    })
    .await
}

/// One person.
#[server(prefix = "/api/admin", endpoint = "people/person", input = GetUrl)]
pub(crate) async fn open_person(user: UserId) -> Result<PersonDetail, AppError> {
    as_person(async move |app, ctx| {
        let detail = cauldron_admin::members::open(&app.db, &ctx, user).await?;
        let joined = chrono::DateTime::from_timestamp_millis(detail.person.joined.0).unwrap_or_else(|| ctx.now());
        Ok(PersonDetail { offsets: offsets(&ctx.tenant.time_zone, joined, ctx.now()), ..detail })
    })
    .await
}

/// Gives a person another base role, unless somebody changed them since `version`.
#[server(prefix = "/api/admin", endpoint = "people/role/save")]
pub(crate) async fn set_person_role(user: UserId, role: Role, version: i64) -> Result<(), AppError> {
    as_person(async move |app, ctx| cauldron_admin::members::set_role(&app.db, &ctx, user, role, version).await).await
}

/// Keeps a person from acting in the organization.
#[server(prefix = "/api/admin", endpoint = "people/suspend")]
pub(crate) async fn suspend_person(user: UserId) -> Result<(), AppError> {
    as_person(async move |app, ctx| cauldron_admin::members::suspend(&app.db, &ctx, user).await).await
}

/// Lets a person act in the organization again.
#[server(prefix = "/api/admin", endpoint = "people/restore")]
pub(crate) async fn restore_person(user: UserId) -> Result<(), AppError> {
    as_person(async move |app, ctx| cauldron_admin::members::restore(&app.db, &ctx, user).await).await
}

/// Removes a person; `heir` takes over what is in their hands.
#[server(prefix = "/api/admin", endpoint = "people/remove")]
pub(crate) async fn remove_person(user: UserId, #[server(default)] heir: String) -> Result<(), AppError> {
    as_person(async |app, ctx| cauldron_admin::members::remove(&app.db, &ctx, user, &heir).await).await
}
