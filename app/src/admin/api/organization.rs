//! The organization's profile, its settings and its limits.
#![expect(clippy::too_many_arguments, reason = "a server function has an argument for each field of its form")]

use crate::AppError;
use cauldron_types::{LimitView, OrganizationProfile, OrganizationSettings, SettingLevel, SettingView, UserId};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use std::collections::BTreeMap;

#[cfg(feature = "ssr")]
use crate::server::as_person;

/// The settings page's data.
#[server(prefix = "/api/admin", endpoint = "organization", input = GetUrl)]
pub(crate) async fn read_organization() -> Result<OrganizationSettings, AppError> {
    as_person(async |app, ctx| {
        let profile = cauldron_admin::organization::read(&app.db, &ctx).await?;
        let (calendar, members) = cauldron_admin::organization::choices(&app.db, &ctx).await?;
        let time_zones = cauldron_admin::organization::time_zones().into_iter().map(str::to_owned).collect();
        Ok(OrganizationSettings { profile, time_zones, members, calendar })
    })
    .await
}

/// Saves the profile, unless somebody else saved it since `version`. What is left out stays as it is.
#[server(prefix = "/api/admin", endpoint = "organization/save")]
pub(crate) async fn save_organization(
    name: String,
    time_zone: String,
    week_start: String,
    #[server(default)] fiscal_year_start: Option<String>,
    #[server(default)] slug: Option<String>,
    #[server(default)] industry: Option<String>,
    #[server(default)] primary_contact: Option<String>,
    #[server(default)] domains: Option<String>,
    version: i64,
) -> Result<OrganizationProfile, AppError> {
    let changes = cauldron_admin::organization::Changes {
        name,
        time_zone,
        week_start,
        fiscal_year_start,
        slug,
        industry,
        primary_contact,
        domains,
        version,
    };
    as_person(async |app, ctx| cauldron_admin::organization::update(&app.db, &ctx, &changes).await).await
}

/// What a level chose and inherits.
#[server(prefix = "/api/admin", endpoint = "settings", input = GetUrl)]
pub(crate) async fn list_settings(level: SettingLevel) -> Result<Vec<SettingView>, AppError> {
    as_person(async move |app, ctx| cauldron_admin::settings::list(&app.db, &ctx, level).await).await
}

/// Saves what a level chose: by key, where nothing is to be inherited; `reset` is a key to be inherited whatever stands there.
#[server(prefix = "/api/admin", endpoint = "settings/save")]
pub(crate) async fn save_settings(
    level: SettingLevel,
    #[server(default)] choices: BTreeMap<String, String>,
    #[server(default)] reset: String,
) -> Result<Vec<SettingView>, AppError> {
    // The button that resets one leaves the others as they are, whatever was chosen and not saved.
    let choices = if reset.is_empty() { choices } else { BTreeMap::from([(reset, String::new())]) };
    as_person(async |app, ctx| cauldron_admin::settings::save(&app.db, &ctx, level, &choices).await).await
}

/// What the organization has and may have.
#[server(prefix = "/api/admin", endpoint = "usage", input = GetUrl)]
pub(crate) async fn read_usage() -> Result<Vec<LimitView>, AppError> {
    as_person(async |app, ctx| cauldron_admin::limits::usage(&app.db, &ctx).await).await
}

/// Hands the organization over to another of its people.
#[server(prefix = "/api/admin", endpoint = "organization/transfer")]
pub(crate) async fn transfer_ownership(to: UserId) -> Result<(), AppError> {
    as_person(async move |app, ctx| cauldron_admin::members::transfer_ownership(&app.db, &ctx, to).await).await?;
    // Another document: other rights come with it.
    #[cfg(feature = "ssr")]
    leptos_axum::redirect("/admin/settings?saved=transfer", false);
    Ok(())
}

/// Leaves the organization. The session ends with it.
#[server(prefix = "/api/admin", endpoint = "organization/leave")]
pub(crate) async fn leave_organization() -> Result<(), AppError> {
    as_person(async |app, ctx| cauldron_admin::members::leave(&app.db, &ctx).await).await?;
    #[cfg(feature = "ssr")]
    leptos_axum::redirect("/sign-in", false);
    Ok(())
}
