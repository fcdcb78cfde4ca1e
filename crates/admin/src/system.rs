//! The bus and the database, as operators see them.

use cauldron_core::{ApiError, Ctx};
use cauldron_db::{Db, system_view};
use cauldron_types::{BusView, DatabaseView, Permission};

/// How far consumers are behind, what the outbox holds, and what keeps readers of the bus from going on.
///
/// # Errors
/// Without `operations:read`; what the database answers.
pub async fn bus(db: &Db, ctx: &Ctx) -> Result<BusView, ApiError> {
    ctx.require(Permission::OperationsRead)?;
    Ok(system_view::bus(db, ctx).await?)
}

/// Size, connections, statistics and tables of the database.
///
/// # Errors
/// Without `operations:read`; what the database answers.
pub async fn database(db: &Db, ctx: &Ctx) -> Result<DatabaseView, ApiError> {
    ctx.require(Permission::OperationsRead)?;
    Ok(system_view::database(db, ctx).await?)
}
