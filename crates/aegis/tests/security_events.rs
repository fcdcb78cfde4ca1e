//! Security notices from the bus become events that analysts read.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on ends here and says where")]

use cauldron_aegis::KeepSecurityEvents;
use cauldron_aegis::security_events::latest;
use cauldron_core::{BusEvent, Ctx, SecurityNotice};
use cauldron_db::bus::{consume_batch, lag};
use cauldron_test_support::TestDb;
use cauldron_types::ProblemKind;

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

/// Consumes until nothing is left. A batch may come back empty although something is left, while a transaction of another
/// test on the same Postgres is open.
async fn consume_everything(test: &TestDb) {
    for _ in 0..1000 {
        consume_batch(&test.db, &KeepSecurityEvents).await.unwrap();
        let lag = lag(&test.db).await.unwrap();
        if !lag.is_empty() && lag.iter().all(|lag| lag.events == 0) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the consumer did not catch up");
}

#[tokio::test]
async fn a_notice_becomes_an_event_of_its_organization_only() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    publish(&test, &actors.analyst, "access.refused").await;
    publish(&test, &actors.outsider, "settings.changed").await;
    consume_everything(&test).await;
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
    consume_everything(&test).await;
    test.superuser_sql("update integration.consumers set transaction_id = '0', sequence = 0").await;
    // The announcement of the first round has a key that the second round's would share: it must not fail for it.
    consume_everything(&test).await;
    assert_eq!(latest(&test.db, &actors.owner, 10).await.unwrap().len(), 1);
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
