//! Requests of all organizations in `admin.api_requests`, one by one and by route.

use cauldron_db::{DbError, SystemTx};
use cauldron_types::{Instant, RequestView, RouteFigures};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Which requests; what is none does not narrow.
#[derive(Clone, Debug)]
pub(crate) struct RequestFilter {
    pub(crate) from: DateTime<Utc>,
    pub(crate) to: DateTime<Utc>,
    /// Patterns that method and pattern of the route must all match.
    pub(crate) route: Option<Vec<String>>,
    /// Lowest and highest status.
    pub(crate) status: Option<(i16, i16)>,
    pub(crate) actors: Option<Vec<Uuid>>,
    pub(crate) trace: Option<String>,
}

/// People whose names match all patterns.
pub(crate) async fn people(tx: &mut SystemTx, patterns: &[String]) -> Result<Vec<Uuid>, DbError> {
    Ok(sqlx::query_scalar!("select id from core.users where display_name ilike all ($1)", patterns)
        .fetch_all(tx.connection())
        .await?)
}

/// Requests behind `place`, newest first, each with its place.
pub(crate) async fn newest(
    tx: &mut SystemTx,
    filter: &RequestFilter,
    place: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<(DateTime<Utc>, RequestView)>, DbError> {
    let ((lowest, highest), (time, id)) = (filter.status.unzip(), place.unzip());
    let rows = sqlx::query!(
        r#"select requests.id, time, method || ' ' || route as "route!", requests.status, duration_ms, response_bytes,
               coalesce(users.display_name, actor_kind) as "actor!", coalesce(organizations.name, '') as "organization!",
               coalesce(host(address), '') as "address!", trace_id
           from (
               select * from admin.api_requests
               where time >= $1 and time < $2
                 and ($3::text[] is null or method || ' ' || route ilike all ($3))
                 and ($4::smallint is null or status between $4 and $5)
                 and ($6::uuid[] is null or actor_id = any ($6))
                 and ($7::text is null or trace_id = $7)
                 and ($8::timestamptz is null or (time, id) < ($8, $9::uuid))
               order by time desc, id desc limit $10
           ) as requests
           left join core.organizations on organizations.id = organization_id
           left join core.users on users.id = actor_id
           order by time desc, requests.id desc"#,
        filter.from,
        filter.to,
        filter.route.as_deref() as Option<&[String]>,
        lowest,
        highest,
        filter.actors.as_deref() as Option<&[Uuid]>,
        filter.trace,
        time,
        id,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let view = RequestView {
                id: row.id,
                time: Instant(row.time.timestamp_millis()),
                route: row.route,
                status: row.status,
                duration_ms: row.duration_ms,
                bytes: row.response_bytes,
                actor: row.actor,
                organization: row.organization,
                address: row.address,
                trace: row.trace_id,
            };
            (row.time, view)
        })
        .collect())
}

/// How each route did, slowest first.
pub(crate) async fn routes(
    tx: &mut SystemTx,
    filter: &RequestFilter,
    limit: i64,
) -> Result<Vec<RouteFigures>, DbError> {
    let rows = sqlx::query!(
        r#"select method || ' ' || route as "route!", count(*) as "requests!",
               count(*) filter (where status >= 500) as "failures!",
               count(*) filter (where status between 400 and 499) as "refusals!",
               percentile_cont(array[0.5, 0.95, 0.99]) within group (order by duration_ms) as "quantiles!: Vec<f64>",
               sum(response_bytes)::bigint as "bytes!"
           from admin.api_requests
           where time >= $1 and time < $2 and ($3::text[] is null or method || ' ' || route ilike all ($3))
           group by method, route
           order by percentile_cont(0.95) within group (order by duration_ms) desc, 2 desc, 1
           limit $4"#,
        filter.from,
        filter.to,
        filter.route.as_deref() as Option<&[String]>,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let quantile = |index: usize| row.quantiles.get(index).copied().unwrap_or_default();
            RouteFigures {
                requests: row.requests,
                failures: row.failures,
                refusals: row.refusals,
                p50_ms: quantile(0),
                p95_ms: quantile(1),
                p99_ms: quantile(2),
                bytes: row.bytes,
                route: row.route,
            }
        })
        .collect())
}
