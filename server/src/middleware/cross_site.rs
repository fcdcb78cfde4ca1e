//! Requests that another site made a browser send.

use axum::http::{HeaderMap, Method, header};

/// Whether a request must be refused because it comes from another site.
///
/// Unsafe methods are judged anywhere, safe ones below `/api/` only: following a link to a page is fine. Browsers say where
/// a request comes from in `Sec-Fetch-Site`, older ones in `Origin`; a request with neither was not made by a browser.
#[must_use]
pub fn is_cross_site(method: &Method, path: &str, headers: &HeaderMap, public_url: &str) -> bool {
    if method.is_safe() && !path.starts_with("/api/") {
        return false;
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if headers.contains_key("sec-fetch-site") {
        return match text("sec-fetch-site") {
            Some("same-origin" | "none") => false,
            // Another host of the same domain may follow a link here, but not write.
            Some("same-site") => !method.is_safe(),
            _ => true,
        };
    }
    if !headers.contains_key(header::ORIGIN) {
        return false;
    }
    let Some(origin) = text("origin") else { return true };
    if !public_url.is_empty() {
        return !origin.eq_ignore_ascii_case(public_url.trim_end_matches('/'));
    }
    let host = text("host").unwrap_or_default();
    let authority = origin.split_once("://").map_or("", |(_, authority)| authority);
    host.is_empty() || !authority.eq_ignore_ascii_case(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn refused(method: Method, path: &str, headers: &[(&'static str, &'static str)], public_url: &str) -> bool {
        let headers =
            headers.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect();
        is_cross_site(&method, path, &headers, public_url)
    }

    #[test]
    fn writes_from_other_sites_are_refused() {
        assert!(refused(Method::POST, "/api/admin/sign_out", &[("sec-fetch-site", "cross-site")], ""));
        assert!(refused(Method::POST, "/api/admin/sign_out", &[("sec-fetch-site", "same-site")], ""));
        assert!(refused(Method::POST, "/", &[("origin", "https://evil.example"), ("host", "c.example")], ""));
        assert!(refused(Method::POST, "/", &[("origin", "null"), ("host", "c.example")], ""));
        assert!(refused(
            Method::POST,
            "/",
            &[("origin", "https://c.example.evil"), ("host", "x")],
            "https://c.example"
        ));
    }

    #[test]
    fn reads_below_api_are_refused_and_links_to_pages_are_not() {
        assert!(refused(Method::GET, "/api/admin/audit", &[("sec-fetch-site", "cross-site")], ""));
        assert!(!refused(Method::GET, "/admin/audit", &[("sec-fetch-site", "cross-site")], ""));
    }

    #[test]
    fn our_own_pages_and_machines_are_let_through() {
        assert!(!refused(Method::POST, "/api/x", &[("sec-fetch-site", "same-origin")], ""));
        assert!(!refused(
            Method::POST,
            "/api/x",
            &[("origin", "http://localhost:4600"), ("host", "localhost:4600")],
            ""
        ));
        assert!(!refused(Method::POST, "/api/x", &[("origin", "https://c.example")], "https://c.example/"));
        assert!(!refused(Method::POST, "/api/x", &[], ""));
    }
}
