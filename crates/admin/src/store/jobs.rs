//! Jobs of the organization in `core.jobs`.

use cauldron_db::{DbError, OrgTx};
use cauldron_types::{Instant, JobId, JobRow, StateCount};
use uuid::Uuid;

/// Jobs, running ones first, then queued, then the latest.
pub(crate) async fn list(
    tx: &mut OrgTx,
    state: Option<&str>,
    kind: Option<&str>,
    limit: i64,
) -> Result<Vec<JobRow>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        r#"select jobs.id, kind, state, progress, message, attempts, max_attempts, trace_id, jobs.created_at, run_at,
               jobs.updated_at, finished_at, coalesce(users.display_name, '') as "requested_by!"
           from core.jobs left join core.users on users.id = jobs.requested_by
           where organization_id = $1 and ($2::text is null or state = $2) and ($3::text is null or kind = $3)
           order by array_position(array['running', 'queued'], state) nulls last, jobs.updated_at desc, jobs.id
           limit $4"#,
        organization,
        state,
        kind,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let instant = |at: chrono::DateTime<chrono::Utc>| Instant(at.timestamp_millis());
    Ok(rows
        .into_iter()
        .map(|row| JobRow {
            id: JobId(row.id),
            kind: row.kind,
            state: row.state,
            progress: row.progress,
            message: row.message,
            attempts: row.attempts,
            max_attempts: row.max_attempts,
            requested_by: row.requested_by,
            trace: row.trace_id,
            created_at: instant(row.created_at),
            run_at: instant(row.run_at),
            updated_at: instant(row.updated_at),
            finished_at: row.finished_at.map(instant),
        })
        .collect())
}

/// How many jobs are in each state.
pub(crate) async fn states(tx: &mut OrgTx, kind: Option<&str>) -> Result<Vec<StateCount>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_as!(
        StateCount,
        r#"select state, count(*) as "count!" from core.jobs
           where organization_id = $1 and ($2::text is null or kind = $2) group by state"#,
        organization,
        kind,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Every kind there is.
pub(crate) async fn kinds(tx: &mut OrgTx) -> Result<Vec<String>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_scalar!(
        "select distinct kind from core.jobs where organization_id = $1 order by kind",
        organization
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Kind and state of a job.
pub(crate) async fn find(tx: &mut OrgTx, job: JobId) -> Result<Option<(String, String)>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query!("select kind, state from core.jobs where organization_id = $1 and id = $2", organization, job.0)
        .fetch_optional(tx.connection())
        .await?
        .map(|row| (row.kind, row.state)))
}

/// Queues the work of a failed job anew, on behalf of whoever asked for it the first time; the failed one stays as it is.
/// None when the same work is queued or running already.
pub(crate) async fn queue_again(tx: &mut OrgTx, failed: JobId) -> Result<Option<JobId>, DbError> {
    let ctx = tx.ctx().clone();
    let again: Option<Uuid> = sqlx::query_scalar!(
        "insert into core.jobs (organization_id, id, kind, payload, dedupe_key, run_at, max_attempts, requested_by, trace_id)
         select organization_id, $3, kind, payload, coalesce(dedupe_key, 'again:' || id), $4, max_attempts, requested_by, $5
         from core.jobs where organization_id = $1 and id = $2 and state = 'failed'
         on conflict (organization_id, kind, dedupe_key) where state in ('queued', 'running') do nothing
         returning id",
        ctx.tenant.id.0,
        failed.0,
        ctx.new_id(),
        ctx.now(),
        ctx.trace().as_str(),
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(again.map(JobId))
}
