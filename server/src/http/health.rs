//! Probes for whoever watches the process.

use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// The process runs.
pub async fn healthz() -> &'static str {
    "ok"
}

/// The process can do its work: the database answers and nobody told it to stop.
pub async fn readyz(State(state): State<AppState>) -> (StatusCode, Json<Value>) {
    if state.stop.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "ready": false, "reason": "shutting down" })));
    }
    match state.app.db.ping().await {
        Ok(()) => (StatusCode::OK, Json(json!({ "ready": true }))),
        Err(error) => {
            tracing::warn!(error = cauldron_core::ApiError::from(error).chain(), "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "ready": false, "reason": "the database does not answer" })))
        }
    }
}
