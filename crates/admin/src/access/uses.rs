//! Writes down who used which permission, for the access review.

use crate::store::permission_uses;
use cauldron_core::ApiError;
use cauldron_db::{Db, SystemPurpose};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often. What was used since is lost if the process is killed; a day is the finest that is asked for.
const EVERY: Duration = Duration::from_secs(60);

/// Writes every minute until told to stop, and then once more.
pub async fn run(db: Db, stop: CancellationToken) {
    loop {
        let last = tokio::select! {
            () = stop.cancelled() => true,
            () = tokio::time::sleep(EVERY) => false,
        };
        if let Err(error) = write(&db).await {
            db.note_worker_fault("permission uses", &error);
        }
        if last {
            return;
        }
    }
}

/// Writes what was used since the last time. Returns how many uses that were.
///
/// # Errors
/// The database does not answer; the uses are kept for the next time.
pub async fn write(db: &Db) -> Result<usize, ApiError> {
    let uses = db.access().take_uses(db.ambient().now().date_naive());
    if uses.is_empty() {
        return Ok(0);
    }
    let written = async {
        let mut tx = db.system_tx(SystemPurpose::Telemetry).await?;
        permission_uses::write(&mut tx, &uses).await?;
        tx.commit().await
    };
    match written.await {
        Ok(()) => Ok(uses.len()),
        Err(error) => {
            db.access().put_back(&uses);
            Err(error.into())
        }
    }
}
