//! Limits of organizations, and what is counted against them.

use crate::limits::Wanted;
use cauldron_db::{DbError, OrgTx, SystemTx};
use cauldron_types::OrganizationId;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// What the transaction's organization may have; none for no limit.
pub(crate) async fn most(tx: &mut OrgTx, key: &str, standard: Option<i64>) -> Result<Option<i64>, DbError> {
    Ok(sqlx::query_scalar!("select core.own_limit($1, $2)", key, standard).fetch_one(tx.connection()).await?)
}

/// The keys that are set for the organization itself.
pub(crate) async fn own(tx: &mut OrgTx) -> Result<Vec<String>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_scalar!("select key from core.organization_limits where organization_id = $1", organization)
        .fetch_all(tx.connection())
        .await?)
}

/// The keys for which the installation has a standard of its own.
pub(crate) async fn standards(tx: &mut OrgTx) -> Result<Vec<String>, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select substr(key, 7) as "key!" from core.system_settings_now() where key like 'limit.%'"#
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Members who are not removed.
pub(crate) async fn people(tx: &mut OrgTx) -> Result<i64, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from core.memberships where organization_id = $1 and status <> 'removed'"#,
        organization,
    )
    .fetch_one(tx.connection())
    .await?)
}

/// Bytes of files that are not deleted.
pub(crate) async fn stored_bytes(tx: &mut OrgTx) -> Result<i64, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(sqlx::query_scalar!(
        r#"select coalesce(sum(bytes), 0)::bigint as "bytes!" from storage.objects
           where organization_id = $1 and deleted_at is null"#,
        organization,
    )
    .fetch_one(tx.connection())
    .await?)
}

/// What was used today of what is limited by the day.
pub(crate) async fn used_today(tx: &mut OrgTx, key: &str) -> Result<i64, DbError> {
    let (organization, day) = (tx.ctx().tenant.id.0, tx.ctx().now().date_naive());
    Ok(sqlx::query_scalar!(
        "select used from core.usage_counters where organization_id = $1 and key = $2 and day = $3",
        organization,
        key,
        day,
    )
    .fetch_optional(tx.connection())
    .await?
    .unwrap_or_default())
}

/// Counts one more, unless there are `most` already. Returns how many there are now; none when it was refused.
pub(crate) async fn take(tx: &mut OrgTx, key: &str, day: NaiveDate, most: Option<i64>) -> Result<Option<i64>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    // A count that a power cut loses lets somebody make one request more.
    sqlx::query_scalar!("select set_config('synchronous_commit', 'off', true)").fetch_one(tx.connection()).await?;
    Ok(sqlx::query_scalar!(
        "insert into core.usage_counters as known (organization_id, key, day, used)
         select $1, $2, $3, 1 where $4::bigint is null or $4 > 0
         on conflict (organization_id, key, day) do update set used = known.used + 1
         where $4::bigint is null or known.used < $4
         returning used",
        organization,
        key,
        day,
        most,
    )
    .fetch_optional(tx.connection())
    .await?)
}

pub(crate) async fn organization_exists(tx: &mut SystemTx, organization: OrganizationId) -> Result<bool, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from core.organizations where id = $1) as "exists!""#,
        organization.0
    )
    .fetch_one(tx.connection())
    .await?)
}

/// Sets a limit of an organization, or the installation's standard.
pub(crate) async fn set(
    tx: &mut SystemTx,
    organization: Option<OrganizationId>,
    key: &str,
    wanted: Wanted,
) -> Result<(), DbError> {
    let most = match wanted {
        Wanted::Most(most) => Some(most),
        Wanted::Unlimited | Wanted::Inherited => None,
    };
    match (organization, wanted) {
        (Some(organization), Wanted::Inherited) => {
            sqlx::query!(
                "delete from core.organization_limits where organization_id = $1 and key = $2",
                organization.0,
                key,
            )
            .execute(tx.connection())
            .await?;
        }
        (Some(organization), _) => {
            sqlx::query!(
                "insert into core.organization_limits (organization_id, key, most) values ($1, $2, $3)
                 on conflict (organization_id, key) do update set most = excluded.most",
                organization.0,
                key,
                most,
            )
            .execute(tx.connection())
            .await?;
        }
        (None, wanted) => {
            let value = (wanted != Wanted::Inherited).then(|| most.map_or(Value::Null, |most| json!(most)));
            super::settings::choose_for_all(tx, &format!("limit.{key}"), value.as_ref()).await?;
        }
    }
    Ok(())
}
