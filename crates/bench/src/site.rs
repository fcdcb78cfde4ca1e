//! The built site's manifest, and what of it a page loads.

use crate::Outcome;
use std::collections::BTreeMap;
use std::path::Path;

/// `manifest.json` of the built site, as `xtask` writes it.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Site {
    js: String,
    wasm: String,
    pkg: String,
    prefetch: BTreeMap<String, Vec<String>>,
    css: String,
    icons: String,
    fonts: Vec<String>,
    files: Vec<File>,
}

#[derive(Clone, Debug, serde::Deserialize)]
struct File {
    path: String,
    bytes: u64,
    brotli: Option<u64>,
    gzip: Option<u64>,
}

/// Bytes of one file or more, in three codings; where there is no twin, the file itself is what travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bytes {
    /// As brotli.
    pub brotli: u64,
    /// As gzip.
    pub gzip: u64,
    /// As they are.
    pub plain: u64,
}

impl Site {
    /// Reads the manifest in `folder`.
    ///
    /// # Errors
    /// There is none, or it is not understood.
    pub fn read(folder: &Path) -> Outcome<Self> {
        let path = folder.join("manifest.json");
        let text = std::fs::read(&path).map_err(|error| format!("{} cannot be read: {error}.", path.display()))?;
        Ok(serde_json::from_slice(&text)?)
    }

    /// Whether a page was made with this site: it names the style sheet by the hash of its content.
    #[must_use]
    pub fn made(&self, page: &str) -> bool {
        page.contains(&self.css) && page.contains(&self.js)
    }

    /// What the page of the lazy route `route` (such as `sign_in`) loads, by kind.
    ///
    /// # Errors
    /// There is no such route, or the manifest lacks a file.
    pub fn loaded_by(&self, route: &str) -> Outcome<Vec<(&'static str, Bytes)>> {
        let key = format!("__{route}_route_view_");
        let chunks = self.prefetch.iter().find(|(name, _)| name.starts_with(&key)).map(|(_, chunks)| chunks);
        let chunks = chunks.ok_or_else(|| format!("the manifest knows no route {route}"))?;
        let chunks: Vec<String> = chunks.iter().map(|chunk| format!("{}/{chunk}.wasm", self.pkg)).collect();
        let scripts: Vec<String> = self
            .files
            .iter()
            .map(|file| file.path.clone())
            .filter(|path| path.starts_with(&self.pkg) && path.ends_with(".js"))
            .collect();
        Ok(vec![
            ("main chunk", self.bytes(std::slice::from_ref(&self.wasm))?),
            ("the page's chunks", self.bytes(&chunks)?),
            ("scripts", self.bytes(&scripts)?),
            ("styles", self.bytes(std::slice::from_ref(&self.css))?),
            ("latin font", self.bytes(&self.fonts)?),
            ("icons", self.bytes(&[self.icons.clone(), "/favicon.svg".to_owned()])?),
        ])
    }

    /// The files below `/assets` that a page names.
    #[must_use]
    pub fn named_in(&self, page: &str) -> Vec<String> {
        self.files.iter().map(|file| file.path.clone()).filter(|path| page.contains(path.as_str())).collect()
    }

    /// The bytes of files together.
    ///
    /// # Errors
    /// The manifest lacks one.
    pub fn bytes(&self, paths: &[String]) -> Outcome<Bytes> {
        let mut sum = Bytes::default();
        for path in paths {
            let file = self.files.iter().find(|file| file.path == *path);
            let file = file.ok_or_else(|| format!("the manifest lacks {path}"))?;
            sum.add(Bytes {
                brotli: file.brotli.unwrap_or(file.bytes),
                gzip: file.gzip.unwrap_or(file.bytes),
                plain: file.bytes,
            });
        }
        Ok(sum)
    }
}

impl Bytes {
    /// Adds another's.
    pub fn add(&mut self, other: Self) {
        self.brotli += other.brotli;
        self.gzip += other.gzip;
        self.plain += other.plain;
    }
}
