//! Teams: who is in them, who runs them, and what being in them brings.

use crate::access::{change, forget_bindings, forget_resource, keep_own_power, require_held};
use crate::fields::{name_problem, text_problem};
use crate::search_text::patterns;
use crate::store::bindings::{self, BindingFilter};
use crate::store::teams::{self as store, Stored};
use cauldron_core::access::RoleGraph;
use cauldron_core::{ApiError, AuditEvent, BusEvent, Ctx, SecurityNotice};
use cauldron_db::{Db, DbError, OnConstraint as _, OrgTx, answered};
use cauldron_types::{
    BindingRow, Permission, PersonName, Problem, ProblemKind, ResourceRef, TeamId, TeamList, TeamPage, UserId,
};
use serde_json::{Value, json};

/// People found at once.
const MOST_FOUND: i64 = 20;
/// Roles of one team that are shown.
const MOST_GIVEN: i64 = 200;

/// A team as somebody wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamDraft {
    /// What it is called; no other team of the organization has that name, whatever its case.
    pub name: String,
    /// What it is for.
    pub purpose: String,
}

impl TeamDraft {
    fn checked(&self) -> Result<(&str, &str), ApiError> {
        let mut problem = Problem::new(ProblemKind::Invalid, "Some fields need your attention.");
        if let Some(sentence) = name_problem(&self.name, "a name for the team") {
            problem = problem.with_field("name", sentence);
        }
        if let Some(sentence) = text_problem(&self.purpose) {
            problem = problem.with_field("purpose", sentence);
        }
        if problem.fields.is_empty() { Ok((self.name.trim(), self.purpose.trim())) } else { Err(problem.into()) }
    }
}

fn taken(result: Result<bool, DbError>) -> Result<bool, ApiError> {
    result.on_constraint("teams_once", || {
        let sentence = "There is a team of this name. Choose another.";
        Problem::new(ProblemKind::Conflict, sentence).with_field("name", sentence).into()
    })
}

async fn found(tx: &mut OrgTx, team: TeamId) -> Result<Stored, ApiError> {
    store::get(tx, team).await?.ok_or_else(|| ApiError::not_found("team"))
}

async fn audit(tx: &mut OrgTx, action: &'static str, team: TeamId, detail: Value) -> Result<(), ApiError> {
    let event = AuditEvent { action, subject_kind: "team", subject_id: team.to_string(), detail: detail.clone() };
    tx.audit(event).await?;
    let notice = SecurityNotice::by(tx.ctx(), action, detail);
    tx.publish(&BusEvent::Security(notice)).await?;
    Ok(())
}

/// The teams whose name or purpose has all words of `text`.
///
/// # Errors
/// Without `team:read`; [`ProblemKind::Invalid`] for a text that is too long; what the database answers.
pub async fn list(db: &Db, ctx: &Ctx, text: &str) -> Result<TeamList, ApiError> {
    ctx.require(Permission::TeamRead)?;
    let words = patterns("q", text)?;
    let mut tx = db.list_tx(ctx).await?;
    let teams = answered(store::list(&mut tx, words.as_deref(), ctx.actor.user()).await)?;
    tx.commit().await?;
    Ok(TeamList { teams, may_create: ctx.may(Permission::TeamCreate) })
}

/// One team; of its members those whose name or address has all words of `text`.
///
/// # Errors
/// Without `team:read` on it; [`ProblemKind::NotFound`]; as [`list`].
pub async fn read(db: &Db, ctx: &Ctx, team: TeamId, text: &str) -> Result<TeamPage, ApiError> {
    let resource = ResourceRef::team(team);
    ctx.require_on(Permission::TeamRead, &resource)?;
    let words = patterns("q", text)?;
    let mut tx = db.list_tx(ctx).await?;
    let Stored { name, purpose, version } = found(&mut tx, team).await?;
    let most = i64::try_from(TeamPage::MOST_MEMBERS).unwrap_or(i64::MAX);
    let members = answered(store::members(&mut tx, team, words.as_deref(), most).await)?;
    let member_count = store::member_count(&mut tx, team).await?;
    let given = given_to(&mut tx, team).await?;
    let on_it = given_on(&mut tx, team).await?;
    tx.commit().await?;
    Ok(TeamPage {
        id: team,
        name,
        purpose,
        version,
        members,
        member_count,
        given,
        on_it,
        may_write: ctx.may_on(Permission::TeamWrite, &resource),
        may_manage: ctx.may_on(Permission::TeamManage, &resource),
        may_delete: ctx.may_on(Permission::TeamDelete, &resource),
    })
}

async fn given_to(tx: &mut OrgTx, team: TeamId) -> Result<Vec<BindingRow>, DbError> {
    bindings::list(tx, &BindingFilter { team: Some(team), ..BindingFilter::default() }, MOST_GIVEN).await
}

async fn given_on(tx: &mut OrgTx, team: TeamId) -> Result<Vec<BindingRow>, DbError> {
    let on = Some(ResourceRef::team(team));
    bindings::list(tx, &BindingFilter { on, ..BindingFilter::default() }, MOST_GIVEN).await
}

/// Makes a team. Whoever may make teams but not run every one runs the one they made.
///
/// # Errors
/// Without `team:create`; [`ProblemKind::Invalid`] with a sentence a field; [`ProblemKind::Conflict`] for a name that is taken;
/// what the database answers.
pub async fn create(db: &Db, ctx: &Ctx, draft: &TeamDraft) -> Result<TeamId, ApiError> {
    ctx.require(Permission::TeamCreate)?;
    let (name, purpose) = draft.checked()?;
    let team = TeamId(ctx.new_id());
    let (mut tx, _) = change(db, ctx).await?;
    taken(store::insert(&mut tx, team, name, purpose).await.map(|()| true))?;
    let runs = ctx.actor.user().filter(|_| !ctx.may(Permission::TeamManage));
    if let Some(user) = runs {
        store::add_member(&mut tx, team, user, true).await?;
    }
    audit(&mut tx, "team.created", team, json!({ "name": name, "purpose": purpose, "run_by": runs })).await?;
    tx.commit().await?;
    Ok(team)
}

/// Gives a team another name and purpose, unless somebody else did since `version`. Returns the version it has then.
///
/// # Errors
/// Without `team:write` on it; [`ProblemKind::Invalid`] with a sentence a field; [`ProblemKind::Conflict`] for a name that is
/// taken, or with what the other person saved, a field each; [`ProblemKind::NotFound`]; what the database answers.
pub async fn update(db: &Db, ctx: &Ctx, team: TeamId, draft: &TeamDraft, version: i64) -> Result<i64, ApiError> {
    ctx.require_on(Permission::TeamWrite, &ResourceRef::team(team))?;
    let (name, purpose) = draft.checked()?;
    let (mut tx, _) = change(db, ctx).await?;
    let before = found(&mut tx, team).await?;
    if !taken(store::update(&mut tx, team, name, purpose, version).await)? {
        return Err(conflict(&before, name, purpose));
    }
    let detail = json!({
        "before": { "name": before.name, "purpose": before.purpose },
        "after": { "name": name, "purpose": purpose },
    });
    audit(&mut tx, "team.updated", team, detail).await?;
    tx.commit().await?;
    Ok(version + 1)
}

fn conflict(theirs: &Stored, name: &str, purpose: &str) -> ApiError {
    let mut problem = Problem::new(
        ProblemKind::Conflict,
        "Somebody else saved this team while you were editing. Your entries are kept: compare, then save again.",
    );
    for (field, theirs, ours) in [("name", &*theirs.name, name), ("purpose", &*theirs.purpose, purpose)] {
        if theirs != ours {
            problem = problem.with_field(field, format!("Saved meanwhile: {theirs}."));
        }
    }
    problem.with_field("version", theirs.version.to_string()).into()
}

/// Deletes a team with its memberships, the roles that it was given and those that were given on it. Its name has to be typed.
///
/// # Errors
/// Without `team:delete` on it; [`ProblemKind::Invalid`] at `name` for another name; [`ProblemKind::Conflict`] when the actor
/// would lose the right to manage access; [`ProblemKind::NotFound`]; what the database answers.
pub async fn delete(db: &Db, ctx: &Ctx, team: TeamId, typed: &str) -> Result<(), ApiError> {
    ctx.require_on(Permission::TeamDelete, &ResourceRef::team(team))?;
    let (mut tx, _) = change(db, ctx).await?;
    let stored = found(&mut tx, team).await?;
    if typed.trim() != stored.name {
        return Err(ApiError::field("name", &format!("Type the name of the team as it is: {}.", stored.name)));
    }
    let given = BindingFilter { team: Some(team), ..BindingFilter::default() };
    let mut lost = forget_bindings(&mut tx, &given).await?;
    lost.extend(forget_resource(&mut tx, &ResourceRef::team(team)).await?);
    let members = store::delete(&mut tx, team).await?;
    keep_own_power(&mut tx).await?;
    audit(&mut tx, "team.deleted", team, json!({ "name": stored.name, "members": members, "roles_lost": lost }))
        .await?;
    Ok(tx.commit().await?)
}

/// Who joins a team gets what the team was given, so whoever lets them in must hold it.
async fn require_what_it_brings(tx: &mut OrgTx, roles: &RoleGraph, team: TeamId) -> Result<(), ApiError> {
    let ctx = tx.ctx().clone();
    for binding in given_to(tx, team).await? {
        let on = binding.on.map(|on| on.resource);
        require_held(&ctx, roles.permissions_on(binding.role.role, on), on.as_ref())?;
    }
    Ok(())
}

/// The person that a form names by their id or their e-mail address.
async fn somebody(tx: &mut OrgTx, text: &str) -> Result<PersonName, ApiError> {
    let person = store::person_named(tx, text.trim()).await?.ok_or_else(|| {
        let sentence =
            "Choose a person from the list, or enter the e-mail address of somebody who belongs to this organization.";
        ApiError::field("user", sentence)
    })?;
    Ok(PersonName { user: person.user, name: person.name, email: person.email })
}

/// Takes somebody into a team; `person` is their id or e-mail address.
///
/// # Errors
/// Without `team:manage` on it, or without what the team was given; [`ProblemKind::Conflict`] for somebody who is in it;
/// [`ProblemKind::Invalid`] for nobody; [`ProblemKind::NotFound`]; what the database answers.
pub async fn add_member(db: &Db, ctx: &Ctx, team: TeamId, person: &str, is_admin: bool) -> Result<(), ApiError> {
    ctx.require_on(Permission::TeamManage, &ResourceRef::team(team))?;
    let (mut tx, roles) = change(db, ctx).await?;
    let stored = found(&mut tx, team).await?;
    let person = somebody(&mut tx, person).await?;
    let user = person.user;
    if store::member(&mut tx, team, user).await?.is_some() {
        let sentence = format!("{} is in this team already.", person.name);
        return Err(Problem::new(ProblemKind::Conflict, sentence.clone()).with_field("user", sentence).into());
    }
    require_what_it_brings(&mut tx, &roles, team).await?;
    store::add_member(&mut tx, team, user, is_admin).await?;
    let detail = json!({ "team": stored.name, "user": user, "person": person.name, "runs_it": is_admin });
    audit(&mut tx, "team.member_added", team, detail).await?;
    Ok(tx.commit().await?)
}

/// Lets somebody run a team, or not any more.
///
/// # Errors
/// Without `team:manage` on it; [`ProblemKind::NotFound`]; what the database answers.
pub async fn set_admin(db: &Db, ctx: &Ctx, team: TeamId, user: UserId, is_admin: bool) -> Result<(), ApiError> {
    ctx.require_on(Permission::TeamManage, &ResourceRef::team(team))?;
    let (mut tx, _) = change(db, ctx).await?;
    let stored = found(&mut tx, team).await?;
    match store::member(&mut tx, team, user).await? {
        None => return Err(ApiError::not_found("member of this team")),
        Some(before) if before == is_admin => return Ok(()),
        Some(_) => {}
    }
    store::set_admin(&mut tx, team, user, is_admin).await?;
    let detail = json!({ "team": stored.name, "user": user, "before": !is_admin, "after": is_admin });
    audit(&mut tx, "team.admin_changed", team, detail).await?;
    Ok(tx.commit().await?)
}

/// Takes somebody out of a team. One may leave a team oneself.
///
/// # Errors
/// Without `team:manage` on it, for others than oneself; [`ProblemKind::Conflict`] when the actor would lose the right to manage
/// access; [`ProblemKind::NotFound`]; what the database answers.
pub async fn remove_member(db: &Db, ctx: &Ctx, team: TeamId, user: UserId) -> Result<(), ApiError> {
    if ctx.actor.user() != Some(user) {
        ctx.require_on(Permission::TeamManage, &ResourceRef::team(team))?;
    }
    let (mut tx, _) = change(db, ctx).await?;
    let stored = found(&mut tx, team).await?;
    if store::member(&mut tx, team, user).await?.is_none() {
        return Err(ApiError::not_found("member of this team"));
    }
    store::remove_member(&mut tx, team, user).await?;
    keep_own_power(&mut tx).await?;
    audit(&mut tx, "team.member_removed", team, json!({ "team": stored.name, "user": user })).await?;
    Ok(tx.commit().await?)
}

/// Active people whose name or address has all words of `text`, by name, at most twenty: for a field in which one is chosen.
///
/// # Errors
/// Without `person:read`; [`ProblemKind::Invalid`] for a text that is too long; what the database answers.
pub async fn find_people(db: &Db, ctx: &Ctx, text: &str) -> Result<Vec<PersonName>, ApiError> {
    ctx.require(Permission::PersonRead)?;
    let words = patterns("q", text)?;
    let mut tx = db.list_tx(ctx).await?;
    let people = answered(store::find_people(&mut tx, words.as_deref(), MOST_FOUND).await)?;
    tx.commit().await?;
    Ok(people
        .into_iter()
        .map(|person| PersonName { user: person.user, name: person.name, email: person.email })
        .collect())
}
