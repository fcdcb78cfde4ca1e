//! Signing in: who gets in, who is told nothing, and who has to wait.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use cauldron_admin::session::{Standing, authenticate};
use cauldron_admin::sign_in::{Credentials, OpenedSession, SessionLimits, sign_in};
use cauldron_admin::{PasswordHasher, people};
use cauldron_core::{ApiError, Ctx, SecurityNotice, Visit};
use cauldron_test_support::{Actors, PASSWORD, TestDb};
use cauldron_types::{Problem, ProblemKind, Role};
use chrono::TimeDelta;

const WRONG: &str = "not the password of anybody";

struct House {
    test: TestDb,
    actors: Actors,
    hasher: PasswordHasher,
}

impl House {
    async fn new() -> Self {
        let test = TestDb::new().await;
        let actors = test.actors().await;
        let hasher = PasswordHasher::new(test.db.ambient(), 2).unwrap();
        for ctx in [&actors.owner, &actors.analyst, &actors.outsider] {
            people::reset_password(&test.db, &hasher, &Actors::email(ctx), PASSWORD).await.unwrap();
        }
        Self { test, actors, hasher }
    }

    /// A visit from the address 198.51.100.`last`.
    fn from(&self, last: u8) -> Visit {
        Visit { address: Some([198, 51, 100, last].into()), ..Visit::internal(self.test.db.ambient()) }
    }

    async fn attempt(&self, visit: &Visit, email: &str, password: &str) -> Result<OpenedSession, ApiError> {
        let credentials = Credentials { email: email.to_owned(), password: password.to_owned() };
        sign_in(&self.test.db, &self.hasher, SessionLimits::default(), visit, &credentials, None).await
    }

    async fn refusal(&self, visit: &Visit, email: &str, password: &str) -> Problem {
        match self.attempt(visit, email, password).await {
            Err(ApiError::Problem(problem)) => problem,
            other => panic!("expected a refusal, got {other:?}"),
        }
    }

    async fn notes(&self, ctx: &Ctx) -> String {
        self.test
            .superuser_value(&format!(
                "select coalesce(string_agg(concat_ws(' ', kind, payload ->> 'actor_label', payload -> 'detail' ->> 'reason'), '; '
                     order by sequence), '')
                 from integration.outbox where organization_id = '{}' and kind like 'security.sign\\_in.%'",
                ctx.tenant.id
            ))
            .await
    }
}

#[tokio::test]
async fn the_right_password_opens_a_session_with_the_role_of_the_membership() {
    let house = House::new().await;
    let visit = house.from(1);
    let email = Actors::email(&house.actors.analyst);
    let opened = house.attempt(&visit, &format!("  {} ", email.to_uppercase()), PASSWORD).await.unwrap();
    let limits = SessionLimits::default();
    let standing = authenticate(&house.test.db, limits, &visit, &opened.token.hash()).await.unwrap();
    let Standing::Active(known) = standing else { panic!("{standing:?}") };
    let signed_in = known.signed_in().unwrap();
    let analyst = &house.actors.analyst;
    assert_eq!(known.ctx.tenant, analyst.tenant);
    assert_eq!((signed_in.email.as_str(), signed_in.role), (email.as_str(), Role::Analyst));
    assert_eq!(Some(signed_in.user), analyst.actor.user());
    assert_eq!(signed_in.permissions, analyst.permissions());
    house.test.close().await;
}

#[tokio::test]
async fn wrong_password_unknown_account_and_suspended_people_get_one_answer() {
    let house = House::new().await;
    let suspended = Actors::email(&house.actors.analyst);
    house.test.superuser_sql(&format!("update core.users set status = 'suspended' where email = '{suspended}'")).await;
    let without_membership = Actors::email(&house.actors.outsider);
    // As a replica, for which no trigger keeps the last owner.
    house.test.superuser_sql(&format!(
        "set session_replication_role = replica;
         update core.memberships set status = 'removed' where user_id = (select id from core.users where email = '{without_membership}')"
    )).await;
    let mut answers = Vec::new();
    for (email, password) in [
        (Actors::email(&house.actors.owner).as_str(), WRONG),
        ("nobody@example.org", PASSWORD),
        ("not even an address", PASSWORD),
        ("", ""),
        (&suspended, PASSWORD),
        (&without_membership, PASSWORD),
        // Known, but without a password.
        (&Actors::email(&house.actors.executive), PASSWORD),
    ] {
        let problem = house.refusal(&house.from(1), email, password).await;
        answers.push((email.to_owned(), problem.kind, problem.message, problem.fields.len(), problem.retry_after));
    }
    for answer in &answers {
        let sentence = "The e-mail address or the password is not right.".to_owned();
        assert_eq!(
            (answer.1, &answer.2, answer.3, answer.4),
            (ProblemKind::Unauthenticated, &sentence, 0, None),
            "{answer:?}"
        );
    }
    assert_eq!(house.test.superuser_value("select count(*)::text from core.sessions").await, "0");
    house.test.close().await;
}

#[tokio::test]
async fn five_failures_block_and_whoever_waits_may_try_again() {
    let house = House::new().await;
    let (visit, email) = (house.from(1), Actors::email(&house.actors.owner));
    for _failure in 0..5 {
        assert_eq!(house.refusal(&visit, &email, WRONG).await.kind, ProblemKind::Unauthenticated);
    }
    let blocked = house.refusal(&visit, &email, PASSWORD).await;
    assert_eq!((blocked.kind, blocked.retry_after), (ProblemKind::TooMany, Some(30)));
    assert_eq!(blocked.message, "Too many attempts. Try again in 30 seconds.");
    house.test.clock.advance(TimeDelta::seconds(20));
    assert_eq!(house.refusal(&visit, &email, PASSWORD).await.retry_after, Some(10), "asking does not prolong it");

    // Elsewhere, and for other people, nothing is blocked.
    house.attempt(&house.from(2), &email, PASSWORD).await.unwrap();
    house.attempt(&visit, &Actors::email(&house.actors.analyst), PASSWORD).await.unwrap();

    house.test.clock.advance(TimeDelta::seconds(10));
    assert_eq!(house.refusal(&visit, &email, WRONG).await.kind, ProblemKind::Unauthenticated, "one attempt");
    let blocked = house.refusal(&visit, &email, PASSWORD).await;
    assert_eq!((blocked.kind, blocked.retry_after), (ProblemKind::TooMany, Some(60)), "then twice as long");
    house.test.clock.advance(TimeDelta::seconds(60));
    house.attempt(&visit, &email, PASSWORD).await.expect("who has waited gets in");
    for _failure in 0..5 {
        assert_eq!(
            house.refusal(&visit, &email, WRONG).await.kind,
            ProblemKind::Unauthenticated,
            "the count starts anew"
        );
    }
    house.test.close().await;
}

#[tokio::test]
async fn blocks_double_until_the_quarter_of_an_hour_is_over() {
    let house = House::new().await;
    let (visit, email) = (house.from(1), Actors::email(&house.actors.owner));
    for _failure in 0..5 {
        assert_eq!(house.refusal(&visit, &email, WRONG).await.kind, ProblemKind::Unauthenticated);
    }
    for expected in [30, 60, 120, 240, 480] {
        assert_eq!(house.refusal(&visit, &email, WRONG).await.retry_after, Some(expected));
        house.test.clock.advance(TimeDelta::seconds(i64::from(expected)));
        assert_eq!(house.refusal(&visit, &email, WRONG).await.kind, ProblemKind::Unauthenticated, "after {expected} s");
    }
    for _failure in 0..4 {
        assert_eq!(
            house.refusal(&visit, &email, WRONG).await.kind,
            ProblemKind::Unauthenticated,
            "the count starts anew"
        );
    }
    house.test.close().await;
}

#[tokio::test]
async fn parallel_guesses_are_counted_before_any_is_checked() {
    let house = std::sync::Arc::new(House::new().await);
    let email = Actors::email(&house.actors.owner);
    let guesses: Vec<_> = (0..20)
        .map(|_| {
            let (house, email) = (house.clone(), email.clone());
            tokio::spawn(async move { house.refusal(&house.from(1), &email, WRONG).await.kind })
        })
        .collect();
    let mut checked = 0;
    for guess in guesses {
        checked += u32::from(guess.await.unwrap() == ProblemKind::Unauthenticated);
    }
    assert_eq!(checked, 5);
}

#[tokio::test]
async fn strangers_who_hammer_an_account_never_block_its_owner_at_a_familiar_address() {
    let house = House::new().await;
    let (home, email) = (house.from(1), Actors::email(&house.actors.owner));
    house.attempt(&home, &email, PASSWORD).await.unwrap();
    // Many addresses, none of which is blocked for itself.
    let mut refused = 0;
    for stranger in 0..110_u8 {
        refused +=
            u32::from(house.refusal(&house.from(100 + stranger), &email, WRONG).await.kind == ProblemKind::TooMany);
    }
    assert_eq!(refused, 10, "after a hundred the account is closed to strangers");
    assert_eq!(house.refusal(&house.from(250), &email, PASSWORD).await.kind, ProblemKind::TooMany);
    house.attempt(&home, &email, PASSWORD).await.expect("the owner at home");
    assert_eq!(house.refusal(&home, &email, WRONG).await.kind, ProblemKind::Unauthenticated);
    house.test.clock.advance(TimeDelta::minutes(15));
    house.attempt(&house.from(250), &email, PASSWORD).await.expect("the block of strangers ends as well");
    house.test.close().await;
}

#[tokio::test]
async fn one_address_that_goes_on_after_its_block_cannot_block_the_account_elsewhere() {
    let house = House::new().await;
    let email = Actors::email(&house.actors.owner);
    for _attempt in 0..150 {
        house.refusal(&house.from(66), &email, WRONG).await;
    }
    house.attempt(&house.from(7), &email, PASSWORD).await.expect("from an address never seen before");
    house.test.close().await;
}

#[tokio::test]
async fn an_address_that_tries_many_accounts_has_to_wait() {
    let house = House::new().await;
    for account in 0..60 {
        let email = format!("guess{account}@example.org");
        assert_eq!(house.refusal(&house.from(66), &email, WRONG).await.kind, ProblemKind::Unauthenticated);
    }
    let email = Actors::email(&house.actors.owner);
    assert_eq!(house.refusal(&house.from(66), &email, PASSWORD).await.kind, ProblemKind::TooMany);
    house.attempt(&house.from(67), &email, PASSWORD).await.unwrap();
    house.test.clock.advance(TimeDelta::seconds(30));
    house.attempt(&house.from(66), &email, PASSWORD).await.expect("a neighbour behind the same address");
    house.attempt(&house.from(66), &email, PASSWORD).await.expect("whose success blocks nobody");
    house.test.close().await;
}

#[tokio::test]
async fn an_address_that_is_blocked_leaves_no_row_for_each_name_that_it_makes_up() {
    let house = House::new().await;
    for account in 0..60 {
        house.refusal(&house.from(66), &format!("guess{account}@example.org"), WRONG).await;
    }
    let rows = "select string_agg(scope || ' ' || count, ', ' order by scope)
        from (select scope, count(*) from core.sign_in_attempts group by scope) as counted";
    assert_eq!(house.refusal(&house.from(66), "one@example.org", WRONG).await.kind, ProblemKind::TooMany);
    let before = house.test.superuser_value(rows).await;
    assert_eq!(before, "account 60, address 1, pair 61", "the attempt that began the block is one of them");
    let notes = house.notes(&house.actors.owner).await;
    for account in 0..40 {
        let refusal = house.refusal(&house.from(66), &format!("flood{account}@example.org"), WRONG).await;
        assert_eq!((refusal.kind, refusal.retry_after), (ProblemKind::TooMany, Some(30)));
    }
    assert_eq!(house.test.superuser_value(rows).await, before);
    assert_eq!(house.notes(&house.actors.owner).await, notes, "nor an entry");
    house.test.close().await;
}

#[tokio::test]
async fn a_block_is_noted_when_it_begins_whatever_else_was_blocked_at_that_instant() {
    let house = House::new().await;
    let (visit, email) = (house.from(1), Actors::email(&house.actors.owner));
    for _failure in 0..6 {
        house.refusal(&visit, &email, WRONG).await;
    }
    let blocks = async || house.notes(&house.actors.owner).await.matches(SecurityNotice::BLOCKED).count();
    assert_eq!(blocks().await, 1);
    // The clock stands: the block began at this very instant. Keys of one scope mean nothing in another.
    house
        .test
        .superuser_sql(
            "insert into core.sign_in_attempts (scope, key_hash, attempts, window_started_at, blocked_at, blocked_until)
             select other, key_hash, 999, window_started_at, blocked_at, blocked_until
             from core.sign_in_attempts, unnest(array['address', 'account']) as other
             where scope = 'pair'",
        )
        .await;
    assert_eq!(house.refusal(&visit, &email, WRONG).await.retry_after, Some(30));
    assert_eq!(blocks().await, 1, "an attempt that meets a block is not the one that began it");
    house.attempt(&visit, &Actors::email(&house.actors.analyst), PASSWORD).await.expect("the address is not blocked");
    house.test.close().await;
}

#[tokio::test]
async fn an_owner_on_ipv6_is_at_home_in_the_whole_network_and_nowhere_else() {
    let house = House::new().await;
    let email = Actors::email(&house.actors.owner);
    let at = |address: &str| Visit { address: Some(address.parse().unwrap()), ..house.from(0) };
    house.attempt(&at("2001:db8:a:b::1"), &email, PASSWORD).await.unwrap();
    for stranger in 0..101_u8 {
        house.refusal(&house.from(stranger), &email, WRONG).await;
    }
    for elsewhere in ["2001:db8:a:c::1", "2001:db8:b:b::1", "203.0.113.9"] {
        assert_eq!(house.refusal(&at(elsewhere), &email, PASSWORD).await.kind, ProblemKind::TooMany, "{elsewhere}");
    }
    // Privacy addresses change every day; the network in front stays.
    house.attempt(&at("2001:db8:a:b:c1d2:e3f4:5:6"), &email, PASSWORD).await.expect("the owner at home");
    house.test.close().await;
}

#[tokio::test]
async fn an_owner_on_ipv4_is_at_home_at_the_address_alone() {
    let house = House::new().await;
    let email = Actors::email(&house.actors.owner);
    house.attempt(&house.from(1), &email, PASSWORD).await.unwrap();
    for stranger in 0..101_u8 {
        house.refusal(&house.from(100 + stranger), &email, WRONG).await;
    }
    assert_eq!(house.refusal(&house.from(2), &email, PASSWORD).await.kind, ProblemKind::TooMany, "a neighbour's");
    house.attempt(&house.from(1), &email, PASSWORD).await.expect("the owner at home");
    house.test.close().await;
}

#[tokio::test]
async fn sign_ins_are_told_to_the_organizations_of_the_person_and_failures_of_strangers_to_the_operating_one() {
    let house = House::new().await;
    let (here, there) = (&house.actors.owner, &house.actors.outsider);
    house.attempt(&house.from(1), &Actors::email(there), PASSWORD).await.unwrap();
    house.refusal(&house.from(1), &Actors::email(there), WRONG).await;
    assert_eq!(
        house.notes(there).await,
        "security.sign_in.succeeded Otto; security.sign_in.failed o…@example.org wrong password or unknown account"
    );
    assert_eq!(house.notes(here).await, "", "another organization learns nothing");

    house.refusal(&house.from(1), "nobody@example.org", WRONG).await;
    house.refusal(&house.from(1), "my secret password", WRONG).await;
    assert_eq!(
        house.notes(here).await,
        "security.sign_in.failed n…@example.org wrong password or unknown account; \
         security.sign_in.failed an unknown account wrong password or unknown account"
    );
    let stored = "select (select string_agg(events::text, '') from audit.events) || (select string_agg(outbox::text, '') from integration.outbox)";
    let stored = house.test.superuser_value(stored).await;
    for secret in ["nobody@", "my secret password", WRONG, PASSWORD] {
        assert!(!stored.contains(secret), "{secret}");
    }

    // A member of both: both are told.
    house
        .test
        .superuser_sql(&format!(
            "insert into core.memberships (organization_id, user_id, role) values ('{}', '{}', 'auditor')",
            here.tenant.id,
            there.actor.user().unwrap()
        ))
        .await;
    house.refusal(&house.from(1), &Actors::email(there), WRONG).await;
    for ctx in [here, there] {
        assert!(
            house
                .notes(ctx)
                .await
                .ends_with("security.sign_in.failed o…@example.org wrong password or unknown account")
        );
    }
    house.test.close().await;
}
