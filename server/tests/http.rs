//! What holds for every answer: headers, refusals of other sites, limits, bad input, caching, redirects.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

mod support;

use axum::body::Body;
use axum::http::{Request, header};
use cauldron_admin::session::Standing;
use cauldron_app::server::RequestContext;
use cauldron_core::Visit;
use cauldron_server::collect::statements::StatementTimes;
use cauldron_server::workers;
use cauldron_test_support::TestDb;
use cauldron_types::Preferences;
use std::time::Duration;
use support::TestApp;
use tokio_util::sync::CancellationToken;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_carries_the_security_headers() {
    let app = TestApp::new().await;
    let cookie = app.cookie(&app.actors.owner).await;
    for path in ["/", "/sign-in", "/nowhere", "/api/admin/audit", "/healthz", "/assets/none.js", "/metrics"] {
        let answer = app.get(path, &cookie).await;
        let header = |name: &str| answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let policy = header("content-security-policy");
        for part in [
            "default-src 'none'",
            "'strict-dynamic'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("x-frame-options"), "DENY", "{path}");
        assert_eq!(header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert_eq!(header("strict-transport-security"), "", "{path}: HSTS only over https");
        assert_eq!(header("x-trace-id").len(), 32, "{path}");
    }
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_https_there_is_hsts_and_a_host_cookie() {
    let app = TestApp::with(|config| config.server.public_url = "https://cauldron.example.org".to_owned()).await;
    let cookie = app.cookie(&app.actors.owner).await;
    assert!(cookie.starts_with("__Host-cauldron="));
    let answer = app.get("/admin/settings", &cookie).await;
    assert!(answer.headers["strict-transport-security"].to_str().unwrap().starts_with("max-age=63072000"));
    assert!(answer.body.contains("Olivia"), "{}", answer.body);
    let signed_out = app.post("/api/admin/sign_out", &cookie, "").await;
    let taken_back = signed_out.headers[header::SET_COOKIE].to_str().unwrap();
    for part in ["__Host-cauldron=;", "Path=/", "Secure", "HttpOnly", "SameSite=Lax", "Max-Age=0"] {
        assert!(taken_back.contains(part), "{taken_back}");
    }
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scripts_and_policy_share_a_nonce_that_is_never_used_twice() {
    let app = TestApp::new().await;
    let mut nonces = Vec::new();
    for _ in 0..3 {
        let answer = app.get("/sign-in", "").await;
        let policy = answer.headers["content-security-policy"].to_str().unwrap().to_owned();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        assert!(answer.body.contains(&format!("nonce=\"{nonce}\"")));
        assert!(!answer.body.contains(" style=\""), "a style attribute would be refused by the policy");
        nonces.push(nonce);
    }
    nonces.dedup();
    assert_eq!(nonces.len(), 3);
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_from_another_site_is_refused_and_noted() {
    let mut app = TestApp::new().await;
    let cookie = app.cookie(&app.actors.owner).await;
    let request = Request::post("/api/admin/sign_out")
        .header(header::COOKIE, &cookie)
        .header("sec-fetch-site", "cross-site")
        .body(Body::empty())
        .unwrap();
    let answer = app.send(request).await;
    assert_eq!(answer.status, 403, "{}", answer.body);
    assert_eq!(app.get("/api/admin/organization", &cookie).await.status, 200, "the session goes on");
    assert!(app.records.write(&app.test.db).await);
    let noted = "select concat_ws(' ', organization_id, trace_id) from integration.outbox
        where kind = 'security.request.cross_site'";
    let trace = answer.headers["x-trace-id"].to_str().unwrap();
    let expected = format!("{} {trace}", app.actors.owner.tenant.id);
    assert_eq!(app.test.superuser_value(noted).await, expected);
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_of_a_person_on_a_route_become_one_security_event_of_the_organization() {
    let mut app = TestApp::new().await;
    let cookie = app.cookie(&app.actors.executive).await;
    for _again in 0..20 {
        assert_eq!(app.get("/api/admin/audit", &cookie).await.status, 403);
    }
    assert_eq!(app.get("/api/aegis/security_events", &cookie).await.status, 403);
    assert!(app.records.write(&app.test.db).await);
    let noted = "select string_agg(payload #>> '{detail,route}', ', ' order by sequence) from integration.outbox
        where kind = 'security.access.refused'";
    assert_eq!(app.test.superuser_value(noted).await, "GET /api/admin/audit, GET /api/aegis/security_events");
    let requests = "select count(*)::text from admin.api_requests where status = 403";
    assert_eq!(app.test.superuser_value(requests).await, "21", "every request is on record");
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_answered_after_the_word_to_stop_is_on_record() {
    let app = TestApp::new().await;
    let answered = CancellationToken::new();
    let (state, records) = (app.state.clone(), app.records);
    let workers = workers::start(&state, records, StatementTimes::default(), answered.clone());
    state.stop.cancel();
    // The workers have heard it, and a request is still being answered.
    tokio::time::sleep(Duration::from_millis(300)).await;
    state.failed(&request_of_nobody(&app.test), "the last words");
    answered.cancel();
    tokio::time::timeout(Duration::from_secs(5), workers.wait()).await.unwrap();
    assert_eq!(app.test.superuser_value("select message from admin.error_logs").await, "the last words");
    app.test.close().await;
}

fn request_of_nobody(test: &TestDb) -> RequestContext {
    RequestContext {
        visit: Visit::internal(test.db.ambient()),
        route: "/".into(),
        standing: Standing::SignedOut,
        session: None,
        preferences: Preferences::default(),
        folded: false,
        nonce: "".into(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_over_the_limit_are_refused_whether_announced_or_not() {
    let app = TestApp::with(|config| config.server.body_limit = 1000).await;
    let form = format!("email=a@b&password={}", "x".repeat(2000));
    let announced = Request::post("/api/admin/sign_in")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::CONTENT_LENGTH, form.len())
        .body(Body::from(form.clone()))
        .unwrap();
    let answer = app.send(announced).await;
    assert_eq!(answer.status, 413);
    assert!(answer.body.contains("1000 bytes"), "{}", answer.body);
    let chunks = futures::stream::iter(
        form.into_bytes().chunks(100).map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec())).collect::<Vec<_>>(),
    );
    let unannounced = Request::post("/api/admin/sign_in")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from_stream(chunks))
        .unwrap();
    let status = app.send(unannounced).await.status;
    assert!((400..500).contains(&status), "{status}");
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn broken_input_is_a_sentence_and_never_a_fault() {
    let app = TestApp::new().await;
    let cookie = app.cookie(&app.actors.owner).await;
    for form in ["", "theme=blue", "theme=%FF%FE", "%%%", "theme", "theme=dark&theme=light&x[]=1"] {
        let answer = app.post("/api/admin/theme", &cookie, form).await;
        assert!(answer.status < 500, "{form}: {} {}", answer.status, answer.body);
    }
    let raw = Request::post("/api/admin/theme")
        .header(header::COOKIE, &cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(vec![0xFF, 0xFE, 0x00, b'=']))
        .unwrap();
    assert!(app.send(raw).await.status < 500);
    for path in [
        "/api/synapse/overview?from=forever&to=now",
        "/api/synapse/overview",
        "/api/synapse/overview?from=%FF&to=now",
        "/api/synapse/overview?from=now&to=now-1h",
        "/api/synapse/overview?from=2026-02-31T10:00&to=now",
        "/?from=%3Cscript%3Ealert(1)&to=now",
        "/api/stream?after=x",
        "/?range=%3Cscript%3Ealert(1)",
        "/%FF",
        "/..%2f..%2fetc/passwd",
    ] {
        let answer = app.get(path, &cookie).await;
        assert!(answer.status < 500, "{path}: {}", answer.status);
        assert!(!answer.body.contains("<script>alert"), "{path}");
    }
    let long = app
        .post(
            "/api/admin/organization/save",
            &cookie,
            &format!("name={}&time_zone=Mars/Olympus&week_start=never&version=1", "n".repeat(500)),
        )
        .await;
    assert_eq!(long.status, 422);
    for field in ["name", "time_zone", "week_start"] {
        assert!(long.body.contains(&format!("\"field\":\"{field}\"")), "{}", long.body);
    }
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_signed_out_is_sent_to_sign_in_and_back() {
    let app = TestApp::new().await;
    let answer = app.get("/admin/audit?x=1", "").await;
    assert_eq!(
        (answer.status, answer.headers[header::LOCATION].to_str().unwrap()),
        (303, "/sign-in?next=%2Fadmin%2Faudit%3Fx%3D1")
    );
    assert_eq!(app.get("/nowhere", "").await.status, 404);
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn metrics_are_for_this_machine_or_for_the_token() {
    let app = TestApp::with(|config| config.metrics.token = "operator".to_owned()).await;
    app.get("/sign-in", "").await;
    assert!(app.get("/metrics", "").await.body.contains("cauldron_http_requests_total"));
    let forwarded = |token: &str| {
        Request::get("/metrics")
            .header("x-forwarded-for", "203.0.113.9")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::empty())
            .unwrap()
    };
    assert_eq!(app.send(forwarded("wrong")).await.status, 403);
    assert_eq!(app.send(forwarded("operator")).await.status, 200);
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_paint_has_the_theme_of_the_cookie() {
    let app = TestApp::new().await;
    for (cookie, expected) in [
        ("theme=dark", "data-theme=\"dark\""),
        ("theme=\"><script>", "data-theme=\"system\""),
        ("", "data-theme=\"system\""),
    ] {
        assert!(app.get("/sign-in", cookie).await.body.contains(expected), "{cookie}");
    }
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_is_called_cannot_become_markup() {
    let app = TestApp::new().await;
    let user = app.actors.owner.actor.user().unwrap();
    app.test
        .superuser_sql(&format!(
            "update core.users set display_name = '</script><img src=x onerror=alert(1)>' where id = '{user}'"
        ))
        .await;
    let cookie = app.cookie(&app.actors.owner).await;
    let page = app.get("/", &cookie).await;
    assert_eq!(page.status, 200);
    assert!(!page.body.contains("<img src=x"), "the name was not escaped");
    app.test.close().await;
}
