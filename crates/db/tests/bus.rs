//! The bus: nothing is skipped, nothing is handled twice, and other processes learn of news at once.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use cauldron_core::{ApiError, BusEvent, Ctx};
use cauldron_db::bus::{Consumer, Cursor, Envelope, Tail, consume_batch, lag, prune, run_consumer, run_relay};
use cauldron_db::{Db, OrgTx, SystemTx};
use cauldron_test_support::TestDb;
use chrono::TimeDelta;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Leaves an audit entry for each event, in the transaction that moves its cursor; fails as often as it is told to.
#[derive(Default)]
struct Recorder {
    failures_left: AtomicU32,
}

impl Consumer for Recorder {
    const NAME: &'static str = "recorder";

    async fn handle(&self, tx: &mut SystemTx, events: &[Envelope]) -> Result<(), ApiError> {
        for event in events {
            let id = event.id.to_string();
            tx.audit(event.organization, "event.handled", "event", &id, &serde_json::Value::Null).await?;
        }
        let failing = self.failures_left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if failing.is_ok() { Err(ApiError::internal("told to fail")) } else { Ok(()) }
    }
}

async fn begin_with_event(db: &Db, ctx: &Ctx) -> OrgTx {
    let mut tx = db.org_tx(ctx).await.unwrap();
    tx.publish(&BusEvent::MetricsRecorded { from: ctx.now(), to: ctx.now() }).await.unwrap();
    tx
}

async fn publish(db: &Db, ctx: &Ctx) {
    begin_with_event(db, ctx).await.commit().await.unwrap();
}

/// Ids of the events handled so far, in the order of handling.
async fn handled(test: &TestDb) -> Vec<String> {
    let sql =
        "select coalesce(string_agg(subject_id, ' ' order by id), '') from audit.events where action = 'event.handled'";
    test.superuser_value(sql).await.split_whitespace().map(str::to_owned).collect()
}

async fn written(test: &TestDb) -> Vec<String> {
    let sql =
        "select coalesce(string_agg(id::text, ' ' order by transaction_id, sequence), '') from integration.outbox";
    test.superuser_value(sql).await.split_whitespace().map(str::to_owned).collect()
}

/// Handles until `count` events were handled. Transactions in other databases of the cluster hold events up as well.
async fn consume_until(test: &TestDb, consumer: &Recorder, count: usize) {
    let start = Instant::now();
    while handled(test).await.len() < count {
        consume_batch(&test.db, consumer).await.unwrap();
        assert!(start.elapsed() < Duration::from_secs(20), "{count} events expected");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Waits until every transaction that wrote an event lies below all that are open.
async fn settle(test: &TestDb) {
    let settled = "select (count(*) = 0)::text from integration.outbox
        where transaction_id >= pg_snapshot_xmin(pg_current_snapshot())";
    while test.superuser_value(settled).await != "true" {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn an_event_that_is_committed_late_is_not_skipped() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    let consumer = Recorder::default();
    consume_batch(&test.db, &consumer).await.unwrap();
    let early = begin_with_event(&test.db, &ctx).await;
    publish(&test.db, &ctx).await;
    assert_eq!(consume_batch(&test.db, &consumer).await.unwrap(), 0, "the later event waits for the earlier one");
    let mut tail = Tail::from(&test.db, Cursor::default());
    assert!(tail.next().await.unwrap().is_empty());

    early.commit().await.unwrap();
    consume_until(&test, &consumer, 2).await;
    assert_eq!(handled(&test).await, written(&test).await);
    let seen: Vec<String> = tail.next().await.unwrap().iter().map(|event| event.id.to_string()).collect();
    assert_eq!(seen, written(&test).await);
    test.close().await;
}

#[tokio::test]
async fn a_transaction_that_is_rolled_back_holds_nothing_up() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    let consumer = Recorder::default();
    let abandoned = begin_with_event(&test.db, &ctx).await;
    publish(&test.db, &ctx).await;
    drop(abandoned);
    consume_until(&test, &consumer, 1).await;
    assert_eq!(handled(&test).await, written(&test).await);
    test.close().await;
}

#[tokio::test]
async fn two_processes_handle_the_events_of_many_writers_exactly_once() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    let other = test.another_process();
    let stop = CancellationToken::new();
    let consumers =
        [&test.db, &other, &other].map(|db| tokio::spawn(run_consumer(db.clone(), Recorder::default(), stop.clone())));
    let writers: Vec<_> = (0..200)
        .map(|_| {
            let (db, ctx) = (test.db.clone(), ctx.clone());
            tokio::spawn(async move {
                let [before, after] = ctx.visit.ambient.random_bytes::<2>();
                tokio::time::sleep(Duration::from_millis(u64::from(before) * 2)).await;
                let tx = begin_with_event(&db, &ctx).await;
                tokio::time::sleep(Duration::from_millis(u64::from(after) / 4)).await;
                if after % 10 == 0 { drop(tx) } else { tx.commit().await.unwrap() }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let start = Instant::now();
    let written: BTreeSet<String> = written(&test).await.into_iter().collect();
    while handled(&test).await.len() < written.len() {
        assert!(start.elapsed() < Duration::from_secs(20), "some of {} events were skipped", written.len());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    stop.cancel();
    for consumer in consumers {
        consumer.await.unwrap();
    }
    let handled = handled(&test).await;
    assert!(written.len() > 100);
    assert_eq!(handled.len(), written.len(), "some events were handled twice");
    assert_eq!(handled.into_iter().collect::<BTreeSet<_>>(), written);
    other.close().await;
    test.close().await;
}

#[tokio::test]
async fn a_failing_consumer_keeps_its_place_and_leaves_no_effects() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    let consumer = Recorder { failures_left: 2.into() };
    consume_batch(&test.db, &consumer).await.unwrap();
    publish(&test.db, &ctx).await;
    publish(&test.db, &ctx).await;
    settle(&test).await;
    for _failure in 0..2 {
        consume_batch(&test.db, &consumer).await.unwrap_err();
        assert_eq!(handled(&test).await.len(), 0);
        assert_eq!(lag(&test.db).await.unwrap().first().map(|lag| lag.events), Some(2));
    }
    assert_eq!(consume_batch(&test.db, &consumer).await.unwrap(), 2);
    assert_eq!(handled(&test).await, written(&test).await);
    assert_eq!(lag(&test.db).await.unwrap().first().map(|lag| (lag.events, lag.seconds)), Some((0, 0.0)));
    test.close().await;
}

#[tokio::test]
async fn a_consumer_held_by_one_process_is_left_alone_by_another() {
    struct Slow(CancellationToken, CancellationToken);
    impl Consumer for Slow {
        const NAME: &'static str = "recorder";
        async fn handle(&self, _tx: &mut SystemTx, _events: &[Envelope]) -> Result<(), ApiError> {
            self.0.cancel();
            self.1.cancelled().await;
            Ok(())
        }
    }
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    let (entered, leave) = (CancellationToken::new(), CancellationToken::new());
    let slow = Slow(entered.clone(), leave.clone());
    consume_batch(&test.db, &slow).await.unwrap();
    publish(&test.db, &ctx).await;
    settle(&test).await;
    let db = test.db.clone();
    let held = tokio::spawn(async move { consume_batch(&db, &slow).await });
    entered.cancelled().await;
    let other = test.another_process();
    let start = Instant::now();
    assert_eq!(consume_batch(&other, &Recorder::default()).await.unwrap(), 0);
    assert!(start.elapsed() < Duration::from_secs(2), "it waited for the other process");
    leave.cancel();
    assert_eq!(held.await.unwrap().unwrap(), 1);
    other.close().await;
    test.close().await;
}

#[tokio::test]
async fn a_tail_starts_now_and_resumes_from_the_text_of_its_cursor() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    publish(&test.db, &ctx).await;
    settle(&test).await;
    let mut tail = Tail::from_now(&test.db).await.unwrap();
    publish(&test.db, &ctx).await;
    publish(&test.db, &ctx).await;
    settle(&test).await;
    let seen = tail.next().await.unwrap();
    let ids: Vec<String> = seen.iter().map(|event| event.id.to_string()).collect();
    assert_eq!(ids, written(&test).await[1..]);
    assert!(tail.next().await.unwrap().is_empty());
    assert!(matches!(seen[0].event, Some(BusEvent::MetricsRecorded { .. })));
    assert_eq!((seen[0].organization, seen[0].trace.as_str()), (ctx.tenant.id, ctx.trace().as_str()));

    let first: Cursor = seen[0].cursor.to_string().parse().unwrap();
    let resumed = Tail::from(&test.db, first).next().await.unwrap();
    assert_eq!(resumed.iter().map(|event| event.id).collect::<Vec<_>>(), [seen[1].id]);
    for nonsense in ["", "x", "1-", "-", "1-2-3", "99999999999999999999999-1"] {
        assert!(nonsense.parse::<Cursor>().is_err(), "{nonsense}");
    }
    test.close().await;
}

#[tokio::test]
async fn an_event_of_an_unknown_kind_is_passed_on_as_unknown_and_stops_nobody() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    let organization = ctx.tenant.id;
    test.superuser_sql(&format!(
        "insert into integration.outbox (organization_id, id, kind, payload, trace_id)
         values ('{organization}', '{}', 'future.thing', '{{}}', 't')",
        Uuid::nil()
    ))
    .await;
    publish(&test.db, &ctx).await;
    settle(&test).await;
    let seen = Tail::from(&test.db, Cursor::default()).next().await.unwrap();
    assert_eq!(seen.iter().map(|event| event.event.is_some()).collect::<Vec<_>>(), [false, true]);
    test.close().await;
}

#[tokio::test]
async fn only_what_every_consumer_has_handled_is_pruned_and_the_gap_is_known() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    let consumer = Recorder::default();
    consume_batch(&test.db, &consumer).await.unwrap();
    publish(&test.db, &ctx).await;
    consume_until(&test, &consumer, 1).await;
    publish(&test.db, &ctx).await;
    settle(&test).await;
    let events = Tail::from(&test.db, Cursor::default()).next().await.unwrap();
    let [first, second] = [events[0].cursor, events[1].cursor];
    test.superuser_sql("update integration.outbox set created_at = '2026-11-20 07:00Z'").await;

    assert_eq!(prune(&test.db, TimeDelta::hours(2)).await.unwrap(), 0, "younger than two hours");
    assert!(!Tail::would_miss_events_after(&test.db, first).await.unwrap());
    assert_eq!(prune(&test.db, TimeDelta::minutes(30)).await.unwrap(), 1, "the second is not handled yet");
    assert_eq!(written(&test).await, [events[1].id.to_string()]);
    assert!(Tail::would_miss_events_after(&test.db, first).await.unwrap());
    assert!(!Tail::would_miss_events_after(&test.db, second).await.unwrap());

    consume_until(&test, &consumer, 2).await;
    test.superuser_sql("insert into integration.consumers (name, transaction_id, sequence) values ('late', '0', 0)")
        .await;
    assert_eq!(prune(&test.db, TimeDelta::minutes(30)).await.unwrap(), 0, "another consumer has not handled it");
    test.superuser_sql("delete from integration.consumers where name = 'late'").await;
    assert_eq!(prune(&test.db, TimeDelta::minutes(30)).await.unwrap(), 1);
    test.close().await;
}

#[tokio::test]
async fn the_relay_wakes_other_processes_long_before_they_would_look_for_themselves() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    let other = test.another_process();
    let stop = CancellationToken::new();
    let relays = [&test.db, &other].map(|db| tokio::spawn(run_relay(db.clone(), stop.clone())));
    let listening = "select (count(*) >= 2)::text from pg_stat_activity
        where datname = current_database() and query ilike 'listen%'";
    while test.superuser_value(listening).await != "true" {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    for kind in ["outbox", "jobs"] {
        let woken = tokio::spawn({
            let other = other.clone();
            async move { if kind == "outbox" { other.wake().outbox().await } else { other.wake().jobs().await } }
        });
        tokio::time::sleep(Duration::from_millis(100)).await;
        let start = Instant::now();
        if kind == "outbox" {
            publish(&test.db, &ctx).await;
        } else {
            test.db.wake().job_queued();
        }
        tokio::time::timeout(Duration::from_secs(5), woken).await.expect("woken at all").unwrap();
        assert!(start.elapsed() < Duration::from_millis(500), "{kind}: woken after {:?}", start.elapsed());
    }
    stop.cancel();
    for relay in relays {
        relay.await.unwrap();
    }
    other.close().await;
    test.close().await;
}
