//! What went wrong with a form that was sent without scripts: it comes back in the page's address, with our seal on it.
//!
//! leptos puts the error of a server function into the address that it redirects to. Without a seal anybody could write
//! such an address, and a link would make the sign-in page say what a stranger likes.

use axum::http::{HeaderValue, Response, StatusCode, Uri, header};
use cauldron_core::{Ambient, SecretToken, sha256};
use std::fmt::Write as _;

const ERROR: &str = "__err";
const FUNCTION: &str = "__path";
const SEAL: &str = "__seal";

/// Seals errors in addresses. The key lives as long as the process: after a restart an old address shows its page without
/// the error.
#[derive(Clone)]
pub struct FormErrors {
    key: [u8; 32],
}

impl std::fmt::Debug for FormErrors {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("FormErrors(…)")
    }
}

impl FormErrors {
    /// With a key of its own.
    #[must_use]
    pub fn new(ambient: &Ambient) -> Self {
        Self { key: SecretToken::generate(ambient).hash() }
    }

    fn seal(&self, function: &str, error: &str) -> String {
        let inner = sha256(&[&self.key, function.as_bytes(), error.as_bytes()]);
        sha256(&[&self.key, &inner]).iter().take(16).fold(String::new(), |mut text, byte| {
            // Writing into a String does not fail.
            let _written = write!(text, "{byte:02x}");
            text
        })
    }

    /// Seals the error in the address that an answer redirects to, if there is one.
    pub fn seal_redirect<B>(&self, response: &mut Response<B>) {
        if response.status() != StatusCode::FOUND {
            return;
        }
        let Some(location) = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok()) else {
            return;
        };
        let Some((path, query)) = location.split_once('?') else { return };
        let mut pairs = pairs(query);
        pairs.retain(|(name, _)| name != SEAL);
        let (Some(function), Some(error)) = (last(&pairs, FUNCTION), last(&pairs, ERROR)) else { return };
        let seal = self.seal(function, error);
        let query =
            form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).append_pair(SEAL, &seal).finish();
        if let Ok(value) = HeaderValue::from_str(&format!("{path}?{query}")) {
            response.headers_mut().insert(header::LOCATION, value);
        }
    }

    /// The address without its error, when the error was not sealed by us.
    #[must_use]
    pub fn without_forgery(&self, uri: &Uri) -> Option<String> {
        let mut pairs = pairs(uri.query()?);
        let error = last(&pairs, ERROR)?;
        let expected = self.seal(last(&pairs, FUNCTION).unwrap_or_default(), error);
        let once = pairs.iter().filter(|(name, _)| name == ERROR || name == FUNCTION).count() == 2;
        // Hashes of random keys: the time that the comparison takes tells nothing worth knowing.
        if once && last(&pairs, SEAL) == Some(expected.as_str()) {
            return None;
        }
        pairs.retain(|(name, _)| ![ERROR, FUNCTION, SEAL].contains(&name.as_str()));
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        Some(if query.is_empty() { uri.path().to_owned() } else { format!("{}?{query}", uri.path()) })
    }
}

fn pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

fn last<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redirect(location: &str) -> Response<()> {
        let mut response = Response::new(());
        *response.status_mut() = StatusCode::FOUND;
        response.headers_mut().insert(header::LOCATION, HeaderValue::from_str(location).unwrap());
        response
    }

    #[test]
    fn a_sealed_error_is_shown_and_any_other_is_taken_out() {
        let errors = FormErrors::new(&Ambient::system());
        let mut response = redirect("http://c.example/sign-in?next=%2Fadmin&__path=%2Fapi%2Fx&__err=abc");
        errors.seal_redirect(&mut response);
        let sealed: Uri = response.headers()[header::LOCATION].to_str().unwrap().parse().unwrap();
        assert_eq!(errors.without_forgery(&sealed), None);
        for forged in [
            "/sign-in?next=%2Fadmin&__path=%2Fapi%2Fx&__err=abc",
            "/sign-in?next=%2Fadmin&__path=%2Fapi%2Fx&__err=abc&__seal=00",
            &sealed.to_string().replace("abc", "abd"),
            &format!("{sealed}&__err=abd"),
        ] {
            let clean = errors.without_forgery(&forged.parse().unwrap());
            assert_eq!(clean.as_deref(), Some("/sign-in?next=%2Fadmin"), "{forged}");
        }
        assert_eq!(errors.without_forgery(&"/sign-in?next=%2F".parse().unwrap()), None);
    }

    #[test]
    fn other_redirects_stay_as_they_are() {
        let errors = FormErrors::new(&Ambient::system());
        let mut response = redirect("/sign-in?next=%2F");
        errors.seal_redirect(&mut response);
        assert_eq!(response.headers()[header::LOCATION], "/sign-in?next=%2F");
    }
}
