//! Security events in `aegis.security_events`.

use cauldron_db::{DbError, OrgTx, SystemTx};
use cauldron_types::{EventId, Instant, OrganizationId, SecurityEvent, Severity};
use chrono::{DateTime, Utc};
use ipnetwork::IpNetwork;
use serde_json::Value;
use uuid::Uuid;

pub(crate) struct NewEvent {
    pub(crate) organization: OrganizationId,
    pub(crate) id: Uuid,
    pub(crate) time: DateTime<Utc>,
    pub(crate) kind: String,
    pub(crate) severity: Severity,
    pub(crate) actor: Option<Uuid>,
    pub(crate) actor_label: String,
    pub(crate) address: Option<IpNetwork>,
    pub(crate) message: String,
    pub(crate) detail: Value,
    pub(crate) trace: String,
}

/// Idempotent: the event's id is that of the bus event it came from.
pub(crate) async fn insert(tx: &mut SystemTx, event: &NewEvent) -> Result<(), DbError> {
    sqlx::query!(
        "insert into aegis.security_events (organization_id, time, id, kind, severity, actor_id, actor_label, address,
            message, detail, trace_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (organization_id, time, id) do nothing",
        event.organization.0,
        event.time,
        event.id,
        event.kind,
        event.severity.as_str(),
        event.actor,
        event.actor_label,
        event.address,
        event.message,
        event.detail,
        event.trace,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Events with times in `[from, to]`, newest first.
pub(crate) async fn within(
    tx: &mut OrgTx,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<SecurityEvent>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        r#"select id, time, kind, severity, message, actor_label, coalesce(host(address), '') as "address!"
           from aegis.security_events
           where organization_id = $1 and time >= $2 and time <= $3
           order by time desc, id desc limit $4"#,
        organization,
        from,
        to,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| SecurityEvent {
            id: EventId(row.id),
            time: Instant(row.time.timestamp_millis()),
            kind: row.kind,
            // The table's check constraint allows no other.
            severity: row.severity.parse().unwrap_or(Severity::Medium),
            message: row.message,
            actor: row.actor_label,
            address: row.address,
        })
        .collect())
}
