//! Links that stand in for a password: who gets one, what it opens once, and what nobody learns from asking.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use cauldron_admin::session::{Standing, authenticate};
use cauldron_admin::sign_in::{Credentials, OpenedSession, SessionLimits, sign_in};
use cauldron_admin::{PasswordHasher, people, recovery};
use cauldron_core::{ApiError, Ctx, TokenHash, Visit};
use cauldron_test_support::{Actors, PASSWORD, TestDb};
use cauldron_types::{LinkKind, ProblemKind};
use chrono::TimeDelta;

const NEW: &str = "wandering otters juggle lamps";
const URL: &str = "https://c.example";

struct House {
    test: TestDb,
    actors: Actors,
    hasher: PasswordHasher,
}

impl House {
    /// With a mail server, and the analyst's address verified.
    async fn new() -> Self {
        let test = TestDb::new().await;
        let actors = test.actors().await;
        let hasher = PasswordHasher::new(test.db.ambient(), 2).unwrap();
        for person in [&actors.analyst, &actors.owner, &actors.admin] {
            people::reset_password(&test.db, &hasher, &Actors::email(person), PASSWORD).await.unwrap();
        }
        let (here, analyst) = (actors.owner.tenant.id, actors.analyst.actor.user().unwrap());
        test.superuser_sql(&format!(
            "insert into integration.mail_settings (organization_id, host, port, encryption, sender)
             values ('{here}', 'mail.example.org', 465, 'tls', 'a@example.org');
             update core.users set email_verified_at = '2026-11-01' where id = '{analyst}'"
        ))
        .await;
        Self { test, actors, hasher }
    }

    fn visit(&self) -> Visit {
        Visit { address: Some([198, 51, 100, 1].into()), ..Visit::internal(self.test.db.ambient()) }
    }

    async fn enter(&self, email: &str, password: &str) -> Result<OpenedSession, ApiError> {
        let credentials = Credentials { email: email.to_owned(), password: password.to_owned() };
        sign_in(&self.test.db, &self.hasher, SessionLimits::default(), &self.visit(), &credentials, None).await
    }

    /// A session and its context.
    async fn session(&self, person: &Ctx) -> (Ctx, TokenHash) {
        let token = self.enter(&Actors::email(person), PASSWORD).await.unwrap().token.hash();
        match authenticate(&self.test.db, SessionLimits::default(), &self.visit(), &token).await.unwrap() {
            Standing::Active(known) => (known.ctx, token),
            other => panic!("{other:?}"),
        }
    }

    async fn ask(&self, email: &str) -> Result<(), ApiError> {
        recovery::request(&self.test.db, &self.visit(), URL, email).await
    }

    /// The secret of the link in the latest mail to an address; empty when there is none.
    async fn mailed(&self, to: &str) -> String {
        self.test
            .superuser_value(&format!(
                "select (select substring(body from 'link=([A-Za-z0-9_-]+)') from integration.mails
                 where recipient = '{to}' order by created_at desc, id desc limit 1)"
            ))
            .await
    }

    async fn count(&self, what: &str) -> String {
        self.test.superuser_value(&format!("select count(*)::text from {what}")).await
    }
}

fn secret(url: &str) -> &str {
    url.strip_prefix("https://c.example/recover?link=").unwrap()
}

#[tokio::test]
async fn a_verified_address_gets_a_link_that_sets_a_password_once_and_ends_every_session() {
    let house = House::new().await;
    let (db, email) = (&house.test.db, Actors::email(&house.actors.analyst));
    let (_, token) = house.session(&house.actors.analyst).await;
    house.ask(&format!(" {}", email.to_uppercase())).await.unwrap();
    let link = house.mailed(&email).await;
    assert_eq!(recovery::look_up(db, &house.visit(), &link).await.unwrap().kind, LinkKind::Password);
    let weak = recovery::set_password(db, &house.hasher, &house.visit(), &link, "too short").await.unwrap_err();
    assert!(weak.into_problem("t").field("password").is_some(), "and the link still works");
    recovery::set_password(db, &house.hasher, &house.visit(), &link, NEW).await.unwrap();
    let standing = authenticate(db, SessionLimits::default(), &house.visit(), &token).await.unwrap();
    assert!(matches!(standing, Standing::SignedOut));
    assert!(house.enter(&email, PASSWORD).await.is_err());
    house.enter(&email, NEW).await.unwrap();
    let again = recovery::set_password(db, &house.hasher, &house.visit(), &link, PASSWORD).await.unwrap_err();
    assert!(again.to_string().contains("has been used"), "{again}");
    let stored = house.test.superuser_value("select string_agg(l::text, '') from core.recovery_links l").await;
    assert!(!stored.contains(&link), "the hash alone is stored");
    house.test.close().await;
}

#[tokio::test]
async fn a_link_expires_and_a_newer_one_takes_its_place() {
    let house = House::new().await;
    let (db, email) = (&house.test.db, Actors::email(&house.actors.analyst));
    house.ask(&email).await.unwrap();
    let first = house.mailed(&email).await;
    house.test.clock.advance(TimeDelta::minutes(1));
    house.ask(&email).await.unwrap();
    let second = house.mailed(&email).await;
    assert_ne!(first, second);
    assert!(recovery::look_up(db, &house.visit(), &first).await.is_err());
    house.test.clock.advance(TimeDelta::hours(1));
    let expired = recovery::look_up(db, &house.visit(), &second).await.unwrap_err();
    assert!(expired.to_string().contains("expired"), "{expired}");
    for unknown in ["", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        assert_eq!(recovery::look_up(db, &house.visit(), unknown).await.unwrap_err().kind(), ProblemKind::Invalid);
    }
    house.test.close().await;
}

#[tokio::test]
async fn asking_tells_nobody_whether_there_is_an_account() {
    let house = House::new().await;
    let began = std::time::Instant::now();
    house.ask("nobody@example.org").await.unwrap();
    let unknown = began.elapsed();
    let began = std::time::Instant::now();
    house.ask(&Actors::email(&house.actors.analyst)).await.unwrap();
    let known = began.elapsed();
    assert!(unknown.as_millis() >= 250 && known.as_millis() >= 250);
    // Unverified: nothing goes to an address that nobody has shown to be theirs.
    house.ask(&Actors::email(&house.actors.executive)).await.unwrap();
    assert_eq!(house.count("integration.mails").await, "1");
    assert_eq!(house.count("audit.events where action = 'recovery.unanswered'").await, "2");
    let labels = house
        .test
        .superuser_value(
            "select string_agg(actor_label, ' ' order by id) from audit.events where action = 'recovery.unanswered'",
        )
        .await;
    assert_eq!(labels, "n…@example.org e…@example.org", "masked");
    assert_eq!(house.ask("not an address").await.unwrap_err().kind(), ProblemKind::Invalid);
    house.test.superuser_sql("delete from integration.mail_settings").await;
    house.test.clock.advance(TimeDelta::hours(2));
    house.ask(&Actors::email(&house.actors.analyst)).await.unwrap();
    assert_eq!(house.count("integration.mails").await, "1", "without a mail server nothing goes by mail");
    house.test.close().await;
}

#[tokio::test]
async fn asking_again_and_again_is_refused_for_known_and_unknown_alike() {
    let house = House::new().await;
    for email in ["nobody@example.org".to_owned(), Actors::email(&house.actors.analyst)] {
        for _ in 0..3 {
            house.ask(&email).await.unwrap();
        }
        let refused = house.ask(&email).await.unwrap_err().into_problem("t");
        assert_eq!((refused.kind, refused.retry_after), (ProblemKind::TooMany, Some(30)), "{email}");
    }
    house.test.close().await;
}

#[tokio::test]
async fn an_address_changes_by_a_link_to_the_new_one_and_the_old_one_is_told() {
    let house = House::new().await;
    let (db, email) = (&house.test.db, Actors::email(&house.actors.analyst));
    let (ctx, token) = house.session(&house.actors.analyst).await;
    let bad = recovery::request_email(db, &ctx, &token, URL, "nobody").await.unwrap_err();
    assert!(bad.into_problem("t").field("email").is_some());
    recovery::request_email(db, &ctx, &token, URL, "new@example.org").await.unwrap();
    let link = house.mailed("new@example.org").await;
    house.enter(&email, PASSWORD).await.unwrap();
    recovery::confirm_email(db, &house.visit(), &link).await.unwrap();
    assert!(house.enter(&email, PASSWORD).await.is_err());
    house.enter("new@example.org", PASSWORD).await.unwrap();
    let told = format!("integration.mails where recipient = '{email}' and kind = 'account.email_changed'");
    assert_eq!(house.count(&told).await, "1");
    assert!(recovery::own_email(db, &ctx, &token).await.unwrap().verified, "the link went there by mail");
    // An address that somebody has gets nothing, and the answer is the same.
    recovery::request_email(db, &ctx, &token, URL, &Actors::email(&house.actors.owner)).await.unwrap();
    assert_eq!(house.mailed(&Actors::email(&house.actors.owner)).await, "");
    house.test.clock.advance(TimeDelta::minutes(10));
    let old = recovery::request_email(db, &ctx, &token, URL, "third@example.org").await.unwrap_err();
    assert_eq!(old.kind(), ProblemKind::ProofNeeded);
    house.test.close().await;
}

#[tokio::test]
async fn an_address_is_verified_by_a_link_that_went_there() {
    let house = House::new().await;
    let (db, email) = (&house.test.db, Actors::email(&house.actors.owner));
    let (ctx, token) = house.session(&house.actors.owner).await;
    assert!(!recovery::own_email(db, &ctx, &token).await.unwrap().verified);
    recovery::request_verification(db, &ctx, &token, URL).await.unwrap();
    let link = house.mailed(&email).await;
    assert_eq!(recovery::look_up(db, &house.visit(), &link).await.unwrap().kind, LinkKind::Verification);
    let wrong = recovery::set_password(db, &house.hasher, &house.visit(), &link, NEW).await.unwrap_err();
    assert_eq!(wrong.kind(), ProblemKind::Invalid, "a link is good for what it was made for");
    recovery::confirm_email(db, &house.visit(), &link).await.unwrap();
    assert!(recovery::own_email(db, &ctx, &token).await.unwrap().verified);
    assert!(recovery::confirm_email(db, &house.visit(), &link).await.is_err());
    house.test.close().await;
}

#[tokio::test]
async fn an_operator_makes_links_for_anybody_and_an_administrator_for_people_of_no_other_organization() {
    let house = House::new().await;
    let db = &house.test.db;
    let (owner, owner_token) = house.session(&house.actors.owner).await;
    let issued =
        recovery::issue(db, &owner, &owner_token, URL, &Actors::email(&house.actors.outsider), "").await.unwrap();
    assert_eq!(issued.kind, LinkKind::Password);
    recovery::set_password(db, &house.hasher, &house.visit(), secret(&issued.url), NEW).await.unwrap();
    assert_eq!(
        house
            .test
            .superuser_value("select count(email_verified_at)::text from core.users where email like 'otto%'")
            .await,
        "0",
        "a link that was handed over proves no address"
    );

    // The outsider's organization does not operate the installation.
    let token = house.enter(&Actors::email(&house.actors.outsider), NEW).await.unwrap().token.hash();
    let Standing::Active(known) = authenticate(db, SessionLimits::default(), &house.visit(), &token).await.unwrap()
    else {
        panic!("signed in")
    };
    let (there, here) = (house.actors.outsider.tenant.id, house.actors.owner.tenant.id);
    let analyst = house.actors.analyst.actor.user().unwrap();
    let unknown =
        recovery::issue(db, &known.ctx, &token, URL, &Actors::email(&house.actors.analyst), "").await.unwrap_err();
    let nobody = recovery::issue(db, &known.ctx, &token, URL, "nobody@example.org", "").await.unwrap_err();
    assert_eq!(unknown.to_string(), nobody.to_string(), "another organization's people are as unknown as nobody");
    house
        .test
        .superuser_sql(&format!(
            "insert into core.memberships (organization_id, user_id, role) values ('{there}', '{analyst}', 'analyst')"
        ))
        .await;
    let elsewhere =
        recovery::issue(db, &known.ctx, &token, URL, &Actors::email(&house.actors.analyst), "").await.unwrap_err();
    assert!(elsewhere.to_string().contains("another one too"), "{elsewhere}");
    house
        .test
        .superuser_sql(&format!(
            "update core.memberships set status = 'removed' where organization_id = '{here}' and user_id = '{analyst}'"
        ))
        .await;
    recovery::issue(db, &known.ctx, &token, URL, &Actors::email(&house.actors.analyst), "").await.unwrap();

    // An admin cannot make themself an owner by way of the owner's password.
    let (admin, admin_token) = house.session(&house.actors.admin).await;
    let refused =
        recovery::issue(db, &admin, &admin_token, URL, &Actors::email(&house.actors.owner), "").await.unwrap_err();
    assert!(refused.to_string().contains("own an organization"), "{refused}");
    for ctx in [&house.actors.executive, &house.actors.auditor] {
        let refused = recovery::issue(db, ctx, &owner_token, URL, "x@example.org", "").await.unwrap_err();
        assert_eq!(refused.kind(), ProblemKind::Forbidden);
    }
    house.test.close().await;
}

#[tokio::test]
async fn the_command_line_makes_links_for_passwords_and_addresses() {
    let house = House::new().await;
    let (db, email) = (&house.test.db, Actors::email(&house.actors.executive));
    let url = recovery::issue_by_operator(db, URL, &email, "other@example.org").await.unwrap();
    assert_eq!(recovery::look_up(db, &house.visit(), secret(&url)).await.unwrap().email, "other@example.org");
    recovery::confirm_email(db, &house.visit(), secret(&url)).await.unwrap();
    let url = recovery::issue_by_operator(db, URL, "other@example.org", "").await.unwrap();
    recovery::set_password(db, &house.hasher, &house.visit(), secret(&url), NEW).await.unwrap();
    house.enter("other@example.org", NEW).await.unwrap();
    for (email, new_email) in [("nobody@example.org", ""), ("other@example.org", "olivia@example.org"), ("x", "")] {
        assert!(recovery::issue_by_operator(db, URL, email, new_email).await.is_err(), "{email} {new_email}");
    }
    house.test.close().await;
}
