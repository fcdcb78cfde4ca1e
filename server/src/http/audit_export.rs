//! `/api/admin/audit/export`: the audit log as a file, sent while it is read.

use crate::http::problem;
use crate::state::AppState;
use axum::body::{Body, Bytes};
use axum::extract::{Extension, RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use cauldron_admin::audit_export::{Export, Format, begin_export};
use cauldron_app::server::RequestContext;
use cauldron_core::ApiError;
use cauldron_types::AuditQuery;
use std::collections::HashMap;

/// Begins the file and sends it.
pub async fn export(
    State(state): State<AppState>,
    Extension(who): Extension<RequestContext>,
    RawQuery(query): RawQuery,
) -> Response {
    match begun(&state, &who, query.as_deref().unwrap_or_default()).await {
        Ok((export, format)) => file(state, who, export, format),
        Err(error) => {
            if error.is_ours() {
                state.failed(&who, &error.chain());
            }
            problem::response(error.into_problem(who.visit.trace.as_str()))
        }
    }
}

async fn begun(state: &AppState, who: &RequestContext, query: &str) -> Result<(Export, Format), ApiError> {
    let person = who.person()?;
    let pairs: HashMap<String, String> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let format = pairs.get("format").map_or("csv", String::as_str).parse()?;
    let query = AuditQuery::from_query(|name| pairs.get(name).cloned());
    let export = begin_export(&state.app.db, &person.ctx, &query, format).await?;
    Ok((export, format))
}

fn file(state: AppState, who: RequestContext, export: Export, format: Format) -> Response {
    let (name, db) = (export.file_name(), state.app.db.clone());
    // What fails in the middle ends the answer before its end, so that nobody takes a part for the whole.
    let pieces =
        futures::stream::try_unfold((export, db, state, who), async |(mut export, db, state, who)| {
            match export.next(&db).await {
                Ok(Some(piece)) => Ok(Some((Bytes::from(piece), (export, db, state, who)))),
                Ok(None) => Ok(None),
                Err(error) => {
                    state.failed(&who, &error.chain());
                    Err(std::io::Error::other("the export ended early"))
                }
            }
        });
    let mut response = Response::new(Body::from_stream(pieces));
    let kind = match format {
        Format::Csv => "text/csv; charset=utf-8",
        Format::JsonLines => "application/x-ndjson",
    };
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    // The name is made of digits and letters of ours.
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        answer.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
