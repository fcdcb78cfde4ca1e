//! The people of an organization: who is found, and what may be done to whom.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use cauldron_admin::members::{csv, leave, list, open, remove, restore, set_role, suspend, transfer_ownership};
use cauldron_admin::organization;
use cauldron_core::{ApiError, Ctx};
use cauldron_test_support::TestDb;
use cauldron_types::{MemberStatus, PeopleQuery, Problem, ProblemKind, Role, UserId};

fn id(ctx: &Ctx) -> UserId {
    ctx.actor.user().unwrap()
}

fn problem<T: std::fmt::Debug>(outcome: Result<T, ApiError>) -> Problem {
    match outcome {
        Err(ApiError::Problem(problem)) => problem,
        other => panic!("expected a problem, got {other:?}"),
    }
}

async fn names(test: &TestDb, ctx: &Ctx, query: &PeopleQuery) -> Vec<String> {
    list(&test.db, ctx, query, 50).await.unwrap().people.into_iter().map(|person| person.name).collect()
}

fn filtered(key: &str, value: &str) -> PeopleQuery {
    PeopleQuery { filters: vec![(key.to_owned(), value.to_owned())], ..PeopleQuery::default() }
}

async fn role_of(test: &TestDb, ctx: &Ctx, user: UserId) -> (Role, MemberStatus) {
    let person = open(&test.db, ctx, user).await.unwrap().person;
    (person.role, person.status)
}

/// The version of a membership.
async fn version(test: &TestDb, ctx: &Ctx, user: UserId) -> i64 {
    open(&test.db, ctx, user).await.unwrap().version
}

#[tokio::test]
async fn people_are_found_by_name_address_role_status_and_team_and_strangers_never_are() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let everybody = names(&test, &actors.executive, &PeopleQuery::default()).await;
    assert_eq!(everybody, ["Adam", "Ana", "Aurelia", "Emil", "Mona", "Olivia"]);
    assert_eq!(names(&test, &actors.outsider, &PeopleQuery::default()).await, ["Otto"]);
    let search = |q: &str| PeopleQuery { q: q.to_owned(), ..PeopleQuery::default() };
    assert_eq!(names(&test, &actors.owner, &search("AN example")).await, ["Ana"]);
    assert_eq!(names(&test, &actors.owner, &search("otto")).await, Vec::<String>::new());
    assert_eq!(names(&test, &actors.owner, &search("100%_")).await, Vec::<String>::new());
    assert_eq!(names(&test, &actors.owner, &filtered("role", "is:owner,admin")).await, ["Adam", "Olivia"]);
    assert_eq!(
        names(&test, &actors.owner, &filtered("role", "not:owner,admin")).await,
        ["Ana", "Aurelia", "Emil", "Mona"]
    );
    suspend(&test.db, &actors.owner, id(&actors.analyst)).await.unwrap();
    assert_eq!(names(&test, &actors.owner, &filtered("status", "is:suspended")).await, ["Ana"]);
    let organization = actors.owner.tenant.id;
    test.superuser_sql(&format!(
        "insert into core.teams (organization_id, id, name, name_key) values ('{organization}', '{organization}', 'Blue', 'blue');
         insert into core.team_members (organization_id, team_id, user_id) values ('{organization}', '{organization}', '{}')",
        id(&actors.executive)
    ))
    .await;
    assert_eq!(names(&test, &actors.owner, &filtered("team", "has:blu")).await, ["Emil"]);
    assert_eq!(names(&test, &actors.owner, &filtered("team", "not:Blue")).await.len(), 5);
    assert_eq!(open(&test.db, &actors.owner, id(&actors.executive)).await.unwrap().person.teams, ["Blue"]);
    test.close().await;
}

#[tokio::test]
async fn pages_follow_each_other_in_both_directions_in_every_order() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    for sort in ["", "-name", "joined", "-joined"] {
        let all = names(&test, &actors.owner, &PeopleQuery { sort: sort.to_owned(), ..PeopleQuery::default() }).await;
        let mut query = PeopleQuery { sort: sort.to_owned(), ..PeopleQuery::default() };
        let mut walked = Vec::new();
        let mut last = list(&test.db, &actors.owner, &query, 2).await.unwrap();
        assert!(last.previous.is_none() && last.total == 6);
        loop {
            walked.extend(last.people.iter().map(|person| person.name.clone()));
            let Some(next) = last.next else { break };
            query.after = next.to_string();
            last = list(&test.db, &actors.owner, &query, 2).await.unwrap();
        }
        assert_eq!(walked, all, "{sort}");
        let back = PeopleQuery { after: String::new(), before: last.previous.unwrap().to_string(), ..query };
        let before = list(&test.db, &actors.owner, &back, 2).await.unwrap();
        let page: Vec<String> = before.people.into_iter().map(|person| person.name).collect();
        assert_eq!(page, all[2..4], "{sort}");
    }
    let damaged = PeopleQuery { after: "x".to_owned(), ..PeopleQuery::default() };
    assert_eq!(problem(list(&test.db, &actors.owner, &damaged, 2).await).kind, ProblemKind::Invalid);
    let gone = PeopleQuery { before: id(&actors.outsider).to_string(), ..PeopleQuery::default() };
    assert_eq!(list(&test.db, &actors.owner, &gone, 2).await.unwrap().first, 1, "a stranger's place is no place");
    for wrong in [filtered("role", "is:king"), filtered("role", "has:a"), filtered("shoe", "is:9")] {
        assert_eq!(problem(list(&test.db, &actors.owner, &wrong, 2).await).kind, ProblemKind::Invalid);
    }
    test.close().await;
}

#[tokio::test]
async fn somebody_elses_people_are_answered_like_nobody() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let nobody = UserId(test.db.ambient().new_id());
    for user in [id(&actors.outsider), nobody] {
        let answers = [
            problem(open(&test.db, &actors.owner, user).await),
            problem(set_role(&test.db, &actors.owner, user, Role::Analyst, 1).await),
            problem(suspend(&test.db, &actors.owner, user).await),
            problem(restore(&test.db, &actors.owner, user).await),
            problem(remove(&test.db, &actors.owner, user, "").await),
        ];
        for answer in answers {
            assert_eq!(
                (answer.kind, answer.message.as_str()),
                (ProblemKind::NotFound, "There is no such person, or you may not see it.")
            );
        }
        let answer = problem(transfer_ownership(&test.db, &actors.owner, user).await);
        assert_eq!(answer.field("to"), Some("Choose an active member of this organization."));
    }
    assert_eq!(role_of(&test, &actors.outsider, id(&actors.outsider)).await, (Role::Owner, MemberStatus::Active));
    test.close().await;
}

#[tokio::test]
async fn a_role_is_given_by_whoever_holds_it_and_owners_by_owners_alone() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let analyst = id(&actors.analyst);
    let now = version(&test, &actors.admin, analyst).await;
    let refused = problem(set_role(&test.db, &actors.admin, analyst, Role::Owner, now).await);
    assert_eq!(refused.kind, ProblemKind::Forbidden);
    assert_eq!(refused.message, "You cannot make anybody Owner: it permits more than you hold.");
    let above = problem(set_role(&test.db, &actors.admin, id(&actors.owner), Role::Analyst, 1).await);
    assert_eq!(
        (above.kind, above.message.as_str()),
        (ProblemKind::Forbidden, "Olivia holds more than you do. Ask an owner.")
    );
    set_role(&test.db, &actors.admin, analyst, Role::Executive, now).await.unwrap();
    assert_eq!(role_of(&test, &actors.owner, analyst).await.0, Role::Executive);
    let stale = problem(set_role(&test.db, &actors.owner, analyst, Role::Auditor, now).await);
    assert_eq!(stale.kind, ProblemKind::Conflict);
    assert!(stale.message.starts_with("Somebody else changed Ana while you were looking: Executive, Active."));
    set_role(&test.db, &actors.owner, analyst, Role::Executive, now).await.expect("what holds already is no conflict");
    let own = problem(set_role(&test.db, &actors.admin, id(&actors.admin), Role::Member, 1).await);
    assert_eq!(own.message, "You cannot change the role of yourself. Ask another owner or admin to do it.");
    for ctx in [&actors.analyst, &actors.executive, &actors.auditor] {
        assert_eq!(problem(set_role(&test.db, ctx, analyst, Role::Member, 1).await).kind, ProblemKind::Forbidden);
        assert!(open(&test.db, ctx, analyst).await.unwrap().roles.is_empty(), "no form is shown");
    }
    test.close().await;
}

#[tokio::test]
async fn the_last_owner_can_neither_be_demoted_nor_suspended_nor_removed_nor_leave() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let (owner, admin) = (id(&actors.owner), id(&actors.admin));
    let sentence = "An organization needs an owner who can act. Make somebody else an owner first.";
    // A second owner, who is then the one that acts.
    let now = version(&test, &actors.owner, admin).await;
    set_role(&test.db, &actors.owner, admin, Role::Owner, now).await.unwrap();
    suspend(&test.db, &actors.owner, admin).await.unwrap();
    let second = as_owner(&actors.admin);
    let now = version(&test, &second, owner).await;
    for refused in [
        problem(set_role(&test.db, &second, owner, Role::Admin, now).await),
        problem(suspend(&test.db, &second, owner).await),
        problem(remove(&test.db, &second, owner, &id(&actors.analyst).to_string()).await),
    ] {
        assert_eq!((refused.kind, refused.message.as_str()), (ProblemKind::Conflict, sentence));
    }
    let left = problem(leave(&test.db, &actors.owner).await);
    assert_eq!(left.message, "You are the only owner. Hand the organization over to somebody before you leave.");
    assert_eq!(role_of(&test, &actors.auditor, owner).await, (Role::Owner, MemberStatus::Active));
    restore(&test.db, &actors.owner, admin).await.unwrap();
    leave(&test.db, &actors.owner).await.expect("another owner is there");
    assert_eq!(role_of(&test, &actors.auditor, owner).await.1, MemberStatus::Removed);
    test.close().await;
}

/// The context of somebody who was made an owner.
fn as_owner(ctx: &Ctx) -> Ctx {
    let mut ctx = ctx.clone();
    if let cauldron_core::Actor::Person { role, .. } = &mut ctx.actor {
        *role = Role::Owner;
    }
    ctx
}

#[tokio::test]
async fn of_two_owners_who_leave_at_once_one_stays() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let admin = id(&actors.admin);
    let second = as_owner(&actors.admin);
    for _round in 0..10 {
        test.superuser_sql(&format!(
            "update core.memberships set role = 'owner', status = 'active' where user_id in ('{admin}', '{}')",
            id(&actors.owner)
        ))
        .await;
        let outcomes = tokio::join!(leave(&test.db, &actors.owner), leave(&test.db, &second));
        let left = [outcomes.0.is_ok(), outcomes.1.is_ok()];
        assert_eq!(left.iter().filter(|left| **left).count(), 1, "{left:?}");
        let owners = "select count(*)::text from core.memberships join core.organizations on id = organization_id
            where is_operating and role = 'owner' and memberships.status = 'active'";
        assert_eq!(test.superuser_value(owners).await, "1");
    }
    test.close().await;
}

#[tokio::test]
async fn whoever_is_removed_is_out_at_once_and_leaves_nothing_orphaned() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let (admin, analyst) = (id(&actors.admin), id(&actors.analyst));
    let before = organization::read(&test.db, &actors.owner).await.unwrap();
    let changes = organization::Changes {
        name: before.name,
        time_zone: before.time_zone,
        primary_contact: Some(admin.to_string()),
        version: before.version,
        ..organization::Changes::default()
    };
    organization::update(&test.db, &actors.owner, &changes).await.unwrap();
    let new = cauldron_admin::invitations::NewInvitation {
        delivery: cauldron_admin::invitations::Delivery::Shown,
        email: "new@example.org".to_owned(),
        role: Role::Analyst,
        teams: Vec::new(),
        days: 7,
    };
    cauldron_admin::invitations::invite(&test.db, &actors.admin, &new).await.unwrap();
    let detail = open(&test.db, &actors.owner, admin).await.unwrap();
    assert_eq!(detail.owns, ["being the primary contact", "1 open invitation"]);
    assert!(
        detail.heirs.iter().any(|(heir, _)| *heir == analyst) && detail.heirs.iter().all(|(heir, _)| *heir != admin)
    );
    for wrong in [id(&actors.outsider).to_string(), admin.to_string(), "x".to_owned()] {
        let refused = problem(remove(&test.db, &actors.owner, admin, &wrong).await);
        assert!(refused.field("heir").is_some(), "{wrong}");
    }
    remove(&test.db, &actors.owner, admin, &analyst.to_string()).await.unwrap();
    remove(&test.db, &actors.owner, admin, "").await.expect("a second press does nothing");
    assert_eq!(organization::read(&test.db, &actors.owner).await.unwrap().primary_contact, Some(analyst));
    let inviter = test.superuser_value("select invited_by::text from core.invitations").await;
    assert_eq!(inviter, analyst.to_string());
    assert_eq!(
        names(&test, &actors.owner, &PeopleQuery::default()).await,
        ["Ana", "Aurelia", "Emil", "Mona", "Olivia"]
    );
    assert_eq!(names(&test, &actors.owner, &filtered("status", "is:removed")).await, ["Adam"]);
    let again = problem(suspend(&test.db, &actors.owner, admin).await);
    assert_eq!(again.message, "Adam does not belong to the organization any more. Invite them again.");
    test.close().await;
}

#[tokio::test]
async fn ownership_goes_over_and_is_told_to_the_audit_log_and_to_security() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let (owner, analyst) = (id(&actors.owner), id(&actors.analyst));
    let refused = problem(transfer_ownership(&test.db, &actors.admin, analyst).await);
    assert_eq!(refused.kind, ProblemKind::Forbidden);
    assert_eq!(
        problem(transfer_ownership(&test.db, &actors.owner, owner).await).field("to"),
        Some("You own the organization already. Choose somebody else.")
    );
    transfer_ownership(&test.db, &actors.owner, analyst).await.unwrap();
    assert_eq!(role_of(&test, &actors.auditor, analyst).await.0, Role::Owner);
    assert_eq!(role_of(&test, &actors.auditor, owner).await.0, Role::Admin);
    let told = "select string_agg(actor_label || ' ' || (detail ->> 'person'), '') from audit.events
        where action = 'organization.transferred'";
    assert_eq!(test.superuser_value(told).await, "Olivia Ana");
    let heard = "select payload -> 'detail' ->> 'person' from integration.outbox where kind = 'security.organization.transferred'";
    assert_eq!(test.superuser_value(heard).await, "Ana");
    test.close().await;
}

#[tokio::test]
async fn the_list_leaves_as_a_file_without_formulas_and_is_recorded() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let evil = id(&actors.executive);
    test.superuser_sql(&format!("update core.users set display_name = '=cmd|calc' where id = '{evil}'")).await;
    let file = csv(&test.db, &actors.auditor, &filtered("role", "is:executive,auditor")).await.unwrap();
    let lines: Vec<&str> = file.lines().collect();
    assert_eq!(lines[0], "id,name,email,role,status,joined");
    assert_eq!(lines.len(), 3);
    assert!(lines[1].contains(",'=cmd|calc,emil@example.org,executive,active,"), "{}", lines[1]);
    let recorded = "select detail ->> 'people' from audit.events where action = 'people.exported'";
    assert_eq!(test.superuser_value(recorded).await, "2");
    for ctx in [&actors.analyst, &actors.executive] {
        assert_eq!(csv(&test.db, ctx, &PeopleQuery::default()).await.unwrap_err().kind(), ProblemKind::Forbidden);
    }
    test.close().await;
}
