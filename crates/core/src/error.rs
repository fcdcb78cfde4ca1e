//! The one error that leaves a use case.

use cauldron_types::{Problem, ProblemKind};

type Source = Box<dyn std::error::Error + Send + Sync + 'static>;

/// Either something the caller can mend, or a failure of ours whose cause stays in the log.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The caller can mend it; the sentence says how.
    #[error("{0}")]
    Problem(Problem),
    /// A part of the system does not answer at the moment.
    #[error("{what}")]
    Unavailable {
        /// What does not answer, in a sentence for people.
        what: &'static str,
        /// Why, for the log.
        #[source]
        source: Source,
    },
    /// The connection was lost while something was being saved, and nobody knows whether it was.
    #[error("{what}")]
    Unsettled {
        /// What is not known, and what to do, in a sentence for people.
        what: &'static str,
        /// Why, for the log.
        #[source]
        source: Source,
    },
    /// A fault of ours.
    #[error("Something went wrong on our side.")]
    Internal {
        /// Why, for the log.
        #[source]
        source: Source,
    },
}

impl ApiError {
    /// A problem with one sentence.
    #[must_use]
    pub fn problem(kind: ProblemKind, message: impl Into<String>) -> Self {
        Self::Problem(Problem::new(kind, message))
    }

    /// Input that cannot be used, with a sentence that also stands at its field.
    #[must_use]
    pub fn field(field: &str, sentence: &str) -> Self {
        Self::Problem(Problem::new(ProblemKind::Invalid, sentence).with_field(field, sentence))
    }

    /// The same problem under another kind.
    #[must_use]
    pub fn with_kind(self, kind: ProblemKind) -> Self {
        match self {
            Self::Problem(problem) => Self::Problem(Problem { kind, ..problem }),
            other => other,
        }
    }

    /// A failure of ours.
    #[must_use]
    pub fn internal(source: impl Into<Source>) -> Self {
        Self::Internal { source: source.into() }
    }

    /// The same answer for what does not exist and for what may not be seen.
    #[must_use]
    pub fn not_found(what: &str) -> Self {
        Self::problem(ProblemKind::NotFound, format!("There is no such {what}, or you may not see it."))
    }

    /// The kind under which it is answered.
    #[must_use]
    pub const fn kind(&self) -> ProblemKind {
        match self {
            Self::Problem(problem) => problem.kind,
            Self::Unavailable { .. } | Self::Unsettled { .. } => ProblemKind::Unavailable,
            Self::Internal { .. } => ProblemKind::Internal,
        }
    }

    /// Whether it is for us to mend, and so to be recorded.
    #[must_use]
    pub const fn is_ours(&self) -> bool {
        matches!(self.kind(), ProblemKind::Internal | ProblemKind::Unavailable)
    }

    /// What the caller gets to see; the source stays behind.
    #[must_use]
    pub fn into_problem(self, trace: &str) -> Problem {
        let kind = self.kind();
        let mut problem = match self {
            Self::Problem(problem) => problem,
            Self::Unavailable { what, .. } => Problem { retry_after: Some(5), ..Problem::new(kind, what) },
            // Without a time to try again: a program that obeyed it would do twice what may have been done.
            Self::Unsettled { what, .. } => Problem::new(kind, what),
            Self::Internal { .. } => Problem::new(kind, "Something went wrong on our side. It has been recorded."),
        };
        problem.trace = Some(trace.to_owned());
        problem
    }

    /// The error and its sources in one line, for the log.
    #[must_use]
    pub fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut source = std::error::Error::source(self);
        while let Some(error) = source {
            // Some libraries repeat their source in their own words.
            let words = error.to_string();
            if !text.ends_with(&words) {
                text.push_str(": ");
                text.push_str(&words);
            }
            source = error.source();
        }
        text
    }
}

impl From<Problem> for ApiError {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_of_a_fault_never_leaves() {
        let error = ApiError::internal(std::io::Error::other("password=hunter2"));
        assert!(error.chain().contains("hunter2"));
        let problem = error.into_problem("abc");
        assert!(!format!("{problem:?}").contains("hunter2"));
        assert_eq!(problem.trace.as_deref(), Some("abc"));
    }
}
