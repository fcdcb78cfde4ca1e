//! What operators see of requests, errors and jobs.

use crate::store::requests;
use cauldron_core::{ApiError, Ctx};
use cauldron_db::{Db, jobs};
use cauldron_types::{OperationsSummary, Permission};
use chrono::TimeDelta;

/// The last hour's slowest routes and most frequent errors, and the latest jobs.
///
/// # Errors
/// Without `operations:read`; what the database answers.
pub async fn summary(db: &Db, ctx: &Ctx) -> Result<OperationsSummary, ApiError> {
    ctx.require(Permission::OperationsRead)?;
    let since = ctx.now() - TimeDelta::hours(1);
    let mut tx = db.org_tx(ctx).await?;
    let summary = OperationsSummary {
        routes: requests::slowest_routes(&mut tx, since, 5).await?,
        errors: requests::frequent_errors(&mut tx, since, 5).await?,
        jobs: jobs::latest(&mut tx, 5).await?,
        now: cauldron_types::Instant(ctx.now().timestamp_millis()),
    };
    tx.commit().await?;
    Ok(summary)
}
