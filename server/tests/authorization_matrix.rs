//! Every route by everybody: the reviewable form of who may do what. A route that is not in the table fails the test.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

mod support;

use cauldron_server::router::{PLAIN_ROUTES, page_routes, server_function_routes};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use support::TestApp;

/// Every route with an input that is good, so that only permission decides.
const CALLS: &[(&str, &str, &str)] = &[
    ("GET", "/", ""),
    ("GET", "/admin/audit", ""),
    ("GET", "/admin/settings", ""),
    ("GET", "/set-up", ""),
    ("GET", "/sign-in", ""),
    ("GET", "/api/admin/audit", ""),
    ("GET", "/api/admin/operations", ""),
    ("GET", "/api/admin/organization", ""),
    ("POST", "/api/admin/organization/save", "name=Renamed&time_zone=UTC&week_start=monday&version=999"),
    ("GET", "/api/admin/set_up_link", "link=x"),
    ("POST", "/api/admin/set_up", "link=x&organization_name=a&display_name=b&email=c@d&password=e"),
    ("POST", "/api/admin/sign_in", "email=nobody@example.org&password=wrong"),
    ("POST", "/api/admin/theme", "theme=dark"),
    ("GET", "/api/aegis/security_events", ""),
    ("GET", "/api/synapse/overview", "range=1h"),
    ("GET", "/api/stream", ""),
    ("GET", "/healthz", ""),
    ("GET", "/readyz", ""),
    ("GET", "/metrics", ""),
    ("GET", "/favicon.svg", ""),
    ("GET", "/robots.txt", ""),
    ("GET", "/assets/nothing.js", ""),
    // Last, because it ends the session.
    ("POST", "/api/admin/sign_out", ""),
];

fn routes_of_the_application() -> BTreeSet<String> {
    let pages = page_routes().into_iter().map(|path| format!("GET {path}"));
    let functions = server_function_routes().into_iter().map(|(method, path)| format!("{method} {path}"));
    let plain = PLAIN_ROUTES.iter().map(|path| format!("GET {}", path.replace("{*path}", "nothing.js")));
    pages.chain(functions).chain(plain).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_answers_every_kind_of_caller_as_the_table_says() {
    let app = TestApp::new().await;
    let listed: BTreeSet<String> = CALLS.iter().map(|(method, path, _)| format!("{method} {path}")).collect();
    assert_eq!(listed, routes_of_the_application(), "a route is missing from CALLS, or is there no more");

    let actors = &app.actors;
    let mut callers = Vec::new();
    for (name, ctx) in actors.all() {
        callers.push((name, app.cookie(ctx).await));
    }
    callers.push(("signed out", String::new()));
    callers.push(("forged", "cauldron-session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned()));
    let suspended = app.cookie(&actors.admin).await;
    callers.push(("suspended", suspended));

    let mut table = format!("{:<34}", "route");
    for (name, _) in &callers {
        write!(table, " {name:>10}").unwrap();
    }
    for (method, path, input) in CALLS {
        write!(table, "\n{:<34}", format!("{method} {path}")).unwrap();
        for (name, cookie) in &callers {
            if *name == "suspended" {
                set_standing(&app, "suspended").await;
            }
            let answer = if *method == "GET" {
                app.get(&format!("{path}?{input}"), cookie).await
            } else {
                app.post(path, cookie, input).await
            };
            set_standing(&app, "active").await;
            write!(table, " {:>10}", answer.status).unwrap();
            assert!(answer.status < 500, "{method} {path} as {name}: {} {}", answer.status, answer.body);
            let stranger = ["outsider", "signed out", "forged", "suspended"].contains(name);
            assert!(!stranger || !answer.body.contains("Northwind"), "{method} {path} tells {name} of Northwind");
        }
    }
    insta::assert_snapshot!("authorization_matrix", table);
    app.test.close().await;
}

/// Suspends Adam, the admin, or lets him in again.
async fn set_standing(app: &TestApp, status: &str) {
    let user = app.actors.admin.actor.user().unwrap();
    app.test.superuser_sql(&format!("update core.memberships set status = '{status}' where user_id = '{user}'")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_are_never_reads() {
    for (method, path) in server_function_routes() {
        let writes =
            ["save", "sign_", "theme", "set_up"].iter().any(|verb| path.contains(verb)) && !path.ends_with("_link");
        assert_eq!(method == "POST", writes, "{method} {path}");
    }
}
