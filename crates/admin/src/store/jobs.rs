//! Jobs of all organizations in `core.jobs`. A failed one that was queued again counts as `retried`.

use cauldron_db::{DbError, OrgTx, SystemTx};
use cauldron_types::{Instant, JobId, JobRow, OrganizationId, StateCount};

/// Jobs, running ones first, then queued, then the latest; `may_retry` tells of a job's organization and state whether the
/// reader may have it done again.
pub(crate) async fn list(
    tx: &mut SystemTx,
    state: Option<&str>,
    kind: Option<&str>,
    limit: i64,
    may_retry: impl Fn(OrganizationId, &str) -> bool,
) -> Result<Vec<JobRow>, DbError> {
    let rows = sqlx::query!(
        r#"select id as "id!", kind as "kind!", shown_state as "state!", progress as "progress!", message as "message!",
               attempts as "attempts!", max_attempts as "max_attempts!", trace_id as "trace_id!",
               created_at as "created_at!", run_at as "run_at!", updated_at as "updated_at!", finished_at,
               coalesce(display_name, '') as "requested_by!", organization_id as "organization_id!",
               coalesce(organization, '') as "organization!"
           from (
               select jobs.*, users.display_name, organizations.name as organization,
                   case when newer.id is null then jobs.state else 'retried' end as shown_state
               from core.jobs
               left join core.organizations on organizations.id = jobs.organization_id
               left join core.users on users.id = jobs.requested_by
               left join core.jobs as newer on newer.organization_id = jobs.organization_id and newer.retry_of = jobs.id
           ) as jobs
           where ($1::text is null or shown_state = $1) and ($2::text is null or kind = $2)
           order by array_position(array['running', 'queued'], state) nulls last, updated_at desc, id
           limit $3"#,
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
            may_retry: may_retry(OrganizationId(row.organization_id), &row.state),
            organization: row.organization,
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
pub(crate) async fn states(tx: &mut SystemTx, kind: Option<&str>) -> Result<Vec<StateCount>, DbError> {
    Ok(sqlx::query_as!(
        StateCount,
        r#"select case when newer.id is null then jobs.state else 'retried' end as "state!", count(*) as "count!"
           from core.jobs
           left join core.jobs as newer on newer.organization_id = jobs.organization_id and newer.retry_of = jobs.id
           where $1::text is null or jobs.kind = $1 group by 1"#,
        kind,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Every kind there is.
pub(crate) async fn kinds(tx: &mut SystemTx) -> Result<Vec<String>, DbError> {
    Ok(sqlx::query_scalar!("select distinct kind from core.jobs order by kind").fetch_all(tx.connection()).await?)
}

/// Kind and state of a job of the organization.
pub(crate) async fn find(tx: &mut OrgTx, job: JobId) -> Result<Option<(String, String)>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query!(
        r#"select jobs.kind, case when newer.id is null then jobs.state else 'retried' end as "state!"
           from core.jobs
           left join core.jobs as newer on newer.organization_id = jobs.organization_id and newer.retry_of = jobs.id
           where jobs.organization_id = $1 and jobs.id = $2"#,
        organization,
        job.0,
    )
    .fetch_optional(tx.connection())
    .await?
    .map(|row| (row.kind, row.state)))
}
