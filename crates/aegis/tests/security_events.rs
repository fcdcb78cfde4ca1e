//! Security notices from the bus become events that analysts read.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

use cauldron_aegis::KeepSecurityEvents;
use cauldron_aegis::security_events::latest;
use cauldron_core::{BusEvent, Ctx, SecurityNotice};
use cauldron_db::bus::consume_batch;
use cauldron_test_support::TestDb;
use cauldron_types::ProblemKind;
use chrono::TimeDelta;

async fn publish(test: &TestDb, ctx: &Ctx, what: &str) {
    let mut tx = test.db.org_tx(ctx).await.unwrap();
    let notice = SecurityNotice {
        what: what.to_owned(),
        time: ctx.now(),
        actor_id: ctx.actor.id(),
        actor_label: ctx.actor.label(),
        address: Some("203.0.113.9".to_owned()),
        detail: serde_json::json!({ "route": "GET /x" }),
    };
    tx.publish(&BusEvent::Security(notice)).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_notice_becomes_an_event_of_its_organization_only() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    publish(&test, &actors.analyst, "access.refused").await;
    publish(&test, &actors.outsider, "settings.changed").await;
    test.consume(&KeepSecurityEvents).await;
    let here = latest(&test.db, &actors.analyst, 10).await.unwrap();
    assert_eq!(here.len(), 1);
    assert_eq!(here[0].message, "Ana was refused: GET /x");
    assert_eq!(here[0].address, "203.0.113.9");
    let there = latest(&test.db, &actors.outsider, 10).await.unwrap();
    assert_eq!(there.len(), 1);
    assert_eq!(there[0].kind, "settings.changed");
    test.close().await;
}

#[tokio::test]
async fn handling_the_bus_again_keeps_one_event_and_announces_it_once() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    publish(&test, &actors.owner, "settings.changed").await;
    test.consume(&KeepSecurityEvents).await;
    test.superuser_sql("update integration.consumers set transaction_id = '0', sequence = 0").await;
    test.consume(&KeepSecurityEvents).await;
    assert_eq!(latest(&test.db, &actors.owner, 10).await.unwrap().len(), 1);
    let announced = "select count(*)::text from integration.outbox where kind = 'security_events.stored'";
    assert_eq!(test.superuser_value(announced).await, "1");
    test.close().await;
}

#[tokio::test]
async fn a_batch_is_kept_by_one_statement_and_announced_once_for_each_organization() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    test.superuser_sql(
        "create sequence public.statements;
         create function public.count_statement() returns trigger language plpgsql security definer as
             $$ begin perform nextval('public.statements'); return null; end $$;
         create trigger count_statement after insert on aegis.security_events
             for each statement execute function public.count_statement()",
    )
    .await;
    // Before the first batch, so that all of them are in it.
    consume_batch(&test.db, &KeepSecurityEvents).await.unwrap();
    let mut tx = test.db.org_tx(&actors.owner).await.unwrap();
    for minute in 0..20 {
        let notice = SecurityNotice {
            what: "settings.changed".to_owned(),
            time: actors.owner.now() - TimeDelta::minutes(minute),
            actor_id: None,
            actor_label: String::new(),
            address: (minute % 2 == 0).then(|| "203.0.113.9".to_owned()),
            detail: serde_json::json!({ "minute": minute }),
        };
        tx.publish(&BusEvent::Security(notice)).await.unwrap();
    }
    tx.commit().await.unwrap();
    test.consume(&KeepSecurityEvents).await;
    let kept = "select concat_ws(' ', count(*), count(distinct time), count(address), sum((detail ->> 'minute')::int))
        from aegis.security_events";
    assert_eq!(test.superuser_value(kept).await, "20 20 10 190");
    assert_eq!(test.superuser_value("select last_value::text from public.statements").await, "1");
    let announced =
        "select string_agg(((payload ->> 'to')::timestamptz - (payload ->> 'from')::timestamptz)::text, ' ')
        from integration.outbox where kind = 'security_events.stored'";
    assert_eq!(test.superuser_value(announced).await, "00:19:00");
    test.close().await;
}

#[tokio::test]
async fn an_executive_may_not_read_security_events() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let refused = latest(&test.db, &actors.executive, 10).await.unwrap_err();
    assert_eq!(refused.kind(), ProblemKind::Forbidden);
    test.close().await;
}
