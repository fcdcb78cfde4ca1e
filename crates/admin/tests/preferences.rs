//! What a person prefers is kept for them alone.

use cauldron_admin::preferences::{set_theme, theme};
use cauldron_core::{Actor, Ctx};
use cauldron_test_support::TestDb;
use cauldron_types::{Permission, ProblemKind, Theme};

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
