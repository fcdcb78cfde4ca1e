//! What a request to the HTTP API carries: JSON, of a form that is known.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use cauldron_core::ApiError;
use cauldron_types::{Permission, Problem, ProblemKind};
use http_body_util::{BodyExt as _, LengthLimitError};
use serde::de::DeserializeOwned;

/// The whole body.
///
/// # Errors
/// [`ProblemKind::TooLarge`] beyond the limit; [`ProblemKind::Invalid`] for one that ends early or is no JSON by its type.
pub(crate) async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, ApiError> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let bytes = match body.collect().await {
        Ok(collected) => collected.to_bytes(),
        Err(error) if is_too_long(&error) => {
            return Err(ApiError::problem(ProblemKind::TooLarge, "The body is too large. Send less at once."));
        }
        Err(_) => {
            return Err(ApiError::problem(
                ProblemKind::Invalid,
                "The body ended before all of it had arrived. Send it again.",
            ));
        }
    };
    if !bytes.is_empty() && !kind.eq_ignore_ascii_case("application/json") {
        let sentence = "This address takes JSON. Send it with \"Content-Type: application/json\".";
        return Err(ApiError::problem(ProblemKind::Invalid, sentence));
    }
    Ok(bytes)
}

fn is_too_long(error: &axum::Error) -> bool {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = source {
        if error.is::<LengthLimitError>() {
            return true;
        }
        source = error.source();
    }
    false
}

/// A body as what it is meant to be; an empty one counts as `{}`.
///
/// # Errors
/// [`ProblemKind::Invalid`] with what is wrong and where.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| ApiError::problem(ProblemKind::Invalid, "The body is not UTF-8 text. Encode it as UTF-8."))?;
    let text = if text.trim().is_empty() { "{}" } else { text };
    serde_json::from_str(text).map_err(|error| {
        let words: String = error.to_string().chars().filter(|letter| !letter.is_control()).take(300).collect();
        ApiError::problem(ProblemKind::Invalid, format!("The body cannot be used: {words}."))
    })
}

/// Permissions by name.
///
/// # Errors
/// [`ProblemKind::Invalid`] at `scopes` for a name that is not in the catalogue.
pub(crate) fn scopes(names: &[String]) -> Result<Vec<Permission>, ApiError> {
    let named = |name: &String| {
        name.parse::<Permission>().map_err(|_| {
            let shown: String = name.chars().take(60).collect();
            let sentence = format!("There is no permission \"{shown}\". Permissions have names such as audit:read.");
            ApiError::from(Problem::new(ProblemKind::Invalid, sentence.clone()).with_field("scopes", sentence))
        })
    };
    names.iter().map(named).collect()
}
