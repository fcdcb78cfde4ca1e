//! Teams in `core.teams` and who is in them.

use super::access::Named;
use cauldron_db::{DbError, OrgTx};
use cauldron_types::{PersonName, TeamId, TeamMember, TeamRow, UserId};

/// A team by itself.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(crate) name: String,
    pub(crate) purpose: String,
    pub(crate) version: i64,
}

/// The teams whose name or purpose has all of the words, by name.
pub(crate) async fn list(
    tx: &mut OrgTx,
    words: Option<&[String]>,
    asks: Option<UserId>,
) -> Result<Vec<TeamRow>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        r#"select teams.id, teams.name, teams.purpose,
               coalesce(people.members, 0) as "members!", coalesce(people.admins, 0) as "admins!",
               coalesce(people.mine, false) as "mine!", coalesce(given.roles, 0) as "roles!"
           from core.teams
           left join (
               select team_id, count(*) as members, count(*) filter (where is_admin) as admins, bool_or(user_id = $3) as mine
               from core.team_members where organization_id = $1 group by team_id
           ) as people on people.team_id = teams.id
           left join (
               select team_id, count(*) as roles from core.role_bindings
               where organization_id = $1 and team_id is not null group by team_id
           ) as given on given.team_id = teams.id
           where teams.organization_id = $1
             and ($2::text[] is null or teams.name || ' ' || teams.purpose ilike all ($2))
           order by teams.name_key"#,
        organization,
        words as Option<&[String]>,
        asks.map(|user| user.0),
    )
    .fetch_all(tx.connection())
    .await?;
    let row = rows.into_iter().map(|row| TeamRow {
        id: TeamId(row.id),
        name: row.name,
        purpose: row.purpose,
        members: row.members,
        admins: row.admins,
        roles: row.roles,
        mine: row.mine,
    });
    Ok(row.collect())
}

pub(crate) async fn get(tx: &mut OrgTx, team: TeamId) -> Result<Option<Stored>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_as!(
        Stored,
        "select name, purpose, version from core.teams where organization_id = $1 and id = $2",
        organization,
        team.0,
    )
    .fetch_optional(tx.connection())
    .await?)
}

pub(crate) async fn insert(tx: &mut OrgTx, team: TeamId, name: &str, purpose: &str) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query!(
        "insert into core.teams (organization_id, id, name, name_key, purpose) values ($1, $2, $3, $4, $5)",
        organization,
        team.0,
        name,
        name.to_lowercase(),
        purpose,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Whether the team was as it was when the form was filled.
pub(crate) async fn update(
    tx: &mut OrgTx,
    team: TeamId,
    name: &str,
    purpose: &str,
    version: i64,
) -> Result<bool, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let done = sqlx::query!(
        "update core.teams set name = $3, name_key = $4, purpose = $5
         where organization_id = $1 and id = $2 and version = $6",
        organization,
        team.0,
        name,
        name.to_lowercase(),
        purpose,
        version,
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Deletes the team with who was in it. Roles that it was given, or that were given on it, must be gone.
pub(crate) async fn delete(tx: &mut OrgTx, team: TeamId) -> Result<u64, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let members =
        sqlx::query!("delete from core.team_members where organization_id = $1 and team_id = $2", organization, team.0)
            .execute(tx.connection())
            .await?
            .rows_affected();
    sqlx::query!("delete from core.teams where organization_id = $1 and id = $2", organization, team.0)
        .execute(tx.connection())
        .await?;
    Ok(members)
}

/// People in the team whose name or address has all of the words: those who run it first, then by name.
pub(crate) async fn members(
    tx: &mut OrgTx,
    team: TeamId,
    words: Option<&[String]>,
    limit: i64,
) -> Result<Vec<TeamMember>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        r#"select users.id, users.display_name, users.email, team_members.is_admin,
               memberships.status = 'active' as "active!"
           from core.team_members
           join core.memberships on memberships.organization_id = team_members.organization_id
               and memberships.user_id = team_members.user_id
           join core.users on users.id = team_members.user_id
           where team_members.organization_id = $1 and team_members.team_id = $2
             and ($3::text[] is null or users.display_name || ' ' || users.email ilike all ($3))
           order by team_members.is_admin desc, lower(users.display_name), users.id
           limit $4"#,
        organization,
        team.0,
        words as Option<&[String]>,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let member = rows.into_iter().map(|row| TeamMember {
        person: PersonName { user: UserId(row.id), name: row.display_name, email: row.email },
        is_admin: row.is_admin,
        active: row.active,
    });
    Ok(member.collect())
}

pub(crate) async fn member_count(tx: &mut OrgTx, team: TeamId) -> Result<i64, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from core.team_members where organization_id = $1 and team_id = $2"#,
        organization,
        team.0,
    )
    .fetch_one(tx.connection())
    .await?)
}

/// Whether somebody is in the team, and if so whether they run it.
pub(crate) async fn member(tx: &mut OrgTx, team: TeamId, user: UserId) -> Result<Option<bool>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_scalar!(
        "select is_admin from core.team_members where organization_id = $1 and team_id = $2 and user_id = $3",
        organization,
        team.0,
        user.0,
    )
    .fetch_optional(tx.connection())
    .await?)
}

pub(crate) async fn add_member(tx: &mut OrgTx, team: TeamId, user: UserId, is_admin: bool) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query!(
        "insert into core.team_members (organization_id, team_id, user_id, is_admin) values ($1, $2, $3, $4)",
        organization,
        team.0,
        user.0,
        is_admin,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

pub(crate) async fn set_admin(tx: &mut OrgTx, team: TeamId, user: UserId, is_admin: bool) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query!(
        "update core.team_members set is_admin = $4 where organization_id = $1 and team_id = $2 and user_id = $3",
        organization,
        team.0,
        user.0,
        is_admin,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

pub(crate) async fn remove_member(tx: &mut OrgTx, team: TeamId, user: UserId) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query!(
        "delete from core.team_members where organization_id = $1 and team_id = $2 and user_id = $3",
        organization,
        team.0,
        user.0,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Somebody who belongs to the organization now.
pub(crate) async fn person(tx: &mut OrgTx, user: UserId) -> Result<Option<Named>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let row = sqlx::query!(
        "select users.display_name, users.email from core.memberships
         join core.users on users.id = memberships.user_id
         where memberships.organization_id = $1 and memberships.user_id = $2 and memberships.status = 'active'",
        organization,
        user.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| Named { user, name: row.display_name, email: row.email }))
}

/// Somebody who belongs to the organization now, by id or e-mail address.
pub(crate) async fn person_named(tx: &mut OrgTx, text: &str) -> Result<Option<Named>, DbError> {
    if let Ok(id) = uuid::Uuid::parse_str(text) {
        return person(tx, UserId(id)).await;
    }
    // Postgres takes no such text, and nobody is called so.
    if text.contains('\0') {
        return Ok(None);
    }
    let organization = tx.ctx().tenant.id.0;
    let row = sqlx::query!(
        "select users.id, users.display_name, users.email from core.memberships
         join core.users on users.id = memberships.user_id
         where memberships.organization_id = $1 and users.email = $2 and memberships.status = 'active'",
        organization,
        text.to_lowercase(),
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| Named { user: UserId(row.id), name: row.display_name, email: row.email }))
}

/// A team by its name, whatever its case.
pub(crate) async fn team_named(tx: &mut OrgTx, name: &str) -> Result<Option<TeamId>, DbError> {
    if name.contains('\0') {
        return Ok(None);
    }
    let organization = tx.ctx().tenant.id.0;
    let id = sqlx::query_scalar!(
        "select id from core.teams where organization_id = $1 and name_key = $2",
        organization,
        name.to_lowercase(),
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(id.map(TeamId))
}

/// People who belong to the organization now and whose name or address has all of the words, by name.
pub(crate) async fn find_people(tx: &mut OrgTx, words: Option<&[String]>, limit: i64) -> Result<Vec<Named>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        "select users.id, users.display_name, users.email from core.memberships
         join core.users on users.id = memberships.user_id
         where memberships.organization_id = $1 and memberships.status = 'active'
           and ($2::text[] is null or users.display_name || ' ' || users.email ilike all ($2))
         order by lower(users.display_name), users.id limit $3",
        organization,
        words as Option<&[String]>,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| Named { user: UserId(row.id), name: row.display_name, email: row.email }).collect())
}
