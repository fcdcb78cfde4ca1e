//! The one form in which an error reaches a browser or an API client.

use serde::{Deserialize, Serialize};

/// What kind of failure it was, which decides the HTTP status and what a page offers to do about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// The input cannot be used as it is (422).
    Invalid,
    /// Nobody is signed in, or the session has ended (401).
    Unauthenticated,
    /// Signed in, but what is asked needs a proof of who one is that is younger (401).
    ProofNeeded,
    /// Signed in, but not permitted (403).
    Forbidden,
    /// There is no such thing, or it may not be seen (404).
    NotFound,
    /// Somebody else changed it first, or it exists already (409).
    Conflict,
    /// The body is larger than allowed (413).
    TooLarge,
    /// Too many attempts (429).
    TooMany,
    /// A part of the system does not answer; trying again helps (503).
    Unavailable,
    /// Our fault (500).
    Internal,
}

impl ProblemKind {
    /// The HTTP status it is sent with.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Invalid => 422,
            Self::Unauthenticated | Self::ProofNeeded => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::TooLarge => 413,
            Self::TooMany => 429,
            Self::Unavailable => 503,
            Self::Internal => 500,
        }
    }
}

/// A sentence for one form field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's `name`.
    pub field: String,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// What went wrong, in words that say how to mend it. Never carries driver text or secrets.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Problem {
    /// The kind of failure.
    pub kind: ProblemKind,
    /// One sentence.
    pub message: String,
    /// Sentences for single fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// Seconds after which trying again makes sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// Quote it to an operator, who finds the log lines by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
}

impl Problem {
    /// A problem with a sentence and nothing else.
    #[must_use]
    pub fn new(kind: ProblemKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), fields: Vec::new(), retry_after: None, trace: None }
    }

    /// Adds a sentence for one field.
    #[must_use]
    pub fn with_field(mut self, field: &str, message: impl Into<String>) -> Self {
        self.fields.push(FieldError { field: field.to_owned(), message: message.into() });
        self
    }

    /// The sentence for `field`, if there is one.
    #[must_use]
    pub fn field(&self, field: &str) -> Option<&str> {
        self.fields.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}
