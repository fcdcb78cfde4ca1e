//! Named queries of lists belong to one person in one organization.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use cauldron_admin::saved_views::{NewView, delete, list, rename, replace, save, set_default};
use cauldron_core::{Actor, ApiError, Ctx};
use cauldron_db::Db;
use cauldron_test_support::TestDb;
use cauldron_types::{ListPage, ListView, Permission, ProblemKind, ViewId};

const PAGE: ListPage = ListPage::SecurityEvents;

fn view<'a>(name: &'a str, query: &'a str) -> NewView<'a> {
    NewView { page: PAGE, name, query, is_default: false }
}

async fn kept(db: &Db, ctx: &Ctx, name: &str) -> ViewId {
    let views = save(db, ctx, view(name, "severity=is:high&q=zo%C3%AB")).await.unwrap();
    views.iter().find(|view| view.name == name.trim()).unwrap().id
}

fn words(views: &[ListView]) -> Vec<(&str, &str, bool)> {
    views.iter().map(|view| (view.name.as_str(), view.query.as_str(), view.is_default)).collect()
}

fn said(result: Result<Vec<ListView>, ApiError>) -> (ProblemKind, String) {
    let error = result.unwrap_err();
    (error.kind(), error.to_string())
}

#[tokio::test]
async fn a_view_is_kept_renamed_overwritten_made_default_and_deleted() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.analyst;
    let db = &test.db;
    let id = kept(db, &ctx, " Sign-ins from afar").await;
    kept(db, &ctx, "all").await;
    let views = rename(db, &ctx, id, "Afar ").await.unwrap();
    assert_eq!(
        words(&views),
        [("Afar", "severity=is:high&q=zo%C3%AB", false), ("all", "severity=is:high&q=zo%C3%AB", false)]
    );
    replace(db, &ctx, id, "sort=time").await.unwrap();
    set_default(db, &ctx, PAGE, Some(id)).await.unwrap();
    assert_eq!(words(&list(db, &ctx, PAGE).await.unwrap())[0], ("Afar", "sort=time", true));
    let other = save(db, &ctx, NewView { is_default: true, ..view("Mine", "") }).await.unwrap();
    assert_eq!(
        other.iter().filter(|view| view.is_default).map(|view| view.name.as_str()).collect::<Vec<_>>(),
        ["Mine"]
    );
    assert!(set_default(db, &ctx, PAGE, None).await.unwrap().iter().all(|view| !view.is_default));
    assert_eq!(delete(db, &ctx, id).await.unwrap().len(), 2);
    let actions =
        "select string_agg(action || ' ' || coalesce(detail ->> 'name', detail ->> 'after', '-'), ', ' order by id)
        from audit.events where subject_kind = 'saved_view' and actor_label = 'Ana'";
    assert_eq!(
        test.superuser_value(actions).await,
        "saved_view.created Sign-ins from afar, saved_view.created all, saved_view.renamed Afar, saved_view.replaced Afar, \
         saved_view.made_default Afar, saved_view.created Mine, saved_view.made_default -, saved_view.deleted Afar"
    );
    test.close().await;
}

#[tokio::test]
async fn a_name_is_taken_whatever_its_case_but_only_by_oneself() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let db = &test.db;
    kept(db, &actors.analyst, "Übersicht").await;
    let other = kept(db, &actors.analyst, "Other").await;
    let conflict = (
        ProblemKind::Conflict,
        "You have a view of this name. Choose another, or open that view and save over it.".to_owned(),
    );
    assert_eq!(said(save(db, &actors.analyst, view("übersicht ", "")).await), conflict);
    assert_eq!(said(rename(db, &actors.analyst, other, "ÜBERSICHT").await), conflict);
    assert_eq!(rename(db, &actors.analyst, other, "oTHER").await.unwrap().len(), 2);
    for ctx in [&actors.owner, &actors.outsider] {
        assert_eq!(save(db, ctx, view("Übersicht", "")).await.unwrap().len(), 1);
    }
    test.close().await;
}

#[tokio::test]
async fn another_person_and_another_organization_neither_see_nor_change_a_view() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let db = &test.db;
    let id = kept(db, &actors.analyst, "Mine").await;
    for (role, ctx) in actors.all().into_iter().filter(|(role, _)| *role != "analyst") {
        assert_eq!(list(db, ctx, PAGE).await.unwrap(), [], "{role}");
        for refused in [
            rename(db, ctx, id, "Taken").await,
            replace(db, ctx, id, "q=taken").await,
            delete(db, ctx, id).await,
            set_default(db, ctx, PAGE, Some(id)).await,
        ] {
            assert_eq!(said(refused).1, "There is no such view, or you may not see it.", "{role}");
        }
    }
    // The same person in another organization is somebody else.
    let (person, there) = (actors.analyst.actor.user().unwrap(), actors.outsider.tenant.id);
    test.superuser_sql(&format!(
        "insert into core.memberships (organization_id, user_id, role) values ('{there}', '{person}', 'analyst')"
    ))
    .await;
    let elsewhere = Ctx { tenant: actors.outsider.tenant.clone(), ..actors.analyst.clone() };
    assert_eq!(list(db, &elsewhere, PAGE).await.unwrap(), []);
    assert_eq!(
        words(&list(db, &actors.analyst, PAGE).await.unwrap()),
        [("Mine", "severity=is:high&q=zo%C3%AB", false)]
    );
    test.close().await;
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused_with_a_sentence() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    let db = &test.db;
    let long = "x".repeat(121);
    for name in ["", " ", "\u{200b}", "a\u{202e}b", "a\nb", long.as_str()] {
        assert_eq!(said(save(db, &ctx, view(name, "")).await).0, ProblemKind::Invalid, "{name:?}");
    }
    let long = format!("q={}", "x".repeat(ListView::LONGEST_QUERY));
    for query in ["?q=x", "q=a b", "q=ü", "q=x#y", long.as_str()] {
        assert_eq!(said(save(db, &ctx, view("Fine", query)).await).0, ProblemKind::Invalid, "{query}");
    }
    assert_eq!(list(db, &ctx, PAGE).await.unwrap(), []);
    let longest = "Ü".repeat(120);
    assert_eq!(save(db, &ctx, view(&longest, &long[..ListView::LONGEST_QUERY])).await.unwrap().len(), 1);
    test.close().await;
}

#[tokio::test]
async fn fifty_views_are_the_most_even_when_two_are_saved_at_once() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    let db = &test.db;
    for number in 1..ListView::MOST {
        save(db, &ctx, view(&format!("View {number}"), "")).await.unwrap();
    }
    let (one, other) = tokio::join!(save(db, &ctx, view("One", "")), save(db, &ctx, view("Other", "")));
    assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|kept| **kept).count(), 1);
    assert_eq!(list(db, &ctx, PAGE).await.unwrap().len(), 50);
    assert_eq!(
        said(save(db, &ctx, view("More", "")).await),
        (ProblemKind::Conflict, "You keep 50 views of this list, which is the most. Delete one first.".to_owned())
    );
    test.close().await;
}

#[tokio::test]
async fn a_machine_has_no_views() {
    let test = TestDb::new().await;
    let owner = test.actors().await.owner;
    let scopes = vec![Permission::PreferenceWrite];
    let key = Actor::ServiceAccount { key: owner.tenant.id.0, name: "ci".to_owned(), owner: None, scopes };
    let machine = Ctx::new(owner.visit, owner.tenant, key);
    assert_eq!(list(&test.db, &machine, PAGE).await.unwrap_err().kind(), ProblemKind::Forbidden);
    assert_eq!(said(save(&test.db, &machine, view("x", "")).await).0, ProblemKind::Forbidden);
    test.close().await;
}
