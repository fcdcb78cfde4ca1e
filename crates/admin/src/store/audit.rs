//! Reading the audit log.

use cauldron_db::{DbError, OrgTx};
use cauldron_types::{AuditEntry, EventId, Instant};

pub(crate) async fn latest(tx: &mut OrgTx, limit: i64) -> Result<Vec<AuditEntry>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        r#"select id, time, actor_label, action, subject_kind, subject_id, detail::text as "detail!", trace_id
           from audit.events where organization_id = $1 order by time desc, id desc limit $2"#,
        organization,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| AuditEntry {
            id: EventId(row.id),
            time: Instant(row.time.timestamp_millis()),
            actor: row.actor_label,
            action: row.action,
            subject: format!("{} {}", row.subject_kind, row.subject_id).trim_end().to_owned(),
            detail: row.detail,
            trace: row.trace_id,
        })
        .collect())
}

pub(crate) async fn of_trace(tx: &mut OrgTx, trace: &str, limit: i64) -> Result<Vec<AuditEntry>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = sqlx::query!(
        r#"select id, time, actor_label, action, subject_kind, subject_id, detail::text as "detail!", trace_id
           from audit.events where organization_id = $1 and trace_id = $2 order by time desc, id desc limit $3"#,
        organization,
        trace,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| AuditEntry {
            id: EventId(row.id),
            time: Instant(row.time.timestamp_millis()),
            actor: row.actor_label,
            action: row.action,
            subject: format!("{} {}", row.subject_kind, row.subject_id).trim_end().to_owned(),
            detail: row.detail,
            trace: row.trace_id,
        })
        .collect())
}
