//! What an operator does to people from the command line.

#![expect(clippy::panic, reason = "helpers of tests")]

use cauldron_admin::PasswordHasher;
use cauldron_admin::people::{NewPerson, create, reset_password};
use cauldron_admin::session::{Standing, authenticate};
use cauldron_admin::sign_in::{Credentials, OpenedSession, SessionLimits, sign_in};
use cauldron_core::{ApiError, Visit};
use cauldron_test_support::{PASSWORD, TestDb};
use cauldron_types::{ProblemKind, Role};

const OTHER_PASSWORD: &str = "wandering otters juggle lamps";

fn person() -> NewPerson {
    NewPerson {
        email: " Petra@Example.org".to_owned(),
        display_name: "Petra".to_owned(),
        role: Role::Analyst,
        organization: None,
        password: PASSWORD.to_owned(),
    }
}

fn sentence<T: std::fmt::Debug>(outcome: Result<T, ApiError>) -> (ProblemKind, String) {
    match outcome {
        Err(ApiError::Problem(problem)) => (problem.kind, problem.message),
        other => panic!("expected a problem, got {other:?}"),
    }
}

async fn enter(test: &TestDb, hasher: &PasswordHasher, password: &str) -> Result<OpenedSession, ApiError> {
    let credentials = Credentials { email: "petra@example.org".to_owned(), password: password.to_owned() };
    let visit = Visit::internal(test.db.ambient());
    sign_in(&test.db, hasher, SessionLimits::default(), &visit, &credentials, None).await
}

#[tokio::test]
async fn a_person_who_was_created_can_sign_in_where_they_were_created() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let hasher = PasswordHasher::new(test.db.ambient(), 2).unwrap();
    let there = NewPerson { organization: Some("contoso".to_owned()), ..person() };
    let user = create(&test.db, &hasher, &there).await.unwrap();
    let opened = enter(&test, &hasher, PASSWORD).await.unwrap();
    assert_eq!(opened.organization, actors.outsider.tenant.id);
    let visit = Visit::internal(test.db.ambient());
    let standing = authenticate(&test.db, SessionLimits::default(), &visit, &opened.token.hash()).await.unwrap();
    let Standing::Active(known) = standing else { panic!("{standing:?}") };
    let signed_in = known.signed_in().unwrap();
    assert_eq!((signed_in.user, signed_in.role, signed_in.email.as_str()), (user, Role::Analyst, "petra@example.org"));
    let entry = "select concat_ws('|', organization_id, actor_kind, actor_label, action, subject_id, detail ->> 'role')
        from audit.events where action = 'person.created'";
    let expected = format!("{}|operator|Operator|person.created|{user}|analyst", opened.organization);
    assert_eq!(test.superuser_value(entry).await, expected);
    let notice =
        "select concat_ws('|', organization_id, payload ->> 'actor_label', coalesce(payload ->> 'actor_id', 'nobody'),
        payload -> 'detail' ->> 'user') from integration.outbox where kind = 'security.person.created'";
    assert_eq!(test.superuser_value(notice).await, format!("{}|Operator|nobody|{user}", opened.organization));
    let reason = "select count(*)::text from audit.events where subject_id = 'create a person from the command line'";
    assert_eq!(test.superuser_value(reason).await, "1");
    test.close().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_new_person_is_a_sentence_and_nothing_is_kept() {
    let test = TestDb::new().await;
    let hasher = PasswordHasher::new(test.db.ambient(), 2).unwrap();
    assert_eq!(
        sentence(create(&test.db, &hasher, &person()).await).1,
        "Cauldron is not set up yet: open the set-up link that it prints when it starts."
    );
    test.actors().await;
    for (wrong, expected) in [
        (NewPerson { email: "petra".to_owned(), ..person() }, "\"petra\" is not an e-mail address."),
        (NewPerson { display_name: " ".to_owned(), ..person() }, "Name: Enter a name."),
        (
            NewPerson { password: "short".to_owned(), ..person() },
            "Use at least 15 characters; 5 is too short. A few random words are easy to remember.",
        ),
        (NewPerson { organization: Some("fabrikam".to_owned()), ..person() }, "There is no organization \"fabrikam\"."),
    ] {
        assert_eq!(sentence(create(&test.db, &hasher, &wrong).await), (ProblemKind::Invalid, expected.to_owned()));
    }
    let taken = NewPerson { email: "OLIVIA@example.org".to_owned(), ..person() };
    let conflict = sentence(create(&test.db, &hasher, &taken).await);
    assert_eq!(conflict, (ProblemKind::Conflict, "olivia@example.org has an account already.".to_owned()));
    let kept = "select (select count(*) from core.users) || ' ' || (select count(*) from core.credentials) || ' '
        || (select count(*) from audit.events where action = 'person.created')";
    assert_eq!(test.superuser_value(kept).await, "7 0 0");
    test.close().await;
}

#[tokio::test]
async fn a_new_password_replaces_the_old_one_and_ends_all_sessions() {
    let test = TestDb::new().await;
    test.actors().await;
    let hasher = PasswordHasher::new(test.db.ambient(), 2).unwrap();
    let user = create(&test.db, &hasher, &person()).await.unwrap();
    let sessions = [enter(&test, &hasher, PASSWORD).await.unwrap(), enter(&test, &hasher, PASSWORD).await.unwrap()];
    assert_eq!(reset_password(&test.db, &hasher, "PETRA@example.org ", OTHER_PASSWORD).await.unwrap(), 2);
    let visit = Visit::internal(test.db.ambient());
    for session in sessions {
        let standing = authenticate(&test.db, SessionLimits::default(), &visit, &session.token.hash()).await.unwrap();
        assert!(matches!(standing, Standing::SignedOut), "{standing:?}");
    }
    assert_eq!(sentence(enter(&test, &hasher, PASSWORD).await).0, ProblemKind::Unauthenticated);
    enter(&test, &hasher, OTHER_PASSWORD).await.unwrap();
    let entry = "select concat_ws('|', subject_id, detail ->> 'sessions_ended') from audit.events where action = 'password.reset'";
    assert_eq!(test.superuser_value(entry).await, format!("{user}|2"));
    let everything =
        "select string_agg(events::text, '') || (select string_agg(outbox::text, '') from integration.outbox)
        || (select string_agg(credentials::text, '') from core.credentials) from audit.events";
    let everything = test.superuser_value(everything).await;
    assert!(!everything.contains(PASSWORD) && !everything.contains(OTHER_PASSWORD));
    test.close().await;
}

#[tokio::test]
async fn a_password_is_reset_for_known_accounts_and_to_good_ones_only() {
    let test = TestDb::new().await;
    test.actors().await;
    let hasher = PasswordHasher::new(test.db.ambient(), 2).unwrap();
    let unknown = sentence(reset_password(&test.db, &hasher, "nobody@example.org", PASSWORD).await);
    assert_eq!(unknown, (ProblemKind::NotFound, "There is no account nobody@example.org.".to_owned()));
    let bad = sentence(reset_password(&test.db, &hasher, "olivia@example.org", "olivia.example.org").await);
    assert_eq!(bad.0, ProblemKind::Invalid);
    assert_eq!(test.superuser_value("select count(*)::text from core.credentials").await, "0");
    test.close().await;
}
