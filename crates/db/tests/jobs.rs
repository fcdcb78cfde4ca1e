//! Jobs: run, retried, taken over from silent workers, never run by two at once.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use cauldron_core::{Ambient, ApiError, Ctx};
use cauldron_db::Db;
use cauldron_db::SystemPurpose;
use cauldron_db::jobs::{Handlers, LEASE, NewJob, enqueue_system, lease, prune, run_workers};
use cauldron_test_support::TestDb;
use cauldron_types::{JobId, ProblemKind};
use chrono::TimeDelta;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

fn job(ctx: &Ctx) -> NewJob {
    NewJob { kind: "report", payload: serde_json::json!({}), dedupe_key: None, run_at: ctx.now(), max_attempts: 2 }
}

async fn enqueue(db: &Db, ctx: &Ctx, job: NewJob) -> Option<JobId> {
    let mut tx = db.org_tx(ctx).await.unwrap();
    let id = tx.enqueue(job).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// State, attempts and message of the job that was queued first.
async fn state(test: &TestDb) -> String {
    test.superuser_value("select concat_ws('|', state, attempts, message) from core.jobs order by id limit 1").await
}

async fn wait_for(test: &TestDb, expected: &str, limit: Duration) {
    let start = Instant::now();
    loop {
        let now = state(test).await;
        if now == expected {
            return;
        }
        assert!(start.elapsed() < limit, "expected {expected}, still {now}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

struct Workers(CancellationToken, tokio::task::JoinHandle<()>);

impl Workers {
    fn start(db: &Db, handlers: Handlers, parallel: usize) -> Self {
        let stop = CancellationToken::new();
        let running = tokio::spawn(run_workers(db.clone(), handlers, parallel, stop.clone()));
        Self(stop, running)
    }

    async fn stop(self) {
        self.0.cancel();
        self.1.await.unwrap();
    }
}

const SOON: Duration = Duration::from_secs(5);

#[tokio::test]
async fn a_queued_job_runs_on_behalf_of_who_asked_for_it() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.analyst;
    let expected = (ctx.tenant.id, ctx.actor.user(), ctx.trace().to_string(), serde_json::json!({ "page": 7 }));
    let handlers = Handlers::default().with("report", move |run| {
        let found = (run.organization, run.requested_by, run.trace.clone(), run.payload.clone());
        let expected = expected.clone();
        Box::pin(async move {
            if found == expected { Ok("Made 7 pages".to_owned()) } else { Err(ApiError::not_found("job")) }
        })
    });
    enqueue(&test.db, &ctx, NewJob { payload: serde_json::json!({ "page": 7 }), ..job(&ctx) }).await.unwrap();
    let workers = Workers::start(&test.db, handlers, 1);
    wait_for(&test, "succeeded|1|Made 7 pages", SOON).await;
    workers.stop().await;
    test.close().await;
}

#[tokio::test]
async fn an_idle_worker_is_woken_by_a_commit() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    let ran = Arc::new(tokio::sync::Notify::new());
    let told = ran.clone();
    let handlers = Handlers::default().with("report", move |_run| {
        told.notify_one();
        Box::pin(async { Ok(String::new()) })
    });
    let workers = Workers::start(&test.db, handlers, 1);
    let mut fastest = Duration::MAX;
    for _try in 0..3 {
        // The worker has just looked and would look again in a second.
        tokio::time::sleep(Duration::from_millis(150)).await;
        let start = Instant::now();
        enqueue(&test.db, &ctx, job(&ctx)).await.unwrap();
        tokio::time::timeout(SOON, ran.notified()).await.unwrap();
        fastest = fastest.min(start.elapsed());
    }
    assert!(fastest < Duration::from_millis(400), "a job waited for {fastest:?}");
    workers.stop().await;
    test.close().await;
}

#[tokio::test]
async fn a_failing_job_is_tried_again_later_and_then_given_up() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    let handlers = Handlers::default()
        .with("report", |_run| Box::pin(async { Err(ApiError::problem(ProblemKind::Invalid, "The file is empty.")) }));
    enqueue(&test.db, &ctx, job(&ctx)).await.unwrap();
    let workers = Workers::start(&test.db, handlers, 1);
    wait_for(&test, "queued|1|The file is empty.", SOON).await;
    test.clock.advance(TimeDelta::milliseconds(4900));
    tokio::time::sleep(Duration::from_millis(1200)).await;
    assert_eq!(state(&test).await, "queued|1|The file is empty.", "not before five seconds are over");
    test.clock.advance(TimeDelta::milliseconds(100));
    wait_for(&test, "failed|2|The file is empty.", SOON).await;
    workers.stop().await;
    test.close().await;
}

#[tokio::test]
async fn a_panic_in_a_handler_is_a_failed_attempt_and_the_worker_goes_on() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    let handlers = Handlers::default()
        .with("panic", |_run| Box::pin(async { panic!("password=hunter2") }))
        .with("report", |_run| Box::pin(async { Ok("Done".to_owned()) }));
    enqueue(&test.db, &ctx, NewJob { kind: "panic", max_attempts: 1, ..job(&ctx) }).await.unwrap();
    enqueue(&test.db, &ctx, job(&ctx)).await.unwrap();
    let workers = Workers::start(&test.db, handlers, 1);
    wait_for(&test, "failed|1|Something went wrong on our side.", SOON).await;
    let second = "select state from core.jobs where kind = 'report'";
    while test.superuser_value(second).await != "succeeded" {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    workers.stop().await;
    test.close().await;
}

#[tokio::test]
async fn a_key_is_free_again_when_its_job_has_ended() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let keyed = || NewJob { dedupe_key: Some("daily".to_owned()), ..job(&actors.owner) };
    assert!(enqueue(&test.db, &actors.owner, keyed()).await.is_some());
    assert!(enqueue(&test.db, &actors.owner, keyed()).await.is_none(), "queued");
    assert!(
        enqueue_system(&test.db, actors.owner.tenant.id, keyed()).await.unwrap().is_none(),
        "for the system as well"
    );
    assert!(enqueue(&test.db, &actors.outsider, keyed()).await.is_some(), "another organization has keys of its own");
    assert!(enqueue(&test.db, &actors.owner, NewJob { kind: "other", ..keyed() }).await.is_some(), "another kind");
    let run = lease(&test.db, &["report".to_owned()]).await.unwrap().unwrap();
    assert!(enqueue(&test.db, &actors.owner, keyed()).await.is_none(), "running");
    let mut tx = test.db.system_tx(SystemPurpose::Queue).await.unwrap();
    run.succeed_in(&mut tx, "Done").await.unwrap();
    tx.commit().await.unwrap();
    assert!(enqueue(&test.db, &actors.owner, keyed()).await.is_some(), "ended");
    test.close().await;
}

/// Sets leases back by `age`, as if that much time had passed: they are judged by the database's clock.
async fn age_leases(test: &TestDb, age: TimeDelta) {
    let milliseconds = age.num_milliseconds();
    let sql = format!("update core.jobs set leased_until = leased_until - {milliseconds} * interval '1 millisecond'");
    test.superuser_sql(&sql).await;
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_can_write_nothing() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    enqueue(&test.db, &ctx, job(&ctx)).await.unwrap();
    let kinds = ["report".to_owned()];
    let silent = lease(&test.db, &kinds).await.unwrap().unwrap();
    age_leases(&test, LEASE - TimeDelta::seconds(3)).await;
    assert!(lease(&test.db, &kinds).await.unwrap().is_none(), "held to the last moment");
    silent.progress(0.5, "Half").await.unwrap();
    age_leases(&test, LEASE - TimeDelta::seconds(3)).await;
    assert!(lease(&test.db, &kinds).await.unwrap().is_none(), "extended by a sign of life");
    age_leases(&test, TimeDelta::seconds(4)).await;
    let successor = lease(&test.db, &kinds).await.unwrap().expect("the lease has run out");
    assert_eq!((successor.id, successor.attempt), (silent.id, 2));
    assert_eq!(state(&test).await, "running|2|Taken over from a worker that fell silent");

    assert!(silent.progress(0.9, "Nearly").await.unwrap_err().chain().contains("was lost to another worker"));
    let mut tx = test.db.system_tx(SystemPurpose::Queue).await.unwrap();
    assert!(silent.succeed_in(&mut tx, "Done").await.unwrap_err().chain().contains("was lost to another worker"));
    successor.succeed_in(&mut tx, "Done by the successor").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(state(&test).await, "succeeded|2|Done by the successor");
    test.close().await;
}

#[tokio::test]
async fn a_server_whose_clock_is_ahead_takes_no_job_from_another() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    enqueue(&test.db, &ctx, job(&ctx)).await.unwrap();
    let kinds = ["report".to_owned()];
    let run = lease(&test.db, &kinds).await.unwrap().unwrap();
    test.clock.advance(TimeDelta::hours(1));
    assert!(lease(&test.db, &kinds).await.unwrap().is_none(), "its worker is alive");
    // One whose clock is behind extends its lease all the same.
    test.clock.advance(-TimeDelta::hours(2));
    run.progress(0.5, "Half").await.unwrap();
    test.clock.advance(TimeDelta::hours(1));
    assert!(lease(&test.db, &kinds).await.unwrap().is_none(), "its worker gave a sign of life");
    test.close().await;
}

#[tokio::test]
async fn a_job_that_silences_every_worker_is_given_up_in_the_end() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    enqueue(&test.db, &ctx, job(&ctx)).await.unwrap();
    let kinds = ["report".to_owned()];
    for attempt in 1..=2 {
        assert_eq!(lease(&test.db, &kinds).await.unwrap().unwrap().attempt, attempt);
        age_leases(&test, LEASE + TimeDelta::seconds(1)).await;
    }
    assert!(lease(&test.db, &kinds).await.unwrap().is_none());
    assert_eq!(state(&test).await, "failed|2|Given up: its worker fell silent in every attempt");
    assert_eq!(prune(&test.db, test.db.ambient().now()).await.unwrap(), 0);
    assert_eq!(prune(&test.db, test.db.ambient().now() + TimeDelta::seconds(1)).await.unwrap(), 1);
    test.close().await;
}

#[test]
fn a_job_of_a_killed_worker_is_running_elsewhere_within_fifteen_seconds() {
    let ours = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let victim = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    ours.block_on(async {
        let test = TestDb::new().await;
        let ctx = test.actors().await.owner;
        // Both on the machine's clock: nobody moves the time here.
        let process = || Db::new(&test.addresses, Ambient::system()).unwrap();
        let (killed, survivor) = (process(), process());
        let never = Handlers::default().with("report", |_run| Box::pin(std::future::pending()));
        enqueue(&test.db, &ctx, NewJob { max_attempts: 5, ..job(&ctx) }).await.unwrap();
        let _running = victim.spawn(run_workers(killed, never, 1, CancellationToken::new()));
        wait_for(&test, "running|1|", SOON).await;
        let done = Handlers::default().with("report", |_run| Box::pin(async { Ok("Done".to_owned()) }));
        let workers = Workers::start(&survivor, done, 1);
        // Longer than a lease: the heartbeat keeps the job where it is.
        tokio::time::sleep(Duration::from_secs(11)).await;
        assert_eq!(state(&test).await, "running|1|");
        victim.shutdown_background();
        wait_for(&test, "succeeded|2|Done", Duration::from_secs(15)).await;
        workers.stop().await;
        survivor.close().await;
        test.close().await;
    });
}

#[tokio::test]
async fn a_stopped_worker_ends_its_handlers() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    let ticks = Arc::new(AtomicU32::new(0));
    let counted = ticks.clone();
    let handlers = Handlers::default().with("report", move |_run| {
        let ticks = counted.clone();
        Box::pin(async move {
            loop {
                ticks.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
    });
    enqueue(&test.db, &ctx, job(&ctx)).await.unwrap();
    let workers = Workers::start(&test.db, handlers, 1);
    wait_for(&test, "running|1|", SOON).await;
    while ticks.load(Ordering::SeqCst) == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    workers.stop().await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(state(&test).await, "queued|0|Handed back by a worker that was told to stop");
    let stopped_at = ticks.load(Ordering::SeqCst);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(ticks.load(Ordering::SeqCst), stopped_at, "the handler goes on without a lease");
    test.close().await;
}

#[tokio::test]
async fn a_job_of_a_worker_that_is_told_to_stop_runs_elsewhere_at_once_and_loses_no_attempt() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    let never = Handlers::default().with("report", |_run| Box::pin(std::future::pending()));
    enqueue(&test.db, &ctx, NewJob { max_attempts: 1, ..job(&ctx) }).await.unwrap();
    let workers = Workers::start(&test.db, never, 1);
    wait_for(&test, "running|1|", SOON).await;
    workers.stop().await;
    let other = test.another_process();
    let done =
        Handlers::default().with("report", |run| Box::pin(async move { Ok(format!("Attempt {}", run.attempt)) }));
    let workers = Workers::start(&other, done, 1);
    // A lease would have to run out first.
    wait_for(&test, "succeeded|1|Attempt 1", Duration::from_secs(4)).await;
    workers.stop().await;
    other.close().await;
    test.close().await;
}

#[tokio::test]
async fn a_job_that_was_lost_meanwhile_is_not_handed_back() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    let never = Handlers::default().with("report", |_run| Box::pin(std::future::pending()));
    enqueue(&test.db, &ctx, job(&ctx)).await.unwrap();
    let workers = Workers::start(&test.db, never, 1);
    wait_for(&test, "running|1|", SOON).await;
    age_leases(&test, LEASE + TimeDelta::seconds(1)).await;
    let successor = lease(&test.db, &["report".to_owned()]).await.unwrap().expect("the lease has run out");
    workers.stop().await;
    assert_eq!(state(&test).await, "running|2|Taken over from a worker that fell silent");
    successor.progress(1.0, "Still here").await.unwrap();
    test.close().await;
}

#[tokio::test]
async fn progress_is_seen_in_the_own_organization_only() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    enqueue(&test.db, &actors.owner, job(&actors.owner)).await.unwrap();
    let run = lease(&test.db, &["report".to_owned()]).await.unwrap().unwrap();
    for (share, shown) in [(0.25, 0.25), (7.0, 1.0), (-1.0, 0.0)] {
        run.progress(share, "Page 1 of 4").await.unwrap();
        let expected = (run.id.0, "running".to_owned(), shown, "Page 1 of 4".to_owned());
        assert_eq!(seen(&test, &actors.analyst).await, [expected]);
    }
    assert_eq!(seen(&test, &actors.outsider).await, []);
    test.close().await;
}

/// The jobs that the runtime role sees for somebody.
async fn seen(test: &TestDb, whose: &Ctx) -> Vec<(uuid::Uuid, String, f32, String)> {
    let mut tx = test.db.org_tx(whose).await.unwrap();
    let jobs = sqlx::query_as("select id, state, progress, message from core.jobs order by id");
    jobs.fetch_all(tx.connection()).await.unwrap()
}

#[tokio::test]
async fn a_job_is_done_again_once_in_the_rights_of_who_asks_and_without_waiting() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let failed = enqueue(
        &test.db,
        &actors.analyst,
        NewJob { payload: serde_json::json!({ "page": 7 }), ..job(&actors.analyst) },
    );
    let failed = failed.await.unwrap();
    let again = async |whose: &Ctx, job| {
        let mut tx = test.db.org_tx(whose).await.unwrap();
        let again = tx.enqueue_again(job).await.unwrap();
        tx.commit().await.unwrap();
        again
    };
    assert_eq!(again(&actors.owner, failed).await, None, "it has not failed");
    test.superuser_sql("update core.jobs set state = 'failed', finished_at = now()").await;
    assert_eq!(again(&actors.outsider, failed).await, None, "it belongs to others");

    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
    let handlers = Handlers::default().with("report", move |run| {
        sender.send((run.id, run.requested_by, run.payload.clone())).unwrap();
        Box::pin(async { Ok(String::new()) })
    });
    // The workers poll by a clock that stands still here: only a wake-up makes them look.
    let workers = Workers::start(&test.db, handlers, 1);
    let newer = again(&actors.owner, failed).await.unwrap();
    let ran = tokio::time::timeout(SOON, receiver.recv()).await.unwrap().unwrap();
    assert_eq!(ran, (newer, actors.owner.actor.user(), serde_json::json!({ "page": 7 })));
    assert_eq!(again(&actors.owner, failed).await, None, "it was queued again already");
    workers.stop().await;
    test.close().await;
}

#[tokio::test]
async fn what_a_job_fails_with_is_on_record_unless_its_input_is_to_blame() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.outsider;
    let handlers = Handlers::default()
        .with("report", |_run| Box::pin(async { Err(ApiError::internal("the printer is on fire")) }))
        .with("import", |_run| Box::pin(async { Err(ApiError::problem(ProblemKind::Invalid, "The file is empty.")) }))
        .with("burn", |_run| Box::pin(async { panic!("17 flames") }));
    let kinds = ["report", "import", "burn"];
    for kind in kinds {
        enqueue(&test.db, &ctx, NewJob { kind, max_attempts: 1, ..job(&ctx) }).await.unwrap();
    }
    let workers = Workers::start(&test.db, handlers, 1);
    let failed = "select count(*)::text from core.jobs where state = 'failed'";
    let start = Instant::now();
    while test.superuser_value(failed).await != "3" {
        assert!(start.elapsed() < SOON * 2, "not all jobs have failed");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    workers.stop().await;
    let mut noted = test.db.faults().take(10);
    noted.sort_by(|one, other| one.route.cmp(&other.route));
    let places: Vec<_> =
        noted.iter().map(|fault| (fault.route.as_str(), fault.actor_kind, fault.organization)).collect();
    let whose = Some(ctx.tenant.id.0);
    assert_eq!(places, [("job burn", "job", whose), ("job report", "job", whose)]);
    assert!(
        noted[0].message.contains("17 flames") && noted[1].message.ends_with("the printer is on fire"),
        "{noted:?}"
    );
    assert!(noted.iter().all(|fault| fault.trace == ctx.trace().as_str() && fault.actor_id.is_some()));
    test.close().await;
}

#[tokio::test]
async fn workers_of_two_processes_run_each_job_once() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    let other = test.another_process();
    for _job in 0..40 {
        enqueue(&test.db, &ctx, job(&ctx)).await.unwrap();
    }
    let runs = Arc::new(AtomicU32::new(0));
    let handlers = || {
        let runs = runs.clone();
        Handlers::default().with("report", move |run| {
            let runs = runs.clone();
            Box::pin(async move {
                runs.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(10)).await;
                Ok(format!("Attempt {}", run.attempt))
            })
        })
    };
    let workers = [Workers::start(&test.db, handlers(), 4), Workers::start(&other, handlers(), 4)];
    let left = "select count(*)::text from core.jobs where state <> 'succeeded'";
    while test.superuser_value(left).await != "0" {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    for workers in workers {
        workers.stop().await;
    }
    assert_eq!(runs.load(Ordering::SeqCst), 40);
    assert_eq!(test.superuser_value("select string_agg(distinct message, ' ') from core.jobs").await, "Attempt 1");
    other.close().await;
    test.close().await;
}
