//! What is done to a member: another base role, suspended, let in again, removed; and handing the organization over.

use super::{Known, known, may_grant, words};
use crate::notifications::{NewNotification, notify};
use crate::store::{belongings, members as store};
use cauldron_core::{Actor, ApiError, AuditEvent, BusEvent, Ctx, SecurityNotice};
use cauldron_db::{Db, DbError, OnConstraint as _, OrgTx};
use cauldron_types::{MemberStatus, NotificationKind, Permission, ProblemKind, Role, UserId};
use serde_json::{Value, json};

fn conflict(sentence: impl Into<String>) -> ApiError {
    ApiError::problem(ProblemKind::Conflict, sentence)
}

/// Turns the database's refusal to leave an organization without an owner into words.
fn with_an_owner<T>(result: Result<T, DbError>) -> Result<T, ApiError> {
    result.on_constraint("memberships_keep_an_owner", || {
        conflict("An organization needs an owner who can act. Make somebody else an owner first.")
    })
}

/// Refuses what one would do to oneself, and to whoever holds more than one does.
fn allowed(ctx: &Ctx, user: UserId, known: &Known, what: &str) -> Result<(), ApiError> {
    if ctx.actor.user() == Some(user) {
        return Err(conflict(format!("You cannot {what} yourself. Ask another owner or admin to do it.")));
    }
    if !may_grant(ctx, known.role) {
        let sentence = format!("{} holds more than you do. Ask an owner.", known.member.name);
        return Err(ApiError::problem(ProblemKind::Forbidden, sentence));
    }
    Ok(())
}

async fn note(tx: &mut OrgTx, what: &'static str, user: UserId, detail: Value) -> Result<(), ApiError> {
    tx.audit(AuditEvent { action: what, subject_kind: "user", subject_id: user.to_string(), detail: detail.clone() })
        .await?;
    let ctx = tx.ctx().clone();
    tx.publish(&BusEvent::Security(SecurityNotice::by(&ctx, what, detail))).await?;
    Ok(())
}

/// Gives somebody another base role, unless the membership was changed since `version`. Giving the one they have does nothing.
///
/// # Errors
/// Without `person:write`; [`ProblemKind::Forbidden`] for a role or a person above one's own; [`ProblemKind::Conflict`] for
/// oneself, the last owner, somebody who does not belong here any more, and when somebody else was faster; [`ProblemKind::NotFound`]
/// for anybody unknown; what the database answers.
pub async fn set_role(db: &Db, ctx: &Ctx, user: UserId, role: Role, version: i64) -> Result<(), ApiError> {
    ctx.require(Permission::PersonWrite)?;
    let mut tx = db.org_tx(ctx).await?;
    let before = known(&mut tx, user).await?;
    if before.status == MemberStatus::Removed {
        return Err(conflict(format!(
            "{} does not belong to the organization any more. Invite them again.",
            before.member.name
        )));
    }
    if before.role == role {
        return Ok(tx.commit().await?);
    }
    allowed(ctx, user, &before, "change the role of")?;
    if !may_grant(ctx, role) {
        let sentence = format!("You cannot make anybody {}: it permits more than you hold.", role.label());
        return Err(ApiError::field("role", &sentence).with_kind(ProblemKind::Forbidden));
    }
    if !with_an_owner(store::set_role(&mut tx, user, role.as_str(), Some(version)).await)? {
        let sentence = format!(
            "Somebody else changed {} while you were looking: {}, {}. Choose again.",
            before.member.name,
            before.role.label(),
            before.status.label()
        );
        return Err(conflict(sentence));
    }
    let detail = json!({ "person": before.member.name, "before": before.role.as_str(), "after": role.as_str() });
    note(&mut tx, "person.role_changed", user, detail).await?;
    let title = format!("You are {} in {} now", role.label(), ctx.tenant.name);
    let body = format!("{} changed your role. It was {} before.", ctx.actor.label(), before.role.label());
    let told = NewNotification { kind: NotificationKind::Access, title: &title, body: &body, href: "/account" };
    notify(&mut tx, user, &told).await?;
    Ok(tx.commit().await?)
}

async fn set_status(
    db: &Db,
    ctx: &Ctx,
    user: UserId,
    (from, to): (MemberStatus, MemberStatus),
    (what, verb): (&'static str, &str),
) -> Result<(), ApiError> {
    ctx.require(Permission::PersonWrite)?;
    let mut tx = db.org_tx(ctx).await?;
    let before = known(&mut tx, user).await?;
    if before.status == to {
        return Ok(tx.commit().await?);
    }
    if before.status == MemberStatus::Removed {
        return Err(conflict(format!(
            "{} does not belong to the organization any more. Invite them again.",
            before.member.name
        )));
    }
    allowed(ctx, user, &before, verb)?;
    if with_an_owner(store::set_status(&mut tx, user, &[from.as_str().to_owned()], to.as_str()).await)? {
        note(&mut tx, what, user, json!({ "person": before.member.name })).await?;
    }
    Ok(tx.commit().await?)
}

/// Keeps somebody from acting here; everything of theirs stays. It holds at their next request.
///
/// # Errors
/// Without `person:write`; [`ProblemKind::Forbidden`] for somebody above oneself; [`ProblemKind::Conflict`] for oneself, the last
/// owner and somebody who does not belong here any more; [`ProblemKind::NotFound`] for anybody unknown; what the database answers.
pub async fn suspend(db: &Db, ctx: &Ctx, user: UserId) -> Result<(), ApiError> {
    let change = (MemberStatus::Active, MemberStatus::Suspended);
    set_status(db, ctx, user, change, ("person.suspended", "suspend")).await
}

/// Lets somebody who was suspended in again.
///
/// # Errors
/// As [`suspend`].
pub async fn restore(db: &Db, ctx: &Ctx, user: UserId) -> Result<(), ApiError> {
    let change = (MemberStatus::Suspended, MemberStatus::Active);
    set_status(db, ctx, user, change, ("person.restored", "restore")).await
}

/// Hands on what is somebody's, and takes them out: their sessions here end, and so does every team and role.
async fn take_out(tx: &mut OrgTx, user: UserId, heir: Option<UserId>) -> Result<Option<Value>, ApiError> {
    let owned = words(belongings::of(tx, user).await?);
    if let Some(heir) = heir {
        belongings::hand_on(tx, user, heir).await?;
    } else if !owned.is_empty() {
        return Err(ApiError::field("heir", "Choose who takes over what is in their hands."));
    }
    let from = [MemberStatus::Active, MemberStatus::Suspended].map(|status| status.as_str().to_owned());
    if !with_an_owner(store::set_status(tx, user, &from, MemberStatus::Removed.as_str()).await)? {
        return Ok(None);
    }
    let ended = store::end_sessions(tx, user).await?;
    Ok(Some(json!({ "handed_on": owned, "to": heir, "sessions_ended": ended })))
}

/// Removes somebody from the organization. What is in their hands goes to `heir`, an id; where it is empty, to whoever removes.
///
/// # Errors
/// Without `person:delete`; [`ProblemKind::Forbidden`] for somebody above oneself; [`ProblemKind::Invalid`] for an heir who cannot
/// act here; [`ProblemKind::Conflict`] for oneself and the last owner; [`ProblemKind::NotFound`] for anybody unknown; what the
/// database answers.
pub async fn remove(db: &Db, ctx: &Ctx, user: UserId, heir: &str) -> Result<(), ApiError> {
    ctx.require(Permission::PersonDelete)?;
    let nobody = || ApiError::field("heir", "Choose somebody else who belongs to the organization and can act in it.");
    let heir = match heir.trim() {
        "" => ctx.actor.user(),
        text => Some(UserId(text.parse().map_err(|_| nobody())?)),
    };
    let mut tx = db.org_tx(ctx).await?;
    let before = known(&mut tx, user).await?;
    if before.status == MemberStatus::Removed {
        return Ok(tx.commit().await?);
    }
    allowed(ctx, user, &before, "remove")?;
    if let Some(heir) = heir
        && (heir == user || !store::is_active(&mut tx, heir).await?)
    {
        return Err(nobody());
    }
    if let Some(mut detail) = take_out(&mut tx, user, heir).await? {
        if let Some(detail) = detail.as_object_mut() {
            detail.insert("person".to_owned(), json!(before.member.name));
            detail.insert("role".to_owned(), json!(before.role.as_str()));
        }
        note(&mut tx, "person.removed", user, detail).await?;
    }
    Ok(tx.commit().await?)
}

/// Leaves the organization. What is in one's hands goes to the owner who has been one for longest.
///
/// # Errors
/// [`ProblemKind::Forbidden`] for whoever is no person; [`ProblemKind::Conflict`] for the last owner; what the database answers.
pub async fn leave(db: &Db, ctx: &Ctx) -> Result<(), ApiError> {
    let user = ctx
        .actor
        .user()
        .filter(|_| matches!(ctx.actor, Actor::Person { .. }))
        .ok_or_else(|| ApiError::problem(ProblemKind::Forbidden, "Only a person can leave an organization."))?;
    let mut tx = db.org_tx(ctx).await?;
    let Some(heir) = store::another_owner(&mut tx, user).await? else {
        let sentence = "You are the only owner. Hand the organization over to somebody before you leave.";
        return Err(conflict(sentence));
    };
    if let Some(detail) = take_out(&mut tx, user, Some(heir)).await? {
        note(&mut tx, "person.left", user, detail).await?;
    }
    Ok(tx.commit().await?)
}

/// Makes an active member the owner; whoever hands over becomes an admin.
///
/// # Errors
/// Without `organization:manage`; [`ProblemKind::Invalid`] for oneself and for anybody who cannot act here; what the database
/// answers.
pub async fn transfer_ownership(db: &Db, ctx: &Ctx, to: UserId) -> Result<(), ApiError> {
    ctx.require(Permission::OrganizationManage)?;
    let mut tx = db.org_tx(ctx).await?;
    let heir = store::find(&mut tx, to).await?;
    let (Some(from), Some(heir)) = (ctx.actor.user(), heir) else {
        return Err(ApiError::field("to", "Choose an active member of this organization."));
    };
    if from == to {
        return Err(ApiError::field("to", "You own the organization already. Choose somebody else."));
    }
    if !store::is_active(&mut tx, to).await? {
        return Err(ApiError::field("to", "Choose an active member of this organization."));
    }
    store::set_role(&mut tx, to, Role::Owner.as_str(), None).await?;
    with_an_owner(store::set_role(&mut tx, from, Role::Admin.as_str(), None).await)?;
    note(&mut tx, "organization.transferred", to, json!({ "person": heir.name, "from": ctx.actor.label() })).await?;
    Ok(tx.commit().await?)
}
