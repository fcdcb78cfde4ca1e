//! One's own account.

use crate::AppError;
use cauldron_types::{AccountPage, Membership, OrganizationId, SessionId};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::{answer, enrolling, holder, instant, offsets, send_session};

/// The Account page's data.
#[server(prefix = "/api/admin", endpoint = "account", input = GetUrl)]
pub(crate) async fn read_account() -> Result<AccountPage, AppError> {
    let (app, request, ctx, token) = holder()?;
    let sessions =
        answer(&app, &request, cauldron_admin::account::sessions(&app.db, &app.platform.places, &ctx, &token).await)?;
    let now = ctx.now();
    Ok(AccountPage {
        display_name: ctx.actor.label(),
        email: request.authenticated().map(|person| person.email.clone()).unwrap_or_default(),
        sessions,
        now: instant(now),
        offsets: offsets(&ctx.tenant.time_zone, now - chrono::TimeDelta::days(30), now),
    })
}

/// Changes one's name.
#[server(prefix = "/api/admin", endpoint = "account/name/save")]
pub(crate) async fn save_name(display_name: String) -> Result<(), AppError> {
    let (app, request, ctx, token) = holder()?;
    answer(&app, &request, cauldron_admin::account::rename(&app.db, &ctx, &token, &display_name).await)?;
    // Another document, because the name stands in the frame too.
    leptos_axum::redirect("/account?saved=name", false);
    Ok(())
}

/// Changes one's password and ends one's other sessions.
#[server(prefix = "/api/admin", endpoint = "account/password/save")]
pub(crate) async fn change_password(current: String, new: String) -> Result<(), AppError> {
    let (app, request, ctx, token) = holder()?;
    let email = request.authenticated().map(|person| person.email.clone()).unwrap_or_default();
    let change = cauldron_admin::account::PasswordChange { email, current, new };
    let changed = cauldron_admin::account::change_password(&app.db, &app.hasher, &ctx, &token, &change).await;
    send_session(&app, &answer(&app, &request, changed)?);
    leptos_axum::redirect("/account?saved=password", false);
    Ok(())
}

/// Ends another of one's sessions.
#[server(prefix = "/api/admin", endpoint = "account/sessions/revoke")]
pub(crate) async fn revoke_session(session: SessionId) -> Result<(), AppError> {
    let (app, request, ctx, token) = holder()?;
    answer(&app, &request, cauldron_admin::account::revoke_session(&app.db, &ctx, &token, session).await)
}

/// Ends all one's sessions but this one. Answers how many.
#[server(prefix = "/api/admin", endpoint = "account/sessions/revoke_others")]
pub(crate) async fn revoke_other_sessions() -> Result<u32, AppError> {
    let (app, request, ctx, token) = holder()?;
    answer(&app, &request, cauldron_admin::account::revoke_other_sessions(&app.db, &ctx, &token).await)
}

/// The organizations that one belongs to.
#[server(prefix = "/api/admin", endpoint = "account/organizations", input = GetUrl)]
pub(crate) async fn own_organizations() -> Result<Vec<Membership>, AppError> {
    let (app, request, ctx, token) = enrolling()?;
    answer(&app, &request, cauldron_admin::account::organizations(&app.db, &ctx, &token).await)
}

/// Goes to another organization, to its Overview.
#[server(prefix = "/api/admin", endpoint = "account/organizations/switch")]
pub(crate) async fn switch_organization(organization: OrganizationId) -> Result<(), AppError> {
    let (app, request, ctx, token) = enrolling()?;
    let switched = cauldron_admin::account::switch_organization(&app.db, &ctx, &token, organization).await;
    send_session(&app, &answer(&app, &request, switched)?);
    leptos_axum::redirect("/", false);
    Ok(())
}
