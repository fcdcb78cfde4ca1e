//! Work across organizations, which always says why.

use crate::{Db, DbError};
use cauldron_core::{Actor, ActorKind, BusEvent, Ctx, TraceId};
use cauldron_types::OrganizationId;
use ipnetwork::IpNetwork;
use sqlx::{PgConnection, PgTransaction};
use uuid::Uuid;

/// Why somebody works across organizations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SystemPurpose {
    /// Moves bus events to consumers and browsers. Audited once per start.
    Relay,
    /// Leases jobs. Audited once per start.
    Queue,
    /// Makes and drops partitions, prunes, rolls up. Audited once per start.
    Maintenance,
    /// Records requests and errors of all organizations. Audited once per start.
    Telemetry,
    /// Shows requests, errors and jobs of all organizations to whoever runs the installation, see [`Db::operations_tx`].
    /// Audited once per start, and besides as the person who looks.
    Operations,
    /// Delivers mail of all organizations. Audited once per start.
    Mail,
    /// Anything else, in words: somebody at the command line. Audited each time.
    Reason(&'static str),
}

impl SystemPurpose {
    const fn text(self) -> &'static str {
        match self {
            Self::Relay => "relay of bus events",
            Self::Queue => "job queue",
            Self::Maintenance => "maintenance of partitions and rollups",
            Self::Telemetry => "records of requests and errors",
            Self::Operations => "requests, errors and jobs for operators",
            Self::Mail => "delivery of mail",
            Self::Reason(text) => text,
        }
    }

    /// Who acts, as it is recorded: the workers are Cauldron itself, reasons are an operator's.
    const fn actor(self) -> (ActorKind, &'static str) {
        match self {
            Self::Relay | Self::Queue | Self::Maintenance | Self::Telemetry | Self::Operations | Self::Mail => {
                (ActorKind::System, Actor::SYSTEM_LABEL)
            }
            Self::Reason(_) => (ActorKind::Operator, Actor::OPERATOR_LABEL),
        }
    }
}

/// A transaction of the system role, whose policy shows every organization. Rolled back unless committed.
#[derive(Debug)]
pub struct SystemTx {
    transaction: PgTransaction<'static>,
    db: Db,
    purpose: SystemPurpose,
    trace: TraceId,
    published: bool,
    announcement: Option<Announcement>,
    /// The person of the operating organization who does it; none at the command line and for workers.
    operator: Option<Ctx>,
}

/// A purpose whose audit entry stands in a transaction that is not committed yet. Should it never be, the next one says it.
#[derive(Debug)]
struct Announcement {
    db: Db,
    purpose: &'static str,
    durable: bool,
}

impl Drop for Announcement {
    fn drop(&mut self) {
        if !self.durable {
            self.db.not_used_yet(self.purpose);
        }
    }
}

impl SystemTx {
    pub(crate) async fn begin(db: &Db, purpose: SystemPurpose) -> Result<Self, DbError> {
        Self::begin_as(db, purpose, None).await
    }

    /// The same for a person of the operating organization, who is named in every entry.
    pub(crate) async fn begin_as(db: &Db, purpose: SystemPurpose, operator: Option<&Ctx>) -> Result<Self, DbError> {
        let trace = operator.map_or_else(|| TraceId::generate(db.ambient()), |ctx| ctx.trace().clone());
        // Asked before a connection is held: as many transactions as the pool has connections would wait for one more.
        let operating = db.operating_organization().await?;
        let transaction = db.begin_system().await?;
        let operator = operator.cloned();
        let mut this =
            Self { transaction, db: db.clone(), purpose, trace, published: false, announcement: None, operator };
        // Before set-up there is no organization and no log to write to: the announcement of a named purpose is put off
        // until there is one, a reason of its own goes to the process's log.
        if operating.is_none() && matches!(purpose, SystemPurpose::Reason(_)) {
            tracing::info!(purpose = purpose.text(), "system transaction before set-up");
        }
        if let Some(operating) = operating {
            let once = !matches!(purpose, SystemPurpose::Reason(_));
            if once && db.first_use(purpose.text()) {
                this.announcement = Some(Announcement { db: db.clone(), purpose: purpose.text(), durable: false });
            }
            if !once || this.announcement.is_some() {
                this.audit(
                    operating,
                    "system.entered",
                    "purpose",
                    purpose.text(),
                    &serde_json::json!({ "once_per_start": once }),
                )
                .await?;
            }
        }
        Ok(this)
    }

    /// The connection, for store functions.
    pub fn connection(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }

    /// The trace under which this work is recorded.
    #[must_use]
    pub fn trace(&self) -> &TraceId {
        &self.trace
    }

    /// The database it was begun on.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Records a change in `organization`'s audit log, made by Cauldron itself or by an operator, as the purpose has it.
    ///
    /// # Errors
    /// The statement fails.
    pub async fn audit(
        &mut self,
        organization: OrganizationId,
        action: &'static str,
        subject_kind: &'static str,
        subject_id: &str,
        detail: &serde_json::Value,
    ) -> Result<(), DbError> {
        let ambient = self.db.ambient();
        let (kind, id, label) = self.actor(organization);
        let address = self.operator.as_ref().and_then(|ctx| ctx.visit.address).map(IpNetwork::from);
        sqlx::query!(
            "insert into audit.events (organization_id, time, id, actor_kind, actor_id, actor_label, action, subject_kind,
                subject_id, detail, address, trace_id)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            organization.0,
            ambient.now(),
            ambient.new_id(),
            kind.as_str(),
            id,
            label,
            action,
            subject_kind,
            subject_id,
            detail,
            address,
            self.trace.as_str(),
        )
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    /// Who acts, as `organization` reads it: at home a person is a person, elsewhere an operator with a name.
    fn actor(&self, organization: OrganizationId) -> (ActorKind, Option<Uuid>, String) {
        match &self.operator {
            Some(ctx) if ctx.tenant.id == organization => (ctx.actor.kind(), ctx.actor.id(), ctx.actor.label()),
            Some(ctx) => (ActorKind::Operator, None, format!("{} {}", Actor::OPERATOR_LABEL, ctx.actor.label())),
            None => {
                let (kind, label) = self.purpose.actor();
                (kind, None, label.to_owned())
            }
        }
    }

    /// Announces in the audit log of `organization` that an operator works in it now, and what for.
    ///
    /// # Errors
    /// The statement fails.
    pub async fn enter(&mut self, organization: OrganizationId) -> Result<(), DbError> {
        let purpose = self.purpose.text();
        self.audit(organization, "operator.entered", "purpose", purpose, &serde_json::json!({})).await
    }

    /// Puts an event on the bus for `organization`. An id that is there already stands for the same event: nothing happens.
    ///
    /// # Errors
    /// The statement fails.
    pub async fn publish(&mut self, organization: OrganizationId, id: Uuid, event: &BusEvent) -> Result<(), DbError> {
        let trace = self.trace.to_string();
        self.publish_of(organization, id, event, &trace).await
    }

    /// The same for what a request caused that has ended: the event carries the request's trace.
    pub(crate) async fn publish_of(
        &mut self,
        organization: OrganizationId,
        id: Uuid,
        event: &BusEvent,
        trace: &str,
    ) -> Result<(), DbError> {
        let (kind, payload) = event.encode();
        sqlx::query!(
            "insert into integration.outbox (organization_id, id, kind, payload, trace_id) values ($1, $2, $3, $4, $5)
             on conflict (organization_id, id) do nothing",
            organization.0,
            id,
            kind,
            payload,
            trace,
        )
        .execute(&mut *self.transaction)
        .await?;
        self.published = true;
        Ok(())
    }

    /// Makes everything durable.
    ///
    /// # Errors
    /// The commit fails: nothing was changed, unless it is [`DbError::Unsettled`], which does not know.
    pub async fn commit(self) -> Result<(), DbError> {
        self.transaction.commit().await.map_err(DbError::of_commit)?;
        if let Some(mut announcement) = self.announcement {
            announcement.durable = true;
        }
        if self.published {
            self.db.wake().outbox_written();
        }
        Ok(())
    }
}
