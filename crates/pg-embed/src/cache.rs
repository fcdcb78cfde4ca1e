//! The folder that fetched programs are kept in, shared by all data folders of a machine.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::PgError;
use crate::installation::Installation;
use crate::wheel::{WHEEL, WheelFile};

/// A cache folder; PostgreSQL lies in `<root>/postgres/<version>-<first 8 digits of the hash>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cache {
    /// The cache's own folder.
    pub root: PathBuf,
}

/// Written last into an unpacked folder: the wheel it came from and the size of every file in it, so that an
/// interrupted or damaged one is noticed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Marker {
    pub(crate) sha256: String,
    pub(crate) files: BTreeMap<String, u64>,
}

pub(crate) const MARKER: &str = "cauldron-unpacked.json";

impl Cache {
    /// A cache in the given folder, which need not exist.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Where the cache lies when nothing else is said: `/var/cache/cauldron` for root (the account that runs
    /// Postgres cannot enter `/root`), else `$XDG_CACHE_HOME/cauldron`, else `~/.cache/cauldron`. The caller reads
    /// the environment.
    ///
    /// # Errors
    /// When an ordinary account has neither.
    pub fn default_root(home: Option<&Path>, xdg: Option<&Path>, is_root: bool) -> Result<PathBuf, PgError> {
        if is_root {
            return Ok(PathBuf::from("/var/cache/cauldron"));
        }
        // The XDG specification: a relative path is to be ignored.
        xdg.filter(|path| path.is_absolute())
            .map(|xdg| xdg.join("cauldron"))
            .or_else(|| home.map(|home| home.join(".cache/cauldron")))
            .ok_or(PgError::NoCacheRoot)
    }

    /// The unpacked PostgreSQL of a major version.
    ///
    /// # Errors
    /// When it was never unpacked, is damaged, or the version is not in it; each says how to mend it.
    pub fn installation(&self, major: u32) -> Result<Installation, PgError> {
        let folder = WHEEL.folder(major).ok_or(PgError::NoSuchMajor { major })?;
        let unpacked = self.checked()?;
        Installation::probe(unpacked.join(folder).join("bin")).map_err(|error| match error {
            PgError::NotPostgres { detail, .. } => PgError::CacheDamaged { folder: unpacked, detail },
            other => other,
        })
    }

    pub(crate) fn postgres_folder(&self, file: &WheelFile) -> PathBuf {
        let short: String = file.sha256.chars().take(8).collect();
        self.root.join("postgres").join(format!("{}-{short}", WHEEL.version))
    }

    /// The unpacked folder, when it is whole.
    pub(crate) fn checked(&self) -> Result<PathBuf, PgError> {
        let file = WHEEL.file_for_this_machine().ok_or(PgError::UnsupportedPlatform)?;
        let folder = self.postgres_folder(file);
        if !folder.is_dir() {
            return Err(PgError::CacheEmpty { root: self.root.clone() });
        }
        match fault(&folder, file) {
            Some(detail) => Err(PgError::CacheDamaged { folder, detail }),
            None => Ok(folder),
        }
    }
}

fn fault(folder: &Path, file: &WheelFile) -> Option<String> {
    let Ok(text) = fs::read(folder.join(MARKER)) else {
        return Some(format!("{MARKER} is missing, so it was not unpacked to the end"));
    };
    let Ok(marker) = serde_json::from_slice::<Marker>(&text) else {
        return Some(format!("{MARKER} is unreadable"));
    };
    if marker.sha256 != file.sha256 {
        return Some("it was unpacked from another file".to_owned());
    }
    marker.files.iter().find_map(|(name, size)| match fs::metadata(folder.join(name)) {
        Ok(metadata) if metadata.len() == *size => None,
        Ok(_) => Some(format!("{name} has the wrong size")),
        Err(_) => Some(format!("{name} is missing")),
    })
}

#[cfg(test)]
mod tests {
    use super::Cache;
    use std::path::Path;

    #[test]
    fn default_root_follows_account_and_xdg() {
        let root = |home: Option<&str>, xdg: Option<&str>, is_root| {
            Cache::default_root(home.map(Path::new), xdg.map(Path::new), is_root)
        };
        assert_eq!(root(Some("/root"), None, true).unwrap(), Path::new("/var/cache/cauldron"));
        assert_eq!(root(Some("/h"), Some("/x"), false).unwrap(), Path::new("/x/cauldron"));
        assert_eq!(root(Some("/h"), Some("x"), false).unwrap(), Path::new("/h/.cache/cauldron"));
        assert!(root(None, None, false).is_err());
    }
}
