//! Addresses that are refused before anything else looks at them: hosts that are not ours, and paths with dot segments.

use axum::http::{HeaderMap, Uri, header};
use std::net::IpAddr;

/// The host that the request was addressed to, without its port.
fn host<'a>(headers: &'a HeaderMap, uri: &'a Uri) -> Option<&'a str> {
    let authority = match headers.get(header::HOST) {
        Some(host) => host.to_str().ok()?,
        None => uri.authority()?.as_str(),
    };
    match authority.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map(|(address, _)| address),
        None => Some(authority.rsplit_once(':').map_or(authority, |(host, _)| host)),
    }
}

/// Whether a request names this machine by an address or as `localhost`, which no stranger's domain can pretend to be.
#[must_use]
pub fn names_this_machine(headers: &HeaderMap, uri: &Uri) -> bool {
    match host(headers, uri) {
        Some(host) => {
            host.eq_ignore_ascii_case("localhost")
                || host.to_ascii_lowercase().ends_with(".localhost")
                || host.parse::<IpAddr>().is_ok()
        }
        // HTTP/1.0 and probes that write no host.
        None => !headers.contains_key(header::HOST),
    }
}

/// Whether the host is one under which we may be reached. Without a public address only addresses and `localhost` are: a
/// domain that somebody else pointed at us would make a browser take their page for ours (DNS rebinding). With one, the
/// proxy in front decides what it passes on.
#[must_use]
pub fn is_known_host(headers: &HeaderMap, uri: &Uri, public_url: &str) -> bool {
    !public_url.is_empty() || names_this_machine(headers, uri)
}

/// Whether a path holds `.` or `..` as a segment: browsers resolve these, so that only tools send them, and layers that
/// resolve them differently would judge different paths.
#[must_use]
pub fn has_dot_segment(path: &str) -> bool {
    path.split('/').any(|segment| {
        let plain = segment.to_ascii_lowercase().replace("%2e", ".");
        plain == "." || plain == ".."
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn known(host: &'static str, public_url: &str) -> bool {
        let headers = HeaderMap::from_iter([(header::HOST, HeaderValue::from_static(host))]);
        is_known_host(&headers, &Uri::from_static("/"), public_url)
    }

    #[test]
    fn without_a_public_address_only_this_machine_is_known() {
        for host in ["localhost:4600", "127.0.0.1", "[::1]:4600", "192.168.1.7:80", "app.LOCALHOST"] {
            assert!(known(host, ""), "{host}");
        }
        for host in ["evil.example", "evil.example:4600", "localhost.evil.example", "127.0.0.1.evil.example", ""] {
            assert!(!known(host, ""), "{host}");
        }
        assert!(known("c.example", "https://c.example"));
        assert!(is_known_host(&HeaderMap::new(), &Uri::from_static("/"), ""));
        assert!(!is_known_host(&HeaderMap::new(), &Uri::from_static("http://evil.example/"), ""));
    }

    #[test]
    fn dot_segments_are_found_however_they_are_written() {
        for path in ["/..", "/foo/../admin", "/./x", "/a/%2E%2e/b", "/.%2e"] {
            assert!(has_dot_segment(path), "{path}");
        }
        for path in ["/", "/.well-known/x", "/a/...", "/assets/x.js"] {
            assert!(!has_dot_segment(path), "{path}");
        }
    }
}
