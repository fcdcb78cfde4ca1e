//! Writes of the HTTP API: done once for each `Idempotency-Key`, answered the same again.

use crate::http::api::body;
use crate::http::api::caller::{caller, failure};
use crate::state::AppState;
use axum::body::{Body, Bytes};
use axum::extract::{Extension, FromRequest, FromRequestParts as _, Request as HttpRequest};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;
use cauldron_admin::idempotency::{self, Claim, Request};
use cauldron_app::server::RequestContext;
use cauldron_core::{ApiError, Ctx};
use cauldron_types::{Problem, ProblemKind};
use serde::Serialize;
use serde_json::Value;
use std::time::Duration;

/// How long a second request waits for the first, in steps.
const STEPS: u32 = 50;
const STEP: Duration = Duration::from_millis(100);

/// What a write answers.
pub(crate) struct Reply {
    status: StatusCode,
    body: Value,
    /// The same without what is shown once.
    kept: Value,
}

impl Reply {
    /// An answer that may be given again as it is.
    pub(crate) fn of(status: StatusCode, body: &impl Serialize) -> Result<Self, ApiError> {
        let body = serde_json::to_value(body).map_err(ApiError::internal)?;
        Ok(Self { status, kept: body.clone(), body })
    }

    /// An answer with a secret, which is given once: kept is what is left without it.
    pub(crate) fn with_secret(status: StatusCode, body: &impl Serialize, secret: &str) -> Result<Self, ApiError> {
        let mut reply = Self::of(status, body)?;
        if let Some(fields) = reply.kept.as_object_mut() {
            fields.insert(secret.to_owned(), Value::Null);
        }
        Ok(reply)
    }
}

/// A request that changes something.
#[derive(Debug)]
pub struct Write {
    state: AppState,
    who: RequestContext,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
}

impl FromRequest<AppState> for Write {
    type Rejection = Response;

    async fn from_request(request: HttpRequest, state: &AppState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Extension(who) = Extension::<RequestContext>::from_request_parts(&mut parts, state)
            .await
            .map_err(axum::response::IntoResponse::into_response)?;
        Ok(Self { state: state.clone(), who, method: parts.method, uri: parts.uri, headers: parts.headers, body })
    }
}

impl Write {
    /// Does it, unless it was done under the same key already.
    pub(crate) async fn once<W, R>(self, work: W) -> Response
    where
        W: FnOnce(AppState, Ctx, Bytes) -> R,
        R: Future<Output = Result<Reply, ApiError>>,
    {
        let (state, who) = (self.state.clone(), self.who.clone());
        match self.outcome(work).await {
            Ok(response) => response,
            Err(error) => failure(&state, &who, error),
        }
    }

    async fn outcome<W, R>(self, work: W) -> Result<Response, ApiError>
    where
        W: FnOnce(AppState, Ctx, Bytes) -> R,
        R: Future<Output = Result<Reply, ApiError>>,
    {
        let Self { state, who, method, uri, headers, body } = self;
        let ctx = &caller(&who)?.clone();
        let bytes = body::read(&headers, body).await?;
        let Some(key) = headers.get("idempotency-key") else {
            return Ok(written(work(state, ctx.clone(), bytes).await?));
        };
        let key = key.to_str().unwrap_or_default();
        let request = Request::new(ctx, key, &[method.as_str().as_bytes(), uri.path().as_bytes(), &bytes])?;
        for step in 0.. {
            match idempotency::claim(&state.app.db, ctx, &request).await? {
                Claim::New => break,
                Claim::Done(status, body) => return Ok(again(status, body)),
                Claim::Busy if step < STEPS => tokio::time::sleep(STEP).await,
                Claim::Busy => {
                    let sentence = "A request with this Idempotency-Key is being worked on. Ask again in a moment.";
                    let problem = Problem::new(ProblemKind::Conflict, sentence);
                    return Err(Problem { retry_after: Some(1), ..problem }.into());
                }
            }
        }
        match work(state.clone(), ctx.clone(), bytes).await {
            Ok(reply) => {
                let kept = reply.kept.to_string();
                if let Err(error) = idempotency::keep(&state.app.db, ctx, &request, reply.status.as_u16(), &kept).await
                {
                    // It is done: whoever asks again is told that this is not known.
                    state.failed(&who, &error.chain());
                }
                Ok(written(reply))
            }
            Err(error) => {
                // Where nobody knows whether it was done, the key stays taken.
                if !matches!(error, ApiError::Unsettled { .. })
                    && let Err(failed) = idempotency::release(&state.app.db, ctx, &request).await
                {
                    state.failed(&who, &failed.chain());
                }
                Err(error)
            }
        }
    }
}

fn json(status: StatusCode, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn written(reply: Reply) -> Response {
    json(reply.status, reply.body.to_string())
}

fn again(status: u16, body: String) -> Response {
    let mut response = json(StatusCode::from_u16(status).unwrap_or(StatusCode::OK), body);
    response.headers_mut().insert(HeaderName::from_static("idempotent-replayed"), HeaderValue::from_static("true"));
    response
}
