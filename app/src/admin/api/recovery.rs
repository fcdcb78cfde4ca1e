//! Links that stand in for a password or a proof.

use crate::AppError;
use cauldron_types::{IssuedLink, LinkKind, OwnEmail, RecoveryLink};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::{answer, contexts, forget_session, holder};
#[cfg(feature = "ssr")]
use cauldron_admin::recovery;

/// Asks for a new password.
#[server(prefix = "/api/admin", endpoint = "recovery/request")]
pub(crate) async fn request_recovery(email: String) -> Result<(), AppError> {
    let (app, request) = contexts();
    answer(&app, &request, recovery::request(&app.db, &request.visit, &app.url, &email).await)?;
    leptos_axum::redirect("/forgot-password?asked=1", false);
    Ok(())
}

/// What a link is for; the error says why it cannot be used.
#[server(prefix = "/api/admin", endpoint = "recovery/link", input = GetUrl)]
pub(crate) async fn read_recovery_link(#[server(default)] link: String) -> Result<RecoveryLink, AppError> {
    let (app, request) = contexts();
    answer(&app, &request, recovery::look_up(&app.db, &request.visit, &link).await)
}

/// Sets a new password by a link.
#[server(prefix = "/api/admin", endpoint = "recovery/password/save")]
pub(crate) async fn set_recovered_password(link: String, password: String) -> Result<(), AppError> {
    let (app, request) = contexts();
    let done = recovery::set_password(&app.db, &app.hasher, &request.visit, &link, &password).await;
    answer(&app, &request, done)?;
    // Whoever was signed in here is no more.
    forget_session(&app);
    leptos_axum::redirect("/sign-in?done=password", false);
    Ok(())
}

/// Uses a link to another address, or one that proves an address.
#[server(prefix = "/api/admin", endpoint = "recovery/email/save")]
pub(crate) async fn confirm_email_link(link: String) -> Result<(), AppError> {
    let (app, request) = contexts();
    answer(&app, &request, recovery::confirm_email(&app.db, &request.visit, &link).await)?;
    leptos_axum::redirect("/recover?done=1", false);
    Ok(())
}

/// What is known of one's address.
#[server(prefix = "/api/admin", endpoint = "account/email", input = GetUrl)]
pub(crate) async fn read_own_email() -> Result<OwnEmail, AppError> {
    let (app, request, ctx, token) = holder()?;
    answer(&app, &request, recovery::own_email(&app.db, &ctx, &token).await)
}

/// Asks for another address.
#[server(prefix = "/api/admin", endpoint = "account/email/save")]
pub(crate) async fn request_email(email: String) -> Result<(), AppError> {
    let (app, request, ctx, token) = holder()?;
    answer(&app, &request, recovery::request_email(&app.db, &ctx, &token, &app.url, &email).await)?;
    leptos_axum::redirect("/account?saved=email", false);
    Ok(())
}

/// Asks for a link that proves one's address.
#[server(prefix = "/api/admin", endpoint = "account/email/verify")]
pub(crate) async fn request_verification() -> Result<(), AppError> {
    let (app, request, ctx, token) = holder()?;
    answer(&app, &request, recovery::request_verification(&app.db, &ctx, &token, &app.url).await)?;
    leptos_axum::redirect("/account?saved=verification", false);
    Ok(())
}

/// Makes a link to hand over.
#[server(prefix = "/api/admin", endpoint = "recovery/issue")]
pub(crate) async fn issue_recovery_link(
    email: String,
    #[server(default)] new_email: String,
) -> Result<IssuedLink, AppError> {
    let (app, request, ctx, token) = holder()?;
    let issued = recovery::issue(&app.db, &ctx, &token, &app.url, &email, &new_email).await;
    answer(&app, &request, issued)
}

/// What a link is for, in a sentence.
pub(crate) fn purpose(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Password => "It lets them choose a new password.",
        LinkKind::Email => "It changes the address with which they sign in.",
        LinkKind::Verification => "It shows that the address is theirs.",
    }
}
