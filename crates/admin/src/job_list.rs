//! The background work of all organizations, and having a failed job of one's own done again.

use crate::store::jobs as store;
use cauldron_core::{ApiError, AuditEvent, Ctx};
use cauldron_db::{Db, answered};
use cauldron_types::{Instant, JobId, JobList, JobQuery, Permission, ProblemKind};
use serde_json::json;

const STATES: [&str; 5] = ["queued", "running", "succeeded", "failed", "retried"];

/// At most `limit` jobs, how many are in each state, and of which kinds there are some.
///
/// # Errors
/// Without `operations:read`; [`ProblemKind::Invalid`] for a state that there is not; what the database answers.
pub async fn list(db: &Db, ctx: &Ctx, query: &JobQuery, limit: u16) -> Result<JobList, ApiError> {
    ctx.require(Permission::OperationsRead)?;
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let (state, kind) = (given(&query.state), given(&query.kind));
    if state.as_ref().is_some_and(|state| !STATES.contains(&state.as_str())) {
        return Err(ApiError::field("state", "A job is queued, running, succeeded, failed or retried."));
    }
    if kind.as_ref().is_some_and(|kind| kind.len() > 63 || kind.contains('\0')) {
        return Err(ApiError::field("kind", "There is no such kind of job."));
    }
    // A job is done again in the rights of who asks, which one has in one's own organization alone.
    let may_retry = |organization, state: &str| {
        organization == ctx.tenant.id && state == "failed" && ctx.may(Permission::OperationsWrite)
    };
    let limit = limit.clamp(1, JobList::LIMIT).into();
    let mut tx = db.operations_tx(ctx).await?;
    let mut states = answered(store::states(&mut tx, kind.as_deref()).await)?;
    states.sort_by_key(|count| STATES.iter().position(|state| *state == count.state));
    let jobs = answered(store::list(&mut tx, state.as_deref(), kind.as_deref(), limit, may_retry).await)?;
    let kinds = answered(store::kinds(&mut tx).await)?;
    tx.commit().await?;
    Ok(JobList { jobs, states, kinds, now: Instant(ctx.now().timestamp_millis()), offsets: Vec::new() })
}

/// Queues the work of a failed job of the own organization again, on behalf of the actor, and returns the new job; the failed
/// one is `retried` from then on.
///
/// # Errors
/// Without `operations:write`; [`ProblemKind::NotFound`]; [`ProblemKind::Conflict`] when the job has not failed, or its work is
/// queued or running already; what the database answers.
pub async fn retry(db: &Db, ctx: &Ctx, job: JobId) -> Result<JobId, ApiError> {
    ctx.require(Permission::OperationsWrite)?;
    let mut tx = db.org_tx(ctx).await?;
    let (kind, state) = store::find(&mut tx, job).await?.ok_or_else(|| ApiError::not_found("job"))?;
    match state.as_str() {
        "failed" => {}
        "retried" => {
            let sentence = "This job was queued again already. Should the newer one fail, retry that.";
            return Err(ApiError::problem(ProblemKind::Conflict, sentence));
        }
        _ => return Err(ApiError::problem(ProblemKind::Conflict, format!("This job has not failed: it is {state}."))),
    }
    let again = tx.enqueue_again(job).await?.ok_or_else(|| {
        ApiError::problem(ProblemKind::Conflict, "The same work is queued or running already. Nothing was added.")
    })?;
    tx.audit(AuditEvent {
        action: "job.retried",
        subject_kind: "job",
        subject_id: job.to_string(),
        detail: json!({ "kind": kind, "new_job": again }),
    })
    .await?;
    tx.commit().await?;
    Ok(again)
}
