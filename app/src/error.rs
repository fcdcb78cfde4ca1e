//! The error of every server function: a [`Problem`] with its HTTP status.

use cauldron_types::{Problem, ProblemKind};
use cauldron_ui::{ChartState, TableState};
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// What a server function answers when it cannot do what was asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AppError(pub Problem);

impl AppError {
    /// The sentence for a form field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<String> {
        self.0.field(name).map(str::to_owned)
    }

    /// The sentence above a form, or in a panel.
    #[must_use]
    pub fn sentence(&self) -> String {
        self.0.message.clone()
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for AppError {}

impl From<Problem> for AppError {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl From<AppError> for ChartState {
    fn from(AppError(problem): AppError) -> Self {
        Self::Failed { message: problem.message, trace_id: problem.trace }
    }
}

impl From<AppError> for TableState {
    fn from(AppError(problem): AppError) -> Self {
        Self::Failed { message: problem.message, trace_id: problem.trace }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        use ServerFnErrorErr as E;
        // The same variants mean different things on the two sides: on the server it was the request that could not be
        // read, in the browser the answer.
        let problem = match error {
            E::Args(_) | E::MissingArg(_) => incomplete(),
            E::Deserialization(_) | E::Request(_) if cfg!(feature = "ssr") => incomplete(),
            E::Request(_) | E::Response(_) | E::Deserialization(_) => Problem::new(
                ProblemKind::Unavailable,
                "Cauldron does not answer. Check your connection and try again; nothing was lost.",
            ),
            _ => Problem::new(ProblemKind::Internal, "Something went wrong on our side. Try again."),
        };
        Self(problem)
    }

    fn status_code(&self) -> http::StatusCode {
        http::StatusCode::from_u16(self.0.kind.status()).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR)
    }
}

fn incomplete() -> Problem {
    Problem::new(ProblemKind::Invalid, "The request is incomplete or not in the expected form.")
}
