//! Files of the administration: the matrix of roles, and the access that nobody uses.

use crate::http::problem;
use crate::state::AppState;
use axum::body::Body;
use axum::extract::{Extension, RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use cauldron_app::server::RequestContext;
use cauldron_core::{ApiError, Ctx};
use cauldron_types::ReviewQuery;

/// `/api/admin/roles/export`
pub async fn roles(State(state): State<AppState>, Extension(who): Extension<RequestContext>) -> Response {
    let made = async {
        let ctx = &who.person()?.ctx;
        Ok((cauldron_admin::roles::export(&state.app.db, ctx).await?, name(ctx, "roles")))
    };
    answer(&state, &who, made.await)
}

/// `/api/admin/access/review/export`
pub async fn review(
    State(state): State<AppState>,
    Extension(who): Extension<RequestContext>,
    RawQuery(query): RawQuery,
) -> Response {
    let pairs: Vec<(String, String)> =
        form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect();
    let get = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let query = ReviewQuery::from_query(get);
    let made = async {
        let ctx = &who.person()?.ctx;
        let file = cauldron_admin::access::export_review(&state.app.db, ctx, &query).await?;
        Ok((file, name(ctx, "unused-access")))
    };
    answer(&state, &who, made.await)
}

/// The file's name with the day in the organization's zone.
fn name(ctx: &Ctx, what: &str) -> String {
    format!("{what}-{}.csv", ctx.now().with_timezone(&ctx.tenant.zone()).format("%Y-%m-%d"))
}

fn answer(state: &AppState, who: &RequestContext, made: Result<(String, String), ApiError>) -> Response {
    match made {
        Ok((file, name)) => {
            let mut response = Response::new(Body::from(file));
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
            // The name is made of digits and letters of ours.
            if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
                headers.insert(header::CONTENT_DISPOSITION, disposition);
            }
            response
        }
        Err(error) => {
            if error.is_ours() {
                state.failed(who, &error.chain());
            }
            problem::response(error.into_problem(who.visit.trace.as_str()))
        }
    }
}
