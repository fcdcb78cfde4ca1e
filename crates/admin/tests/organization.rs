//! The organization's profile: who may read and change it, and what a change leaves behind.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

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
        ..Changes::default()
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
        slug: Some("-".to_owned()),
        primary_contact: Some(actors.outsider.actor.user().unwrap().to_string()),
        domains: Some("example.org, nonsense".to_owned()),
        fiscal_year_start: Some("smarch".to_owned()),
        industry: Some("x".repeat(81)),
        version: before.version,
    };
    let refused = problem(update(&test.db, &actors.owner, &wrong).await);
    assert_eq!(
        refused.field("name"),
        Some("Remove the characters that control how text is written; they cannot be seen.")
    );
    assert_eq!(refused.field("time_zone"), Some("Choose a time zone by its IANA name, such as Europe/Berlin."));
    assert_eq!(refused.field("week_start"), Some("Choose Monday, Sunday or Saturday."));
    assert!(refused.field("fiscal_year_start").unwrap().starts_with("Choose January, "));
    assert_eq!(refused.field("industry"), Some("Use at most 80 characters on one line."));
    assert_eq!(
        refused.field("slug"),
        Some("Use 1 to 63 small letters a to z, digits and hyphens, with no hyphen at either end.")
    );
    assert_eq!(
        refused.field("domains"),
        Some("\"nonsense\" is not a domain. Write them as in example.org, one a line.")
    );
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

/// Everything that a profile can say.
fn everything(actors: &cauldron_test_support::Actors, version: i64) -> Changes {
    Changes {
        name: "Northwind".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        week_start: String::new(),
        fiscal_year_start: Some("april".to_owned()),
        slug: Some("grid".to_owned()),
        industry: Some("Energy".to_owned()),
        primary_contact: Some(actors.analyst.actor.user().unwrap().to_string()),
        domains: Some("b.example\nA.example".to_owned()),
        version,
    }
}

#[tokio::test]
async fn slug_contact_industry_domains_and_fiscal_year_are_kept_and_what_is_left_out_stays() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let before = read(&test.db, &actors.owner).await.unwrap();
    let saved = update(&test.db, &actors.owner, &everything(&actors, before.version)).await.unwrap();
    assert_eq!(
        (saved.slug.as_str(), saved.industry.as_str(), saved.primary_contact_name.as_str()),
        ("grid", "Energy", "Ana")
    );
    assert_eq!((saved.domains.join(" ").as_str(), saved.fiscal_year_start.as_str()), ("a.example b.example", "april"));
    assert_eq!(saved.week_start, "monday", "inherited");
    let later = update(&test.db, &actors.admin, &changes(&saved)).await.unwrap();
    assert_eq!((later.slug.as_str(), later.domains.len(), later.primary_contact), ("grid", 2, saved.primary_contact));
    let cleared = Changes {
        primary_contact: Some(String::new()),
        domains: Some(String::new()),
        fiscal_year_start: Some(String::new()),
        ..everything(&actors, later.version)
    };
    let cleared = update(&test.db, &actors.owner, &cleared).await.unwrap();
    assert_eq!((cleared.primary_contact, cleared.domains.len()), (None, 0));
    assert_eq!(cleared.fiscal_year_start, "january", "inherited again");
    test.close().await;
}

#[tokio::test]
async fn a_slug_that_is_taken_is_said_at_its_field() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let before = read(&test.db, &actors.owner).await.unwrap();
    let taken = Changes { slug: Some("contoso".to_owned()), ..changes(&before) };
    let refused = problem(update(&test.db, &actors.owner, &taken).await);
    let sentence = "\"contoso\" is taken by another organization. Choose another.";
    assert_eq!((refused.kind, refused.field("slug")), (ProblemKind::Invalid, Some(sentence)));
    assert_eq!(read(&test.db, &actors.owner).await.unwrap(), before);
    test.close().await;
}

#[tokio::test]
async fn the_primary_contact_is_somebody_who_can_act_here() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let before = read(&test.db, &actors.owner).await.unwrap();
    let analyst = actors.analyst.actor.user().unwrap();
    test.superuser_sql(&format!("update core.memberships set status = 'suspended' where user_id = '{analyst}'")).await;
    for person in [analyst, actors.outsider.actor.user().unwrap()] {
        let wrong = Changes { primary_contact: Some(person.to_string()), ..changes(&before) };
        let refused = problem(update(&test.db, &actors.owner, &wrong).await);
        assert_eq!(refused.field("primary_contact"), Some("Choose somebody who belongs to this organization."));
    }
    test.close().await;
}

#[tokio::test]
async fn a_suspended_organization_can_be_read_and_not_changed() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let mut ctx = actors.owner.clone();
    ctx.tenant.suspended = Some("Unpaid".to_owned());
    let before = read(&test.db, &ctx).await.unwrap();
    assert!(!before.editable, "the form knows");
    let refused = problem(update(&test.db, &ctx, &changes(&before)).await);
    assert_eq!(refused.kind, ProblemKind::Forbidden);
    assert!(
        refused.message.starts_with("This organization is suspended: everything can be read"),
        "{}",
        refused.message
    );
    assert_eq!(read(&test.db, &actors.owner).await.unwrap().version, before.version);
    test.close().await;
}
