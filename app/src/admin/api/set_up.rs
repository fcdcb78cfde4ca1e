//! The first run.

use crate::AppError;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::{answer, contexts, send_session};

/// Whether a set-up link can be used; the error says why not.
#[server(prefix = "/api/admin", endpoint = "set_up_link", input = GetUrl)]
pub(crate) async fn check_set_up_link(link: String) -> Result<(), AppError> {
    let (app, request) = contexts();
    let checked = cauldron_admin::set_up::check_link(&app.db, &request.visit, &link).await;
    answer(&app, &request, checked).map(|_token| ())
}

/// Creates the operating organization with its owner, and signs the owner in.
#[server(prefix = "/api/admin", endpoint = "set_up")]
pub(crate) async fn set_up(
    link: String,
    organization_name: String,
    #[server(default)] time_zone: String,
    display_name: String,
    email: String,
    password: String,
) -> Result<(), AppError> {
    let (app, request) = contexts();
    let form = cauldron_admin::set_up::SetUp { link, organization_name, time_zone, display_name, email, password };
    let opened = cauldron_admin::set_up::set_up(&app.db, &app.hasher, app.limits, &request.visit, &form).await;
    send_session(&app, &answer(&app, &request, opened)?.token);
    leptos_axum::redirect("/", false);
    Ok(())
}
