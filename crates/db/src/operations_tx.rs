//! Reading requests, errors and jobs across organizations, for whoever runs the installation.

use crate::list_tx::PATIENCE;
use crate::{Db, DbError, SystemPurpose, SystemTx};
use cauldron_core::{ApiError, AuditEvent, Ctx};
use cauldron_types::Permission;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

/// How long one audit entry stands for everything that a person looks at: pages that are open ask every few seconds.
const LOOK: TimeDelta = TimeDelta::hours(1);

/// Who looks at other organizations' telemetry, and since when.
#[derive(Debug, Default)]
pub(crate) struct Looks(Mutex<HashMap<Option<Uuid>, DateTime<Utc>>>);

impl Looks {
    /// False while an earlier look of the person stands for this one.
    fn begins(&self, who: Option<Uuid>, now: DateTime<Utc>) -> bool {
        let mut looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        looks.retain(|_, begun| *begun <= now && now < *begun + LOOK);
        looks.insert(who, now).is_none_or(|begun| {
            looks.insert(who, begun);
            false
        })
    }

    fn forget(&self, who: Option<Uuid>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&who);
    }
}

impl Db {
    /// Begins a transaction that reads every organization and writes nothing, for a list: statements are planned for their values
    /// and end after some seconds; wrap results in [`crate::answered`]. The person's look is in the audit log of the operating
    /// organization, once an hour.
    ///
    /// # Errors
    /// Without `operations:read`, which there is in the operating organization alone; the database does not answer.
    pub async fn operations_tx(&self, ctx: &Ctx) -> Result<SystemTx, ApiError> {
        ctx.require(Permission::OperationsRead)?;
        let who = ctx.actor.id();
        if self.shared().looks.begins(who, ctx.now())
            && let Err(error) = self.audit_look(ctx).await
        {
            self.shared().looks.forget(who);
            return Err(error.into());
        }
        let mut tx = self.system_tx(SystemPurpose::Operations).await?;
        sqlx::query_scalar!(
            "select set_config('plan_cache_mode', 'force_custom_plan', true) || set_config('statement_timeout', $1, true)
                || set_config('transaction_read_only', 'on', true)",
            PATIENCE,
        )
        .fetch_one(tx.connection())
        .await
        .map_err(DbError::from)?;
        Ok(tx)
    }

    /// Begins a transaction across organizations for a person of the operating organization who manages the installation. What
    /// is recorded in it names them; see [`SystemTx::enter`] for whoever works in another organization.
    ///
    /// # Errors
    /// Without `operations:manage`, which there is in the operating organization alone; the database does not answer.
    pub async fn operator_tx(&self, ctx: &Ctx, reason: &'static str) -> Result<SystemTx, ApiError> {
        ctx.require(Permission::OperationsManage)?;
        Ok(SystemTx::begin_as(self, SystemPurpose::Reason(reason), Some(ctx)).await?)
    }

    async fn audit_look(&self, ctx: &Ctx) -> Result<(), DbError> {
        let mut tx = self.org_tx(ctx).await?;
        tx.audit(AuditEvent {
            action: "operations.viewed",
            subject_kind: "installation",
            subject_id: String::new(),
            detail: serde_json::json!({ "organizations": "all" }),
        })
        .await?;
        tx.commit().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_stands_for_an_hour_of_the_same_person() {
        let (looks, start) = (Looks::default(), DateTime::UNIX_EPOCH);
        let (one, other) = (Some(Uuid::nil()), Some(Uuid::max()));
        assert!(looks.begins(one, start));
        assert!(!looks.begins(one, start + TimeDelta::minutes(59)), "asking again does not make it last longer");
        assert!(looks.begins(other, start + TimeDelta::minutes(59)));
        assert!(looks.begins(one, start + LOOK));
        assert!(looks.begins(one, start), "the clock was set back");
        looks.forget(one);
        assert!(looks.begins(one, start));
    }
}
