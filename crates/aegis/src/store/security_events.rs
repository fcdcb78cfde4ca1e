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

/// Stores events in one statement. Returns organization and time of those that were new: an event has the id of the bus
/// event it came from, so a repetition stores nothing.
pub(crate) async fn insert(
    tx: &mut SystemTx,
    events: &[NewEvent],
) -> Result<Vec<(OrganizationId, DateTime<Utc>)>, DbError> {
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let column = |pick: &dyn Fn(&NewEvent) -> String| events.iter().map(pick).collect::<Vec<String>>();
    let rows = sqlx::query!(
        "insert into aegis.security_events (organization_id, time, id, kind, severity, actor_id, actor_label, address,
            message, detail, trace_id)
         select * from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::text[],
            $8::inet[], $9::text[], $10::jsonb[], $11::text[])
         on conflict (organization_id, time, id) do nothing
         returning organization_id, time",
        &events.iter().map(|event| event.organization.0).collect::<Vec<_>>(),
        &events.iter().map(|event| event.time).collect::<Vec<_>>(),
        &events.iter().map(|event| event.id).collect::<Vec<_>>(),
        &column(&|event| event.kind.clone()),
        &column(&|event| event.severity.as_str().to_owned()),
        &events.iter().map(|event| event.actor).collect::<Vec<_>>() as &[Option<Uuid>],
        &column(&|event| event.actor_label.clone()),
        &events.iter().map(|event| event.address).collect::<Vec<_>>() as &[Option<IpNetwork>],
        &column(&|event| event.message.clone()),
        &events.iter().map(|event| event.detail.clone()).collect::<Vec<_>>(),
        &column(&|event| event.trace.clone()),
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| (OrganizationId(row.organization_id), row.time)).collect())
}

/// What is read of an event to show it in a list.
struct SecurityEventRow {
    id: Uuid,
    time: DateTime<Utc>,
    kind: String,
    severity: String,
    message: String,
    actor_label: String,
    address: String,
}

impl From<SecurityEventRow> for SecurityEvent {
    fn from(row: SecurityEventRow) -> Self {
        Self {
            id: EventId(row.id),
            time: Instant(row.time.timestamp_millis()),
            kind: row.kind,
            // The table's check constraint allows no other than these; an unknown one is not made little of.
            severity: row.severity.parse().unwrap_or(Severity::High),
            message: row.message,
            actor: row.actor_label,
            address: row.address,
        }
    }
}

/// Events with times in `[from, to]`, newest first.
pub(crate) async fn within(
    tx: &mut OrgTx,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<SecurityEvent>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query_as!(
        SecurityEventRow,
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
    Ok(rows.into_iter().map(SecurityEvent::from).collect())
}

/// Events of severity high and critical with times from `from` on, newest first.
pub(crate) async fn grave_since(
    tx: &mut OrgTx,
    from: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<SecurityEvent>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query_as!(
        SecurityEventRow,
        r#"select id, time, kind, severity, message, actor_label, coalesce(host(address), '') as "address!"
           from aegis.security_events
           where organization_id = $1 and time >= $2 and severity in ('high', 'critical')
           order by time desc, id desc limit $3"#,
        organization,
        from,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(SecurityEvent::from).collect())
}
