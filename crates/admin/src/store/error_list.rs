//! Server errors in `admin.error_logs`, by kind and one by one.

use cauldron_core::TimeSpan;
use cauldron_db::{DbError, OrgTx};
use cauldron_types::{ErrorGroup, ErrorOccurrence, Instant};
use chrono::{DateTime, Utc};

/// Kinds of errors, most frequent first, without their course.
pub(crate) async fn groups(tx: &mut OrgTx, span: TimeSpan, limit: i64) -> Result<Vec<ErrorGroup>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        r#"select fingerprint, count(*) as "count!", min(time) as "first!", max(time) as "last!",
               (array_agg(route order by time desc))[1] as "route!",
               (array_agg(message order by time desc))[1] as "message!",
               (array_agg(trace_id order by time desc))[1] as "trace!"
           from admin.error_logs where organization_id = $1 and time >= $2 and time < $3
           group by fingerprint order by 2 desc, max(time) desc limit $4"#,
        organization,
        span.from,
        span.to,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ErrorGroup {
            fingerprint: row.fingerprint,
            route: row.route,
            message: row.message,
            trace: row.trace,
            count: row.count,
            first: Instant(row.first.timestamp_millis()),
            last: Instant(row.last.timestamp_millis()),
            course: Vec::new(),
        })
        .collect())
}

/// How often each kind happened from each start on, until the next: `(kind, number of the start, count)`.
pub(crate) async fn courses(
    tx: &mut OrgTx,
    span: TimeSpan,
    kinds: &[String],
    starts: &[DateTime<Utc>],
) -> Result<Vec<(String, usize, i64)>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        r#"select fingerprint, width_bucket(time, $5::timestamptz[]) as "part!", count(*) as "count!"
           from admin.error_logs
           where organization_id = $1 and time >= $2 and time < $3 and fingerprint = any ($4) group by 1, 2"#,
        organization,
        span.from,
        span.to,
        kinds,
        starts,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| (row.fingerprint, usize::try_from(row.part - 1).unwrap_or(0), row.count)).collect())
}

/// How often a kind happened ever, and when first.
pub(crate) async fn history(tx: &mut OrgTx, kind: &str) -> Result<(i64, Option<DateTime<Utc>>), DbError> {
    let organization = tx.ctx().tenant.id.0;
    let row = sqlx::query!(
        r#"select count(*) as "count!", min(time) as first from admin.error_logs
           where organization_id = $1 and fingerprint = $2"#,
        organization,
        kind,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok((row.count, row.first))
}

/// The latest errors of a kind.
pub(crate) async fn latest(tx: &mut OrgTx, kind: &str, limit: i64) -> Result<Vec<ErrorOccurrence>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        r#"select errors.id, time, route, message, trace_id, coalesce(users.display_name, actor_kind) as "actor!"
           from (
               select * from admin.error_logs where organization_id = $1 and fingerprint = $2
               order by time desc, id desc limit $3
           ) as errors
           left join core.users on users.id = actor_id
           order by time desc, errors.id desc"#,
        organization,
        kind,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ErrorOccurrence {
            id: row.id,
            time: Instant(row.time.timestamp_millis()),
            route: row.route,
            message: row.message,
            actor: row.actor,
            trace: row.trace_id,
        })
        .collect())
}
