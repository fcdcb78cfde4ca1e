//! Invitations of the transaction's organization, and accepting one.

use cauldron_core::{SecretToken, TokenHash};
use cauldron_db::{DbError, OrgTx, SystemTx, VisitTx};
use cauldron_types::{ImportProgress, InvitationId, JobId, OrganizationId, TeamId, UserId};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use uuid::Uuid;

/// What is known of an address before it is invited.
pub(crate) struct Addressee {
    /// How its person stands here; none for nobody's.
    pub(crate) status: Option<String>,
    /// The open invitation and until when it holds.
    pub(crate) open: Option<(Uuid, DateTime<Utc>)>,
}

/// What is known of an address.
pub(crate) async fn addressee(tx: &mut OrgTx, email: &str) -> Result<Addressee, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let status = sqlx::query_scalar!(
        "select memberships.status from core.memberships join core.users on users.id = memberships.user_id
         where memberships.organization_id = $1 and users.email = $2",
        organization,
        email,
    )
    .fetch_optional(tx.connection())
    .await?;
    let open = sqlx::query!(
        "select id, expires_at from core.invitations
         where organization_id = $1 and email = $2 and accepted_at is null and revoked_at is null",
        organization,
        email,
    )
    .fetch_optional(tx.connection())
    .await?
    .map(|row| (row.id, row.expires_at));
    Ok(Addressee { status, open })
}

/// An invitation to be made.
pub(crate) struct NewRow<'a> {
    pub(crate) id: InvitationId,
    pub(crate) email: &'a str,
    pub(crate) role: &'a str,
    pub(crate) teams: &'a [TeamId],
    pub(crate) token: &'a TokenHash,
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) mailed_at: Option<DateTime<Utc>>,
}

pub(crate) async fn insert(tx: &mut OrgTx, row: &NewRow<'_>) -> Result<(), DbError> {
    let (organization, by) = (tx.ctx().tenant.id.0, tx.ctx().actor.user().map(|user| user.0));
    let teams: Vec<Uuid> = row.teams.iter().map(|team| team.0).collect();
    sqlx::query!(
        "insert into core.invitations (organization_id, id, email, role, token_hash, invited_by, expires_at, mailed_at,
             team_ids)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        organization,
        row.id.0,
        row.email,
        row.role,
        row.token.as_slice(),
        by,
        row.expires_at,
        row.mailed_at,
        &teams,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Teams, in the order of the alphabet.
pub(crate) async fn teams(tx: &mut OrgTx) -> Result<Vec<(TeamId, String)>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        "select id, name from core.teams where organization_id = $1 order by name_key, id limit 500",
        organization
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| (TeamId(row.id), row.name)).collect())
}

/// How many of these teams there are.
pub(crate) async fn count_teams(tx: &mut OrgTx, teams: &[TeamId]) -> Result<usize, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let teams: Vec<Uuid> = teams.iter().map(|team| team.0).collect();
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from core.teams where organization_id = $1 and id = any ($2)"#,
        organization,
        &teams,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Names of the teams of invitations.
pub(crate) async fn teams_of(tx: &mut OrgTx, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<String>>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        "select invitations.id as invitation_id, teams.name from core.invitations join core.teams
             on teams.organization_id = invitations.organization_id and teams.id = any (invitations.team_ids)
         where invitations.organization_id = $1 and invitations.id = any ($2)
         order by teams.name_key, teams.id",
        organization,
        ids,
    )
    .fetch_all(tx.connection())
    .await?;
    let mut teams: HashMap<Uuid, Vec<String>> = HashMap::new();
    for row in rows {
        teams.entry(row.invitation_id).or_default().push(row.name);
    }
    Ok(teams)
}

/// One invitation as it stands.
pub(crate) struct Row {
    pub(crate) id: Uuid,
    pub(crate) email: String,
    pub(crate) role: String,
    pub(crate) invited_by: Option<String>,
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) mailed_at: Option<DateTime<Utc>>,
    pub(crate) accepted_at: Option<DateTime<Utc>>,
    pub(crate) revoked_at: Option<DateTime<Utc>>,
    pub(crate) created_at: DateTime<Utc>,
}

/// Invitations, newest first, older than a place. Those that can be accepted alone, or every one.
pub(crate) async fn list(
    tx: &mut OrgTx,
    every: bool,
    place: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Row>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let (time, id) = place.unzip();
    Ok(sqlx::query_as!(
        Row,
        r#"select invitations.id, invitations.email, invitations.role, users.display_name as "invited_by?", expires_at,
               mailed_at, accepted_at, revoked_at, invitations.created_at
           from core.invitations left join core.users on users.id = invitations.invited_by
           where organization_id = $1 and ($2 or (accepted_at is null and revoked_at is null))
             and ($3::timestamptz is null or (invitations.created_at, invitations.id) < ($3, $4::uuid))
           order by invitations.created_at desc, invitations.id desc limit $5"#,
        organization,
        every,
        time,
        id,
        limit,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// How many of them there are.
pub(crate) async fn count(tx: &mut OrgTx, every: bool) -> Result<i64, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from core.invitations
           where organization_id = $1 and ($2 or (accepted_at is null and revoked_at is null))"#,
        organization,
        every,
    )
    .fetch_one(tx.connection())
    .await?)
}

/// Invitations that can be accepted now.
pub(crate) async fn open_count(tx: &mut OrgTx) -> Result<i64, DbError> {
    let (organization, now) = (tx.ctx().tenant.id.0, tx.ctx().now());
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from core.invitations
           where organization_id = $1 and accepted_at is null and revoked_at is null and expires_at > $2"#,
        organization,
        now,
    )
    .fetch_one(tx.connection())
    .await?)
}

/// One invitation, locked until the transaction ends.
pub(crate) async fn find(tx: &mut OrgTx, id: InvitationId) -> Result<Option<Row>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_as!(
        Row,
        r#"select id, email, role, null::text as invited_by, expires_at, mailed_at, accepted_at, revoked_at, created_at
           from core.invitations where organization_id = $1 and id = $2 for no key update"#,
        organization,
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// Gives an invitation another link and another end.
pub(crate) async fn renew(
    tx: &mut OrgTx,
    id: InvitationId,
    token: &TokenHash,
    expires_at: DateTime<Utc>,
    mailed_at: Option<DateTime<Utc>>,
) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query!(
        "update core.invitations set token_hash = $3, expires_at = $4, mailed_at = $5
         where organization_id = $1 and id = $2",
        organization,
        id.0,
        token.as_slice(),
        expires_at,
        mailed_at,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Takes an invitation back.
pub(crate) async fn revoke(tx: &mut OrgTx, id: InvitationId) -> Result<(), DbError> {
    let (organization, now) = (tx.ctx().tenant.id.0, tx.ctx().now());
    sqlx::query!(
        "update core.invitations set revoked_at = $3
         where organization_id = $1 and id = $2 and accepted_at is null and revoked_at is null",
        organization,
        id.0,
        now,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// What a link leads to.
pub(crate) struct Linked {
    pub(crate) state: String,
    pub(crate) organization_name: String,
    pub(crate) email: String,
    pub(crate) role: String,
    pub(crate) invited_by: String,
    pub(crate) has_account: bool,
}

/// What a link leads to; none for no link of ours.
pub(crate) async fn linked(tx: &mut VisitTx, token: &TokenHash) -> Result<Option<Linked>, DbError> {
    let now = tx.visit().ambient.now();
    Ok(sqlx::query_as!(
        Linked,
        r#"select state as "state!", organization_name as "organization_name!", email as "email!", role as "role!",
               invited_by as "invited_by!", has_account as "has_account!"
           from core.identity_invitation($1, $2)"#,
        token.as_slice(),
        now,
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// Makes an account and uses the invitation up. Returns `entered`, or why not.
pub(crate) async fn accept_as_new(
    tx: &mut VisitTx,
    token: &TokenHash,
    user: UserId,
    display_name: &str,
    password_hash: &str,
    people_standard: Option<i64>,
) -> Result<String, DbError> {
    let outcome = announce!(
        tx,
        "select core.identity_accept_as_new($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        token.as_slice(),
        user.0,
        display_name,
        password_hash,
        people_standard,
    )?;
    Ok(outcome.unwrap_or_default())
}

/// Uses the invitation up for whoever holds the session. Returns `entered`, or why not, and the organization.
pub(crate) async fn accept_as_member(
    tx: &mut VisitTx,
    session: &TokenHash,
    token: &TokenHash,
    people_standard: Option<i64>,
) -> Result<(String, Option<Uuid>), DbError> {
    tx.published();
    let visit = tx.visit().clone();
    let row = sqlx::query!(
        r#"select outcome as "outcome!", organization_id from core.identity_accept_as_member($1, $2, $3, $4, $5, $6, $7)"#,
        session.as_slice(),
        token.as_slice(),
        people_standard,
        visit.ambient.new_id(),
        visit.ambient.now(),
        visit.address.map(ipnetwork::IpNetwork::from),
        visit.trace.as_str(),
    )
    .fetch_one(tx.connection())
    .await?;
    Ok((row.outcome, row.organization_id))
}

/// How addresses stand in the organization: `active`, `suspended` or `invited`; those that do not are left out.
pub(crate) async fn known_addresses(tx: &mut OrgTx, emails: &[String]) -> Result<HashMap<String, String>, DbError> {
    let (organization, now) = (tx.ctx().tenant.id.0, tx.ctx().now());
    let rows = sqlx::query!(
        r#"select users.email as "email!", memberships.status as "status!"
           from core.memberships join core.users on users.id = memberships.user_id
           where memberships.organization_id = $1 and memberships.status <> 'removed' and users.email = any ($2)
           union all
           select email, 'invited' from core.invitations
           where organization_id = $1 and accepted_at is null and revoked_at is null and expires_at > $3
             and email = any ($2)"#,
        organization,
        emails,
        now,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| (row.email, row.status)).collect())
}

/// Every team by its name in small letters.
pub(crate) async fn team_keys(tx: &mut OrgTx) -> Result<HashMap<String, TeamId>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!("select id, name_key from core.teams where organization_id = $1", organization)
        .fetch_all(tx.connection())
        .await?;
    Ok(rows.into_iter().map(|row| (row.name_key, TeamId(row.id))).collect())
}

/// One of many invitations to be made.
pub(crate) struct BulkRow {
    pub(crate) id: InvitationId,
    pub(crate) email: String,
    pub(crate) role: &'static str,
    pub(crate) teams: Vec<Uuid>,
    pub(crate) token: SecretToken,
}

/// Makes many invitations at once and passes over who belongs or is invited already; an invitation that has expired makes room.
/// Returns the ids of those made.
pub(crate) async fn insert_many(
    tx: &mut OrgTx,
    rows: &[BulkRow],
    expires_at: DateTime<Utc>,
    mailed_at: Option<DateTime<Utc>>,
) -> Result<Vec<Uuid>, DbError> {
    let (organization, now, by) = (tx.ctx().tenant.id.0, tx.ctx().now(), tx.ctx().actor.user().map(|user| user.0));
    let emails: Vec<String> = rows.iter().map(|row| row.email.clone()).collect();
    sqlx::query!(
        "update core.invitations set revoked_at = $3
         where organization_id = $1 and email = any ($2) and accepted_at is null and revoked_at is null
           and expires_at <= $3",
        organization,
        &emails,
        now,
    )
    .execute(tx.connection())
    .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id.0).collect();
    let roles: Vec<String> = rows.iter().map(|row| row.role.to_owned()).collect();
    let hashes: Vec<Vec<u8>> = rows.iter().map(|row| row.token.hash().to_vec()).collect();
    // Arrays of arrays must have one length: teams travel as text.
    let teams: Vec<String> = rows
        .iter()
        .map(|row| format!("{{{}}}", row.teams.iter().map(Uuid::to_string).collect::<Vec<_>>().join(",")))
        .collect();
    Ok(sqlx::query_scalar!(
        "insert into core.invitations (organization_id, id, email, role, token_hash, invited_by, expires_at, mailed_at,
             team_ids)
         select $1, given.id, given.email, given.role, given.hash, $2, $3, $9, given.teams::uuid[]
         from unnest($4::uuid[], $5::text[], $6::text[], $7::bytea[], $8::text[]) as given (id, email, role, hash, teams)
         where not exists (select from core.memberships join core.users on users.id = memberships.user_id
             where memberships.organization_id = $1 and memberships.status <> 'removed' and users.email = given.email)
         on conflict (organization_id, email) where accepted_at is null and revoked_at is null do nothing
         returning id",
        organization,
        by,
        expires_at,
        &ids,
        &emails,
        &roles,
        &hashes,
        &teams,
        mailed_at,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// How far a job of a kind is.
pub(crate) async fn job_progress(tx: &mut OrgTx, job: JobId, kind: &str) -> Result<Option<ImportProgress>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_as!(
        ImportProgress,
        "select state, progress as share, message from core.jobs where organization_id = $1 and id = $2 and kind = $3",
        organization,
        job.0,
        kind,
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// What a job has to know of its organization.
pub(crate) struct OfJob {
    pub(crate) name: String,
    pub(crate) time_zone: String,
    pub(crate) is_operating: bool,
    pub(crate) suspended_reason: Option<String>,
}

/// What a job has to know of its organization; none when whoever asked for it may not act there (any more).
pub(crate) async fn organization_of_job(
    tx: &mut SystemTx,
    organization: OrganizationId,
    user: Option<UserId>,
) -> Result<Option<OfJob>, DbError> {
    Ok(sqlx::query_as!(
        OfJob,
        "select name, time_zone, is_operating, suspended_reason
         from core.organizations join core.memberships on memberships.organization_id = organizations.id
         where organizations.id = $1 and memberships.user_id = $2 and memberships.status = 'active'",
        organization.0,
        user.map(|user| user.0),
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// An organization that may be joined without an invitation.
pub(crate) struct Joinable {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) role: String,
}

pub(crate) async fn joinable(tx: &mut VisitTx, session: &TokenHash) -> Result<Vec<Joinable>, DbError> {
    let now = tx.visit().ambient.now();
    Ok(sqlx::query_as!(
        Joinable,
        r#"select organization_id as "id!", name as "name!", role as "role!" from core.identity_joinable($1, $2)"#,
        session.as_slice(),
        now,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Joins one of them. Returns `entered`, or why not.
pub(crate) async fn join(
    tx: &mut VisitTx,
    session: &TokenHash,
    organization: OrganizationId,
    people_standard: Option<i64>,
) -> Result<String, DbError> {
    let outcome = announce!(
        tx,
        "select core.identity_join($1, $2, $3, $4, $5, $6, $7)",
        session.as_slice(),
        organization.0,
        people_standard,
    )?;
    Ok(outcome.unwrap_or_default())
}
