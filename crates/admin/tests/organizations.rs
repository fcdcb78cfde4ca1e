//! What operators do to organizations, and what these see of it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use cauldron_admin::limits::{self, Limit, Wanted as WantedLimit};
use cauldron_admin::organizations::{Operator, Wanted, create, list, list_all, restore, suspend};
use cauldron_admin::session::{Standing, authenticate};
use cauldron_admin::sign_in::SessionLimits;
use cauldron_core::{ApiError, Ctx, SecretToken, Visit};
use cauldron_test_support::TestDb;
use cauldron_types::{Problem, ProblemKind};

fn problem<T: std::fmt::Debug>(outcome: Result<T, ApiError>) -> Problem {
    match outcome {
        Err(ApiError::Problem(problem)) => problem,
        other => panic!("expected a problem, got {other:?}"),
    }
}

fn wanted() -> Wanted {
    Wanted {
        name: " Fabrikam ".to_owned(),
        slug: "fabrikam".to_owned(),
        time_zone: "Asia/Kolkata".to_owned(),
        owner_email: "First@fabrikam.example".to_owned(),
    }
}

/// The context of a session of the actor's, as the next request would have it.
async fn again(test: &TestDb, ctx: &Ctx) -> Ctx {
    let (token, id) = (SecretToken::generate(test.db.ambient()), test.db.ambient().new_id());
    let hash: String = token.hash().iter().map(|byte| format!("{byte:02x}")).collect();
    let now = test.db.ambient().now();
    test.superuser_sql(&format!(
        "insert into core.sessions (id, token_hash, user_id, organization_id, created_at, last_seen_at, idle_expires_at,
             absolute_expires_at)
         values ('{id}', '\\x{hash}', '{}', '{}', '{now}', '{now}', '{now}'::timestamptz + interval '1 day',
             '{now}'::timestamptz + interval '1 day')",
        ctx.actor.user().unwrap(),
        ctx.tenant.id
    ))
    .await;
    let visit = Visit::internal(test.db.ambient());
    match authenticate(&test.db, SessionLimits::default(), &visit, &token.hash()).await.unwrap() {
        Standing::Active(person) => person.ctx,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_operator_makes_an_organization_whose_first_owner_joins_by_a_link() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let made = create(&test.db, Operator::Person(&actors.admin), &wanted()).await.unwrap();
    assert_eq!((made.name.as_str(), made.link.email.as_str()), ("Fabrikam", "first@fabrikam.example"));
    let visit = Visit::internal(test.db.ambient());
    let view = cauldron_admin::invitations::view(&test.db, &visit, &made.link.token, None).await.unwrap();
    assert_eq!((view.organization.as_str(), view.role.as_str(), view.invited_by.as_str()), ("Fabrikam", "owner", ""));
    let log = format!(
        "select string_agg(actor_kind || ' ' || actor_label || ' ' || action, ', ' order by id) from audit.events
         where organization_id = '{}'",
        made.id
    );
    let told = "operator Operator Adam organization.created, operator Operator Adam invitation.created";
    assert_eq!(test.superuser_value(&log).await, told);
    let all = list(&test.db, &actors.auditor, "FABRI").await.unwrap();
    assert_eq!((all.total, all.editable, all.organizations[0].people), (1, false, 0));
    assert_eq!(list_all(&test.db).await.unwrap().len(), 3);
    test.close().await;
}

#[tokio::test]
async fn fields_say_what_is_wrong_and_a_slug_is_nobodys_twice() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let wrong = Wanted {
        name: " ".to_owned(),
        slug: "A b".to_owned(),
        time_zone: "Mars".to_owned(),
        owner_email: "nobody".to_owned(),
    };
    let refused = problem(create(&test.db, Operator::Person(&actors.owner), &wrong).await);
    for field in ["name", "slug", "time_zone", "owner_email"] {
        assert!(refused.field(field).is_some(), "{field}");
    }
    let taken = Wanted { slug: "contoso".to_owned(), ..wanted() };
    let refused = problem(create(&test.db, Operator::CommandLine, &taken).await);
    assert_eq!(refused.field("slug"), Some("\"contoso\" is taken by another organization. Choose another."));
    test.close().await;
}

#[tokio::test]
async fn only_whoever_manages_the_installation_does_any_of_it() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    for (role, ctx) in actors.all() {
        let outcomes = [
            create(&test.db, Operator::Person(ctx), &Wanted { slug: format!("of-{role}"), ..wanted() })
                .await
                .map(|_| ()),
            suspend(&test.db, Operator::Person(ctx), "contoso", "Unpaid").await,
            restore(&test.db, Operator::Person(ctx), "contoso").await,
            limits::set(&test.db, ctx, Some(actors.outsider.tenant.id), "people", WantedLimit::Most(5)).await,
            limits::set(&test.db, ctx, None, "people", WantedLimit::Most(9)).await,
        ];
        for outcome in outcomes {
            assert_eq!(outcome.is_ok(), matches!(role, "owner" | "admin"), "{role}: {outcome:?}");
        }
        assert_eq!(list(&test.db, ctx, "").await.is_ok(), matches!(role, "owner" | "admin" | "auditor"), "{role}");
    }
    test.close().await;
}

#[tokio::test]
async fn a_suspended_organization_reads_and_does_not_write_until_it_is_restored() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let operator = Operator::Person(&actors.owner);
    assert!(problem(suspend(&test.db, operator, "contoso", " ").await).field("reason").is_some());
    let own = problem(suspend(&test.db, operator, "northwind", "Why not").await);
    assert_eq!(own.message, "This organization runs the installation and cannot be suspended.");
    assert_eq!(problem(suspend(&test.db, operator, "nobody", "x").await).kind, ProblemKind::NotFound);
    suspend(&test.db, operator, "contoso", "Unpaid since August").await.unwrap();

    let otto = again(&test, &actors.outsider).await;
    assert_eq!(otto.tenant.suspended.as_deref(), Some("Unpaid since August"));
    assert!(cauldron_admin::members::list(&test.db, &otto, &cauldron_types::PeopleQuery::default(), 5).await.is_ok());
    let theme = cauldron_admin::preferences::set_theme(&test.db, &otto, cauldron_types::Theme::Dark).await;
    let refused = problem(theme);
    assert_eq!(refused.kind, ProblemKind::Forbidden);
    assert!(refused.message.starts_with("This organization is suspended: everything can be read, nothing changed."));
    let log =
        cauldron_admin::audit_log::list(&test.db, &otto, &cauldron_types::AuditQuery::default(), 5).await.unwrap();
    let told: Vec<(&str, &str)> =
        log.entries.iter().map(|entry| (entry.actor.as_str(), entry.action.as_str())).collect();
    assert!(told.contains(&("Operator Olivia", "operator.entered")), "{told:?}");
    assert!(told.contains(&("Operator Olivia", "organization.suspended")), "{told:?}");

    for _twice in 0..2 {
        restore(&test.db, operator, "contoso").await.unwrap();
    }
    let otto = again(&test, &actors.outsider).await;
    assert_eq!(otto.tenant.suspended, None);
    cauldron_admin::preferences::set_theme(&test.db, &otto, cauldron_types::Theme::Dark).await.expect("writes again");
    test.close().await;
}

#[tokio::test]
async fn limits_come_from_the_organization_else_the_installation_else_the_program() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let there = actors.outsider.tenant.id;
    let people = async |ctx: &Ctx| {
        let usage = limits::usage(&test.db, ctx).await.unwrap();
        let limit = usage.into_iter().find(|limit| limit.key == "people").unwrap();
        (limit.used, limit.most, limit.from.as_str())
    };
    assert_eq!(people(&actors.outsider).await, (1, None, "built_in"));
    limits::set(&test.db, &actors.owner, None, "people", WantedLimit::Most(50)).await.unwrap();
    assert_eq!(people(&actors.outsider).await, (1, Some(50), "system"));
    limits::set(&test.db, &actors.owner, Some(there), "people", WantedLimit::Unlimited).await.unwrap();
    assert_eq!(people(&actors.outsider).await, (1, None, "organization"));
    assert_eq!(people(&actors.owner).await, (6, Some(50), "system"));
    limits::set(&test.db, &actors.owner, Some(there), "people", WantedLimit::Inherited).await.unwrap();
    limits::set(&test.db, &actors.owner, None, "people", WantedLimit::Inherited).await.unwrap();
    assert_eq!(people(&actors.outsider).await, (1, None, "built_in"));
    let unknown = limits::set(&test.db, &actors.owner, None, "shoes", WantedLimit::Most(1)).await;
    assert!(problem(unknown).field("key").is_some());
    test.close().await;
}

#[tokio::test]
async fn requests_are_counted_by_the_day_and_refused_when_there_are_none_left() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let organization = actors.owner.tenant.id;
    let key = Limit::ApiRequests.key();
    limits::set(&test.db, &actors.owner, Some(organization), key, WantedLimit::Most(3)).await.unwrap();
    let take = async |ctx| limits::take(&test.db, ctx, Limit::ApiRequests).await;
    for used in 1..=3 {
        assert_eq!(take(&actors.analyst).await.unwrap().used, used);
    }
    let refused = problem(take(&actors.analyst).await);
    assert_eq!((refused.kind, refused.retry_after), (ProblemKind::TooMany, Some(16 * 3600)));
    assert!(take(&actors.outsider).await.is_ok(), "another organization is not slowed down");
    test.clock.advance(chrono::TimeDelta::hours(16));
    assert_eq!(take(&actors.analyst).await.unwrap().used, 1, "another day");
    test.close().await;
}
