//! What a person prefers is kept for them alone.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use cauldron_admin::PasswordHasher;
use cauldron_admin::account::switch_organization;
use cauldron_admin::people::reset_password;
use cauldron_admin::preferences::{
    notifications_read_until, of_session, read, read_notifications, set_density, set_shortcuts, set_theme,
};
use cauldron_admin::session::{Standing, authenticate};
use cauldron_admin::sign_in::{Credentials, SessionLimits, sign_in};
use cauldron_core::{Actor, ApiError, Ctx, TokenHash, Visit};
use cauldron_db::Db;
use cauldron_test_support::{Actors, PASSWORD, TestDb};
use cauldron_types::{Density, Instant, Permission, Preferences, ProblemKind, Theme};
use chrono::TimeDelta;

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
    // As a later version's schema would have it, on which this one may run.
    test.superuser_sql("alter table core.preferences drop constraint preferences_theme_check").await;
    for stored in ["'sepia'", "''", "null"] {
        test.superuser_sql(&format!("update core.preferences set theme = {stored}")).await;
        assert_eq!(theme(&test.db, &ctx).await.unwrap(), Theme::System, "{stored}");
    }
    test.close().await;
}

#[tokio::test]
async fn a_machine_has_no_preferences() {
    let test = TestDb::new().await;
    let owner = test.actors().await.owner;
    let scopes = vec![Permission::PreferenceWrite];
    let key = Actor::ServiceAccount { key: owner.tenant.id.0, name: "ci".to_owned(), owner: None, scopes };
    let machine = Ctx::new(owner.visit, owner.tenant, key);
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
    let actors = test.actors().await;
    let ctx = actors.analyst.clone();
    let now = ctx.now().timestamp_millis();
    let until = async || notifications_read_until(&test.db, &ctx).await.unwrap();
    assert_eq!(until().await, Instant(0));
    read_notifications(&test.db, &ctx, Instant(now - 5_000)).await.unwrap();
    assert_eq!(until().await, Instant(now - 5_000));
    read_notifications(&test.db, &ctx, Instant(now - 9_000)).await.unwrap();
    assert_eq!(until().await, Instant(now - 5_000), "it never goes back");
    read_notifications(&test.db, &ctx, Instant(i64::MAX)).await.unwrap();
    assert_eq!(until().await, Instant(now), "nor beyond now");
    read_notifications(&test.db, &ctx, Instant(i64::MIN)).await.unwrap();
    assert_eq!(until().await, Instant(now));
    for colleague in [&actors.owner, &actors.outsider] {
        assert_eq!(notifications_read_until(&test.db, colleague).await.unwrap(), Instant(0), "nobody else's moved");
    }
    assert_eq!(
        test.superuser_value("select count(*)::text from audit.events").await,
        "0",
        "none is a change to record"
    );
    test.close().await;
}

#[tokio::test]
async fn two_tabs_that_read_at_once_leave_the_later_mark() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.analyst;
    let now = ctx.now().timestamp_millis();
    for round in 1..=10 {
        let tabs: Vec<_> = (0..8)
            .map(|tab| {
                let (db, ctx) = (test.db.clone(), ctx.clone());
                let until = Instant(now - 1_000_000 + round * 1_000 + (tab * 37 + round) % 8);
                tokio::spawn(async move { read_notifications(&db, &ctx, until).await })
            })
            .collect();
        for tab in tabs {
            tab.await.unwrap().unwrap();
        }
        let kept = notifications_read_until(&test.db, &ctx).await.unwrap();
        assert_eq!(kept, Instant(now - 1_000_000 + round * 1_000 + 7), "round {round}");
    }
    test.close().await;
}

#[tokio::test]
async fn what_a_person_prefers_goes_with_them_to_another_organization_and_to_the_next_sign_in() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let hasher = PasswordHasher::new(test.db.ambient(), 2).unwrap();
    let email = Actors::email(&actors.analyst);
    reset_password(&test.db, &hasher, &email, PASSWORD).await.unwrap();
    let (user, there) = (actors.analyst.actor.user().unwrap(), actors.outsider.tenant.id);
    test.superuser_sql(&format!(
        "insert into core.memberships (organization_id, user_id, role) values ('{there}', '{user}', 'executive')"
    ))
    .await;
    let visit = Visit::internal(test.db.ambient());
    let limits = SessionLimits::default();
    let credentials = Credentials { email, password: PASSWORD.to_owned() };
    let opened = sign_in(&test.db, &hasher, limits, &visit, &credentials, None).await.unwrap();
    let here = standing(&test.db, &visit, &opened.token.hash()).await;
    set_theme(&test.db, &here, Theme::Dark).await.unwrap();
    set_density(&test.db, &here, Density::Comfortable).await.unwrap();
    read_notifications(&test.db, &here, Instant(here.now().timestamp_millis())).await.unwrap();

    let moved = switch_organization(&test.db, &here, &opened.token.hash(), there).await.unwrap();
    let elsewhere = standing(&test.db, &visit, &moved.hash()).await;
    assert_eq!(elsewhere.tenant.id, there);
    let kept = Preferences { theme: Theme::Dark, density: Density::Comfortable, shortcuts: true };
    assert_eq!(read(&test.db, &elsewhere).await.unwrap(), kept);
    let unread = notifications_read_until(&test.db, &elsewhere).await.unwrap();
    assert_eq!(unread, Instant(0), "what is read belongs to the organization that it was read in");
    set_shortcuts(&test.db, &elsewhere, false).await.unwrap();

    test.clock.advance(TimeDelta::minutes(5));
    let next = sign_in(&test.db, &hasher, limits, &visit, &credentials, None).await.unwrap();
    assert_eq!(of_session(&test.db, &visit, &next.token).await, Some(Preferences { shortcuts: false, ..kept }));
    assert_eq!(read(&test.db, &here).await.unwrap(), Preferences { shortcuts: false, ..kept });
    test.close().await;
}

async fn standing(db: &Db, visit: &Visit, token: &TokenHash) -> Ctx {
    match authenticate(db, SessionLimits::default(), visit, token).await.unwrap() {
        Standing::Active(person) => person.ctx,
        other => panic!("{other:?}"),
    }
}
