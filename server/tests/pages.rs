//! What single pages answer: with which status, and to whom the same as if there were nothing.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

#[expect(dead_code, reason = "shared with tests that need more of it")]
mod support;

use cauldron_admin::saved_views::{NewView, save};
use cauldron_core::Ctx;
use cauldron_types::ListPage;
use support::{Answer, TestApp};

async fn event_of(app: &TestApp, ctx: &Ctx) -> String {
    let (id, now) = (app.test.db.ambient().new_id(), app.test.db.ambient().now());
    app.test
        .superuser_sql(&format!(
            "insert into aegis.security_events (organization_id, time, id, kind, severity, message, trace_id)
             values ('{}', '{now}', '{id}', 'sign_in.failed', 'low', 'Somebody failed.', 't')",
            ctx.tenant.id
        ))
        .await;
    id.to_string()
}

/// What a reader sees, without what differs from one answer to the next: traces, nonces and the address asked for.
fn without_chance(answer: &Answer, asked: &str) -> String {
    let trace = answer.headers.get("x-trace-id").unwrap().to_str().unwrap();
    let main = answer.body.split_once("<main").unwrap().1.split_once("</main>").unwrap().0;
    main.replace(trace, "trace").replace(asked, "asked")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_of_another_organization_is_as_little_there_as_one_that_never_was() {
    let app = TestApp::new().await;
    let cookie = app.cookie(&app.actors.analyst).await;
    let own = event_of(&app, &app.actors.analyst).await;
    let theirs = event_of(&app, &app.actors.outsider).await;
    let answer = app.get(&format!("/aegis/events/{own}"), &cookie).await;
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("Somebody failed."));
    let mut seen = Vec::new();
    for id in [theirs.clone(), app.test.db.ambient().new_id().to_string()] {
        let answer = app.get(&format!("/aegis/events/{id}"), &cookie).await;
        assert_eq!(answer.status, 404, "{id}");
        assert!(answer.body.contains("There is no page here") && answer.body.contains("class=\"rail\""), "{id}");
        seen.push(without_chance(&answer, &id));
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(app.get("/aegis/events/nonsense", &cookie).await.status, 404);
    // The list is there, whatever is to be opened beside it.
    assert_eq!(app.get(&format!("/aegis/events?from=now-1h&to=now&event={theirs}"), &cookie).await.status, 200);
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_default_view_is_where_the_bare_address_leads() {
    let app = TestApp::new().await;
    let ctx = &app.actors.analyst;
    let (cookie, colleague) = (app.cookie(ctx).await, app.cookie(&app.actors.owner).await);
    assert_eq!(app.get("/aegis/events", &cookie).await.status, 200);
    let view =
        NewView { page: ListPage::SecurityEvents, name: "Mine", query: "from=now-7d&to=now&q=x", is_default: true };
    let id = save(&app.test.db, ctx, view).await.unwrap()[0].id;
    let answer = app.get("/aegis/events", &cookie).await;
    assert_eq!(answer.status, 302);
    assert_eq!(answer.headers["location"], format!("/aegis/events?from=now-7d&to=now&q=x&view={id}"));
    let answer = app.get("/aegis/events?from=now-1h&to=now", &cookie).await;
    assert_eq!(answer.status, 200, "whoever asks for something gets that");
    assert!(answer.body.contains("Mine"), "the menu is there before any script");
    let answer = app.get("/aegis/events", &colleague).await;
    assert!(answer.status == 200 && !answer.body.contains("Mine"));
    app.test.close().await;
}
