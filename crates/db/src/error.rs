//! What the database may answer, sorted by who can mend it.

use cauldron_core::ApiError;
use cauldron_types::ProblemKind;

/// A failed statement or connection.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The database does not answer, or ended the connection.
    #[error("the database does not answer")]
    Unavailable(#[source] sqlx::Error),
    /// The connection was lost while the commit was under way: it may have been made, or not.
    #[error("the connection was lost during the commit")]
    Unsettled(#[source] sqlx::Error),
    /// A constraint was violated.
    #[error("constraint {name} was violated")]
    Constraint {
        /// Name of the constraint or unique index.
        name: String,
        /// The driver's error.
        #[source]
        source: sqlx::Error,
    },
    /// The organization is suspended, and so its transactions only read.
    #[error("the transaction only reads")]
    ReadOnly(#[source] sqlx::Error),
    /// Anything else, which is a fault of ours.
    #[error("a statement failed")]
    Fault(#[source] sqlx::Error),
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Protocol(_) => Self::Unavailable(error),
            sqlx::Error::Database(database) => {
                // Class 57 is operator intervention (shutdown, crash, cannot connect now), 53 insufficient resources,
                // 08 connection exceptions, 40 rollbacks such as deadlocks, and 55P03 a lock that was not to be had.
                let transient = database.code().is_some_and(|code| {
                    ["57P", "53", "08", "40", "55P03"].iter().any(|transient| code.starts_with(transient))
                });
                // 25006: a write in a transaction that only reads.
                let read_only = database.code().is_some_and(|code| code == "25006");
                match database.constraint() {
                    _ if transient => Self::Unavailable(error),
                    _ if read_only => Self::ReadOnly(error),
                    Some(name) => Self::Constraint { name: name.to_owned(), source: error },
                    None => Self::Fault(error),
                }
            }
            _ => Self::Fault(error),
        }
    }
}

impl DbError {
    /// What a failed commit means. An answer of the database is a rollback; but when the connection ends without one, or
    /// with word that the server or the session goes away (57P, 08), the commit may have been made before that.
    pub(crate) fn of_commit(error: sqlx::Error) -> Self {
        let ended = match &error {
            sqlx::Error::Database(database) => {
                database.code().is_some_and(|code| code.starts_with("57P") || code.starts_with("08"))
            }
            _ => true,
        };
        match Self::from(error) {
            Self::Unavailable(source) if ended => Self::Unsettled(source),
            other => other,
        }
    }

    /// Whether trying again later can help.
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Unsettled(_))
    }
}

impl From<DbError> for ApiError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Unavailable(source) => Self::Unavailable {
                what: "The database does not answer at the moment. Nothing was changed; try again in a few seconds.",
                source: Box::new(source),
            },
            DbError::Unsettled(source) => Self::Unsettled {
                what: "The database went away while this was being saved. Whether it was saved is not known; look before you try again.",
                source: Box::new(source),
            },
            DbError::ReadOnly(_) => Self::problem(
                ProblemKind::Forbidden,
                "This organization is suspended: everything can be read, nothing changed. Its owners can ask whoever runs this Cauldron to restore it.",
            ),
            other => Self::internal(other),
        }
    }
}

/// Turns the violation of a named constraint into an error that the caller can mend.
pub trait OnConstraint<T> {
    /// Replaces the error when it is a violation of `name`.
    ///
    /// # Errors
    /// What `mend` returns for that constraint, every other error as it was.
    fn on_constraint(self, name: &str, mend: impl FnOnce() -> ApiError) -> Result<T, ApiError>;
}

impl<T> OnConstraint<T> for Result<T, DbError> {
    fn on_constraint(self, name: &str, mend: impl FnOnce() -> ApiError) -> Result<T, ApiError> {
        self.map_err(|error| match error {
            DbError::Constraint { name: violated, .. } if violated == name => mend(),
            other => other.into(),
        })
    }
}
