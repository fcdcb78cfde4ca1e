//! Lets a page be painted before its scripts and chunks are fetched: their announcements in the head are held back until the
//! document's own script takes them up.
//!
//! Leptos announces the chunks of a page as `preload`, which competes with style sheet and font for a slow line although the
//! page reads without them. The relation is renamed here, because leptos writes these links itself.

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::Response;
use http_body_util::BodyExt as _;

/// The relation that a browser does not act upon; `data-rel` has the one to be put back. As the script in
/// `app/src/document/page.rs` knows it.
const HELD: &str = "rel=\"later\" data-rel=\"";

/// Holds back every link to something below `pkg`. A body that cannot be read is the connection's failure, as it would be later.
pub(super) async fn chunks_wait(response: Response<Body>, pkg: &str) -> Response<Body> {
    let (mut parts, body) = response.into_parts();
    let is_page = parts
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html"));
    if !is_page || pkg.is_empty() {
        return Response::from_parts(parts, body);
    }
    // Pages are rendered as a whole before they are sent, so nothing is held up by waiting for their end.
    let body = match body.collect().await {
        Ok(collected) => {
            let page = collected.to_bytes();
            parts.headers.remove(header::CONTENT_LENGTH);
            std::str::from_utf8(&page).ok().and_then(|text| held_back(text, pkg)).map_or(page, Bytes::from)
        }
        Err(error) => {
            return Response::from_parts(parts, Body::from_stream(futures::stream::iter([Err::<Bytes, _>(error)])));
        }
    };
    Response::from_parts(parts, Body::from(body))
}

/// The document with the links of its head renamed; none if there is nothing to rename.
fn held_back(document: &str, pkg: &str) -> Option<String> {
    let (head, rest) = document.split_at(document.find("</head>")?);
    let below = format!("href=\"{pkg}/");
    let mut out = String::with_capacity(document.len() + 1_024);
    let mut tags = head.split_inclusive('>');
    let mut changed = false;
    for tag in &mut tags {
        match tag.split_once("rel=\"") {
            Some((before, after)) if before.ends_with("<link ") && after.contains(&below) => {
                changed = true;
                out.extend([before, HELD, after]);
            }
            _ => out.push_str(tag),
        }
    }
    out.push_str(rest);
    changed.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_held_back_and_what_paints_is_not() {
        let page = concat!(
            "<html><head><link rel=\"stylesheet\" href=\"/assets/a.css\">",
            "<link rel=\"preload\" href=\"/assets/h/chunk_1.wasm\" as=\"fetch\">",
            "<link rel=\"modulepreload\" href=\"/assets/h/cauldron.js\"></head>",
            "<body><a rel=\"preload\" href=\"/assets/h/x\">x</a></body></html>",
        );
        let expected = concat!(
            "<html><head><link rel=\"stylesheet\" href=\"/assets/a.css\">",
            "<link rel=\"later\" data-rel=\"preload\" href=\"/assets/h/chunk_1.wasm\" as=\"fetch\">",
            "<link rel=\"later\" data-rel=\"modulepreload\" href=\"/assets/h/cauldron.js\"></head>",
            "<body><a rel=\"preload\" href=\"/assets/h/x\">x</a></body></html>",
        );
        assert_eq!(held_back(page, "/assets/h").as_deref(), Some(expected));
        assert_eq!(held_back("<html><head></head></html>", "/assets/h"), None);
        assert_eq!(held_back("no head", "/assets/h"), None);
    }
}
