//! Access that nobody used, by `core.permission_uses`.

use super::access::{resource, role};
use cauldron_db::{DbError, OrgTx};
use cauldron_types::{
    BindingId, HolderName, Instant, PersonName, ResourceName, RoleName, RoleRef, TeamId, UnusedRow, UserId,
};
use chrono::{DateTime, NaiveDate, Utc};

/// What counts as a use of each role: the three columns of a table, a row for each permission.
#[derive(Debug, Default)]
pub(crate) struct Counting {
    /// A role's id or name.
    pub(crate) roles: Vec<String>,
    /// On which kind of thing it was given; empty for the whole organization.
    pub(crate) kinds: Vec<String>,
    /// A permission of it.
    pub(crate) permissions: Vec<String>,
}

/// Which are asked for.
#[derive(Debug)]
pub(crate) struct ReviewFilter {
    /// Held since before this moment.
    pub(crate) held_before: DateTime<Utc>,
    /// Not used on this day or later.
    pub(crate) unused_since: NaiveDate,
    pub(crate) words: Option<Vec<String>>,
    pub(crate) limit: i64,
    pub(crate) skip: i64,
}

/// Base roles and givings of roles of which nobody used anything, by the holder's name.
pub(crate) async fn unused(
    tx: &mut OrgTx,
    counting: &Counting,
    filter: &ReviewFilter,
) -> Result<Vec<UnusedRow>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        r#"with gives as (
               select * from unnest($2::text[], $3::text[], $4::text[]) as gives (role_key, kind, permission)
           ), held as (
               select null::uuid as binding, null::uuid as role_id, role as system_role, null::text as resource_kind,
                   null::uuid as resource_id, user_id, null::uuid as team_id, updated_at as since
               from core.memberships where organization_id = $1 and status = 'active' and role <> 'member'
               union all
               select id, role_id, system_role, resource_kind, resource_id, user_id, team_id, created_at
               from core.role_bindings where organization_id = $1
           ), used as (
               select held.*, greatest(
                   (select max(uses.last_used_on) from core.permission_uses as uses
                    join gives on gives.permission = uses.permission
                        and gives.role_key = coalesce(held.role_id::text, held.system_role)
                        and gives.kind = coalesce(held.resource_kind, '')
                    where uses.organization_id = $1 and uses.user_id = held.user_id),
                   (select max(uses.last_used_on) from core.team_members
                    join core.permission_uses as uses on uses.organization_id = $1 and uses.user_id = team_members.user_id
                    join gives on gives.permission = uses.permission
                        and gives.role_key = coalesce(held.role_id::text, held.system_role)
                        and gives.kind = coalesce(held.resource_kind, '')
                    where team_members.organization_id = $1 and team_members.team_id = held.team_id)
               ) as last_used
               from held where held.since < $5
           )
           select used.binding as "binding?", used.role_id as "role_id?", used.system_role as "system_role?",
               used.resource_kind as "resource_kind?", used.resource_id as "resource_id?", things.name as "resource_name?",
               used.user_id as "user_id?", users.display_name as "user_name?", users.email as "email?",
               used.team_id as "team_id?", teams.name as "team_name?", roles.name as "role_name?",
               used.since as "since!", used.last_used as "last_used?"
           from used
           left join core.users on users.id = used.user_id
           left join core.teams on teams.organization_id = $1 and teams.id = used.team_id
           left join core.roles on roles.organization_id = $1 and roles.id = used.role_id
           left join core.teams as things on things.organization_id = $1 and used.resource_kind = 'team'
               and things.id = used.resource_id
           where (used.last_used is null or used.last_used < $6)
             and ($7::text[] is null or coalesce(users.display_name || ' ' || users.email, teams.name) ilike all ($7))
           order by lower(coalesce(users.display_name, teams.name)), used.since, used.binding
           limit $8 offset $9"#,
        organization,
        &counting.roles,
        &counting.kinds,
        &counting.permissions,
        filter.held_before,
        filter.unused_since,
        filter.words.as_deref() as Option<&[String]>,
        filter.limit,
        filter.skip,
    )
    .fetch_all(tx.connection())
    .await?;
    let found = rows.into_iter().filter_map(|row| {
        let role = role(row.role_id, row.system_role.as_deref())?;
        let name = match role {
            RoleRef::System(role) => role.label().to_owned(),
            RoleRef::Custom(_) => row.role_name.unwrap_or_default(),
        };
        let holder = match (row.user_id, row.team_id) {
            (Some(user), _) => HolderName::Person(PersonName {
                user: UserId(user),
                name: row.user_name.unwrap_or_default(),
                email: row.email.unwrap_or_default(),
            }),
            (None, team) => HolderName::Team(TeamId(team?), row.team_name.unwrap_or_default()),
        };
        let on = resource(row.resource_kind.as_deref(), row.resource_id);
        Some(UnusedRow {
            holder,
            role: RoleName { role, name },
            on: on.map(|resource| ResourceName { resource, name: row.resource_name.unwrap_or_default() }),
            binding: row.binding.map(BindingId),
            since: Instant(row.since.timestamp_millis()),
            last_used: row.last_used.map(|day| day.to_string()),
        })
    });
    Ok(found.collect())
}
