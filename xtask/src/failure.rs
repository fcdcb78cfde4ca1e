//! What can go wrong in a command, said so that the reader can mend it.

use std::path::Path;

/// A command's result.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

/// Why a command stopped. Its text is the whole message that people see.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A file or folder could not be read or written.
    #[error("cannot {doing} {path}: {source}")]
    File {
        /// The verb: read, write, create.
        doing: &'static str,
        /// What it was about.
        path: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A program could not be started.
    #[error("cannot start {program}: {source}")]
    Start {
        /// The program's name.
        program: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A program ran and failed; its own output stands above.
    #[error("`{command}` failed ({status})")]
    Command {
        /// The command line, shortened to what identifies it.
        command: String,
        /// Its exit status.
        status: std::process::ExitStatus,
    },
    /// Anything else, as a sentence.
    #[error("{0}")]
    Sentence(String),
}

impl Failure {
    /// A failure that is a sentence of ours.
    pub(crate) fn sentence(text: impl Into<String>) -> Self {
        Self::Sentence(text.into())
    }

    /// For `map_err` after a call on one path.
    pub(crate) fn file(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.display().to_string();
        move |source| Self::File { doing, path, source }
    }

    /// For `map_err` on libraries whose errors only print.
    pub(crate) fn during<E: std::fmt::Display>(what: &str) -> impl FnOnce(E) -> Self {
        move |error| Self::Sentence(format!("{what}: {error:#}"))
    }
}
