//! When people last used what they hold, in `core.permission_uses`.

use cauldron_core::access::PermissionUse;
use cauldron_db::{DbError, SystemTx};
use chrono::NaiveDate;
use uuid::Uuid;

/// Notes uses; a later day stays.
pub(crate) async fn write(tx: &mut SystemTx, uses: &[PermissionUse]) -> Result<(), DbError> {
    let organizations: Vec<Uuid> = uses.iter().map(|used| used.organization.0).collect();
    let users: Vec<Uuid> = uses.iter().map(|used| used.user.0).collect();
    let permissions: Vec<String> = uses.iter().map(|used| used.permission.as_str().to_owned()).collect();
    let days: Vec<NaiveDate> = uses.iter().map(|used| used.day).collect();
    // One row for each, in one order for every writer: somebody whose uses came in two parts would be met twice in a statement,
    // and two processes could wait for each other.
    sqlx::query!(
        "insert into core.permission_uses as known (organization_id, user_id, permission, last_used_on)
         select organization_id, user_id, permission, max(day)
         from unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[]) as used (organization_id, user_id, permission, day)
         group by 1, 2, 3 order by 1, 2, 3
         on conflict (organization_id, user_id, permission)
             do update set last_used_on = greatest(known.last_used_on, excluded.last_used_on)",
        &organizations,
        &users,
        &permissions,
        &days,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
