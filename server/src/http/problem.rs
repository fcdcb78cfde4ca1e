//! Problems as answers: JSON for machines and server functions, a page for people.

use crate::http::api::document::{self, FieldProblem};
use axum::body::{Body, HttpBody as _};
use axum::http::{HeaderValue, Method, Response, StatusCode, header};
use cauldron_types::{Problem, ProblemKind, Theme};

/// A problem as an answer. The outermost layer writes it by [`written`], in the form that the request accepts.
#[must_use]
pub fn response(problem: Problem) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::from_u16(problem.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.extensions_mut().insert(problem);
    response
}

/// Who is to read an answer.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// How the request was made.
    pub method: &'a Method,
    /// What it accepts.
    pub accept: Option<&'a HeaderValue>,
    /// Its trace.
    pub trace: &'a str,
    /// The reader's theme.
    pub theme: Theme,
    /// The address of the style sheet.
    pub css: &'a str,
    /// It is a program that called the HTTP API.
    pub is_api: bool,
}

/// The answer with a body: a problem becomes JSON or a page, and so does a failure that a layer or an extractor left without
/// words of ours. Everything else stays as it is.
#[must_use]
pub fn written(mut response: Response<Body>, reader: Reader<'_>) -> Response<Body> {
    let status = response.status();
    let problem = match response.extensions_mut().remove::<Problem>() {
        Some(problem) => problem,
        None if is_without_words(&response) => general(status),
        None => return response,
    };
    let problem = Problem { trace: problem.trace.or_else(|| Some(reader.trace.to_owned())), ..problem };
    let accepts = reader.accept.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (kind, body) = if reader.is_api {
        ("application/problem+json", rfc_9457(status, &problem))
    } else if accepts.contains("text/html") {
        ("text/html; charset=utf-8", page(status, &problem, reader))
    } else {
        ("application/json", serde_json::to_string(&problem).unwrap_or_default())
    };
    *response.body_mut() = Body::from(body);
    let head = response.headers_mut();
    head.remove(header::CONTENT_LENGTH);
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Some(seconds) = problem.retry_after {
        head.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Whether it is a failure with an empty body, or with a library's plain text.
fn is_without_words(response: &Response<Body>) -> bool {
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    let kind = response.headers().get(header::CONTENT_TYPE).map(|kind| kind.to_str().unwrap_or_default());
    failed
        && match kind {
            None => response.body().size_hint().exact() == Some(0),
            Some(kind) => kind.starts_with("text/plain"),
        }
}

/// What is said where nothing but the status is known.
fn general(status: StatusCode) -> Problem {
    match status {
        StatusCode::REQUEST_TIMEOUT => {
            Problem::new(ProblemKind::Invalid, "The request did not arrive in time. Send it again.")
        }
        StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::new(ProblemKind::TooLarge, "The body is too large. Send less at once.")
        }
        StatusCode::NOT_FOUND => Problem::new(ProblemKind::NotFound, "There is nothing at this address."),
        StatusCode::SERVICE_UNAVAILABLE => {
            let sentence = "This took too long and was given up. Try again in a moment.";
            Problem { retry_after: Some(5), ..Problem::new(ProblemKind::Unavailable, sentence) }
        }
        status if status.is_server_error() => {
            Problem::new(ProblemKind::Internal, "Something went wrong on our side. It has been recorded.")
        }
        _ => Problem::new(
            ProblemKind::Invalid,
            "This request cannot be understood. Check its address and what it carries.",
        ),
    }
}

const fn title(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::NotFound => "There is nothing here",
        ProblemKind::Forbidden | ProblemKind::Unauthenticated | ProblemKind::ProofNeeded => "This was refused",
        ProblemKind::Unavailable => "Not at the moment",
        ProblemKind::Internal => "Something went wrong",
        ProblemKind::Invalid | ProblemKind::Conflict | ProblemKind::TooLarge | ProblemKind::TooMany => {
            "This did not work"
        }
    }
}

/// A problem in the form of RFC 9457, as the HTTP API promises it.
fn rfc_9457(status: StatusCode, problem: &Problem) -> String {
    let kind = serde_json::to_value(problem.kind).unwrap_or_default();
    let fields =
        problem.fields.iter().map(|error| FieldProblem { field: error.field.clone(), detail: error.message.clone() });
    let document = document::Problem {
        kind: format!("urn:cauldron:problem:{}", kind.as_str().unwrap_or("internal")),
        title: title(problem.kind).to_owned(),
        status: status.as_u16(),
        detail: problem.message.clone(),
        errors: fields.collect(),
        retry_after: problem.retry_after,
        trace: problem.trace.clone().unwrap_or_default(),
    };
    serde_json::to_string(&document).unwrap_or_default()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A page that needs no script and no database: what would draw the usual one may be what failed.
fn page(status: StatusCode, problem: &Problem, reader: Reader<'_>) -> String {
    let style = if reader.css.is_empty() {
        String::new()
    } else {
        format!("<link rel=\"stylesheet\" href=\"{}\">", escaped(reader.css))
    };
    // An empty address is the one that was asked for.
    let again = if status.is_server_error() && *reader.method == Method::GET {
        "<a class=\"button button--primary button--medium\" href=\"\">Try again</a>"
    } else {
        ""
    };
    format!(
        "<!DOCTYPE html><html lang=\"en\" data-theme=\"{theme}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         {style}<link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\"><title>{title} · Cauldron</title></head><body>\
         <main class=\"main\" id=\"main\"><div class=\"error-page\"><p class=\"error-page__code\">Error {code}</p>\
         <h1 class=\"error-page__title\">{title}</h1><p class=\"error-page__advice\">{message}</p>\
         <div class=\"error-page__actions\">{again}<a class=\"button button--secondary button--medium\" href=\"/\">Go to the Overview</a></div>\
         <div class=\"trace\"><span class=\"trace__label\">Trace</span> <code class=\"trace__id\">{trace}</code></div>\
         </div></main></body></html>",
        theme = reader.theme,
        title = title(problem.kind),
        code = status.as_u16(),
        message = escaped(&problem.message),
        trace = escaped(problem.trace.as_deref().unwrap_or_default()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderMap;

    fn read(response: Response<Body>, accept: &'static str) -> (StatusCode, HeaderMap, String) {
        let accept = HeaderValue::from_static(accept);
        let reader = Reader {
            method: &Method::GET,
            accept: Some(&accept),
            trace: "t1",
            theme: Theme::Dark,
            css: "/a.css",
            is_api: false,
        };
        let (parts, body) = written(response, reader).into_parts();
        let bytes = futures::executor::block_on(axum::body::to_bytes(body, 1 << 20)).unwrap();
        (parts.status, parts.headers, String::from_utf8(bytes.to_vec()).unwrap())
    }

    fn bare(status: u16, kind: Option<&'static str>, body: &'static str) -> Response<Body> {
        let mut response = Response::builder().status(status);
        if let Some(kind) = kind {
            response = response.header(header::CONTENT_TYPE, kind);
        }
        response.body(Body::from(body)).unwrap()
    }

    #[test]
    fn a_failure_without_words_gets_a_sentence_and_a_trace_in_the_form_that_was_asked_for() {
        for (status, kind, words) in [
            (503, None, "This took too long and was given up."),
            (500, Some("text/plain"), "It has been recorded."),
            (408, None, "did not arrive in time"),
            (400, Some("text/plain; charset=utf-8"), "cannot be understood"),
            (413, None, "too large"),
        ] {
            let body = if kind.is_some() { "library words" } else { "" };
            let (same, _, json) = read(bare(status, kind, body), "application/json");
            assert_eq!(same, status);
            let problem: Problem = serde_json::from_str(&json).unwrap();
            assert!(problem.message.contains(words), "{json}");
            assert_eq!(problem.trace.as_deref(), Some("t1"));
            let (same, headers, html) = read(bare(status, kind, body), "text/html,*/*");
            assert_eq!(
                (same.as_u16(), &headers[header::CONTENT_TYPE]),
                (status, &HeaderValue::from_static("text/html; charset=utf-8"))
            );
            assert!(html.contains(words) && html.contains(">t1</code>") && html.contains("href=\"/a.css\""), "{html}");
            assert!(!html.contains("library words"));
        }
    }

    #[test]
    fn what_has_words_stays_as_it_is() {
        for response in [
            bare(422, Some("application/json"), "{}"),
            bare(500, None, "a server function's error"),
            bare(200, None, ""),
            bare(404, Some("text/html"), "<p>a page</p>"),
        ] {
            let before = response.headers().clone();
            let (_, headers, body) = read(response, "text/html");
            assert_eq!(headers, before);
            assert!(!body.contains("t1"), "{body}");
        }
    }

    #[test]
    fn a_problem_s_words_cannot_become_markup_and_its_own_trace_stays() {
        let problem = Problem { trace: Some("own".into()), ..Problem::new(ProblemKind::Invalid, "<b> & \"x\"") };
        let (_, _, html) = read(response(problem), "text/html");
        assert!(html.contains("&lt;b&gt; &amp; &quot;x&quot;") && html.contains(">own<"), "{html}");
        assert!(!html.contains("Try again"), "what is wrong does not become right by asking again");
    }
}
