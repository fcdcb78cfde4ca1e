//! The HTTP API: who may ask, in which form it answers, and what it makes of bad input.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

#[expect(dead_code, reason = "shared with tests that need more of it")]
mod support;

use axum::body::Body;
use axum::http::{Request, header};
use cauldron_admin::api_keys::{self, NewKey};
use cauldron_admin::service_accounts::{self, AccountChoices};
use cauldron_core::Ctx;
use cauldron_server::http::api::{ROUTES, document};
use cauldron_types::{KeyOwner, Permission};
use chrono::TimeDelta;
use std::collections::BTreeSet;
use support::{Answer, TestApp};

async fn key(app: &TestApp, ctx: &Ctx, scopes: &[Permission]) -> String {
    let new = NewKey {
        owner: KeyOwner::Person(ctx.actor.user().unwrap()),
        name: "test".to_owned(),
        scopes: scopes.to_vec(),
        networks: Vec::new(),
        expires_at: None,
    };
    api_keys::create(&app.test.db, ctx, &new).await.unwrap().secret
}

async fn send(app: &TestApp, method: &str, path: &str, secret: &str, body: &str) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::AUTHORIZATION, format!("Bearer {secret}"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_owned()))
        .unwrap();
    app.send(request).await
}

fn json(answer: &Answer) -> serde_json::Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|error| unreachable!("{error}: {}", answer.body))
}

#[test]
fn the_document_describes_every_route_and_no_other() {
    let routes = ROUTES.iter().map(|route| (route.method.to_string(), route.path.to_owned()));
    let mounted: BTreeSet<_> = routes.chain([("GET".to_owned(), document::PATH.to_owned())]).collect();
    let described: BTreeSet<_> = document::described().into_iter().collect();
    assert_eq!(mounted, described);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_needs_no_key_and_names_everything_it_refers_to() {
    let app = TestApp::new().await;
    let answer = app.get(document::PATH, "").await;
    assert_eq!(answer.status, 200);
    let parsed = json(&answer);
    assert!(parsed["openapi"].as_str().unwrap().starts_with("3."));
    let ids: Vec<&str> = answer
        .body
        .match_indices("\"operationId\": \"")
        .map(|(at, found)| answer.body[at + found.len()..].split('"').next().unwrap())
        .collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{ids:?}");
    for (at, found) in answer.body.match_indices("\"$ref\": \"#/components/schemas/") {
        let name = answer.body[at + found.len()..].split('"').next().unwrap();
        assert!(parsed["components"]["schemas"].get(name).is_some(), "{name} is not described");
    }
    for (path, item) in parsed["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let secured = operation.get("security").is_some() && operation["responses"].get("default").is_some();
            assert!(secured || path == document::PATH, "{method} {path}");
        }
    }
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_says_who_it_is_and_how_much_it_may_ask() {
    let app = TestApp::new().await;
    let secret = key(&app, &app.actors.admin, &[Permission::AuditRead]).await;
    let answer = send(&app, "GET", "/api/v1/me", &secret, "").await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let me = json(&answer);
    assert_eq!(me["permissions"], serde_json::json!(["audit:read"]));
    assert_eq!(me["organization"]["name"], "Northwind");
    assert_eq!(me["key"]["owner"]["name"], "Adam");
    assert!(!answer.body.contains(&secret[9..]));
    let header = |name: &str| answer.headers[name].to_str().unwrap();
    assert_eq!((header("ratelimit-limit"), header("ratelimit-remaining")), ("600", "599"));
    assert_eq!(header("ratelimit-policy"), "600;w=60");
    assert_eq!(header(header::CONTENT_TYPE.as_str()), "application/json");
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_but_a_key_opens_it() {
    let app = TestApp::new().await;
    let secret = key(&app, &app.actors.owner, Permission::ALL).await;
    let cookie = app.cookie(&app.actors.owner).await;
    let get = async |name: header::HeaderName, value: String| {
        app.send(Request::get("/api/v1/me").header(name, value).body(Body::empty()).unwrap()).await
    };
    let mut shuffled = secret.clone().into_bytes();
    shuffled[20] = if shuffled[20] == b'A' { b'B' } else { b'A' };
    for (name, value) in [
        (header::COOKIE, cookie),
        (header::AUTHORIZATION, format!("Basic {secret}")),
        (header::AUTHORIZATION, secret.clone()),
        (header::AUTHORIZATION, "Bearer".to_owned()),
        (header::AUTHORIZATION, "Bearer cldr_short".to_owned()),
        (header::AUTHORIZATION, format!("Bearer {}", String::from_utf8(shuffled).unwrap())),
        (header::AUTHORIZATION, format!("Bearer {}", &secret[5..])),
    ] {
        let answer = get(name, value.clone()).await;
        assert_eq!(answer.status, 401, "{value}");
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json");
        assert!(answer.headers[header::WWW_AUTHENTICATE].to_str().unwrap().starts_with("Bearer"));
        let problem = json(&answer);
        assert_eq!(
            (problem["status"].as_u64(), problem["type"].as_str()),
            (Some(401), Some("urn:cauldron:problem:unauthenticated"))
        );
        assert_eq!(problem["trace"].as_str().unwrap().len(), 32);
        assert!(!answer.body.contains(&secret[9..]));
    }
    assert_eq!(get(header::AUTHORIZATION, format!("bearer {secret}")).await.status, 200, "schemes have no case");
    let person = app.actors.owner.actor.user().unwrap();
    assert!(app.get("/", &format!("cauldron-session={}", &secret[5..])).await.status != 200, "{person}: no session");
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_input_is_a_problem_that_says_what_is_wrong() {
    let app = TestApp::new().await;
    let secret = key(&app, &app.actors.owner, Permission::ALL).await;
    let keys = "/api/v1/keys";
    let huge = format!("{{\"name\": \"{}\"}}", "x".repeat(2 * 1024 * 1024));
    for (method, path, body, status, words) in [
        ("GET", "/api/v1/keys?limit=0", "", 422, "from 1 to 200"),
        ("GET", "/api/v1/keys?limit=1&limit=1", "", 422, "given twice"),
        ("GET", "/api/v1/keys?page=2", "", 422, "no parameter"),
        ("GET", "/api/v1/keys?cursor=%00%ff", "", 422, "damaged"),
        ("GET", "/api/v1/keys/not-an-id", "", 404, "no such key"),
        ("GET", "/api/v1/keys/018f0000-0000-7000-8000-000000000001", "", 404, "no such key"),
        ("GET", "/api/v1/nothing", "", 404, "nothing at this address"),
        ("DELETE", "/api/v1/me", "", 405, "does not take DELETE"),
        ("POST", keys, "{", 422, "cannot be used"),
        ("POST", keys, "[]", 422, "cannot be used"),
        ("POST", keys, "{}", 422, "missing field"),
        ("POST", keys, r#"{"service_account": 7, "name": "x", "scopes": []}"#, 422, "invalid type"),
        ("POST", keys, r#"{"service_account": "x", "name": "x", "scopes": [], "secret": "y"}"#, 422, "unknown field"),
        ("POST", keys, r#"{"service_account": "x", "name": "x", "scopes": []}"#, 404, "service account"),
        ("POST", keys, r#"{"service_account": "x", "name": "\ud800", "scopes": []}"#, 422, "cannot be used"),
        ("POST", keys, huge.as_str(), 413, "too large"),
        ("PATCH", "/api/v1/organization", r#"{"version": 1, "time_zone": "Moon"}"#, 422, "attention"),
        ("PATCH", "/api/v1/organization", r#"{"version": 9, "name": "Other"}"#, 409, "Somebody else"),
        ("GET", "/api/v1/audit?from=sometime", "", 422, "cannot be read"),
        ("GET", "/api/v1/audit?address=here", "", 422, "address or network"),
    ] {
        let answer = send(&app, method, path, &secret, body).await;
        let shown: String = body.chars().take(60).collect();
        assert_eq!(answer.status, status, "{method} {path} {shown}: {}", answer.body);
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json", "{method} {path}");
        let problem = json(&answer);
        assert!(problem["detail"].as_str().unwrap().contains(words), "{method} {path} {shown}: {}", answer.body);
        assert_eq!(problem["status"], status);
    }
    let latin = Request::post(keys)
        .header(header::AUTHORIZATION, format!("Bearer {secret}"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(vec![b'{', 0xff, b'}']))
        .unwrap();
    assert!(app.send(latin).await.body.contains("not UTF-8"));
    let form = Request::post(keys)
        .header(header::AUTHORIZATION, format!("Bearer {secret}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("name=x"))
        .unwrap();
    assert!(app.send(form).await.body.contains("takes JSON"));
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_asks_too_much_waits() {
    let app = TestApp::with(|config| {
        config.api.key_requests_per_minute = 3;
        config.api.organization_requests_per_minute = 5;
    })
    .await;
    let (one, other) = (
        key(&app, &app.actors.admin, &[Permission::AuditRead]).await,
        key(&app, &app.actors.owner, &[Permission::AuditRead]).await,
    );
    let statuses = async |secret: &str, times: usize| {
        let mut statuses = Vec::new();
        for _ in 0..times {
            statuses.push(send(&app, "GET", "/api/v1/me", secret, "").await.status);
        }
        statuses
    };
    assert_eq!(statuses(&one, 4).await, [200, 200, 200, 429]);
    assert_eq!(statuses(&other, 3).await, [200, 200, 429], "the organization's limit");
    let refused = send(&app, "GET", "/api/v1/me", &one, "").await;
    assert_eq!(refused.headers[header::RETRY_AFTER], "20");
    assert_eq!(refused.headers["ratelimit-remaining"], "0");
    assert_eq!(json(&refused)["retry_after"], 20);
    app.test.clock.advance(TimeDelta::seconds(20));
    assert_eq!(statuses(&one, 2).await, [200, 429]);
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_guesses_secrets_waits() {
    let app = TestApp::new().await;
    let good = key(&app, &app.actors.admin, &[Permission::AuditRead]).await;
    let unknown = format!("cldr_{}", "A".repeat(43));
    for _ in 0..60 {
        assert_eq!(send(&app, "GET", "/api/v1/me", &unknown, "").await.status, 401);
    }
    assert_eq!(send(&app, "GET", "/api/v1/me", &unknown, "").await.status, 429);
    app.test.clock.advance(TimeDelta::seconds(2));
    assert_eq!(send(&app, "GET", "/api/v1/me", &good, "").await.status, 200);
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_audit_log_is_paged_and_narrowed() {
    let app = TestApp::new().await;
    let admin = &app.actors.admin;
    let secret = key(&app, admin, &[Permission::AuditRead, Permission::OrganizationRead]).await;
    for _ in 0..4 {
        key(&app, admin, &[Permission::AuditRead]).await;
    }
    let mut cursor = String::new();
    let mut met = BTreeSet::new();
    loop {
        let path = format!("/api/v1/audit?limit=2&action=api_key.created&cursor={cursor}");
        let page = json(&send(&app, "GET", &path, &secret, "").await);
        for entry in page["data"].as_array().unwrap() {
            assert_eq!(entry["actor"]["name"], "Adam");
            assert_eq!(entry["subject"]["kind"], "api_key");
            assert_eq!(entry["detail"]["name"], "test");
            met.insert(entry["id"].as_str().unwrap().to_owned());
        }
        match page["next_cursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    assert_eq!(met.len(), 5);
    let count = async |query: &str| {
        let page = json(&send(&app, "GET", &format!("/api/v1/audit?{query}"), &secret, "").await);
        page["data"].as_array().unwrap().len()
    };
    assert_eq!(count("subject=api_key").await, 5);
    assert_eq!(count("subject=user").await, 0);
    assert_eq!(count("address=127.0.0.0/8").await, 5);
    assert_eq!(count("address=192.0.2.1").await, 0);
    assert_eq!(count("text=cldr_%20audit").await, 5);
    assert_eq!(count("trace=nothing").await, 0);
    assert_eq!(count(&format!("trace={}", admin.trace())).await, 5);
    app.test.close().await;
}

async fn send_once(app: &TestApp, path: &str, secret: &str, once: &str, body: &str) -> Answer {
    let request = Request::post(path)
        .header(header::AUTHORIZATION, format!("Bearer {secret}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header("Idempotency-Key", once)
        .body(Body::from(body.to_owned()))
        .unwrap();
    app.send(request).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_write_under_the_same_key_is_done_once() {
    let app = TestApp::new().await;
    let owner = &app.actors.owner;
    let choices =
        AccountChoices { name: "Robot".to_owned(), purpose: String::new(), scopes: vec![Permission::AuditRead] };
    let account = service_accounts::create(&app.test.db, owner, &choices).await.unwrap();
    let (one, other) =
        (key(&app, owner, Permission::ALL).await, key(&app, &app.actors.admin, &app.actors.admin.permissions()).await);
    let body = format!(r#"{{"service_account": "{account}", "name": "n", "scopes": ["audit:read"]}}"#);
    let made = "select count(*)::text from core.api_keys where service_account_id is not null";

    let first = send_once(&app, "/api/v1/keys", &one, "a", &body).await;
    assert_eq!(first.status, 201, "{}", first.body);
    let again = send_once(&app, "/api/v1/keys", &one, "a", &body).await;
    assert_eq!((again.status, again.headers["idempotent-replayed"].to_str().unwrap()), (201, "true"));
    assert_eq!(json(&again)["id"], json(&first)["id"]);
    assert!(json(&first)["secret"].is_string() && json(&again)["secret"].is_null(), "a secret is shown once");
    assert_eq!(app.test.superuser_value(made).await, "1");
    let stored = app.test.superuser_value("select string_agg(body, '') from core.idempotency_keys").await;
    assert!(!stored.contains("cldr_"), "{stored}");

    let mixed = send_once(&app, "/api/v1/keys", &one, "a", &body.replace("\"n\"", "\"m\"")).await;
    assert_eq!(mixed.status, 422);
    assert!(json(&mixed)["detail"].as_str().unwrap().contains("another request"));
    assert_eq!(send_once(&app, "/api/v1/keys", &one, "", &body).await.status, 422);
    assert_eq!(send_once(&app, "/api/v1/keys", &other, "a", &body).await.status, 201, "another program's key");
    // What was refused was not done, so that the same key may try again.
    let wrong = body.replace("audit:read", "metric:write");
    for _ in 0..2 {
        assert_eq!(send_once(&app, "/api/v1/keys", &one, "b", &wrong).await.status, 422);
    }
    assert_eq!(send_once(&app, "/api/v1/keys", &one, "b", &body).await.status, 201);
    app.test.clock.advance(TimeDelta::hours(24));
    assert_eq!(send_once(&app, "/api/v1/keys", &one, "a", &body).await.status, 201, "a day later it is a new request");
    assert_eq!(app.test.superuser_value(made).await, "4");
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn duplicates_at_the_same_moment_do_the_thing_once() {
    let app = TestApp::new().await;
    let owner = &app.actors.owner;
    let choices =
        AccountChoices { name: "Robot".to_owned(), purpose: String::new(), scopes: vec![Permission::AuditRead] };
    let account = service_accounts::create(&app.test.db, owner, &choices).await.unwrap();
    let secret = key(&app, owner, Permission::ALL).await;
    let body = format!(r#"{{"service_account": "{account}", "name": "n", "scopes": ["audit:read"]}}"#);
    let sent = (0..8).map(|_| send_once(&app, "/api/v1/keys", &secret, "same", &body));
    let answers = futures::future::join_all(sent).await;
    let ids: BTreeSet<String> = answers.iter().map(|answer| json(answer)["id"].to_string()).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(answers.iter().filter(|answer| !answer.headers.contains_key("idempotent-replayed")).count(), 1);
    let made = "select count(*)::text from core.api_keys where service_account_id is not null";
    assert_eq!(app.test.superuser_value(made).await, "1");
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_that_never_ended_is_not_done_again() {
    let app = TestApp::new().await;
    let secret = key(&app, &app.actors.owner, Permission::ALL).await;
    assert_eq!(send_once(&app, "/api/v1/keys/x/revoke", &secret, "k", "{}").await.status, 404);
    let path = "/api/v1/keys/018f0000-0000-7000-8000-000000000001/revoke";
    assert_eq!(send_once(&app, path, &secret, "k", "{}").await.status, 404, "the key was given back");
    let me = json(&send(&app, "GET", "/api/v1/me", &secret, "").await);
    let path = format!("/api/v1/keys/{}/revoke", me["key"]["id"].as_str().unwrap());
    assert_eq!(send_once(&app, &path, &secret, "r", "{}").await.status, 200);
    app.test.superuser_sql("update core.idempotency_keys set status = null, body = null").await;
    app.test.superuser_sql("update core.api_keys set revoked_at = null").await;
    app.test.clock.advance(TimeDelta::minutes(2));
    let unknown = send_once(&app, &path, &secret, "r", "{}").await;
    assert_eq!(unknown.status, 409);
    assert!(json(&unknown)["detail"].as_str().unwrap().contains("did not end"));
    assert_eq!(app.test.superuser_value("select revoked_at::text from core.api_keys").await, "");
    app.test.close().await;
}
