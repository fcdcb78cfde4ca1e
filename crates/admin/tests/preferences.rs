//! What a person prefers is kept for them alone.

use cauldron_admin::preferences::{
    notifications_read_until, read, read_notifications, set_density, set_shortcuts, set_theme,
};
use cauldron_core::{Actor, ApiError, Ctx};
use cauldron_db::Db;
use cauldron_test_support::TestDb;
use cauldron_types::{Density, Instant, Permission, Preferences, ProblemKind, Theme};

async fn theme(db: &Db, ctx: &Ctx) -> Result<Theme, ApiError> {
    Ok(read(db, ctx).await?.theme)
}

#[tokio::test]
async fn a_theme_is_kept_for_the_person_who_chose_it_alone() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    assert_eq!(theme(&test.db, &actors.executive).await.unwrap(), Theme::System);
    for chosen in [Theme::Dark, Theme::Light, Theme::System, Theme::Dark] {
        set_theme(&test.db, &actors.executive, chosen).await.unwrap();
        assert_eq!(theme(&test.db, &actors.executive).await.unwrap(), chosen);
    }
    for (role, ctx) in actors.all() {
        let expected = if role == "executive" { Theme::Dark } else { Theme::System };
        assert_eq!(theme(&test.db, ctx).await.unwrap(), expected, "{role}");
    }
    let entries = "select string_agg(detail ->> 'theme', ' ' order by id) || ' ' || min(actor_label)
        from audit.events where action = 'preference.updated'";
    assert_eq!(test.superuser_value(entries).await, "dark light system dark Emil");
    test.close().await;
}

#[tokio::test]
async fn a_stored_theme_that_this_version_does_not_know_reads_as_the_system_s() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    set_theme(&test.db, &ctx, Theme::Dark).await.unwrap();
    for stored in ["\"sepia\"", "7", "null"] {
        test.superuser_sql(&format!("update core.settings set value = '{stored}'")).await;
        assert_eq!(theme(&test.db, &ctx).await.unwrap(), Theme::System, "{stored}");
    }
    test.close().await;
}

#[tokio::test]
async fn a_machine_has_no_preferences() {
    let test = TestDb::new().await;
    let owner = test.actors().await.owner;
    let scopes = vec![Permission::PreferenceWrite];
    let key = Actor::ServiceAccount { key: owner.tenant.id.0, name: "ci".to_owned(), scopes };
    let machine = Ctx { actor: key, ..owner };
    for refused in
        [theme(&test.db, &machine).await.unwrap_err(), set_theme(&test.db, &machine, Theme::Dark).await.unwrap_err()]
    {
        assert_eq!(
            (refused.kind(), refused.to_string().as_str()),
            (ProblemKind::Forbidden, "Only a person has preferences.")
        );
    }
    test.close().await;
}

#[tokio::test]
async fn density_and_shortcuts_are_kept_beside_the_theme_each_with_its_entry() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    assert_eq!(read(&test.db, &actors.analyst).await.unwrap(), Preferences::default());
    set_density(&test.db, &actors.analyst, Density::Comfortable).await.unwrap();
    set_shortcuts(&test.db, &actors.analyst, false).await.unwrap();
    set_theme(&test.db, &actors.analyst, Theme::Light).await.unwrap();
    let kept = Preferences { theme: Theme::Light, density: Density::Comfortable, shortcuts: false };
    assert_eq!(read(&test.db, &actors.analyst).await.unwrap(), kept);
    assert_eq!(read(&test.db, &actors.admin).await.unwrap(), Preferences::default());
    let entries =
        "select string_agg(detail::text, ' ' order by id) from audit.events where action = 'preference.updated'";
    let expected = r#"{"density": "comfortable"} {"shortcuts": false} {"theme": "light"}"#;
    assert_eq!(test.superuser_value(entries).await, expected);
    test.close().await;
}

#[tokio::test]
async fn what_is_read_stays_read_and_the_future_cannot_be() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.analyst;
    let now = ctx.now().timestamp_millis();
    let until = async || notifications_read_until(&test.db, &ctx).await.unwrap();
    assert_eq!(until().await, Instant(0));
    read_notifications(&test.db, &ctx, Instant(now - 5_000)).await.unwrap();
    assert_eq!(until().await, Instant(now - 5_000));
    read_notifications(&test.db, &ctx, Instant(now - 9_000)).await.unwrap();
    assert_eq!(until().await, Instant(now - 5_000), "it never goes back");
    read_notifications(&test.db, &ctx, Instant(i64::MAX)).await.unwrap();
    assert_eq!(until().await, Instant(now), "nor beyond now");
    let entries = "select count(*)::text from audit.events where action = 'preference.updated'";
    assert_eq!(test.superuser_value(entries).await, "2", "and only what moved is an entry");
    test.close().await;
}
