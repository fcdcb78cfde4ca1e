//! Keeping the rollups up with the points.

use crate::store::rollups::{self, Complete};
use cauldron_core::ApiError;
use cauldron_db::maintenance::{MINUTES_KEPT, POINTS_KEPT, QUARTER_HOURS_KEPT};
use cauldron_db::{Db, SystemPurpose};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Marks taken at once; bounds the memory and the length of one transaction.
const BATCH: i64 = 64;
const PAUSE: Duration = Duration::from_secs(1);

/// Rolls up one batch of changed minutes. Returns how many marks were handled; none when another process is at it.
///
/// # Errors
/// What the database answers; nothing of the batch was done.
pub async fn roll_up_batch(db: &Db) -> Result<i64, ApiError> {
    let now = db.ambient().now();
    let since =
        Complete { points: now - POINTS_KEPT, minutes: now - MINUTES_KEPT, quarter_hours: now - QUARTER_HOURS_KEPT };
    let mut tx = db.system_tx(SystemPurpose::Maintenance).await?;
    if !rollups::try_lock(&mut tx).await? {
        return Ok(0);
    }
    let marks = rollups::roll_up(&mut tx, BATCH, since).await?;
    tx.commit().await?;
    Ok(marks)
}

/// Rolls up until told to stop.
pub async fn run(db: Db, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match roll_up_batch(&db).await {
            Ok(marks) if marks >= BATCH => continue,
            Ok(_) => {}
            Err(error) => db.note_worker_fault("rollups", &error),
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}
