//! Members of the transaction's organization.

use cauldron_db::{DbError, OrgTx};
use cauldron_types::UserId;
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use uuid::Uuid;

/// Most members offered in a list to choose from.
const MOST_NAMES: i64 = 500;

/// Names of active members, in the order of the alphabet.
pub(crate) async fn names(tx: &mut OrgTx) -> Result<Vec<(UserId, String)>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query!(
        "select users.id, users.display_name from core.memberships join core.users on users.id = memberships.user_id
         where memberships.organization_id = $1 and memberships.status = 'active'
         order by lower(users.display_name), users.id limit $2",
        organization,
        MOST_NAMES,
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(|row| (UserId(row.id), row.display_name))
    .collect())
}

/// Whether somebody may act in the organization.
pub(crate) async fn is_active(tx: &mut OrgTx, user: UserId) -> Result<bool, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_scalar!(
        r#"select exists (select from core.memberships join core.users on users.id = memberships.user_id
             where organization_id = $1 and user_id = $2 and memberships.status = 'active' and users.status = 'active')
           as "active!""#,
        organization,
        user.0,
    )
    .fetch_one(tx.connection())
    .await?)
}

/// Which members; what is none does not narrow. The flag beside a list turns it round.
#[derive(Clone, Debug, Default)]
pub(crate) struct MemberFilter {
    pub(crate) words: Option<Vec<String>>,
    pub(crate) roles: Option<(Vec<String>, bool)>,
    pub(crate) statuses: Option<(Vec<String>, bool)>,
    /// Patterns of names of teams.
    pub(crate) teams: Option<(Vec<String>, bool)>,
    pub(crate) sort: &'static str,
}

/// From where a list goes on.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cursor {
    pub(crate) after: Option<Uuid>,
    pub(crate) before: Option<Uuid>,
}

/// A member of a list.
#[derive(Clone, Debug)]
pub(crate) struct MemberRow {
    pub(crate) user: Uuid,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) role: String,
    pub(crate) status: String,
    pub(crate) joined: DateTime<Utc>,
    pub(crate) place: i64,
    pub(crate) total: i64,
}

/// A filter's values and whether they are turned round.
fn choice(filter: &Option<(Vec<String>, bool)>) -> (Option<&[String]>, bool) {
    (filter.as_ref().map(|(values, _)| values.as_slice()), filter.as_ref().is_some_and(|(_, turned)| *turned))
}

/// Members from a cursor on, in the filter's order; before a cursor in its reverse.
pub(crate) async fn list(
    tx: &mut OrgTx,
    filter: &MemberFilter,
    cursor: Cursor,
    limit: i64,
) -> Result<Vec<MemberRow>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let (roles, not_roles) = choice(&filter.roles);
    let (statuses, not_statuses) = choice(&filter.statuses);
    let (teams, not_teams) = choice(&filter.teams);
    Ok(sqlx::query_as!(
        MemberRow,
        r#"with found as materialized (
               select memberships.user_id, users.display_name, users.email, memberships.role, memberships.status,
                   memberships.created_at, count(*) over () as total,
                   row_number() over (order by
                       case when $7 = 'name' then lower(users.display_name) end,
                       case when $7 = '-name' then lower(users.display_name) end desc,
                       case when $7 = 'joined' then memberships.created_at end,
                       case when $7 = '-joined' then memberships.created_at end desc,
                       memberships.user_id) as place
               from core.memberships join core.users on users.id = memberships.user_id
               where memberships.organization_id = $1
                 and ($2::text[] is null or (users.display_name || ' ' || users.email) ilike all ($2))
                 and ($3::text[] is null or (memberships.role = any ($3)) <> $4)
                 and ($5::text[] is null or (memberships.status = any ($5)) <> $6)
                 and ($11::text[] is null or $12 <> exists (
                     select from core.team_members join core.teams
                         on teams.organization_id = team_members.organization_id and teams.id = team_members.team_id
                     where team_members.organization_id = $1 and team_members.user_id = memberships.user_id
                       and teams.name ilike any ($11))))
           select user_id as "user!", display_name as "name!", email as "email!", role as "role!", status as "status!",
               created_at as "joined!", place as "place!", total as "total!"
           from found
           where ($8::uuid is null or place > coalesce((select place from found where user_id = $8), 0))
             and ($9::uuid is null or place < coalesce((select place from found where user_id = $9), 1))
           order by case when $9::uuid is null then place else -place end
           limit $10"#,
        organization,
        filter.words.as_deref() as Option<&[String]>,
        roles as Option<&[String]>,
        not_roles,
        statuses as Option<&[String]>,
        not_statuses,
        filter.sort,
        cursor.after,
        cursor.before,
        limit,
        teams as Option<&[String]>,
        not_teams,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// When people were last seen here, of those who were lately.
pub(crate) async fn last_seen(tx: &mut OrgTx, users: &[Uuid]) -> Result<HashMap<Uuid, DateTime<Utc>>, DbError> {
    Ok(sqlx::query!(
        r#"select user_id as "user_id!", last_seen_at as "last_seen_at!" from core.members_last_seen($1)"#,
        users,
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(|row| (row.user_id, row.last_seen_at))
    .collect())
}

/// Names of people's teams, in the order of the alphabet.
pub(crate) async fn teams(tx: &mut OrgTx, users: &[Uuid]) -> Result<HashMap<Uuid, Vec<String>>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        "select team_members.user_id, teams.name from core.team_members join core.teams
             on teams.organization_id = team_members.organization_id and teams.id = team_members.team_id
         where team_members.organization_id = $1 and team_members.user_id = any ($2)
         order by teams.name_key, teams.id",
        organization,
        users,
    )
    .fetch_all(tx.connection())
    .await?;
    let mut teams: HashMap<Uuid, Vec<String>> = HashMap::new();
    for row in rows {
        teams.entry(row.user_id).or_default().push(row.name);
    }
    Ok(teams)
}

/// One member as they stand now.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) role: String,
    pub(crate) status: String,
    pub(crate) joined: DateTime<Utc>,
    pub(crate) version: i64,
}

/// A member; none for anybody who never was one.
pub(crate) async fn find(tx: &mut OrgTx, user: UserId) -> Result<Option<Member>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_as!(
        Member,
        "select users.display_name as name, users.email, memberships.role, memberships.status,
             memberships.created_at as joined, memberships.version
         from core.memberships join core.users on users.id = memberships.user_id
         where memberships.organization_id = $1 and memberships.user_id = $2",
        organization,
        user.0,
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// Sets a base role, unless the membership was changed since `version`. Returns whether it did.
pub(crate) async fn set_role(tx: &mut OrgTx, user: UserId, role: &str, version: Option<i64>) -> Result<bool, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let updated = sqlx::query!(
        "update core.memberships set role = $3
         where organization_id = $1 and user_id = $2 and ($4::bigint is null or version = $4)",
        organization,
        user.0,
        role,
        version,
    )
    .execute(tx.connection())
    .await?
    .rows_affected();
    Ok(updated > 0)
}

/// Sets how somebody stands, if they stand as `from` now. Returns whether it did.
pub(crate) async fn set_status(tx: &mut OrgTx, user: UserId, from: &[String], to: &str) -> Result<bool, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let updated = sqlx::query!(
        "update core.memberships set status = $4 where organization_id = $1 and user_id = $2 and status = any ($3)",
        organization,
        user.0,
        from,
        to,
    )
    .execute(tx.connection())
    .await?
    .rows_affected();
    Ok(updated > 0)
}

/// Ends the sessions here of somebody who was removed.
pub(crate) async fn end_sessions(tx: &mut OrgTx, user: UserId) -> Result<i64, DbError> {
    let now = tx.ctx().now();
    Ok(sqlx::query_scalar!(r#"select core.end_sessions_of_removed($1, $2) as "ended!""#, user.0, now)
        .fetch_one(tx.connection())
        .await?)
}

/// Another active owner than `user`, who has been one for longest; none when there is no other.
pub(crate) async fn another_owner(tx: &mut OrgTx, user: UserId) -> Result<Option<UserId>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_scalar!(
        "select user_id from core.memberships
         where organization_id = $1 and user_id <> $2 and role = 'owner' and status = 'active'
         order by created_at, user_id limit 1",
        organization,
        user.0,
    )
    .fetch_optional(tx.connection())
    .await?
    .map(UserId))
}
