//! Settings that are inherited: system over organization over person, and back.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use cauldron_admin::settings::{list, save};
use cauldron_admin::{audit_log, preferences};
use cauldron_core::{ApiError, Ctx};
use cauldron_test_support::TestDb;
use cauldron_types::{AuditQuery, Density, ProblemKind, SettingLevel, SettingView, Theme};
use std::collections::BTreeMap;

fn choices(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

async fn seen(test: &TestDb, ctx: &Ctx, level: SettingLevel, key: &str) -> SettingView {
    list(&test.db, ctx, level).await.unwrap().into_iter().find(|view| view.key == key).unwrap()
}

fn kind<T>(outcome: Result<T, ApiError>) -> ProblemKind {
    match outcome {
        Err(error) => error.kind(),
        Ok(_) => panic!("it was not refused"),
    }
}

#[tokio::test]
async fn what_the_installation_chose_holds_until_an_organization_or_a_person_chooses_and_again_after_a_reset() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let theme = "appearance.theme";
    save(&test.db, &actors.admin, SettingLevel::System, &choices(&[(theme, "dark")])).await.unwrap();
    for ctx in [&actors.analyst, &actors.outsider] {
        let view = seen(&test, ctx, SettingLevel::Person, theme).await;
        assert_eq!((view.value.as_str(), view.from, view.own.as_deref()), ("dark", SettingLevel::System, None));
        assert_eq!(preferences::read(&test.db, ctx).await.unwrap().theme, Theme::Dark);
    }
    save(&test.db, &actors.admin, SettingLevel::Organization, &choices(&[(theme, "light")])).await.unwrap();
    assert_eq!(preferences::read(&test.db, &actors.analyst).await.unwrap().theme, Theme::Light);
    assert_eq!(preferences::read(&test.db, &actors.outsider).await.unwrap().theme, Theme::Dark, "another organization");
    preferences::set_theme(&test.db, &actors.analyst, Theme::System).await.unwrap();
    let own = seen(&test, &actors.analyst, SettingLevel::Person, theme).await;
    assert_eq!((own.value.as_str(), own.from, own.inherited.as_str()), ("system", SettingLevel::Person, "light"));
    save(&test.db, &actors.analyst, SettingLevel::Person, &choices(&[(theme, "")])).await.unwrap();
    assert_eq!(preferences::read(&test.db, &actors.analyst).await.unwrap().theme, Theme::Light);
    save(&test.db, &actors.admin, SettingLevel::Organization, &choices(&[(theme, "")])).await.unwrap();
    save(&test.db, &actors.admin, SettingLevel::System, &choices(&[(theme, "")])).await.unwrap();
    let view = seen(&test, &actors.analyst, SettingLevel::Person, theme).await;
    assert_eq!((view.value.as_str(), view.from), ("system", SettingLevel::BuiltIn));
    test.close().await;
}

#[tokio::test]
async fn a_person_keeps_flags_and_density_and_every_change_is_audited_once() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let wanted = choices(&[("appearance.density", "comfortable"), ("appearance.shortcuts", "false")]);
    for _twice in 0..2 {
        save(&test.db, &actors.analyst, SettingLevel::Person, &wanted).await.unwrap();
    }
    let kept = preferences::read(&test.db, &actors.analyst).await.unwrap();
    assert_eq!((kept.density, kept.shortcuts), (Density::Comfortable, false));
    let query = AuditQuery { action: "preference.updated".to_owned(), ..AuditQuery::default() };
    let entries = audit_log::list(&test.db, &actors.auditor, &query, 50).await.unwrap().entries;
    assert_eq!(entries.len(), 1, "the second save changed nothing");
    assert!(entries[0].detail.contains("appearance.shortcuts: inherited → false"), "{}", entries[0].detail);
    test.close().await;
}

#[tokio::test]
async fn each_level_is_written_by_whoever_may() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let wanted = choices(&[("appearance.theme", "dark")]);
    for (role, ctx) in actors.all() {
        let organization = save(&test.db, ctx, SettingLevel::Organization, &wanted).await;
        assert_eq!(organization.is_ok(), matches!(role, "owner" | "admin" | "outsider"), "{role}");
        let system = save(&test.db, ctx, SettingLevel::System, &wanted).await;
        assert_eq!(system.is_ok(), matches!(role, "owner" | "admin"), "{role}: the operating organization alone");
        assert_eq!(
            list(&test.db, ctx, SettingLevel::System).await.is_ok(),
            matches!(role, "owner" | "admin"),
            "{role}"
        );
        assert!(save(&test.db, ctx, SettingLevel::Person, &wanted).await.is_ok(), "{role}");
    }
    assert_eq!(kind(save(&test.db, &actors.outsider, SettingLevel::System, &wanted).await), ProblemKind::Forbidden);
    let entry =
        "select concat_ws(' ', actor_kind, actor_label, action) from audit.events where action like 'system_settings%'";
    assert_eq!(test.superuser_value(entry).await, "person Olivia system_settings.updated", "one change, by whom");
    test.close().await;
}

#[tokio::test]
async fn a_value_that_cannot_be_is_said_at_its_key_and_nothing_is_saved() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let wrong = choices(&[("appearance.theme", "sepia"), ("appearance.density", "compact"), ("no.such", "x")]);
    let Err(ApiError::Problem(refused)) = save(&test.db, &actors.owner, SettingLevel::Organization, &wrong).await
    else {
        panic!("it was saved");
    };
    assert_eq!(refused.field("appearance.theme"), Some("Choose System, Light or Dark."));
    assert_eq!(refused.field("no.such"), Some("There is no such setting here."));
    assert_eq!(test.superuser_value("select count(*)::text from core.settings").await, "0");
    test.close().await;
}
