//! Why somebody may do a thing or may not, what would change if something were taken away, and who can reach a thing.

use super::bindings::{can_be_given, name_of};
use super::situation;
use crate::store::access::{self as store, Giving};
use crate::store::{bindings, reach, teams};
use cauldron_core::access::{Access, Grant, Path, Removal, Situation, Source, applicable_on};
use cauldron_core::{ApiError, Ctx, meaning};
use cauldron_db::{Db, OrgTx};
use cauldron_types::{
    BindingId, ExplainQuery, Explained, PathRow, Permission, PersonName, ProblemKind, ReachRow, Reached, RemovalChoice,
    ResourceName, ResourceRef, RoleId, RoleName, RoleRef, TeamId, UserId, WhatIf,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// People named who could give a permission.
const MOST_NAMED: i64 = 10;
/// People named of those who reach a thing in one way.
const SOME: i64 = 5;

fn damaged() -> ApiError {
    ApiError::problem(ProblemKind::Invalid, "This link is damaged. Choose again what is to be explained.")
}

/// Names of what stands in a person's grants.
struct Names {
    teams: BTreeMap<TeamId, String>,
    resources: Vec<ResourceName>,
}

impl Names {
    async fn read(tx: &mut OrgTx) -> Result<Self, ApiError> {
        let resources = bindings::resources(tx).await?;
        let teams = resources
            .iter()
            .filter(|known| known.resource == ResourceRef::team(TeamId(known.resource.id)))
            .map(|known| (TeamId(known.resource.id), known.name.clone()));
        Ok(Self { teams: teams.collect(), resources })
    }

    fn team(&self, team: TeamId) -> &str {
        self.teams.get(&team).map_or("", String::as_str)
    }

    fn resource(&self, resource: ResourceRef) -> ResourceName {
        let known = self.resources.iter().find(|known| known.resource == resource);
        known.cloned().unwrap_or(ResourceName { resource, name: String::new() })
    }

    fn source(&self, source: Source) -> String {
        match source {
            Source::BaseRole => "Base role".to_owned(),
            Source::Binding(_) => "Given to the person".to_owned(),
            Source::TeamBinding(_, team) => format!("Given to the team {}", self.team(team)),
            Source::TeamAdmin(team) => format!("Runs the team {}", self.team(team)),
        }
    }
}

fn named(situation: &Situation, role: RoleRef) -> RoleName {
    RoleName { role, name: situation.roles.name(role).to_owned() }
}

fn removal_of(source: Source) -> String {
    match source {
        Source::BaseRole => String::new(),
        Source::Binding(id) | Source::TeamBinding(id, _) => format!("binding:{id}"),
        Source::TeamAdmin(team) => format!("team:{team}"),
    }
}

fn path_row(situation: &Situation, names: &Names, path: &Path) -> PathRow {
    PathRow {
        source: names.source(path.grant.source),
        roles: path.chain.iter().map(|role| named(situation, *role)).collect(),
        on: path.grant.on.map(|on| names.resource(on)),
        removal: removal_of(path.grant.source),
    }
}

/// What could be taken away from somebody, each once.
fn removals(situation: &Situation, names: &Names, grants: &[Grant]) -> Vec<RemovalChoice> {
    let mut choices: Vec<RemovalChoice> = Vec::new();
    let mut add = |value: String, label: String| {
        if !choices.iter().any(|choice| choice.value == value) {
            choices.push(RemovalChoice { value, label });
        }
    };
    for grant in grants {
        let role = grant.role.map(|role| situation.roles.name(role)).unwrap_or_default();
        let place = grant.on.map(|on| format!(" on the {}", names.resource(on).words())).unwrap_or_default();
        match grant.source {
            Source::Binding(id) => add(format!("binding:{id}"), format!("{role}{place}, given to the person")),
            Source::TeamBinding(id, team) => {
                add(format!("binding:{id}"), format!("{role}{place}, given to the team {}", names.team(team)));
            }
            Source::BaseRole | Source::TeamAdmin(_) => {}
        }
    }
    for membership in &situation.holdings.teams {
        add(format!("team:{}", membership.team), format!("The team {}", names.team(membership.team)));
    }
    for grant in grants {
        let Some(role) = grant.role else { continue };
        for (id, custom) in situation.roles.custom() {
            let target = RoleRef::Custom(*id);
            let involved = role == target
                || matches!(role, RoleRef::Custom(child) if situation.roles.circle(*id, &[RoleRef::Custom(child)]).is_some());
            if involved {
                add(format!("role:{id}"), format!("The role {}", custom.name));
            }
        }
    }
    choices
}

fn removal(text: &str) -> Result<Removal, ApiError> {
    let (kind, id) = text.split_once(':').ok_or_else(damaged)?;
    let id = Uuid::parse_str(id).map_err(|_| damaged())?;
    match kind {
        "role" => Ok(Removal::Role(RoleId(id))),
        "team" => Ok(Removal::Team(TeamId(id))),
        "binding" => Ok(Removal::Binding(BindingId(id))),
        _ => Err(damaged()),
    }
}

fn on_single_things(
    names: &Names,
    on: &BTreeMap<ResourceRef, cauldron_core::PermissionSet>,
) -> Vec<(ResourceName, Vec<Permission>)> {
    on.iter()
        .filter(|(_, set)| !set.is_empty())
        .map(|(resource, set)| (names.resource(*resource), set.iter().collect()))
        .collect()
}

/// What is asked about: whom, to do what, on what.
async fn asked(
    tx: &mut OrgTx,
    ctx: &Ctx,
    query: &ExplainQuery,
) -> Result<(UserId, Option<Permission>, Option<ResourceName>), ApiError> {
    let oneself = ctx.actor.user();
    let user = match query.person.as_str() {
        "" => oneself.ok_or_else(|| ApiError::field("person", "Choose a person."))?,
        // An id, or an e-mail address that was typed into the field.
        text => {
            let found = teams::person_named(tx, text).await?.map(|person| person.user);
            if found.is_none() || found != oneself {
                ctx.require(Permission::AccessRead)?;
            }
            found.ok_or_else(|| ApiError::not_found("person"))?
        }
    };
    let permission = match query.permission.as_str() {
        "" => None,
        text => Some(text.parse::<Permission>().map_err(|_| damaged())?),
    };
    let resource = match query.resource.as_str() {
        "" => None,
        text => Some(text.parse::<ResourceRef>().map_err(|_| damaged())?),
    };
    let resource = match resource {
        None => None,
        Some(resource) => match name_of(tx, resource).await? {
            Some(name) => Some(ResourceName { resource, name }),
            None => return Err(ApiError::not_found("thing")),
        },
    };
    Ok((user, permission, resource))
}

/// Why somebody may do a thing, or may not: every way, or what is missing and who could give it; and what would change if
/// something were taken away. Everybody may ask about themselves.
///
/// # Errors
/// Without `access:read`, for others than oneself; [`ProblemKind::Invalid`] for what cannot be read; [`ProblemKind::NotFound`];
/// what the database answers.
pub async fn explain(db: &Db, ctx: &Ctx, query: &ExplainQuery) -> Result<Explained, ApiError> {
    let mut tx = db.org_tx(ctx).await?;
    let (user, permission, resource) = asked(&mut tx, ctx, query).await?;
    let person = teams::person(&mut tx, user).await?.ok_or_else(|| ApiError::not_found("person"))?;
    let base = store::base_role(&mut tx, user).await?.ok_or_else(|| ApiError::not_found("person"))?;
    let situation = situation(&mut tx, user, base).await?;
    let names = Names::read(&mut tx).await?;
    let on = resource.as_ref().map(|on| on.resource);
    let explanation = permission.map(|permission| situation.explain(permission, on.as_ref()));
    let (grants, access) = (situation.grants(), situation.access());
    let paths: Vec<PathRow> = explanation
        .iter()
        .flat_map(|explanation| &explanation.paths)
        .map(|path| path_row(&situation, &names, path))
        .collect();
    let mut could_grant = Vec::new();
    if let (Some(permission), true) = (permission, paths.is_empty()) {
        could_grant = who_could_give(&mut tx, &situation, permission).await?;
    }
    tx.commit().await?;
    let what_if = match query.without.as_str() {
        "" => None,
        text => Some(what_if(&situation, &names, (permission, on), text)?),
    };
    let mut would_allow: Vec<RoleName> = explanation
        .iter()
        .flat_map(|explanation| &explanation.would_allow)
        .filter(|role| can_be_given(**role))
        .map(|role| named(&situation, *role))
        .collect();
    would_allow.sort_by_cached_key(|role| (matches!(role.role, RoleRef::Custom(_)), role.name.to_lowercase()));
    Ok(Explained {
        oneself: ctx.actor.user() == Some(user),
        person: PersonName { user, name: person.name, email: person.email },
        base_role: named(&situation, RoleRef::System(base)),
        permission: permission.map(|permission| (permission, meaning(permission).to_owned())),
        resource,
        removals: removals(&situation, &names, &grants),
        paths,
        would_allow,
        could_grant,
        what_if,
        everywhere: access.everywhere().iter().collect(),
        on: on_single_things(&names, access.on()),
        catalogue: Permission::ALL.iter().map(|permission| (*permission, meaning(*permission).to_owned())).collect(),
        resources: names.resources,
        may_ask_about_others: ctx.may(Permission::AccessRead),
    })
}

/// People who manage access and hold the permission: only what one holds can be passed on.
async fn who_could_give(
    tx: &mut OrgTx,
    situation: &Situation,
    permission: Permission,
) -> Result<Vec<PersonName>, ApiError> {
    let giving = |permission: Permission| -> Giving {
        situation.roles.every().filter(|role| situation.roles.permissions(*role).contains(permission)).collect()
    };
    let people = store::holders_of_both(tx, &giving(Permission::AccessManage), &giving(permission), MOST_NAMED).await?;
    Ok(people
        .into_iter()
        .map(|person| PersonName { user: person.user, name: person.name, email: person.email })
        .collect())
}

fn what_if(
    situation: &Situation,
    names: &Names,
    (permission, on): (Option<Permission>, Option<ResourceRef>),
    text: &str,
) -> Result<WhatIf, ApiError> {
    let removal = removal(text)?;
    let change = situation.change(removal);
    let left: Access = situation.without(removal).access();
    let still_allowed =
        permission.is_some_and(|permission| on.map_or_else(|| left.may(permission), |on| left.may_on(permission, &on)));
    let known = removals(situation, names, &situation.grants()).into_iter().find(|choice| choice.value == text);
    Ok(WhatIf {
        removed: known.map_or_else(|| "Something that does not concern this person".to_owned(), |choice| choice.label),
        still_allowed,
        lost: change.everywhere.iter().collect(),
        lost_on: on_single_things(names, &change.on),
    })
}

/// Who can reach a thing, and how: base roles, roles that were given everywhere or on it, and those who run it.
///
/// # Errors
/// Without `access:read`; [`ProblemKind::Invalid`] for what cannot be read; [`ProblemKind::NotFound`]; what the database answers.
pub async fn reached(db: &Db, ctx: &Ctx, resource: &str) -> Result<Reached, ApiError> {
    ctx.require(Permission::AccessRead)?;
    let mut tx = db.org_tx(ctx).await?;
    let resources = bindings::resources(&mut tx).await?;
    if resource.is_empty() {
        return Ok(Reached { resource: None, rows: Vec::new(), resources });
    }
    let resource: ResourceRef = resource.parse().map_err(|_| damaged())?;
    let name = name_of(&mut tx, resource).await?.ok_or_else(|| ApiError::not_found("thing"))?;
    let roles = store::roles(&mut tx).await?;
    let there = |role: RoleRef| roles.permissions(role).intersection(applicable_on(resource.kind));
    let mut rows = Vec::new();
    for (role, people) in reach::base_roles(&mut tx, SOME).await? {
        let (role, set) = (RoleRef::System(role), there(RoleRef::System(role)));
        if !set.is_empty() {
            let name = roles.name(role).to_owned();
            rows.push(ReachRow {
                who: format!("Everybody whose base role is {name}"),
                how: "by their base role, in the whole organization".to_owned(),
                role: Some(RoleName { role, name }),
                permissions: set.iter().collect(),
                people: people.count,
                some: people.some,
            });
        }
    }
    let giving: Giving = roles.every().filter(|role| !there(*role).is_empty()).collect();
    for given in reach::given(&mut tx, &resource, &giving, SOME).await? {
        rows.push(ReachRow {
            who: given.holder,
            how: if given.everywhere { "given in the whole organization" } else { "given on it" }.to_owned(),
            role: Some(RoleName { role: given.role, name: roles.name(given.role).to_owned() }),
            permissions: there(given.role).iter().collect(),
            people: given.people.count,
            some: given.people.some,
        });
    }
    if let Some(team) = (resource == ResourceRef::team(TeamId(resource.id))).then_some(TeamId(resource.id)) {
        let admins = reach::admins(&mut tx, team, SOME).await?;
        if admins.count > 0 {
            rows.push(ReachRow {
                who: format!("Those who run {name}"),
                how: "by running it".to_owned(),
                role: None,
                permissions: cauldron_core::access::of_team_admins().iter().collect(),
                people: admins.count,
                some: admins.some,
            });
        }
    }
    tx.commit().await?;
    Ok(Reached { resource: Some(ResourceName { resource, name }), rows, resources })
}
