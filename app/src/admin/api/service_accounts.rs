//! Service accounts.

use crate::AppError;
use cauldron_types::ServiceAccountId;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    crate::admin::api::keys::scopes_of,
    crate::server::as_person,
    cauldron_admin::service_accounts::{self as use_cases, AccountChoices},
    cauldron_core::ApiError,
};

/// Makes one.
#[server(prefix = "/api/admin", endpoint = "service_accounts/create")]
pub(crate) async fn create_service_account(
    name: String,
    #[server(default)] purpose: String,
    #[server(default)] scopes: Vec<String>,
) -> Result<ServiceAccountId, AppError> {
    as_person(async move |app, ctx| {
        let choices = AccountChoices { name, purpose, scopes: scopes_of(&scopes)? };
        use_cases::create(&app.db, &ctx, &choices).await
    })
    .await
}

/// Changes name, purpose and scopes.
#[server(prefix = "/api/admin", endpoint = "service_accounts/save")]
pub(crate) async fn save_service_account(
    id: ServiceAccountId,
    version: i64,
    name: String,
    #[server(default)] purpose: String,
    #[server(default)] scopes: Vec<String>,
) -> Result<(), AppError> {
    as_person(async move |app, ctx| {
        let choices = AccountChoices { name, purpose, scopes: scopes_of(&scopes)? };
        use_cases::update(&app.db, &ctx, id, version, &choices).await
    })
    .await
}

/// Stops all its keys, or lets them go on.
#[server(prefix = "/api/admin", endpoint = "service_accounts/suspend")]
pub(crate) async fn suspend_service_account(id: ServiceAccountId, suspended: bool) -> Result<(), AppError> {
    as_person(async move |app, ctx| use_cases::set_suspended(&app.db, &ctx, id, suspended).await).await
}

/// Takes it away and revokes its keys. `confirm` is its name, typed by whoever knows what they do. Answers how many keys.
#[server(prefix = "/api/admin", endpoint = "service_accounts/remove")]
pub(crate) async fn remove_service_account(id: ServiceAccountId, confirm: String) -> Result<u64, AppError> {
    as_person(async move |app, ctx| {
        let accounts = use_cases::list(&app.db, &ctx).await?;
        let account = accounts.iter().find(|account| account.id == id);
        let account = account.ok_or_else(|| ApiError::not_found("service account"))?;
        if account.name.trim() != confirm.trim() {
            return Err(ApiError::field("confirm", "Type the name of the service account as it is written."));
        }
        use_cases::remove(&app.db, &ctx, id).await
    })
    .await
}
