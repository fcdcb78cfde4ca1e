//! Where an address is, from a file in MaxMind's format that the operator supplies. Without one nobody knows, and nothing is asked of
//! anybody.

use maxminddb::{Reader, geoip2};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("The file of places {} cannot be read: {reason}. Mend places.mmdb, or leave it empty.", file.display())]
pub struct PlacesError {
    file: PathBuf,
    reason: String,
}

/// Looks places up. Cheap to clone.
#[derive(Clone, Default)]
pub struct Places(Option<Arc<Reader<Vec<u8>>>>);

impl std::fmt::Debug for Places {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(if self.0.is_some() { "Places(a file)" } else { "Places(none)" })
    }
}

impl Places {
    /// Reads the file; none for an empty path.
    ///
    /// # Errors
    /// It is not there, or not in that format.
    pub fn open(file: &Path) -> Result<Self, PlacesError> {
        if file.as_os_str().is_empty() {
            return Ok(Self::default());
        }
        let reader = Reader::open_readfile(file)
            .map_err(|error| PlacesError { file: file.to_owned(), reason: error.to_string() })?;
        Ok(Self(Some(Arc::new(reader))))
    }

    /// City and country, as far as the file knows them: `Berlin, Germany`, `Germany`, or nothing.
    #[must_use]
    pub fn of(&self, address: IpAddr) -> Option<String> {
        let city: geoip2::City<'_> = self.0.as_ref()?.lookup(address).ok()?.decode().ok()??;
        let words: Vec<&str> = [city.city.names.english, city.country.names.english].into_iter().flatten().collect();
        (!words.is_empty()).then(|| words.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_file_nobody_knows_and_a_wrong_one_is_refused() {
        let address: IpAddr = "203.0.113.7".parse().unwrap();
        assert_eq!(Places::open(Path::new("")).unwrap().of(address), None);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("places.mmdb");
        for missing in [file.clone(), folder.path().to_owned()] {
            let sentence = Places::open(&missing).unwrap_err().to_string();
            assert!(sentence.contains("places.mmdb"), "{sentence}");
        }
        std::fs::write(&file, b"not in that format").unwrap();
        assert!(Places::open(&file).unwrap_err().to_string().ends_with('.'));
    }
}
