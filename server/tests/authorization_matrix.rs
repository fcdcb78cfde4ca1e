//! Every route by everybody: the reviewable form of who may do what. A route that is not in the table fails the test.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

mod support;

use axum::body::Body;
use axum::http::{Request, header};
use cauldron_admin::api_keys::{self, NewKey};
use cauldron_core::{Ctx, SecretToken};
use cauldron_server::http::api;
use cauldron_server::router::{PLAIN_ROUTES, page_routes, server_function_routes};
use cauldron_types::{FreshKey, KeyOwner, Permission};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use support::{Answer, TestApp};

/// Every route with an input that is good, so that only permission decides. What stands in braces is Northwind's.
const CALLS: &[(&str, &str, &str)] = &[
    ("GET", "/", ""),
    ("GET", "/account", ""),
    ("GET", "/admin/access", ""),
    ("GET", "/admin/access/explain", ""),
    ("GET", "/admin/access/reach", "resource=team:{event}"),
    ("GET", "/admin/access/review", ""),
    ("GET", "/account/keys", ""),
    ("GET", "/admin/audit", ""),
    ("GET", "/admin/organizations", ""),
    ("GET", "/admin/people", ""),
    ("GET", "/admin/people/invitations", ""),
    ("GET", "/admin/people/invitations/list", ""),
    ("GET", "/admin/people/{id}", ""),
    ("GET", "/admin/mail", ""),
    ("GET", "/admin/roles", ""),
    ("GET", "/admin/roles/matrix", ""),
    ("GET", "/admin/roles/{role}", ""),
    ("GET", "/admin/keys", ""),
    ("GET", "/admin/recovery", ""),
    ("GET", "/admin/sign-in", ""),
    ("GET", "/admin/settings", ""),
    ("GET", "/admin/system", ""),
    ("GET", "/admin/teams", ""),
    ("GET", "/admin/teams/new", ""),
    ("GET", "/admin/teams/{id}", ""),
    ("GET", "/aegis/events", ""),
    ("GET", "/aegis/events/{id}", ""),
    ("GET", "/invitation", "token={invitation_token}"),
    ("GET", "/notifications", ""),
    ("GET", "/enrol", ""),
    ("GET", "/forgot-password", ""),
    ("GET", "/recover", "link=x"),
    ("GET", "/set-up", ""),
    ("GET", "/sign-in/step", ""),
    ("GET", "/sign-in", ""),
    ("GET", "/api/admin/access", "query[role]=auditor"),
    (
        "GET",
        "/api/admin/access/explain",
        "query[person]={owner}&query[permission]=audit:read&query[resource]=team:{event}",
    ),
    ("POST", "/api/admin/access/give", "role=executive&holder=mona@example.org&on="),
    ("GET", "/api/admin/access/people", "q=o"),
    ("GET", "/api/admin/access/reach", "resource=team:{event}"),
    ("GET", "/api/admin/access/review", "query[days]=30"),
    ("GET", "/api/admin/access/review/export", "days=30"),
    ("POST", "/api/admin/access/take_back", "binding={binding}"),
    ("GET", "/api/admin/account", ""),
    ("POST", "/api/admin/account/codes/renew", ""),
    ("GET", "/api/admin/account/email", ""),
    ("POST", "/api/admin/account/email/save", "email=other@example.org"),
    ("POST", "/api/admin/account/email/verify", ""),
    ("GET", "/api/admin/account/factors", ""),
    ("POST", "/api/admin/account/factors/remove", ""),
    ("POST", "/api/admin/account/prove", "password=wrong"),
    ("POST", "/api/admin/account/totp/begin", ""),
    ("POST", "/api/admin/account/totp/confirm", "code=000000"),
    ("POST", "/api/admin/account/density/save", "density=comfortable"),
    ("POST", "/api/admin/account/name/save", "display_name=Somebody"),
    ("GET", "/api/admin/account/organizations", ""),
    ("POST", "/api/admin/account/organizations/join", "organization={organization}"),
    ("GET", "/api/admin/account/organizations/joinable", ""),
    ("POST", "/api/admin/account/organizations/switch", "organization={organization}"),
    ("POST", "/api/admin/account/password/save", "current=wrong&new=wandering+otters+juggle+lamps"),
    ("POST", "/api/admin/account/sessions/revoke", "session={session}"),
    ("POST", "/api/admin/account/shortcuts/save", "on=false"),
    ("GET", "/api/admin/audit", "query[from]=now-7d&query[action]=sign_in"),
    ("GET", "/api/admin/invitation", "token={invitation_token}"),
    ("POST", "/api/admin/invitation/accept", "token={invitation_token}"),
    ("POST", "/api/admin/invitation/accept_as_new", "token={invitation_token}&display_name=N&password=short"),
    ("GET", "/api/admin/invitations", "every=true"),
    ("GET", "/api/admin/invitations/form", ""),
    ("GET", "/api/admin/invitations/list", "job={list_job}"),
    ("POST", "/api/admin/invitations/list/check", "list=a@example.net&role=member&days=7"),
    ("POST", "/api/admin/invitations/list/save", "list=a@example.net&role=member&days=7"),
    ("POST", "/api/admin/invitations/resend", "id={invitation}"),
    ("POST", "/api/admin/invitations/revoke", "id={invitation}"),
    ("POST", "/api/admin/invitations/save", "email=new@example.net&role=member&days=7"),
    ("GET", "/api/admin/mail", "state=queued"),
    ("POST", "/api/admin/mail/save", "host=&encryption=tls&version=0"),
    ("POST", "/api/admin/mail/test", ""),
    ("GET", "/api/admin/organization", ""),
    ("POST", "/api/admin/organization/save", "name=Renamed&time_zone=UTC&week_start=monday&version=999"),
    ("POST", "/api/admin/organization/transfer", "to={analyst}"),
    ("GET", "/api/admin/organizations", "q=cont"),
    ("POST", "/api/admin/organizations/limit/save", "organization={organization}&key=people&most=500"),
    ("POST", "/api/admin/organizations/restore", "slug=contoso"),
    ("POST", "/api/admin/organizations/save", "name=Made&slug=northwind&owner_email=o@example.net"),
    ("POST", "/api/admin/organizations/suspend", "slug=northwind&reason=Tried"),
    ("GET", "/api/admin/people", "query[q]=a&query[filters][0][0]=role&query[filters][0][1]=not:owner"),
    ("GET", "/api/admin/people/export", "role=is:analyst"),
    ("GET", "/api/admin/people/person", "user={analyst}"),
    ("POST", "/api/admin/people/remove", "user={analyst}"),
    ("POST", "/api/admin/people/restore", "user={analyst}"),
    ("POST", "/api/admin/people/role/save", "user={analyst}&role=analyst&version=1"),
    ("POST", "/api/admin/people/suspend", "user={analyst}"),
    ("GET", "/api/admin/roles", ""),
    ("POST", "/api/admin/roles/create", "name=New&permissions[]=team:read"),
    ("POST", "/api/admin/roles/delete", "role={role}&name=Of+Northwind"),
    ("GET", "/api/admin/roles/export", ""),
    ("GET", "/api/admin/roles/matrix", ""),
    ("GET", "/api/admin/roles/role", "role={role}"),
    ("POST", "/api/admin/roles/save", "role={role}&name=Renamed&permissions[]=team:read&version=1"),
    ("GET", "/api/admin/audit/entry", "place={place}"),
    ("GET", "/api/admin/audit/export", "format=jsonl&from=now-7d"),
    ("GET", "/api/admin/keys", ""),
    ("POST", "/api/admin/keys/create", "name=New&scopes[]=organization:read&days=30"),
    ("GET", "/api/admin/keys/own", ""),
    ("POST", "/api/admin/keys/revoke", "id={key}&confirm=Of+Northwind"),
    ("POST", "/api/admin/keys/rotate", "id={key}&overlap_hours=1"),
    ("GET", "/api/admin/notifications", "query[show]=unread"),
    ("GET", "/api/admin/notifications/choices", ""),
    ("POST", "/api/admin/notifications/choices/save", "in_app[]=access&by_mail[]=security"),
    ("POST", "/api/admin/notifications/read", "id={notification}"),
    ("POST", "/api/admin/notifications/read_all", "until=1795161600000"),
    ("POST", "/api/admin/service_accounts/create", "name=New&scopes[]=organization:read"),
    ("POST", "/api/admin/service_accounts/remove", "id={service_account}&confirm=Robot+of+Northwind"),
    (
        "POST",
        "/api/admin/service_accounts/save",
        "id={service_account}&version=999&name=Robot&scopes[]=organization:read",
    ),
    ("POST", "/api/admin/service_accounts/suspend", "id={service_account}&suspended=true"),
    ("POST", "/api/admin/passkeys/ask", ""),
    ("POST", "/api/admin/passkeys/begin", ""),
    ("POST", "/api/admin/passkeys/prove", "ceremony=x&answer=x"),
    ("POST", "/api/admin/passkeys/save", "ceremony=x&answer=x&name=Laptop"),
    ("POST", "/api/admin/recovery/email/save", "link=x"),
    ("POST", "/api/admin/recovery/issue", "email=nobody@example.org"),
    ("GET", "/api/admin/recovery/link", "link=x"),
    ("POST", "/api/admin/recovery/password/save", "link=x&password=wandering+otters+juggle+lamps"),
    ("POST", "/api/admin/recovery/request", "email=nobody@example.org"),
    ("GET", "/api/admin/set_up_link", "link=x"),
    ("POST", "/api/admin/set_up", "link=x&organization_name=a&display_name=b&email=c@d&password=e"),
    ("GET", "/api/admin/settings", "level=organization"),
    ("POST", "/api/admin/settings/save", "level=organization&choices[appearance.theme]=system"),
    ("POST", "/api/admin/sign_in", "email=nobody@example.org&password=wrong"),
    ("POST", "/api/admin/sign_in/code", "code=000000"),
    ("POST", "/api/admin/sign_in/passkey", "ceremony=x&answer=x"),
    ("POST", "/api/admin/sign_in/passkey/ask", ""),
    ("POST", "/api/admin/sign_in/passkey/step", "ceremony=x&answer=x"),
    ("GET", "/api/admin/sign_in/step", ""),
    ("GET", "/api/admin/sign_in_policy", ""),
    ("POST", "/api/admin/sign_in_policy/save", "second_factor=false&version=other"),
    ("GET", "/api/admin/system/bus", ""),
    ("GET", "/api/admin/system/database", ""),
    ("GET", "/api/admin/system/errors", "from=now-1h&to=now"),
    ("GET", "/api/admin/system/errors/kind", "fingerprint=0123456789abcdef"),
    ("GET", "/api/admin/system/jobs", "query[state]=failed"),
    ("POST", "/api/admin/system/jobs/retry", "id={job}"),
    ("GET", "/api/admin/system/requests", "query[from]=now-1h&query[status]=5xx"),
    ("GET", "/api/admin/system/routes", "query[from]=now-1h"),
    ("GET", "/api/admin/teams", "q=o"),
    ("POST", "/api/admin/teams/create", "name=New"),
    ("POST", "/api/admin/teams/delete", "team={event}&name=Of+Northwind"),
    ("POST", "/api/admin/teams/members/add", "team={event}&user=mona@example.org"),
    ("POST", "/api/admin/teams/members/admin/save", "team={event}&user={owner}&is_admin=true"),
    ("POST", "/api/admin/teams/members/remove", "team={event}&user={owner}"),
    ("POST", "/api/admin/teams/save", "team={event}&name=Renamed&version=1"),
    ("GET", "/api/admin/teams/team", "team={event}"),
    ("POST", "/api/admin/theme", "theme=dark"),
    ("GET", "/api/admin/usage", ""),
    ("GET", "/api/admin/views", "page=aegis/events"),
    ("POST", "/api/admin/views/default/save", "page=aegis/events"),
    ("POST", "/api/admin/views/delete", "id={view}"),
    ("POST", "/api/admin/views/name/save", "id={view}&name=Other"),
    ("POST", "/api/admin/views/query/save", "id={view}&query=q%3Dx"),
    ("POST", "/api/admin/views/save", "page=aegis/events&name=Mine&query=q%3Dx"),
    ("GET", "/api/aegis/events", "query[from]=now-1h&query[filters][0][0]=kind&query[filters][0][1]=is:a.b&limit=10"),
    ("GET", "/api/aegis/events/event", "id={event}"),
    ("GET", "/api/aegis/events/export", "format=csv&from=now-1h"),
    ("GET", "/api/aegis/events/summary", "query[from]=now-1h"),
    ("GET", "/api/aegis/notifications", ""),
    ("POST", "/api/aegis/notifications/read/save", "until=0"),
    ("GET", "/api/aegis/security_events", ""),
    ("GET", "/api/synapse/overview", "from=now-1h&to=now"),
    ("GET", "/api/stream", ""),
    ("GET", "/api/v1/openapi.json", ""),
    ("GET", "/healthz", ""),
    ("GET", "/readyz", ""),
    ("GET", "/metrics", ""),
    ("GET", "/favicon.svg", ""),
    ("GET", "/robots.txt", ""),
    ("GET", "/assets/nothing.js", ""),
    // Last, because they end sessions: first those of the same person, then one's own.
    ("POST", "/api/admin/account/sessions/revoke_others", ""),
    ("POST", "/api/admin/organization/leave", ""),
    ("POST", "/api/admin/sign_out", ""),
];

/// Things of Northwind, and of its owner, that the calls name. Each says whose it is, so that an answer which shows it betrays
/// that.
struct Northwind {
    organization: String,
    owner: String,
    job: String,
    /// Of an event, and of a team.
    event: String,
    session: String,
    view: String,
    invitation: String,
    invitation_token: String,
    analyst: String,
    list_job: String,
    role: String,
    binding: String,
    key: String,
    service_account: String,
    notification: String,
    place: String,
}

impl Northwind {
    async fn arrange(app: &TestApp) -> Self {
        let ambient = app.test.db.ambient();
        let id = || ambient.new_id().to_string();
        let owner = &app.actors.owner;
        let mut things = Self {
            organization: owner.tenant.id.to_string(),
            owner: owner.actor.user().unwrap().to_string(),
            job: id(),
            event: id(),
            session: id(),
            view: id(),
            invitation: id(),
            invitation_token: SecretToken::generate(ambient).reveal(),
            analyst: app.actors.analyst.actor.user().unwrap().to_string(),
            list_job: id(),
            role: id(),
            binding: id(),
            key: id(),
            service_account: id(),
            notification: id(),
            place: String::new(),
        };
        let now = ambient.now();
        things.place = cauldron_core::place_text(now, things.event.parse().unwrap());
        let Self { organization, event, .. } = &things;
        app.test
            .superuser_sql(&format!(
                "insert into audit.events (organization_id, time, id, actor_kind, actor_label, action, subject_kind, subject_id, trace_id)
                 values ('{organization}', '{now}', '{event}', 'operator', 'Of Northwind alone', 'thing.done', 'thing', '1', 't');
                 insert into aegis.security_events (organization_id, time, id, kind, severity, message, trace_id)
                 values ('{organization}', '{now}', '{event}', 'sign_in.failed', 'high', 'Of Northwind alone', 't')"
            ))
            .await;
        things.restore(app).await;
        things
    }

    /// Undoes what a call has done to them.
    async fn restore(&self, app: &TestApp) {
        let Self { organization, owner, job, session, view, invitation, list_job, event, role, binding, .. } = self;
        let Self { key, service_account, notification, .. } = self;
        let now = app.test.db.ambient().now();
        let token = SecretToken::parse(&self.invitation_token).unwrap().hash();
        let token: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut roles = String::new();
        for (role, ctx) in app.actors.all().into_iter().filter(|(role, _)| *role != "outsider") {
            let user = ctx.actor.user().unwrap();
            roles.push_str(&format!(
                "update core.memberships set role = '{role}', status = 'active'
                 where organization_id = '{organization}' and user_id = '{user}';"
            ));
        }
        // Whoever was removed was signed out too.
        roles.push_str(
            "update core.sessions set ended_at = null, ended_reason = null where ended_reason = 'suspended';",
        );
        app.test.superuser_sql(&roles).await;
        app.test
            .superuser_sql(&format!(
                "delete from core.jobs where organization_id = '{organization}';
                 insert into core.jobs (organization_id, id, kind, state, run_at, attempts, message, trace_id, finished_at)
                 values ('{organization}', '{job}', 'maintenance', 'failed', '{now}', 5, 'Of Northwind alone', 't', '{now}'),
                     ('{organization}', '{list_job}', 'invite_people', 'failed', '{now}', 5, 'Of Northwind', 't', '{now}');
                 delete from core.saved_views where organization_id = '{organization}';
                 insert into core.saved_views (organization_id, id, user_id, page, name, name_key, query)
                 values ('{organization}', '{view}', '{owner}', 'aegis/events', 'Of Northwind', 'of northwind', 'q=alone');
                 delete from core.invitations where organization_id = '{organization}';
                 insert into core.invitations (organization_id, id, email, role, token_hash, invited_by, expires_at)
                 values ('{organization}', '{invitation}', 'of.northwind@example.net', 'analyst', '\\x{token}', '{owner}',
                     '{now}'::timestamptz + interval '1 day');
                 delete from core.settings where organization_id = '{organization}';
                 delete from core.organization_limits where organization_id = '{organization}';
                 delete from core.role_bindings where organization_id = '{organization}';
                 delete from core.team_members where organization_id = '{organization}';
                 delete from core.teams where organization_id = '{organization}';
                 delete from core.role_permissions where organization_id = '{organization}';
                 delete from core.roles where organization_id = '{organization}';
                 insert into core.teams (organization_id, id, name, name_key, purpose)
                 values ('{organization}', '{event}', 'Of Northwind', 'of northwind', '');
                 insert into core.team_members (organization_id, team_id, user_id) values ('{organization}', '{event}', '{owner}');
                 insert into core.roles (organization_id, id, name, name_key)
                 values ('{organization}', '{role}', 'Of Northwind', 'of northwind');
                 insert into core.role_permissions (organization_id, role_id, permission)
                 values ('{organization}', '{role}', 'team:manage');
                 insert into core.role_bindings (organization_id, id, role_id, team_id, resource_kind, resource_id)
                 values ('{organization}', '{binding}', '{role}', '{event}', 'team', '{event}');
                 delete from core.api_key_secrets where key_id in (select id from core.api_keys where name in ('New', 'Of Northwind'));
                 delete from core.api_keys where name in ('New', 'Of Northwind');
                 delete from core.service_accounts where name in ('New', 'Robot', 'Robot of Northwind');
                 insert into core.service_accounts (organization_id, id, name, name_key, scopes, created_by)
                 values ('{organization}', '{service_account}', 'Robot of Northwind', 'robot of northwind',
                     '{{organization:read}}', '{owner}');
                 insert into core.api_keys (organization_id, id, service_account_id, name, prefix, scopes, created_at)
                 values ('{organization}', '{key}', '{service_account}', 'Of Northwind', 'cldr_0000', '{{organization:read}}', '{now}');
                 delete from core.notification_choices;
                 delete from core.notifications;
                 insert into core.notifications (user_id, id, organization_id, kind, title, created_at)
                 values ('{owner}', '{notification}', '{organization}', 'security', 'Of Northwind alone', '{now}');
                 delete from core.sessions where id = '{session}';
                 insert into core.sessions (id, token_hash, user_id, organization_id, user_agent, created_at, last_seen_at,
                     idle_expires_at, absolute_expires_at)
                 values ('{session}', sha256('northwind'), '{owner}', '{organization}', 'Northwind', '{now}', '{now}',
                     '{now}'::timestamptz + interval '1 day', '{now}'::timestamptz + interval '1 day');"
            ))
            .await;
    }

    /// What no stranger may change.
    async fn state(&self, app: &TestApp) -> String {
        let Self { organization, session, key, service_account, notification, .. } = self;
        // Whose standing the test itself changes.
        let admin = app.actors.admin.actor.user().unwrap();
        app.test
            .superuser_value(&format!(
                "select concat_ws(E'\n',
                     (select string_agg(concat_ws(' ', id, state, kind), ', ' order by id) from core.jobs
                      where organization_id = '{organization}'),
                     (select string_agg(concat_ws(' ', id, name, query, is_default), ', ' order by id) from core.saved_views
                      where organization_id = '{organization}'),
                     (select string_agg(concat_ws(' ', id, name, purpose), ', ' order by id) from core.teams
                      where organization_id = '{organization}'),
                     (select string_agg(concat_ws(' ', user_id, is_admin), ', ' order by user_id) from core.team_members
                      where organization_id = '{organization}'),
                     (select string_agg(concat_ws(' ', id, name), ', ' order by id) from core.roles
                      where organization_id = '{organization}'),
                     (select string_agg(permission, ', ' order by permission) from core.role_permissions
                      where organization_id = '{organization}'),
                     (select string_agg(concat_ws(' ', id, role_id, team_id), ', ' order by id) from core.role_bindings
                      where organization_id = '{organization}'),
                     (select read_at::text from core.notifications where id = '{notification}'),
                     (select concat_ws(' ', prefix, revoked_at) from core.api_keys where id = '{key}'),
                     (select concat_ws(' ', name, status, scopes) from core.service_accounts where id = '{service_account}'),
                     (select concat_ws(' ', organization_id, ended_reason) from core.sessions where id = '{session}'),
                     (select concat_ws(' ', name, slug, time_zone, status) from core.organizations where id = '{organization}'),
                     (select string_agg(concat_ws(' ', key, most), ', ' order by key) from core.organization_limits
                      where organization_id = '{organization}'),
                     (select string_agg(concat_ws(' ', id, email, expires_at, accepted_by, revoked_at), ', ' order by id)
                      from core.invitations where organization_id = '{organization}'),
                     (select string_agg(concat_ws(' ', key, value), ', ' order by key) from core.settings
                      where organization_id = '{organization}'),
                     (select string_agg(concat_ws(' ', user_id, role, case when user_id <> '{admin}' then status end), ', ' order by user_id) from core.memberships
                      where organization_id = '{organization}'))"
            ))
            .await
    }

    fn fill(&self, text: &str) -> String {
        let Self {
            organization,
            owner,
            job,
            event,
            session,
            view,
            invitation,
            invitation_token,
            analyst,
            list_job,
            role,
            binding,
            ..
        } = self;
        let Self { key, service_account, notification, place, .. } = self;
        let values = [
            ("organization", organization),
            ("owner", owner),
            ("job", job),
            ("event", event),
            ("session", session),
            ("view", view),
            ("invitation", invitation),
            ("invitation_token", invitation_token),
            ("analyst", analyst),
            ("list_job", list_job),
            ("role", role),
            ("binding", binding),
            ("key", key),
            ("service_account", service_account),
            ("notification", notification),
            ("place", place),
        ];
        values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }
}

/// The cookie with which the caller goes on: an answer may bring a new one.
fn next_cookie(cookie: &str, answer: &Answer) -> String {
    let name = cookie.split_once('=').map_or("", |(name, _)| name);
    let given = answer.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut renewed = given.filter_map(|value| value.split(';').next()).filter(|pair| {
        pair.split_once('=').is_some_and(|(key, value)| !name.is_empty() && key == name && !value.is_empty())
    });
    renewed.next().unwrap_or(cookie).to_owned()
}

fn routes_of_the_application() -> BTreeSet<String> {
    // The gallery of the kit is compiled into development builds alone, and shows nobody's data.
    let pages =
        page_routes().into_iter().filter(|path| !path.starts_with("/gallery/")).map(|path| format!("GET {path}"));
    let functions = server_function_routes().into_iter().map(|(method, path)| format!("{method} {path}"));
    let plain =
        PLAIN_ROUTES.iter().map(|route| format!("{} {}", route.method, route.path.replace("{*path}", "nothing.js")));
    pages.chain(functions).chain(plain).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_answers_every_kind_of_caller_as_the_table_says() {
    let mut app = TestApp::new().await;
    let listed: BTreeSet<String> = CALLS.iter().map(|(method, path, _)| format!("{method} {path}")).collect();
    assert_eq!(listed, routes_of_the_application(), "a route is missing from CALLS, or is there no more");

    let actors = app.actors.clone();
    let mut callers = Vec::new();
    for (name, ctx) in actors.all() {
        callers.push((name, app.cookie(ctx).await));
    }
    callers.push(("signed out", String::new()));
    callers.push(("forged", "cauldron-session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned()));
    let suspended = app.cookie(&actors.admin).await;
    callers.push(("suspended", suspended));
    let northwind = Northwind::arrange(&app).await;
    let untouched = northwind.state(&app).await;

    let mut table = format!("{:<50}", "route");
    for (name, _) in &callers {
        write!(table, " {name:>10}").unwrap();
    }
    for (method, path, input) in CALLS {
        write!(table, "\n{:<50}", format!("{method} {path}")).unwrap();
        let input = northwind.fill(input);
        for (name, cookie) in &mut callers {
            if *name == "suspended" {
                set_standing(&app, "suspended").await;
            }
            let stranger = ["outsider", "signed out", "forged", "suspended"].contains(name);
            let answer = if *method == "GET" {
                let id = if path.starts_with("/admin/people/{") { &northwind.analyst } else { &northwind.event };
                let path = northwind.fill(&path.replace("{id}", id));
                app.get(&format!("{path}?{input}"), cookie).await
            } else {
                let answer = app.post(path, cookie, &input).await;
                assert!(
                    !stranger || northwind.state(&app).await == untouched,
                    "{method} {path} as {name} changed Northwind"
                );
                northwind.restore(&app).await;
                answer
            };
            *cookie = next_cookie(cookie, &answer);
            set_standing(&app, "active").await;
            write!(table, " {:>10}", answer.status).unwrap();
            assert!(answer.status < 500, "{method} {path} as {name}: {} {}", answer.status, answer.body);
            assert!(answer.headers.contains_key("x-trace-id"), "{method} {path} as {name}");
            // Whoever holds the link of an invitation may know where it leads.
            let told = path.contains("/invitation") && path.ends_with("/invitation");
            assert!(
                told || !stranger || !answer.body.contains("Northwind"),
                "{method} {path} tells {name} of Northwind"
            );
        }
    }
    insta::assert_snapshot!("authorization_matrix", table);
    assert!(app.records.write(&app.test.db).await, "what was answered can be recorded");
    app.test.close().await;
}

/// Every route of the HTTP API with an input that is good. What stands in braces is Northwind's.
const API_CALLS: &[(&str, &str, &str)] = &[
    ("GET", "/api/v1/me", ""),
    ("GET", "/api/v1/organization", ""),
    ("PATCH", "/api/v1/organization", r#"{"version": 999, "name": "Renamed"}"#),
    ("GET", "/api/v1/people", "q=a"),
    ("GET", "/api/v1/people/{id}", "{analyst}"),
    ("GET", "/api/v1/keys", ""),
    (
        "POST",
        "/api/v1/keys",
        r#"{"service_account": "{service_account}", "name": "New", "scopes": ["organization:read"]}"#,
    ),
    ("GET", "/api/v1/keys/{id}", "{key}"),
    ("POST", "/api/v1/keys/{id}/rotate", r#"{"overlap_hours": 1}"#),
    ("POST", "/api/v1/keys/{id}/revoke", "{}"),
    ("GET", "/api/v1/service-accounts", ""),
    ("GET", "/api/v1/audit", ""),
];

/// A key with these scopes of the actor's, or with everything they hold.
async fn secret(app: &TestApp, ctx: &Ctx, scopes: Option<&[Permission]>) -> (FreshKey, String) {
    let new = NewKey {
        owner: KeyOwner::Person(ctx.actor.user().unwrap()),
        name: "caller".to_owned(),
        scopes: scopes.map_or_else(|| ctx.permissions(), <[Permission]>::to_vec),
        networks: Vec::new(),
        expires_at: None,
    };
    let key = api_keys::create(&app.test.db, ctx, &new).await.unwrap();
    let bearer = format!("Bearer {}", key.secret);
    (key, bearer)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_of_the_api_answers_every_kind_of_key_as_the_table_says() {
    let app = TestApp::new().await;
    let listed: BTreeSet<String> = API_CALLS.iter().map(|(method, path, _)| format!("{method} {path}")).collect();
    let mounted = api::ROUTES.iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    assert_eq!(listed, mounted, "a route is missing from API_CALLS, or is there no more");

    let actors = app.actors.clone();
    let mut callers = Vec::new();
    for (name, ctx) in [("owner", &actors.owner), ("admin", &actors.admin), ("analyst", &actors.analyst)] {
        callers.push((name, secret(&app, ctx, None).await.1));
    }
    callers.push(("narrow", secret(&app, &actors.owner, Some(&[Permission::DashboardRead])).await.1));
    callers.push(("outsider", secret(&app, &actors.outsider, None).await.1));
    let (revoked, bearer) = secret(&app, &actors.owner, None).await;
    api_keys::revoke(&app.test.db, &actors.owner, revoked.id).await.unwrap();
    callers.push(("revoked", bearer));
    callers.push(("suspended", secret(&app, &actors.admin, None).await.1));
    callers.push(("unknown", format!("Bearer cldr_{}", "A".repeat(43))));
    callers.push(("no key", String::new()));
    let northwind = Northwind::arrange(&app).await;
    let untouched = northwind.state(&app).await;

    let mut table = format!("{:<40}", "route");
    for (name, _) in &callers {
        write!(table, " {name:>10}").unwrap();
    }
    for (method, path, input) in API_CALLS {
        write!(table, "\n{:<40}", format!("{method} {path}")).unwrap();
        // A read names by its input whose id it is.
        let named =
            if input.starts_with('{') && *method == "GET" { northwind.fill(input) } else { northwind.key.clone() };
        let (path, body) = (path.replace("{id}", &named), northwind.fill(input));
        for (name, bearer) in &callers {
            if *name == "suspended" {
                set_standing(&app, "suspended").await;
            }
            let request = Request::builder()
                .method(*method)
                .uri(&path)
                .header(header::AUTHORIZATION, bearer)
                .header(header::CONTENT_TYPE, "application/json")
                .body(Body::from(if *method == "GET" { String::new() } else { body.clone() }))
                .unwrap();
            let answer = app.send(request).await;
            set_standing(&app, "active").await;
            write!(table, " {:>10}", answer.status).unwrap();
            assert!(answer.status < 500, "{method} {path} as {name}: {} {}", answer.status, answer.body);
            if ["outsider", "revoked", "suspended", "unknown", "no key"].contains(name) {
                assert!(northwind.state(&app).await == untouched, "{method} {path} as {name} changed Northwind");
                assert!(!answer.body.contains("Northwind"), "{method} {path} tells {name} of Northwind");
            }
            northwind.restore(&app).await;
        }
    }
    insta::assert_snapshot!("authorization_matrix_api", table);
    app.test.close().await;
}

/// Suspends Adam, the admin, or lets him in again.
async fn set_standing(app: &TestApp, status: &str) {
    let user = app.actors.admin.actor.user().unwrap();
    app.test.superuser_sql(&format!("update core.memberships set status = '{status}' where user_id = '{user}'")).await;
}

/// The server functions that change nothing, and so may answer GET. Every other one is taken for a write.
const READS: &[&str] = &[
    "/api/admin/access",
    "/api/admin/access/explain",
    "/api/admin/access/people",
    "/api/admin/access/reach",
    "/api/admin/access/review",
    "/api/admin/account",
    "/api/admin/account/email",
    "/api/admin/account/factors",
    "/api/admin/account/organizations",
    "/api/admin/account/organizations/joinable",
    "/api/admin/recovery/link",
    "/api/admin/sign_in/step",
    "/api/admin/sign_in_policy",
    "/api/admin/audit",
    "/api/admin/invitation",
    "/api/admin/invitations",
    "/api/admin/invitations/form",
    "/api/admin/invitations/list",
    "/api/admin/mail",
    "/api/admin/audit/entry",
    "/api/admin/keys",
    "/api/admin/keys/own",
    "/api/admin/notifications",
    "/api/admin/notifications/choices",
    "/api/admin/organization",
    "/api/admin/organizations",
    "/api/admin/people",
    "/api/admin/people/person",
    "/api/admin/roles",
    "/api/admin/roles/matrix",
    "/api/admin/roles/role",
    "/api/admin/set_up_link",
    "/api/admin/settings",
    "/api/admin/system/bus",
    "/api/admin/system/database",
    "/api/admin/system/errors",
    "/api/admin/system/errors/kind",
    "/api/admin/system/jobs",
    "/api/admin/system/requests",
    "/api/admin/system/routes",
    "/api/admin/usage",
    "/api/admin/teams",
    "/api/admin/teams/team",
    "/api/admin/views",
    "/api/aegis/events",
    "/api/aegis/events/event",
    "/api/aegis/events/summary",
    "/api/aegis/notifications",
    "/api/aegis/security_events",
    "/api/synapse/overview",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_are_never_reads() {
    let functions = server_function_routes();
    for (method, path) in &functions {
        let reads = READS.contains(&path.as_str());
        assert_eq!(
            method,
            if reads { "GET" } else { "POST" },
            "{path}: a write must not answer GET; list what only reads"
        );
    }
    for path in READS {
        assert!(functions.iter().any(|(_, known)| known == path), "{path} is there no more");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_change_nothing() {
    let app = TestApp::new().await;
    let cookie = app.cookie(&app.actors.owner).await;
    let northwind = Northwind::arrange(&app).await;
    // Whatever tables there are, row by row; a session notes when it was last seen.
    let contents = app
        .test
        .superuser_value(
            "select 'select concat_ws(E''\\n'', ' || string_agg(format(
                 '(select string_agg(line::text, '','' order by line::text) from %s as line)', pg_class.oid::regclass), ', ') || ')'
             from pg_class join pg_namespace on pg_namespace.oid = relnamespace
             where relkind in ('r', 'p') and not relispartition and nspname !~ '^(pg_|information_schema)'
               and relname <> 'sessions'",
        )
        .await;
    // Once before: the first reading of an operator's page since the start is told to the audit log, by design.
    for (_, path, input) in CALLS.iter().filter(|(_, path, _)| READS.contains(path)) {
        app.get(&format!("{path}?{}", northwind.fill(input)), &cookie).await;
    }
    let before = app.test.superuser_value(&contents).await;
    for (method, path, input) in CALLS.iter().filter(|(_, path, _)| READS.contains(path)) {
        assert_eq!(*method, "GET");
        let answer = app.get(&format!("{path}?{}", northwind.fill(input)), &cookie).await;
        assert!(answer.status < 500, "{path}: {}", answer.body);
        assert!(app.test.superuser_value(&contents).await == before, "{path} changed something");
    }
    app.test.close().await;
}
