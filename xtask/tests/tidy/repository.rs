//! The files the rules look at: read from the checkout, or made up for a rule's own test.

use std::io;
use std::path::{Path, PathBuf};

/// Folders that hold what nobody here wrote.
const FOREIGN: [&str; 6] = ["target", "node_modules", "seeds", "test-results", "playwright-report", "dist"];

/// Kinds of files that some rule reads.
const KINDS: [&str; 9] = ["rs", "ts", "css", "sql", "toml", "js", "mjs", "txt", "md"];

/// One text file.
pub(crate) struct SourceFile {
    /// From the root, with slashes.
    pub(crate) path: String,
    /// All of it.
    pub(crate) text: String,
}

impl SourceFile {
    /// Whether the name ends so.
    pub(crate) fn is(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|found| found == extension)
    }

    /// Whether the file lies in this folder.
    pub(crate) fn is_in(&self, folder: &str) -> bool {
        self.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Whether it is test code or an example as a whole.
    pub(crate) fn is_test(&self) -> bool {
        self.path.split('/').any(|part| ["tests", "examples", "end2end"].contains(&part))
            || self.path.ends_with("/tests.rs")
    }
}

/// All files of interest.
pub(crate) struct Repository {
    /// In the order of their paths.
    pub(crate) files: Vec<SourceFile>,
}

impl Repository {
    /// The checkout this test belongs to.
    pub(crate) fn read() -> io::Result<Self> {
        // At run time: a kept target folder may hold a test that was compiled in another checkout.
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = PathBuf::from(manifest).join("..").canonicalize()?;
        let mut files = Vec::new();
        collect(&root, &root, &mut files)?;
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(Self { files })
    }

    /// Made-up files.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| SourceFile { path: (*path).to_owned(), text: (*text).to_owned() };
        Self { files: files.iter().map(file).collect() }
    }

    /// Files of one kind.
    pub(crate) fn of_kind<'a>(&'a self, extension: &'a str) -> impl Iterator<Item = &'a SourceFile> {
        self.files.iter().filter(move |file| file.is(extension))
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) -> io::Result<()> {
    for entry in folder.read_dir()? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            if !name.starts_with('.') && !FOREIGN.contains(&name.as_str()) {
                collect(root, &path, files)?;
            }
        } else if name == "package-lock.json" || KINDS.iter().any(|kind| path.extension().is_some_and(|e| e == *kind)) {
            let inside = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            // A file may vanish while somebody works in the same tree.
            if let Ok(text) = std::fs::read_to_string(&path) {
                files.push(SourceFile { path: inside, text });
            }
        }
    }
    Ok(())
}

/// `path:line: what is wrong`.
pub(crate) fn at(file: &SourceFile, line: usize, what: &str) -> String {
    format!("{}:{line}: {what}", file.path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_file_is_found_and_foreign_ones_are_not() -> io::Result<()> {
        let repository = Repository::read()?;
        assert!(repository.files.iter().any(|file| file.path == "xtask/tests/tidy/repository.rs"));
        assert!(!repository.files.iter().any(|file| file.path.contains("node_modules/")));
        Ok(())
    }
}
