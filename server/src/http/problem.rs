//! Problems as answers: JSON for machines and server functions, a plain page for people.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use cauldron_types::Problem;

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Answers with a problem that arose before any page could be rendered.
#[must_use]
pub fn response(problem: &Problem, request: &HeaderMap) -> Response<Body> {
    let accepts = request.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (kind, body) = if accepts.contains("text/html") {
        let trace = problem.trace.as_deref().unwrap_or_default();
        let page = format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
             <meta name=\"color-scheme\" content=\"light dark\"><title>Cauldron</title></head><body><main><h1>{}</h1><p>Trace {}</p>\
             <p><a href=\"/\">Back to Cauldron</a></p></main></body></html>",
            escaped(&problem.message),
            escaped(trace),
        );
        ("text/html; charset=utf-8", page)
    } else {
        ("application/json", serde_json::to_string(problem).unwrap_or_default())
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(problem.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Some(seconds) = problem.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
