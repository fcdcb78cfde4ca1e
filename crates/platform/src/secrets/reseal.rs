//! Seals everything that lies in the database under the key that seals now.

use super::{Keyring, Place};
use crate::store::sealed::{self, SEALED};
use cauldron_core::ApiError;
use cauldron_db::{Db, SystemPurpose};

/// Seals anew whatever an older key sealed. Returns how many secrets, and how many would not open and were left as they are.
/// To be run again after it was interrupted.
///
/// # Errors
/// The database does not answer.
pub async fn reseal(db: &Db, keys: &Keyring) -> Result<(u64, u64), ApiError> {
    let (mut renewed, mut lost) = (0, 0);
    for kind in SEALED {
        let mut tx = db.system_tx(SystemPurpose::Reason("seal secrets under a new key")).await?;
        for (owner, text) in sealed::all(&mut tx, *kind).await? {
            if keys.is_current(&text) {
                continue;
            }
            let place = Place { owner, purpose: kind.purpose() };
            let Ok(secret) = keys.open(place, &text) else {
                lost += 1;
                continue;
            };
            // Only what nobody has changed meanwhile.
            renewed += sealed::replace(&mut tx, *kind, owner, &text, &keys.seal(db.ambient(), place, &secret)).await?;
        }
        tx.commit().await?;
    }
    Ok((renewed, lost))
}
