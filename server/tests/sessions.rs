//! What keeps a session alive over HTTP, and what a browser sees when its token is renewed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

mod support;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use cauldron_server::router::router;
use cauldron_test_support::PASSWORD;
use chrono::TimeDelta;
use http_body_util::BodyExt as _;
use std::net::SocketAddr;
use std::time::Duration;
use support::{Answer, TestApp};
use tower::ServiceExt as _;

const READY: &str = "data: {\"type\":\"ready\"}";

/// An open event stream.
struct Stream(Body);

impl Stream {
    async fn open(app: &TestApp, cookie: &str) -> Self {
        let mut request = Request::get("/api/stream")
            .header(header::COOKIE, cookie)
            .header(header::ACCEPT, "text/event-stream")
            .body(Body::empty())
            .unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 40_000))));
        let response = router(app.state.clone()).oneshot(request).await.unwrap();
        assert_eq!(response.status().as_u16(), 200);
        Self(response.into_body())
    }

    /// What is sent next; none at the end. A stream that falls silent fails the test.
    async fn next(&mut self) -> Option<String> {
        let frame = tokio::time::timeout(Duration::from_secs(60), self.0.frame()).await.unwrap()?.unwrap();
        Some(String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap())
    }

    /// All messages until it ends.
    async fn rest(mut self) -> String {
        let mut rest = String::new();
        while let Some(text) = self.next().await {
            rest.push_str(&text);
        }
        rest
    }
}

/// A session that was used just now, for the first time after some minutes, so that its idle limit has been set.
async fn used_session(app: &TestApp) -> String {
    let cookie = app.cookie(&app.actors.analyst).await;
    app.test.clock.advance(TimeDelta::minutes(2));
    assert_eq!(app.get("/account", &cookie).await.status, 200);
    cookie
}

/// The session cookie that an answer sets, as a browser sends it back.
fn renewed(answer: &Answer) -> String {
    let set = answer.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
    for part in ["cauldron-session=", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(set.contains(part), "{set}");
    }
    set.split(';').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_pages_read_by_themselves_does_not_keep_a_session_alive() {
    let app = TestApp::new().await;
    let cookie = used_session(&app).await;
    for hour in 1..12 {
        app.test.clock.advance(TimeDelta::hours(1));
        assert_eq!(app.get("/api/admin/account", &cookie).await.status, 200, "after {hour} hours");
    }
    app.test.clock.advance(TimeDelta::hours(1));
    assert_eq!(app.get("/api/admin/account", &cookie).await.status, 401, "it was idle for twelve hours");
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_writes_and_reads_while_somebody_is_there_keep_a_session_alive() {
    let app = TestApp::new().await;
    for act in ["a page", "a write", "a read while somebody is there"] {
        let cookie = used_session(&app).await;
        app.test.clock.advance(TimeDelta::hours(11));
        let answer = match act {
            "a page" => app.get("/account", &cookie).await,
            "a write" => app.post("/api/admin/theme", &cookie, "theme=dark").await,
            _ => app.get("/api/admin/account", &format!("{cookie}; attended=1")).await,
        };
        assert_eq!(answer.status, 200, "{act}: {}", answer.body);
        app.test.clock.advance(TimeDelta::hours(11));
        assert_eq!(app.get("/api/admin/account", &cookie).await.status, 200, "{act}");
        app.test.clock.advance(TimeDelta::hours(1));
        assert_eq!(app.get("/api/admin/account", &cookie).await.status, 401, "{act}");
    }
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_with_nothing_but_an_open_stream_ends_and_the_stream_says_so() {
    let app = TestApp::new().await;
    let cookie = used_session(&app).await;
    app.test.clock.advance(TimeDelta::hours(10));
    let mut stream = Stream::open(&app, &cookie).await;
    assert!(stream.next().await.unwrap().starts_with(READY));
    app.test.clock.advance(TimeDelta::hours(1));
    // Longer than between two checks of the session, none of which may extend it.
    tokio::time::sleep(Duration::from_secs(4)).await;
    app.test.clock.advance(TimeDelta::hours(1));
    let rest = stream.rest().await;
    assert!(rest.ends_with("data: {\"type\":\"signed_out\"}\n\n"), "{rest}");
    assert_eq!(app.get("/api/admin/account", &cookie).await.status, 401);
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn going_to_another_organization_renews_the_token_and_the_stream_is_asked_for_again() {
    let mut app = TestApp::new().await;
    let (user, there) = (app.actors.analyst.actor.user().unwrap(), app.actors.outsider.tenant.id);
    app.test
        .superuser_sql(&format!(
            "insert into core.memberships (organization_id, user_id, role) values ('{there}', '{user}', 'executive')"
        ))
        .await;
    let old = used_session(&app).await;
    let mut stream = Stream::open(&app, &old).await;
    assert!(stream.next().await.unwrap().starts_with(READY));
    let answer = app.post("/api/admin/account/organizations/switch", &old, &format!("organization={there}")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let new = renewed(&answer);
    assert_ne!(old, new);
    assert_eq!(app.get("/api/admin/account", &old).await.status, 401, "the old token is worth nothing");
    assert_eq!(app.get("/api/admin/account", &new).await.status, 200);
    let rest = stream.rest().await;
    assert!(!rest.contains("signed_out"), "the session goes on: {rest}");
    // The browser may ask before it has read the new cookie.
    assert_eq!(Stream::open(&app, &old).await.rest().await, "");
    assert!(Stream::open(&app, &new).await.next().await.unwrap().starts_with(READY));

    assert_eq!(app.post("/api/admin/sign_out", &new, "").await.status, 200);
    for token in [&old, &new] {
        let rest = Stream::open(&app, token).await.rest().await;
        assert!(rest.contains("signed_out"), "now it is over: {rest}");
    }
    assert!(app.records.write(&app.test.db).await);
    assert_eq!(
        app.test.superuser_value("select count(*)::text from admin.error_logs").await,
        "0",
        "all this is no fault"
    );
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_password_renews_the_token() {
    let app = TestApp::new().await;
    let email = cauldron_test_support::Actors::email(&app.actors.analyst);
    cauldron_admin::people::reset_password(&app.test.db, &app.state.app.hasher, &email, PASSWORD).await.unwrap();
    let old = used_session(&app).await;
    let wrong = app.post("/api/admin/account/password/save", &old, "current=wrong&new=wandering+otters+juggle+lamps");
    assert!(!wrong.await.headers.contains_key(header::SET_COOKIE), "what is refused renews nothing");
    let form = format!("current={}&new=wandering+otters+juggle+lamps", PASSWORD.replace(' ', "+"));
    let answer = app.post("/api/admin/account/password/save", &old, &form).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let new = renewed(&answer);
    assert_eq!(app.get("/api/admin/account", &old).await.status, 401);
    assert_eq!(app.get("/api/admin/account", &new).await.status, 200);
    app.test.close().await;
}
