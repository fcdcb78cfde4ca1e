//! Roles that are given, why somebody may do a thing, and what nobody uses.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod support;

use cauldron_admin::access::{explain, export_review, give, list, reached, review, take_back, uses};
use cauldron_admin::session::{Standing, authenticate};
use cauldron_admin::sign_in::{Credentials, SessionLimits, sign_in};
use cauldron_admin::{PasswordHasher, people, roles, teams};
use cauldron_core::{Ctx, TokenHash, Visit};
use cauldron_test_support::{Actors, PASSWORD, TestDb};
use cauldron_types::{
    BindingId, BindingQuery, ExplainQuery, NewBinding, Permission, ProblemKind, ResourceRef, ReviewQuery, Role,
    RoleDraft, RoleRef, TeamId,
};
use chrono::TimeDelta;
use support::{audited, fields, fresh, id_of, said};
use uuid::Uuid;

async fn team(test: &TestDb, by: &Ctx, name: &str, people: &[&Ctx]) -> TeamId {
    let draft = teams::TeamDraft { name: name.to_owned(), purpose: String::new() };
    let team = teams::create(&test.db, by, &draft).await.unwrap();
    for person in people {
        teams::add_member(&test.db, by, team, &id_of(person), false).await.unwrap();
    }
    team
}

async fn role(test: &TestDb, by: &Ctx, name: &str, permissions: &[Permission]) -> RoleRef {
    let draft = RoleDraft { name: name.to_owned(), permissions: permissions.to_vec(), ..RoleDraft::default() };
    RoleRef::Custom(roles::create(&test.db, by, &draft).await.unwrap())
}

fn new(role: RoleRef, holder: &str, on: Option<ResourceRef>) -> NewBinding {
    NewBinding { role, holder: holder.to_owned(), on: on.map(|on| on.to_string()).unwrap_or_default() }
}

fn question(person: &str, permission: Permission, resource: Option<ResourceRef>, without: &str) -> ExplainQuery {
    ExplainQuery {
        person: person.to_owned(),
        permission: permission.to_string(),
        resource: resource.map(|on| on.to_string()).unwrap_or_default(),
        without: without.to_owned(),
    }
}

async fn signed_in(test: &TestDb, who: &Ctx) -> TokenHash {
    let hasher = PasswordHasher::new(test.db.ambient(), 2).unwrap();
    people::reset_password(&test.db, &hasher, &Actors::email(who), PASSWORD).await.unwrap();
    let credentials = Credentials { email: Actors::email(who), password: PASSWORD.to_owned() };
    let visit = Visit::internal(test.db.ambient());
    sign_in(&test.db, &hasher, SessionLimits::default(), &visit, &credentials, None).await.unwrap().token.hash()
}

async fn request(test: &TestDb, token: &TokenHash) -> Ctx {
    let visit = Visit::internal(test.db.ambient());
    match authenticate(&test.db, SessionLimits::default(), &visit, token).await.unwrap() {
        Standing::Active(person) => person.ctx,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_given_and_taken_back_holds_at_the_very_next_request() {
    let test = TestDb::new().await;
    let Actors { admin, member, .. } = test.actors().await;
    let db = &test.db;
    let (session, blue) = (signed_in(&test, &member).await, team(&test, &admin, "Blue", &[]).await);
    let on = ResourceRef::team(blue);
    let runner = role(&test, &admin, "Runner", &[Permission::TeamManage]).await;
    let red = team(&test, &admin, "Red", &[&member]).await;
    assert!(!request(&test, &session).await.may_on(Permission::TeamManage, &on));
    let binding = give(db, &admin, &new(runner, &format!("team:{red}"), Some(on))).await.unwrap();
    let mona = request(&test, &session).await;
    assert!(mona.may_on(Permission::TeamManage, &on) && !mona.may(Permission::TeamManage));
    assert!(!mona.may_on(Permission::TeamManage, &ResourceRef::team(red)));
    assert!(!mona.permissions().contains(&Permission::TeamManage), "what is shown is what holds everywhere");
    take_back(db, &admin, binding).await.unwrap();
    assert!(!request(&test, &session).await.may_on(Permission::TeamManage, &on));
    // Through every other door: the role, the team, the membership.
    for (give_again, door) in [
        ("give", "delete from core.team_members where team_id = '{red}'"),
        ("join", "delete from core.role_bindings where team_id = '{red}'"),
    ] {
        match give_again {
            "give" => drop(give(db, &admin, &new(runner, &format!("team:{red}"), Some(on))).await.unwrap()),
            _ => teams::add_member(db, &admin, red, &id_of(&member), false).await.unwrap(),
        }
        assert!(request(&test, &session).await.may_on(Permission::TeamManage, &on), "{door}");
        test.superuser_sql(&door.replace("{red}", &red.to_string())).await;
        assert!(!request(&test, &session).await.may_on(Permission::TeamManage, &on), "{door}");
    }
    test.superuser_sql(&format!("update core.memberships set role = 'auditor' where user_id = '{}'", id_of(&member)))
        .await;
    assert!(request(&test, &session).await.may(Permission::AuditRead));
    assert_eq!(audited(&test, "role_binding").await, "access.granted, access.revoked, access.granted");
    test.close().await;
}

#[tokio::test]
async fn nothing_is_asked_again_while_nothing_changed() {
    let test = TestDb::new().await;
    let Actors { admin, member, outsider, .. } = test.actors().await;
    let session = signed_in(&test, &member).await;
    let first = request(&test, &session).await;
    assert!(std::sync::Arc::ptr_eq(&first.access, &request(&test, &session).await.access));
    // A change elsewhere is none here.
    team(&test, &outsider, "Blue", &[]).await;
    assert!(std::sync::Arc::ptr_eq(&first.access, &request(&test, &session).await.access));
    team(&test, &admin, "Blue", &[]).await;
    assert!(!std::sync::Arc::ptr_eq(&first.access, &request(&test, &session).await.access));
    test.close().await;
}

#[tokio::test]
async fn a_form_that_cannot_be_met_says_why_at_its_field() {
    let test = TestDb::new().await;
    let Actors { admin, analyst, outsider, .. } = test.actors().await;
    let db = &test.db;
    let blue = team(&test, &admin, "Blue", &[]).await;
    let theirs = team(&test, &outsider, "Theirs", &[]).await;
    let auditor = RoleRef::System(Role::Auditor);
    for (wanted, field) in [
        (new(RoleRef::System(Role::Owner), "ana@example.org", None), "role"),
        (new(RoleRef::Custom(cauldron_types::RoleId(Uuid::nil())), "ana@example.org", None), "role"),
        (new(auditor, "otto@example.org", None), "holder"),
        (new(auditor, &format!("person:{}", id_of(&outsider)), None), "holder"),
        (new(auditor, &format!("team:{theirs}"), None), "holder"),
        (new(auditor, "", None), "holder"),
        (new(auditor, "a\0b", None), "holder"),
        (new(auditor, "ana@example.org", Some(ResourceRef::team(theirs))), "on"),
        (NewBinding { on: "nonsense".into(), ..new(auditor, "ana@example.org", None) }, "on"),
        // Nothing that an organization-wide role of this kind gives means anything on a team.
        (
            new(role(&test, &admin, "Log", &[Permission::AuditRead]).await, "blue", Some(ResourceRef::team(blue))),
            "role",
        ),
    ] {
        assert_eq!(fields(give(db, &admin, &wanted).await.unwrap_err())[0].0, field, "{wanted:?}");
    }
    give(db, &admin, &new(auditor, "bLUE", None)).await.unwrap();
    let twice = said(give(db, &admin, &new(auditor, &format!("team:{blue}"), None)).await);
    assert_eq!(twice, (ProblemKind::Conflict, "Blue has the role Auditor already.".to_owned()));
    assert_eq!(give(db, &analyst, &new(auditor, "blue", None)).await.unwrap_err().kind(), ProblemKind::Forbidden);
    let elsewhere = list(db, &admin, &BindingQuery::default()).await.unwrap().bindings[0].id;
    for unknown in [elsewhere, BindingId(admin.new_id())] {
        assert_eq!(take_back(db, &outsider, unknown).await.unwrap_err().kind(), ProblemKind::NotFound);
    }
    test.close().await;
}

#[tokio::test]
async fn the_list_is_narrowed_by_name_role_holder_and_reach() {
    let test = TestDb::new().await;
    let Actors { admin, member, .. } = test.actors().await;
    let db = &test.db;
    let blue = team(&test, &admin, "Blue", &[&member]).await;
    let auditor = RoleRef::System(Role::Auditor);
    give(db, &admin, &new(auditor, "blue", None)).await.unwrap();
    give(db, &admin, &new(auditor, "ana@example.org", None)).await.unwrap();
    give(db, &admin, &new(RoleRef::System(Role::Admin), "ana@example.org", Some(ResourceRef::team(blue))))
        .await
        .unwrap();
    let holders = async |query: BindingQuery| {
        let block = list(db, &admin, &query).await.unwrap();
        block.bindings.iter().map(|binding| binding.holder.name().to_owned()).collect::<Vec<_>>().join(" ")
    };
    let any = BindingQuery::default;
    assert_eq!(holders(any()).await, "Ana Ana Blue");
    assert_eq!(holders(BindingQuery { q: "BLU".into(), ..any() }).await, "Blue");
    assert_eq!(holders(BindingQuery { role: "auditor".into(), ..any() }).await, "Ana Blue");
    assert_eq!(holders(BindingQuery { holder: "team".into(), ..any() }).await, "Blue");
    assert_eq!(holders(BindingQuery { reach: "one".into(), ..any() }).await, "Ana");
    let damaged = BindingQuery { before: "x".into(), ..any() };
    assert_eq!(list(db, &admin, &damaged).await.unwrap_err().kind(), ProblemKind::Invalid);
    assert_eq!(list(db, &member, &any()).await.unwrap_err().kind(), ProblemKind::Forbidden);
    test.close().await;
}

#[tokio::test]
async fn every_way_is_told_and_what_is_missing_and_who_could_give_it() {
    let test = TestDb::new().await;
    let Actors { owner, admin, member, analyst, .. } = test.actors().await;
    let db = &test.db;
    let blue = team(&test, &admin, "Blue", &[&member]).await;
    let reader = role(&test, &admin, "Reader", &[Permission::AuditRead]).await;
    let mona = id_of(&member);
    let before = explain(db, &admin, &question(&mona, Permission::AuditRead, None, "")).await.unwrap();
    assert!(before.paths.is_empty());
    let names =
        |names: &[cauldron_types::RoleName]| names.iter().map(|role| role.name.clone()).collect::<Vec<_>>().join(" ");
    assert_eq!(names(&before.would_allow), "Admin Auditor Reader");
    let grantors: Vec<_> = before.could_grant.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(grantors, ["Adam", "Olivia"]);
    let child = RoleDraft { name: "Child".into(), parents: vec![reader], ..RoleDraft::default() };
    let child = RoleRef::Custom(roles::create(db, &admin, &child).await.unwrap());
    give(db, &admin, &new(child, "blue", None)).await.unwrap();
    let direct = give(db, &admin, &new(reader, "mona@example.org", None)).await.unwrap();
    let after =
        explain(db, &admin, &question(&mona, Permission::AuditRead, None, &format!("binding:{direct}"))).await.unwrap();
    let ways: Vec<String> = after.paths.iter().map(|path| format!("{}: {}", path.source, names(&path.roles))).collect();
    assert_eq!(ways, ["Given to the team Blue: Child Reader", "Given to the person: Reader"]);
    let what_if = after.what_if.unwrap();
    assert!(what_if.still_allowed && what_if.lost.is_empty(), "{what_if:?}");
    let RoleRef::Custom(id) = reader else { panic!("a custom role") };
    for (without, still, lost) in
        [(format!("role:{id}"), false, vec![Permission::AuditRead]), (format!("team:{blue}"), true, vec![])]
    {
        let query = question(&mona, Permission::AuditRead, None, &without);
        let what_if = explain(db, &owner, &query).await.unwrap().what_if.unwrap();
        assert_eq!((what_if.still_allowed, what_if.lost), (still, lost), "{without}");
    }
    // Everybody may ask about themselves, and nobody about others without access:read.
    assert!(explain(db, &analyst, &question("", Permission::AuditRead, None, "")).await.unwrap().oneself);
    let (kind, _) = said(explain(db, &analyst, &question(&mona, Permission::AuditRead, None, "")).await);
    assert_eq!(kind, ProblemKind::Forbidden);
    for damaged in ["x", "role:x", "planet:00000000-0000-0000-0000-000000000001"] {
        let query = question(&mona, Permission::AuditRead, None, damaged);
        assert_eq!(explain(db, &admin, &query).await.unwrap_err().kind(), ProblemKind::Invalid, "{damaged}");
    }
    test.close().await;
}

#[tokio::test]
async fn people_and_things_of_another_organization_cannot_be_asked_about() {
    let test = TestDb::new().await;
    let Actors { admin, member, outsider, .. } = test.actors().await;
    let db = &test.db;
    let blue = ResourceRef::team(team(&test, &admin, "Blue", &[&member]).await);
    let nothing = ResourceRef::team(TeamId(admin.new_id()));
    for person in [id_of(&member), admin.new_id().to_string()] {
        let query = question(&person, Permission::TeamRead, None, "");
        assert_eq!(explain(db, &outsider, &query).await.unwrap_err().kind(), ProblemKind::NotFound);
    }
    for thing in [blue, nothing] {
        let query = question("", Permission::TeamRead, Some(thing), "");
        assert_eq!(explain(db, &outsider, &query).await.unwrap_err().kind(), ProblemKind::NotFound);
        assert_eq!(reached(db, &outsider, &thing.to_string()).await.unwrap_err().kind(), ProblemKind::NotFound);
    }
    test.close().await;
}

#[tokio::test]
async fn who_reaches_a_team_is_told_by_every_way_there_is() {
    let test = TestDb::new().await;
    let Actors { admin, member, analyst, executive, .. } = test.actors().await;
    let db = &test.db;
    let blue = team(&test, &admin, "Blue", &[&member]).await;
    let red = team(&test, &admin, "Red", &[&analyst, &executive]).await;
    let on = ResourceRef::team(blue);
    teams::set_admin(db, &admin, blue, member.actor.user().unwrap(), true).await.unwrap();
    let runner = role(&test, &admin, "Runner", &[Permission::TeamManage, Permission::AuditRead]).await;
    give(db, &admin, &new(runner, &format!("team:{red}"), Some(on))).await.unwrap();
    let rows = reached(db, &admin, &on.to_string()).await.unwrap().rows;
    let told: Vec<String> = rows
        .iter()
        .map(|row| {
            let actions: Vec<_> = row.permissions.iter().map(|permission| permission.action()).collect();
            format!("{} ({}) {}: {}", row.who, row.people, row.how, actions.join(" "))
        })
        .collect();
    let in_general = "by their base role, in the whole organization";
    let everybody = |role: &str, what: &str| format!("Everybody whose base role is {role} (1) {in_general}: {what}");
    let expected = [
        everybody("Owner", "read write manage delete"),
        everybody("Admin", "read write manage delete"),
        everybody("Analyst", "read"),
        everybody("Executive", "read"),
        everybody("Auditor", "read"),
        everybody("Member", "read"),
        "The team Red (2) given on it: manage".to_owned(),
        "Those who run Blue (1) by running it: write manage".to_owned(),
    ];
    assert_eq!(told, expected);
    assert_eq!(reached(db, &member, &on.to_string()).await.unwrap_err().kind(), ProblemKind::Forbidden);
    test.close().await;
}

#[tokio::test]
async fn what_nobody_used_for_ninety_days_is_listed_and_what_somebody_did_is_not() {
    let test = TestDb::new().await;
    let Actors { admin, member, auditor, .. } = test.actors().await;
    let db = &test.db;
    let log = role(&test, &admin, "Log", &[Permission::AuditRead]).await;
    let idle = role(&test, &admin, "Idle", &[Permission::AuditExport]).await;
    team(&test, &admin, "Blue", &[&member]).await;
    give(db, &admin, &new(log, "blue", None)).await.unwrap();
    give(db, &admin, &new(idle, "blue", None)).await.unwrap();
    let session = signed_in(&test, &member).await;
    test.superuser_sql(
        "update core.role_bindings set created_at = '2026-01-01';
         alter table core.memberships disable trigger touch_row; update core.memberships set updated_at = '2026-01-01';
         alter table core.memberships enable trigger touch_row",
    )
    .await;
    let mona = request(&test, &session).await;
    cauldron_admin::audit_log::list(db, &mona, &cauldron_types::AuditQuery::default(), 10).await.unwrap();
    assert_eq!(uses::write(db).await.unwrap(), 1, "one use of audit:read");
    assert_eq!(uses::write(db).await.unwrap(), 0);
    let unused = async |days: &str| {
        let query = ReviewQuery { days: days.into(), ..ReviewQuery::default() };
        let rows = review(db, &auditor, &query).await.unwrap().rows;
        rows.iter().map(|row| format!("{} {}", row.holder.name(), row.role.name)).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(unused("90").await, "Adam Admin, Ana Analyst, Aurelia Auditor, Blue Idle, Emil Executive, Olivia Owner");
    test.clock.advance(TimeDelta::days(91));
    assert!(unused("90").await.contains("Blue Log"));
    assert!(!unused("180").await.contains("Blue Log"));
    assert_eq!(review(db, &mona, &ReviewQuery::default()).await.unwrap_err().kind(), ProblemKind::Forbidden);
    let file = export_review(db, &auditor, &ReviewQuery::default()).await.unwrap();
    assert!(file.contains("\r\nBlue,team,,Log,the whole organization,2026-01-01,2026-11-20\r\n"), "{file}");
    assert!(
        file.contains("\r\nOlivia,person,olivia@example.org,Owner,the whole organization,2026-01-01,never\r\n"),
        "{file}"
    );
    assert_eq!(audited(&test, "access_review").await, "access.review_exported");
    test.close().await;
}

#[tokio::test]
async fn somebody_who_is_removed_loses_teams_and_roles_for_good() {
    let test = TestDb::new().await;
    let Actors { admin, member, .. } = test.actors().await;
    let db = &test.db;
    team(&test, &admin, "Blue", &[&member]).await;
    give(db, &admin, &new(RoleRef::System(Role::Auditor), "mona@example.org", None)).await.unwrap();
    give(db, &admin, &new(RoleRef::System(Role::Analyst), "blue", None)).await.unwrap();
    assert!(fresh(&test, &member).await.may(Permission::AuditRead));
    let status =
        |status: &str| format!("update core.memberships set status = '{status}' where user_id = '{}'", id_of(&member));
    test.superuser_sql(&status("suspended")).await;
    assert!(
        fresh(&test, &member).await.may(Permission::AuditRead),
        "who is only suspended comes back to what they had"
    );
    test.superuser_sql(&status("removed")).await;
    test.superuser_sql(&status("active")).await;
    let mona = fresh(&test, &member).await;
    assert!(!mona.may(Permission::AuditRead) && !mona.may(Permission::SecurityEventRead));
    test.close().await;
}
