//! What a transaction leaves in the audit log and on the bus, and what it leaves when it is not committed.

#![expect(clippy::unwrap_used, reason = "a helper of tests")]

use cauldron_core::{ApiError, AuditEvent, BusEvent};
use cauldron_db::{Db, SystemPurpose};
use cauldron_test_support::TestDb;
use cauldron_types::{Problem, ProblemKind};
use serde_json::json;

const ENTERED: &str =
    "select string_agg(subject_id, ', ' order by subject_id) from audit.events where action = 'system.entered'";

async fn enter(db: &Db, purpose: SystemPurpose) {
    db.system_tx(purpose).await.unwrap().commit().await.unwrap();
}

#[tokio::test]
async fn a_named_purpose_is_audited_once_per_start_and_a_reason_each_time() {
    let test = TestDb::new().await;
    test.actors().await;
    for _again in 0..3 {
        enter(&test.db, SystemPurpose::Queue).await;
        enter(&test.db, SystemPurpose::Reason("look for a lost row")).await;
    }
    let first_start = ["job queue", "look for a lost row", "look for a lost row", "look for a lost row"];
    assert_eq!(test.superuser_value(ENTERED).await, first_start.join(", "));

    let restarted = test.another_process();
    enter(&restarted, SystemPurpose::Queue).await;
    restarted.close().await;
    assert_eq!(test.superuser_value(ENTERED).await, ["job queue", &first_start.join(", ")].join(", "));
    test.close().await;
}

#[tokio::test]
async fn the_workers_are_cauldron_itself_and_a_reason_is_an_operators() {
    let test = TestDb::new().await;
    let organization = test.actors().await.owner.tenant.id;
    for purpose in [SystemPurpose::Queue, SystemPurpose::Reason("look for a lost row")] {
        let mut tx = test.db.system_tx(purpose).await.unwrap();
        tx.audit(organization, "thing.changed", "thing", "7", &json!({})).await.unwrap();
        tx.commit().await.unwrap();
    }
    let labels = "select string_agg(concat_ws(' ', action, actor_kind, actor_label), ', ' order by actor_kind, action) from audit.events";
    let expected = "system.entered operator Operator, thing.changed operator Operator, \
        system.entered system Cauldron, thing.changed system Cauldron";
    assert_eq!(test.superuser_value(labels).await, expected);
    test.close().await;
}

#[tokio::test]
async fn an_announcement_that_was_rolled_back_is_made_again() {
    let test = TestDb::new().await;
    test.actors().await;
    drop(test.db.system_tx(SystemPurpose::Relay).await.unwrap());
    assert_eq!(test.superuser_value(ENTERED).await, "");
    enter(&test.db, SystemPurpose::Relay).await;
    enter(&test.db, SystemPurpose::Relay).await;
    assert_eq!(test.superuser_value(ENTERED).await, "relay of bus events");
    test.close().await;
}

#[tokio::test]
async fn an_announcement_before_set_up_is_put_off() {
    let test = TestDb::new().await;
    enter(&test.db, SystemPurpose::Queue).await;
    test.actors().await;
    enter(&test.db, SystemPurpose::Queue).await;
    assert_eq!(test.superuser_value(ENTERED).await, "job queue");
    test.close().await;
}

#[tokio::test]
async fn more_system_transactions_than_connections_wait_for_each_other_without_failing() {
    let test = TestDb::new().await;
    let work = (0..40).map(|_| {
        let db = test.db.clone();
        tokio::spawn(async move {
            let tx = db.system_tx(SystemPurpose::Queue).await?;
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            tx.commit().await
        })
    });
    for done in work.collect::<Vec<_>>() {
        done.await.unwrap().unwrap();
    }
    test.close().await;
}

#[tokio::test]
async fn an_audit_entry_names_actor_time_trace_and_address() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let ctx = &actors.analyst;
    let mut tx = test.db.org_tx(ctx).await.unwrap();
    let event = AuditEvent {
        action: "thing.changed",
        subject_kind: "thing",
        subject_id: "7".to_owned(),
        detail: json!({ "before": 1, "after": 2 }),
    };
    tx.audit(event).await.unwrap();
    tx.commit().await.unwrap();
    let entry = test
        .superuser_value(
            "select concat_ws('|', organization_id, time at time zone 'UTC', actor_kind, actor_id, actor_label, action,
                 subject_kind, subject_id, detail, host(address), trace_id)
             from audit.events where action = 'thing.changed'",
        )
        .await;
    let expected = format!(
        "{}|2026-11-20 08:00:00|person|{}|Ana|thing.changed|thing|7|{{\"after\": 2, \"before\": 1}}|127.0.0.1|{}",
        ctx.tenant.id,
        ctx.actor.id().unwrap(),
        ctx.trace(),
    );
    assert_eq!(entry, expected);
    test.close().await;
}

#[tokio::test]
async fn the_bus_carries_the_trace_of_the_request_and_the_organization_of_the_context() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.outsider;
    let mut tx = test.db.org_tx(&ctx).await.unwrap();
    tx.publish(&BusEvent::MetricsRecorded { from: ctx.now(), to: ctx.now() }).await.unwrap();
    tx.commit().await.unwrap();
    let entry =
        test.superuser_value("select concat_ws('|', organization_id, kind, trace_id) from integration.outbox").await;
    assert_eq!(entry, format!("{}|metrics.recorded|{}", ctx.tenant.id, ctx.trace()));
    test.close().await;
}

/// What a person reads when the commit of a transaction fails after `before` was done to it.
async fn failed_commit(test: &TestDb, before: impl AsyncFn(&TestDb, i32)) -> Problem {
    let ctx = test.actors().await.owner;
    let mut tx = test.db.org_tx(&ctx).await.unwrap();
    tx.publish(&BusEvent::MetricsRecorded { from: ctx.now(), to: ctx.now() }).await.unwrap();
    let session = sqlx::query_scalar("select pg_backend_pid()").fetch_one(tx.connection()).await.unwrap();
    before(test, session).await;
    let error = tx.commit().await.unwrap_err();
    assert!(error.is_transient(), "{error:?}");
    ApiError::from(error).into_problem("t")
}

#[tokio::test]
async fn a_connection_lost_during_the_commit_does_not_claim_that_nothing_was_changed() {
    let test = TestDb::new().await;
    let problem = failed_commit(&test, async |test: &TestDb, session| {
        test.superuser_sql(&format!("select pg_terminate_backend({session}, 5000)")).await;
    })
    .await;
    assert_eq!(
        problem.message,
        "The database went away while this was being saved. Whether it was saved is not known; look before you try again."
    );
    assert_eq!(problem.kind, ProblemKind::Unavailable);
    assert_eq!(problem.retry_after, None, "a program must not do it again by itself");
    test.close().await;
}

#[tokio::test]
async fn a_commit_that_the_database_refused_changed_nothing_and_says_so() {
    let test = TestDb::new().await;
    test.superuser_sql(
        "create function public.refuse() returns trigger language plpgsql as
             $$ begin raise exception 'no' using errcode = 'serialization_failure'; end $$;
         create constraint trigger refuse after insert on integration.outbox deferrable initially deferred
             for each row execute function public.refuse()",
    )
    .await;
    let problem = failed_commit(&test, async |_: &TestDb, _| {}).await;
    assert_eq!(
        problem.message,
        "The database does not answer at the moment. Nothing was changed; try again in a few seconds."
    );
    test.close().await;
}

#[tokio::test]
async fn a_transaction_that_is_not_committed_leaves_nothing() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    let count = "select (select count(*) from audit.events) || ' ' || (select count(*) from integration.outbox)";
    for commit in [false, true] {
        let mut tx = test.db.org_tx(&ctx).await.unwrap();
        let event = AuditEvent {
            action: "thing.changed",
            subject_kind: "thing",
            subject_id: String::new(),
            detail: json!(null),
        };
        tx.audit(event).await.unwrap();
        tx.publish(&BusEvent::MetricsRecorded { from: ctx.now(), to: ctx.now() }).await.unwrap();
        if commit {
            tx.commit().await.unwrap();
        } else {
            drop(tx);
        }
        assert_eq!(test.superuser_value(count).await, if commit { "1 1" } else { "0 0" });
    }
    test.close().await;
}
