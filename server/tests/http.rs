//! What holds for every answer: headers, refusals of other sites, limits, bad input, caching, redirects.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

mod support;

use axum::body::Body;
use axum::http::{Request, header};
use cauldron_admin::session::Standing;
use cauldron_app::server::RequestContext;
use cauldron_core::Visit;
use cauldron_server::collect::statements::StatementTimes;
use cauldron_server::{connections, router, workers};
use cauldron_test_support::TestDb;
use cauldron_types::{OrganizationId, Preferences, Problem, ProblemKind, StreamMessage};
use http_body_util::BodyExt as _;
use std::sync::Arc;
use std::time::Duration;
use support::TestApp;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

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
        retry_after: Arc::default(),
        failed: Arc::default(),
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
async fn a_connection_whose_head_does_not_arrive_is_closed_and_others_are_answered() {
    const HEAD_TIMEOUT: Duration = Duration::from_millis(200);
    let app = TestApp::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
    let serving =
        tokio::spawn(connections::serve(listener, router::router(app.state.clone()), HEAD_TIMEOUT, stop.clone()));
    // Everything that the server sends until it closes the connection; one that it never closes fails the test.
    let rest = async |stream: &mut TcpStream| {
        let mut answer = String::new();
        tokio::time::timeout(Duration::from_secs(60), stream.read_to_string(&mut answer)).await.unwrap().unwrap();
        answer
    };
    for head in ["", "GET /healthz HTTP/1.1\r\nHost: local"] {
        let mut slow = TcpStream::connect(address).await.unwrap();
        slow.write_all(head.as_bytes()).await.unwrap();
        let answer = rest(&mut slow).await;
        assert!(!answer.contains("200 OK"), "{head:?}: {answer}");
    }
    let mut kept = TcpStream::connect(address).await.unwrap();
    kept.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    assert!(rest(&mut kept).await.ends_with("ok"), "a kept connection is closed when nothing more is asked");
    // The limit is for heads: a body may take longer.
    let mut body = TcpStream::connect(address).await.unwrap();
    let head = "POST /api/admin/sign_in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: application/json\r\n\
        Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 20\r\n\r\n";
    body.write_all(head.as_bytes()).await.unwrap();
    tokio::time::sleep(HEAD_TIMEOUT * 3).await;
    body.write_all(b"email=a%40b&password").await.unwrap();
    let answer = rest(&mut body).await;
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    stop.cancel();
    serving.await.unwrap();
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_tried_too_often_is_told_when_to_try_again() {
    let app = TestApp::new().await;
    let mut answer = app.post("/api/admin/sign_in", "", "email=nobody@example.org&password=wrong").await;
    for _again in 0..50 {
        if answer.status == 429 {
            break;
        }
        assert_eq!((answer.status, answer.headers.get(header::RETRY_AFTER)), (401, None), "{}", answer.body);
        answer = app.post("/api/admin/sign_in", "", "email=nobody@example.org&password=wrong").await;
    }
    assert_eq!(answer.status, 429, "{}", answer.body);
    let seconds: u32 = answer.headers[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
    assert!(seconds > 0 && answer.body.contains(&format!("\"retry_after\":{seconds}")), "{seconds}: {}", answer.body);
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_is_no_form_is_refused_as_such() {
    let app = TestApp::new().await;
    let cookie = app.cookie(&app.actors.owner).await;
    let save = async |kind: Option<&str>, length: Option<usize>| {
        let body = "display_name=Somebody";
        let mut request = Request::post("/api/admin/account/name/save")
            .header(header::COOKIE, &cookie)
            .header(header::ACCEPT, "application/json");
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        if let Some(length) = length {
            request = request.header(header::CONTENT_LENGTH, length);
        }
        app.send(request.body(Body::from(body)).unwrap()).await
    };
    let kinds = [
        "application/json",
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencodedx",
        "garbage",
    ];
    for kind in kinds.map(Some).into_iter().chain([None]) {
        let answer = save(kind, Some(21)).await;
        assert_eq!(answer.status, 415, "{kind:?}: {}", answer.body);
        assert!(answer.body.contains("takes forms (application/x-www-form-urlencoded)"), "{}", answer.body);
    }
    let name = "select display_name from core.users where email like 'olivia%'";
    assert_eq!(app.test.superuser_value(name).await, "Olivia", "nothing was saved");
    assert_eq!(save(Some("application/x-www-form-urlencoded; charset=UTF-8"), Some(21)).await.status, 200);
    let nothing = Request::post("/api/admin/sign_out").header(header::ACCEPT, "application/json");
    assert_eq!(app.send(nothing.body(Body::empty()).unwrap()).await.status, 200, "no body is of no kind");
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_of_another_organization_than_the_session_s_gets_no_stream() {
    let app = TestApp::new().await;
    let cookie = app.cookie(&app.actors.analyst).await;
    let (here, there) = (app.actors.analyst.tenant.id, app.actors.outsider.tenant.id);
    for (organization, first) in [
        (here.to_string(), "ready"),
        (there.to_string(), "organization_switched"),
        ("nonsense".to_owned(), "organization_switched"),
    ] {
        let answer = app.get(&format!("/api/stream?organization={organization}"), &cookie).await;
        assert_eq!((answer.status, answer.body.trim()), (200, format!("data: {{\"type\":\"{first}\"}}").as_str()));
    }
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panic_and_a_handler_without_end_are_answered_in_words_with_the_trace() {
    let app = TestApp::new().await;
    let routes = axum::Router::new()
        .route("/panics", axum::routing::get(async || -> String { panic!("a secret of the program") }))
        .route("/hangs", axum::routing::get(std::future::pending::<String>));
    let router = router::within_layers(routes, app.state.clone(), Duration::from_millis(200));
    for (path, status, kind) in [("/panics", 500, ProblemKind::Internal), ("/hangs", 503, ProblemKind::Unavailable)] {
        for accept in ["application/json", "text/html"] {
            let request = Request::get(path).header(header::ACCEPT, accept).header(header::HOST, "localhost");
            let answer = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
            assert_eq!(answer.status(), status, "{path}");
            let trace = answer.headers()["x-trace-id"].to_str().unwrap().to_owned();
            assert!(answer.headers()[header::CONTENT_TYPE].to_str().unwrap().starts_with(accept), "{path}");
            let body = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
            let body = String::from_utf8(body.to_vec()).unwrap();
            assert!(body.contains(&trace) && !body.contains("secret"), "{path}: {body}");
            if accept == "application/json" {
                assert_eq!(serde_json::from_str::<Problem>(&body).unwrap().kind, kind, "{path}");
            } else {
                assert!(body.contains("Try again"), "{path}: {body}");
            }
        }
    }
    app.test.close().await;
}

/// What a stream says until it tells the time, which it does when everything that was missed has been told.
async fn told(app: &TestApp, cookie: &str, after: &str) -> Vec<(String, StreamMessage)> {
    let request = Request::get(format!("/api/stream?after={after}")).header(header::COOKIE, cookie);
    let request = request.header(header::HOST, "localhost").body(Body::empty()).unwrap();
    let mut body = router::router(app.state.clone()).oneshot(request).await.unwrap().into_body();
    let mut text = String::new();
    while !text.contains("\"tick\"") {
        let frame = body.frame().await.unwrap().unwrap();
        text.push_str(std::str::from_utf8(frame.data_ref().unwrap()).unwrap());
    }
    let part = |block: &str, name: &str| {
        block.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim().to_owned()
    };
    let blocks = text.split("\n\n").filter(|block| !block.is_empty());
    blocks.map(|block| (part(block, "id:"), serde_json::from_str(&part(block, "data:")).unwrap())).collect()
}

/// Writes events of the bus in one transaction; the id of the last is the place from which a stream goes on.
async fn happens(app: &TestApp, organization: OrganizationId, count: u32) -> String {
    let time = "2026-11-20T08:00:00Z";
    app.test
        .superuser_sql(&format!(
            "insert into integration.outbox (organization_id, id, kind, payload, trace_id)
             select '{organization}', gen_random_uuid(), 'security_events.stored',
                 '{{\"from\": \"{time}\", \"to\": \"{time}\"}}', 't' from generate_series(1, {count})"
        ))
        .await;
    // A transaction of another test that is still open holds the bus back.
    let readable =
        "select bool_and(transaction_id < pg_snapshot_xmin(pg_current_snapshot()))::text from integration.outbox";
    while app.test.superuser_value(readable).await != "true" {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let last = "select transaction_id || '-' || sequence from integration.outbox order by transaction_id desc, sequence desc limit 1";
    app.test.superuser_value(last).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_that_comes_back_is_told_little_and_reads_much_anew() {
    let app = TestApp::new().await;
    let cookie = app.cookie(&app.actors.owner).await;
    let (here, there) = (app.actors.owner.tenant.id, app.actors.outsider.tenant.id);
    let seen = happens(&app, here, 1).await;
    happens(&app, there, 500).await;
    let last = happens(&app, here, 200).await;
    let kinds = |told: &[(String, StreamMessage)]| -> Vec<&'static str> {
        let kind = |message: &StreamMessage| match message {
            StreamMessage::Ready => "ready",
            StreamMessage::SecurityEvents(_) => "events",
            StreamMessage::Reset => "reset",
            StreamMessage::Tick { .. } => "tick",
            _ => "other",
        };
        told.iter().map(|(_, message)| kind(message)).collect()
    };
    let little = told(&app, &cookie, &seen).await;
    assert_eq!(kinds(&little), ["ready", "events", "tick"], "two hundred events are one message");
    assert_eq!((&*little[1].0, &*little[2].0), (&*last, &*last), "from which the next stream goes on");
    let newest = happens(&app, here, 1).await;
    assert_eq!(kinds(&told(&app, &cookie, &seen).await), ["ready", "reset", "tick"], "one more is too many");
    assert_eq!(kinds(&told(&app, &cookie, &newest).await), ["ready", "tick"]);
    assert_eq!(kinds(&told(&app, &cookie, "999999999-1").await), ["ready", "reset", "tick"], "of another database");
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_says_from_where_its_stream_goes_on_and_nothing_falls_between() {
    let app = TestApp::new().await;
    let cookie = app.cookie(&app.actors.owner).await;
    let place = |page: &str| {
        let (_, rest) = page.split_once("data-stream=\"")?;
        rest.split_once('"').map(|(place, _)| place.to_owned())
    };
    assert_eq!(place(&app.get("/account", &cookie).await.body), None, "nothing is known of the bus yet");
    // What other tests have not committed yet holds the bus back for a moment.
    let passed_on = async |id: String| {
        let id = id.parse().unwrap();
        while app.state.hub.place().is_none_or(|place| place < id) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let following = tokio::spawn(app.state.hub.clone().run(app.test.db.clone(), app.state.stop.clone()));
    passed_on(happens(&app, app.actors.owner.tenant.id, 1).await).await;
    let place = place(&app.get("/account", &cookie).await.body).unwrap();
    passed_on(happens(&app, app.actors.owner.tenant.id, 1).await).await;
    let told = told(&app, &cookie, &place).await;
    assert!(matches!(&told[1].1, StreamMessage::SecurityEvents(_)), "{told:?}");
    app.state.stop.cancel();
    following.await.unwrap();
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_list_of_people_is_read_whole_and_any_other_body_of_its_size_is_not() {
    let app = TestApp::new().await;
    let cookie = app.cookie(&app.actors.owner).await;
    let rows: String = (0..100_000).map(|row| format!("person-{row}%40x.example%0A")).collect();
    let form = format!("list=email%0A{rows}&role=member&days=7");
    let answer = app.post("/api/admin/invitations/list/check", &cookie, &form).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.body.contains("\"good\":100000"), "{}", answer.body);
    let other = app.post("/api/admin/invitations/save", &cookie, &form).await;
    assert!((400..500).contains(&other.status), "{}: {}", other.status, other.body);
    app.test.close().await;
}
