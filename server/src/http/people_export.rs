//! `/api/admin/people/export`: the list of people as a file.

use crate::http::problem;
use crate::state::AppState;
use axum::body::Body;
use axum::extract::{Extension, RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use cauldron_app::server::RequestContext;
use cauldron_core::ApiError;
use cauldron_types::PeopleQuery;

/// Sends what the filters find.
pub async fn export(
    State(state): State<AppState>,
    Extension(who): Extension<RequestContext>,
    RawQuery(query): RawQuery,
) -> Response {
    match file(&state, &who, query.as_deref().unwrap_or_default()).await {
        Ok(file) => {
            let mut response = Response::new(Body::from(file));
            let answer = response.headers_mut();
            answer.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
            answer.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"people.csv\""));
            response
        }
        Err(error) => {
            if error.is_ours() {
                state.failed(&who, &error.chain());
            }
            problem::response(error.into_problem(who.visit.trace.as_str()))
        }
    }
}

async fn file(state: &AppState, who: &RequestContext, query: &str) -> Result<String, ApiError> {
    let person = who.person()?;
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let query = PeopleQuery::from_pairs(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())));
    cauldron_admin::members::csv(&state.app.db, &person.ctx, &query).await
}
