//! Inviting, accepting, and every way in which a link does not work.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use cauldron_admin::invitations::{
    self, Delivery, NewAccount, NewInvitation, accept, accept_as_new, invite, list, resend, revoke, view,
};
use cauldron_admin::sign_in::{Credentials, SessionLimits, sign_in};
use cauldron_admin::{PasswordHasher, members};
use cauldron_core::{ApiError, Ctx, SecretToken, Visit};
use cauldron_test_support::{Actors, PASSWORD, TestDb};
use cauldron_types::{InvitationLink, InvitationState, Permission, Problem, ProblemKind, Role, TeamId};
use chrono::TimeDelta;

fn problem<T: std::fmt::Debug>(outcome: Result<T, ApiError>) -> Problem {
    match outcome {
        Err(ApiError::Problem(problem)) => problem,
        other => panic!("expected a problem, got {other:?}"),
    }
}

fn for_address(email: &str) -> NewInvitation {
    NewInvitation {
        email: email.to_owned(),
        role: Role::Analyst,
        teams: Vec::new(),
        days: 7,
        delivery: Delivery::Shown,
    }
}

fn account(link: &InvitationLink) -> NewAccount {
    NewAccount { link: link.token.clone(), display_name: " Nora Berg ".to_owned(), password: PASSWORD.to_owned() }
}

fn hasher(test: &TestDb) -> PasswordHasher {
    PasswordHasher::new(test.db.ambient(), 1).unwrap()
}

async fn join(test: &TestDb, link: &InvitationLink) -> Result<SecretToken, ApiError> {
    let visit = Visit::internal(test.db.ambient());
    let opened = accept_as_new(&test.db, &hasher(test), SessionLimits::default(), &visit, &account(link)).await?;
    Ok(opened.token)
}

/// A session of the actor's.
async fn session(test: &TestDb, ctx: &Ctx) -> SecretToken {
    let (token, id) = (SecretToken::generate(test.db.ambient()), test.db.ambient().new_id());
    let hash: String = token.hash().iter().map(|byte| format!("{byte:02x}")).collect();
    let now = test.db.ambient().now();
    test.superuser_sql(&format!(
        "insert into core.sessions (id, token_hash, user_id, organization_id, created_at, last_seen_at, idle_expires_at,
             absolute_expires_at)
         values ('{id}', '\\x{hash}', '{}', '{}', '{now}', '{now}', '{now}'::timestamptz + interval '20 days',
             '{now}'::timestamptz + interval '20 days')",
        ctx.actor.user().unwrap(),
        ctx.tenant.id
    ))
    .await;
    token
}

#[tokio::test]
async fn somebody_new_sets_name_and_password_is_signed_in_and_can_sign_in_again() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let link = invite(&test.db, &actors.admin, &for_address(" Nora@Example.org ")).await.unwrap();
    let visit = Visit::internal(test.db.ambient());
    let shown = view(&test.db, &visit, &link.token, None).await.unwrap();
    assert_eq!(
        (shown.organization.as_str(), shown.email.as_str(), shown.role),
        ("Northwind", "nora@example.org", Role::Analyst)
    );
    assert_eq!((shown.invited_by.as_str(), shown.has_account), ("Adam", false));
    join(&test, &link).await.unwrap();
    let credentials = Credentials { email: "nora@example.org".to_owned(), password: PASSWORD.to_owned() };
    let opened = sign_in(&test.db, &hasher(&test), SessionLimits::default(), &visit, &credentials, None)
        .await
        .expect("signs in");
    assert_eq!(opened.organization, actors.admin.tenant.id);
    let found = members::list(&test.db, &actors.owner, &"nora".query(), 10).await.unwrap().people;
    assert_eq!((found[0].name.as_str(), found[0].role), ("Nora Berg", Role::Analyst));
    assert!(found[0].seen.is_some(), "seen when signing in");
    let audited = "select string_agg(action || ' ' || actor_label, ', ' order by id) from audit.events where action like 'invitation%'";
    assert_eq!(test.superuser_value(audited).await, "invitation.created Adam, invitation.accepted Nora Berg");
    let leaked = format!("select count(*)::text from audit.events where detail::text like '%{}%'", link.token);
    assert_eq!(test.superuser_value(&leaked).await, "0", "no secret in the log");
    test.close().await;
}

trait Query {
    fn query(&self) -> cauldron_types::PeopleQuery;
}

impl Query for str {
    fn query(&self) -> cauldron_types::PeopleQuery {
        cauldron_types::PeopleQuery { q: self.to_owned(), ..cauldron_types::PeopleQuery::default() }
    }
}

#[tokio::test]
async fn a_link_works_once_until_it_expires_is_replaced_or_taken_back_and_says_which() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let said = async |link: &InvitationLink| problem(join(&test, link).await).message;
    let used = invite(&test.db, &actors.owner, &for_address("a@example.org")).await.unwrap();
    join(&test, &used).await.unwrap();
    assert_eq!(said(&used).await, "This invitation has been used. Sign in with the account that it was accepted with.");

    let revoked = invite(&test.db, &actors.owner, &for_address("b@example.org")).await.unwrap();
    for _twice in 0..2 {
        revoke(&test.db, &actors.owner, revoked.id).await.unwrap();
    }
    assert_eq!(said(&revoked).await, "This invitation was taken back. Ask whoever invited you for another.");
    assert!(
        problem(resend(&test.db, &actors.owner, revoked.id, &Delivery::Shown).await).message.contains("was taken back")
    );

    let replaced = invite(&test.db, &actors.owner, &for_address("c@example.org")).await.unwrap();
    let newer = resend(&test.db, &actors.owner, replaced.id, &Delivery::Shown).await.unwrap();
    let unknown =
        "This is not an invitation of this installation, or a newer link has replaced it. Use the newest one.";
    assert_eq!(said(&replaced).await, unknown);
    assert_eq!(said(&InvitationLink { token: "nonsense".to_owned(), ..newer.clone() }).await, unknown);
    join(&test, &newer).await.unwrap();
    assert!(problem(revoke(&test.db, &actors.owner, newer.id).await).message.contains("has accepted already"));

    let expired =
        invite(&test.db, &actors.owner, &NewInvitation { days: 1, ..for_address("d@example.org") }).await.unwrap();
    test.clock.advance(TimeDelta::days(1));
    assert_eq!(said(&expired).await, "This invitation has expired. Ask whoever invited you to send it again.");
    let late = &actors.owner;
    let states: Vec<(String, InvitationState)> = list(&test.db, late, true, "")
        .await
        .unwrap()
        .invitations
        .into_iter()
        .map(|row| (row.email, row.state))
        .collect();
    use InvitationState as S;
    let expected = [("d", S::Expired), ("c", S::Accepted), ("b", S::Revoked), ("a", S::Accepted)];
    assert_eq!(states, expected.map(|(name, state)| (format!("{name}@example.org"), state)));
    let again = resend(&test.db, late, expired.id, &Delivery::Shown).await.expect("an expired one can be sent again");
    join(&test, &again).await.unwrap();
    let anew = invite(&test.db, late, &for_address("b@example.org")).await;
    assert!(anew.is_ok(), "whoever was taken back can be invited anew");
    test.close().await;
}

#[tokio::test]
async fn an_existing_person_accepts_with_the_invited_address_and_no_other() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let visit = Visit::internal(test.db.ambient());
    let link = invite(&test.db, &actors.owner, &for_address(&Actors::email(&actors.outsider))).await.unwrap();
    assert!(view(&test.db, &visit, &link.token, None).await.unwrap().has_account);
    let refused = problem(join(&test, &link).await).message;
    assert_eq!(refused, "This address has an account already. Sign in with it, then open the link again.");
    let wrong = session(&test, &actors.analyst).await;
    let other = problem(accept(&test.db, &visit, &wrong.hash(), &link.token).await).message;
    assert_eq!(other, "This invitation is for another address. Sign out, and sign in with the address it was sent to.");
    let own = session(&test, &actors.outsider).await;
    let renewed = accept(&test.db, &visit, &own.hash(), &link.token).await.unwrap();
    assert_ne!(renewed, own, "other rights come with another token");
    accept(&test.db, &visit, &renewed.hash(), &link.token).await.expect("the second press comes out like the first");
    let where_to = "select string_agg(organizations.name, '') from core.sessions
        join core.organizations on organizations.id = organization_id
        join core.users on users.id = user_id where display_name = 'Otto' and ended_at is null";
    assert_eq!(test.superuser_value(where_to).await, "Northwind");
    let forged = SecretToken::generate(test.db.ambient());
    let nobody = problem(accept(&test.db, &visit, &forged.hash(), &link.token).await);
    assert_eq!(nobody.kind, ProblemKind::Unauthenticated);
    test.close().await;
}

#[tokio::test]
async fn whoever_was_removed_comes_back_with_the_new_role_and_whoever_is_suspended_does_not() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let visit = Visit::internal(test.db.ambient());
    let analyst = actors.analyst.actor.user().unwrap();
    let token = session(&test, &actors.analyst).await;
    let already = problem(invite(&test.db, &actors.owner, &for_address("ana@example.org")).await);
    assert_eq!(already.field("email"), Some("ana@example.org belongs to the organization already."));
    members::suspend(&test.db, &actors.owner, analyst).await.unwrap();
    let suspended = problem(invite(&test.db, &actors.owner, &for_address("ana@example.org")).await);
    assert!(suspended.message.contains("is suspended. Restore them"), "{}", suspended.message);
    members::remove(&test.db, &actors.owner, analyst, "").await.unwrap();
    let ended = "select count(*)::text from core.sessions where ended_at is not null";
    assert_eq!(test.superuser_value(ended).await, "1", "removal ends the session");
    let back = NewInvitation { role: Role::Executive, ..for_address("ana@example.org") };
    let link = invite(&test.db, &actors.owner, &back).await.unwrap();
    let over = problem(accept(&test.db, &visit, &token.hash(), &link.token).await);
    assert_eq!(over.kind, ProblemKind::Unauthenticated);
    let fresh = session(&test, &actors.analyst).await;
    accept(&test.db, &visit, &fresh.hash(), &link.token).await.unwrap();
    let person = members::open(&test.db, &actors.owner, analyst).await.unwrap().person;
    assert_eq!(person.role, Role::Executive);
    test.close().await;
}

#[tokio::test]
async fn nobody_gives_more_than_they_hold_and_every_field_says_what_is_wrong() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let owner = NewInvitation { role: Role::Owner, ..for_address("x@example.org") };
    let above = problem(invite(&test.db, &actors.admin, &owner).await);
    assert_eq!((above.kind, above.field("role").is_some()), (ProblemKind::Forbidden, true));
    assert!(invite(&test.db, &actors.owner, &owner).await.is_ok());
    for ctx in [&actors.analyst, &actors.executive, &actors.auditor] {
        assert_eq!(problem(invite(&test.db, ctx, &for_address("y@example.org")).await).kind, ProblemKind::Forbidden);
    }
    let wrong = NewInvitation { days: 31, ..for_address("no address") };
    let refused = problem(invite(&test.db, &actors.owner, &wrong).await);
    assert_eq!(refused.field("days"), Some("Choose from 1 to 30 days."));
    assert_eq!(refused.field("email"), Some("Enter an e-mail address, such as mira@example.org."));
    let twice = problem(invite(&test.db, &actors.admin, &for_address("x@example.org")).await);
    assert!(twice.field("email").unwrap().starts_with("There is an open invitation for x@example.org."));
    let strange = NewInvitation { teams: vec![TeamId(test.db.ambient().new_id())], ..for_address("z@example.org") };
    assert!(problem(invite(&test.db, &actors.owner, &strange).await).field("teams").is_some());
    let form = invitations::form(&test.db, &actors.admin).await.unwrap();
    assert!(!form.roles.contains(&Role::Owner) && form.roles.contains(&Role::Admin));
    assert!(actors.admin.may(Permission::TeamManage));
    test.close().await;
}

#[tokio::test]
async fn whoever_accepts_comes_into_the_teams_that_are_still_there() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let organization = actors.owner.tenant.id;
    let (stays, goes) = (TeamId(test.db.ambient().new_id()), TeamId(test.db.ambient().new_id()));
    for (team, name) in [(stays, "stays"), (goes, "goes")] {
        test.superuser_sql(&format!(
            "insert into core.teams (organization_id, id, name, name_key) values ('{organization}', '{team}', '{name}', '{name}')"
        ))
        .await;
    }
    let new = NewInvitation { teams: vec![stays, goes], ..for_address("n@example.org") };
    let link = invite(&test.db, &actors.owner, &new).await.unwrap();
    assert_eq!(list(&test.db, &actors.owner, false, "").await.unwrap().invitations[0].teams, ["goes", "stays"]);
    test.superuser_sql(&format!("delete from core.teams where id = '{goes}'")).await;
    join(&test, &link).await.unwrap();
    assert_eq!(
        test.superuser_value("select string_agg(team_id::text, ' ') from core.team_members").await,
        stays.to_string()
    );
    test.close().await;
}

#[tokio::test]
async fn a_full_organization_takes_nobody_in_and_says_so() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let organization = actors.owner.tenant.id;
    let links = [
        invite(&test.db, &actors.owner, &for_address("a@example.org")).await.unwrap(),
        invite(&test.db, &actors.owner, &for_address("b@example.org")).await.unwrap(),
    ];
    test.superuser_sql(&format!(
        "insert into core.organization_limits (organization_id, key, most) values ('{organization}', 'people', 7)"
    ))
    .await;
    let refused = problem(invite(&test.db, &actors.owner, &for_address("c@example.org")).await);
    assert_eq!(refused.kind, ProblemKind::Conflict);
    assert!(refused.message.starts_with("This organization may have 7 people and has 6."), "{}", refused.message);
    let outcomes = tokio::join!(join(&test, &links[0]), join(&test, &links[1]));
    let (one, other) = (outcomes.0.is_ok(), outcomes.1.is_ok());
    assert!(one != other, "there is room for one");
    let full = if one { outcomes.1 } else { outcomes.0 };
    let said = "The organization has as many people as it may have. Ask whoever invited you.";
    assert_eq!(problem(full).message, said);
    let accounts = "select count(*)::text from core.users where email in ('a@example.org', 'b@example.org')";
    assert_eq!(test.superuser_value(accounts).await, "1", "whoever did not come in has no account");
    test.close().await;
}

#[tokio::test]
async fn invitations_of_another_organization_are_answered_like_none() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let link = invite(&test.db, &actors.owner, &for_address("a@example.org")).await.unwrap();
    for refused in [
        problem(resend(&test.db, &actors.outsider, link.id, &Delivery::Shown).await),
        problem(revoke(&test.db, &actors.outsider, link.id).await),
    ] {
        assert_eq!(refused.kind, ProblemKind::NotFound);
    }
    assert_eq!(list(&test.db, &actors.outsider, true, "").await.unwrap().total, 0);
    join(&test, &link).await.expect("it still works");
    test.close().await;
}

#[tokio::test]
async fn whoever_proved_an_address_in_a_domain_joins_where_the_policy_says_so() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let visit = Visit::internal(test.db.ambient());
    let token = session(&test, &actors.outsider).await;
    let organization = actors.owner.tenant.id;
    let offered = async || {
        let found = invitations::joinable(&test.db, &visit, &token.hash()).await.unwrap();
        found.into_iter().map(|one| format!("{} {}", one.name, one.role)).collect::<Vec<_>>()
    };
    let policy = |on: &str, role: &str| {
        std::collections::BTreeMap::from([
            ("join.by_domain".to_owned(), on.to_owned()),
            ("join.role".to_owned(), role.to_owned()),
        ])
    };
    test.superuser_sql(&format!(
        "insert into core.organization_domains (organization_id, domain) values ('{organization}', 'example.org')"
    ))
    .await;
    assert!(offered().await.is_empty(), "the address is not proved, and the policy is off");
    let level = cauldron_types::SettingLevel::Organization;
    cauldron_admin::settings::save(&test.db, &actors.owner, level, &policy("true", "analyst")).await.unwrap();
    assert!(offered().await.is_empty(), "the address is not proved");
    test.superuser_sql("update core.users set email_verified_at = now()").await;
    assert_eq!(offered().await, ["Northwind analyst"]);
    cauldron_admin::settings::save(&test.db, &actors.owner, level, &policy("", "")).await.unwrap();
    assert!(offered().await.is_empty(), "off again");
    let refused = problem(invitations::join(&test.db, &visit, &token.hash(), organization).await);
    assert_eq!(refused.kind, ProblemKind::NotFound);
    cauldron_admin::settings::save(&test.db, &actors.owner, level, &policy("true", "")).await.unwrap();
    invitations::join(&test.db, &visit, &token.hash(), organization).await.unwrap();
    let person = members::open(&test.db, &actors.owner, actors.outsider.actor.user().unwrap()).await.unwrap().person;
    assert_eq!(person.role, Role::Member);
    members::remove(&test.db, &actors.owner, person.user, "").await.unwrap();
    let back = session(&test, &actors.outsider).await;
    let again = invitations::joinable(&test.db, &visit, &back.hash()).await.unwrap();
    assert!(again.is_empty(), "whoever was removed needs an invitation");
    test.close().await;
}
