//! What is on record of access: roles with what they inherit, teams that people are in, roles that were given.

use cauldron_core::access::{Binding, CustomRole, Holder, Holdings, RoleGraph, TeamMembership};
use cauldron_db::{DbError, OrgTx};
use cauldron_types::{BindingId, ResourceKind, ResourceRef, Role, RoleId, RoleRef, TeamId, UserId};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Lets one transaction at a time change who may do what in the organization.
pub(crate) async fn lock(tx: &mut OrgTx) -> Result<(), DbError> {
    sqlx::query_scalar!("select core.lock_access()").fetch_optional(tx.connection()).await?;
    Ok(())
}

/// One of the two kinds of role, as it is stored. A name that this version does not know is no role.
pub(crate) fn role(custom: Option<Uuid>, system: Option<&str>) -> Option<RoleRef> {
    match (custom, system) {
        (Some(id), _) => Some(RoleRef::Custom(RoleId(id))),
        (None, Some(name)) => name.parse().ok().map(RoleRef::System),
        (None, None) => None,
    }
}

/// The same the other way round.
pub(crate) fn columns(role: RoleRef) -> (Option<Uuid>, Option<&'static str>) {
    match role {
        RoleRef::Custom(RoleId(id)) => (Some(id), None),
        RoleRef::System(role) => (None, Some(role.as_str())),
    }
}

/// A resource as it is stored.
pub(crate) fn resource(kind: Option<&str>, id: Option<Uuid>) -> Option<ResourceRef> {
    let kind: ResourceKind = kind?.parse().ok()?;
    Some(ResourceRef { kind, id: id? })
}

/// The roles of the organization.
pub(crate) async fn roles(tx: &mut OrgTx) -> Result<RoleGraph, DbError> {
    let (organization, operating) = (tx.ctx().tenant.id.0, tx.ctx().tenant.operating);
    let rows = sqlx::query!(
        r#"select id, name,
               array(select permission from core.role_permissions as own
                     where own.organization_id = roles.organization_id and own.role_id = roles.id) as "own!",
               array(select parent_role_id from core.role_parents as parents
                     where parents.organization_id = roles.organization_id and parents.role_id = roles.id
                       and parent_role_id is not null) as "custom_parents!",
               array(select parent_system_role from core.role_parents as parents
                     where parents.organization_id = roles.organization_id and parents.role_id = roles.id
                       and parent_system_role is not null) as "system_parents!"
           from core.roles where organization_id = $1"#,
        organization,
    )
    .fetch_all(tx.connection())
    .await?;
    let custom = rows.into_iter().map(|row| {
        let system = row.system_parents.iter().filter_map(|name| role(None, Some(name)));
        let parents = row.custom_parents.iter().map(|id| RoleRef::Custom(RoleId(*id))).chain(system).collect();
        let own = row.own.iter().filter_map(|permission| permission.parse().ok()).collect();
        (RoleId(row.id), CustomRole { name: row.name, own, parents })
    });
    Ok(RoleGraph::new(custom.collect::<BTreeMap<_, _>>(), operating))
}

/// What one person was given, besides the role of their membership, which is `base`.
pub(crate) async fn holdings(tx: &mut OrgTx, user: UserId, base: Role) -> Result<Holdings, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let teams = sqlx::query!(
        "select team_id, is_admin from core.team_members where organization_id = $1 and user_id = $2 order by team_id",
        organization,
        user.0,
    )
    .fetch_all(tx.connection())
    .await?;
    let of_teams: Vec<Uuid> = teams.iter().map(|row| row.team_id).collect();
    let rows = sqlx::query!(
        "select id, role_id, system_role, user_id, team_id, resource_kind, resource_id from core.role_bindings
         where organization_id = $1 and (user_id = $2 or team_id = any ($3)) order by id",
        organization,
        user.0,
        &of_teams,
    )
    .fetch_all(tx.connection())
    .await?;
    let bindings = rows.into_iter().filter_map(|row| {
        let holder = match (row.user_id, row.team_id) {
            (Some(person), _) => Holder::Person(UserId(person)),
            (None, team) => Holder::Team(TeamId(team?)),
        };
        let on = resource(row.resource_kind.as_deref(), row.resource_id);
        // A kind of resource that this version does not know is not the whole organization.
        if row.resource_kind.is_some() && on.is_none() {
            return None;
        }
        Some(Binding { id: BindingId(row.id), role: role(row.role_id, row.system_role.as_deref())?, holder, on })
    });
    Ok(Holdings {
        user,
        role: base,
        teams: teams.iter().map(|row| TeamMembership { team: TeamId(row.team_id), admin: row.is_admin }).collect(),
        bindings: bindings.collect(),
    })
}

/// The role of somebody's membership, while it is active.
pub(crate) async fn base_role(tx: &mut OrgTx, user: UserId) -> Result<Option<Role>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let name = sqlx::query_scalar!(
        "select role from core.memberships where organization_id = $1 and user_id = $2 and status = 'active'",
        organization,
        user.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(name.and_then(|name| name.parse().ok()))
}

/// Roles that give something, split by kind, as arrays of a statement.
#[derive(Debug, Default)]
pub(crate) struct Giving {
    pub(crate) custom: Vec<Uuid>,
    pub(crate) system: Vec<String>,
}

impl FromIterator<RoleRef> for Giving {
    fn from_iter<I: IntoIterator<Item = RoleRef>>(roles: I) -> Self {
        let mut giving = Self::default();
        for role in roles {
            match role {
                RoleRef::Custom(RoleId(id)) => giving.custom.push(id),
                RoleRef::System(role) => giving.system.push(role.as_str().to_owned()),
            }
        }
        giving
    }
}

/// Somebody by name.
pub(crate) struct Named {
    pub(crate) user: UserId,
    pub(crate) name: String,
    pub(crate) email: String,
}

/// Active people who hold one of the `first` roles everywhere and one of the `second` everywhere, by name, at most `limit`.
pub(crate) async fn holders_of_both(
    tx: &mut OrgTx,
    first: &Giving,
    second: &Giving,
    limit: i64,
) -> Result<Vec<Named>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        r#"with held as (
               select user_id, null::uuid as role_id, role as system_role from core.memberships
               where organization_id = $1 and status = 'active'
               union all
               select user_id, role_id, system_role from core.role_bindings
               where organization_id = $1 and user_id is not null and resource_kind is null
               union all
               select team_members.user_id, role_id, system_role from core.role_bindings
               join core.team_members on team_members.organization_id = role_bindings.organization_id
                   and team_members.team_id = role_bindings.team_id
               where role_bindings.organization_id = $1 and resource_kind is null
           ), fitting as (
               select user_id from held where role_id = any ($2) or system_role = any ($3)
               intersect
               select user_id from held where role_id = any ($4) or system_role = any ($5)
           )
           select users.id as "user!", users.display_name as "name!", users.email as "email!"
           from fitting
           join core.memberships on memberships.organization_id = $1 and memberships.user_id = fitting.user_id
               and memberships.status = 'active'
           join core.users on users.id = fitting.user_id
           order by lower(users.display_name), users.id limit $6"#,
        organization,
        &first.custom,
        &first.system,
        &second.custom,
        &second.system,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| Named { user: UserId(row.user), name: row.name, email: row.email }).collect())
}
