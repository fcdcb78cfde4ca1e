//! What a person does to their own account, and what nobody can do to another's.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use cauldron_admin::account::{
    PasswordChange, change_password, organizations, rename, revoke_other_sessions, revoke_session, sessions,
    switch_organization,
};
use cauldron_admin::session::{Authenticated, Standing, authenticate, is_superseded};
use cauldron_admin::sign_in::{Credentials, OpenedSession, SessionLimits, sign_in, sign_out};
use cauldron_admin::{PasswordHasher, people};
use cauldron_core::{ApiError, Ctx, SecretToken, TokenHash, Visit};
use cauldron_platform::places::Places;
use cauldron_test_support::{Actors, PASSWORD, TestDb};
use cauldron_types::{ProblemKind, SessionId};
use chrono::TimeDelta;
use sqlx::Connection as _;

const OTHER_PASSWORD: &str = "wandering otters juggle lamps";

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
        for person in [&actors.analyst, &actors.admin] {
            people::reset_password(&test.db, &hasher, &Actors::email(person), PASSWORD).await.unwrap();
        }
        Self { test, actors, hasher }
    }

    fn visit(&self, address: [u8; 4], user_agent: &str) -> Visit {
        let user_agent = user_agent.to_owned();
        Visit { address: Some(address.into()), user_agent, ..Visit::internal(self.test.db.ambient()) }
    }

    async fn enter(&self, person: &Ctx, visit: &Visit, password: &str) -> Result<OpenedSession, ApiError> {
        let credentials = Credentials { email: Actors::email(person), password: password.to_owned() };
        sign_in(&self.test.db, &self.hasher, SessionLimits::default(), visit, &credentials, None).await
    }

    /// Signs in and returns the context of the session with its token's hash.
    async fn session(&self, person: &Ctx) -> (Ctx, TokenHash) {
        let visit =
            self.visit([198, 51, 100, 1], "Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0");
        let token = self.enter(person, &visit, PASSWORD).await.unwrap().token.hash();
        (self.standing(&token).await.unwrap().ctx, token)
    }

    async fn standing(&self, token: &TokenHash) -> Option<Authenticated> {
        let visit = Visit::internal(self.test.db.ambient());
        match authenticate(&self.test.db, SessionLimits::default(), &visit, token).await.unwrap() {
            Standing::Active(person) => Some(*person),
            _ => None,
        }
    }

    /// A transaction that holds the person's credentials until it is committed.
    async fn lock_credentials(&self, person: &Ctx) -> sqlx::PgConnection {
        let mut superuser = sqlx::PgConnection::connect(&self.test.superuser).await.unwrap();
        sqlx::query("begin").execute(&mut superuser).await.unwrap();
        sqlx::query("select from core.credentials where user_id = $1 for update")
            .bind(person.actor.user().unwrap().0)
            .execute(&mut superuser)
            .await
            .unwrap();
        superuser
    }

    /// Waits until that many transactions wait for a row.
    async fn until_waiting(&self, transactions: u32) {
        let waiting = "select count(*)::text from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'";
        let mut tries = 0;
        while self.test.superuser_value(waiting).await != transactions.to_string() {
            tries += 1;
            assert!(tries < 600, "they never came to wait");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }

    async fn entries(&self, action: &str) -> String {
        let sql = format!(
            "select coalesce(string_agg(concat_ws('|', actor_kind, actor_label, subject_kind, detail::text), ' ' order by id), '')
             from audit.events where action = '{action}'"
        );
        self.test.superuser_value(&sql).await
    }

    async fn notices(&self, kind: &str) -> String {
        let sql = format!("select count(*)::text from integration.outbox where kind = 'security.{kind}'");
        self.test.superuser_value(&sql).await
    }
}

fn field(refusal: &ApiError, name: &str) -> String {
    match refusal {
        ApiError::Problem(problem) => problem.field(name).unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

fn change(person: &Ctx, current: &str, new: &str) -> PasswordChange {
    PasswordChange { email: Actors::email(person), current: current.to_owned(), new: new.to_owned() }
}

#[tokio::test]
async fn one_sees_one_s_own_sessions_and_no_other() {
    let house = House::new().await;
    let db = &house.test.db;
    let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Mobile Safari/604.1";
    house.enter(&house.actors.analyst, &house.visit([203, 0, 113, 9], phone), PASSWORD).await.unwrap();
    house.session(&house.actors.admin).await;
    house.test.clock.advance(TimeDelta::minutes(5));
    let (ctx, token) = house.session(&house.actors.analyst).await;
    let own = sessions(db, &Places::default(), &ctx, &token).await.unwrap();
    let shown: Vec<_> =
        own.iter().map(|session| (session.current, session.browser.as_str(), session.address.as_str())).collect();
    assert_eq!(shown, [(true, "Firefox on Linux", "198.51.100.1"), (false, "Safari on iPhone", "203.0.113.9")]);
    house.test.clock.advance(TimeDelta::days(1));
    assert_eq!(
        sessions(db, &Places::default(), &ctx, &token).await.unwrap(),
        [],
        "a session that is over shows nothing"
    );
    house.test.close().await;
}

#[tokio::test]
async fn a_revoked_session_is_over_at_once_and_both_records_say_so() {
    let house = House::new().await;
    let db = &house.test.db;
    let (_, lost) = house.session(&house.actors.analyst).await;
    let (ctx, token) = house.session(&house.actors.analyst).await;
    let own = sessions(db, &Places::default(), &ctx, &token).await.unwrap();
    let other = own.iter().find(|session| !session.current).unwrap().id;
    revoke_session(db, &ctx, &token, other).await.unwrap();
    assert!(house.standing(&lost).await.is_none() && house.standing(&token).await.is_some());
    assert_eq!(
        house.entries("session.revoked").await,
        format!("person|Ana|user|{{\"count\": 1, \"sessions\": [\"{other}\"]}}")
    );
    assert_eq!(house.notices("session.revoked").await, "1");
    let again = revoke_session(db, &ctx, &token, other).await.unwrap_err();
    assert_eq!((again.kind(), again.to_string().as_str()), (ProblemKind::NotFound, "That session has ended already."));
    house.test.close().await;
}

#[tokio::test]
async fn nobody_ends_the_session_of_somebody_else_nor_the_one_they_ask_with() {
    let house = House::new().await;
    let db = &house.test.db;
    let (theirs_ctx, theirs) = house.session(&house.actors.admin).await;
    let theirs_id = sessions(db, &Places::default(), &theirs_ctx, &theirs).await.unwrap().first().unwrap().id;
    let (ctx, token) = house.session(&house.actors.analyst).await;
    let own = sessions(db, &Places::default(), &ctx, &token).await.unwrap().first().unwrap().id;
    for session in [theirs_id, own, SessionId(ctx.new_id())] {
        let refusal = revoke_session(db, &ctx, &token, session).await.unwrap_err();
        assert_eq!(refusal.kind(), ProblemKind::NotFound);
    }
    assert_eq!(revoke_other_sessions(db, &ctx, &token).await.unwrap(), 0);
    assert!(house.standing(&theirs).await.is_some() && house.standing(&token).await.is_some());
    assert_eq!(house.entries("session.revoked").await, "", "and nothing is recorded of what did not happen");
    let forged = SecretToken::generate(db.ambient()).hash();
    assert_eq!(revoke_other_sessions(db, &ctx, &forged).await.unwrap(), 0);
    assert_eq!(sessions(db, &Places::default(), &ctx, &forged).await.unwrap(), []);
    house.test.close().await;
}

#[tokio::test]
async fn all_others_end_together_with_one_entry() {
    let house = House::new().await;
    let db = &house.test.db;
    let mut others = Vec::new();
    for _ in 0..3 {
        others.push(house.session(&house.actors.analyst).await.1);
    }
    let (ctx, token) = house.session(&house.actors.analyst).await;
    assert_eq!(revoke_other_sessions(db, &ctx, &token).await.unwrap(), 3);
    for other in &others {
        assert!(house.standing(other).await.is_none());
    }
    assert_eq!(sessions(db, &Places::default(), &ctx, &token).await.unwrap().len(), 1);
    let entry = house.entries("session.revoked").await;
    assert!(entry.starts_with("person|Ana|user|{\"count\": 3,"), "{entry}");
    assert_eq!(house.notices("session.revoked").await, "1");
    house.test.close().await;
}

#[tokio::test]
async fn a_new_password_takes_the_old_one_and_ends_the_other_sessions() {
    let house = House::new().await;
    let db = &house.test.db;
    let (_, other) = house.session(&house.actors.analyst).await;
    let (ctx, token) = house.session(&house.actors.analyst).await;
    let renewed =
        change_password(db, &house.hasher, &ctx, &token, &change(&ctx, PASSWORD, OTHER_PASSWORD)).await.unwrap();
    assert!(house.standing(&other).await.is_none() && house.standing(&token).await.is_none());
    let own = house.standing(&renewed.hash()).await.unwrap();
    assert_eq!(own.ctx.actor, ctx.actor, "the session goes on under another token");
    let visit = Visit::internal(db.ambient());
    assert!(is_superseded(db, &visit, &token).await.unwrap() && !is_superseded(db, &visit, &other).await.unwrap());
    let refused = house.enter(&ctx, &visit, PASSWORD).await.unwrap_err();
    assert_eq!(refused.kind(), ProblemKind::Unauthenticated);
    house.enter(&ctx, &visit, OTHER_PASSWORD).await.unwrap();
    assert_eq!(house.entries("password.changed").await, "person|Ana|user|{\"sessions_ended\": 1}");
    assert_eq!(house.notices("password.changed").await, "1");
    let everything =
        "select string_agg(events::text, '') || (select string_agg(outbox::text, '') from integration.outbox)
        || (select string_agg(credentials::text, '') from core.credentials) from audit.events";
    let everything = house.test.superuser_value(everything).await;
    assert!(!everything.contains(PASSWORD) && !everything.contains(OTHER_PASSWORD));
    house.test.close().await;
}

#[tokio::test]
async fn a_password_is_changed_only_by_whoever_knows_it_and_to_a_good_one_only() {
    let house = House::new().await;
    let db = &house.test.db;
    let (ctx, token) = house.session(&house.actors.analyst).await;
    let attempt = async |current: &str, new: &str| {
        change_password(db, &house.hasher, &ctx, &token, &change(&ctx, current, new)).await.unwrap_err()
    };
    let short = attempt(PASSWORD, "short").await;
    assert!(field(&short, "new").contains("at least 15 characters"), "{short}");
    assert!(field(&attempt(PASSWORD, "ana.example.org.ana").await, "new").contains("made from your name"));
    assert!(field(&attempt(PASSWORD, PASSWORD).await, "new").contains("differs"));
    let wrong = attempt("not it at all", OTHER_PASSWORD).await;
    assert_eq!(
        (wrong.kind(), field(&wrong, "current").as_str()),
        (ProblemKind::Invalid, "This is not your current password.")
    );
    assert!(house.entries("sign_in.failed").await.contains("wrong current password"));
    let mut kinds = Vec::new();
    for _ in 0..6 {
        kinds.push(attempt("still not it", OTHER_PASSWORD).await.kind());
    }
    assert_eq!(kinds.last(), Some(&ProblemKind::TooMany), "guessing ends as it does at the door: {kinds:?}");
    assert_eq!(house.entries("password.changed").await, "");
    assert!(house.standing(&token).await.is_some());
    house.test.close().await;
}

#[tokio::test]
async fn a_name_is_changed_everywhere_but_in_what_was_recorded_before() {
    let house = House::new().await;
    let db = &house.test.db;
    let (ctx, token) = house.session(&house.actors.analyst).await;
    for (bad, sentence) in [
        ("  ", "Enter your name."),
        ("a\u{7}b", "Remove the characters that control how text is written; they cannot be seen."),
    ] {
        assert_eq!(field(&rename(db, &ctx, &token, bad).await.unwrap_err(), "display_name"), sentence);
    }
    assert!(
        field(&rename(db, &ctx, &token, &"x".repeat(121)).await.unwrap_err(), "display_name").contains("at most 120")
    );
    rename(db, &ctx, &token, " آنا Ánä 安娜 ").await.unwrap();
    rename(db, &ctx, &token, "آنا Ánä 安娜").await.unwrap();
    assert_eq!(house.standing(&token).await.unwrap().signed_in().unwrap().display_name, "آنا Ánä 安娜");
    assert_eq!(
        house.entries("person.renamed").await,
        "person|Ana|user|{\"after\": \"آنا Ánä 安娜\", \"before\": \"Ana\"}"
    );
    assert_eq!(
        house
            .test
            .superuser_value(
                "select count(distinct actor_label)::text from audit.events where action = 'sign_in.succeeded'"
            )
            .await,
        "1"
    );
    let forged = SecretToken::generate(db.ambient()).hash();
    assert_eq!(rename(db, &ctx, &forged, "Eve").await.unwrap_err().kind(), ProblemKind::Unauthenticated);
    house.test.close().await;
}

#[tokio::test]
async fn one_goes_between_one_s_own_organizations_only() {
    let house = House::new().await;
    let db = &house.test.db;
    let (ctx, token) = house.session(&house.actors.analyst).await;
    let there = house.actors.outsider.tenant.id;
    let names = async |token: &TokenHash| {
        let own = organizations(db, &ctx, token).await.unwrap();
        own.into_iter().map(|own| (own.name, own.role.as_str(), own.current)).collect::<Vec<_>>()
    };
    assert_eq!(names(&token).await, [("Northwind".to_owned(), "analyst", true)]);
    let refusal = switch_organization(db, &ctx, &token, there).await.unwrap_err();
    assert_eq!(refusal.kind(), ProblemKind::NotFound);

    let user = ctx.actor.user().unwrap();
    house
        .test
        .superuser_sql(&format!(
            "insert into core.memberships (organization_id, user_id, role) values ('{there}', '{user}', 'executive')"
        ))
        .await;
    let old = token;
    let token = switch_organization(db, &ctx, &old, there).await.unwrap().hash();
    assert!(house.standing(&old).await.is_none(), "the old token dies");
    let late = switch_organization(db, &ctx, &old, there).await.unwrap_err();
    assert_eq!(late.kind(), ProblemKind::Unauthenticated);
    assert!(
        is_superseded(db, &ctx.visit, &old).await.unwrap() && !is_superseded(db, &ctx.visit, &token).await.unwrap()
    );
    assert_eq!(
        names(&token).await,
        [("Contoso".to_owned(), "executive", true), ("Northwind".to_owned(), "analyst", false)]
    );
    assert_eq!(house.standing(&token).await.unwrap().ctx.tenant.id, there);
    assert_eq!(house.notices("session.moved").await, "2", "told in both");

    house.test.superuser_sql("update core.memberships set status = 'suspended' where role = 'analyst'").await;
    let refusal = switch_organization(db, &ctx, &token, ctx.tenant.id).await.unwrap_err();
    assert_eq!(refusal.kind(), ProblemKind::NotFound);
    assert!(house.standing(&token).await.is_some(), "a refusal renews nothing");
    sign_out(db, &ctx.visit, &token).await.unwrap();
    assert!(!is_superseded(db, &ctx.visit, &old).await.unwrap(), "nothing goes on under another token any more");
    house.test.close().await;
}

#[tokio::test]
async fn of_two_changes_of_a_password_at_once_one_holds_and_the_other_is_refused() {
    let house = House::new().await;
    let db = &house.test.db;
    let browsers = [house.session(&house.actors.analyst).await, house.session(&house.actors.analyst).await];
    let mut lock = house.lock_credentials(&house.actors.analyst).await;
    let wanted = [OTHER_PASSWORD, "seven lanterns over quiet water"];
    let changes = browsers.into_iter().zip(wanted).map(|((ctx, token), new)| {
        let (db, hasher) = (db.clone(), house.hasher.clone());
        tokio::spawn(async move {
            let change = change(&ctx, PASSWORD, new);
            (new, change_password(&db, &hasher, &ctx, &token, &change).await)
        })
    });
    let changes: Vec<_> = changes.collect();
    // Both have found the current password right and want to write.
    house.until_waiting(2).await;
    sqlx::query("commit").execute(&mut lock).await.unwrap();
    let (mut held, mut refused) = (Vec::new(), Vec::new());
    for change in changes {
        match change.await.unwrap() {
            (new, Ok(token)) => held.push((new, token)),
            (_, Err(refusal)) => refused.push(refusal.kind()),
        }
    }
    assert_eq!((held.len(), refused.as_slice()), (1, [ProblemKind::Unauthenticated].as_slice()));
    let (new, token) = held.first().unwrap();
    assert!(house.standing(&token.hash()).await.is_some());
    let open = "select count(*)::text from core.sessions where ended_at is null";
    assert_eq!(house.test.superuser_value(open).await, "1", "the other's session has ended");
    let visit = Visit::internal(db.ambient());
    house.enter(&house.actors.analyst, &visit, new).await.unwrap();
    assert_eq!(house.notices("password.changed").await, "1");
    house.test.close().await;
}

#[tokio::test]
async fn an_old_password_that_was_checked_before_its_reset_opens_nothing_after_it() {
    let house = House::new().await;
    let person = house.actors.analyst.clone();
    let visit = Visit::internal(house.test.db.ambient());
    let mut lock = house.lock_credentials(&person).await;
    let hash = house.hasher.hash(house.test.db.ambient(), OTHER_PASSWORD).await.unwrap();
    sqlx::query("update core.credentials set password_hash = $1 where user_id = $2")
        .bind(&hash)
        .bind(person.actor.user().unwrap().0)
        .execute(&mut lock)
        .await
        .unwrap();
    let house = std::sync::Arc::new(house);
    let late = {
        let (house, person, visit) = (house.clone(), person.clone(), visit.clone());
        tokio::spawn(async move { house.enter(&person, &visit, PASSWORD).await.map(|_| ()) })
    };
    house.until_waiting(1).await;
    sqlx::query("commit").execute(&mut lock).await.unwrap();
    let refusal = late.await.unwrap().unwrap_err();
    assert_eq!(
        (refusal.kind(), refusal.to_string().as_str()),
        (ProblemKind::Unauthenticated, "The e-mail address or the password is not right.")
    );
    assert_eq!(house.test.superuser_value("select count(*)::text from core.sessions").await, "0");
    assert_eq!(house.notices("sign_in.failed").await, "1");
    house.enter(&person, &visit, OTHER_PASSWORD).await.unwrap();
}
