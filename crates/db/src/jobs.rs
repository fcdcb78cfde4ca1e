//! The job queue: leases in Postgres, with progress a page can show.
//!
//! A worker that dies loses its leases after [`LEASE`]; another takes the job within [`LEASE`] plus one poll, under the
//! 15 seconds promised. Leases are set and judged by the clock of the database alone: servers whose clocks differ would
//! take each other's jobs.

use crate::{Afflicted, Db, DbError, OrgTx, SystemPurpose, SystemTx};
use cauldron_core::ApiError;
use cauldron_types::{JobId, OrganizationId, ProblemKind, UserId};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinError;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;
use uuid::Uuid;

/// How long a worker holds a job without a sign of life.
pub const LEASE: TimeDelta = TimeDelta::seconds(10);
/// How often a running job's lease is extended.
const HEARTBEAT: Duration = Duration::from_secs(3);
/// How long a job that is handed back may take to end at its next await.
const LETTING_GO: Duration = Duration::from_secs(1);
/// How long an idle worker waits for a wake-up before it looks for itself.
const POLL: Duration = Duration::from_secs(1);
/// What becomes of a job that ends its workers.
const GIVEN_UP: &str = "Given up: its worker fell silent in every attempt";

/// A job to be queued.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// What it does; the name under which its handler is registered.
    pub kind: &'static str,
    /// Its input.
    pub payload: Value,
    /// With a key, a second job of the kind is not queued while one is queued or running.
    pub dedupe_key: Option<String>,
    /// Not before this instant.
    pub run_at: DateTime<Utc>,
    /// How often it is tried.
    pub max_attempts: i32,
}

impl OrgTx {
    /// Queues a job of the organization, on behalf of the actor, in this transaction. None when its key is taken.
    ///
    /// # Errors
    /// The statement fails.
    pub async fn enqueue(&mut self, job: NewJob) -> Result<Option<JobId>, DbError> {
        let ctx = self.ctx().clone();
        let id = sqlx::query_scalar!(
            "insert into core.jobs (organization_id, id, kind, payload, dedupe_key, run_at, max_attempts, requested_by,
                trace_id)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             on conflict (organization_id, kind, dedupe_key) where state in ('queued', 'running') do nothing
             returning id",
            ctx.tenant.id.0,
            ctx.new_id(),
            job.kind,
            job.payload,
            job.dedupe_key,
            job.run_at,
            job.max_attempts,
            ctx.actor.user().map(|user| user.0),
            ctx.trace().as_str(),
        )
        .fetch_optional(self.connection())
        .await?;
        self.queued |= id.is_some();
        Ok(id.map(JobId))
    }

    /// Queues the work of a failed job of the organization anew, once, in the rights of the actor: whoever asked for it the
    /// first time may have lost theirs since. None when it has not failed, was queued again before, or its key is taken.
    ///
    /// # Errors
    /// The statement fails.
    pub async fn enqueue_again(&mut self, failed: JobId) -> Result<Option<JobId>, DbError> {
        let ctx = self.ctx().clone();
        let id = sqlx::query_scalar!(
            "insert into core.jobs (organization_id, id, kind, payload, dedupe_key, run_at, max_attempts, requested_by,
                trace_id, retry_of)
             select organization_id, $3, kind, payload, dedupe_key, $4, max_attempts, $5, $6, id
             from core.jobs where organization_id = $1 and id = $2 and state = 'failed'
             on conflict do nothing
             returning id",
            ctx.tenant.id.0,
            failed.0,
            ctx.new_id(),
            ctx.now(),
            ctx.actor.user().map(|user| user.0),
            ctx.trace().as_str(),
        )
        .fetch_optional(self.connection())
        .await?;
        self.queued |= id.is_some();
        Ok(id.map(JobId))
    }
}

/// Queues a job of the system itself in `organization`. None when its key is taken.
///
/// # Errors
/// The database does not answer.
pub async fn enqueue_system(db: &Db, organization: OrganizationId, job: NewJob) -> Result<Option<JobId>, DbError> {
    let mut tx = db.system_tx(SystemPurpose::Queue).await?;
    let trace = tx.trace().clone();
    let id = sqlx::query_scalar!(
        "insert into core.jobs (organization_id, id, kind, payload, dedupe_key, run_at, max_attempts, trace_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (organization_id, kind, dedupe_key) where state in ('queued', 'running') do nothing
         returning id",
        organization.0,
        db.ambient().new_id(),
        job.kind,
        job.payload,
        job.dedupe_key,
        job.run_at,
        job.max_attempts,
        trace.as_str(),
    )
    .fetch_optional(tx.connection())
    .await?;
    tx.commit().await?;
    if id.is_some() {
        db.wake().job_queued();
    }
    Ok(id.map(JobId))
}

/// A job held by this worker.
#[derive(Clone, Debug)]
pub struct JobRun {
    db: Db,
    lease: Uuid,
    /// Where it belongs.
    pub organization: OrganizationId,
    /// Its identity.
    pub id: JobId,
    /// What it does.
    pub kind: String,
    /// Its input.
    pub payload: Value,
    /// Which attempt this is, from one.
    pub attempt: i32,
    /// How many there may be.
    pub max_attempts: i32,
    /// On whose behalf.
    pub requested_by: Option<UserId>,
    /// The trace of the request that queued it.
    pub trace: String,
}

/// The lease was lost: another worker has the job, and what this one was about to write must not be written.
#[derive(Debug, thiserror::Error)]
#[error("the lease of job {0} was lost to another worker")]
pub struct LeaseLost(JobId);

impl JobRun {
    /// The database, for the handler's own transactions.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Tells how far it is, in a share from 0 to 1 and words, and extends the lease.
    ///
    /// # Errors
    /// The lease was lost, or the database does not answer.
    pub async fn progress(&self, share: f32, message: &str) -> Result<(), ApiError> {
        let mut tx = self.db.system_tx(SystemPurpose::Queue).await?;
        let held = sqlx::query!(
            "update core.jobs set progress = $4, message = $5,
                leased_until = clock_timestamp() + $6::bigint * interval '1 millisecond'
             where organization_id = $1 and id = $2 and lease_id = $3 and state = 'running'",
            self.organization.0,
            self.id.0,
            self.lease,
            share.clamp(0.0, 1.0),
            message,
            LEASE.num_milliseconds(),
        )
        .execute(tx.connection())
        .await
        .map_err(DbError::from)?
        .rows_affected();
        tx.commit().await?;
        if held == 0 {
            return Err(ApiError::internal(LeaseLost(self.id)));
        }
        Ok(())
    }

    async fn heartbeat(&self) -> Result<bool, DbError> {
        let mut tx = self.db.system_tx(SystemPurpose::Queue).await?;
        let held = sqlx::query!(
            "update core.jobs set leased_until = clock_timestamp() + $4::bigint * interval '1 millisecond'
             where organization_id = $1 and id = $2 and lease_id = $3 and state = 'running'",
            self.organization.0,
            self.id.0,
            self.lease,
            LEASE.num_milliseconds(),
        )
        .execute(tx.connection())
        .await?
        .rows_affected();
        tx.commit().await?;
        Ok(held > 0)
    }

    /// Marks the job done inside the transaction that holds its effects, so that both happen or neither does.
    ///
    /// # Errors
    /// The lease was lost: roll the transaction back. Or the database does not answer.
    pub async fn succeed_in(&self, tx: &mut SystemTx, message: &str) -> Result<(), ApiError> {
        let held = sqlx::query!(
            "update core.jobs set state = 'succeeded', progress = 1, message = $4, lease_id = null, leased_until = null,
                finished_at = $5
             where organization_id = $1 and id = $2 and lease_id = $3 and state = 'running'",
            self.organization.0,
            self.id.0,
            self.lease,
            message,
            self.db.ambient().now(),
        )
        .execute(tx.connection())
        .await
        .map_err(DbError::from)?
        .rows_affected();
        if held == 0 {
            return Err(ApiError::internal(LeaseLost(self.id)));
        }
        Ok(())
    }

    async fn fail(&self, sentence: &str) -> Result<(), DbError> {
        let now = self.db.ambient().now();
        let last = self.attempt >= self.max_attempts;
        // 5 s, 10 s, 20 s, … up to ten minutes.
        let pause =
            TimeDelta::seconds(5 * 2_i64.pow(self.attempt.clamp(1, 8).unsigned_abs() - 1)).min(TimeDelta::minutes(10));
        let mut tx = self.db.system_tx(SystemPurpose::Queue).await?;
        sqlx::query!(
            "update core.jobs set state = case when $4 then 'failed' else 'queued' end, message = $5, lease_id = null,
                leased_until = null, run_at = $6, finished_at = case when $4 then $7::timestamptz end
             where organization_id = $1 and id = $2 and lease_id = $3 and state = 'running'",
            self.organization.0,
            self.id.0,
            self.lease,
            last,
            sentence,
            now + pause,
            now,
        )
        .execute(tx.connection())
        .await?;
        tx.commit().await
    }

    /// Gives the job to whoever asks next, as if it had not been taken. It is due: it was when it was taken.
    async fn hand_back(&self) -> Result<(), DbError> {
        let mut tx = self.db.system_tx(SystemPurpose::Queue).await?;
        let handed_back = sqlx::query!(
            "update core.jobs set state = 'queued', attempts = attempts - 1, lease_id = null, leased_until = null,
                message = 'Handed back by a worker that was told to stop'
             where organization_id = $1 and id = $2 and lease_id = $3 and state = 'running'",
            self.organization.0,
            self.id.0,
            self.lease,
        )
        .execute(tx.connection())
        .await?
        .rows_affected();
        tx.commit().await?;
        if handed_back > 0 {
            self.db.wake().job_queued();
        }
        Ok(())
    }
}

/// Takes the job that is due for longest, of a kind in `kinds`: a queued one, or one whose worker fell silent. A job that
/// has silenced as many workers as it may have attempts is failed instead: it may be what kills them.
///
/// # Errors
/// The database does not answer.
pub async fn lease(db: &Db, kinds: &[String]) -> Result<Option<JobRun>, DbError> {
    // When a job may begin was decided by the callers' clock, and so is whether that time has come. Whether its worker fell
    // silent is asked of the database: `now()`, the beginning of this transaction, so that the index can be used.
    let now = db.ambient().now();
    let lease = db.ambient().new_id();
    let mut tx = db.system_tx(SystemPurpose::Queue).await?;
    let given_up = sqlx::query!(
        "update core.jobs set state = 'failed', lease_id = null, leased_until = null, finished_at = $1,
            message = $3
         from (
             select organization_id, id from core.jobs
             where kind = any ($2) and state = 'running' and leased_until < now() and attempts >= max_attempts
             for update skip locked
         ) as silent
         where jobs.organization_id = silent.organization_id and jobs.id = silent.id
         returning jobs.organization_id, jobs.id, jobs.kind, jobs.trace_id",
        now,
        kinds,
        GIVEN_UP,
    )
    .fetch_all(tx.connection())
    .await?;
    let row = sqlx::query!(
        r#"update core.jobs set state = 'running', lease_id = $1, attempts = jobs.attempts + 1,
               leased_until = clock_timestamp() + $2::bigint * interval '1 millisecond',
               message = case when jobs.state = 'running' then 'Taken over from a worker that fell silent' else jobs.message end
           from (
               select organization_id, id from core.jobs
               where kind = any ($4)
                 and ((state = 'queued' and run_at <= $3) or (state = 'running' and leased_until < now()))
               order by coalesce(leased_until, run_at) limit 1
               for update skip locked
           ) as due
           where jobs.organization_id = due.organization_id and jobs.id = due.id
           returning jobs.organization_id, jobs.id, jobs.kind, jobs.payload, jobs.attempts, jobs.max_attempts,
               jobs.requested_by, jobs.trace_id"#,
        lease,
        LEASE.num_milliseconds(),
        now,
        kinds,
    )
    .fetch_optional(tx.connection())
    .await?;
    tx.commit().await?;
    for job in given_up {
        let whose = Afflicted::job(job.organization_id, job.id);
        db.note_fault(&format!("job {}", job.kind), whose, &job.trace_id, GIVEN_UP);
    }
    Ok(row.map(|row| JobRun {
        db: db.clone(),
        lease,
        organization: OrganizationId(row.organization_id),
        id: JobId(row.id),
        kind: row.kind,
        payload: row.payload,
        attempt: row.attempts,
        max_attempts: row.max_attempts,
        requested_by: row.requested_by.map(UserId),
        trace: row.trace_id,
    }))
}

/// What a handler returns.
pub type Handled = Pin<Box<dyn Future<Output = Result<String, ApiError>> + Send>>;
type Handler = Arc<dyn Fn(JobRun) -> Handled + Send + Sync>;

/// The handlers of a process, by kind.
#[derive(Clone, Default)]
pub struct Handlers(HashMap<String, Handler>);

impl std::fmt::Debug for Handlers {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}

impl Handlers {
    /// Registers what does jobs of `kind`. It returns a sentence about what was done; an error is retried. It must be
    /// safe to run twice, or finish through [`JobRun::succeed_in`].
    #[must_use]
    pub fn with(mut self, kind: &str, handler: impl Fn(JobRun) -> Handled + Send + Sync + 'static) -> Self {
        self.0.insert(kind.to_owned(), Arc::new(handler));
        self
    }
}

/// Works on jobs until told to stop, `parallel` at a time. Jobs in progress when told to stop are ended and handed back:
/// another worker takes them at once, and the attempt does not count.
pub async fn run_workers(db: Db, handlers: Handlers, parallel: usize, stop: CancellationToken) {
    let workers =
        (0..parallel).map(|_| tokio::spawn(work(db.clone(), handlers.clone(), stop.clone()))).collect::<Vec<_>>();
    for worker in workers {
        if let Err(error) = worker.await {
            db.note_worker_fault("jobs", &ApiError::internal(error));
        }
    }
}

async fn work(db: Db, handlers: Handlers, stop: CancellationToken) {
    let kinds: Vec<String> = handlers.0.keys().cloned().collect();
    while !stop.is_cancelled() {
        match lease(&db, &kinds).await {
            Ok(Some(run)) => {
                execute(&handlers, run, &stop).await;
                continue;
            }
            Ok(None) => {}
            Err(error) => db.note_worker_fault("jobs", &error.into()),
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(POLL) => {}
            () = db.wake().jobs() => {}
        }
    }
}

async fn execute(handlers: &Handlers, run: JobRun, stop: &CancellationToken) {
    let Some(handler) = handlers.0.get(&run.kind) else { return };
    // A task of its own, so that a panic in a handler is a failed attempt and not the end of the worker. It ends with this
    // worker: nobody would extend its lease.
    let mut task = AbortOnDropHandle::new(tokio::spawn(handler(run.clone())));
    let outcome = loop {
        tokio::select! {
            ended = &mut task => break ended,
            () = stop.cancelled() => match let_go(&mut task).await {
                Some(ended) => break ended,
                // Handed back, it would run here and elsewhere at once.
                None => {
                    tracing::warn!(job.id = %run.id, job.kind = run.kind, "job did not end when told to stop; its lease runs out");
                    return;
                }
            },
            () = tokio::time::sleep(HEARTBEAT) => match run.heartbeat().await {
                Ok(true) => {}
                // Finished through `succeed_in` a moment ago, or lost: the handler's own writes check the lease.
                Ok(false) if task.is_finished() => {}
                Ok(false) => {
                    task.abort();
                    tracing::warn!(job.id = %run.id, job.kind = run.kind, "job lost its lease and was given up");
                    return;
                }
                Err(error) => run.db.note_worker_fault("jobs", &error.into()),
            },
        }
    };
    let recorded = match outcome {
        Err(ended) if ended.is_cancelled() => run.hand_back().await.map_err(ApiError::from),
        Ok(Ok(message)) => finish(&run, &message).await,
        Ok(Err(error)) => failed(&run, &error).await,
        Err(panicked) => failed(&run, &ApiError::internal(panicked)).await,
    };
    if let Err(error) = recorded {
        tracing::warn!(job.id = %run.id, "outcome of job not recorded; it will run again");
        run.db.note_worker_fault("jobs", &error);
    }
}

/// Ends a handler and waits until it has. None when it does not: it never awaits anything.
async fn let_go(
    task: &mut AbortOnDropHandle<Result<String, ApiError>>,
) -> Option<Result<Result<String, ApiError>, JoinError>> {
    task.abort();
    tokio::time::timeout(LETTING_GO, task).await.ok()
}

async fn failed(run: &JobRun, error: &ApiError) -> Result<(), ApiError> {
    let ours = matches!(error.kind(), ProblemKind::Internal | ProblemKind::Unavailable);
    if ours {
        let whose = Afflicted::job(run.organization.0, run.id.0);
        run.db.note_fault(&format!("job {}", run.kind), whose, &run.trace, &error.chain());
    } else {
        // What is wrong with its input is for whoever queued it to mend.
        tracing::warn!(job.id = %run.id, job.kind = run.kind, job.attempt = run.attempt, error = error.chain(), "job failed");
    }
    Ok(run.fail(&error.to_string()).await?)
}

async fn finish(run: &JobRun, message: &str) -> Result<(), ApiError> {
    let mut tx = run.db.system_tx(SystemPurpose::Queue).await?;
    match run.succeed_in(&mut tx, message).await {
        // The handler finished the job itself.
        Err(ApiError::Internal { source }) if source.is::<LeaseLost>() => {}
        done => done?,
    }
    Ok(tx.commit().await?)
}

/// Deletes jobs that ended before `before`. Returns how many.
///
/// # Errors
/// The database does not answer.
pub async fn prune(db: &Db, before: DateTime<Utc>) -> Result<u64, DbError> {
    let mut tx = db.system_tx(SystemPurpose::Maintenance).await?;
    let deleted = sqlx::query!("delete from core.jobs where finished_at < $1", before)
        .execute(tx.connection())
        .await?
        .rows_affected();
    tx.commit().await?;
    Ok(deleted)
}
