//! Reading the audit log.

use crate::particulars::{Compared, compared, in_words};
use cauldron_core::{TimeBounds, place_text};
use cauldron_db::{DbError, OrgTx};
use cauldron_types::{AuditDetail, AuditEntry, EventId, Instant};
use chrono::{DateTime, Utc};
use ipnetwork::IpNetwork;
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
    pub(crate) subject_kind: Option<String>,
    pub(crate) subject_id: Option<String>,
    /// Patterns that the particulars must all match.
    pub(crate) text: Option<Vec<String>>,
    pub(crate) network: Option<IpNetwork>,
}

/// Where an entry stands in the log.
pub(crate) type Place = (DateTime<Utc>, Uuid);

struct Row {
    id: Uuid,
    time: DateTime<Utc>,
    actor_kind: String,
    actor_id: Option<Uuid>,
    actor_label: String,
    action: String,
    subject_kind: String,
    subject_id: String,
    detail: String,
    address: String,
    trace_id: String,
}

impl From<Row> for (Place, AuditDetail) {
    fn from(row: Row) -> Self {
        let Compared { before, after, rest } = compared(&row.detail);
        let entry = AuditEntry {
            id: EventId(row.id),
            time: Instant(row.time.timestamp_millis()),
            actor: row.actor_label,
            action: row.action,
            subject: format!("{} {}", row.subject_kind, row.subject_id).trim_end().to_owned(),
            detail: in_words(&row.detail),
            address: row.address,
            trace: row.trace_id,
            place: place_text(row.time, row.id),
        };
        let detail = AuditDetail {
            entry,
            actor_kind: row.actor_kind,
            actor_id: row.actor_id.map(|id| id.to_string()),
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            before,
            after,
            particulars: rest,
            json: canonical(&row.detail),
        };
        ((row.time, row.id), detail)
    }
}

/// JSON with sorted keys and no spaces, so that equal particulars are equal texts.
fn canonical(json: &str) -> String {
    serde_json::from_str::<serde_json::Value>(json).map_or_else(|_| json.to_owned(), |value| value.to_string())
}

/// Both directions are one statement but for where it goes on and in which order.
macro_rules! entries {
    ($tx:expr, $filter:expr, $place:expr, $limit:expr, $onwards:literal) => {{
        let organization = $tx.ctx().tenant.id.0;
        let ((from, to), (time, id)) = ($filter.bounds, $place.unzip());
        let rows = sqlx::query_as!(
            Row,
            r#"select id, time, actor_kind, actor_id, actor_label, action, subject_kind, subject_id, detail::text as "detail!",
                   coalesce(host(address), '') as "address!", trace_id
               from audit.events
               where organization_id = $1
                 and ($2::timestamptz is null or time >= $2) and ($3::timestamptz is null or time < $3)
                 and ($4::uuid is null or actor_id = $4) and ($5::text[] is null or actor_label ilike all ($5))
                 and ($6::text is null or action = $6) and ($7::text[] is null or action ilike all ($7))
                 and ($8::text is null or trace_id = $8)
                 and ($12::text is null or subject_kind = $12) and ($13::text is null or subject_id = $13)
                 and ($14::text[] is null or detail::text ilike all ($14)) and ($15::inet is null or address <<= $15) and "#
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
            $filter.subject_kind.as_deref(),
            $filter.subject_id.as_deref(),
            $filter.text.as_deref() as Option<&[String]>,
            $filter.network,
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
) -> Result<Vec<(Place, AuditDetail)>, DbError> {
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
) -> Result<Vec<(Place, AuditDetail)>, DbError> {
    entries!(tx, filter, place, limit, "($9::timestamptz is null or (time, id) > ($9, $10::uuid)) order by time, id")
}

/// The entry at a place.
pub(crate) async fn at(tx: &mut OrgTx, (time, id): Place) -> Result<Option<AuditDetail>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let row = sqlx::query_as!(
        Row,
        r#"select id, time, actor_kind, actor_id, actor_label, action, subject_kind, subject_id, detail::text as "detail!",
               coalesce(host(address), '') as "address!", trace_id
           from audit.events where organization_id = $1 and time = $2 and id = $3"#,
        organization,
        time,
        id,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| <(Place, AuditDetail)>::from(row).1))
}
