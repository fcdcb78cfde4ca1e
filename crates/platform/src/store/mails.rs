//! The queue in `integration.mails`.

use crate::mail::NewMail;
use cauldron_core::TraceId;
use cauldron_db::{DbError, OrgTx, SystemTx};
use cauldron_types::{Instant, MailState, MailView, OrganizationId};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A mail that is being tried.
pub(crate) struct Due {
    pub(crate) organization: Uuid,
    pub(crate) id: Uuid,
    pub(crate) kind: String,
    pub(crate) recipient: String,
    pub(crate) subject: String,
    pub(crate) body: String,
    /// This attempt included.
    pub(crate) attempts: i32,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) give_up_at: DateTime<Utc>,
}

pub(crate) async fn insert(
    tx: &mut OrgTx,
    mail: &NewMail,
    subject: &str,
    give_up_at: DateTime<Utc>,
) -> Result<(), DbError> {
    let ctx = tx.ctx().clone();
    sqlx::query!(
        "insert into integration.mails (organization_id, id, kind, recipient, subject, body, next_attempt_at, give_up_at,
             created_at, trace_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $7, $9)",
        ctx.tenant.id.0,
        ctx.new_id(),
        mail.kind,
        mail.to,
        subject,
        mail.text,
        ctx.now(),
        give_up_at,
        ctx.trace().as_str(),
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Likewise from the installation's own work, which belongs to no request.
pub(crate) async fn insert_for(
    tx: &mut SystemTx,
    organization: OrganizationId,
    mail: &NewMail,
    subject: &str,
    (now, give_up_at): (DateTime<Utc>, DateTime<Utc>),
) -> Result<(), DbError> {
    let (id, trace) = (tx.db().ambient().new_id(), TraceId::generate(tx.db().ambient()));
    sqlx::query!(
        "insert into integration.mails (organization_id, id, kind, recipient, subject, body, next_attempt_at, give_up_at,
             created_at, trace_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $7, $9)",
        organization.0,
        id,
        mail.kind,
        mail.to,
        subject,
        mail.text,
        now,
        give_up_at,
        trace.as_str(),
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

pub(crate) async fn any_due(tx: &mut SystemTx, now: DateTime<Utc>) -> Result<bool, DbError> {
    let due = sqlx::query_scalar!(
        "select exists (select from integration.mails where state = 'queued' and next_attempt_at <= $1)",
        now
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(due.unwrap_or(false))
}

/// Takes the mail that has waited longest, and holds it until `until`: should this process die, another tries it then.
pub(crate) async fn take_due(
    tx: &mut SystemTx,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<Due>, DbError> {
    Ok(sqlx::query_as!(
        Due,
        "update integration.mails set attempts = attempts + 1, next_attempt_at = $2
         where (organization_id, id) = (
             select organization_id, id from integration.mails
             where state = 'queued' and next_attempt_at <= $1
             order by next_attempt_at limit 1 for update skip locked)
         returning organization_id as organization, id, kind, recipient, subject, body, attempts, created_at, give_up_at",
        now,
        until,
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// It has gone, or `error` is why it never will.
pub(crate) async fn finish(
    tx: &mut SystemTx,
    due: &Due,
    now: DateTime<Utc>,
    error: Option<&str>,
) -> Result<(), DbError> {
    sqlx::query!(
        "update integration.mails set state = case when $4::text is null then 'sent' else 'failed' end, body = '',
             finished_at = $3, last_error = $4
         where organization_id = $1 and id = $2 and state = 'queued'",
        due.organization,
        due.id,
        now,
        error,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

pub(crate) async fn postpone(tx: &mut SystemTx, due: &Due, next: DateTime<Utc>, error: &str) -> Result<(), DbError> {
    sqlx::query!(
        "update integration.mails set next_attempt_at = $3, last_error = $4
         where organization_id = $1 and id = $2 and state = 'queued'",
        due.organization,
        due.id,
        next,
        error,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

pub(crate) async fn prune(tx: &mut SystemTx, before: DateTime<Utc>) -> Result<u64, DbError> {
    let done = sqlx::query!("delete from integration.mails where state <> 'queued' and created_at < $1", before)
        .execute(tx.connection())
        .await?;
    Ok(done.rows_affected())
}

pub(crate) async fn latest(tx: &mut SystemTx, state: Option<MailState>, limit: i64) -> Result<Vec<MailView>, DbError> {
    let rows = sqlx::query!(
        "select mail.kind, organization.name as organization, mail.recipient, mail.subject, mail.state, mail.attempts,
             mail.last_error, mail.created_at, mail.next_attempt_at
         from integration.mails as mail
         join core.organizations as organization on organization.id = mail.organization_id
         where ($1::text is null or mail.state = $1)
         order by mail.created_at desc, mail.id desc
         limit $2",
        state.map(MailState::as_str),
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let instant = |at: DateTime<Utc>| Instant(at.timestamp_millis());
    Ok(rows
        .into_iter()
        .map(|row| {
            // One of three, as a constraint has it.
            let state = row.state.parse().unwrap_or(MailState::Queued);
            MailView {
                kind: row.kind,
                organization: row.organization,
                recipient: row.recipient,
                subject: row.subject,
                state,
                attempts: row.attempts,
                last_error: row.last_error,
                created_at: instant(row.created_at),
                next_attempt_at: (state == MailState::Queued).then(|| instant(row.next_attempt_at)),
            }
        })
        .collect())
}
