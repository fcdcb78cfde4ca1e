//! The organization's profile and settings.

use crate::AppError;
use cauldron_types::{OrganizationProfile, OrganizationSettings};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::as_person;

/// The settings page's data.
#[server(prefix = "/api/admin", endpoint = "organization", input = GetUrl)]
pub(crate) async fn read_organization() -> Result<OrganizationSettings, AppError> {
    as_person(async |app, ctx| {
        let profile = cauldron_admin::organization::read(&app.db, &ctx).await?;
        let time_zones = cauldron_admin::organization::time_zones().into_iter().map(str::to_owned).collect();
        Ok(OrganizationSettings { profile, time_zones })
    })
    .await
}

/// Saves the settings, unless somebody else saved them since `version`.
#[server(prefix = "/api/admin", endpoint = "organization/save")]
pub(crate) async fn save_organization(
    name: String,
    time_zone: String,
    week_start: String,
    version: i64,
) -> Result<OrganizationProfile, AppError> {
    let changes = cauldron_admin::organization::Changes { name, time_zone, week_start, version };
    as_person(async |app, ctx| cauldron_admin::organization::update(&app.db, &ctx, &changes).await).await
}
