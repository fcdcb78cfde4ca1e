//! Who calls the HTTP API, and how it is answered.

use crate::http::api::limits::Rate;
use crate::http::problem;
use crate::state::AppState;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use cauldron_admin::api_key_session::{KeyStanding, authenticate, parse_secret};
use cauldron_admin::limits::{self, Limit};
use cauldron_admin::session::Standing;
use cauldron_app::server::RequestContext;
use cauldron_core::{ApiError, Ctx, SecretToken};
use cauldron_types::{Problem, ProblemKind};
use serde::Serialize;

/// What a request to the API comes to before its handler.
pub(crate) struct Admission {
    /// Who it is; a key that may act, or nobody.
    pub(crate) standing: Standing,
    /// What is left of its limit, once it is known who it is.
    pub(crate) rate: Option<Rate>,
    /// Why it is turned away.
    pub(crate) refusal: Option<Problem>,
}

impl Admission {
    fn refused(problem: Problem) -> Self {
        Self { standing: Standing::SignedOut, rate: None, refusal: Some(problem) }
    }
}

const NO_KEY: &str =
    "Send an API key as \"Authorization: Bearer cldr_…\". Keys are made in the app, under Account, API keys.";
const UNKNOWN_KEY: &str =
    "This API key is not known. Check that all of it was copied, and that it is for this Cauldron.";

/// The secret of `Authorization: Bearer …`.
fn secret(headers: &HeaderMap) -> Result<SecretToken, &'static str> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (given.next(), given.next()) else { return Err(NO_KEY) };
    let text = value.to_str().unwrap_or_default();
    let Some((scheme, secret)) = text.split_once(' ') else { return Err(NO_KEY) };
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(NO_KEY);
    }
    parse_secret(secret.trim()).ok_or(UNKNOWN_KEY)
}

/// Finds out who asks, and whether they may ask now.
pub(crate) async fn admit(state: &AppState, who: &RequestContext, headers: &HeaderMap) -> Admission {
    let (address, now) = (who.visit.address, who.visit.ambient.now());
    let unauthenticated = |sentence: &str| Admission::refused(Problem::new(ProblemKind::Unauthenticated, sentence));
    if let Some(seconds) = state.api_limits.must_wait(address, now) {
        let sentence = "Too many API keys from your address were not known. Wait a moment.";
        let problem = Problem::new(ProblemKind::TooMany, sentence);
        return Admission::refused(Problem { retry_after: Some(seconds), ..problem });
    }
    let secret = match secret(headers) {
        Ok(secret) => secret,
        Err(sentence) => return unauthenticated(sentence),
    };
    match authenticate(&state.app.db, &who.visit, &secret).await {
        Ok(KeyStanding::Active(key)) => {
            let rate = state.api_limits.take(key.ctx.actor.id().unwrap_or_default(), key.ctx.tenant.id, now);
            let refusal = rate.wait.map(|seconds| {
                let sentence = format!("More than {} requests a minute. Wait {seconds} s.", rate.limit);
                Problem { retry_after: Some(seconds), ..Problem::new(ProblemKind::TooMany, sentence) }
            });
            let refusal = match refusal {
                Some(refusal) => Some(refusal),
                None => used_up(state, who, &key.ctx).await,
            };
            Admission { standing: Standing::Active(key), rate: Some(rate), refusal }
        }
        Ok(KeyStanding::Refused(sentence)) => unauthenticated(sentence),
        Ok(KeyStanding::Unknown) => {
            state.api_limits.unknown_secret(address, now);
            unauthenticated(UNKNOWN_KEY)
        }
        Err(error) => {
            state.failed(who, &error.chain());
            Admission::refused(error.into_problem(who.visit.trace.as_str()))
        }
    }
}

/// Takes the request from what the organization may ask in a day.
async fn used_up(state: &AppState, who: &RequestContext, ctx: &Ctx) -> Option<Problem> {
    let error = limits::take(&state.app.db, ctx, Limit::ApiRequests).await.err()?;
    if error.is_ours() {
        state.failed(who, &error.chain());
    }
    Some(error.into_problem(who.visit.trace.as_str()))
}

/// What every answer says: the limit, how to prove who one is.
pub(crate) fn finish(headers: &mut HeaderMap, status: StatusCode, rate: Option<Rate>) {
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"Cauldron\""));
    }
    let Some(rate) = rate else { return };
    for (name, value) in [
        (HeaderName::from_static("ratelimit-limit"), rate.limit),
        (HeaderName::from_static("ratelimit-remaining"), rate.remaining),
        (HeaderName::from_static("ratelimit-reset"), rate.reset),
    ] {
        headers.insert(name, HeaderValue::from(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&format!("{};w=60", rate.limit)) {
        headers.insert(HeaderName::from_static("ratelimit-policy"), policy);
    }
}

/// The context of whoever calls.
///
/// # Errors
/// [`ProblemKind::Unauthenticated`]; the layer around turned such requests away already.
pub(crate) fn caller(who: &RequestContext) -> Result<&Ctx, ApiError> {
    who.authenticated().map(|key| &key.ctx).ok_or_else(|| ApiError::problem(ProblemKind::Unauthenticated, NO_KEY))
}

/// An outcome as an answer: JSON, or a problem, of which what is ours to mend is recorded.
pub(crate) fn answer<T: Serialize>(
    state: &AppState,
    who: &RequestContext,
    status: StatusCode,
    outcome: Result<T, ApiError>,
) -> Response {
    let written = outcome.and_then(|value| serde_json::to_vec(&value).map_err(ApiError::internal));
    match written {
        Ok(body) => {
            let mut response = Response::new(Body::from(body));
            *response.status_mut() = status;
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            response
        }
        Err(error) => failure(state, who, error),
    }
}

/// A refusal or failure as an answer.
pub(crate) fn failure(state: &AppState, who: &RequestContext, error: ApiError) -> Response {
    if error.is_ours() {
        state.failed(who, &error.chain());
    }
    problem::response(error.into_problem(who.visit.trace.as_str()))
}
