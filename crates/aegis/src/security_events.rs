//! Keeping security notices from the bus as events, and reading them.

use crate::engine::classify::classify;
use crate::store::security_events::{self as store, NewEvent};
use cauldron_core::{ApiError, BusEvent, Ctx, SecurityNotice};
use cauldron_db::bus::{Consumer, Envelope};
use cauldron_db::{Db, SystemTx};
use cauldron_types::{OrganizationId, Permission, SecurityEvent};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;

/// Keeps every security notice as an event of its organization.
#[derive(Clone, Copy, Debug, Default)]
pub struct KeepSecurityEvents;

impl Consumer for KeepSecurityEvents {
    const NAME: &'static str = "aegis.security_events";

    async fn handle(&self, tx: &mut SystemTx, events: &[Envelope]) -> Result<(), ApiError> {
        let notices = events.iter().filter_map(|envelope| match &envelope.event {
            Some(BusEvent::Security(notice)) => Some(kept(envelope, notice)),
            _ => None,
        });
        let mut stored: BTreeMap<OrganizationId, (DateTime<Utc>, DateTime<Utc>)> = BTreeMap::new();
        for (organization, time) in store::insert(tx, &notices.collect::<Vec<_>>()).await? {
            let (from, to) = stored.entry(organization).or_insert((time, time));
            (*from, *to) = ((*from).min(time), (*to).max(time));
        }
        for (organization, (from, to)) in stored {
            let id = tx.db().ambient().new_id();
            tx.publish(organization, id, &BusEvent::SecurityEventsStored { from, to }).await?;
        }
        Ok(())
    }
}

/// The event that is kept of a notice.
fn kept(envelope: &Envelope, notice: &SecurityNotice) -> NewEvent {
    let (severity, message) = classify(notice);
    NewEvent {
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

/// The latest events of severity high and critical of the last 30 days, newest first, at most 50.
///
/// # Errors
/// Without `security_event:read`; what the database answers.
pub async fn grave(db: &Db, ctx: &Ctx, limit: u16) -> Result<Vec<SecurityEvent>, ApiError> {
    ctx.require(Permission::SecurityEventRead)?;
    let mut tx = db.org_tx(ctx).await?;
    let events = store::grave_since(&mut tx, ctx.now() - TimeDelta::days(30), i64::from(limit.min(50))).await?;
    tx.commit().await?;
    Ok(events)
}
