//! Reading the records of requests and server errors.

use cauldron_db::{DbError, OrgTx};
use cauldron_types::{ErrorSummary, Instant, RouteSummary};
use chrono::{DateTime, Utc};

pub(crate) async fn slowest_routes(
    tx: &mut OrgTx,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<RouteSummary>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_as!(
        RouteSummary,
        r#"select method || ' ' || route as "route!", count(*) as "requests!",
               count(*) filter (where status >= 500) as "failures!",
               percentile_cont(0.95) within group (order by duration_ms)::float8 as "p95_ms!"
           from admin.api_requests where organization_id = $1 and time >= $2
           group by method, route order by 4 desc limit $3"#,
        organization,
        since,
        limit,
    )
    .fetch_all(tx.connection())
    .await?)
}

pub(crate) async fn frequent_errors(
    tx: &mut OrgTx,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<ErrorSummary>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        r#"select fingerprint, count(*) as "count!", max(time) as "latest!", max(route) as "route!",
               (array_agg(message order by time desc))[1] as "message!",
               (array_agg(trace_id order by time desc))[1] as "trace!"
           from admin.error_logs where organization_id = $1 and time >= $2
           group by fingerprint order by 2 desc limit $3"#,
        organization,
        since,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ErrorSummary {
            fingerprint: row.fingerprint,
            route: row.route,
            message: row.message,
            count: row.count,
            latest: Instant(row.latest.timestamp_millis()),
            trace: row.trace,
        })
        .collect())
}
