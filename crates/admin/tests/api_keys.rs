//! API keys: who may make one, what it may do then, and when it stops.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

use cauldron_admin::api_key_session::{KeyStanding, authenticate, parse_secret};
use cauldron_admin::api_keys::{self, NewKey};
use cauldron_admin::service_accounts::{self, AccountChoices};
use cauldron_core::{ApiError, Ctx, Visit};
use cauldron_test_support::TestDb;
use cauldron_types::{ApiKeyState, FreshKey, KeyOwner, Permission, Problem, ProblemKind, ServiceAccountId};
use chrono::TimeDelta;
use std::net::IpAddr;

fn own(ctx: &Ctx, scopes: &[Permission]) -> NewKey {
    NewKey {
        owner: KeyOwner::Person(ctx.actor.user().unwrap()),
        name: " Nightly export ".to_owned(),
        scopes: scopes.to_vec(),
        networks: Vec::new(),
        expires_at: None,
    }
}

fn of_account(account: ServiceAccountId, scopes: &[Permission]) -> NewKey {
    NewKey {
        owner: KeyOwner::ServiceAccount(account),
        name: "ci".to_owned(),
        scopes: scopes.to_vec(),
        networks: Vec::new(),
        expires_at: None,
    }
}

async fn account(test: &TestDb, ctx: &Ctx, scopes: &[Permission]) -> ServiceAccountId {
    let choices =
        AccountChoices { name: "Importer".to_owned(), purpose: "Imports".to_owned(), scopes: scopes.to_vec() };
    service_accounts::create(&test.db, ctx, &choices).await.unwrap()
}

async fn standing_from(test: &TestDb, secret: &str, address: [u8; 4]) -> KeyStanding {
    let visit = Visit { address: Some(IpAddr::from(address)), ..Visit::internal(test.db.ambient()) };
    authenticate(&test.db, &visit, &parse_secret(secret).unwrap()).await.unwrap()
}

/// What the key may do now, or the sentence with which it is refused.
async fn may(test: &TestDb, key: &FreshKey) -> Result<Vec<Permission>, &'static str> {
    match standing_from(test, &key.secret, [192, 0, 2, 7]).await {
        KeyStanding::Active(key) => Ok(key.ctx.permissions()),
        KeyStanding::Refused(sentence) => Err(sentence),
        KeyStanding::Unknown => Err("unknown"),
    }
}

async fn as_key(test: &TestDb, key: &FreshKey) -> Ctx {
    match standing_from(test, &key.secret, [192, 0, 2, 7]).await {
        KeyStanding::Active(key) => key.ctx,
        other => unreachable!("{other:?}"),
    }
}

fn problem(error: ApiError) -> Problem {
    error.into_problem("t")
}

async fn actions(test: &TestDb) -> String {
    let sql = "select string_agg(action, ' ' order by time, id) from audit.events
        where subject_kind in ('api_key', 'service_account')";
    test.superuser_value(sql).await
}

#[tokio::test]
async fn a_key_does_what_it_was_given_as_long_as_its_owner_may() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let key = api_keys::create(&test.db, &actors.auditor, &own(&actors.auditor, &[Permission::AuditRead])).await;
    assert_eq!(key.unwrap_err().kind(), ProblemKind::Forbidden, "an auditor makes no keys");
    let scopes = [Permission::SecurityEventRead, Permission::DashboardRead];
    let key = api_keys::create(&test.db, &actors.analyst, &own(&actors.analyst, &scopes)).await.unwrap();
    assert!(key.secret.starts_with("cldr_") && key.secret.len() == 48 && key.name == "Nightly export");
    assert_eq!(may(&test, &key).await.unwrap(), [Permission::DashboardRead, Permission::SecurityEventRead]);
    let ctx = as_key(&test, &key).await;
    assert_eq!(
        (ctx.actor.label().as_str(), ctx.actor.user()),
        ("API key Nightly export of Ana", actors.analyst.actor.user())
    );
    let person = actors.analyst.actor.user().unwrap();
    let set = async |sql: &str| test.superuser_sql(&format!("{sql} where user_id = '{person}'")).await;
    set("update core.memberships set role = 'executive'").await;
    assert_eq!(may(&test, &key).await.unwrap(), [Permission::DashboardRead]);
    set("update core.memberships set status = 'suspended'").await;
    assert!(may(&test, &key).await.unwrap_err().contains("suspended or was removed"));
    set("update core.memberships set status = 'active'").await;
    test.superuser_sql("update core.organizations set status = 'suspended', suspended_reason = 'unpaid'").await;
    assert!(may(&test, &key).await.unwrap_err().contains("organization"));
    test.close().await;
}

#[tokio::test]
async fn only_what_one_holds_can_be_given_and_every_field_says_what_is_wrong() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let analyst = &actors.analyst;
    let wrong = NewKey {
        name: "\u{200b}".to_owned(),
        scopes: vec![Permission::DashboardRead, Permission::AuditRead, Permission::ApiKeyManage],
        networks: vec!["192.0.2.0/24, nowhere".to_owned()],
        expires_at: Some(analyst.now()),
        ..own(analyst, &[])
    };
    let refused = problem(api_keys::create(&test.db, analyst, &wrong).await.unwrap_err());
    let fields: Vec<&str> = refused.fields.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["name", "scopes", "networks", "expires_at"]);
    assert_eq!(
        refused.field("scopes").unwrap(),
        "You can give only what you hold, and you do not hold audit:read, api_key:manage."
    );
    for new in [
        own(analyst, &[]),
        NewKey {
            expires_at: Some(analyst.now() + TimeDelta::days(4000)),
            ..own(analyst, &[Permission::DashboardRead])
        },
    ] {
        assert_eq!(api_keys::create(&test.db, analyst, &new).await.unwrap_err().kind(), ProblemKind::Invalid);
    }
    let for_another = own(&actors.admin, &[Permission::DashboardRead]);
    for ctx in [analyst, &actors.owner] {
        assert_eq!(api_keys::create(&test.db, ctx, &for_another).await.unwrap_err().kind(), ProblemKind::Forbidden);
    }
    assert_eq!(actions(&test).await, "");
    test.close().await;
}

#[tokio::test]
async fn a_key_is_refused_from_other_networks_and_that_is_told_once_a_minute() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let new = NewKey { networks: vec!["192.0.2.0/24".to_owned()], ..own(&actors.admin, &[Permission::AuditRead]) };
    let key = api_keys::create(&test.db, &actors.admin, &new).await.unwrap();
    assert!(may(&test, &key).await.is_ok());
    for _ in 0..3 {
        let from_afar = standing_from(&test, &key.secret, [203, 0, 113, 9]).await;
        assert!(matches!(from_afar, KeyStanding::Refused(sentence) if sentence.contains("network")));
    }
    let refusals = "select count(*) || ' ' || min(actor_label || ' ' || (detail ->> 'reason') || ' ' || host(address))
        from audit.events where action = 'api_key.refused'";
    assert_eq!(test.superuser_value(refusals).await, "1 API key Nightly export of Adam network 203.0.113.9");
    let published = "select count(*)::text from integration.outbox where kind = 'security.api_key.refused'";
    assert_eq!(test.superuser_value(published).await, "1");
    test.clock.advance(TimeDelta::minutes(1));
    standing_from(&test, &key.secret, [203, 0, 113, 9]).await;
    assert_eq!(test.superuser_value(published).await, "2");
    test.close().await;
}

#[tokio::test]
async fn a_use_is_noted_once_a_minute() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let key = api_keys::create(&test.db, &actors.admin, &own(&actors.admin, &[Permission::AuditRead])).await.unwrap();
    let used = async || api_keys::get(&test.db, &actors.admin, key.id).await.unwrap();
    assert_eq!((used().await.last_used_at, used().await.last_address.as_str()), (None, ""));
    assert!(may(&test, &key).await.is_ok());
    let first = used().await;
    assert_eq!(first.last_address, "192.0.2.7");
    test.clock.advance(TimeDelta::seconds(59));
    standing_from(&test, &key.secret, [203, 0, 113, 9]).await;
    assert_eq!(used().await, first);
    test.clock.advance(TimeDelta::seconds(1));
    standing_from(&test, &key.secret, [203, 0, 113, 9]).await;
    let second = used().await;
    assert!(second.last_used_at > first.last_used_at && second.last_address == "203.0.113.9");
    test.close().await;
}

#[tokio::test]
async fn after_a_rotation_both_secrets_open_for_the_chosen_time() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let admin = &actors.admin;
    let old = api_keys::create(&test.db, admin, &own(admin, &[Permission::AuditRead])).await.unwrap();
    let new = api_keys::rotate(&test.db, admin, old.id, 24).await.unwrap();
    assert!(new.id == old.id && new.secret != old.secret);
    assert!(may(&test, &old).await.is_ok() && may(&test, &new).await.is_ok());
    let shown = api_keys::get(&test.db, admin, old.id).await.unwrap();
    assert!(new.secret.starts_with(&shown.prefix) && old.secret.starts_with(&shown.former.unwrap().0));
    test.clock.advance(TimeDelta::hours(24));
    assert!(may(&test, &old).await.unwrap_err().contains("rotated"));
    assert!(may(&test, &new).await.is_ok());
    assert_eq!(api_keys::get(&test.db, admin, old.id).await.unwrap().former, None);
    let newest = api_keys::rotate(&test.db, admin, old.id, 0).await.unwrap();
    assert!(may(&test, &new).await.is_err() && may(&test, &newest).await.is_ok());
    assert_eq!(api_keys::rotate(&test.db, admin, old.id, 721).await.unwrap_err().kind(), ProblemKind::Invalid);
    // A rotation during another one's overlap gives the oldest secret no longer than it had.
    let last = api_keys::rotate(&test.db, admin, old.id, 1).await.unwrap();
    api_keys::rotate(&test.db, admin, old.id, 48).await.unwrap();
    test.clock.advance(TimeDelta::hours(1));
    assert!(may(&test, &newest).await.is_err() && may(&test, &last).await.is_ok());
    test.close().await;
}

#[tokio::test]
async fn a_revoked_or_expired_key_opens_nothing_and_cannot_be_rotated() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let admin = &actors.admin;
    let ends = NewKey { expires_at: Some(admin.now() + TimeDelta::days(1)), ..own(admin, &[Permission::AuditRead]) };
    let (first, second) = (
        api_keys::create(&test.db, admin, &ends).await.unwrap(),
        api_keys::create(&test.db, admin, &own(admin, &[Permission::AuditRead])).await.unwrap(),
    );
    api_keys::revoke(&test.db, admin, second.id).await.unwrap();
    api_keys::revoke(&test.db, admin, second.id).await.unwrap();
    assert!(may(&test, &second).await.unwrap_err().contains("revoked"));
    assert!(may(&test, &first).await.is_ok());
    test.clock.advance(TimeDelta::days(1));
    assert!(may(&test, &first).await.unwrap_err().contains("expired"));
    for key in [&first, &second] {
        assert_eq!(api_keys::rotate(&test.db, admin, key.id, 1).await.unwrap_err().kind(), ProblemKind::Conflict);
    }
    let states: Vec<ApiKeyState> = api_keys::own(&test.db, admin).await.unwrap().iter().map(|key| key.state).collect();
    assert_eq!(states.len(), 2);
    assert!(states.contains(&ApiKeyState::Expired) && states.contains(&ApiKeyState::Revoked));
    assert_eq!(actions(&test).await.matches("api_key.revoked").count(), 1, "{}", actions(&test).await);
    test.close().await;
}

#[tokio::test]
async fn keys_of_others_are_out_of_reach() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let key =
        api_keys::create(&test.db, &actors.analyst, &own(&actors.analyst, &[Permission::DashboardRead])).await.unwrap();
    for (ctx, expected) in [
        (&actors.executive, ProblemKind::NotFound),
        (&actors.outsider, ProblemKind::NotFound),
        (&actors.auditor, ProblemKind::Forbidden),
    ] {
        assert_eq!(api_keys::revoke(&test.db, ctx, key.id).await.unwrap_err().kind(), expected);
    }
    for (ctx, expected) in [(&actors.outsider, ProblemKind::NotFound), (&actors.owner, ProblemKind::Forbidden)] {
        assert_eq!(api_keys::rotate(&test.db, ctx, key.id, 1).await.unwrap_err().kind(), expected);
    }
    assert!(api_keys::get(&test.db, &actors.executive, key.id).await.is_err());
    assert_eq!(api_keys::block(&test.db, &actors.executive, "", 10).await.unwrap().keys.len(), 0);
    assert_eq!(api_keys::all(&test.db, &actors.outsider).await.unwrap().0.len(), 0);
    assert_eq!(api_keys::all(&test.db, &actors.analyst).await.unwrap_err().kind(), ProblemKind::Forbidden);
    assert!(may(&test, &key).await.is_ok());
    api_keys::revoke(&test.db, &actors.admin, key.id).await.unwrap();
    assert!(may(&test, &key).await.is_err());
    test.close().await;
}

#[tokio::test]
async fn a_service_account_outlives_its_maker_and_its_keys_stop_with_it() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let admin = &actors.admin;
    let scopes = [Permission::AuditRead, Permission::MetricWrite];
    let id = account(&test, admin, &scopes).await;
    let key = api_keys::create(&test.db, admin, &of_account(id, &scopes)).await.unwrap();
    let beyond = of_account(id, &[Permission::DashboardRead]);
    assert!(problem(api_keys::create(&test.db, admin, &beyond).await.unwrap_err()).field("scopes").is_some());
    let maker = admin.actor.user().unwrap();
    test.superuser_sql(&format!("update core.memberships set status = 'removed' where user_id = '{maker}'")).await;
    assert_eq!(may(&test, &key).await.unwrap().len(), 2);
    let owner = &actors.owner;
    let less = AccountChoices { name: "Importer".into(), purpose: String::new(), scopes: vec![Permission::AuditRead] };
    service_accounts::update(&test.db, owner, id, 1, &less).await.unwrap();
    assert_eq!(may(&test, &key).await.unwrap(), [Permission::AuditRead]);
    let stale = service_accounts::update(&test.db, owner, id, 1, &less).await.unwrap_err();
    assert_eq!(stale.kind(), ProblemKind::Conflict);
    service_accounts::set_suspended(&test.db, owner, id, true).await.unwrap();
    assert!(may(&test, &key).await.is_err());
    service_accounts::set_suspended(&test.db, owner, id, false).await.unwrap();
    assert!(may(&test, &key).await.is_ok());
    assert_eq!(service_accounts::remove(&test.db, owner, id).await.unwrap(), 1);
    assert!(may(&test, &key).await.unwrap_err().contains("revoked"));
    assert!(service_accounts::list(&test.db, owner).await.unwrap().is_empty());
    account(&test, owner, &scopes).await;
    let twice = AccountChoices { name: "IMPORTER".into(), purpose: String::new(), scopes: scopes.to_vec() };
    let taken = problem(service_accounts::create(&test.db, owner, &twice).await.unwrap_err());
    assert!(taken.kind == ProblemKind::Conflict && taken.field("name").is_some());
    test.close().await;
}

#[tokio::test]
async fn keys_of_whoever_is_removed_stay_revoked_when_they_come_back() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let analyst = actors.analyst.actor.user().unwrap();
    let key = api_keys::create(&test.db, &actors.analyst, &own(&actors.analyst, &[Permission::DashboardRead])).await;
    let key = key.unwrap();
    assert!(may(&test, &key).await.is_ok());
    cauldron_admin::members::remove(&test.db, &actors.owner, analyst, "").await.unwrap();
    test.superuser_sql(&format!("update core.memberships set status = 'active' where user_id = '{analyst}'")).await;
    assert!(may(&test, &key).await.unwrap_err().contains("revoked"));
    test.close().await;
}

#[tokio::test]
async fn nobody_gains_by_the_key_of_a_service_account() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    // Only the owner may manage the organization, so only the owner gives that on and takes such a secret.
    let id = account(&test, &actors.owner, &[Permission::OrganizationManage]).await;
    let strong = of_account(id, &[Permission::OrganizationManage]);
    let refused = problem(api_keys::create(&test.db, &actors.admin, &strong).await.unwrap_err());
    assert!(refused.field("scopes").unwrap().contains("you do not hold organization:manage"));
    let key = api_keys::create(&test.db, &actors.owner, &strong).await.unwrap();
    let refused = api_keys::rotate(&test.db, &actors.admin, key.id, 1).await.unwrap_err();
    assert_eq!(refused.kind(), ProblemKind::Forbidden);
    service_accounts::set_suspended(&test.db, &actors.admin, id, true).await.unwrap();
    let refused = service_accounts::set_suspended(&test.db, &actors.admin, id, false).await.unwrap_err();
    assert_eq!(refused.kind(), ProblemKind::Forbidden);
    api_keys::revoke(&test.db, &actors.admin, key.id).await.unwrap();
    test.close().await;
}

#[tokio::test]
async fn a_key_can_rotate_itself_and_make_no_key_that_outlives_it() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let owner = &actors.owner;
    let scopes = [Permission::ApiKeyManage, Permission::AuditRead];
    let id = account(&test, owner, &scopes).await;
    let end = owner.now() + TimeDelta::days(2);
    let manager = NewKey { expires_at: Some(end), ..of_account(id, &scopes) };
    let manager = api_keys::create(&test.db, owner, &manager).await.unwrap();
    let ctx = as_key(&test, &manager).await;
    for expires_at in [None, Some(end + TimeDelta::seconds(1))] {
        let longer = NewKey { expires_at, ..of_account(id, &[Permission::AuditRead]) };
        let refused = problem(api_keys::create(&test.db, &ctx, &longer).await.unwrap_err());
        assert!(refused.field("expires_at").unwrap().contains("outlives"));
    }
    let shorter = NewKey { expires_at: Some(end), ..of_account(id, &[Permission::AuditRead]) };
    let shorter = api_keys::create(&test.db, &ctx, &shorter).await.unwrap();
    assert_eq!(may(&test, &shorter).await.unwrap(), [Permission::AuditRead]);
    let rotated = api_keys::rotate(&test.db, &ctx, manager.id, 0).await.unwrap();
    assert!(may(&test, &manager).await.is_err() && may(&test, &rotated).await.is_ok());
    let small = as_key(&test, &shorter).await;
    assert!(api_keys::get(&test.db, &small, manager.id).await.is_err());
    api_keys::revoke(&test.db, &small, shorter.id).await.unwrap();
    assert!(may(&test, &shorter).await.is_err());
    test.close().await;
}

#[tokio::test]
async fn an_owner_has_at_most_fifty_keys_that_work() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let new = own(&actors.admin, &[Permission::AuditRead]);
    for _ in 0..api_keys::MOST_KEYS {
        api_keys::create(&test.db, &actors.admin, &new).await.unwrap();
    }
    assert_eq!(api_keys::create(&test.db, &actors.admin, &new).await.unwrap_err().kind(), ProblemKind::Conflict);
    let (mut cursor, mut met) = (String::new(), Vec::new());
    loop {
        let block = api_keys::block(&test.db, &actors.auditor, &cursor, 20).await.unwrap();
        met.extend(block.keys.iter().map(|key| key.id));
        match block.next {
            Some(next) => cursor = next,
            None => break,
        }
    }
    met.sort();
    met.dedup();
    assert_eq!(met.len(), 50);
    assert_eq!(api_keys::block(&test.db, &actors.auditor, "x", 20).await.unwrap_err().kind(), ProblemKind::Invalid);
    test.close().await;
}

#[tokio::test]
async fn no_secret_is_in_the_log_or_on_the_bus() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let key = api_keys::create(&test.db, &actors.admin, &own(&actors.admin, &[Permission::AuditRead])).await.unwrap();
    let rotated = api_keys::rotate(&test.db, &actors.admin, key.id, 1).await.unwrap();
    may(&test, &rotated).await.unwrap();
    let everything = "select (select string_agg(events::text, ' ') from audit.events)
        || (select string_agg(outbox::text, ' ') from integration.outbox)
        || (select string_agg(api_keys::text, ' ') from core.api_keys)";
    let everything = test.superuser_value(everything).await;
    for secret in [&key.secret, &rotated.secret] {
        assert!(!everything.contains(&secret[9..]) && everything.contains(&secret[..9]));
    }
    test.close().await;
}
