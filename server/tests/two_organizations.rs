//! Two organizations, thousands of generated requests with ids of both over every route by everybody: what is planted in one
//! never comes out in an answer to the other.
//!
//! The long run: `cargo nextest run -p cauldron-server --run-ignored only a_hundred_thousand_requests`.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

#[expect(dead_code, reason = "shared with tests that need more of it")]
mod support;

use axum::body::Body;
use axum::http::{Request, header};
use cauldron_admin::api_keys::{self, NewKey};
use cauldron_core::{Ctx, Random as _, SeededRandom};
use cauldron_types::{KeyOwner, Permission};
use std::collections::{BTreeMap, BTreeSet};
use support::TestApp;

/// The tables of the authorization matrix, which name every route with an input that is good; a test there sees to it.
const MATRIX: &str = include_str!("authorization_matrix.rs");
/// Written into every text of an organization that somebody could be shown.
const MARKS: [&str; 2] = ["marknorthwind", "markcontoso"];
/// Besides the Overview: what operators are shown of other organizations, by design.
const OPERATORS: [&str; 2] = ["/admin/organizations", "/admin/system"];
/// Requests after which what was changed is planted anew.
const ROUND: usize = 150;

/// A route with an input, in which braces name things.
#[derive(Clone, Debug)]
struct Call {
    method: String,
    path: String,
    input: String,
}

/// The text of a Rust string literal, plain or raw, at the beginning of `text`, and what follows it.
fn literal(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start_matches([' ', ',', '\n']);
    if let Some(raw) = text.strip_prefix("r#\"") {
        return raw.split_once("\"#").map(|(inner, rest)| (inner.to_owned(), rest));
    }
    text.strip_prefix('"')?.split_once('"').map(|(inner, rest)| (inner.to_owned(), rest))
}

fn calls() -> Vec<Call> {
    let mut calls = Vec::new();
    for (at, _) in MATRIX.match_indices("    (\"") {
        let parsed = literal(&MATRIX[at + 5..]).and_then(|(method, rest)| {
            let (path, rest) = literal(rest)?;
            let (input, _) = literal(rest)?;
            Some(Call { method, path, input })
        });
        let is_route = |call: &Call| {
            ["GET", "POST", "PATCH", "PUT", "DELETE"].contains(&call.method.as_str()) && call.path.starts_with('/')
        };
        calls.extend(parsed.filter(is_route));
    }
    calls
}

/// Draws that are the same in every run.
struct Dice(SeededRandom);

impl Dice {
    fn below(&self, limit: usize) -> usize {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        usize::try_from(u64::from_le_bytes(bytes) % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }

    fn pick<'a, T>(&self, among: &'a [T]) -> &'a T {
        &among[self.below(among.len())]
    }
}

/// Somebody who asks, and the organization to which answers are given.
struct Caller {
    home: usize,
    header: header::HeaderName,
    value: String,
    ctx: Ctx,
    is_key: bool,
}

/// One organization's things by the names that the matrix gives them.
type Things = BTreeMap<String, String>;

fn things(app: &TestApp, ctx: &Ctx) -> Things {
    let id = || app.test.db.ambient().new_id();
    let event = id();
    let mut things: Things =
        ["job", "session", "view", "key", "service_account", "notification", "team", "role", "binding", "invitation"]
            .map(|name| (name.to_owned(), id().to_string()))
            .into();
    things.insert("organization".to_owned(), ctx.tenant.id.to_string());
    things.insert("owner".to_owned(), ctx.actor.user().unwrap().to_string());
    things.insert("event".to_owned(), event.to_string());
    things.insert("id".to_owned(), event.to_string());
    things.insert("place".to_owned(), cauldron_core::place_text(app.test.db.ambient().now(), event));
    things
}

/// Puts the mark into everything of an organization.
async fn plant(app: &TestApp, mark: &str, things: &Things) {
    let of = |name: &str| things[name].as_str();
    let (organization, owner, now) = (of("organization"), of("owner"), app.test.db.ambient().now());
    let (job, event, view, key, account, notification) =
        (of("job"), of("event"), of("view"), of("key"), of("service_account"), of("notification"));
    let (team, role) = (of("team"), of("role"));
    app.test
        .superuser_sql(&format!(
            "update core.organizations set name = '{mark}', time_zone = 'UTC', status = 'active', suspended_reason = null where id = '{organization}';
             update core.memberships set status = 'active' where organization_id = '{organization}';
             update core.users set display_name = '{mark}' || substr(display_name, 1, 40) where display_name not like '{mark}%'
                 and id in (select user_id from core.memberships where organization_id = '{organization}');
             delete from core.jobs where organization_id = '{organization}';
             insert into core.jobs (organization_id, id, kind, state, run_at, attempts, message, trace_id, finished_at)
             values ('{organization}', '{job}', 'maintenance', 'failed', '{now}', 5, '{mark}', 't', '{now}');
             delete from core.saved_views where organization_id = '{organization}';
             insert into core.saved_views (organization_id, id, user_id, page, name, name_key, query)
             values ('{organization}', '{view}', '{owner}', 'aegis/events', '{mark}', '{mark}', 'q={mark}');
             insert into core.service_accounts (organization_id, id, name, name_key, purpose, scopes, created_by)
             values ('{organization}', '{account}', '{mark}', '{mark}', '{mark}', '{{organization:read}}', '{owner}')
             on conflict (organization_id, id) do update set name = '{mark}', name_key = '{mark}', status = 'active';
             insert into core.api_keys (organization_id, id, service_account_id, name, prefix, scopes, created_at)
             values ('{organization}', '{key}', '{account}', '{mark}', 'cldr_0000', '{{organization:read}}', '{now}')
             on conflict (organization_id, id) do update set revoked_at = null;
             insert into core.notifications (user_id, id, organization_id, kind, title, body, created_at)
             values ('{owner}', '{notification}', '{organization}', 'security', '{mark}', '{mark}', '{now}')
             on conflict (user_id, id) do update set read_at = null;
             insert into core.teams (organization_id, id, name, name_key, purpose)
             values ('{organization}', '{team}', '{mark}', '{mark}', '{mark}') on conflict do nothing;
             insert into core.roles (organization_id, id, name, name_key)
             values ('{organization}', '{role}', '{mark}', '{mark}') on conflict do nothing;
             insert into aegis.security_events (organization_id, time, id, kind, severity, actor_label, message, trace_id)
             values ('{organization}', '{now}', '{event}', 'sign_in.failed', 'high', '{mark}', '{mark}', '{mark}')
             on conflict do nothing;
             insert into audit.events (organization_id, time, id, actor_kind, actor_label, action, subject_kind, subject_id, detail, trace_id)
             values ('{organization}', '{now}', '{event}', 'operator', '{mark}', 'thing.done', 'thing', '{mark}', '{{\"name\": \"{mark}\"}}', '{mark}')
             on conflict do nothing;"
        ))
        .await;
}

/// Sessions and keys of everybody, made anew: requests end and revoke them.
async fn callers(app: &TestApp) -> Vec<Caller> {
    app.test
        .superuser_sql("delete from core.api_key_secrets; delete from core.api_keys where user_id is not null")
        .await;
    let mut callers = Vec::new();
    for (name, ctx) in app.actors.all() {
        let home = usize::from(name == "outsider");
        let cookie = app.cookie(ctx).await;
        callers.push(Caller { home, header: header::COOKIE, value: cookie, ctx: ctx.clone(), is_key: false });
        if ctx.may(Permission::ApiKeyCreate) {
            let new = NewKey {
                owner: KeyOwner::Person(ctx.actor.user().unwrap()),
                name: MARKS[home].to_owned(),
                scopes: ctx.permissions(),
                networks: Vec::new(),
                expires_at: None,
            };
            let secret = api_keys::create(&app.test.db, ctx, &new).await.unwrap().secret;
            let value = format!("Bearer {secret}");
            callers.push(Caller { home, header: header::AUTHORIZATION, value, ctx: ctx.clone(), is_key: true });
        }
    }
    callers
}

/// A request of which every id may be of either organization.
fn filled(dice: &Dice, text: &str, both: &[Things; 2]) -> String {
    let mut text = text.to_owned();
    let mut from = 0;
    while let Some(start) = text[from..].find('{').map(|at| at + from) {
        let Some(end) = text[start..].find('}').map(|at| at + start) else { break };
        let name = text[start + 1..end].to_owned();
        let whose = &both[dice.below(2)];
        let value = match dice.below(12) {
            // Another kind of thing's id, which must not be taken for this kind's.
            0 => whose.values().nth(dice.below(whose.len())).cloned(),
            _ => whose.get(&name).cloned(),
        };
        match value {
            Some(value) => {
                text.replace_range(start..=end, &value);
                from = start + value.len();
            }
            // Braces of JSON.
            None => from = start + 1,
        }
    }
    text
}

async fn run(requests: usize) {
    let app = TestApp::with(|config| {
        config.api.key_requests_per_minute = 1_000_000;
        config.api.organization_requests_per_minute = 1_000_000;
    })
    .await;
    let both = [things(&app, &app.actors.owner), things(&app, &app.actors.outsider)];
    let (calls, dice) = (calls(), Dice(SeededRandom::new(4)));
    assert!(calls.len() > 80, "the matrix could not be read: {}", calls.len());
    let (mut asked, mut saw_own) = (BTreeSet::new(), BTreeSet::new());
    let mut everybody = Vec::new();
    let (mut number, mut planted) = (0, None);
    while number < requests {
        if planted != Some(number / ROUND) {
            planted = Some(number / ROUND);
            for (things, mark) in both.iter().zip(MARKS) {
                plant(&app, mark, things).await;
            }
            everybody = callers(&app).await;
        }
        let caller = dice.pick(&everybody);
        let call = dice.pick(&calls);
        // Keys open the API alone, cookies everything else; now and then the wrong way round.
        if (call.path.starts_with("/api/v1/") != caller.is_key) && dice.below(10) > 0 {
            continue;
        }
        number += 1;
        let (path, input) = (filled(&dice, &call.path, &both), filled(&dice, &call.input, &both));
        let uri = if call.method == "GET" { format!("{path}?{}", input.replace(' ', "%20")) } else { path.clone() };
        let kind = if caller.is_key { "application/json" } else { "application/x-www-form-urlencoded" };
        let body = if call.method == "GET" { Body::empty() } else { Body::from(input.clone()) };
        let request = Request::builder()
            .method(call.method.as_str())
            .uri(if caller.is_key { path.clone() } else { uri })
            .header(&caller.header, &caller.value)
            .header(header::CONTENT_TYPE, kind)
            .header(header::ACCEPT, "application/json")
            .body(body)
            .unwrap();
        let answer = app.send(request).await;
        let route = format!("{} {}", call.method, call.path);
        let told = format!("request {number}: {route} with {input} as {}", caller.ctx.actor.label());
        assert!(answer.status < 500, "{told}: {} {}", answer.status, answer.body);
        let everything = format!("{}{:?}", answer.body, answer.headers);
        // An operator who does something to an organization is named in its log.
        let everything = [" ", "%20", "+"]
            .iter()
            .fold(everything, |text, space| text.replace(&format!("Operator{space}{}", MARKS[0]), "Operator"));
        // Northwind runs the installation: its operators see organizations by name, and jobs, requests and errors of all.
        let operates = caller.ctx.may(Permission::OperationsRead);
        let of_operators = operates && (call.path == "/" || OPERATORS.iter().any(|pages| call.path.contains(pages)));
        let leaks = everything.contains(MARKS[1 - caller.home]) && !of_operators;
        assert!(!leaks, "{told} shows the other organization:\n{everything}");
        if everything.contains(MARKS[caller.home]) {
            saw_own.insert(route.clone());
        }
        asked.insert(route);
    }
    // A run that met nothing would find no leak either.
    if requests >= 2000 {
        assert!(asked.len() * 10 >= calls.len() * 9, "asked {} of {} routes", asked.len(), calls.len());
        assert!(saw_own.len() >= 12, "one's own mark was seen on {saw_own:?} alone");
    }
    app.test.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousands_of_requests_leak_nothing() {
    run(2500).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; see the head of this file"]
async fn a_hundred_thousand_requests_leak_nothing() {
    run(100_000).await;
}
