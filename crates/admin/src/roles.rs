//! Roles: the system's, which nobody changes, and the organization's own, with what they give and inherit.

mod matrix;

pub use matrix::{export, matrix};

use crate::access::{change, forget_bindings, keep_own_power, require_held};
use crate::fields::{name_problem, text_problem};
use crate::store::access;
use crate::store::bindings::{self, BindingFilter};
use crate::store::roles::{self as store, Stored};
use cauldron_core::access::{CustomRole, PermissionSet, RoleGraph};
use cauldron_core::{ApiError, AuditEvent, BusEvent, Ctx, SecurityNotice, heading, meaning};
use cauldron_db::{Db, DbError, OnConstraint as _, OrgTx};
use cauldron_types::{
    ParentChoice, Permission, PermissionGroup, PermissionRow, Problem, ProblemKind, Role, RoleDraft, RoleId, RoleList,
    RoleName, RolePage, RoleRef, RoleRow,
};
use serde_json::{Value, json};

/// Givings of one role that are shown.
const MOST_GIVEN: i64 = 200;

/// What a system role is for.
const fn purpose(role: Role) -> &'static str {
    match role {
        Role::Owner => "May do everything in the organization",
        Role::Admin => "Runs the organization day to day",
        Role::Analyst => "Works with events, metrics and knowledge",
        Role::Executive => "Reads dashboards and reports",
        Role::Auditor => "Reads everything, the audit log included",
        Role::Member => {
            "Sees the organization, its people, teams and roles; the rest comes by teams and roles given besides"
        }
    }
}

fn named(roles: &RoleGraph, role: RoleRef) -> RoleName {
    RoleName { role, name: roles.name(role).to_owned() }
}

/// All roles: the system's, then the organization's own by name.
///
/// # Errors
/// Without `role:read`; what the database answers.
pub async fn list(db: &Db, ctx: &Ctx) -> Result<RoleList, ApiError> {
    ctx.require(Permission::RoleRead)?;
    let mut tx = db.org_tx(ctx).await?;
    let graph = access::roles(&mut tx).await?;
    let own = store::list(&mut tx).await?;
    let (base, given) = (store::base_counts(&mut tx).await?, bindings::counts(&mut tx).await?);
    tx.commit().await?;
    let count = |role: RoleRef| given.iter().find(|(known, _)| *known == role).map_or(0, |(_, count)| *count);
    let system = Role::ALL.iter().map(|role| RoleRow {
        role: RoleRef::System(*role),
        name: role.label().to_owned(),
        description: purpose(*role).to_owned(),
        permissions: graph.permissions(RoleRef::System(*role)).len(),
        parents: Vec::new(),
        base_of: base.iter().find(|(known, _)| known == role).map_or(0, |(_, count)| *count),
        given: count(RoleRef::System(*role)),
    });
    let own = own.into_iter().map(|stored| {
        let (id, role) = (RoleId(stored.id), RoleRef::Custom(RoleId(stored.id)));
        let parents = graph.custom().get(&id).map(|custom| custom.parents.as_slice()).unwrap_or_default();
        RoleRow {
            role,
            name: stored.name,
            description: stored.description,
            permissions: graph.permissions(role).len(),
            parents: parents.iter().map(|parent| graph.name(*parent).to_owned()).collect(),
            base_of: 0,
            given: count(role),
        }
    });
    Ok(RoleList { roles: system.chain(own).collect(), may_create: ctx.may(Permission::RoleCreate) })
}

/// The catalogue as `role` has it; nothing of it for none.
fn groups(ctx: &Ctx, graph: &RoleGraph, role: Option<RoleRef>) -> Vec<PermissionGroup> {
    let mut groups: Vec<(&str, PermissionGroup)> = Vec::new();
    for permission in Permission::ALL.iter().copied() {
        let inherited: Vec<String> = role
            .map(|role| graph.chains(role, permission))
            .unwrap_or_default()
            .iter()
            .filter(|chain| chain.len() > 1)
            .filter_map(|chain| chain.last().map(|last| graph.name(*last).to_owned()))
            .collect();
        let row = PermissionRow {
            permission,
            description: meaning(permission).to_owned(),
            own: role.is_some_and(|role| graph.own(role).contains(permission)),
            inherited_from: inherited,
            held: ctx.may(permission),
        };
        match groups.iter_mut().find(|(resource, _)| *resource == permission.resource()) {
            Some((_, group)) => group.permissions.push(row),
            None => {
                let label = heading(permission.resource());
                groups.push((permission.resource(), PermissionGroup { label, permissions: vec![row] }));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// The roles from which `role` could inherit, and those from which it does.
fn parents(ctx: &Ctx, graph: &RoleGraph, role: Option<RoleId>) -> Vec<ParentChoice> {
    let chosen = role.and_then(|id| graph.custom().get(&id)).map(|custom| custom.parents.clone()).unwrap_or_default();
    let others = crate::access::choices(graph).into_iter().filter(|name| role.map(RoleRef::Custom) != Some(name.role));
    let choice = |name: RoleName| {
        let circle = role.is_some_and(|id| graph.circle(id, &[name.role]).is_some());
        let obstacle = if circle {
            "inherits from this role"
        } else if !ctx.access.covers(graph.permissions(name.role), None) {
            "gives more than you hold"
        } else {
            ""
        };
        ParentChoice { chosen: chosen.contains(&name.role), obstacle: obstacle.to_owned(), role: name }
    };
    others.map(choice).collect()
}

/// One role with everything about it; without a role, what a new one is made of.
///
/// # Errors
/// Without `role:read`, or `role:create` for a new one; [`ProblemKind::NotFound`]; what the database answers.
pub async fn read(db: &Db, ctx: &Ctx, role: Option<RoleRef>) -> Result<RolePage, ApiError> {
    ctx.require(if role.is_some() { Permission::RoleRead } else { Permission::RoleCreate })?;
    let mut tx = db.org_tx(ctx).await?;
    let graph = access::roles(&mut tx).await?;
    let stored = match role {
        Some(RoleRef::Custom(id)) => Some(store::get(&mut tx, id).await?.ok_or_else(|| ApiError::not_found("role"))?),
        _ => None,
    };
    let given = match role {
        Some(_) => bindings::list(&mut tx, &BindingFilter { role, ..BindingFilter::default() }, MOST_GIVEN).await?,
        None => Vec::new(),
    };
    let base = store::base_counts(&mut tx).await?;
    tx.commit().await?;
    let custom = match role {
        Some(RoleRef::Custom(id)) => Some(id),
        _ => None,
    };
    let children = graph.custom().iter().filter(|(_, child)| role.is_some_and(|role| child.parents.contains(&role)));
    let description = match (role, &stored) {
        (Some(RoleRef::System(role)), _) => purpose(role).to_owned(),
        (_, Some(stored)) => stored.description.clone(),
        _ => String::new(),
    };
    Ok(RolePage {
        role,
        name: role.map(|role| graph.name(role).to_owned()).unwrap_or_default(),
        description,
        version: stored.as_ref().map_or(0, |stored| stored.version),
        groups: groups(ctx, &graph, role),
        parents: parents(ctx, &graph, custom),
        children: children.map(|(id, _)| named(&graph, RoleRef::Custom(*id))).collect(),
        given,
        base_of: match role {
            Some(RoleRef::System(role)) => base.iter().find(|(known, _)| *known == role).map_or(0, |(_, count)| *count),
            _ => 0,
        },
        editable: match role {
            None => true,
            Some(RoleRef::Custom(_)) => ctx.may(Permission::RoleWrite),
            Some(RoleRef::System(_)) => false,
        },
        deletable: custom.is_some() && ctx.may(Permission::RoleDelete),
    })
}

struct Checked<'a> {
    name: &'a str,
    description: &'a str,
    role: CustomRole,
}

/// What a draft comes to: each field with its sentence, no circle, and nothing that the actor does not hold.
fn checked<'a>(ctx: &Ctx, graph: &RoleGraph, id: RoleId, draft: &'a RoleDraft) -> Result<Checked<'a>, ApiError> {
    let mut problem = Problem::new(ProblemKind::Invalid, "Some fields need your attention.");
    if let Some(sentence) = name_problem(&draft.name, "a name for the role") {
        problem = problem.with_field("name", sentence);
    } else if draft.name.trim().parse::<Role>().is_ok()
        || Role::ALL.iter().any(|role| role.label().eq_ignore_ascii_case(draft.name.trim()))
    {
        problem = problem.with_field("name", "A system role has this name. Choose another.");
    }
    if let Some(sentence) = text_problem(&draft.description) {
        problem = problem.with_field("description", sentence);
    }
    if draft.parents.iter().any(|parent| !graph.has(*parent) || !crate::access::can_be_given(*parent)) {
        problem = problem.with_field("parents", "One of these roles is there no more, or cannot be inherited from.");
    } else if let Some(chain) = graph.circle(id, &draft.parents) {
        let names: Vec<&str> = chain.iter().map(|role| graph.name(*role)).collect();
        let sentence = match names.as_slice() {
            [_] => "A role cannot inherit from itself.".to_owned(),
            [first, ..] => format!("{first} inherits from this role already, so it cannot be inherited from."),
            [] => String::new(),
        };
        problem = problem.with_field("parents", sentence);
    }
    if !problem.fields.is_empty() {
        return Err(problem.into());
    }
    let role = CustomRole {
        name: draft.name.trim().to_owned(),
        own: draft.permissions.iter().copied().collect(),
        parents: draft.parents.clone(),
    };
    let after = graph.with(id, role.clone());
    // Of what it gives already nothing is passed on anew.
    let before = graph.permissions(RoleRef::Custom(id));
    require_held(ctx, after.permissions(RoleRef::Custom(id)).without(before), None)?;
    Ok(Checked { name: draft.name.trim(), description: draft.description.trim(), role })
}

fn taken<T>(result: Result<T, DbError>) -> Result<T, ApiError> {
    result.on_constraint("roles_once", || {
        let sentence = "There is a role of this name. Choose another.";
        Problem::new(ProblemKind::Conflict, sentence).with_field("name", sentence).into()
    })
}

async fn note(tx: &mut OrgTx, action: &'static str, role: RoleId, detail: Value) -> Result<(), ApiError> {
    let event = AuditEvent { action, subject_kind: "role", subject_id: role.to_string(), detail: detail.clone() };
    tx.audit(event).await?;
    let notice = SecurityNotice::by(tx.ctx(), action, detail);
    tx.publish(&BusEvent::Security(notice)).await?;
    Ok(())
}

fn in_words(graph: &RoleGraph, name: &str, description: &str, role: &CustomRole) -> Value {
    json!({
        "name": name,
        "description": description,
        "permissions": names(role.own),
        "inherits": role.parents.iter().map(|parent| graph.name(*parent)).collect::<Vec<_>>(),
    })
}

fn names(set: PermissionSet) -> Vec<&'static str> {
    set.iter().map(Permission::as_str).collect()
}

/// Makes a role.
///
/// # Errors
/// Without `role:create`, or without what the role would permit; [`ProblemKind::Invalid`] with a sentence a field;
/// [`ProblemKind::Conflict`] for a name that is taken; what the database answers.
pub async fn create(db: &Db, ctx: &Ctx, draft: &RoleDraft) -> Result<RoleId, ApiError> {
    ctx.require(Permission::RoleCreate)?;
    let id = RoleId(ctx.new_id());
    let (mut tx, graph) = change(db, ctx).await?;
    let Checked { name, description, role } = checked(ctx, &graph, id, draft)?;
    taken(store::insert(&mut tx, id, name, description).await)?;
    store::fill(&mut tx, id, &draft.permissions, &draft.parents).await?;
    note(&mut tx, "role.created", id, in_words(&graph, name, description, &role)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a role, unless somebody else did since `version`. Whoever holds it has what it gives now at their next request.
/// Returns the version it has then.
///
/// # Errors
/// Without `role:write`, or without what the role would permit besides; [`ProblemKind::Invalid`] with a sentence a field;
/// [`ProblemKind::Conflict`] for a name that is taken, with what somebody else saved, a field each, or when the actor would lose
/// the right to manage access; [`ProblemKind::NotFound`]; what the database answers.
pub async fn update(db: &Db, ctx: &Ctx, id: RoleId, draft: &RoleDraft, version: i64) -> Result<i64, ApiError> {
    ctx.require(Permission::RoleWrite)?;
    let (mut tx, graph) = change(db, ctx).await?;
    let before = store::get(&mut tx, id).await?.ok_or_else(|| ApiError::not_found("role"))?;
    let Checked { name, description, role } = checked(ctx, &graph, id, draft)?;
    let had = graph.custom().get(&id).cloned().unwrap_or_default();
    if !taken(store::update(&mut tx, id, name, description, version).await)? {
        return Err(conflict(&graph, (&before, &had), (name, description, &role)));
    }
    store::fill(&mut tx, id, &draft.permissions, &draft.parents).await?;
    keep_own_power(&mut tx).await?;
    let detail = json!({
        "before": in_words(&graph, &before.name, &before.description, &had),
        "after": in_words(&graph, name, description, &role),
    });
    note(&mut tx, "role.updated", id, detail).await?;
    tx.commit().await?;
    Ok(version + 1)
}

fn conflict(
    graph: &RoleGraph,
    (theirs, had): (&Stored, &CustomRole),
    (name, description, role): (&str, &str, &CustomRole),
) -> ApiError {
    let mut problem = Problem::new(
        ProblemKind::Conflict,
        "Somebody else saved this role while you were editing. Your entries are kept: compare, then save again.",
    );
    for (field, theirs, ours) in [("name", &*theirs.name, name), ("description", &*theirs.description, description)] {
        if theirs != ours {
            problem = problem.with_field(field, format!("Saved meanwhile: {theirs}."));
        }
    }
    let (more, fewer) = (names(had.own.without(role.own)), names(role.own.without(had.own)));
    if !(more.is_empty() && fewer.is_empty()) {
        let part = |words: &str, names: &[&str]| {
            if names.is_empty() { String::new() } else { format!(" {words} {}.", names.join(", ")) }
        };
        let sentence = format!("Saved meanwhile:{}{}", part("it also gives", &more), part("it does not give", &fewer));
        problem = problem.with_field("permissions", sentence);
    }
    if had.parents.iter().any(|parent| !role.parents.contains(parent)) || had.parents.len() != role.parents.len() {
        let names: Vec<&str> = had.parents.iter().map(|parent| graph.name(*parent)).collect();
        let words = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
        problem = problem.with_field("parents", format!("Saved meanwhile: it inherits from {words}."));
    }
    problem.with_field("version", theirs.version.to_string()).into()
}

/// Deletes a role: takes it back from whoever has it, and from the roles that inherit from it. Its name has to be typed.
///
/// # Errors
/// Without `role:delete`; [`ProblemKind::Invalid`] at `name` for another name; [`ProblemKind::Conflict`] when the actor would
/// lose the right to manage access; [`ProblemKind::NotFound`]; what the database answers.
pub async fn delete(db: &Db, ctx: &Ctx, id: RoleId, typed: &str) -> Result<(), ApiError> {
    ctx.require(Permission::RoleDelete)?;
    let (mut tx, graph) = change(db, ctx).await?;
    let stored = store::get(&mut tx, id).await?.ok_or_else(|| ApiError::not_found("role"))?;
    if typed.trim() != stored.name {
        return Err(ApiError::field("name", &format!("Type the name of the role as it is: {}.", stored.name)));
    }
    let role = Some(RoleRef::Custom(id));
    let lost = forget_bindings(&mut tx, &BindingFilter { role, ..BindingFilter::default() }).await?;
    store::delete(&mut tx, id).await?;
    keep_own_power(&mut tx).await?;
    let had = graph.custom().get(&id).cloned().unwrap_or_default();
    let heirs: Vec<&str> = graph
        .custom()
        .values()
        .filter(|child| child.parents.contains(&RoleRef::Custom(id)))
        .map(|child| child.name.as_str())
        .collect();
    let detail = json!({
        "before": in_words(&graph, &stored.name, &stored.description, &had),
        "taken_back": lost,
        "inherited_by": heirs,
    });
    note(&mut tx, "role.deleted", id, detail).await?;
    Ok(tx.commit().await?)
}
