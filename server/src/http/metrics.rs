//! `/metrics` in the Prometheus text format, for this machine or for whoever has the operator's token.

use crate::middleware::address::names_this_machine;
use crate::state::AppState;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use cauldron_core::sha256;
use std::net::SocketAddr;

/// Whether the request may read: from this machine and not passed on by a proxy, or with the token.
fn may_read(state: &AppState, request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let forwarded = request.headers().contains_key("x-forwarded-for") || request.headers().contains_key("forwarded");
    // A page of another site, whose name somebody pointed at this machine, names its own host.
    let direct = !forwarded && names_this_machine(request.headers(), request.uri());
    if peer.is_some_and(|peer| peer.to_canonical().is_loopback()) && direct {
        return true;
    }
    let token = &state.config.metrics.token;
    let given =
        request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    // Hashes are compared, so that the time taken tells nothing about the token.
    !token.is_empty() && given.is_some_and(|given| sha256(&[given.as_bytes()]) == sha256(&[token.as_bytes()]))
}

/// All metrics of this process.
pub async fn metrics(State(state): State<AppState>, request: Request) -> Response<Body> {
    if !may_read(&state, &request) {
        let mut refused = Response::new(Body::from(
            "Metrics are for this machine, or for whoever sends metrics.token as a bearer token.",
        ));
        *refused.status_mut() = StatusCode::FORBIDDEN;
        return refused;
    }
    let lag = cauldron_db::bus::lag(&state.app.db).await;
    if let Err(error) = &lag {
        tracing::warn!(error = %error, "the lag of the bus could not be read");
    }
    let mut response = Response::new(Body::from(state.meter.exposition(lag.as_deref().ok())));
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8"),
    );
    response
}
