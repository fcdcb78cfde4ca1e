//! The first run: a link that works once, and what it creates.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use cauldron_admin::PasswordHasher;
use cauldron_admin::session::{Standing, authenticate};
use cauldron_admin::set_up::{SetUp, check_link, is_set_up, issue_link, set_up};
use cauldron_admin::sign_in::{OpenedSession, SessionLimits};
use cauldron_core::{ApiError, SecretToken, Visit};
use cauldron_test_support::{PASSWORD, TestDb};
use cauldron_types::{Problem, ProblemKind, Role};
use chrono::TimeDelta;

const USED: &str = "This set-up link has been used. Sign in with the account that was made with it.";
const EXPIRED: &str =
    "This set-up link has expired. Restart Cauldron to get a new one: it prints the link when it starts.";
const UNKNOWN: &str =
    "This is not a set-up link of this installation. Use the one that Cauldron printed when it started last.";

fn form(link: &SecretToken) -> SetUp {
    SetUp {
        link: link.reveal(),
        organization_name: " Northwind Grid ".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        display_name: " Mira Kellermann ".to_owned(),
        email: " Mira@Example.org ".to_owned(),
        password: PASSWORD.to_owned(),
    }
}

async fn submit(test: &TestDb, visit: &Visit, form: &SetUp) -> Result<OpenedSession, ApiError> {
    let hasher = PasswordHasher::new(test.db.ambient(), 2).unwrap();
    set_up(&test.db, &hasher, SessionLimits::default(), visit, form).await
}

fn problem<T: std::fmt::Debug>(outcome: Result<T, ApiError>) -> Problem {
    match outcome {
        Err(ApiError::Problem(problem)) => problem,
        other => panic!("expected a problem, got {other:?}"),
    }
}

async fn rows(test: &TestDb) -> String {
    test.superuser_value(
        "select (select count(*) from core.organizations) || ' ' || (select count(*) from core.users) || ' '
             || (select count(*) from core.memberships) || ' ' || (select count(*) from core.credentials)",
    )
    .await
}

#[tokio::test]
async fn a_link_creates_the_operating_organization_and_signs_its_owner_in() {
    let test = TestDb::new().await;
    let visit = Visit { address: Some([203, 0, 113, 9].into()), ..Visit::internal(test.db.ambient()) };
    let link = issue_link(&test.db).await.unwrap();
    assert!(!is_set_up(&test.db, &visit).await.unwrap());
    assert_eq!(check_link(&test.db, &visit, &link.reveal()).await.unwrap(), link);
    let opened = submit(&test, &visit, &form(&link)).await.unwrap();
    assert!(is_set_up(&test.db, &visit).await.unwrap());

    let standing = authenticate(&test.db, SessionLimits::default(), &visit, &opened.token.hash()).await.unwrap();
    let Standing::Active(owner) = standing else { panic!("{standing:?}") };
    let signed_in = owner.signed_in().unwrap();
    assert_eq!((signed_in.display_name.as_str(), signed_in.email.as_str()), ("Mira Kellermann", "mira@example.org"));
    assert_eq!((signed_in.role, owner.ctx.tenant.operating), (Role::Owner, true));
    assert_eq!(
        (owner.ctx.tenant.name.as_str(), owner.ctx.tenant.time_zone.as_str()),
        ("Northwind Grid", "Europe/Berlin")
    );
    assert_eq!(test.superuser_value("select slug from core.organizations").await, "northwind-grid");

    let entry = "select concat_ws('|', actor_label, subject_id, detail ->> 'slug', host(address), trace_id)
        from audit.events where action = 'organization.created'";
    let expected = format!("Mira Kellermann|{}|northwind-grid|203.0.113.9|{}", opened.organization, visit.trace);
    assert_eq!(test.superuser_value(entry).await, expected);
    test.close().await;
}

#[tokio::test]
async fn a_link_that_was_used_has_expired_or_is_unknown_says_so() {
    let test = TestDb::new().await;
    let visit = Visit::internal(test.db.ambient());
    for nonsense in ["", "short", &SecretToken::generate(test.db.ambient()).reveal()] {
        assert_eq!(problem(check_link(&test.db, &visit, nonsense).await).message, UNKNOWN);
    }
    let link = issue_link(&test.db).await.unwrap();
    test.clock.advance(TimeDelta::hours(24));
    let refused = problem(submit(&test, &visit, &form(&link)).await);
    assert_eq!((refused.kind, refused.message.as_str()), (ProblemKind::Invalid, EXPIRED));
    test.clock.advance(TimeDelta::seconds(-1));
    submit(&test, &visit, &form(&link)).await.unwrap();
    assert_eq!(problem(check_link(&test.db, &visit, &link.reveal()).await).message, USED);
    assert_eq!(problem(submit(&test, &visit, &form(&link)).await).message, USED);
    let late = issue_link(&test.db).await.unwrap();
    assert_eq!(problem(submit(&test, &visit, &form(&late)).await).message, USED, "a link made after set-up");
    assert_eq!(rows(&test).await, "1 1 1 1");
    test.close().await;
}

#[tokio::test]
async fn a_second_link_invalidates_the_first() {
    let test = TestDb::new().await;
    let visit = Visit::internal(test.db.ambient());
    let first = issue_link(&test.db).await.unwrap();
    let second = issue_link(&test.db).await.unwrap();
    assert_eq!(problem(check_link(&test.db, &visit, &first.reveal()).await).message, UNKNOWN);
    submit(&test, &visit, &form(&second)).await.unwrap();
    test.close().await;
}

#[tokio::test]
async fn two_browsers_with_one_link_create_one_organization() {
    let test = TestDb::new().await;
    let link = issue_link(&test.db).await.unwrap();
    let browsers = [0; 4].map(|_| {
        let (db, form) = (test.db.clone(), form(&link));
        tokio::spawn(async move {
            let visit = Visit::internal(db.ambient());
            let hasher = PasswordHasher::new(db.ambient(), 2).unwrap();
            set_up(&db, &hasher, SessionLimits::default(), &visit, &form).await
        })
    });
    let mut winners = 0;
    for browser in browsers {
        match browser.await.unwrap() {
            Ok(_) => winners += 1,
            lost => assert_eq!(problem(lost).message, USED),
        }
    }
    assert_eq!((winners, rows(&test).await.as_str()), (1, "1 1 1 1"));
    test.close().await;
}

#[tokio::test]
async fn a_form_with_problems_says_so_by_field_and_keeps_nothing() {
    let test = TestDb::new().await;
    let visit = Visit::internal(test.db.ambient());
    let link = issue_link(&test.db).await.unwrap();
    let empty = SetUp {
        organization_name: " ".to_owned(),
        display_name: "x".repeat(121),
        email: "mira".to_owned(),
        password: "short".to_owned(),
        ..form(&link)
    };
    let refused = problem(submit(&test, &visit, &empty).await);
    assert_eq!(refused.field("organization_name"), Some("Enter the name of your organization."));
    assert_eq!(refused.field("display_name"), Some("Use at most 120 characters; these are 121."));
    assert_eq!(refused.field("email"), Some("Enter an e-mail address, such as mira@example.org."));
    assert!(refused.field("password").unwrap().starts_with("Use at least 15 characters"));
    let personal = SetUp { password: "mira kellermann northwind 26".to_owned(), ..form(&link) };
    assert!(problem(submit(&test, &visit, &personal).await).field("password").unwrap().contains("tried first"));
    assert_eq!(rows(&test).await, "0 0 0 0");
    submit(&test, &visit, &form(&link)).await.expect("the link still works");
    test.close().await;
}

#[tokio::test]
async fn a_link_is_stored_as_its_hash_only() {
    let test = TestDb::new().await;
    let link = issue_link(&test.db).await.unwrap();
    let stored = test.superuser_value("select encode(token_hash, 'hex') from core.setup_links").await;
    assert_eq!(stored, link.hash().iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    test.close().await;
}
