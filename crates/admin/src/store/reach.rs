//! Who can reach a thing: counted, with some names, by each way there is.

use super::access::{Giving, role};
use cauldron_db::{DbError, OrgTx};
use cauldron_types::{PersonName, ResourceRef, Role, RoleRef, TeamId, UserId};
use serde_json::Value;

/// How many people, and some of them.
#[derive(Debug, Default)]
pub(crate) struct People {
    pub(crate) count: i64,
    pub(crate) some: Vec<PersonName>,
}

/// A role that was given to somebody, with the people that are meant.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) role: RoleRef,
    pub(crate) holder: String,
    pub(crate) everywhere: bool,
    pub(crate) people: People,
}

/// Names that the database put together as an array of `[id, name, e-mail]`.
fn names(found: Option<Value>) -> Vec<PersonName> {
    let triples: Vec<(uuid::Uuid, String, String)> =
        found.and_then(|found| serde_json::from_value(found).ok()).unwrap_or_default();
    triples.into_iter().map(|(user, name, email)| PersonName { user: UserId(user), name, email }).collect()
}

/// The active people of each base role.
pub(crate) async fn base_roles(tx: &mut OrgTx, some: i64) -> Result<Vec<(Role, People)>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        r#"select counted.role, counted.people as "people!",
               (select jsonb_agg(jsonb_build_array(first.id, first.display_name, first.email)) from (
                   select users.id, users.display_name, users.email from core.memberships
                   join core.users on users.id = memberships.user_id
                   where memberships.organization_id = $1 and memberships.role = counted.role and memberships.status = 'active'
                   order by lower(users.display_name), users.id limit $2
               ) as first) as "some?"
           from (select role, count(*) as people from core.memberships
                 where organization_id = $1 and status = 'active' group by role) as counted"#,
        organization,
        some,
    )
    .fetch_all(tx.connection())
    .await?;
    let mut found: Vec<(Role, People)> = rows
        .into_iter()
        .filter_map(|row| Some((row.role.parse().ok()?, People { count: row.people, some: names(row.some) })))
        .collect();
    found.sort_by_key(|(role, _)| *role);
    Ok(found)
}

/// Those of the roles `giving` that were given everywhere or on `resource`, the nearest first, at most 500.
pub(crate) async fn given(
    tx: &mut OrgTx,
    resource: &ResourceRef,
    giving: &Giving,
    some: i64,
) -> Result<Vec<Given>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        r#"select bindings.role_id, bindings.system_role, bindings.resource_kind is null as "everywhere!",
               users.display_name as "person?", teams.name as "team?",
               case when bindings.user_id is not null then 1 else (
                   select count(*) from core.team_members
                   where team_members.organization_id = $1 and team_members.team_id = bindings.team_id) end as "people!",
               (select jsonb_agg(jsonb_build_array(first.id, first.display_name, first.email)) from (
                   select people.id, people.display_name, people.email from core.users as people
                   where people.id = bindings.user_id or people.id in (
                       select user_id from core.team_members
                       where team_members.organization_id = $1 and team_members.team_id = bindings.team_id)
                   order by lower(people.display_name), people.id limit $4
               ) as first) as "some?"
           from core.role_bindings as bindings
           left join core.users on users.id = bindings.user_id
           left join core.teams on teams.organization_id = bindings.organization_id and teams.id = bindings.team_id
           where bindings.organization_id = $1
             and (bindings.resource_kind is null or (bindings.resource_kind = $2 and bindings.resource_id = $3))
             and (bindings.role_id = any ($5) or bindings.system_role = any ($6))
           order by bindings.resource_kind is null, bindings.id limit 500"#,
        organization,
        resource.kind.as_str(),
        resource.id,
        some,
        &giving.custom,
        &giving.system,
    )
    .fetch_all(tx.connection())
    .await?;
    let given = rows.into_iter().filter_map(|row| {
        let holder = match (row.person, row.team) {
            (Some(person), _) => person,
            (None, Some(team)) => format!("The team {team}"),
            (None, None) => return None,
        };
        Some(Given {
            role: role(row.role_id, row.system_role.as_deref())?,
            holder,
            everywhere: row.everywhere,
            people: People { count: row.people, some: names(row.some) },
        })
    });
    Ok(given.collect())
}

/// Those who run a team.
pub(crate) async fn admins(tx: &mut OrgTx, team: TeamId, some: i64) -> Result<People, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        r#"select users.id, users.display_name, users.email, count(*) over () as "count!" from core.team_members
           join core.users on users.id = team_members.user_id
           where team_members.organization_id = $1 and team_members.team_id = $2 and team_members.is_admin
           order by lower(users.display_name), users.id limit $3"#,
        organization,
        team.0,
        some,
    )
    .fetch_all(tx.connection())
    .await?;
    let count = rows.first().map_or(0, |row| row.count);
    let some = rows
        .into_iter()
        .map(|row| PersonName { user: UserId(row.id), name: row.display_name, email: row.email })
        .collect();
    Ok(People { count, some })
}
