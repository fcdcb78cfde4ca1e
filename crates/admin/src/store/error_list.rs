//! Failures of ours in all organizations, in `admin.error_logs`, by kind and one by one.

use cauldron_core::TimeSpan;
use cauldron_db::{DbError, SystemTx};
use cauldron_types::{ErrorGroup, ErrorOccurrence, Instant};
use chrono::{DateTime, Utc};

/// Kinds of errors, most frequent first, without their course. Counted first: the words, which may be thousands of characters
/// each, are read of the latest of each kind alone.
pub(crate) async fn groups(tx: &mut SystemTx, span: TimeSpan, limit: i64) -> Result<Vec<ErrorGroup>, DbError> {
    let rows = sqlx::query!(
        r#"with kinds as (
               select fingerprint, sum(count)::bigint as count, count(*) as organizations, min(first) as first, max(last) as last
               from (
                   select fingerprint, count(*) as count, min(time) as first, max(time) as last
                   from admin.error_logs where time >= $1 and time < $2 group by fingerprint, organization_id
               ) as parts
               group by fingerprint order by 2 desc, 5 desc, 1 limit $3)
           select kinds.fingerprint as "fingerprint!", kinds.count as "count!", kinds.organizations as "organizations!",
               kinds.first as "first!", kinds.last as "last!", latest.route as "route!", latest.message as "message!",
               latest.trace_id as "trace!", coalesce(organizations.name, '') as "organization!"
           from kinds
           cross join lateral (
               select organization_id, route, message, trace_id from admin.error_logs
               where fingerprint = kinds.fingerprint and time = kinds.last order by id desc limit 1
           ) as latest
           left join core.organizations on organizations.id = latest.organization_id
           order by 2 desc, 5 desc, 1"#,
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
            organization: row.organization,
            organizations: row.organizations,
            count: row.count,
            first: Instant(row.first.timestamp_millis()),
            last: Instant(row.last.timestamp_millis()),
            course: Vec::new(),
        })
        .collect())
}

/// How often each kind happened from each start on, until the next: `(kind, number of the start, count)`.
pub(crate) async fn courses(
    tx: &mut SystemTx,
    span: TimeSpan,
    kinds: &[String],
    starts: &[DateTime<Utc>],
) -> Result<Vec<(String, usize, i64)>, DbError> {
    let rows = sqlx::query!(
        r#"select fingerprint, width_bucket(time, $4::timestamptz[]) as "part!", count(*) as "count!"
           from admin.error_logs where time >= $1 and time < $2 and fingerprint = any ($3) group by 1, 2"#,
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
pub(crate) async fn history(tx: &mut SystemTx, kind: &str) -> Result<(i64, Option<DateTime<Utc>>), DbError> {
    let row = sqlx::query!(
        r#"select count(*) as "count!", min(time) as first from admin.error_logs where fingerprint = $1"#,
        kind,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok((row.count, row.first))
}

/// The latest errors of a kind.
pub(crate) async fn latest(tx: &mut SystemTx, kind: &str, limit: i64) -> Result<Vec<ErrorOccurrence>, DbError> {
    let rows = sqlx::query!(
        r#"select errors.id, time, route, message, trace_id, coalesce(users.display_name, actor_kind) as "actor!",
               coalesce(organizations.name, '') as "organization!"
           from (
               select * from admin.error_logs where fingerprint = $1 order by time desc, id desc limit $2
           ) as errors
           left join core.organizations on organizations.id = organization_id
           left join core.users on users.id = actor_id
           order by time desc, errors.id desc"#,
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
            organization: row.organization,
            trace: row.trace_id,
        })
        .collect())
}
