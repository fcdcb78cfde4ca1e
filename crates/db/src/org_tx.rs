//! The unit of work: one transaction that sees one organization.

use crate::{Db, DbError};
use cauldron_core::{AuditEvent, BusEvent, Ctx};
use ipnetwork::IpNetwork;
use sqlx::{PgConnection, PgTransaction};

/// A transaction scoped to the organization and actor of a context. Rolled back unless committed.
#[derive(Debug)]
pub struct OrgTx {
    transaction: PgTransaction<'static>,
    db: Db,
    ctx: Ctx,
    published: bool,
    pub(crate) queued: bool,
}

impl OrgTx {
    pub(crate) async fn begin(db: &Db, ctx: &Ctx) -> Result<Self, DbError> {
        let mut transaction = db.begin_app().await?;
        // The one place where the context becomes a setting; transaction-local, so it is safe behind a pooler.
        sqlx::query_scalar!(
            "select set_config('app.organization_id', $1, true) || set_config('app.user_id', $2, true)
                || set_config('transaction_read_only', $3, true)",
            ctx.tenant.id.to_string(),
            ctx.actor.user().map(|user| user.to_string()).unwrap_or_default(),
            // A suspended organization is read-only, whichever use case it is: Postgres refuses what would write.
            if ctx.tenant.suspended.is_some() { "on" } else { "off" },
        )
        .fetch_one(&mut *transaction)
        .await?;
        Ok(Self { transaction, db: db.clone(), ctx: ctx.clone(), published: false, queued: false })
    }

    /// The connection, for store functions.
    pub fn connection(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }

    /// The context it was begun with.
    #[must_use]
    pub fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    /// Records a change in the audit log, in this transaction.
    ///
    /// # Errors
    /// The statement fails.
    pub async fn audit(&mut self, event: AuditEvent) -> Result<(), DbError> {
        let ctx = &self.ctx;
        sqlx::query!(
            "insert into audit.events (organization_id, time, id, actor_kind, actor_id, actor_label, action,
                subject_kind, subject_id, detail, address, trace_id)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            ctx.tenant.id.0,
            ctx.now(),
            ctx.new_id(),
            ctx.actor.kind().as_str(),
            ctx.actor.id(),
            ctx.actor.label(),
            event.action,
            event.subject_kind,
            event.subject_id,
            event.detail,
            ctx.visit.address.map(IpNetwork::from),
            ctx.trace().as_str(),
        )
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    /// Puts an event on the bus, in this transaction.
    ///
    /// # Errors
    /// The statement fails.
    pub async fn publish(&mut self, event: &BusEvent) -> Result<(), DbError> {
        let (kind, payload) = event.encode();
        sqlx::query!(
            "insert into integration.outbox (organization_id, id, kind, payload, trace_id) values ($1, $2, $3, $4, $5)",
            self.ctx.tenant.id.0,
            self.ctx.new_id(),
            kind,
            payload,
            self.ctx.trace().as_str(),
        )
        .execute(&mut *self.transaction)
        .await?;
        self.published = true;
        Ok(())
    }

    /// Makes everything durable and wakes whoever waits for what was published.
    ///
    /// # Errors
    /// The commit fails: nothing was changed, unless it is [`DbError::Unsettled`], which does not know.
    pub async fn commit(self) -> Result<(), DbError> {
        self.transaction.commit().await.map_err(DbError::of_commit)?;
        if self.published {
            self.db.wake().outbox_written();
        }
        if self.queued {
            self.db.wake().job_queued();
        }
        Ok(())
    }
}
