//! Reading the organization's audit log.

use crate::store::audit;
use cauldron_core::{ApiError, Ctx};
use cauldron_db::Db;
use cauldron_types::{AuditEntry, Permission};

/// The latest entries, newest first, at most 200.
///
/// # Errors
/// Without `audit:read`; what the database answers.
pub async fn latest(db: &Db, ctx: &Ctx, limit: u16) -> Result<Vec<AuditEntry>, ApiError> {
    ctx.require(Permission::AuditRead)?;
    let mut tx = db.org_tx(ctx).await?;
    let entries = audit::latest(&mut tx, i64::from(limit.min(200))).await?;
    tx.commit().await?;
    Ok(entries)
}

/// The entries of one trace, newest first, at most 20.
///
/// # Errors
/// Without `audit:read`; what the database answers.
pub async fn of_trace(db: &Db, ctx: &Ctx, trace: &str) -> Result<Vec<AuditEntry>, ApiError> {
    ctx.require(Permission::AuditRead)?;
    let mut tx = db.org_tx(ctx).await?;
    let entries = audit::of_trace(&mut tx, trace, 20).await?;
    tx.commit().await?;
    Ok(entries)
}
