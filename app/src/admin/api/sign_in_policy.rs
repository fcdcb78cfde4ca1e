//! What the organization asks of signing in.

use crate::AppError;
use cauldron_types::SignInPolicy;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::as_person;

/// The policy that holds.
#[server(prefix = "/api/admin", endpoint = "sign_in_policy", input = GetUrl)]
pub(crate) async fn read_sign_in_policy() -> Result<SignInPolicy, AppError> {
    as_person(async |app, ctx| cauldron_admin::sign_in_policy::read(&app.db, &ctx, app.limits).await).await
}

/// Saves the policy.
#[server(prefix = "/api/admin", endpoint = "sign_in_policy/save")]
pub(crate) async fn save_sign_in_policy(
    #[server(default)] second_factor: bool,
    #[server(default)] idle_minutes: String,
    #[server(default)] absolute_hours: String,
    #[server(default)] version: String,
) -> Result<SignInPolicy, AppError> {
    let changes = cauldron_admin::sign_in_policy::Changes { second_factor, idle_minutes, absolute_hours, version };
    as_person(async move |app, ctx| cauldron_admin::sign_in_policy::save(&app.db, &ctx, app.limits, &changes).await)
        .await
}
