//! What was acknowledged survives a Postgres that is killed, with the settings that users get.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use cauldron_core::{AuditEvent, BusEvent, Ctx};
use cauldron_db::{Db, DbError};
use cauldron_test_support::{CrashCluster, TestDb};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

const WRITERS: usize = 4;

/// Commits until told to stop or cut off. Returns the ids whose commit was acknowledged.
async fn write(db: Db, ctx: Ctx, stop: CancellationToken) -> Vec<String> {
    let mut acknowledged = Vec::new();
    loop {
        let id = ctx.new_id().to_string();
        // A write that is given up while the pool waits for Postgres was never acknowledged.
        let outcome = tokio::select! {
            biased;
            outcome = write_one(&db, &ctx, &id) => outcome,
            () = stop.cancelled() => break,
        };
        match outcome {
            Ok(()) => acknowledged.push(id),
            Err(error) => {
                assert!(error.is_transient(), "a killed Postgres is not a fault of ours: {error:?}");
                break;
            }
        }
    }
    acknowledged
}

async fn write_one(db: &Db, ctx: &Ctx, id: &str) -> Result<(), DbError> {
    let mut tx = db.org_tx(ctx).await?;
    let event = AuditEvent {
        action: "thing.written",
        subject_kind: "thing",
        subject_id: id.to_owned(),
        detail: serde_json::Value::Null,
    };
    tx.audit(event).await?;
    tx.publish(&BusEvent::MetricsRecorded { from: ctx.now(), to: ctx.now() }).await?;
    tx.commit().await
}

fn start_writers(db: &Db, ctx: &Ctx) -> (CancellationToken, Vec<tokio::task::JoinHandle<Vec<String>>>) {
    let stop = CancellationToken::new();
    let writers = (0..WRITERS).map(|_| tokio::spawn(write(db.clone(), ctx.clone(), stop.clone()))).collect();
    (stop, writers)
}

async fn join(writers: Vec<tokio::task::JoinHandle<Vec<String>>>) -> Vec<String> {
    let mut ids = Vec::new();
    for writer in writers {
        ids.extend(writer.await.unwrap());
    }
    ids
}

/// Checks that all acknowledged writes are there, each with its event.
async fn verify(test: &TestDb, acknowledged: &BTreeSet<String>) {
    let kept = test
        .superuser_value(
            "select coalesce(string_agg(subject_id, ' '), '') from audit.events where action = 'thing.written'",
        )
        .await;
    let kept: BTreeSet<String> = kept.split_whitespace().map(str::to_owned).collect();
    let lost: Vec<&String> = acknowledged.difference(&kept).collect();
    assert!(lost.is_empty(), "{} of {} acknowledged writes are lost", lost.len(), acknowledged.len());
    // A commit that was not acknowledged may have happened; half of one may not.
    let events = test.superuser_value("select count(*)::text from integration.outbox").await;
    assert_eq!(events, kept.len().to_string(), "a write without its event, or an event without its write");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_acknowledged_write_is_lost_in_twenty_kills() {
    let mut crash = CrashCluster::start(18).await;
    let test = TestDb::on(crash.cluster()).await;
    assert_eq!(
        test.superuser_value("select current_setting('fsync') || current_setting('full_page_writes')").await,
        "onon"
    );
    let ctx = test.actors().await.owner;
    let mut acknowledged = BTreeSet::new();
    for round in 0..20_u64 {
        let (stop, writers) = start_writers(&test.db, &ctx);
        // Not always at the same point of a write.
        tokio::time::sleep(Duration::from_millis(120 + 17 * round)).await;
        crash.kill();
        tokio::time::sleep(Duration::from_millis(50)).await;
        stop.cancel();
        let ids = join(writers).await;
        assert!(!ids.is_empty(), "nothing was written in round {round}");
        acknowledged.extend(ids);
        crash = crash.start_again().await;
        verify(&test, &acknowledged).await;
    }
    test.close().await;
    crash.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_pools_work_again_when_the_supervisor_has_brought_postgres_back() {
    let crash = CrashCluster::start(18).await;
    let test = TestDb::on(crash.cluster()).await;
    let ctx = test.actors().await.owner;
    let mut acknowledged = BTreeSet::new();
    for _round in 0..3 {
        let (stop, writers) = start_writers(&test.db, &ctx);
        tokio::time::sleep(Duration::from_millis(150)).await;
        crash.kill_and_wait().await;
        stop.cancel();
        acknowledged.extend(join(writers).await);
        let id = ctx.new_id().to_string();
        write_one(&test.db, &ctx, &id).await.expect("the pools have noticed");
        acknowledged.insert(id);
        verify(&test, &acknowledged).await;
    }
    test.close().await;
    crash.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn once_the_database_is_known_to_be_away_nobody_waits_long_and_its_return_is_noticed() {
    let crash = CrashCluster::start(18).await;
    let test = TestDb::on(crash.cluster()).await;
    let ctx = test.actors().await.owner;
    crash.kill();
    // Until the dying processes have let go of the socket.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let wait = async || {
        let begin = Instant::now();
        let outcome = test.db.org_tx(&ctx).await.map(drop);
        assert!(outcome.as_ref().is_err_and(DbError::is_transient), "{outcome:?}");
        begin.elapsed()
    };
    let first = wait().await;
    assert!(first > Duration::from_secs(3), "gave up after {first:?}: a restart takes longer");
    for _again in 0..2 {
        let later = wait().await;
        assert!(later < Duration::from_secs(2), "waited for {later:?}");
    }
    let crash = crash.start_again().await;
    let id = ctx.new_id().to_string();
    write_one(&test.db, &ctx, &id).await.expect("it is back");
    test.close().await;
    crash.stop().await;
}
