//! The identity functions, called by whoever has not signed in yet.

use cauldron_core::TokenHash;
use cauldron_db::{DbError, VisitTx};
use cauldron_types::{OrganizationId, SessionId, UserId};
use chrono::{DateTime, TimeDelta, Utc};
use ipnetwork::IpNetwork;
use sqlx::postgres::types::PgInterval;
use uuid::Uuid;

/// The three keys under which attempts are counted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AttemptKeys {
    pub(crate) pair: [u8; 32],
    pub(crate) address: [u8; 32],
    pub(crate) account: [u8; 32],
}

/// That somebody knew a password. It holds for as long as the hash does that the password was compared with.
pub(crate) struct Proof {
    pub(crate) user: UserId,
    pub(crate) password_hash: String,
    /// Under which the attempt was counted.
    pub(crate) keys: AttemptKeys,
}

pub(crate) struct Begun {
    pub(crate) blocked_until: Option<DateTime<Utc>>,
    pub(crate) newly_blocked: bool,
    pub(crate) user: Option<UserId>,
    pub(crate) password_hash: Option<String>,
}

fn interval(length: TimeDelta) -> PgInterval {
    PgInterval { months: 0, days: 0, microseconds: length.num_microseconds().unwrap_or(i64::MAX) }
}

pub(crate) async fn begin_sign_in(tx: &mut VisitTx, email: &str, keys: &AttemptKeys) -> Result<Begun, DbError> {
    let (address, now) = (tx.visit().address.map(IpNetwork::from), tx.visit().ambient.now());
    let row = sqlx::query!(
        r#"select blocked_until, newly_blocked as "newly_blocked!", user_id, password_hash
           from core.identity_begin_sign_in($1, $2, $3, $4, $5, $6)"#,
        email,
        &keys.pair,
        &keys.address,
        &keys.account,
        address,
        now,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(Begun {
        blocked_until: row.blocked_until,
        newly_blocked: row.newly_blocked,
        user: row.user_id.map(UserId),
        password_hash: row.password_hash,
    })
}

pub(crate) async fn fail_sign_in(
    tx: &mut VisitTx,
    user: Option<UserId>,
    label: &str,
    reason: &str,
) -> Result<(), DbError> {
    announce!(
        tx,
        "select core.identity_fail_sign_in($1, $2, $3, $4, $5, $6, $7)::text as nothing",
        user.map(|user| user.0),
        label,
        reason,
    )?;
    Ok(())
}

pub(crate) struct NewSession<'a> {
    pub(crate) token_hash: TokenHash,
    pub(crate) replaced: Option<TokenHash>,
    pub(crate) proof: &'a Proof,
    pub(crate) idle: TimeDelta,
    pub(crate) absolute: TimeDelta,
}

/// Where the person arrives, and whether the second step is waited for.
pub(crate) async fn open_session(
    tx: &mut VisitTx,
    session: NewSession<'_>,
) -> Result<Option<(OrganizationId, bool)>, DbError> {
    tx.published();
    let visit = tx.visit().clone();
    let row = sqlx::query!(
        "select organization, waits from core.identity_open_session($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        visit.ambient.new_id(),
        &session.token_hash,
        session.replaced.as_ref().map(<[u8; 32]>::as_slice),
        session.proof.user.0,
        session.proof.password_hash,
        &session.proof.keys.pair,
        &session.proof.keys.address,
        &session.proof.keys.account,
        visit.address.map(IpNetwork::from),
        visit.user_agent,
        visit.ambient.now(),
        interval(session.idle),
        interval(session.absolute),
        visit.ambient.new_id(),
        visit.trace.as_str(),
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(row.organization.map(|organization| (OrganizationId(organization), row.waits.unwrap_or(false))))
}

/// What a session's token stands for.
pub(crate) struct SessionRow {
    pub(crate) session: SessionId,
    pub(crate) user: UserId,
    pub(crate) email: String,
    pub(crate) display_name: String,
    pub(crate) organization: OrganizationId,
    pub(crate) organization_name: String,
    pub(crate) time_zone: String,
    pub(crate) week_start: String,
    pub(crate) operating: bool,
    pub(crate) role: String,
    pub(crate) standing: String,
    pub(crate) suspended_reason: Option<String>,
    /// The epoch of the organization's access.
    pub(crate) access_epoch: i64,
}

/// With `idle` the session is used, and ends that much later; without, it is looked at.
pub(crate) async fn session(
    tx: &mut VisitTx,
    token_hash: &TokenHash,
    idle: Option<TimeDelta>,
) -> Result<Option<SessionRow>, DbError> {
    let now = tx.visit().ambient.now();
    let row = sqlx::query!(
        r#"select session_id as "session_id!", user_id as "user_id!", email as "email!", display_name as "display_name!",
               organization_id as "organization_id!", organization_name as "organization_name!", time_zone as "time_zone!",
               week_start as "week_start!", is_operating as "is_operating!", role as "role!", standing as "standing!",
               suspended_reason, access_epoch as "access_epoch!"
           from core.identity_session($1, $2, $3)"#,
        token_hash.as_slice(),
        now,
        idle.map(interval),
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| SessionRow {
        session: SessionId(row.session_id),
        user: UserId(row.user_id),
        email: row.email,
        display_name: row.display_name,
        organization: OrganizationId(row.organization_id),
        organization_name: row.organization_name,
        time_zone: row.time_zone,
        week_start: row.week_start,
        operating: row.is_operating,
        role: row.role,
        standing: row.standing,
        suspended_reason: row.suspended_reason,
        access_epoch: row.access_epoch,
    }))
}

pub(crate) async fn is_superseded(tx: &mut VisitTx, token_hash: &TokenHash) -> Result<bool, DbError> {
    let now = tx.visit().ambient.now();
    let superseded = sqlx::query_scalar!("select core.identity_is_superseded($1, $2)", token_hash.as_slice(), now)
        .fetch_one(tx.connection())
        .await?;
    Ok(superseded.unwrap_or(false))
}

pub(crate) async fn end_session(tx: &mut VisitTx, token_hash: &TokenHash) -> Result<bool, DbError> {
    let ended = announce!(tx, "select core.identity_end_session($1, $2, $3, $4, $5)", token_hash.as_slice(),)?;
    Ok(ended.unwrap_or(false))
}

pub(crate) async fn is_set_up(tx: &mut VisitTx) -> Result<bool, DbError> {
    Ok(sqlx::query_scalar!("select core.identity_is_set_up()").fetch_one(tx.connection()).await?.unwrap_or(false))
}

pub(crate) async fn setup_link_state(tx: &mut VisitTx, link: &TokenHash) -> Result<String, DbError> {
    let now = tx.visit().ambient.now();
    let state = sqlx::query_scalar!("select core.identity_setup_link_state($1, $2)", link.as_slice(), now)
        .fetch_one(tx.connection())
        .await?;
    Ok(state.unwrap_or_default())
}

pub(crate) struct FirstOrganization<'a> {
    pub(crate) link: TokenHash,
    pub(crate) organization: Uuid,
    pub(crate) slug: &'a str,
    pub(crate) name: &'a str,
    pub(crate) time_zone: &'a str,
    pub(crate) user: UserId,
    pub(crate) email: &'a str,
    pub(crate) display_name: &'a str,
    pub(crate) password_hash: &'a str,
}

pub(crate) async fn set_up(tx: &mut VisitTx, first: FirstOrganization<'_>) -> Result<bool, DbError> {
    let done = announce!(
        tx,
        "select core.identity_set_up($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        first.link.as_slice(),
        first.organization,
        first.slug,
        first.name,
        first.time_zone,
        first.user.0,
        first.email,
        first.display_name,
        first.password_hash,
    )?;
    Ok(done.unwrap_or(false))
}
