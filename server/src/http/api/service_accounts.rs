//! `/api/v1/service-accounts`: programs with keys of their own.

use crate::http::api::caller::{answer, caller};
use crate::http::api::parameters::Parameters;
use crate::state::AppState;
use axum::extract::{Extension, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use cauldron_app::server::RequestContext;
use cauldron_types::ServiceAccountRow;
use serde::Serialize;
use utoipa::ToSchema;

/// A service account.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceAccount {
    /// Identity.
    #[schema(format = "uuid")]
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The most that its keys may do.
    pub scopes: Vec<String>,
    /// `active` or `suspended`.
    pub state: String,
    /// Keys that are neither revoked nor expired.
    pub keys: i64,
    /// When it was made.
    #[schema(format = "date-time")]
    pub created_at: String,
}

/// All service accounts.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceAccounts {
    /// By name.
    pub data: Vec<ServiceAccount>,
}

impl From<ServiceAccountRow> for ServiceAccount {
    fn from(row: ServiceAccountRow) -> Self {
        Self {
            id: row.id.to_string(),
            name: row.name,
            purpose: row.purpose,
            scopes: row.scopes.iter().map(ToString::to_string).collect(),
            state: if row.suspended { "suspended" } else { "active" }.to_owned(),
            keys: row.keys,
            created_at: row.created_at.rfc3339(),
        }
    }
}

/// The organization's service accounts. Needs `api_key:read`.
#[utoipa::path(
    get, path = "/api/v1/service-accounts", operation_id = "listServiceAccounts", tag = "Keys",
    responses((status = 200, body = ServiceAccounts)),
)]
pub async fn list(
    State(state): State<AppState>,
    Extension(who): Extension<RequestContext>,
    RawQuery(query): RawQuery,
) -> Response {
    let outcome = async {
        let ctx = caller(&who)?;
        Parameters::read(query.as_deref(), &[])?;
        let accounts = cauldron_admin::service_accounts::list(&state.app.db, ctx).await?;
        Ok(ServiceAccounts { data: accounts.into_iter().map(Into::into).collect() })
    };
    answer(&state, &who, StatusCode::OK, outcome.await)
}
