//! What people are told, and what they want to be told.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

use cauldron_admin::account_notices::{TellPeople, tell_of_expiring_keys};
use cauldron_admin::api_keys::{self, NewKey};
use cauldron_admin::notifications::{
    NewNotification, choices, choose, inbox, mark_all_read, mark_read, notify, notify_address,
};
use cauldron_core::{BusEvent, Ctx, SecurityNotice};
use cauldron_test_support::{Actors, TestDb};
use cauldron_types::{InboxQuery, Instant, KeyOwner, NotificationChoice, NotificationKind, Permission, ProblemKind};
use chrono::TimeDelta;
use serde_json::json;

async fn tell(test: &TestDb, by: &Ctx, whom: &Ctx, kind: NotificationKind, title: &str) {
    let mut tx = test.db.org_tx(by).await.unwrap();
    let new = NewNotification { kind, title, body: "Do this.", href: "/account" };
    notify(&mut tx, whom.actor.user().unwrap(), &new).await.unwrap();
    tx.commit().await.unwrap();
}

async fn titles(test: &TestDb, ctx: &Ctx) -> Vec<String> {
    let inbox = inbox(&test.db, ctx, &InboxQuery::default(), 100).await.unwrap();
    inbox.notifications.into_iter().map(|told| told.title).collect()
}

/// Publishes a security notice and lets the consumer hear of it.
async fn happen(test: &TestDb, ctx: &Ctx, what: &str, detail: serde_json::Value) {
    let mut tx = test.db.org_tx(ctx).await.unwrap();
    tx.publish(&BusEvent::Security(SecurityNotice::by(ctx, what, detail))).await.unwrap();
    tx.commit().await.unwrap();
    test.consume(&TellPeople).await;
}

#[tokio::test]
async fn a_colleague_is_told_in_the_organization_and_a_stranger_of_an_invitation_alone() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let (admin, analyst, outsider) = (&actors.admin, &actors.analyst, &actors.outsider);
    tell(&test, admin, analyst, NotificationKind::Access, "You are in Blue now").await;
    tell(&test, admin, outsider, NotificationKind::Access, "Not for strangers").await;
    tell(&test, admin, outsider, NotificationKind::Invitation, "Northwind asks you to join").await;
    assert_eq!(titles(&test, analyst).await, ["You are in Blue now"]);
    assert_eq!(titles(&test, outsider).await, ["Northwind asks you to join"]);
    assert_eq!(titles(&test, admin).await, Vec::<String>::new());
    // What concerns an organization is shown in it alone, an invitation everywhere.
    let elsewhere = Ctx { tenant: outsider.tenant.clone(), ..analyst.clone() };
    assert_eq!(titles(&test, &elsewhere).await, Vec::<String>::new());
    let mut tx = test.db.org_tx(admin).await.unwrap();
    let new = NewNotification { kind: NotificationKind::Invitation, title: "Again", body: "", href: "" };
    notify_address(&mut tx, &Actors::email(outsider), &new).await.unwrap();
    notify_address(&mut tx, "nobody@example.org", &new).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(titles(&test, outsider).await, ["Again", "Northwind asks you to join"]);
    test.close().await;
}

#[tokio::test]
async fn an_inbox_is_paged_narrowed_and_read() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let ana = &actors.analyst;
    for number in 0..5 {
        tell(&test, &actors.admin, ana, NotificationKind::Access, &format!("Told {number}")).await;
        test.clock.advance(TimeDelta::seconds(1));
    }
    let page = |show: &str, before: &str| InboxQuery { show: show.into(), before: before.into(), kind: String::new() };
    let first = inbox(&test.db, ana, &page("", ""), 3).await.unwrap();
    assert_eq!((first.notifications.len(), first.unread), (3, 5));
    let second = inbox(&test.db, ana, &page("", first.older.as_deref().unwrap()), 3).await.unwrap();
    assert_eq!((second.notifications.len(), second.older), (2, None));
    let one = first.notifications[1].id;
    mark_read(&test.db, ana, one).await.unwrap();
    mark_read(&test.db, ana, one).await.unwrap();
    mark_read(&test.db, &actors.executive, first.notifications[0].id).await.unwrap();
    let unread = inbox(&test.db, ana, &page("unread", ""), 10).await.unwrap();
    assert_eq!((unread.unread, unread.notifications.iter().any(|told| told.id == one)), (4, false));
    // What came after the page was shown stays unread.
    let shown = unread.notifications[0].time;
    test.clock.advance(TimeDelta::seconds(1));
    tell(&test, &actors.admin, ana, NotificationKind::Access, "Later").await;
    assert_eq!(mark_all_read(&test.db, ana, shown).await.unwrap(), 4);
    assert_eq!(inbox(&test.db, ana, &page("unread", ""), 10).await.unwrap().notifications[0].title, "Later");
    for wrong in [page("some", ""), page("", "x"), InboxQuery { kind: "news".into(), ..page("", "") }] {
        assert_eq!(inbox(&test.db, ana, &wrong, 10).await.unwrap_err().kind(), ProblemKind::Invalid);
    }
    assert!(mark_all_read(&test.db, ana, Instant(i64::MAX)).await.is_err());
    let heard = "select count(*)::text from integration.outbox where kind = 'notifications.changed'";
    assert_eq!(test.superuser_value(heard).await, "8");
    test.close().await;
}

#[tokio::test]
async fn a_kind_that_is_not_wanted_is_not_told_and_security_always_is() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let ana = &actors.analyst;
    let usual = choices(&test.db, ana).await.unwrap();
    assert!(usual.iter().all(|choice| choice.in_app && choice.by_mail == (choice.kind == NotificationKind::Security)));
    let none = NotificationChoice { kind: NotificationKind::Access, in_app: false, by_mail: false };
    choose(&test.db, ana, &[none]).await.unwrap();
    tell(&test, &actors.admin, ana, NotificationKind::Access, "Unwanted").await;
    assert_eq!(titles(&test, ana).await, Vec::<String>::new());
    let never = NotificationChoice { kind: NotificationKind::Security, ..none };
    assert_eq!(choose(&test.db, ana, &[never]).await.unwrap_err().kind(), ProblemKind::Invalid);
    let audited = "select detail::text from audit.events where action = 'preference.updated'";
    assert!(test.superuser_value(audited).await.contains("by_mail"));
    test.close().await;
}

#[tokio::test]
async fn people_hear_what_happens_to_their_account_and_their_keys() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let admin = &actors.admin;
    happen(&test, admin, "password.changed", json!({ "sessions_ended": 1 })).await;
    happen(&test, admin, "sign_in.ended", json!({})).await;
    assert_eq!(titles(&test, admin).await, ["Your password was changed"]);
    let new = NewKey {
        owner: KeyOwner::Person(admin.actor.user().unwrap()),
        name: "ci".to_owned(),
        scopes: vec![Permission::AuditRead],
        networks: Vec::new(),
        expires_at: Some(admin.now() + TimeDelta::days(10)),
    };
    api_keys::create(&test.db, admin, &new).await.unwrap();
    test.consume(&TellPeople).await;
    assert_eq!(titles(&test, admin).await[0], "The API key ci was made in your name");
    assert_eq!(tell_of_expiring_keys(&test.db).await.unwrap().0, 0);
    test.clock.advance(TimeDelta::days(4));
    assert_eq!(tell_of_expiring_keys(&test.db).await.unwrap().0, 1);
    assert_eq!(tell_of_expiring_keys(&test.db).await.unwrap().0, 0, "each is told once");
    assert_eq!(titles(&test, admin).await[0], "The API key ci expires on 30 November 2026");
    test.clock.advance(TimeDelta::days(200));
    assert!(tell_of_expiring_keys(&test.db).await.unwrap().1 >= 3);
    assert_eq!(titles(&test, admin).await, Vec::<String>::new());
    test.close().await;
}

#[tokio::test]
async fn a_sign_in_from_a_network_that_is_new_is_told_and_the_first_of_all_is_not() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let ana = &actors.analyst;
    let user = ana.actor.user().unwrap();
    let session = async |address: &str, days_ago: i64| {
        let (id, at) = (test.db.ambient().new_id(), test.db.ambient().now() - TimeDelta::days(days_ago));
        test.superuser_sql(&format!(
            "insert into core.sessions (id, token_hash, user_id, organization_id, address, created_at, last_seen_at,
                 idle_expires_at, absolute_expires_at)
             values ('{id}', sha256('{id}'), '{user}', '{}', '{address}', '{at}', '{at}', '{at}'::timestamptz + interval '1 day',
                 '{at}'::timestamptz + interval '1 day')",
            ana.tenant.id
        ))
        .await;
    };
    let from = |last: u8| {
        let mut ctx = ana.clone();
        ctx.visit.address = Some([192, 0, 2, last].into());
        ctx
    };
    session("192.0.2.1", 0).await;
    happen(&test, &from(1), "sign_in.succeeded", json!({})).await;
    assert!(titles(&test, ana).await.is_empty(), "the first sign-in of all");
    test.clock.advance(TimeDelta::days(1));
    session("192.0.2.1", 0).await;
    happen(&test, &from(1), "sign_in.succeeded", json!({})).await;
    assert!(titles(&test, ana).await.is_empty(), "the same network");
    session("192.0.2.2", 0).await;
    happen(&test, &from(2), "sign_in.succeeded", json!({})).await;
    assert_eq!(titles(&test, ana).await, ["Somebody signed in to your account from a new network"]);
    test.clock.advance(TimeDelta::days(91));
    happen(&test, &from(1), "sign_in.succeeded", json!({})).await;
    assert_eq!(titles(&test, ana).await.len(), 2, "after 90 days it is new again");
    test.close().await;
}
