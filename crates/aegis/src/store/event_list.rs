//! Lists, counts and details of `aegis.security_events`.
//!
//! All statements share one predicate. A filter that is not set is NULL and folds away, because lists are planned for their
//! values: see `Db::list_tx`.

use crate::engine::files::ExportedEvent;
use cauldron_db::{DbError, OrgTx};
use cauldron_types::Severity;
use chrono::{DateTime, Utc};
use ipnetwork::IpNetwork;
use uuid::Uuid;

/// Which events; what is none does not narrow. A list of patterns holds when one of them does, unless said otherwise.
#[derive(Clone, Debug, Default)]
pub(crate) struct EventFilter {
    pub(crate) from: DateTime<Utc>,
    pub(crate) to: DateTime<Utc>,
    pub(crate) kinds: Option<Vec<String>>,
    pub(crate) kind_patterns: Option<Vec<String>>,
    pub(crate) not_kinds: Option<Vec<String>>,
    pub(crate) severities: Option<Vec<String>>,
    pub(crate) actors: Option<Vec<Uuid>>,
    pub(crate) actor_patterns: Option<Vec<String>>,
    pub(crate) not_actors: Option<Vec<String>>,
    pub(crate) addresses: Option<Vec<IpNetwork>>,
    /// Networks, for which there is no index.
    pub(crate) networks: Option<Vec<IpNetwork>>,
    pub(crate) address_patterns: Option<Vec<String>>,
    pub(crate) not_addresses: Option<Vec<IpNetwork>>,
    /// Patterns that sentence, actor and kind must all match.
    pub(crate) words: Option<Vec<String>>,
}

/// A place in the order (time, id), exclusive.
pub(crate) type Place = (DateTime<Utc>, Uuid);

macro_rules! over_events {
    ($select:tt, $rest:tt, $organization:expr, $filter:expr $(, $argument:expr)* $(,)?) => {
        sqlx::query!(
            $select
                + " from aegis.security_events
                   where organization_id = $1 and time >= $2 and time < $3
                     and ($4::text[] is null or kind = any ($4))
                     and ($5::text[] is null or kind ilike any ($5))
                     and ($6::text[] is null or kind <> all ($6))
                     and ($7::text[] is null or severity = any ($7))
                     and ($8::uuid[] is null or actor_id = any ($8))
                     and ($9::text[] is null or actor_label ilike any ($9))
                     and ($10::text[] is null or not actor_label ilike any ($10) and coalesce(actor_id::text, '') <> all ($10))
                     and ($11::inet[] is null or address = any ($11))
                     and ($12::inet[] is null or address <<= any ($12))
                     and ($13::text[] is null or host(address) like any ($13))
                     and ($14::inet[] is null or not coalesce(address <<= any ($14), false))
                     and ($15::text[] is null or message || E'\n' || actor_label || E'\n' || kind ilike all ($15)) "
                + $rest,
            $organization,
            $filter.from,
            $filter.to,
            $filter.kinds.as_deref() as Option<&[String]>,
            $filter.kind_patterns.as_deref() as Option<&[String]>,
            $filter.not_kinds.as_deref() as Option<&[String]>,
            $filter.severities.as_deref() as Option<&[String]>,
            $filter.actors.as_deref() as Option<&[Uuid]>,
            $filter.actor_patterns.as_deref() as Option<&[String]>,
            $filter.not_actors.as_deref() as Option<&[String]>,
            $filter.addresses.as_deref() as Option<&[IpNetwork]>,
            $filter.networks.as_deref() as Option<&[IpNetwork]>,
            $filter.address_patterns.as_deref() as Option<&[String]>,
            $filter.not_addresses.as_deref() as Option<&[IpNetwork]>,
            $filter.words.as_deref() as Option<&[String]>,
            $($argument,)*
        )
    };
}

macro_rules! exported {
    ($row:expr) => {
        ExportedEvent {
            id: $row.id,
            time: $row.time,
            kind: $row.kind,
            // The table's check constraint allows no other than these; an unknown one is not made little of.
            severity: $row.severity.parse().unwrap_or(Severity::High),
            actor_id: $row.actor_id,
            actor: $row.actor_label,
            address: $row.address,
            message: $row.message,
            detail: $row.detail,
            trace: $row.trace_id,
        }
    };
}

/// At most `limit` events behind `place` and `skip` more, newest first.
pub(crate) async fn newest(
    tx: &mut OrgTx,
    filter: &EventFilter,
    place: Option<Place>,
    limit: i64,
    skip: i64,
) -> Result<Vec<ExportedEvent>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let (time, id) = place.unzip();
    let rows = over_events!(
        r#"select id, time, kind, severity, actor_id, actor_label, coalesce(host(address), '') as "address!", message,
                detail, trace_id"#,
        "and ($16::timestamptz is null or (time, id) < ($16, $17::uuid)) order by time desc, id desc limit $18 offset $19",
        organization,
        filter,
        time,
        id,
        limit,
        skip,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| exported!(row)).collect())
}

/// At most `limit` events behind `place` and `skip` more, oldest first.
pub(crate) async fn oldest(
    tx: &mut OrgTx,
    filter: &EventFilter,
    place: Option<Place>,
    limit: i64,
    skip: i64,
) -> Result<Vec<ExportedEvent>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let (time, id) = place.unzip();
    let rows = over_events!(
        r#"select id, time, kind, severity, actor_id, actor_label, coalesce(host(address), '') as "address!", message,
                detail, trace_id"#,
        "and ($16::timestamptz is null or (time, id) > ($16, $17::uuid)) order by time, id limit $18 offset $19",
        organization,
        filter,
        time,
        id,
        limit,
        skip,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| exported!(row)).collect())
}

/// How many events there are, counted no further than `limit`.
pub(crate) async fn count(tx: &mut OrgTx, filter: &EventFilter, limit: i64) -> Result<i64, DbError> {
    let organization = tx.ctx().tenant.id.0;
    Ok(over_events!(
        r#"select count(*) as "count!" from (select"#,
        "limit $16) as counted",
        organization,
        filter,
        limit,
    )
    .fetch_one(tx.connection())
    .await?
    .count)
}

/// One bar's count of one severity.
pub(crate) struct Bar {
    /// Number of the bucket, from zero.
    pub(crate) bucket: usize,
    pub(crate) severity: Severity,
    pub(crate) count: i64,
}

/// Counts a bucket and severity. `starts` ascend; the first is the filter's beginning.
pub(crate) async fn histogram(
    tx: &mut OrgTx,
    filter: &EventFilter,
    starts: &[DateTime<Utc>],
) -> Result<Vec<Bar>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = over_events!(
        r#"select severity, width_bucket(time, $16::timestamptz[]) as "bucket!", count(*) as "count!""#,
        "group by 1, 2",
        organization,
        filter,
        starts,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Bar {
            bucket: usize::try_from(row.bucket - 1).unwrap_or(0),
            severity: row.severity.parse().unwrap_or(Severity::High),
            count: row.count,
        })
        .collect())
}

/// A value with how often it occurs.
pub(crate) struct Occurring {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) count: i64,
}

/// The most frequent kinds.
pub(crate) async fn kinds(tx: &mut OrgTx, filter: &EventFilter, limit: i64) -> Result<Vec<Occurring>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = over_events!(
        r#"select kind, count(*) as "count!""#,
        "group by kind order by 2 desc, 1 limit $16",
        organization,
        filter,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| Occurring { value: row.kind.clone(), label: row.kind, count: row.count }).collect())
}

/// Every severity that occurs.
pub(crate) async fn severities(tx: &mut OrgTx, filter: &EventFilter) -> Result<Vec<Occurring>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = over_events!(r#"select severity, count(*) as "count!""#, "group by severity", organization, filter,)
        .fetch_all(tx.connection())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Occurring { value: row.severity.clone(), label: row.severity, count: row.count })
        .collect())
}

/// The most frequent actors: a person by id, anybody else by name.
pub(crate) async fn actors(tx: &mut OrgTx, filter: &EventFilter, limit: i64) -> Result<Vec<Occurring>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let rows = over_events!(
        r#"select coalesce(actor_id::text, actor_label) as "value!", max(actor_label) as "label!", count(*) as "count!""#,
        "and (actor_id is not null or actor_label <> '') group by 1 order by 3 desc, 2 limit $16",
        organization,
        filter,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| Occurring { value: row.value, label: row.label, count: row.count }).collect())
}

/// One event.
pub(crate) async fn by_id(tx: &mut OrgTx, id: Uuid) -> Result<Option<ExportedEvent>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let row = sqlx::query!(
        r#"select id, time, kind, severity, actor_id, actor_label, coalesce(host(address), '') as "address!", message,
               detail, trace_id
           from aegis.security_events where organization_id = $1 and id = $2 order by time desc limit 1"#,
        organization,
        id,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| exported!(row)))
}
