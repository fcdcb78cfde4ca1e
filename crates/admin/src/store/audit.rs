//! Reading the audit log.

use crate::particulars::in_words;
use cauldron_core::TimeBounds;
use cauldron_db::{DbError, OrgTx};
use cauldron_types::{AuditEntry, EventId, Instant};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Which entries; what is none does not narrow.
#[derive(Clone, Debug, Default)]
pub(crate) struct AuditFilter {
    pub(crate) bounds: TimeBounds,
    pub(crate) actor: Option<Uuid>,
    /// Patterns that the actor's name must all match.
    pub(crate) actor_words: Option<Vec<String>>,
    pub(crate) action: Option<String>,
    /// Patterns that the action must all match.
    pub(crate) action_words: Option<Vec<String>>,
    pub(crate) trace: Option<String>,
}

/// Where an entry stands in the log.
pub(crate) type Place = (DateTime<Utc>, Uuid);

struct Row {
    id: Uuid,
    time: DateTime<Utc>,
    actor_label: String,
    action: String,
    subject_kind: String,
    subject_id: String,
    detail: String,
    address: String,
    trace_id: String,
}

impl From<Row> for (Place, AuditEntry) {
    fn from(row: Row) -> Self {
        let entry = AuditEntry {
            id: EventId(row.id),
            time: Instant(row.time.timestamp_millis()),
            actor: row.actor_label,
            action: row.action,
            subject: format!("{} {}", row.subject_kind, row.subject_id).trim_end().to_owned(),
            detail: in_words(&row.detail),
            address: row.address,
            trace: row.trace_id,
        };
        ((row.time, row.id), entry)
    }
}

/// Both directions are one statement but for where it goes on and in which order.
macro_rules! entries {
    ($tx:expr, $filter:expr, $place:expr, $limit:expr, $onwards:literal) => {{
        let organization = $tx.ctx().tenant.id.0;
        let ((from, to), (time, id)) = ($filter.bounds, $place.unzip());
        let rows = sqlx::query_as!(
            Row,
            r#"select id, time, actor_label, action, subject_kind, subject_id, detail::text as "detail!",
                   coalesce(host(address), '') as "address!", trace_id
               from audit.events
               where organization_id = $1
                 and ($2::timestamptz is null or time >= $2) and ($3::timestamptz is null or time < $3)
                 and ($4::uuid is null or actor_id = $4) and ($5::text[] is null or actor_label ilike all ($5))
                 and ($6::text is null or action = $6) and ($7::text[] is null or action ilike all ($7))
                 and ($8::text is null or trace_id = $8) and "#
                + $onwards
                + " limit $11",
            organization,
            from,
            to,
            $filter.actor,
            $filter.actor_words.as_deref() as Option<&[String]>,
            $filter.action.as_deref(),
            $filter.action_words.as_deref() as Option<&[String]>,
            $filter.trace.as_deref(),
            time,
            id,
            $limit,
        )
        .fetch_all($tx.connection())
        .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }};
}

/// Entries older than `place`, newest first.
pub(crate) async fn older(
    tx: &mut OrgTx,
    filter: &AuditFilter,
    place: Option<Place>,
    limit: i64,
) -> Result<Vec<(Place, AuditEntry)>, DbError> {
    entries!(
        tx,
        filter,
        place,
        limit,
        "($9::timestamptz is null or (time, id) < ($9, $10::uuid)) order by time desc, id desc"
    )
}

/// Entries newer than `place`, oldest first.
pub(crate) async fn newer(
    tx: &mut OrgTx,
    filter: &AuditFilter,
    place: Option<Place>,
    limit: i64,
) -> Result<Vec<(Place, AuditEntry)>, DbError> {
    entries!(tx, filter, place, limit, "($9::timestamptz is null or (time, id) > ($9, $10::uuid)) order by time, id")
}
