//! `/api/v1/me`: who calls, and what they may do.

use crate::http::api::caller::{answer, caller};
use crate::http::api::document::Problem;
use crate::http::api::keys::Key;
use crate::http::api::parameters::Parameters;
use crate::state::AppState;
use axum::extract::{Extension, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use cauldron_app::server::RequestContext;
use cauldron_core::ApiError;
use cauldron_types::ApiKeyId;
use serde::Serialize;
use utoipa::ToSchema;

/// Who calls.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// The key that was shown.
    pub key: Key,
    /// The organization it belongs to. A key belongs to one.
    pub organization: OrganizationName,
    /// What the key may do now: its scopes, without those that its owner does not hold.
    pub permissions: Vec<String>,
}

/// An organization by its id and name.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganizationName {
    /// Identity.
    #[schema(format = "uuid")]
    pub id: String,
    /// Name.
    pub name: String,
}

/// Who calls, and what they may do.
#[utoipa::path(
    get, path = "/api/v1/me", operation_id = "readMe", tag = "Me",
    responses((status = 200, body = Me), (status = 401, body = Problem, content_type = "application/problem+json")),
)]
pub async fn read(
    State(state): State<AppState>,
    Extension(who): Extension<RequestContext>,
    RawQuery(query): RawQuery,
) -> Response {
    answer(&state, &who, StatusCode::OK, me(&state, &who, query.as_deref()).await)
}

async fn me(state: &AppState, who: &RequestContext, query: Option<&str>) -> Result<Me, ApiError> {
    let ctx = caller(who)?;
    Parameters::read(query, &[])?;
    let key = cauldron_admin::api_keys::get(&state.app.db, ctx, ApiKeyId(ctx.actor.id().unwrap_or_default())).await?;
    Ok(Me {
        key: key.into(),
        organization: OrganizationName { id: ctx.tenant.id.to_string(), name: ctx.tenant.name.clone() },
        permissions: ctx.permissions().iter().map(ToString::to_string).collect(),
    })
}
