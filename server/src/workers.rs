//! Everything that works in the background, started and stopped together.

use crate::collect::{recorder, sampler, statements::StatementTimes};
use crate::state::AppState;
use cauldron_admin::account_notices::{TellPeople, tell_of_expiring_keys};
use cauldron_admin::invitations::{BULK_JOB, run_list};
use cauldron_aegis::KeepSecurityEvents;
use cauldron_core::ApiError;
use cauldron_db::jobs::{Handlers, JobRun, NewJob, enqueue_system, run_workers};
use cauldron_db::maintenance::{self, Failures};
use cauldron_db::{Db, bus, jobs};
use cauldron_platform::{Platform, mail};
use cauldron_types::ProblemKind;
use chrono::TimeDelta;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The job that makes and drops partitions and prunes.
const MAINTENANCE: &str = "maintenance";
/// How often it is queued.
const MAINTAIN_EVERY: Duration = Duration::from_secs(3600);
/// How long handled bus events are kept, so that a browser that was away can catch up.
const KEEP_EVENTS: TimeDelta = TimeDelta::hours(6);
/// How long finished jobs are kept.
const KEEP_JOBS: TimeDelta = TimeDelta::days(14);
/// How often due mail is looked for.
const LOOK_FOR_MAIL: Duration = Duration::from_secs(1);
/// Jobs worked on at once by one process.
const PARALLEL: usize = 4;

/// Starts all workers. They end when `state.stop` is cancelled; the recorder goes on until `answered` is, after the last
/// answer.
pub fn start(
    state: &AppState,
    records: recorder::RecordQueue,
    statements: StatementTimes,
    answered: CancellationToken,
) -> TaskTracker {
    let (db, stop) = (state.app.db.clone(), state.stop.clone());
    let tracker = TaskTracker::new();
    tracker.spawn(bus::run_relay(db.clone(), stop.clone()));
    tracker.spawn(bus::run_consumer(db.clone(), KeepSecurityEvents, stop.clone()));
    tracker.spawn(bus::run_consumer(db.clone(), TellPeople, stop.clone()));
    tracker.spawn(cauldron_synapse::rollup::run(db.clone(), stop.clone()));
    tracker.spawn(state.hub.clone().run(db.clone(), stop.clone()));
    tracker.spawn(run_workers(db.clone(), handlers(&state.app.platform), PARALLEL, stop.clone()));
    tracker.spawn(send_mail(db.clone(), stop.clone()));
    tracker.spawn(schedule(db.clone(), stop.clone()));
    tracker.spawn(cauldron_admin::access::uses::run(db.clone(), answered.clone()));
    tracker.spawn(recorder::run(db.clone(), records, answered));
    tracker.spawn(sampler::run(db, state.meter.clone(), statements, state.config.data.dir.clone(), stop));
    tracker.close();
    tracker
}

fn handlers(platform: &Platform) -> Handlers {
    let platform = platform.clone();
    Handlers::default()
        .with(MAINTENANCE, |run| Box::pin(maintain(run)))
        .with(BULK_JOB, |run| Box::pin(run_list(run)))
        .with(mail::DELIVER, move |run| {
            let platform = platform.clone();
            Box::pin(async move { mail::deliver_due(&run, &platform).await })
        })
}

/// Queues the delivery of mail whenever some is due.
async fn send_mail(db: Db, stop: CancellationToken) {
    loop {
        let pause = match queue_delivery(&db).await {
            Ok(()) => LOOK_FOR_MAIL,
            Err(error) => {
                db.note_worker_fault("mail", &error);
                Duration::from_secs(30)
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

async fn queue_delivery(db: &Db) -> Result<(), ApiError> {
    let Some(operating) = db.operating_organization().await? else { return Ok(()) };
    if mail::is_due(db).await? {
        let job = NewJob {
            kind: mail::DELIVER,
            payload: serde_json::json!({}),
            dedupe_key: Some(mail::DELIVER.to_owned()),
            run_at: db.ambient().now(),
            max_attempts: 3,
        };
        enqueue_system(db, operating, job).await?;
    }
    Ok(())
}

/// Queues maintenance at once and every hour. Two processes queue one job: the key is taken.
async fn schedule(db: Db, stop: CancellationToken) {
    loop {
        let pause = match queue_maintenance(&db).await {
            Ok(true) => MAINTAIN_EVERY,
            // Not set up yet.
            Ok(false) => Duration::from_secs(5),
            Err(error) => {
                db.note_worker_fault("schedule", &error);
                Duration::from_secs(30)
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

async fn queue_maintenance(db: &Db) -> Result<bool, ApiError> {
    let Some(operating) = db.operating_organization().await? else { return Ok(false) };
    let job = NewJob {
        kind: MAINTENANCE,
        payload: serde_json::json!({}),
        dedupe_key: Some(MAINTENANCE.to_owned()),
        run_at: db.ambient().now(),
        max_attempts: 5,
    };
    enqueue_system(db, operating, job).await?;
    Ok(true)
}

/// Does every step, whatever became of those before it. Fails with all that failed, so that it is done again.
async fn maintain(run: JobRun) -> Result<String, ApiError> {
    let db = run.db().clone();
    let now = db.ambient().now();
    let (mut failures, mut expiry_failure) = (Failures::default(), None);
    run.progress(0.0, "Making partitions").await?;
    let made = failures.extend(maintenance::make_partitions(&db).await);
    run.progress(0.4, "Dropping what has outlived its retention").await?;
    let dropped = failures.extend(maintenance::drop_old_partitions(&db).await).len();
    run.progress(0.6, "Telling of keys that expire").await?;
    let (told, forgotten) = tell_of_expiring_keys(&db).await.unwrap_or_else(|error| {
        expiry_failure = Some(error.chain());
        (0, 0)
    });
    run.progress(0.7, "Pruning").await?;
    let rows = forgotten
        + failures.extend(maintenance::prune_default_partitions(&db).await)
        + failures.take("identity", maintenance::prune_identity(&db).await)
        + failures.take("bus events", bus::prune(&db, KEEP_EVENTS).await)
        + failures.take("mail", mail::prune(&db).await)
        + failures.take("jobs", jobs::prune(&db, now - KEEP_JOBS).await);
    let done = format!("{made} partitions made, {dropped} dropped, {rows} rows pruned, {told} owners of keys told");
    if let Some(words) = expiry_failure {
        return Err(ApiError::problem(ProblemKind::Internal, format!("keys that expire: {words}")));
    }
    failures.unless_any(done).map_err(|failures| ApiError::problem(ProblemKind::Internal, failures.to_string()))
}
