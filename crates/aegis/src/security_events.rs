//! Keeping security notices from the bus as events, and reading them.

use crate::engine::classify::classify;
use crate::store::security_events::{self as store, NewEvent};
use cauldron_core::{ApiError, BusEvent, Ctx, sha256};
use cauldron_db::bus::{Consumer, Envelope};
use cauldron_db::{Db, SystemTx};
use cauldron_types::{OrganizationId, Permission, SecurityEvent};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Keeps every security notice as an event of its organization.
#[derive(Clone, Copy, Debug, Default)]
pub struct KeepSecurityEvents;

impl Consumer for KeepSecurityEvents {
    const NAME: &'static str = "aegis.security_events";

    async fn handle(&self, tx: &mut SystemTx, events: &[Envelope]) -> Result<(), ApiError> {
        let mut stored: BTreeMap<OrganizationId, (DateTime<Utc>, DateTime<Utc>, Uuid)> = BTreeMap::new();
        for envelope in events {
            let Some(BusEvent::Security(notice)) = &envelope.event else { continue };
            let (severity, message) = classify(notice);
            let event = NewEvent {
                organization: envelope.organization,
                id: envelope.id,
                time: notice.time,
                kind: notice.what.clone(),
                severity,
                actor: notice.actor_id,
                actor_label: notice.actor_label.clone(),
                address: notice.address.as_deref().and_then(|address| address.parse().ok()),
                message,
                detail: notice.detail.clone(),
                trace: envelope.trace.clone(),
            };
            store::insert(tx, &event).await?;
            let span = stored.entry(envelope.organization).or_insert((notice.time, notice.time, envelope.id));
            *span = (span.0.min(notice.time), span.1.max(notice.time), envelope.id);
        }
        for (organization, (from, to, cause)) in stored {
            // Derived from what caused it, so that handling a batch again announces nothing new.
            let bytes = sha256(&[b"security_events.stored", cause.as_bytes()]);
            let id = Uuid::from_slice(bytes.get(..16).unwrap_or_default()).unwrap_or(cause);
            tx.publish(organization, id, &BusEvent::SecurityEventsStored { from, to }).await?;
        }
        Ok(())
    }
}

/// The latest events of the last 30 days, newest first, at most 200.
///
/// # Errors
/// Without `security_event:read`; what the database answers.
pub async fn latest(db: &Db, ctx: &Ctx, limit: u16) -> Result<Vec<SecurityEvent>, ApiError> {
    between(db, ctx, ctx.now() - TimeDelta::days(30), ctx.now() + TimeDelta::minutes(1), limit).await
}

/// Events with times in `[from, to]`, newest first, at most 200.
///
/// # Errors
/// Without `security_event:read`; what the database answers.
pub async fn between(
    db: &Db,
    ctx: &Ctx,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    limit: u16,
) -> Result<Vec<SecurityEvent>, ApiError> {
    ctx.require(Permission::SecurityEventRead)?;
    let mut tx = db.org_tx(ctx).await?;
    let events = store::within(&mut tx, from, to, i64::from(limit.min(200))).await?;
    tx.commit().await?;
    Ok(events)
}
