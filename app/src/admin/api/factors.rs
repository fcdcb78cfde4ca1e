//! Second factors: the second step of a sign-in, and what one sets up for it.

use crate::AppError;
use cauldron_types::{FreshCodes, OwnFactors, PasskeyChallenge, PasskeyId, SecondStepView, TotpEnrolment};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use super::sign_in::arrive;
#[cfg(feature = "ssr")]
use crate::server::{answer, contexts, enrolling, holder, offsets, refused_session};
#[cfg(feature = "ssr")]
use cauldron_admin::{passkeys, second_factor};

/// What the second step of a sign-in can be done with; the error says that none is waited for.
#[server(prefix = "/api/admin", endpoint = "sign_in/step", input = GetUrl)]
pub(crate) async fn second_step() -> Result<SecondStepView, AppError> {
    let (app, request) = contexts();
    let token = request.session.ok_or_else(|| refused_session(&request))?;
    let waiting = answer(&app, &request, second_factor::waiting(&app.db, &request.visit, &token).await)?;
    waiting.ok_or_else(|| refused_session(&request))
}

/// Takes the second step by a code, and goes to `next`.
#[server(prefix = "/api/admin", endpoint = "sign_in/code")]
pub(crate) async fn enter_code(code: String, #[server(default)] next: String) -> Result<(), AppError> {
    let (app, request) = contexts();
    let token = request.session.ok_or_else(|| refused_session(&request))?;
    let passed = second_factor::by_code(&app.db, &app.platform.keys, app.limits, &request.visit, &token, &code).await;
    let token = answer(&app, &request, passed)?;
    arrive(&app, &request, &token, &next).await;
    Ok(())
}

/// Asks the browser for a passkey at the second step, or to prove once more who it is.
#[server(prefix = "/api/admin", endpoint = "passkeys/ask")]
pub(crate) async fn ask_passkey() -> Result<PasskeyChallenge, AppError> {
    let (app, request) = contexts();
    let token = request.session.ok_or_else(|| refused_session(&request))?;
    answer(&app, &request, passkeys::begin_proof(&app.db, &app.passkeys, &request.visit, &token).await)
}

/// Takes the second step by a passkey, and goes to `next`.
#[server(prefix = "/api/admin", endpoint = "sign_in/passkey/step")]
pub(crate) async fn step_by_passkey(
    ceremony: String,
    answer: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let (app, request) = contexts();
    let token = request.session.ok_or_else(|| refused_session(&request))?;
    let (db, visit) = (&app.db, &request.visit);
    let passed = passkeys::second_step(db, &app.passkeys, app.limits, visit, &token, &ceremony, &answer).await;
    let token = crate::server::answer(&app, &request, passed)?;
    arrive(&app, &request, &token, &next).await;
    Ok(())
}

/// Asks the browser for any passkey.
#[server(prefix = "/api/admin", endpoint = "sign_in/passkey/ask")]
pub(crate) async fn ask_any_passkey() -> Result<PasskeyChallenge, AppError> {
    let (app, request) = contexts();
    answer(&app, &request, passkeys::begin_sign_in(&app.db, &app.passkeys, &request.visit).await)
}

/// Signs in by a passkey alone, and goes to `next`.
#[server(prefix = "/api/admin", endpoint = "sign_in/passkey")]
pub(crate) async fn sign_in_by_passkey(
    ceremony: String,
    answer: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let (app, request) = contexts();
    let (db, visit, replaced) = (&app.db, &request.visit, request.session);
    let opened = passkeys::sign_in(db, &app.passkeys, app.limits, visit, &ceremony, &answer, replaced).await;
    let opened = crate::server::answer(&app, &request, opened)?;
    arrive(&app, &request, &opened.token, &next).await;
    Ok(())
}

/// Proves once more who one is, by a passkey.
#[server(prefix = "/api/admin", endpoint = "passkeys/prove")]
pub(crate) async fn prove_by_passkey(ceremony: String, answer: String) -> Result<(), AppError> {
    let (app, request, ctx, token) = enrolling()?;
    let proved = passkeys::prove(&app.db, &app.passkeys, &ctx, &token, &ceremony, &answer).await;
    crate::server::answer(&app, &request, proved)
}

/// What one has set up.
#[server(prefix = "/api/admin", endpoint = "account/factors", input = GetUrl)]
pub(crate) async fn read_own_factors() -> Result<OwnFactors, AppError> {
    let (app, request, ctx, token) = enrolling()?;
    let own = answer(&app, &request, second_factor::own(&app.db, &request.visit, &token).await)?;
    let now = ctx.now();
    Ok(OwnFactors { offsets: offsets(&ctx.tenant.time_zone, now - chrono::TimeDelta::days(400), now), ..own })
}

/// Begins to set up an authenticator app.
#[server(prefix = "/api/admin", endpoint = "account/totp/begin")]
pub(crate) async fn begin_totp() -> Result<TotpEnrolment, AppError> {
    let (app, request, ctx, token) = enrolling()?;
    let email = request.email();
    let begun = second_factor::begin_totp(&app.db, &app.platform.keys, &ctx, &token, &email).await;
    answer(&app, &request, begun)
}

/// Takes the app's first code.
#[server(prefix = "/api/admin", endpoint = "account/totp/confirm")]
pub(crate) async fn confirm_totp(code: String) -> Result<FreshCodes, AppError> {
    let (app, request, ctx, token) = enrolling()?;
    answer(&app, &request, second_factor::confirm_totp(&app.db, &app.platform.keys, &ctx, &token, &code).await)
}

/// New codes on paper.
#[server(prefix = "/api/admin", endpoint = "account/codes/renew")]
pub(crate) async fn renew_codes() -> Result<FreshCodes, AppError> {
    let (app, request, ctx, token) = holder()?;
    answer(&app, &request, second_factor::renew_codes(&app.db, &ctx, &token).await)
}

/// Takes the authenticator app away, or a passkey.
#[server(prefix = "/api/admin", endpoint = "account/factors/remove")]
pub(crate) async fn remove_factor(#[server(default)] passkey: Option<PasskeyId>) -> Result<(), AppError> {
    let (app, request, ctx, token) = holder()?;
    answer(&app, &request, second_factor::remove(&app.db, &ctx, &token, passkey).await)
}

/// Begins to make a passkey.
#[server(prefix = "/api/admin", endpoint = "passkeys/begin")]
pub(crate) async fn begin_passkey() -> Result<PasskeyChallenge, AppError> {
    let (app, request, ctx, token) = enrolling()?;
    answer(&app, &request, passkeys::begin_registration(&app.db, &app.passkeys, &ctx, &token).await)
}

/// Keeps the passkey that the browser has made.
#[server(prefix = "/api/admin", endpoint = "passkeys/save")]
pub(crate) async fn save_passkey(ceremony: String, answer: String, name: String) -> Result<FreshCodes, AppError> {
    let (app, request, ctx, token) = enrolling()?;
    let kept = passkeys::register(&app.db, &app.passkeys, &ctx, &token, &ceremony, &answer, &name).await;
    crate::server::answer(&app, &request, kept)
}
