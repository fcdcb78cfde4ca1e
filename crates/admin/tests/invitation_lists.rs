//! Inviting many people at once: every row is judged, the good ones go through, and doing it twice invites nobody twice.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use cauldron_admin::invitations::{
    BULK_JOB, Bulk, Delivery, NewInvitation, check_list, invite, invite_list, list, list_progress, run_list,
};
use cauldron_core::ApiError;
use cauldron_db::jobs::lease;
use cauldron_test_support::TestDb;
use cauldron_types::{ImportCheck, Problem, ProblemKind, Role};
use std::fmt::Write as _;

fn problem<T: std::fmt::Debug>(outcome: Result<T, ApiError>) -> Problem {
    match outcome {
        Err(ApiError::Problem(problem)) => problem,
        other => panic!("expected a problem, got {other:?}"),
    }
}

fn bulk(list: &str) -> Bulk {
    Bulk { list: list.to_owned(), role: Role::Member, days: 7, delivery: Delivery::Shown }
}

/// Does the job that waits.
async fn work(test: &TestDb) -> String {
    let run = lease(&test.db, &[BULK_JOB.to_owned()]).await.unwrap().unwrap();
    run_list(run).await.unwrap()
}

#[tokio::test]
async fn every_row_that_cannot_be_used_says_why_and_the_others_go_through() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let organization = actors.owner.tenant.id;
    test.superuser_sql(&format!(
        "insert into core.teams (organization_id, id, name, name_key) values ('{organization}', '{organization}', 'Blue', 'blue')"
    ))
    .await;
    let asked = NewInvitation {
        email: "asked@x.example".to_owned(),
        role: Role::Member,
        teams: Vec::new(),
        days: 7,
        delivery: Delivery::Shown,
    };
    invite(&test.db, &actors.owner, &asked).await.unwrap();
    let rows = "Email;Role;Teams\r\n\
        new@x.example;analyst;Blue\r\n\
        no address;;\r\n\
        \r\n\
        king@x.example;king;\r\n\
        above@x.example;owner;\r\n\
        lost@x.example;;Green\r\n\
        NEW@x.example;;\r\n\
        ana@example.org;;\r\n\
        asked@x.example;;\r\n\
        plain@x.example\r\n";
    let checked = check_list(&test.db, &actors.admin, &bulk(rows)).await.unwrap();
    assert_eq!((checked.good, checked.refused), (2, 7));
    let reasons: Vec<(u32, &str)> = checked.shown.iter().map(|row| (row.line, row.reason.as_str())).collect();
    assert_eq!(
        reasons,
        [
            (3, "This is not an e-mail address."),
            (5, "There is no role \"king\"; use one of: owner, admin, analyst, executive, auditor, member."),
            (6, "You cannot invite anybody as Owner: it permits more than you hold."),
            (7, "There is no team \"Green\"."),
            (8, "Stands in the list twice; the first row counts."),
            (9, "Belongs to the organization already."),
            (10, "Is invited already."),
        ]
    );
    assert_eq!(checked.refused_file.lines().count(), 8);
    assert_eq!(list(&test.db, &actors.admin, true, "").await.unwrap().total, 1, "looking changes nothing");

    let job = invite_list(&test.db, &actors.admin, &bulk(rows)).await.unwrap();
    let second = problem(invite_list(&test.db, &actors.admin, &bulk("other@x.example")).await);
    assert!(second.message.starts_with("Another list is being worked on."), "{}", second.message);
    assert_eq!(list_progress(&test.db, &actors.admin, job).await.unwrap().state, "queued");
    assert_eq!(problem(list_progress(&test.db, &actors.outsider, job).await).kind, ProblemKind::NotFound);
    assert_eq!(work(&test).await, "Invited 2 people.");
    let made = list(&test.db, &actors.admin, false, "").await.unwrap().invitations;
    let new = made.iter().find(|row| row.email == "new@x.example").unwrap();
    assert_eq!((new.role, new.teams.join(" "), new.invited_by.as_str()), (Role::Analyst, "Blue".to_owned(), "Adam"));
    assert_eq!(made.iter().find(|row| row.email == "plain@x.example").unwrap().role, Role::Member);
    let told = "select string_agg(actor_kind || ' ' || action, ', ' order by id) from audit.events where action like 'people.%'";
    assert_eq!(test.superuser_value(told).await, "person people.import_started, job people.imported");
    test.close().await;
}

#[tokio::test]
async fn a_list_that_cannot_be_read_at_all_is_refused_in_a_sentence() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let said = async |list: &str| problem(check_list(&test.db, &actors.owner, &bulk(list)).await).message;
    assert_eq!(said(" \n\n").await, "The list is empty. Write one address a line, or choose a file.");
    assert_eq!(said("name,shoe\nx,9").await, "Begin the list with a line that names its columns: email,role,teams.");
    assert_eq!(said("a\0b@x.example").await, "A list is text of at most 15 MiB. Divide it into several.");
    let none = problem(invite_list(&test.db, &actors.owner, &bulk("email\nnobody")).await);
    assert_eq!(none.message, "No row of the list can be used. Look at the reasons and mend them.");
    let long = problem(check_list(&test.db, &actors.owner, &Bulk { days: 0, ..bulk("a@x.example") }).await);
    assert_eq!(long.field("days"), Some("Choose from 1 to 30 days."));
    for ctx in [&actors.analyst, &actors.executive, &actors.auditor] {
        assert_eq!(problem(check_list(&test.db, ctx, &bulk("a@x.example")).await).kind, ProblemKind::Forbidden);
    }
    test.close().await;
}

#[tokio::test]
async fn a_hundred_thousand_rows_are_judged_and_invited_and_one_more_is_refused() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let mut rows = String::from("email,role\n");
    for row in 0..ImportCheck::MOST {
        let role = if row % 1000 == 0 { "king" } else { "" };
        writeln!(rows, "person-{row}@x.example,{role}").unwrap();
    }
    let checked = check_list(&test.db, &actors.owner, &bulk(&rows)).await.unwrap();
    assert_eq!((checked.good, checked.refused, checked.shown.len()), (99_900, 100, 100));
    invite_list(&test.db, &actors.owner, &bulk(&rows)).await.unwrap();
    assert_eq!(work(&test).await, "Invited 99900 people.");
    rows.push_str("one-more@x.example,\n");
    let refused = problem(check_list(&test.db, &actors.owner, &bulk(&rows)).await);
    assert_eq!(refused.message, "A list has at most 100000 rows; this one has 100001. Divide it.");
    test.close().await;
}

#[tokio::test]
async fn the_same_work_done_again_invites_nobody_twice_and_a_limit_holds_for_all_together() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let organization = actors.owner.tenant.id;
    invite_list(&test.db, &actors.owner, &bulk("a@x.example\nb@x.example")).await.unwrap();
    let run = lease(&test.db, &[BULK_JOB.to_owned()]).await.unwrap().unwrap();
    assert_eq!(run_list(run.clone()).await.unwrap(), "Invited 2 people.");
    assert_eq!(run_list(run).await.unwrap(), "Invited 0 people; 2 belonged or were invited already by then.");
    test.superuser_sql(&format!(
        "insert into core.organization_limits (organization_id, key, most) values ('{organization}', 'people', 9)"
    ))
    .await;
    let full = problem(invite_list(&test.db, &actors.owner, &bulk("c@x.example\nd@x.example")).await);
    assert!(full.message.starts_with("This organization may have 9 people and has 6."), "{}", full.message);
    test.close().await;
}
