//! Asking people to join: by a link that is shown once, holds for some days, and can be taken back.

mod accept;
mod bulk;
mod delivery;

pub use accept::{NewAccount, accept, accept_as_new, join, joinable, view};
pub use bulk::{BULK_JOB, Bulk, check_list, invite_list, list_progress, run_list};
pub use delivery::Delivery;

use crate::fields::plausible_email;
use crate::limits::{self, Limit};
use crate::members::{grantable, instant, may_grant};
use crate::notifications::{NewNotification, notify_address};
use crate::search_text::place;
use crate::sign_in::normalized_email;
use crate::store::invitations::{self as store, NewRow, Row};
use cauldron_core::{ApiError, AuditEvent, Ctx, SecretToken, place_text};
use cauldron_db::{Db, OnConstraint as _, OrgTx, answered};
use cauldron_types::{
    InvitationForm, InvitationId, InvitationLink, InvitationPage, InvitationRow, InvitationState, NotificationKind,
    Permission, Problem, ProblemKind, Role, TeamId,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

/// Most days for which a link holds.
pub const MOST_DAYS: i64 = 30;
/// As many as it holds when nothing is said.
pub const USUAL_DAYS: i64 = 7;
/// Most teams of an invitation.
const MOST_TEAMS: usize = 50;
/// Invitations on a page.
const PAGE: usize = 50;

/// Whom to invite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInvitation {
    /// E-mail address.
    pub email: String,
    /// Base role.
    pub role: Role,
    /// Teams they come into.
    pub teams: Vec<TeamId>,
    /// Days for which the link holds, from 1 to [`MOST_DAYS`].
    pub days: i64,
    /// How the link reaches them.
    pub delivery: Delivery,
}

fn until(ctx: &Ctx, days: i64) -> Result<DateTime<Utc>, ApiError> {
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(ApiError::field("days", &format!("Choose from 1 to {MOST_DAYS} days.")));
    }
    Ok(ctx.now() + TimeDelta::days(days))
}

fn taken(email: &str) -> ApiError {
    let sentence = format!("There is an open invitation for {email}. Send that one again, or take it back first.");
    Problem::new(ProblemKind::Conflict, sentence.clone()).with_field("email", sentence).into()
}

/// What the form offers.
///
/// # Errors
/// Without `person:create`; what the database answers.
pub async fn form(db: &Db, ctx: &Ctx) -> Result<InvitationForm, ApiError> {
    ctx.require(Permission::PersonCreate)?;
    let mut teams = Vec::new();
    // Whoever may not decide who is in a team cannot do it by an invitation either.
    if ctx.may(Permission::TeamManage) {
        let mut tx = db.org_tx(ctx).await?;
        teams = store::teams(&mut tx).await?;
        tx.commit().await?;
    }
    let mails = cauldron_platform::mail::is_sent(db).await?;
    Ok(InvitationForm { roles: grantable(ctx), teams, mails })
}

/// Invites somebody. The link's secret is in the answer and nowhere else, or in the mail alone: a link that somebody else saw
/// proves no address.
///
/// # Errors
/// Without `person:create`; [`ProblemKind::Forbidden`] for a role above one's own; [`ProblemKind::Invalid`] with a sentence a
/// field; [`ProblemKind::Conflict`] for whoever belongs already or is invited already, and when the organization is full; what the
/// database answers.
pub async fn invite(db: &Db, ctx: &Ctx, new: &NewInvitation) -> Result<InvitationLink, ApiError> {
    ctx.require(Permission::PersonCreate)?;
    if !may_grant(ctx, new.role) {
        let sentence = format!("You cannot invite anybody as {}: it permits more than you hold.", new.role.label());
        return Err(ApiError::field("role", &sentence).with_kind(ProblemKind::Forbidden));
    }
    if !new.teams.is_empty() {
        ctx.require(Permission::TeamManage)?;
        if new.teams.len() > MOST_TEAMS {
            return Err(ApiError::field("teams", &format!("Choose at most {MOST_TEAMS} teams.")));
        }
    }
    let email = normalized_email(&new.email);
    let mut problem = Problem::new(ProblemKind::Invalid, "Some fields need your attention.");
    if !plausible_email(&email) {
        problem = problem.with_field("email", "Enter an e-mail address, such as mira@example.org.");
    }
    let expires_at = match until(ctx, new.days) {
        Ok(until) => until,
        Err(ApiError::Problem(wrong)) => {
            problem.fields.extend(wrong.fields);
            ctx.now()
        }
        Err(error) => return Err(error),
    };
    if !problem.fields.is_empty() {
        return Err(problem.into());
    }
    new.delivery.check(db).await?;
    let mut tx = db.org_tx(ctx).await?;
    let known = store::addressee(&mut tx, &email).await?;
    if let Some(status) = known.status.filter(|status| status != "removed") {
        let sentence = if status == "active" {
            format!("{email} belongs to the organization already.")
        } else {
            format!("{email} belongs to the organization and is suspended. Restore them on their page.")
        };
        return Err(Problem::new(ProblemKind::Conflict, sentence.clone()).with_field("email", sentence).into());
    }
    match known.open {
        Some((_, open_until)) if open_until > ctx.now() => return Err(taken(&email)),
        Some((expired, _)) => store::revoke(&mut tx, InvitationId(expired)).await?,
        None => {}
    }
    let open = store::open_count(&mut tx).await?;
    limits::check(&mut tx, Limit::People, open + 1).await?;
    let mut teams = new.teams.clone();
    teams.sort_unstable();
    teams.dedup();
    if store::count_teams(&mut tx, &teams).await? < teams.len() {
        return Err(ApiError::field("teams", "One of the teams is not there any more. Load the page again."));
    }
    let (id, token) = (InvitationId(ctx.new_id()), SecretToken::generate(&ctx.visit.ambient));
    let row = NewRow {
        id,
        email: &email,
        role: new.role.as_str(),
        teams: &teams,
        token: &token.hash(),
        expires_at,
        mailed_at: new.delivery.is_mail().then(|| ctx.now()),
    };
    store::insert(&mut tx, &row).await.on_constraint("invitations_one_open", || taken(&email))?;
    tx.audit(AuditEvent {
        action: "invitation.created",
        subject_kind: "invitation",
        subject_id: id.to_string(),
        detail: json!({
            "email": email, "role": new.role.as_str(), "teams": new.teams, "expires": expires_at, "by_mail": new.delivery.is_mail(),
        }),
    })
    .await?;
    // Whoever has an account hears of it there; the link itself is a secret and goes by another way.
    let title = format!("{} invites you to join", ctx.tenant.name);
    let body = format!("{} invited you. Open the link that you were sent to accept.", ctx.actor.label());
    let told = NewNotification { kind: NotificationKind::Invitation, title: &title, body: &body, href: "" };
    notify_address(&mut tx, &email, &told).await?;
    let link = new.delivery.hand_over(&mut tx, id, email, &token, expires_at).await?;
    tx.commit().await?;
    Ok(link)
}

fn state(row: &Row, now: DateTime<Utc>) -> InvitationState {
    if row.accepted_at.is_some() {
        InvitationState::Accepted
    } else if row.revoked_at.is_some() {
        InvitationState::Revoked
    } else if row.expires_at <= now {
        InvitationState::Expired
    } else {
        InvitationState::Open
    }
}

/// Invitations, newest first, behind a cursor: those that wait for an answer, or every one there was.
///
/// # Errors
/// Without `person:read`; [`ProblemKind::Invalid`] for a cursor that no list gave out; what the database answers.
pub async fn list(db: &Db, ctx: &Ctx, every: bool, cursor: &str) -> Result<InvitationPage, ApiError> {
    ctx.require(Permission::PersonRead)?;
    let place = place(cursor)?;
    let mails = cauldron_platform::mail::is_sent(db).await?;
    let mut tx = db.list_tx(ctx).await?;
    let asked = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut rows = answered(store::list(&mut tx, every, place, asked).await)?;
    let total = answered(store::count(&mut tx, every).await)?;
    let ids: Vec<uuid::Uuid> = rows.iter().map(|row| row.id).collect();
    let mut teams = answered(store::teams_of(&mut tx, &ids).await)?;
    tx.commit().await?;
    let goes_on = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| goes_on).map(|row| place_text(row.created_at, row.id));
    let invitations = rows
        .into_iter()
        .map(|row| {
            Ok(InvitationRow {
                id: InvitationId(row.id),
                state: state(&row, ctx.now()),
                role: row.role.parse().map_err(ApiError::internal)?,
                email: row.email,
                teams: teams.remove(&row.id).unwrap_or_default(),
                invited_by: row.invited_by.unwrap_or_default(),
                created: instant(row.created_at),
                expires: instant(row.expires_at),
                mailed: row.mailed_at.is_some(),
            })
        })
        .collect::<Result<_, ApiError>>()?;
    Ok(InvitationPage { invitations, total, next, now: instant(ctx.now()), offsets: Vec::new(), mails })
}

/// An invitation that still waits for an answer.
async fn waiting(tx: &mut OrgTx, id: InvitationId) -> Result<Row, ApiError> {
    let row = store::find(tx, id).await?.ok_or_else(|| ApiError::not_found("invitation"))?;
    let sentence = match state(&row, tx.ctx().now()) {
        InvitationState::Accepted => format!("{} has accepted this invitation.", row.email),
        InvitationState::Revoked => format!("This invitation for {} was taken back. Invite them anew.", row.email),
        InvitationState::Open | InvitationState::Expired => return Ok(row),
    };
    Err(ApiError::problem(ProblemKind::Conflict, sentence))
}

/// Gives an invitation a new link, which holds for as many days anew; the old one stops working.
///
/// # Errors
/// Without `person:create`; [`ProblemKind::Forbidden`] for a role above one's own; [`ProblemKind::Conflict`] when it was accepted
/// or taken back; [`ProblemKind::NotFound`]; what the database answers.
pub async fn resend(db: &Db, ctx: &Ctx, id: InvitationId, delivery: &Delivery) -> Result<InvitationLink, ApiError> {
    ctx.require(Permission::PersonCreate)?;
    delivery.check(db).await?;
    let mut tx = db.org_tx(ctx).await?;
    let row = waiting(&mut tx, id).await?;
    let role: Role = row.role.parse().map_err(ApiError::internal)?;
    if !may_grant(ctx, role) {
        let sentence = format!("You cannot invite anybody as {}: it permits more than you hold.", role.label());
        return Err(ApiError::problem(ProblemKind::Forbidden, sentence));
    }
    let days = (row.expires_at - row.created_at).num_days().clamp(1, MOST_DAYS);
    let (token, expires_at) = (SecretToken::generate(&ctx.visit.ambient), until(ctx, days)?);
    let mailed_at = delivery.is_mail().then(|| ctx.now());
    store::renew(&mut tx, id, &token.hash(), expires_at, mailed_at).await?;
    tx.audit(AuditEvent {
        action: "invitation.sent_again",
        subject_kind: "invitation",
        subject_id: id.to_string(),
        detail: json!({ "email": row.email, "expires": expires_at, "by_mail": delivery.is_mail() }),
    })
    .await?;
    let link = delivery.hand_over(&mut tx, id, row.email, &token, expires_at).await?;
    tx.commit().await?;
    Ok(link)
}

/// Takes an invitation back; its link stops working. Doing it twice does nothing.
///
/// # Errors
/// Without `person:create`; [`ProblemKind::Conflict`] when it was accepted; [`ProblemKind::NotFound`]; what the database answers.
pub async fn revoke(db: &Db, ctx: &Ctx, id: InvitationId) -> Result<(), ApiError> {
    ctx.require(Permission::PersonCreate)?;
    let mut tx = db.org_tx(ctx).await?;
    let row = store::find(&mut tx, id).await?.ok_or_else(|| ApiError::not_found("invitation"))?;
    match state(&row, ctx.now()) {
        InvitationState::Revoked => return Ok(tx.commit().await?),
        InvitationState::Accepted => {
            let sentence = format!("{} has accepted already. Remove them on their page instead.", row.email);
            return Err(ApiError::problem(ProblemKind::Conflict, sentence));
        }
        InvitationState::Open | InvitationState::Expired => {}
    }
    store::revoke(&mut tx, id).await?;
    tx.audit(AuditEvent {
        action: "invitation.revoked",
        subject_kind: "invitation",
        subject_id: id.to_string(),
        detail: json!({ "email": row.email }),
    })
    .await?;
    Ok(tx.commit().await?)
}
