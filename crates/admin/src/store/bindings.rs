//! Roles that were given, in `core.role_bindings`.

use super::access::{columns, resource, role};
use cauldron_core::access::{Binding, Holder};
use cauldron_db::{DbError, OrgTx};
use cauldron_types::{
    BindingId, BindingRow, HolderName, Instant, PersonName, ResourceName, ResourceRef, RoleName, RoleRef, TeamId,
    UserId,
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Which are asked for. What is `None` does not narrow.
#[derive(Debug, Default)]
pub(crate) struct BindingFilter {
    pub(crate) id: Option<BindingId>,
    pub(crate) words: Option<Vec<String>>,
    pub(crate) role: Option<RoleRef>,
    pub(crate) team: Option<TeamId>,
    pub(crate) user: Option<UserId>,
    pub(crate) on: Option<ResourceRef>,
    /// Whether the holder is a team.
    pub(crate) of_teams: Option<bool>,
    /// Whether it is everywhere.
    pub(crate) everywhere: Option<bool>,
    pub(crate) before: Option<BindingId>,
}

struct Row {
    id: Uuid,
    role_id: Option<Uuid>,
    system_role: Option<String>,
    role_name: Option<String>,
    user_id: Option<Uuid>,
    user_name: Option<String>,
    email: Option<String>,
    team_id: Option<Uuid>,
    team_name: Option<String>,
    resource_kind: Option<String>,
    resource_id: Option<Uuid>,
    resource_name: Option<String>,
    created_at: DateTime<Utc>,
    given_by: Option<String>,
}

impl Row {
    /// None for a role that this version does not know.
    fn read(self) -> Option<BindingRow> {
        let role = role(self.role_id, self.system_role.as_deref())?;
        let name = match role {
            RoleRef::System(role) => role.label().to_owned(),
            RoleRef::Custom(_) => self.role_name.unwrap_or_default(),
        };
        let holder = match (self.user_id, self.team_id) {
            (Some(user), _) => HolderName::Person(PersonName {
                user: UserId(user),
                name: self.user_name.unwrap_or_default(),
                email: self.email.unwrap_or_default(),
            }),
            (None, team) => HolderName::Team(TeamId(team?), self.team_name.unwrap_or_default()),
        };
        let on = resource(self.resource_kind.as_deref(), self.resource_id);
        Some(BindingRow {
            id: BindingId(self.id),
            role: RoleName { role, name },
            holder,
            on: on.map(|resource| ResourceName { resource, name: self.resource_name.unwrap_or_default() }),
            since: Instant(self.created_at.timestamp_millis()),
            given_by: self.given_by.unwrap_or_default(),
        })
    }
}

/// The latest first.
pub(crate) async fn list(tx: &mut OrgTx, filter: &BindingFilter, limit: i64) -> Result<Vec<BindingRow>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let (role_id, system_role) = filter.role.map_or((None, None), columns);
    let rows = sqlx::query_as!(
        Row,
        r#"select bindings.id, bindings.role_id, bindings.system_role, roles.name as "role_name?",
               bindings.user_id, users.display_name as "user_name?", users.email as "email?",
               bindings.team_id, teams.name as "team_name?",
               bindings.resource_kind, bindings.resource_id, things.name as "resource_name?",
               bindings.created_at, makers.display_name as "given_by?"
           from core.role_bindings as bindings
           left join core.roles on roles.organization_id = bindings.organization_id and roles.id = bindings.role_id
           left join core.users on users.id = bindings.user_id
           left join core.teams on teams.organization_id = bindings.organization_id and teams.id = bindings.team_id
           left join core.teams as things on things.organization_id = bindings.organization_id
               and bindings.resource_kind = 'team' and things.id = bindings.resource_id
           left join core.users as makers on makers.id = bindings.created_by
           where bindings.organization_id = $1
             and ($2::uuid is null or bindings.id = $2)
             and ($3::text[] is null
                 or coalesce(users.display_name || ' ' || users.email, teams.name) ilike all ($3))
             and ($4::uuid is null or bindings.role_id = $4)
             and ($5::text is null or bindings.system_role = $5)
             and ($6::uuid is null or bindings.team_id = $6)
             and ($7::uuid is null or bindings.user_id = $7)
             and ($8::text is null or (bindings.resource_kind = $8 and bindings.resource_id = $9))
             and ($10::boolean is null or (bindings.team_id is not null) = $10)
             and ($11::boolean is null or (bindings.resource_kind is null) = $11)
             and ($12::uuid is null or bindings.id < $12)
           order by bindings.id desc limit $13"#,
        organization,
        filter.id.map(|id| id.0),
        filter.words.as_deref() as Option<&[String]>,
        role_id,
        system_role,
        filter.team.map(|team| team.0),
        filter.user.map(|user| user.0),
        filter.on.map(|on| on.kind.as_str()),
        filter.on.map(|on| on.id),
        filter.of_teams,
        filter.everywhere,
        filter.before.map(|id| id.0),
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().filter_map(Row::read).collect())
}

pub(crate) async fn insert(tx: &mut OrgTx, binding: &Binding) -> Result<(), DbError> {
    let (organization, maker) = (tx.ctx().tenant.id.0, tx.ctx().actor.user().map(|user| user.0));
    let (role_id, system_role) = columns(binding.role);
    let (user, team) = match binding.holder {
        Holder::Person(UserId(user)) => (Some(user), None),
        Holder::Team(TeamId(team)) => (None, Some(team)),
    };
    sqlx::query!(
        "insert into core.role_bindings (organization_id, id, role_id, system_role, user_id, team_id, resource_kind,
             resource_id, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        organization,
        binding.id.0,
        role_id,
        system_role,
        user,
        team,
        binding.on.map(|on| on.kind.as_str()),
        binding.on.map(|on| on.id),
        maker,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

pub(crate) async fn delete(tx: &mut OrgTx, ids: &[Uuid]) -> Result<u64, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let done =
        sqlx::query!("delete from core.role_bindings where organization_id = $1 and id = any ($2)", organization, ids)
            .execute(tx.connection())
            .await?;
    Ok(done.rows_affected())
}

/// How often each role was given: the organization's own by id, the system's by name.
pub(crate) async fn counts(tx: &mut OrgTx) -> Result<Vec<(RoleRef, i64)>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        r#"select role_id, system_role, count(*) as "count!" from core.role_bindings
           where organization_id = $1 group by role_id, system_role"#,
        organization,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().filter_map(|row| Some((role(row.role_id, row.system_role.as_deref())?, row.count))).collect())
}

/// Things on which a role can be given, by name.
pub(crate) async fn resources(tx: &mut OrgTx) -> Result<Vec<ResourceName>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows =
        sqlx::query!("select id, name from core.teams where organization_id = $1 order by name_key", organization)
            .fetch_all(tx.connection())
            .await?;
    let team = |id, name| ResourceName { resource: ResourceRef::team(TeamId(id)), name };
    Ok(rows.into_iter().map(|row| team(row.id, row.name)).collect())
}
