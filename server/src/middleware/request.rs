//! The one layer around every request: who, from where, under which trace; and what is recorded of it.

use crate::http::api::caller::{self, Admission};
use crate::http::api::limits::Rate;
use crate::http::{api, problem};
use crate::middleware::address::{has_dot_segment, is_known_host};
use crate::middleware::{client_address::client_address, cross_site::is_cross_site, headers, sent};
use crate::router::PLAIN_ROUTES;
use crate::state::AppState;
use axum::body::Body;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use cauldron_admin::session::{Standing, authenticate, observe};
use cauldron_app::server::{
    ATTENDED_COOKIE, DENSITY_COOKIE, FOLDED_COOKIE, RequestContext, SHORTCUTS_COOKIE, THEME_COOKIE, session_cookie_name,
};
use cauldron_core::{SecretToken, SecurityNotice, TraceId, Visit};
use cauldron_db::records::{NoticeRecord, RequestRecord};
use cauldron_types::{Preferences, Problem, ProblemKind};
use http_body_util::Limited;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// Longest part of a user agent that is kept.
const USER_AGENT: usize = 400;

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// What the person prefers; a cookie that is absent or damaged counts as no choice.
fn preferences(headers: &HeaderMap) -> Preferences {
    let standard = Preferences::default();
    Preferences {
        theme: cookie(headers, THEME_COOKIE).and_then(|name| name.parse().ok()).unwrap_or(standard.theme),
        density: cookie(headers, DENSITY_COOKIE).and_then(|name| name.parse().ok()).unwrap_or(standard.density),
        shortcuts: cookie(headers, SHORTCUTS_COOKIE) != Some("off"),
    }
}

fn visit(state: &AppState, request: &Parts) -> Visit {
    let headers = &request.headers;
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let ambient = state.app.db.ambient().clone();
    let trace = TraceId::from_traceparent(text(header::HeaderName::from_static("traceparent")))
        .unwrap_or_else(|| TraceId::generate(&ambient));
    let address = request
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|ConnectInfo(peer)| client_address(peer.ip(), headers, &state.config.server.trusted_proxies));
    let user_agent = text(header::USER_AGENT).chars().take(USER_AGENT).collect();
    Visit { ambient, trace, address, user_agent }
}

/// Methods under which requests are counted and recorded.
const METHODS: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "TRACE", "PATCH"];

/// A client may make up methods of its own; each would be a label for ever.
fn known(method: &Method) -> &'static str {
    METHODS.into_iter().find(|known| *known == method.as_str()).unwrap_or("OTHER")
}

/// Addresses that take a whole file, and the bytes that it may have beyond the usual limit.
const LARGE: &[(&str, usize)] =
    &[("/api/admin/invitations/list/check", 24 * 1024 * 1024), ("/api/admin/invitations/list/save", 24 * 1024 * 1024)];

/// The largest body that an address takes.
fn body_limit(state: &AppState, path: &str) -> usize {
    let usual = state.config.server.body_limit;
    LARGE.iter().find(|(known, _)| *known == path).map_or(usual, |(_, most)| usual.max(*most))
}

/// Marks the answer to a request whose handler panicked, with the panic's words.
#[derive(Clone, Debug)]
pub struct Panicked(pub String);

/// Whether a route is one of files and probes: no session, no record.
fn is_anonymous(route: &str) -> bool {
    PLAIN_ROUTES.iter().any(|plain| plain.anonymous && plain.path == route)
}

/// Runs the handler between what must happen before and after it.
pub async fn around(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let (mut parts, body) = request.into_parts();
    let visit = visit(&state, &parts);
    let nonce: Arc<str> = SecretToken::generate(&visit.ambient).reveal().into();
    let method = parts.method.clone();
    let matched = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str);
    let route: Arc<str> = matched.unwrap_or("(no route)").into();
    let anonymous = is_anonymous(&route);
    let accept = parts.headers.get(header::ACCEPT).cloned();
    let is_api = api::is_api(parts.uri.path()) && !anonymous;
    let mut rate = None;
    let mut who = RequestContext {
        visit,
        route: route.clone(),
        standing: Standing::SignedOut,
        session: None,
        preferences: preferences(&parts.headers),
        folded: cookie(&parts.headers, FOLDED_COOKIE) == Some("1"),
        nonce: nonce.clone(),
        retry_after: Arc::default(),
        failed: Arc::default(),
    };
    let mut response = if anonymous {
        next.run(Request::from_parts(parts, body)).await
    } else {
        match admit(&state, &mut who, &parts, &mut rate).await {
            Some(problem) => problem::response(problem),
            None => {
                parts.extensions.insert(who.clone());
                let limit = body_limit(&state, parts.uri.path());
                let body = Body::new(Limited::new(body, limit));
                next.run(Request::from_parts(parts, body)).await
            }
        }
    };
    if let (StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE, Some(seconds)) =
        (response.status(), who.retry_after.get())
    {
        response.headers_mut().insert(header::RETRY_AFTER, (*seconds).into());
    }
    if !anonymous {
        let reader = problem::Reader {
            method: &method,
            accept: accept.as_ref(),
            trace: who.visit.trace.as_str(),
            theme: who.preferences.theme,
            css: &state.app.assets.css,
            is_api,
        };
        response = problem::written(response, reader);
    }
    if is_api {
        let status = response.status();
        caller::finish(response.headers_mut(), status, rate);
    }
    headers::secure(response.headers_mut(), &nonce, state.app.secure);
    if let Ok(trace) = header::HeaderValue::from_str(who.visit.trace.as_str()) {
        response.headers_mut().insert("x-trace-id", trace);
    }
    if anonymous {
        return response;
    }
    let record = after(&state, &who, known(&method), started, &response);
    let records = state.records.clone();
    response.map(|body| {
        // An event stream is on record when it has ended.
        sent::counted(body, move |bytes| {
            let response_bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
            records.request(RequestRecord { response_bytes, ..record });
        })
    })
}

/// Everything that may turn a request away before its handler; fills in who it is, and of a program what is left of its limit.
async fn admit(
    state: &AppState,
    who: &mut RequestContext,
    request: &Parts,
    rate: &mut Option<Rate>,
) -> Option<Problem> {
    let (method, path, headers) = (&request.method, request.uri.path(), &request.headers);
    let trace = who.visit.trace.to_string();
    let refuse = |kind, sentence: String| Some(Problem { trace: Some(trace.clone()), ..Problem::new(kind, sentence) });
    if has_dot_segment(path) {
        return refuse(ProblemKind::NotFound, "There is nothing at this address.".to_owned());
    }
    if !is_known_host(headers, &request.uri, &state.config.server.public_url) {
        let sentence = "Cauldron does not know itself by this name. Use its address, or set server.public_url.";
        return refuse(ProblemKind::Forbidden, sentence.to_owned());
    }
    if is_cross_site(method, path, headers, &state.config.server.public_url) {
        notice_cross_site(state, who, method);
        return refuse(ProblemKind::Forbidden, "This request came from another site and was refused.".to_owned());
    }
    let limit = body_limit(state, path);
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return refuse(
            ProblemKind::TooLarge,
            format!("The body is larger than the {limit} bytes that are accepted. Send less at once."),
        );
    }
    if api::is_api(path) {
        let Admission { standing, rate: left, refusal } = caller::admit(state, who, headers).await;
        (who.standing, *rate) = (standing, left);
        return refusal.map(|problem| Problem { trace: Some(trace), ..problem });
    }
    who.session =
        cookie(headers, session_cookie_name(state.app.secure)).and_then(SecretToken::parse).map(|token| token.hash());
    match standing(state, who, is_attended(method, path, headers)).await {
        Ok(standing) => {
            who.standing = standing;
            None
        }
        Err(problem) => Some(problem),
    }
}

/// Whether somebody asks for this: a page, a write, or a read while the browser says that somebody is there. Pages read their
/// figures again by themselves, and an open one must not keep a session alive for ever.
fn is_attended(method: &Method, path: &str, headers: &HeaderMap) -> bool {
    let reads_data = method.is_safe() && path.starts_with("/api/");
    !reads_data || cookie(headers, ATTENDED_COOKIE).is_some()
}

async fn standing(state: &AppState, who: &RequestContext, attended: bool) -> Result<Standing, Problem> {
    let Some(token) = who.session else { return Ok(Standing::SignedOut) };
    let looked_up = if attended {
        authenticate(&state.app.db, state.app.limits, &who.visit, &token).await
    } else {
        observe(&state.app.db, &who.visit, &token).await
    };
    looked_up.map_err(|error| {
        state.failed(who, &error.chain());
        error.into_problem(who.visit.trace.as_str())
    })
}

/// Tells the operating organization, at most once a second: whoever floods us must not flood the log.
fn notice_cross_site(state: &AppState, who: &RequestContext, method: &Method) {
    if !state.meter.may_notice() {
        return;
    }
    state.records.notice(NoticeRecord {
        id: who.visit.ambient.new_id(),
        organization: None,
        notice: SecurityNotice {
            what: "request.cross_site".to_owned(),
            time: who.visit.ambient.now(),
            actor_id: None,
            actor_label: String::new(),
            address: who.visit.address.map(|address| address.to_string()),
            detail: serde_json::json!({ "route": format!("{} {}", known(method), who.route) }),
        },
        audited_as: None,
        trace: who.visit.trace.to_string(),
    });
}

/// Counts and times the request, and records what it failed with; a refusal becomes a security event. Gives the request's
/// record, for when its body is sent.
fn after(
    state: &AppState,
    who: &RequestContext,
    method: &'static str,
    started: Instant,
    response: &Response,
) -> RequestRecord {
    let route = &*who.route;
    let (status, duration) = (response.status(), started.elapsed());
    state.meter.answered(method, route, status.as_u16(), duration);
    let ctx = who.authenticated().map(|person| &person.ctx);
    if let Some(panicked) = response.extensions().get::<Panicked>() {
        state.failed(who, &panicked.0);
    }
    // Such as one that took too long: nobody was left to say so.
    if status.is_server_error() && !who.failed.load(Ordering::Relaxed) {
        let seconds = duration.as_secs();
        state.failed(who, &format!("answered {status} after {seconds} s, and no handler said why"));
    }
    if let (StatusCode::FORBIDDEN, Some(ctx)) = (status, ctx) {
        state.records.refusal(ctx, method, route);
    }
    RequestRecord {
        id: who.visit.ambient.new_id(),
        organization: ctx.map(|ctx| ctx.tenant.id.0),
        time: who.visit.ambient.now(),
        method,
        route: route.to_owned(),
        status: status.as_u16(),
        duration_ms: duration.as_secs_f32() * 1000.0,
        response_bytes: 0,
        actor_kind: ctx.map_or("visitor", |ctx| ctx.actor.kind().as_str()),
        actor_id: ctx.and_then(|ctx| ctx.actor.id()),
        address: who.visit.address,
        trace: who.visit.trace.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_method_that_somebody_made_up_is_no_name() {
        for method in [Method::GET, Method::HEAD, Method::POST, Method::DELETE, Method::CONNECT, Method::PATCH] {
            assert_eq!(known(&method), method.as_str());
        }
        for method in ["AAAA1", "get", "PROPFIND", "OTHER"] {
            assert_eq!(known(&method.parse().unwrap()), "OTHER", "{method}");
        }
    }

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("xtheme=no; theme=dark; rail-folded=1"));
        assert_eq!(cookie(&headers, "theme"), Some("dark"));
        assert_eq!(cookie(&headers, "rail-folded"), Some("1"));
        assert_eq!(cookie(&headers, "heme"), None);
    }

    #[test]
    fn damaged_preferences_count_as_none() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("theme=\"><script>; density=; shortcuts=maybe"));
        assert_eq!(preferences(&headers), Preferences::default());
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("density=comfortable; shortcuts=off"));
        let chosen = preferences(&headers);
        assert_eq!((chosen.density.as_str(), chosen.shortcuts), ("comfortable", false));
    }
}
