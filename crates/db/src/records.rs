//! Requests and failures of ours as rows, and notices of what was refused on the bus. Written here, in batches across
//! organizations; requests and errors are read by `admin`.
//!
//! A connection that is lost at the commit leaves unknown whether a batch was saved, so its writer keeps it and writes it
//! again. Records therefore carry their ids, and one that is there already stands for itself: nothing happens.

use crate::{Db, DbError, SystemPurpose, SystemTx};
use cauldron_core::{BusEvent, SecurityNotice};
use cauldron_types::OrganizationId;
use chrono::{DateTime, Utc};
use ipnetwork::IpNetwork;
use std::net::IpAddr;
use uuid::Uuid;

/// One answered request.
#[derive(Clone, Debug)]
pub struct RequestRecord {
    /// Drawn once, when the record is made: by it a record is known that was saved already.
    pub id: Uuid,
    /// Whose; none for a request of nobody in particular, which goes to the operating organization.
    pub organization: Option<Uuid>,
    /// When it was answered.
    pub time: DateTime<Utc>,
    /// HTTP method; `OTHER` for those that are not among the nine standard ones.
    pub method: &'static str,
    /// The matched pattern, never the path.
    pub route: String,
    /// HTTP status.
    pub status: u16,
    /// Until the answer's head was ready, in milliseconds.
    pub duration_ms: f32,
    /// Bytes of the answer's body that were sent, as they were sent: compressed where it was.
    pub response_bytes: i64,
    /// The actor's kind, as stored.
    pub actor_kind: &'static str,
    /// The actor, when known.
    pub actor_id: Option<Uuid>,
    /// The client's address.
    pub address: Option<IpAddr>,
    /// Its trace.
    pub trace: String,
}

/// One failure of ours.
#[derive(Clone, Debug)]
pub struct ErrorRecord {
    /// Drawn once, when the record is made: by it a record is known that was saved already.
    pub id: Uuid,
    /// Whose request failed; none as above.
    pub organization: Option<Uuid>,
    /// When.
    pub time: DateTime<Utc>,
    /// Equal for failures of one kind, see [`cauldron_core::fault_fingerprint`]; sixteen hexadecimal digits.
    pub fingerprint: String,
    /// The matched pattern; or `worker` or `job` and its name.
    pub route: String,
    /// The error chain, without values of people's.
    pub message: String,
    /// The actor's kind, as stored.
    pub actor_kind: &'static str,
    /// The actor, when known.
    pub actor_id: Option<Uuid>,
    /// Its trace, by which the log lines are found.
    pub trace: String,
}

/// Something that matters to security, found while a request was answered.
#[derive(Clone, Debug)]
pub struct NoticeRecord {
    /// Drawn once, as above; it becomes the bus event's.
    pub id: Uuid,
    /// Whose; none as above.
    pub organization: Option<Uuid>,
    /// What happened.
    pub notice: SecurityNotice,
    /// The kind of the actor, when it belongs into the audit log too: refusals of whoever is known do.
    pub audited_as: Option<&'static str>,
    /// The trace of the request.
    pub trace: String,
}

/// Writes a batch of requests. Before set-up there is nobody they could belong to: they are dropped.
///
/// # Errors
/// The database does not answer; nothing of the batch was written, unless it is [`DbError::Unsettled`], which does not know.
pub async fn write_requests(db: &Db, records: &[RequestRecord]) -> Result<(), DbError> {
    let Some(operating) = db.operating_organization().await? else { return Ok(()) };
    let column = |pick: &dyn Fn(&RequestRecord) -> String| records.iter().map(pick).collect::<Vec<String>>();
    let mut tx = db.system_tx(SystemPurpose::Telemetry).await?;
    sqlx::query!(
        "insert into admin.api_requests (organization_id, time, id, method, route, status, duration_ms, response_bytes,
            actor_kind, actor_id, address, trace_id)
         select * from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::text[], $5::text[], $6::smallint[],
            $7::real[], $8::bigint[], $9::text[], $10::uuid[], $11::inet[], $12::text[])
         on conflict (organization_id, time, id) do nothing",
        &records.iter().map(|record| record.organization.unwrap_or(operating.0)).collect::<Vec<_>>(),
        &records.iter().map(|record| record.time).collect::<Vec<_>>(),
        &records.iter().map(|record| record.id).collect::<Vec<_>>(),
        &column(&|record| record.method.to_owned()),
        &column(&|record| record.route.clone()),
        &records.iter().map(|record| i16::try_from(record.status).unwrap_or(599)).collect::<Vec<_>>(),
        &records.iter().map(|record| record.duration_ms.max(0.0)).collect::<Vec<_>>(),
        &records.iter().map(|record| record.response_bytes.max(0)).collect::<Vec<_>>(),
        &column(&|record| record.actor_kind.to_owned()),
        &records.iter().map(|record| record.actor_id).collect::<Vec<_>>() as &[Option<Uuid>],
        &records.iter().map(|record| record.address.map(IpNetwork::from)).collect::<Vec<_>>() as &[Option<IpNetwork>],
        &column(&|record| record.trace.clone()),
    )
    .execute(tx.connection())
    .await?;
    tx.commit().await
}

/// Writes a batch of failures.
///
/// # Errors
/// The database does not answer; nothing of the batch was written, unless it is [`DbError::Unsettled`], which does not know.
pub async fn write_errors(db: &Db, records: &[ErrorRecord]) -> Result<(), DbError> {
    let Some(operating) = db.operating_organization().await? else { return Ok(()) };
    let mut tx = db.system_tx(SystemPurpose::Telemetry).await?;
    for record in records {
        sqlx::query!(
            "insert into admin.error_logs (organization_id, time, id, fingerprint, route, message, actor_kind, actor_id,
                trace_id)
             values ($1, $2, $3, $4, $5, left($6, 4000), $7, $8, $9)
             on conflict (organization_id, time, id) do nothing",
            record.organization.unwrap_or(operating.0),
            record.time,
            record.id,
            record.fingerprint,
            record.route,
            record.message,
            record.actor_kind,
            record.actor_id,
            record.trace,
        )
        .execute(tx.connection())
        .await?;
    }
    tx.commit().await
}

/// Puts a batch of notices on the bus.
///
/// # Errors
/// The database does not answer; nothing of the batch was published, unless it is [`DbError::Unsettled`], which does not
/// know.
pub async fn publish_notices(db: &Db, records: &[NoticeRecord]) -> Result<(), DbError> {
    let Some(operating) = db.operating_organization().await? else { return Ok(()) };
    let mut tx = db.system_tx(SystemPurpose::Telemetry).await?;
    for record in records {
        let organization = record.organization.map_or(operating, OrganizationId);
        let event = BusEvent::Security(record.notice.clone());
        tx.publish_of(organization, record.id, &event, &record.trace).await?;
        if let Some(actor_kind) = record.audited_as {
            audit_refusal(&mut tx, organization, actor_kind, record).await?;
        }
    }
    tx.commit().await
}

/// The audit entry of a refusal: who was refused what. It has the id of the event.
async fn audit_refusal(
    tx: &mut SystemTx,
    organization: OrganizationId,
    actor_kind: &str,
    record: &NoticeRecord,
) -> Result<(), DbError> {
    let notice = &record.notice;
    let route = notice.detail.get("route").and_then(serde_json::Value::as_str).unwrap_or_default();
    sqlx::query!(
        "insert into audit.events (organization_id, time, id, actor_kind, actor_id, actor_label, action, subject_kind,
            subject_id, detail, address, trace_id)
         values ($1, $2, $3, $4, $5, $6, $7, 'route', $8, $9, $10, $11)
         on conflict (organization_id, time, id) do nothing",
        organization.0,
        notice.time,
        record.id,
        actor_kind,
        notice.actor_id,
        notice.actor_label,
        notice.what,
        route,
        notice.detail,
        notice.address.as_deref().and_then(|address| address.parse::<IpNetwork>().ok()),
        record.trace,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
