//! The second step of a sign-in: what it asks for, what it takes once, and what a session before it is good for.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use cauldron_admin::passkeys::{self, Passkeys};
use cauldron_admin::session::{Authenticated, Standing, authenticate};
use cauldron_admin::sign_in::{Credentials, OpenedSession, SessionLimits, sign_in};
use cauldron_admin::sign_in_policy::{self, Changes};
use cauldron_admin::{PasswordHasher, account, people, reauth, second_factor};
use cauldron_core::{ApiError, Ctx, TokenHash, Visit};
use cauldron_platform::secrets::Keyring;
use cauldron_test_support::{Actors, PASSWORD, TestDb};
use cauldron_types::{Permission, ProblemKind};
use chrono::TimeDelta;
use totp_rs::{Builder, Secret, Totp};

struct House {
    test: TestDb,
    actors: Actors,
    hasher: PasswordHasher,
    keys: Keyring,
}

impl House {
    async fn new() -> Self {
        let test = TestDb::new().await;
        let actors = test.actors().await;
        let hasher = PasswordHasher::new(test.db.ambient(), 2).unwrap();
        for person in [&actors.analyst, &actors.owner] {
            people::reset_password(&test.db, &hasher, &Actors::email(person), PASSWORD).await.unwrap();
        }
        let folder = tempfile::tempdir().unwrap();
        let keys = Keyring::in_folder(folder.path(), test.db.ambient()).unwrap();
        Self { test, actors, hasher, keys }
    }

    fn visit(&self) -> Visit {
        Visit { address: Some([198, 51, 100, 1].into()), ..Visit::internal(self.test.db.ambient()) }
    }

    async fn enter(&self, person: &Ctx) -> OpenedSession {
        let credentials = Credentials { email: Actors::email(person), password: PASSWORD.to_owned() };
        let limits = SessionLimits::default();
        sign_in(&self.test.db, &self.hasher, limits, &self.visit(), &credentials, None).await.unwrap()
    }

    async fn standing(&self, token: &TokenHash) -> Standing {
        authenticate(&self.test.db, SessionLimits::default(), &self.visit(), token).await.unwrap()
    }

    async fn person(&self, token: &TokenHash) -> Authenticated {
        match self.standing(token).await {
            Standing::Active(person) => *person,
            other => panic!("{other:?}"),
        }
    }

    /// Signs in, sets an app up, and returns its codes and those on paper.
    async fn with_app(&self, person: &Ctx) -> (TokenHash, Ctx, Totp, Vec<String>) {
        let token = self.enter(person).await.token.hash();
        let known = self.person(&token).await;
        let (db, ctx) = (&self.test.db, known.ctx);
        let begun = second_factor::begin_totp(db, &self.keys, &ctx, &token, &known.email).await.unwrap();
        let secret = Secret::try_from_base32(begun.secret.replace(' ', "")).unwrap();
        let app: Totp = Builder::new().with_secret(secret).build().unwrap();
        let codes = second_factor::confirm_totp(db, &self.keys, &ctx, &token, &self.code(&app)).await.unwrap().codes;
        (token, ctx, app, codes)
    }

    fn code(&self, app: &Totp) -> String {
        app.generate(u64::try_from(self.test.db.ambient().now().timestamp()).unwrap()).to_string()
    }

    async fn step(&self, token: &TokenHash, code: &str) -> Result<TokenHash, ApiError> {
        let limits = SessionLimits::default();
        let passed = second_factor::by_code(&self.test.db, &self.keys, limits, &self.visit(), token, code).await;
        passed.map(|token| token.hash())
    }
}

#[tokio::test]
async fn with_an_app_a_password_opens_a_session_that_is_good_for_nothing_but_the_second_step() {
    let house = House::new().await;
    let db = &house.test.db;
    let (_, _, app, codes) = house.with_app(&house.actors.analyst).await;
    assert_eq!(codes.len(), 10);
    house.test.clock.advance(TimeDelta::minutes(1));
    let opened = house.enter(&house.actors.analyst).await;
    assert!(opened.second_step);
    let pending = opened.token.hash();
    assert!(matches!(house.standing(&pending).await, Standing::SignedOut));
    let ctx = &house.actors.analyst;
    assert_eq!(account::revoke_other_sessions(db, ctx, &pending).await.unwrap(), 0);
    assert_eq!(account::organizations(db, ctx, &pending).await.unwrap(), []);
    assert!(account::rename(db, ctx, &pending, "Mallory").await.is_err());
    assert!(second_factor::own(db, &house.visit(), &pending).await.is_err());
    let view = second_factor::waiting(db, &house.visit(), &pending).await.unwrap().unwrap();
    assert!(view.totp && view.codes && !view.passkey);

    let full = house.step(&pending, &house.code(&app)).await.unwrap();
    assert_eq!(house.person(&full).await.ctx.actor.user(), ctx.actor.user());
    assert!(matches!(house.standing(&pending).await, Standing::SignedOut), "the token before opens nothing");
    assert!(second_factor::waiting(db, &house.visit(), &pending).await.unwrap().is_none());
    let trail = house
        .test
        .superuser_value("select string_agg(action || detail::text, ' ' order by id) from audit.events where action like 'sign_in.%'")
        .await;
    assert!(trail.ends_with(r#"sign_in.password_accepted{} sign_in.succeeded{"second_factor": "totp"}"#), "{trail}");
    house.test.close().await;
}

#[tokio::test]
async fn a_code_of_an_app_is_taken_once_and_one_on_paper_too() {
    let house = House::new().await;
    let (_, _, app, codes) = house.with_app(&house.actors.analyst).await;
    let confirmed = house.code(&app);
    let first = house.enter(&house.actors.analyst).await.token.hash();
    let replay = house.step(&first, &confirmed).await.unwrap_err();
    assert_eq!(replay.kind(), ProblemKind::Invalid, "the code that set the app up was used by that");
    house.test.clock.advance(TimeDelta::seconds(30));
    let code = house.code(&app);
    house.step(&first, &code).await.unwrap();
    let second = house.enter(&house.actors.analyst).await.token.hash();
    assert!(house.step(&second, &code).await.is_err(), "the same step again");
    let paper = codes.first().unwrap();
    house.step(&second, &paper.to_lowercase()).await.unwrap();
    let third = house.enter(&house.actors.analyst).await.token.hash();
    assert!(house.step(&third, paper).await.is_err(), "each works once");
    house.step(&third, codes.last().unwrap()).await.unwrap();
    house.test.close().await;
}

#[tokio::test]
async fn the_second_step_is_throttled_and_ends_after_ten_minutes() {
    let house = House::new().await;
    let (_, _, app, _) = house.with_app(&house.actors.analyst).await;
    house.test.clock.advance(TimeDelta::minutes(1));
    let pending = house.enter(&house.actors.analyst).await.token.hash();
    for _ in 0..5 {
        assert_eq!(house.step(&pending, "000000").await.unwrap_err().kind(), ProblemKind::Invalid);
    }
    let blocked = house.step(&pending, &house.code(&app)).await.unwrap_err().into_problem("t");
    assert_eq!((blocked.kind, blocked.retry_after), (ProblemKind::TooMany, Some(30)));
    house.test.clock.advance(TimeDelta::seconds(31));
    house.step(&pending, &house.code(&app)).await.unwrap();
    let late = house.enter(&house.actors.analyst).await.token.hash();
    house.test.clock.advance(TimeDelta::minutes(10));
    assert_eq!(house.step(&late, &house.code(&app)).await.unwrap_err().kind(), ProblemKind::Unauthenticated);
    house.test.close().await;
}

#[tokio::test]
async fn the_secret_lies_sealed_and_codes_lie_hashed() {
    let house = House::new().await;
    let (token, ctx, _, codes) = house.with_app(&house.actors.analyst).await;
    let sealed = house.test.superuser_value("select sealed_secret from core.totp_secrets").await;
    assert!(sealed.starts_with("1."), "{sealed}");
    let everything = house
        .test
        .superuser_value("select string_agg(e::text, '') || (select string_agg(c::text, '') from core.recovery_codes c) from audit.events e")
        .await;
    for code in &codes {
        assert!(!everything.contains(code) && !everything.contains(&code.replace('-', "")));
    }
    let renewed = second_factor::renew_codes(&house.test.db, &ctx, &token).await.unwrap().codes;
    assert!(renewed.len() == 10 && renewed != codes);
    house.test.clock.advance(TimeDelta::seconds(30));
    let pending = house.enter(&house.actors.analyst).await.token.hash();
    assert!(house.step(&pending, codes.first().unwrap()).await.is_err(), "those before open nothing any more");
    house.step(&pending, renewed.first().unwrap()).await.unwrap();
    house.test.close().await;
}

#[tokio::test]
async fn removing_a_factor_needs_a_recent_proof_and_takes_the_codes_along() {
    let house = House::new().await;
    let db = &house.test.db;
    let (token, ctx, _, _) = house.with_app(&house.actors.analyst).await;
    house.test.clock.advance(TimeDelta::minutes(10));
    let refused = second_factor::remove(db, &ctx, &token, None).await.unwrap_err();
    assert_eq!(refused.kind(), ProblemKind::ProofNeeded);
    let email = Actors::email(&ctx);
    let wrong = reauth::by_password(db, &house.hasher, &ctx, &token, &email, "not the password").await.unwrap_err();
    assert_eq!(wrong.kind(), ProblemKind::Invalid);
    reauth::by_password(db, &house.hasher, &ctx, &token, &email, PASSWORD).await.unwrap();
    second_factor::remove(db, &ctx, &token, None).await.unwrap();
    assert_eq!(second_factor::remove(db, &ctx, &token, None).await.unwrap_err().kind(), ProblemKind::NotFound);
    assert_eq!(house.test.superuser_value("select count(*)::text from core.recovery_codes").await, "0");
    assert!(!house.enter(&house.actors.analyst).await.second_step);
    house.test.close().await;
}

#[tokio::test]
async fn an_operator_helps_whoever_lost_everything() {
    let house = House::new().await;
    let (token, ..) = house.with_app(&house.actors.analyst).await;
    let email = Actors::email(&house.actors.analyst);
    assert!(second_factor::remove_by_operator(&house.test.db, &email).await.unwrap());
    assert!(!second_factor::remove_by_operator(&house.test.db, &email).await.unwrap());
    assert!(second_factor::remove_by_operator(&house.test.db, "nobody@example.org").await.is_err());
    assert!(matches!(house.standing(&token).await, Standing::SignedOut));
    assert!(!house.enter(&house.actors.analyst).await.second_step);
    house.test.close().await;
}

#[tokio::test]
async fn an_organization_that_asks_for_a_factor_leads_people_to_set_one_up_at_the_next_request() {
    let house = House::new().await;
    let (db, limits) = (&house.test.db, SessionLimits::default());
    let analyst = house.enter(&house.actors.analyst).await.token.hash();
    let owner = house.test.proved(&house.actors.owner).await;
    let changes = Changes {
        second_factor: true,
        idle_minutes: String::new(),
        absolute_hours: String::new(),
        version: "false/-/-".to_owned(),
    };
    for ctx in [&house.actors.admin, &house.actors.analyst, &house.actors.auditor] {
        assert!(!ctx.may(Permission::OrganizationManage));
        assert_eq!(sign_in_policy::save(db, ctx, limits, &changes).await.unwrap_err().kind(), ProblemKind::Forbidden);
    }
    let unproved = sign_in_policy::save(db, &house.actors.owner, limits, &changes).await.unwrap_err();
    assert_eq!(unproved.kind(), ProblemKind::ProofNeeded);
    sign_in_policy::save(db, &owner, limits, &changes).await.unwrap();
    let stale = sign_in_policy::save(db, &owner, limits, &changes).await.unwrap_err();
    assert_eq!(stale.kind(), ProblemKind::Conflict);

    let Standing::MustEnrol(known) = house.standing(&analyst).await else { panic!("the next request") };
    let ctx = known.ctx;
    let begun = second_factor::begin_totp(db, &house.keys, &ctx, &analyst, &known.email).await.unwrap();
    let app: Totp =
        Builder::new().with_secret(Secret::try_from_base32(begun.secret.replace(' ', "")).unwrap()).build().unwrap();
    second_factor::confirm_totp(db, &house.keys, &ctx, &analyst, &house.code(&app)).await.unwrap();
    house.person(&analyst).await;
    // Somebody else of the organization is not helped by that.
    let other = house.enter(&house.actors.owner).await.token.hash();
    assert!(matches!(house.standing(&other).await, Standing::MustEnrol(_)));
    house.test.close().await;
}

#[tokio::test]
async fn a_session_that_no_factor_opened_is_over_where_one_is_asked_for() {
    let house = House::new().await;
    let (db, limits) = (&house.test.db, SessionLimits::default());
    let before = house.enter(&house.actors.analyst).await.token.hash();
    let (with_factor, ..) = house.with_app(&house.actors.analyst).await;
    house.person(&before).await;
    let owner = house.test.proved(&house.actors.owner).await;
    let changes = Changes {
        second_factor: true,
        idle_minutes: String::new(),
        absolute_hours: String::new(),
        version: "false/-/-".to_owned(),
    };
    sign_in_policy::save(db, &owner, limits, &changes).await.unwrap();
    assert!(matches!(house.standing(&before).await, Standing::SignedOut));
    house.person(&with_factor).await;
    house.test.close().await;
}

#[tokio::test]
async fn session_lengths_of_an_organization_hold_at_the_next_request_within_those_of_the_installation() {
    let house = House::new().await;
    let (db, limits) = (&house.test.db, SessionLimits::default());
    let owner = house.test.proved(&house.actors.owner).await;
    let changes = |idle: &str, absolute: &str, version: &str| Changes {
        second_factor: false,
        idle_minutes: idle.to_owned(),
        absolute_hours: absolute.to_owned(),
        version: version.to_owned(),
    };
    for (idle, absolute) in [("4", ""), ("721", ""), ("x", ""), ("", "0"), ("", "337")] {
        let refused =
            sign_in_policy::save(db, &owner, limits, &changes(idle, absolute, "false/-/-")).await.unwrap_err();
        assert_eq!(refused.kind(), ProblemKind::Invalid, "{idle} {absolute}");
    }
    let token = house.enter(&house.actors.analyst).await.token.hash();
    sign_in_policy::save(db, &owner, limits, &changes("30", "2", "false/-/-")).await.unwrap();
    for _ in 0..5 {
        house.test.clock.advance(TimeDelta::minutes(20));
        house.person(&token).await;
    }
    house.test.clock.advance(TimeDelta::minutes(20));
    assert!(matches!(house.standing(&token).await, Standing::SignedOut), "two hours in any case");
    let idle = house.enter(&house.actors.analyst).await.token.hash();
    house.test.clock.advance(TimeDelta::minutes(30));
    assert!(matches!(house.standing(&idle).await, Standing::SignedOut), "half an hour without use");
    house.test.close().await;
}

#[tokio::test]
async fn answers_to_no_question_and_damaged_ones_are_refused_with_a_sentence() {
    let house = House::new().await;
    let (db, visit, limits) = (&house.test.db, house.visit(), SessionLimits::default());
    let passkeys = Passkeys::new("http://localhost:4600");
    let token = house.enter(&house.actors.analyst).await.token.hash();
    let ctx = house.person(&token).await.ctx;
    let asked = passkeys::begin_registration(db, &passkeys, &ctx, &token).await.unwrap();
    assert!(asked.options.contains("\"residentKey\":\"preferred\"") && asked.options.contains("localhost"));
    for (ceremony, answer) in
        [(asked.ceremony.as_str(), "{}"), (asked.ceremony.as_str(), "no json"), ("x", "{}"), ("", "")]
    {
        let refused = passkeys::register(db, &passkeys, &ctx, &token, ceremony, answer, "Laptop").await.unwrap_err();
        assert_eq!(refused.kind(), ProblemKind::Invalid, "{ceremony} {answer}");
    }
    let unnamed = passkeys::register(db, &passkeys, &ctx, &token, &asked.ceremony, "{}", " ").await.unwrap_err();
    assert!(unnamed.into_problem("t").field("name").is_some());
    assert_eq!(passkeys::begin_proof(db, &passkeys, &visit, &token).await.unwrap_err().kind(), ProblemKind::Invalid);
    let any = passkeys::begin_sign_in(db, &passkeys, &visit).await.unwrap();
    let refused = passkeys::sign_in(db, &passkeys, limits, &visit, &any.ceremony, "{}", None).await.unwrap_err();
    assert_eq!(refused.kind(), ProblemKind::Invalid);
    let nameless = Passkeys::new("http://127.0.0.1:4600");
    let sentence = passkeys::begin_sign_in(db, &nameless, &visit).await.unwrap_err().to_string();
    assert!(sentence.contains("public_url"), "{sentence}");
    house.test.close().await;
}
