//! What a step's inputs were, so that it is done again only when one of them changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::failure::{Failure, Outcome};

/// Collects inputs; the order in which they are added does not matter for files, and does for words.
#[derive(Default)]
pub(crate) struct Fingerprint {
    hash: Sha256,
}

impl Fingerprint {
    /// Adds a word that changes the result: a version, a profile.
    pub(crate) fn word(mut self, word: &str) -> Self {
        self.hash.update(b"word\0");
        self.hash.update(word.as_bytes());
        self.hash.update([0]);
        self
    }

    /// Adds files and folders (everything in them), by path and content. What is missing counts as missing.
    pub(crate) fn files(mut self, paths: &[&Path]) -> Outcome<Self> {
        for path in paths {
            for file in walk(path)? {
                let name = file.strip_prefix(path).unwrap_or(&file).to_string_lossy().into_owned();
                let content = std::fs::read(&file).map_err(Failure::file("read", &file))?;
                self.hash.update(b"file\0");
                self.hash.update(name.as_bytes());
                self.hash.update((content.len() as u64).to_le_bytes());
                self.hash.update(&content);
            }
            self.hash.update(b"end\0");
        }
        Ok(self)
    }

    /// The fingerprint as hexadecimal digits.
    pub(crate) fn finish(self) -> String {
        hex(&self.hash.finalize())
    }
}

/// The first sixteen hexadecimal digits of a content's SHA-256: what stands in the name of a file that never changes.
pub(crate) fn short_hash(content: &[u8]) -> String {
    let mut text = hex(&Sha256::digest(content));
    text.truncate(16);
    text
}

/// Every file under a path, sorted; the path itself when it is a file; nothing when it is missing.
pub(crate) fn walk(path: &Path) -> Outcome<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    if path.is_file() {
        found.insert(path.to_owned());
    } else if path.is_dir() {
        for entry in std::fs::read_dir(path).map_err(Failure::file("read", path))? {
            let entry = entry.map_err(Failure::file("read", path))?;
            found.append(&mut walk(&entry.path())?);
        }
    }
    Ok(found)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_changes_the_fingerprint_and_an_unchanged_one_does_not() -> Outcome {
        let folder = tempfile::tempdir().map_err(Failure::during("temporary folder"))?;
        let file = folder.path().join("input.css");
        let print = || Fingerprint::default().word("dev").files(&[folder.path()]).map(Fingerprint::finish);
        let write = |text: &str| std::fs::write(&file, text).map_err(Failure::file("write", &file));
        write("a")?;
        let first = print()?;
        assert_eq!(first, print()?);
        write("b")?;
        assert_ne!(first, print()?);
        Ok(())
    }

    #[test]
    fn moving_content_between_files_changes_the_fingerprint() -> Outcome {
        let folder = tempfile::tempdir().map_err(Failure::during("temporary folder"))?;
        let write = |name: &str, text: &str| {
            let file = folder.path().join(name);
            std::fs::write(&file, text).map_err(Failure::file("write", &file))
        };
        let print = || Fingerprint::default().files(&[folder.path()]).map(Fingerprint::finish);
        write("a", "1")?;
        write("b", "2")?;
        let first = print()?;
        write("a", "2")?;
        write("b", "1")?;
        assert_ne!(first, print()?);
        Ok(())
    }
}
