//! Teams: who makes, runs, fills and deletes them.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod support;

use cauldron_admin::teams::{TeamDraft, add_member, create, delete, list, read, remove_member, set_admin, update};
use cauldron_admin::{access, roles};
use cauldron_core::Ctx;
use cauldron_test_support::{Actors, TestDb};
use cauldron_types::{NewBinding, Permission, ProblemKind, ResourceRef, Role, RoleDraft, RoleRef, TeamId};
use support::{audited, fields, fresh, id_of, said};

fn draft(name: &str) -> TeamDraft {
    TeamDraft { name: name.to_owned(), purpose: "Answers alerts".to_owned() }
}

fn to(role: RoleRef, holder: String, on: Option<ResourceRef>) -> NewBinding {
    NewBinding { role, holder, on: on.map(|on| on.to_string()).unwrap_or_default() }
}

async fn joined(test: &TestDb, by: &Ctx, team: TeamId, whom: &Ctx, admin: bool) {
    add_member(&test.db, by, team, &id_of(whom), admin).await.unwrap();
}

#[tokio::test]
async fn a_team_is_made_filled_renamed_and_deleted_and_each_step_is_on_record() {
    let test = TestDb::new().await;
    let Actors { admin, member, analyst, .. } = test.actors().await;
    let db = &test.db;
    let team = create(db, &admin, &draft(" Blue \u{1f535} ")).await.unwrap();
    joined(&test, &admin, team, &member, true).await;
    add_member(db, &admin, team, " ANA@example.org ", false).await.unwrap();
    set_admin(db, &admin, team, analyst.actor.user().unwrap(), true).await.unwrap();
    set_admin(db, &admin, team, analyst.actor.user().unwrap(), true).await.unwrap();
    assert_eq!(update(db, &admin, team, &draft("Azure"), 1).await.unwrap(), 2);
    let page = read(db, &member, team, "").await.unwrap();
    assert_eq!((page.name.as_str(), page.member_count, page.version), ("Azure", 2, 2));
    let people: Vec<_> = page.members.iter().map(|member| (member.person.name.as_str(), member.is_admin)).collect();
    assert_eq!(people, [("Ana", true), ("Mona", true)]);
    assert_eq!(read(db, &member, team, "ona exam").await.unwrap().members.len(), 1);
    let listed = list(db, &member, "azu ALERTS").await.unwrap();
    let row = &listed.teams[0];
    assert_eq!((row.members, row.admins, row.roles, row.mine, listed.may_create), (2, 2, 0, true, false));
    remove_member(db, &admin, team, analyst.actor.user().unwrap()).await.unwrap();
    delete(db, &admin, team, "Azure").await.unwrap();
    assert_eq!(read(db, &admin, team, "").await.unwrap_err().kind(), ProblemKind::NotFound);
    assert_eq!(
        audited(&test, "team").await,
        "team.created, team.member_added, team.member_added, team.admin_changed, team.updated, team.member_removed, team.deleted"
    );
    test.close().await;
}

#[tokio::test]
async fn bad_names_and_taken_ones_are_answered_at_their_field() {
    let test = TestDb::new().await;
    let admin = test.actors().await.admin;
    let db = &test.db;
    create(db, &admin, &draft("Blue")).await.unwrap();
    let other = create(db, &admin, &draft("Green")).await.unwrap();
    let taken = create(db, &admin, &draft("bLUE")).await.unwrap_err();
    assert_eq!(fields(taken), [("name".to_owned(), "There is a team of this name. Choose another.".to_owned())]);
    assert_eq!(update(db, &admin, other, &draft("BLUE"), 1).await.unwrap_err().kind(), ProblemKind::Conflict);
    let long = TeamDraft { name: "\u{202e}".to_owned(), purpose: "x".repeat(501) };
    let refused = fields(create(db, &admin, &long).await.unwrap_err());
    assert_eq!(refused.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["name", "purpose"]);
    test.close().await;
}

#[tokio::test]
async fn a_stale_save_shows_what_the_other_person_saved() {
    let test = TestDb::new().await;
    let admin = test.actors().await.admin;
    let db = &test.db;
    let team = create(db, &admin, &draft("Blue")).await.unwrap();
    update(db, &admin, team, &draft("Azure"), 1).await.unwrap();
    let conflict = update(db, &admin, team, &draft("Navy"), 1).await.unwrap_err();
    assert_eq!(conflict.kind(), ProblemKind::Conflict);
    let shown = fields(conflict);
    assert_eq!(shown[0], ("name".to_owned(), "Saved meanwhile: Azure.".to_owned()));
    assert_eq!(shown.last().unwrap(), &("version".to_owned(), "2".to_owned()));
    test.close().await;
}

#[tokio::test]
async fn who_runs_a_team_runs_that_one_and_no_other() {
    let test = TestDb::new().await;
    let Actors { admin, member, executive, analyst, .. } = test.actors().await;
    let db = &test.db;
    let (blue, green) =
        (create(db, &admin, &draft("Blue")).await.unwrap(), create(db, &admin, &draft("Green")).await.unwrap());
    joined(&test, &admin, blue, &member, true).await;
    let mona = fresh(&test, &member).await;
    joined(&test, &mona, blue, &executive, false).await;
    update(db, &mona, blue, &draft("Azure"), 1).await.unwrap();
    for refused in [
        add_member(db, &mona, green, &id_of(&analyst), false).await.unwrap_err(),
        update(db, &mona, green, &draft("x"), 1).await.unwrap_err(),
        delete(db, &mona, blue, "Azure").await.unwrap_err(),
        create(db, &mona, &draft("Red")).await.unwrap_err(),
        add_member(db, &executive, blue, &id_of(&analyst), false).await.unwrap_err(),
    ] {
        assert_eq!(refused.kind(), ProblemKind::Forbidden);
    }
    // One may leave a team oneself, and nobody else's.
    remove_member(db, &executive, blue, executive.actor.user().unwrap()).await.unwrap();
    let refused = remove_member(db, &executive, blue, mona.actor.user().unwrap()).await.unwrap_err();
    assert_eq!(refused.kind(), ProblemKind::Forbidden);
    test.close().await;
}

#[tokio::test]
async fn whoever_lets_somebody_in_must_hold_what_the_team_was_given() {
    let test = TestDb::new().await;
    let Actors { owner, admin, member, executive, .. } = test.actors().await;
    let db = &test.db;
    let team = create(db, &admin, &draft("Blue")).await.unwrap();
    // Mona runs the team by a role on it, without being in it.
    let runner = RoleDraft { name: "Runner".into(), permissions: vec![Permission::TeamManage], ..RoleDraft::default() };
    let runner = RoleRef::Custom(roles::create(db, &admin, &runner).await.unwrap());
    let on = Some(ResourceRef::team(team));
    access::give(db, &owner, &to(runner, format!("person:{}", id_of(&member)), on)).await.unwrap();
    access::give(db, &owner, &to(RoleRef::System(Role::Auditor), format!("team:{team}"), None)).await.unwrap();
    let mona = fresh(&test, &member).await;
    let (kind, words) = said(add_member(db, &mona, team, &id_of(&executive), false).await);
    assert_eq!(kind, ProblemKind::Forbidden);
    assert!(
        words.starts_with("You can only pass on what you hold yourself, and you do not hold dashboard:read"),
        "{words}"
    );
    assert_eq!(add_member(db, &mona, team, &id_of(&member), false).await.unwrap_err().kind(), ProblemKind::Forbidden);
    joined(&test, &admin, team, &executive, false).await;
    assert!(fresh(&test, &executive).await.may(Permission::AuditRead));
    test.close().await;
}

#[tokio::test]
async fn a_deleted_team_takes_its_roles_along_and_says_which() {
    let test = TestDb::new().await;
    let Actors { admin, member, analyst, .. } = test.actors().await;
    let db = &test.db;
    let team = create(db, &admin, &draft("Blue")).await.unwrap();
    joined(&test, &admin, team, &member, false).await;
    let auditor = RoleRef::System(Role::Auditor);
    access::give(db, &admin, &to(auditor, format!("team:{team}"), None)).await.unwrap();
    let (person, on) = (format!("person:{}", id_of(&analyst)), Some(ResourceRef::team(team)));
    access::give(db, &admin, &to(RoleRef::System(Role::Admin), person, on)).await.unwrap();
    assert!(fresh(&test, &member).await.may(Permission::AuditRead));
    let page = read(db, &admin, team, "").await.unwrap();
    assert_eq!((page.given.len(), page.on_it.len()), (1, 1));
    let wrong = delete(db, &admin, team, "blue").await.unwrap_err();
    assert_eq!(fields(wrong), [("name".to_owned(), "Type the name of the team as it is: Blue.".to_owned())]);
    delete(db, &admin, team, " Blue ").await.unwrap();
    assert!(!fresh(&test, &member).await.may(Permission::AuditRead));
    let lost =
        test.superuser_value("select detail ->> 'roles_lost' from audit.events where action = 'team.deleted'").await;
    assert_eq!(lost, r#"["Auditor: Blue", "Admin on the team Blue: Ana"]"#);
    let left = "select (select count(*) from core.role_bindings) || ' ' || (select count(*) from core.team_members)";
    assert_eq!(test.superuser_value(left).await, "0 0");
    test.close().await;
}

#[tokio::test]
async fn teams_of_another_organization_are_answered_like_none() {
    let test = TestDb::new().await;
    let Actors { admin, outsider, .. } = test.actors().await;
    let db = &test.db;
    let team = create(db, &admin, &draft("Blue")).await.unwrap();
    let nothing = TeamId(admin.new_id());
    let user = outsider.actor.user().unwrap();
    for asked in [team, nothing] {
        let answers = [
            said(read(db, &outsider, asked, "").await),
            said(update(db, &outsider, asked, &draft("x"), 1).await),
            said(delete(db, &outsider, asked, "Blue").await),
            said(add_member(db, &outsider, asked, &id_of(&outsider), false).await),
            said(set_admin(db, &outsider, asked, user, true).await),
            said(remove_member(db, &outsider, asked, user).await),
        ];
        for (kind, words) in answers {
            assert_eq!(
                (kind, words.as_str()),
                (ProblemKind::NotFound, "There is no such team, or you may not see it.")
            );
        }
    }
    // Somebody from elsewhere is nobody here.
    let own = create(db, &outsider, &draft("Blue")).await.unwrap();
    for text in [id_of(&admin), "adam@example.org".to_owned(), "nobody".to_owned(), String::new()] {
        assert_eq!(fields(add_member(db, &outsider, own, &text, false).await.unwrap_err())[0].0, "user", "{text}");
    }
    assert_eq!(list(db, &outsider, "").await.unwrap().teams.len(), 1);
    test.close().await;
}
