//! The life of a session: how long it lasts, what ends it, and what a change of standing does to it.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use cauldron_admin::session::{Standing, authenticate, observe};
use cauldron_admin::sign_in::{Credentials, OpenedSession, SessionLimits, sign_in, sign_out};
use cauldron_admin::{PasswordHasher, organization, people};
use cauldron_core::{Actor, SecretToken, Visit};
use cauldron_test_support::{Actors, PASSWORD, TestDb};
use cauldron_types::Role;
use chrono::{TimeDelta, Weekday};

const LIMITS: SessionLimits = SessionLimits { idle: TimeDelta::hours(12), absolute: TimeDelta::days(14) };

struct House {
    test: TestDb,
    actors: Actors,
    hasher: PasswordHasher,
    visit: Visit,
}

impl House {
    async fn new() -> Self {
        let test = TestDb::new().await;
        let actors = test.actors().await;
        let hasher = PasswordHasher::new(test.db.ambient(), 2).unwrap();
        people::reset_password(&test.db, &hasher, &Actors::email(&actors.analyst), PASSWORD).await.unwrap();
        let visit = Visit { address: Some([198, 51, 100, 1].into()), ..Visit::internal(test.db.ambient()) };
        Self { test, actors, hasher, visit }
    }

    async fn sign_in(&self, replaced: Option<&SecretToken>) -> OpenedSession {
        let credentials = Credentials { email: Actors::email(&self.actors.analyst), password: PASSWORD.to_owned() };
        let replaced = replaced.map(SecretToken::hash);
        sign_in(&self.test.db, &self.hasher, LIMITS, &self.visit, &credentials, replaced).await.unwrap()
    }

    /// `signed out`, `suspended`, or the role.
    async fn standing(&self, token: &SecretToken) -> &'static str {
        in_words(&authenticate(&self.test.db, LIMITS, &self.visit, &token.hash()).await.unwrap())
    }

    /// The same for a look that is no use.
    async fn observed(&self, token: &SecretToken) -> &'static str {
        in_words(&observe(&self.test.db, &self.visit, &token.hash()).await.unwrap())
    }

    async fn change(&self, sql: &str) {
        let user = self.actors.analyst.actor.user().unwrap().to_string();
        let organization = self.actors.analyst.tenant.id.to_string();
        self.test.superuser_sql(&sql.replace("{user}", &user).replace("{organization}", &organization)).await;
    }
}

fn in_words(standing: &Standing) -> &'static str {
    match standing {
        Standing::SignedOut => "signed out",
        Standing::Suspended => "suspended",
        Standing::MustEnrol(_) => "has to set up a second factor",
        Standing::Active(known) => match &known.ctx.actor {
            Actor::Person { role, .. } => role.as_str(),
            _ => "not a person",
        },
    }
}

#[tokio::test]
async fn a_session_knows_on_which_day_its_organization_s_weeks_begin() {
    let house = House::new().await;
    let token = house.sign_in(None).await.token;
    let week_start = async || match authenticate(&house.test.db, LIMITS, &house.visit, &token.hash()).await.unwrap() {
        Standing::Active(known) => Some(known.ctx.tenant.week_start),
        _ => None,
    };
    assert_eq!(week_start().await, Some(Weekday::Mon), "as long as nobody has said otherwise");
    let admin = &house.actors.admin;
    let before = organization::read(&house.test.db, admin).await.unwrap();
    let changes = organization::Changes {
        name: before.name,
        time_zone: before.time_zone,
        week_start: "saturday".to_owned(),
        version: before.version,
        ..organization::Changes::default()
    };
    organization::update(&house.test.db, admin, &changes).await.unwrap();
    assert_eq!(week_start().await, Some(Weekday::Sat));
    house.test.close().await;
}

#[tokio::test]
async fn a_session_ends_when_it_was_idle_for_too_long() {
    let house = House::new().await;
    let token = house.sign_in(None).await.token;
    for _use in 0..3 {
        house.test.clock.advance(LIMITS.idle - TimeDelta::seconds(1));
        assert_eq!(house.standing(&token).await, "analyst", "each use extends it");
    }
    house.test.clock.advance(LIMITS.idle);
    assert_eq!(house.standing(&token).await, "signed out");
    house.test.clock.advance(-LIMITS.idle);
    assert_eq!(house.standing(&token).await, "analyst", "and the look at an idle one has not extended it");
    house.test.close().await;
}

#[tokio::test]
async fn a_session_that_is_only_looked_at_ends_as_if_nobody_had() {
    let house = House::new().await;
    let token = house.sign_in(None).await.token;
    let seen = "select (last_seen_at = created_at)::text from core.sessions";
    for _hour in 1..12 {
        house.test.clock.advance(TimeDelta::hours(1));
        assert_eq!(house.observed(&token).await, "analyst");
    }
    assert_eq!(house.test.superuser_value(seen).await, "true");
    house.test.clock.advance(TimeDelta::minutes(59));
    assert_eq!(house.standing(&token).await, "analyst", "a use in its last minute extends it");
    house.test.clock.advance(LIMITS.idle - TimeDelta::seconds(1));
    assert_eq!(house.observed(&token).await, "analyst");
    house.test.clock.advance(TimeDelta::seconds(1));
    assert_eq!((house.observed(&token).await, house.standing(&token).await), ("signed out", "signed out"));
    house.test.close().await;
}

#[tokio::test]
async fn a_session_ends_at_its_absolute_limit_however_busy_it_is() {
    let house = House::new().await;
    let token = house.sign_in(None).await.token;
    let step = TimeDelta::hours(6);
    for _step in 0..55 {
        house.test.clock.advance(step);
        assert_eq!(house.standing(&token).await, "analyst");
    }
    house.test.clock.advance(step - TimeDelta::seconds(1));
    assert_eq!(house.standing(&token).await, "analyst", "a second before fourteen days");
    house.test.clock.advance(TimeDelta::seconds(1));
    assert_eq!(house.standing(&token).await, "signed out");
    house.test.close().await;
}

#[tokio::test]
async fn signing_out_ends_this_session_alone_and_is_told_once() {
    let house = House::new().await;
    let (token, elsewhere) = (house.sign_in(None).await.token, house.sign_in(None).await.token);
    assert!(sign_out(&house.test.db, &house.visit, &token.hash()).await.unwrap());
    assert_eq!((house.standing(&token).await, house.standing(&elsewhere).await), ("signed out", "analyst"));
    assert!(!sign_out(&house.test.db, &house.visit, &token.hash()).await.unwrap(), "it has ended already");
    assert!(!sign_out(&house.test.db, &house.visit, &[7; 32]).await.unwrap(), "there never was one");
    for table in
        ["integration.outbox where kind = 'security.sign_in.ended'", "audit.events where action = 'sign_in.ended'"]
    {
        assert_eq!(house.test.superuser_value(&format!("select count(*)::text from {table}")).await, "1", "{table}");
    }
    house.test.close().await;
}

#[tokio::test]
async fn the_session_that_the_browser_held_before_ends_with_the_new_one() {
    let house = House::new().await;
    let first = house.sign_in(None).await.token;
    let second = house.sign_in(Some(&first)).await.token;
    assert_eq!((house.standing(&first).await, house.standing(&second).await), ("signed out", "analyst"));
    let reason = "select string_agg(coalesce(ended_reason, 'open'), ' ' order by id) from core.sessions";
    assert_eq!(house.test.superuser_value(reason).await, "replaced open");
    house.test.close().await;
}

#[tokio::test]
async fn a_suspension_holds_at_the_next_request_and_so_does_its_end() {
    let house = House::new().await;
    let token = house.sign_in(None).await.token;
    for (suspend, restore) in [
        (
            "update core.memberships set status = 'suspended' where user_id = '{user}'",
            "update core.memberships set status = 'active' where user_id = '{user}'",
        ),
        (
            "update core.memberships set status = 'removed' where user_id = '{user}'",
            "update core.memberships set status = 'active' where user_id = '{user}'",
        ),
        (
            "update core.users set status = 'suspended' where id = '{user}'",
            "update core.users set status = 'active' where id = '{user}'",
        ),
    ] {
        house.change(suspend).await;
        assert_eq!(house.standing(&token).await, "suspended", "{suspend}");
        house.change(restore).await;
        assert_eq!(house.standing(&token).await, "analyst", "{restore}");
    }
    house.test.close().await;
}

#[tokio::test]
async fn a_change_of_role_holds_at_the_next_request() {
    let house = House::new().await;
    let token = house.sign_in(None).await.token;
    for role in [Role::Auditor, Role::Admin, Role::Executive, Role::Owner] {
        house.change(&format!("update core.memberships set role = '{role}' where user_id = '{{user}}'")).await;
        assert_eq!(house.standing(&token).await, role.as_str());
    }
    house.test.close().await;
}

#[tokio::test]
async fn a_token_is_stored_as_its_hash_only() {
    let house = House::new().await;
    let token = house.sign_in(None).await.token;
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let stored = house.test.superuser_value("select sessions::text from core.sessions").await;
    assert!(stored.contains(&hex(&token.hash())));
    let everything = "select (select string_agg(sessions::text, '') from core.sessions)
        || (select string_agg(events::text, '') from audit.events) || (select string_agg(outbox::text, '') from integration.outbox)";
    let everything = house.test.superuser_value(everything).await;
    assert!(!everything.contains(&token.reveal()));
    // The bytes of the token itself, which its text encodes.
    let raw = house
        .test
        .superuser_value(&format!(
            "select encode(decode(translate('{}', '-_', '+/') || '=', 'base64'), 'hex')",
            token.reveal()
        ))
        .await;
    assert_eq!(raw.len(), 64);
    assert!(!everything.contains(&raw));
    house.test.close().await;
}

#[tokio::test]
async fn a_person_of_two_organizations_arrives_where_they_were_last() {
    let house = House::new().await;
    let other = house.actors.outsider.tenant.id;
    house
        .change(&format!(
            "insert into core.memberships (organization_id, user_id, role) values ('{other}', '{{user}}', 'owner')"
        ))
        .await;
    assert_eq!(house.sign_in(None).await.organization, house.actors.analyst.tenant.id, "the one joined first");
    house.test.clock.advance(TimeDelta::minutes(5));
    let last = house.sign_in(None).await.token;
    house.change(&format!("update core.sessions set organization_id = '{other}' where last_seen_at = (select max(last_seen_at) from core.sessions)")).await;
    assert_eq!(house.standing(&last).await, "owner");
    assert_eq!(house.sign_in(None).await.organization, other);
    house.test.close().await;
}
