//! Transactions for lists with optional filters: planned for their values, and ended when they would read too much.

use crate::{Db, DbError, OrgTx};
use cauldron_core::{ApiError, Ctx};
use cauldron_types::ProblemKind;

/// Postgres gives up a statement after this.
pub(crate) const PATIENCE: &str = "8s";

impl Db {
    /// Begins a transaction in which every statement is planned for its values and may take some seconds.
    ///
    /// A predicate such as `$4 is null or kind = any ($4)` folds away in a plan for its values; in a plan for all values
    /// Postgres could use the index of no filter. Wrap results in [`answered`].
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn list_tx(&self, ctx: &Ctx) -> Result<OrgTx, DbError> {
        let mut tx = self.org_tx(ctx).await?;
        sqlx::query_scalar!(
            "select set_config('plan_cache_mode', 'force_custom_plan', true) || set_config('statement_timeout', $1, true)",
            PATIENCE,
        )
        .fetch_one(tx.connection())
        .await?;
        Ok(tx)
    }
}

/// What Postgres gave up is for the reader to narrow, not a fault of ours.
///
/// # Errors
/// [`ProblemKind::Invalid`] for a statement that took too long; every other error as it was.
pub fn answered<T>(result: Result<T, DbError>) -> Result<T, ApiError> {
    result.map_err(|error| {
        let gave_up = match &error {
            // query_canceled, here by the time limit
            DbError::Fault(sqlx::Error::Database(database)) => database.code().is_some_and(|code| code == "57014"),
            _ => false,
        };
        if gave_up {
            ApiError::problem(
                ProblemKind::Invalid,
                "There is too much to search at once. Shorten the time range or add a filter.",
            )
        } else {
            error.into()
        }
    })
}
