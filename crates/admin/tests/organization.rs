//! The organization's profile: who may read and change it, and what a change leaves behind.

#![expect(clippy::panic, reason = "helpers of tests")]

use cauldron_admin::audit_log;
use cauldron_admin::organization::{Changes, read, time_zones, update};
use cauldron_core::ApiError;
use cauldron_test_support::TestDb;
use cauldron_types::{AuditQuery, OrganizationProfile, Problem, ProblemKind};

fn changes(profile: &OrganizationProfile) -> Changes {
    Changes {
        name: " Northwind Grid ".to_owned(),
        time_zone: "Asia/Kolkata".to_owned(),
        week_start: "sunday".to_owned(),
        version: profile.version,
    }
}

fn problem<T: std::fmt::Debug>(outcome: Result<T, ApiError>) -> Problem {
    match outcome {
        Err(ApiError::Problem(problem)) => problem,
        other => panic!("expected a problem, got {other:?}"),
    }
}

#[tokio::test]
async fn a_saved_profile_is_read_again() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let before = read(&test.db, &actors.admin).await.unwrap();
    assert_eq!(
        (before.name.as_str(), before.slug.as_str(), before.week_start.as_str()),
        ("Northwind", "northwind", "monday")
    );
    let saved = update(&test.db, &actors.admin, &changes(&before)).await.unwrap();
    assert_eq!(
        (saved.name.as_str(), saved.time_zone.as_str(), saved.week_start.as_str()),
        ("Northwind Grid", "Asia/Kolkata", "sunday")
    );
    assert!(saved.version > before.version);
    assert_eq!(read(&test.db, &actors.owner).await.unwrap(), saved);
    assert_eq!(read(&test.db, &actors.executive).await.unwrap(), OrganizationProfile { editable: false, ..saved });
    test.close().await;
}

#[tokio::test]
async fn only_owners_and_admins_change_the_profile() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    for (role, ctx) in actors.all() {
        let profile = read(&test.db, ctx).await.unwrap();
        let outcome = update(&test.db, ctx, &changes(&profile)).await;
        if matches!(role, "owner" | "admin" | "outsider") {
            assert!(profile.editable && outcome.is_ok(), "{role}");
        } else {
            let refused = problem(outcome);
            assert!(!profile.editable && refused.kind == ProblemKind::Forbidden, "{role}");
            assert!(refused.message.contains("organization:write"), "{}", refused.message);
            assert_eq!(read(&test.db, ctx).await.unwrap().version, profile.version);
        }
    }
    test.close().await;
}

#[tokio::test]
async fn an_outsider_sees_and_changes_their_own_organization_only() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let before = read(&test.db, &actors.owner).await.unwrap();
    let own = read(&test.db, &actors.outsider).await.unwrap();
    assert_eq!(own.name, "Contoso");
    update(&test.db, &actors.outsider, &changes(&own)).await.unwrap();
    assert_eq!(read(&test.db, &actors.owner).await.unwrap(), before);
    let updates = AuditQuery { action: "organization.updated".to_owned(), ..AuditQuery::default() };
    let seen = async |ctx| audit_log::list(&test.db, ctx, &updates, 50).await.unwrap().entries.len();
    assert_eq!((seen(&actors.owner).await, seen(&actors.outsider).await), (0, 1));
    test.close().await;
}

#[tokio::test]
async fn a_stale_save_is_a_conflict_that_shows_what_was_saved_meanwhile() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let before = read(&test.db, &actors.owner).await.unwrap();
    let first = update(&test.db, &actors.owner, &changes(&before)).await.unwrap();
    let ours = Changes { name: "Ours".to_owned(), week_start: "sunday".to_owned(), ..changes(&before) };
    let conflict = problem(update(&test.db, &actors.admin, &ours).await);
    assert_eq!(conflict.kind, ProblemKind::Conflict);
    assert_eq!(conflict.field("name"), Some("Saved meanwhile: Northwind Grid."));
    assert_eq!(conflict.field("time_zone"), None, "both chose the same");
    assert_eq!(conflict.field("version"), Some(first.version.to_string().as_str()));
    assert_eq!(read(&test.db, &actors.owner).await.unwrap(), first);
    update(&test.db, &actors.admin, &Changes { version: first.version, ..ours })
        .await
        .expect("compared and saved again");
    test.close().await;
}

#[tokio::test]
async fn two_saves_at_once_are_one_save_and_one_conflict_that_shows_it() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    for _round in 0..10 {
        let before = read(&test.db, &actors.owner).await.unwrap();
        let [here, there] =
            ["Here", "There"].map(|name| Changes { name: format!("{name} {}", before.version), ..changes(&before) });
        let outcomes = tokio::join!(update(&test.db, &actors.owner, &here), update(&test.db, &actors.admin, &there));
        let (saved, lost) = match outcomes {
            (Ok(saved), lost) => (saved, problem(lost)),
            (lost, Ok(saved)) => (saved, problem(lost)),
            both => panic!("{both:?}"),
        };
        assert_eq!(lost.kind, ProblemKind::Conflict);
        assert_eq!(lost.field("name"), Some(format!("Saved meanwhile: {}.", saved.name).as_str()));
        assert_eq!(lost.field("version"), Some(saved.version.to_string().as_str()));
    }
    test.close().await;
}

#[tokio::test]
async fn problems_are_told_by_field_and_nothing_is_saved() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let before = read(&test.db, &actors.owner).await.unwrap();
    let wrong = Changes {
        name: "\u{7}".to_owned(),
        time_zone: "Mars/Olympus".to_owned(),
        week_start: "friday".to_owned(),
        version: before.version,
    };
    let refused = problem(update(&test.db, &actors.owner, &wrong).await);
    assert_eq!(
        refused.field("name"),
        Some("Remove the characters that control how text is written; they cannot be seen.")
    );
    assert_eq!(refused.field("time_zone"), Some("Choose a time zone by its IANA name, such as Europe/Berlin."));
    assert_eq!(refused.field("week_start"), Some("Choose Monday, Sunday or Saturday."));
    assert_eq!(read(&test.db, &actors.owner).await.unwrap(), before);
    assert!(time_zones().contains(&"Europe/Berlin") && !time_zones().contains(&"Mars/Olympus"));
    test.close().await;
}

#[tokio::test]
async fn a_change_is_audited_with_before_and_after_and_told_to_security() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let before = read(&test.db, &actors.admin).await.unwrap();
    update(&test.db, &actors.admin, &changes(&before)).await.unwrap();
    let latest = AuditQuery::default();
    let entries = audit_log::list(&test.db, &actors.auditor, &latest, 1).await.unwrap().entries;
    assert_eq!((entries[0].action.as_str(), entries[0].actor.as_str()), ("organization.updated", "Adam"));
    let detail =
        "name: Northwind → Northwind Grid; time zone: Europe/Berlin → Asia/Kolkata; week start: monday → sunday";
    assert_eq!(entries[0].detail, detail);
    let notice = "select concat_ws('|', kind, payload ->> 'actor_label', payload ->> 'address',
        (payload -> 'detail' -> 'after' ->> 'name')) from integration.outbox";
    assert_eq!(test.superuser_value(notice).await, "security.settings.changed|Adam|127.0.0.1|Northwind Grid");
    let refused = problem(audit_log::list(&test.db, &actors.analyst, &latest, 1).await);
    assert_eq!(refused.kind, ProblemKind::Forbidden, "an analyst reads no audit log");
    test.close().await;
}
