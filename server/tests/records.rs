//! What is on record of requests, and of whatever fails through a fault of ours.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

mod support;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, header};
use cauldron_server::collect::statements::StatementTimes;
use cauldron_server::{router, workers};
use chrono::TimeDelta;
use http_body_util::BodyExt as _;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use support::TestApp;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

async fn send(router: &Router, request: Request<Body>) -> axum::response::Response {
    let mut request = request;
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 40_000))));
    router.clone().oneshot(request).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn methods_that_somebody_makes_up_are_one_label_and_one_route() {
    let mut app = TestApp::new().await;
    let cookie = app.cookie(&app.actors.owner).await;
    for number in 0..50 {
        let method = Method::from_bytes(format!("AAAA{number}").as_bytes()).unwrap();
        let request = Request::builder().method(method).uri("/").header(header::COOKIE, &cookie);
        let answer = app.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!((answer.status, answer.headers.contains_key("x-trace-id")), (405, true), "{}", answer.body);
    }
    let metrics = app.get("/metrics", "").await.body;
    let counted: Vec<&str> = metrics.lines().filter(|line| line.starts_with("cauldron_http_requests_total{")).collect();
    assert!(counted.iter().any(|line| line.contains(r#"method="OTHER""#) && line.ends_with(" 50")), "{counted:?}");
    assert!(!metrics.contains("AAAA"), "{metrics}");
    assert!(app.records.write(&app.test.db).await);
    let methods = "select string_agg(distinct method, ' ') from admin.api_requests";
    assert_eq!(app.test.superuser_value(methods).await, "OTHER");
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bytes_are_those_that_were_sent_of_pages_exports_and_streams() {
    let mut app = TestApp::new().await;
    let cookie = app.cookie(&app.actors.owner).await;
    let router = router::router(app.state.clone());
    let mut sent = Vec::new();
    for (path, encoding) in
        [("/sign-in", "identity"), ("/sign-in", "gzip"), ("/api/aegis/events/export?format=csv", "gzip")]
    {
        let asker = if path == "/sign-in" { "" } else { &cookie };
        let request = Request::get(path).header(header::ACCEPT_ENCODING, encoding).header(header::COOKIE, asker);
        let response = send(&router, request.body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), 200, "{path}");
        sent.push(response.into_body().collect().await.unwrap().to_bytes().len());
    }
    assert!(sent[1] > 0 && sent[1] < sent[0], "what is compressed is shorter: {sent:?}");
    sent.push(app.post("/api/admin/theme", &cookie, "theme=dark").await.body.len());
    let stream = Request::get("/api/stream").header(header::COOKIE, &cookie).body(Body::empty()).unwrap();
    let mut stream = send(&router, stream).await.into_body();
    let first = stream.frame().await.unwrap().unwrap().into_data().unwrap();
    assert!(app.records.write(&app.test.db).await);
    let recorded = "select string_agg(response_bytes::text, ' ' order by id) from admin.api_requests";
    let complete = sent.iter().map(usize::to_string).collect::<Vec<_>>().join(" ");
    assert_eq!(app.test.superuser_value(recorded).await, complete, "the stream is still open");
    drop(stream);
    assert!(app.records.write(&app.test.db).await);
    assert_eq!(app.test.superuser_value(recorded).await, format!("{complete} {}", first.len()));
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_takes_too_long_panics_or_cannot_tell_who_asks_is_on_record_with_its_trace() {
    let mut app = TestApp::new().await;
    let cookie = app.cookie(&app.actors.outsider).await;
    let routes = Router::new()
        .route("/panics", axum::routing::get(async || -> String { panic!("17 flames") }))
        .route("/hangs", axum::routing::get(std::future::pending::<String>))
        .route("/answers", axum::routing::get(async || "well"));
    let router = router::within_layers(routes, app.state.clone(), Duration::from_millis(200));
    let mut expected = Vec::new();
    let ask = async |path: &str| {
        let request = Request::get(path).header(header::COOKIE, &cookie).body(Body::empty()).unwrap();
        let answer = send(&router, request).await;
        (answer.status().as_u16(), answer.headers()["x-trace-id"].to_str().unwrap().to_owned())
    };
    for (path, status) in [("/panics", 500), ("/hangs", 503), ("/hangs", 503), ("/answers", 200)] {
        let (answered, trace) = ask(path).await;
        assert_eq!(answered, status, "{path}");
        if status >= 500 {
            expected.push(format!("{path} {trace}"));
        }
    }
    app.test.superuser_sql("alter function core.identity_session rename to identity_session_away").await;
    let (answered, trace) = ask("/answers").await;
    assert_eq!(answered, 500);
    expected.push(format!("/answers {trace}"));
    assert!(app.records.write(&app.test.db).await);
    let recorded = "select string_agg(route || ' ' || trace_id, E'\\n' order by id) from admin.error_logs";
    assert_eq!(app.test.superuser_value(recorded).await, expected.join("\n"));
    let kinds = "select count(distinct fingerprint) || ' ' || count(distinct organization_id) from admin.error_logs";
    assert_eq!(app.test.superuser_value(kinds).await, "3 2", "of Contoso, and of nobody known");
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn maintenance_does_what_it_can_and_says_all_that_it_could_not() {
    let app = TestApp::new().await;
    app.test.clock.advance(TimeDelta::days(500));
    let mut reader = app.test.db.org_tx(&app.actors.owner).await.unwrap();
    sqlx::query("select from aegis.security_events, audit.events").execute(reader.connection()).await.unwrap();
    let answered = CancellationToken::new();
    let TestApp { test, state, records, .. } = app;
    let running = workers::start(&state, records, StatementTimes::default(), answered.clone());
    let start = Instant::now();
    let job = "select coalesce(string_agg(concat_ws(' ', state, attempts, message), ''), '') from core.jobs";
    let message = loop {
        let message = test.superuser_value(job).await;
        if message.starts_with("queued 1") {
            break message;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "maintenance has not failed: {message}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    for failed in
        ["partition of aegis.security_events", "partition of audit.events", "old partitions of aegis.security_events"]
    {
        assert!(message.contains(failed), "{message}");
    }
    assert_eq!(message.lines().count(), 5, "two partitions of two tables, and old ones of one: {message}");
    let done = "select concat_ws(' ', to_regclass('timeseries.points_15m_20280101') is not null,
        to_regclass('admin.api_requests_20261116') is null)";
    assert_eq!(test.superuser_value(done).await, "t t", "tables before and behind them had their turn");
    reader.commit().await.unwrap();
    state.stop.cancel();
    answered.cancel();
    running.wait().await;
    let noted =
        "select count(*)::text from admin.error_logs where route = 'job maintenance' and message like '%audit.events%'";
    assert_eq!(test.superuser_value(noted).await, "1");
    test.close().await;
}
