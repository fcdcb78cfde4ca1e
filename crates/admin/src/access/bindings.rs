//! Roles that people and teams are given besides base roles.

use super::{change, keep_own_power, require_held};
use crate::search_text::patterns;
use crate::store::bindings::{self as store, BindingFilter};
use crate::store::teams;
use cauldron_core::access::{Binding, Holder, RoleGraph};
use cauldron_core::{ApiError, AuditEvent, BusEvent, Ctx, SecurityNotice};
use cauldron_db::{Db, OnConstraint as _, OrgTx, answered};
use cauldron_types::{
    BindingBlock, BindingId, BindingQuery, BindingRow, Instant, NewBinding, Permission, Problem, ProblemKind,
    ResourceKind, ResourceName, ResourceRef, Role, RoleName, RoleRef, TeamId, UserId,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// Givings of a block.
const BLOCK: i64 = 100;

/// Roles that can be given: all but ownership, which is held by a membership alone.
pub(crate) fn can_be_given(role: RoleRef) -> bool {
    role != RoleRef::System(Role::Owner)
}

/// All roles that can be given, by name: the system's first.
pub(crate) fn choices(roles: &RoleGraph) -> Vec<RoleName> {
    let mut names: Vec<RoleName> = roles
        .every()
        .filter(|role| can_be_given(*role))
        .map(|role| RoleName { role, name: roles.name(role).to_owned() })
        .collect();
    // False sorts first; among the system's the order stays.
    names.sort_by_cached_key(|name| match name.role {
        RoleRef::System(_) => (false, String::new()),
        RoleRef::Custom(_) => (true, name.name.to_lowercase()),
    });
    names
}

/// The latest givings that fit the query.
///
/// # Errors
/// Without `access:read`; [`ProblemKind::Invalid`] for what cannot be read; what the database answers.
pub async fn list(db: &Db, ctx: &Ctx, query: &BindingQuery) -> Result<BindingBlock, ApiError> {
    ctx.require(Permission::AccessRead)?;
    let damaged = || ApiError::problem(ProblemKind::Invalid, "This link is damaged. Start again from the first page.");
    let role = match query.role.as_str() {
        "" => None,
        text => Some(text.parse::<RoleRef>().map_err(|_| damaged())?),
    };
    let before = match query.before.as_str() {
        "" => None,
        text => Some(BindingId(Uuid::parse_str(text).map_err(|_| damaged())?)),
    };
    let filter = BindingFilter {
        words: patterns("q", &query.q)?,
        role,
        before,
        of_teams: match query.holder.as_str() {
            "team" => Some(true),
            "person" => Some(false),
            _ => None,
        },
        everywhere: match query.reach.as_str() {
            "everywhere" => Some(true),
            "one" => Some(false),
            _ => None,
        },
        ..BindingFilter::default()
    };
    let mut tx = db.list_tx(ctx).await?;
    let mut bindings = answered(store::list(&mut tx, &filter, BLOCK + 1).await)?;
    let more = bindings.len() > usize::try_from(BLOCK).unwrap_or(usize::MAX);
    bindings.truncate(usize::try_from(BLOCK).unwrap_or(usize::MAX));
    let roles = choices(&crate::store::access::roles(&mut tx).await?);
    let resources = store::resources(&mut tx).await?;
    tx.commit().await?;
    Ok(BindingBlock {
        older: bindings.last().filter(|_| more).map(|last| last.id.to_string()),
        bindings,
        roles,
        resources,
        may_manage: ctx.may(Permission::AccessManage),
        now: Instant(ctx.now().timestamp_millis()),
        offsets: Vec::new(),
    })
}

/// What a form wants, as far as it can be read without looking anything up.
///
/// # Errors
/// [`ProblemKind::Invalid`] at `role` for what is no role.
pub fn wanted(role: &str, holder: String, on: String) -> Result<NewBinding, ApiError> {
    let role = role.parse().map_err(|_| ApiError::field("role", "Choose a role from the list."))?;
    Ok(NewBinding { role, holder, on })
}

/// Who is meant: `person:…` or `team:…` with an id, a person's e-mail address, or a team's name.
async fn holder(tx: &mut OrgTx, text: &str) -> Result<Option<(Holder, String)>, ApiError> {
    let (person, team) = match text.split_once(':').map(|(kind, id)| (kind, Uuid::parse_str(id))) {
        Some(("person", Ok(id))) => (teams::person(tx, UserId(id)).await?, None),
        Some(("team", Ok(id))) => (None, Some(TeamId(id))),
        _ => (teams::person_named(tx, text).await?, teams::team_named(tx, text).await?),
    };
    if let Some(person) = person {
        return Ok(Some((Holder::Person(person.user), person.name)));
    }
    let Some(team) = team else { return Ok(None) };
    Ok(teams::get(tx, team).await?.map(|stored| (Holder::Team(team), stored.name)))
}

/// What the form says, read; each field with its sentence.
async fn read(
    tx: &mut OrgTx,
    roles: &RoleGraph,
    new: &NewBinding,
) -> Result<(Holder, String, Option<ResourceName>), ApiError> {
    let mut problem = Problem::new(ProblemKind::Invalid, "Some fields need your attention.");
    if !roles.has(new.role) || !can_be_given(new.role) {
        problem = problem.with_field("role", "Choose a role from the list. Ownership is handed over in the settings.");
    }
    let holder = holder(tx, new.holder.trim()).await?;
    if holder.is_none() {
        let sentence = "Choose a person or a team from the list, or enter a person's e-mail address or a team's name.";
        problem = problem.with_field("holder", sentence);
    }
    let on = match (new.on.as_str(), new.on.parse::<ResourceRef>()) {
        ("", _) => None,
        (_, Ok(resource)) => {
            let name = name_of(tx, resource).await?;
            if name.is_none() {
                problem = problem
                    .with_field("on", "There is no such thing, or you may not see it. Choose one from the list.");
            }
            name.map(|name| ResourceName { resource, name })
        }
        (_, Err(_)) => {
            problem = problem.with_field("on", "Choose a thing from the list, or the whole organization.");
            None
        }
    };
    match holder.filter(|_| problem.fields.is_empty()) {
        Some((holder, name)) => Ok((holder, name, on)),
        None => Err(problem.into()),
    }
}

/// What a thing on which a role can be given is called; none for one that is not there.
pub(crate) async fn name_of(tx: &mut OrgTx, resource: ResourceRef) -> Result<Option<String>, ApiError> {
    match resource.kind {
        ResourceKind::Team => Ok(teams::get(tx, TeamId(resource.id)).await?.map(|team| team.name)),
        ResourceKind::ServiceAccount => Ok(None),
    }
}

/// Gives a role to a person or a team.
///
/// # Errors
/// Without `access:manage`, or without what the role permits; [`ProblemKind::Invalid`] with a sentence a field;
/// [`ProblemKind::Conflict`] when it is given already; what the database answers.
pub async fn give(db: &Db, ctx: &Ctx, new: &NewBinding) -> Result<BindingId, ApiError> {
    ctx.require(Permission::AccessManage)?;
    let (mut tx, roles) = change(db, ctx).await?;
    let (holder, holder_name, on) = read(&mut tx, &roles, new).await?;
    let resource = on.as_ref().map(|on| on.resource);
    let set = roles.permissions_on(new.role, resource);
    let role_name = roles.name(new.role).to_owned();
    if let (Some(on), true) = (&on, set.is_empty()) {
        let sentence = format!("{role_name} gives nothing on a {}. Choose another role.", on.resource.kind.label());
        return Err(ApiError::field("role", &sentence));
    }
    require_held(ctx, set, resource.as_ref())?;
    let binding = Binding { id: BindingId(ctx.new_id()), role: new.role, holder, on: resource };
    store::insert(&mut tx, &binding).await.on_constraint("role_bindings_once", || {
        let place = on.as_ref().map_or_else(String::new, |on| format!(" on the {}", on.words()));
        ApiError::problem(ProblemKind::Conflict, format!("{holder_name} has the role {role_name}{place} already."))
    })?;
    let detail = json!({
        "role": role_name,
        "role_id": new.role,
        "holder_name": holder_name,
        "holder_id": match holder {
            Holder::Person(user) => user.0,
            Holder::Team(team) => team.0,
        },
        "on": on.as_ref().map(ResourceName::words),
    });
    note(&mut tx, "access.granted", binding.id, detail).await?;
    tx.commit().await?;
    Ok(binding.id)
}

/// Takes a role back.
///
/// # Errors
/// Without `access:manage`; [`ProblemKind::Conflict`] when the actor would lose the right to manage access;
/// [`ProblemKind::NotFound`]; what the database answers.
pub async fn take_back(db: &Db, ctx: &Ctx, id: BindingId) -> Result<(), ApiError> {
    ctx.require(Permission::AccessManage)?;
    let (mut tx, _) = change(db, ctx).await?;
    let filter = BindingFilter { id: Some(id), ..BindingFilter::default() };
    let found = store::list(&mut tx, &filter, 1).await?;
    let Some(binding) = found.first() else { return Err(ApiError::not_found("giving of a role")) };
    store::delete(&mut tx, &[id.0]).await?;
    keep_own_power(&mut tx).await?;
    note(&mut tx, "access.revoked", id, particulars(binding)).await?;
    Ok(tx.commit().await?)
}

async fn note(tx: &mut OrgTx, action: &'static str, id: BindingId, detail: Value) -> Result<(), ApiError> {
    let event = AuditEvent { action, subject_kind: "role_binding", subject_id: id.to_string(), detail: detail.clone() };
    tx.audit(event).await?;
    let notice = SecurityNotice::by(tx.ctx(), action, detail);
    tx.publish(&BusEvent::Security(notice)).await?;
    Ok(())
}

/// A giving as the particulars of an audit entry.
fn particulars(binding: &BindingRow) -> Value {
    json!({
        "role": binding.role.name,
        "role_id": binding.role.role,
        "holder_name": binding.holder.name(),
        "on": binding.on.as_ref().map(ResourceName::words),
    })
}

/// A giving in words: `Responder on the team Blue: Mona`.
fn in_words(binding: &BindingRow) -> String {
    let place = binding.on.as_ref().map(|on| format!(" on the {}", on.words())).unwrap_or_default();
    format!("{}{place}: {}", binding.role.name, binding.holder.name())
}

/// Takes back whatever fits the filter, because something it depends on is deleted. Returns it for the audit entry of that
/// deletion.
pub(crate) async fn forget_bindings(tx: &mut OrgTx, filter: &BindingFilter) -> Result<Vec<String>, ApiError> {
    let found = store::list(tx, filter, i64::MAX).await?;
    let ids: Vec<Uuid> = found.iter().map(|binding| binding.id.0).collect();
    store::delete(tx, &ids).await?;
    Ok(found.iter().map(in_words).collect())
}

/// Takes back every role that was given on a thing which is about to be deleted, in the transaction that deletes it. Returns
/// them in words, for the audit entry.
///
/// # Errors
/// What the database answers.
pub async fn forget_resource(tx: &mut OrgTx, resource: &ResourceRef) -> Result<Vec<String>, ApiError> {
    forget_bindings(tx, &BindingFilter { on: Some(*resource), ..BindingFilter::default() }).await
}
