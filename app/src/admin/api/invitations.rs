//! Inviting people, and accepting an invitation.

use crate::AppError;
use cauldron_types::{
    ImportCheck, ImportProgress, InvitationForm, InvitationId, InvitationLink, InvitationPage, InvitationView, JobId,
    Membership, OrganizationId, Role, TeamId,
};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::{AppContext, answer, as_person, contexts, holder, offsets, send_session};

/// How a link reaches whom it is for.
#[cfg(feature = "ssr")]
fn delivery(app: &AppContext, by_mail: bool) -> cauldron_admin::invitations::Delivery {
    match by_mail {
        true => cauldron_admin::invitations::Delivery::Mailed { site: app.url.to_string() },
        false => cauldron_admin::invitations::Delivery::Shown,
    }
}

/// Invitations, newest first: those that wait for an answer, or every one.
#[server(prefix = "/api/admin", endpoint = "invitations", input = GetUrl)]
pub(crate) async fn list_invitations(
    #[server(default)] every: bool,
    #[server(default)] cursor: String,
) -> Result<InvitationPage, AppError> {
    as_person(async move |app, ctx| {
        let page = cauldron_admin::invitations::list(&app.db, &ctx, every, &cursor).await?;
        let oldest = page.invitations.last().map_or(page.now, |row| row.created);
        let oldest = chrono::DateTime::from_timestamp_millis(oldest.0).unwrap_or_else(|| ctx.now());
        let ahead = ctx.now() + chrono::TimeDelta::days(cauldron_admin::invitations::MOST_DAYS);
        Ok(InvitationPage { offsets: offsets(&ctx.tenant.time_zone, oldest, ahead), ..page })
    })
    .await
}

/// What the form offers.
#[server(prefix = "/api/admin", endpoint = "invitations/form", input = GetUrl)]
pub(crate) async fn offer_invitation() -> Result<InvitationForm, AppError> {
    as_person(async |app, ctx| cauldron_admin::invitations::form(&app.db, &ctx).await).await
}

/// Invites somebody.
#[server(prefix = "/api/admin", endpoint = "invitations/save")]
pub(crate) async fn invite(
    email: String,
    role: Role,
    days: String,
    #[server(default)] teams: Vec<TeamId>,
    #[server(default)] by_mail: bool,
) -> Result<InvitationLink, AppError> {
    as_person(async |app, ctx| {
        // What is no number is a number of days that cannot be.
        let (days, delivery) = (days.trim().parse().unwrap_or(0), delivery(&app, by_mail));
        let new = cauldron_admin::invitations::NewInvitation { email, role, teams, days, delivery };
        cauldron_admin::invitations::invite(&app.db, &ctx, &new).await
    })
    .await
}

/// Gives an invitation a new link.
#[server(prefix = "/api/admin", endpoint = "invitations/resend")]
pub(crate) async fn resend_invitation(
    id: InvitationId,
    #[server(default)] by_mail: bool,
) -> Result<InvitationLink, AppError> {
    as_person(async move |app, ctx| {
        cauldron_admin::invitations::resend(&app.db, &ctx, id, &delivery(&app, by_mail)).await
    })
    .await
}

/// Takes an invitation back.
#[server(prefix = "/api/admin", endpoint = "invitations/revoke")]
pub(crate) async fn revoke_invitation(id: InvitationId) -> Result<(), AppError> {
    as_person(async move |app, ctx| cauldron_admin::invitations::revoke(&app.db, &ctx, id).await).await
}

/// What the page of a link shows; the error says why the link cannot be used.
#[server(prefix = "/api/admin", endpoint = "invitation", input = GetUrl)]
pub(crate) async fn view_invitation(#[server(default)] token: String) -> Result<InvitationView, AppError> {
    let (app, request) = contexts();
    let who = request.authenticated().map(|person| person.email.clone());
    let view = cauldron_admin::invitations::view(&app.db, &request.visit, &token, who.as_deref()).await;
    answer(&app, &request, view)
}

/// Accepts with a new account, and signs its person in.
#[server(prefix = "/api/admin", endpoint = "invitation/accept_as_new")]
pub(crate) async fn accept_as_new(token: String, display_name: String, password: String) -> Result<(), AppError> {
    let (app, request) = contexts();
    let account = cauldron_admin::invitations::NewAccount { link: token, display_name, password };
    let opened = cauldron_admin::invitations::accept_as_new(&app.db, &app.hasher, app.limits, &request.visit, &account);
    send_session(&app, &answer(&app, &request, opened.await)?.token);
    leptos_axum::redirect("/", false);
    Ok(())
}

/// Accepts as whoever is signed in, and goes to the organization.
#[server(prefix = "/api/admin", endpoint = "invitation/accept")]
pub(crate) async fn accept_invitation(token: String) -> Result<(), AppError> {
    let (app, request) = contexts();
    let session = request.session.unwrap_or_default();
    let accepted = cauldron_admin::invitations::accept(&app.db, &request.visit, &session, &token).await;
    send_session(&app, &answer(&app, &request, accepted)?);
    leptos_axum::redirect("/", false);
    Ok(())
}

/// Says of every row of a list whether it can be used, and changes nothing. A write by its method alone: lists are long.
#[server(prefix = "/api/admin", endpoint = "invitations/list/check")]
pub(crate) async fn check_list(
    #[server(default)] list: String,
    role: Role,
    #[server(default)] days: String,
) -> Result<ImportCheck, AppError> {
    let (days, delivery) = (days.trim().parse().unwrap_or(0), cauldron_admin::invitations::Delivery::Shown);
    let bulk = cauldron_admin::invitations::Bulk { list, role, days, delivery };
    as_person(async |app, ctx| cauldron_admin::invitations::check_list(&app.db, &ctx, &bulk).await).await
}

/// Queues the invitations of every row that can be used.
#[server(prefix = "/api/admin", endpoint = "invitations/list/save")]
pub(crate) async fn invite_list(
    #[server(default)] list: String,
    role: Role,
    #[server(default)] days: String,
    #[server(default)] by_mail: bool,
) -> Result<JobId, AppError> {
    as_person(async |app, ctx| {
        let (days, delivery) = (days.trim().parse().unwrap_or(0), delivery(&app, by_mail));
        let bulk = cauldron_admin::invitations::Bulk { list, role, days, delivery };
        cauldron_admin::invitations::invite_list(&app.db, &ctx, &bulk).await
    })
    .await
}

/// How far the invitations of a list are.
#[server(prefix = "/api/admin", endpoint = "invitations/list", input = GetUrl)]
pub(crate) async fn list_progress(job: JobId) -> Result<ImportProgress, AppError> {
    as_person(async move |app, ctx| cauldron_admin::invitations::list_progress(&app.db, &ctx, job).await).await
}

/// The organizations that one may join without an invitation.
#[server(prefix = "/api/admin", endpoint = "account/organizations/joinable", input = GetUrl)]
pub(crate) async fn joinable_organizations() -> Result<Vec<Membership>, AppError> {
    let (app, request, ctx, token) = holder()?;
    answer(&app, &request, cauldron_admin::invitations::joinable(&app.db, &ctx.visit, &token).await)
}

/// Joins one of them, and goes there.
#[server(prefix = "/api/admin", endpoint = "account/organizations/join")]
pub(crate) async fn join_organization(organization: OrganizationId) -> Result<(), AppError> {
    let (app, request, ctx, token) = holder()?;
    let joined = cauldron_admin::invitations::join(&app.db, &ctx.visit, &token, organization).await;
    send_session(&app, &answer(&app, &request, joined)?);
    leptos_axum::redirect("/", false);
    Ok(())
}
