//! Scripts, styles, fonts and icons, from the binary or from a folder, with twins compressed at build time.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use bytes::Bytes;
use cauldron_app::server::Assets;
use std::collections::HashMap;
use std::path::Path;

/// What the build put into the binary: path below the site, content.
const EMBEDDED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/site.rs"));

#[derive(Clone, Debug, Default)]
struct File {
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

/// All files of the site, in memory.
#[derive(Debug, Default)]
pub struct AssetStore {
    files: HashMap<String, File>,
    addresses: Assets,
}

/// The site is not to be had.
#[derive(Debug, thiserror::Error)]
pub enum AssetError {
    /// Neither in the binary nor in a folder.
    #[error(
        "This binary carries no scripts and styles, and server.site_dir names no folder with them. `cargo xtask build` makes a binary that does."
    )]
    None,
    /// The folder cannot be read.
    #[error("The folder with scripts and styles, {0}, cannot be read: {1}.")]
    Unreadable(String, std::io::Error),
    /// The manifest is missing or broken.
    #[error("manifest.json of the scripts and styles cannot be read: {0}. Build them again.")]
    Manifest(String),
}

impl AssetStore {
    /// Those in `folder` when one is named, else those in the binary.
    ///
    /// # Errors
    /// There are none, or they cannot be read.
    pub fn load(folder: &Path) -> Result<Self, AssetError> {
        if !folder.as_os_str().is_empty() {
            let mut found = Vec::new();
            read_below(folder, folder, &mut found)
                .map_err(|error| AssetError::Unreadable(folder.display().to_string(), error))?;
            return Self::from_files(found);
        }
        if EMBEDDED.is_empty() {
            return Err(AssetError::None);
        }
        Self::from_files(
            EMBEDDED.iter().map(|(path, content)| ((*path).to_owned(), Bytes::from_static(content))).collect(),
        )
    }

    fn from_files(found: Vec<(String, Bytes)>) -> Result<Self, AssetError> {
        let mut files: HashMap<String, File> = HashMap::new();
        let mut manifest = None;
        for (path, content) in found {
            if path == "/manifest.json" {
                manifest = Some(content);
            } else if let Some(plain) = path.strip_suffix(".br") {
                files.entry(plain.to_owned()).or_default().brotli = Some(content);
            } else if let Some(plain) = path.strip_suffix(".gz") {
                files.entry(plain.to_owned()).or_default().gzip = Some(content);
            } else {
                files.entry(path).or_default().plain = content;
            }
        }
        let manifest = manifest.ok_or_else(|| AssetError::Manifest("it is missing".to_owned()))?;
        let addresses = serde_json::from_slice(&manifest).map_err(|error| AssetError::Manifest(error.to_string()))?;
        Ok(Self { files, addresses })
    }

    /// Addresses for the document.
    #[must_use]
    pub fn addresses(&self) -> &Assets {
        &self.addresses
    }

    fn get(&self, path: &str, accepted: &str) -> Option<Response<Body>> {
        let file = self.files.get(path)?;
        let accepts = |coding: &str| {
            accepted.split(',').any(|part| {
                let (name, weight) = part.split_once(";q=").unwrap_or((part, "1"));
                name.trim() == coding && weight.trim() != "0"
            })
        };
        let (body, coding) = match (&file.brotli, &file.gzip) {
            (Some(brotli), _) if accepts("br") => (brotli, Some("br")),
            (_, Some(gzip)) if accepts("gzip") => (gzip, Some("gzip")),
            _ => (&file.plain, None),
        };
        let mut response = Response::new(Body::from(body.clone()));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        // Names below /assets/ carry the hash of the content.
        let caching =
            if path.starts_with("/assets/") { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        if let Some(coding) = coding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        Some(response)
    }
}

fn read_below(root: &Path, folder: &Path, found: &mut Vec<(String, Bytes)>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read_below(root, &path, found)?;
        } else if let Ok(name) = path.strip_prefix(root) {
            found.push((format!("/{}", name.to_string_lossy()), std::fs::read(&path)?.into()));
        }
    }
    Ok(())
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "json" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        "png" => "image/png",
        _ => "application/octet-stream",
    }
}

/// Answers with a file, or 404.
pub async fn serve(State(state): State<crate::state::AppState>, request: Request) -> Response<Body> {
    let accepted =
        request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    state.assets.get(request.uri().path(), accepted).unwrap_or_else(|| {
        let mut missing = Response::new(Body::from("There is no such file."));
        *missing.status_mut() = StatusCode::NOT_FOUND;
        missing
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_accepted_coding_is_sent() {
        let file = |path: &str, content: &'static str| (path.to_owned(), Bytes::from_static(content.as_bytes()));
        let manifest = r#"{"js":"/assets/a.js","wasm":"","pkg":"","split":"","prefetch":{},"css":"","icons":"","fonts":[],"files":[]}"#;
        let store = AssetStore::from_files(vec![
            file("/manifest.json", manifest),
            file("/assets/a.js", "plain"),
            file("/assets/a.js.br", "brotli"),
            file("/assets/a.js.gz", "gzip"),
        ])
        .unwrap();
        let coding = |accepted: &str| {
            let response = store.get("/assets/a.js", accepted).unwrap();
            response.headers().get(header::CONTENT_ENCODING).map(|value| value.to_str().unwrap().to_owned())
        };
        assert_eq!(coding("gzip, deflate, br").as_deref(), Some("br"));
        assert_eq!(coding("gzip;q=0.5").as_deref(), Some("gzip"));
        assert_eq!(coding("br;q=0, gzip;q=0").as_deref(), None);
        assert!(store.get("/manifest.json", "").is_none());
        assert!(store.get("/assets/../secret", "").is_none());
    }
}
