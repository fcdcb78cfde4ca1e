//! The event bus: durable consumers, live tails, and the relay that wakes other processes.
//!
//! Events are read in the order (transaction, sequence) and only below `pg_snapshot_xmin`, so a transaction that commits
//! late is never skipped: its rows lie ahead of every cursor until all transactions before it have ended.

use crate::{Db, DbError, SystemPurpose, SystemTx};
use cauldron_core::{ApiError, BusEvent};
use cauldron_types::OrganizationId;
use chrono::{DateTime, Utc};
use std::future::Future;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// The channel on which the relay tells other processes that there is news.
const CHANNEL: &str = "cauldron_wake";
/// How long a consumer waits for a wake-up before it looks for itself.
const POLL: Duration = Duration::from_secs(1);
/// Events a consumer takes at once.
const BATCH: i64 = 500;

/// A place in the order of events. Text form: `transaction-sequence`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Cursor {
    /// The transaction that wrote the event.
    pub transaction: u64,
    /// The event's number within the table.
    pub sequence: i64,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}-{}", self.transaction, self.sequence)
    }
}

impl std::str::FromStr for Cursor {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (transaction, sequence) = text.split_once('-').unwrap_or((text, "0"));
        Ok(Self { transaction: transaction.parse()?, sequence: sequence.parse()? })
    }
}

/// An event with where and when it happened.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// Its place.
    pub cursor: Cursor,
    /// The organization it belongs to.
    pub organization: OrganizationId,
    /// Its identity.
    pub id: Uuid,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// The trace of the request that wrote it.
    pub trace: String,
    /// What happened; none when this build does not know the kind.
    pub event: Option<BusEvent>,
}

struct Row {
    organization_id: Uuid,
    id: Uuid,
    transaction_id: String,
    sequence: i64,
    kind: String,
    payload: serde_json::Value,
    trace_id: String,
    created_at: DateTime<Utc>,
}

impl From<Row> for Envelope {
    fn from(row: Row) -> Self {
        let event = BusEvent::decode(&row.kind, row.payload)
            .map_err(|unknown| tracing::warn!(event.id = %row.id, error = %unknown, "bus event not understood"))
            .ok();
        Self {
            cursor: Cursor { transaction: row.transaction_id.parse().unwrap_or(0), sequence: row.sequence },
            organization: OrganizationId(row.organization_id),
            id: row.id,
            created_at: row.created_at,
            trace: row.trace_id,
            event,
        }
    }
}

async fn read(tx: &mut SystemTx, after: Cursor, limit: i64) -> Result<Vec<Envelope>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        r#"select organization_id, id, transaction_id::text as "transaction_id!", sequence, kind, payload, trace_id,
                created_at
           from integration.outbox
           where (transaction_id, sequence) > ($1::text::xid8, $2)
             and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
           order by transaction_id, sequence
           limit $3"#,
        after.transaction.to_string(),
        after.sequence,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(Envelope::from).collect())
}

/// Reacts to events, exactly once: its effects and its cursor are committed together.
pub trait Consumer: Send + Sync {
    /// The name under which the cursor is kept. Never change it.
    const NAME: &'static str;

    /// Handles events in order, within the transaction that moves the cursor.
    ///
    /// # Errors
    /// Any: everything is rolled back and tried again.
    fn handle(&self, tx: &mut SystemTx, events: &[Envelope]) -> impl Future<Output = Result<(), ApiError>> + Send;
}

/// Handles one batch. Returns how many events there were; none also when another process holds the consumer.
///
/// # Errors
/// The database does not answer, or the consumer failed; the cursor stays.
pub async fn consume_batch<C: Consumer>(db: &Db, consumer: &C) -> Result<usize, ApiError> {
    let mut tx = db.system_tx(SystemPurpose::Relay).await?;
    let held = sqlx::query!(
        r#"select transaction_id::text as "transaction_id!", sequence from integration.consumers
           where name = $1 for update skip locked"#,
        C::NAME,
    )
    .fetch_optional(tx.connection())
    .await
    .map_err(DbError::from)?;
    let Some(held) = held else {
        // First start of this consumer, or somebody else is at it.
        sqlx::query!(
            "insert into integration.consumers (name, transaction_id, sequence) values ($1, '0'::xid8, 0)
             on conflict (name) do nothing",
            C::NAME,
        )
        .execute(tx.connection())
        .await
        .map_err(DbError::from)?;
        tx.commit().await?;
        return Ok(0);
    };
    let after = Cursor { transaction: held.transaction_id.parse().unwrap_or(0), sequence: held.sequence };
    let events = read(&mut tx, after, BATCH).await?;
    let Some(last) = events.last().map(|event| event.cursor) else { return Ok(0) };
    consumer.handle(&mut tx, &events).await?;
    sqlx::query!(
        "update integration.consumers set transaction_id = $2::text::xid8, sequence = $3, updated_at = clock_timestamp()
         where name = $1",
        C::NAME,
        last.transaction.to_string(),
        last.sequence,
    )
    .execute(tx.connection())
    .await
    .map_err(DbError::from)?;
    tx.commit().await?;
    Ok(events.len())
}

/// Consumes until told to stop; waits between batches for a wake-up, and longer after each failure in a row.
pub async fn run_consumer<C: Consumer>(db: Db, consumer: C, stop: CancellationToken) {
    let mut failures = 0_u32;
    let mut idle = Idle::default();
    while !stop.is_cancelled() {
        match consume_batch(&db, &consumer).await {
            Ok(0) if failures == 0 => idle.wait(&db, &stop).await,
            Ok(0) => failures = 0,
            Ok(_) => {
                failures = 0;
                idle = Idle::default();
            }
            Err(error) => {
                failures = failures.saturating_add(1);
                db.note_worker_fault(C::NAME, &error);
                let pause = Duration::from_millis(250) * 2_u32.pow(failures.min(7));
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = tokio::time::sleep(pause) => {}
                }
            }
        }
    }
}

/// Waits for news between two looks that found nothing.
///
/// An event can be committed and yet not readable, while an older transaction anywhere in the cluster is open. So a wake-up
/// that led to nothing is followed by a few short pauses before the usual long one.
#[derive(Debug, Default)]
pub struct Idle {
    short_pauses: u32,
}

impl Idle {
    /// Until a wake-up, the next poll, or the end.
    pub async fn wait(&mut self, db: &Db, stop: &CancellationToken) {
        let pause = match self.short_pauses {
            0 => POLL,
            left => POLL / (1 << left.min(6)),
        };
        self.short_pauses = self.short_pauses.saturating_sub(1);
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(pause) => {}
            // Six pauses: 16, 31, 63, 125, 250 and 500 ms.
            () = db.wake().outbox() => self.short_pauses = 6,
        }
    }
}

/// How far a consumer is behind.
#[derive(Clone, Debug, PartialEq)]
pub struct Lag {
    /// The consumer.
    pub consumer: String,
    /// Events it has not handled.
    pub events: i64,
    /// Age of the oldest of them, in seconds.
    pub seconds: f64,
    /// When it last moved on.
    pub moved_at: DateTime<Utc>,
}

/// How far each consumer is behind.
///
/// # Errors
/// The database does not answer.
pub async fn lag(db: &Db) -> Result<Vec<Lag>, DbError> {
    let mut tx = db.system_tx(SystemPurpose::Relay).await?;
    let lag = lag_in(&mut tx).await?;
    tx.commit().await?;
    Ok(lag)
}

pub(crate) async fn lag_in(tx: &mut SystemTx) -> Result<Vec<Lag>, DbError> {
    Ok(sqlx::query_as!(
        Lag,
        r#"select consumers.name as consumer, consumers.updated_at as moved_at, count(outbox.id) as "events!",
               coalesce(extract(epoch from clock_timestamp() - min(outbox.created_at)), 0)::float8 as "seconds!"
           from integration.consumers
           left join integration.outbox
             on (outbox.transaction_id, outbox.sequence) > (consumers.transaction_id, consumers.sequence)
           group by consumers.name, consumers.updated_at order by consumers.name"#,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// The events of some kinds that happened in an organization behind `after`, oldest first, up to `limit`.
///
/// # Errors
/// The database does not answer.
pub async fn happened_since(
    db: &Db,
    organization: OrganizationId,
    kinds: &[&str],
    after: Cursor,
    limit: u16,
) -> Result<Vec<Envelope>, DbError> {
    let kinds: Vec<String> = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    let mut tx = db.system_tx(SystemPurpose::Relay).await?;
    let rows = sqlx::query_as!(
        Row,
        r#"select organization_id, id, transaction_id::text as "transaction_id!", sequence, kind, payload, trace_id,
                created_at
           from integration.outbox
           where (transaction_id, sequence) > ($1::text::xid8, $2)
             and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
             and organization_id = $3 and kind = any ($4)
           order by transaction_id, sequence
           limit $5"#,
        after.transaction.to_string(),
        after.sequence,
        organization.0,
        &kinds,
        i64::from(limit),
    )
    .fetch_all(tx.connection())
    .await?;
    tx.commit().await?;
    Ok(rows.into_iter().map(Envelope::from).collect())
}

/// Follows the bus without keeping a cursor in the database: for browsers, whose cursor is their last event's id.
#[derive(Debug)]
pub struct Tail {
    db: Db,
    cursor: Cursor,
}

impl Tail {
    /// Starts behind every event that can be read by now. One that was committed while an older transaction is still open
    /// comes later, so none is missed.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn from_now(db: &Db) -> Result<Self, DbError> {
        let mut tx = db.system_tx(SystemPurpose::Relay).await?;
        let xmin: String = sqlx::query_scalar!(r#"select pg_snapshot_xmin(pg_current_snapshot())::text as "xmin!""#)
            .fetch_one(tx.connection())
            .await?;
        tx.commit().await?;
        let cursor = Cursor { transaction: xmin.parse::<u64>().unwrap_or(1).saturating_sub(1), sequence: i64::MAX };
        Ok(Self { db: db.clone(), cursor })
    }

    /// Starts behind `cursor`.
    #[must_use]
    pub fn from(db: &Db, cursor: Cursor) -> Self {
        Self { db: db.clone(), cursor }
    }

    /// Where it stands.
    #[must_use]
    pub const fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// The next events, at once; empty when there are none.
    ///
    /// # Errors
    /// The database does not answer; the place is kept.
    pub async fn next(&mut self) -> Result<Vec<Envelope>, DbError> {
        let mut tx = self.db.system_tx(SystemPurpose::Relay).await?;
        let events = read(&mut tx, self.cursor, BATCH).await?;
        tx.commit().await?;
        if let Some(last) = events.last() {
            self.cursor = last.cursor;
        }
        Ok(events)
    }

    /// Whether a tail from `cursor` could miss events, because some after it may have been pruned. Also true for a cursor
    /// that this database has not reached: it came from another one, such as that before a restore.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn would_miss_events_after(db: &Db, cursor: Cursor) -> Result<bool, DbError> {
        let mut tx = db.system_tx(SystemPurpose::Relay).await?;
        let kept = sqlx::query_scalar!(
            r#"select exists (select from integration.outbox where (transaction_id, sequence) <= ($1::text::xid8, $2))
                   and $1::text::xid8 < pg_snapshot_xmax(pg_current_snapshot()) as "kept!""#,
            cursor.transaction.to_string(),
            cursor.sequence,
        )
        .fetch_one(tx.connection())
        .await?;
        tx.commit().await?;
        Ok(!kept)
    }
}

/// Deletes events older than `keep` that every consumer has handled. Returns how many.
///
/// # Errors
/// The database does not answer.
pub async fn prune(db: &Db, keep: chrono::TimeDelta) -> Result<u64, DbError> {
    let mut tx = db.system_tx(SystemPurpose::Maintenance).await?;
    let deleted = sqlx::query!(
        "delete from integration.outbox
         where created_at < $1
           and not exists (
               select from integration.consumers
               where (consumers.transaction_id, consumers.sequence) < (outbox.transaction_id, outbox.sequence))",
        db.ambient().now() - keep,
    )
    .execute(tx.connection())
    .await?
    .rows_affected();
    tx.commit().await?;
    Ok(deleted)
}

/// Tells other processes of news made here and wakes this one for news made there, until told to stop. NOTIFY takes a
/// lock of the whole cluster at commit, so it is sent from here, never from a tenant's transaction.
pub async fn run_relay(db: Db, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = relay_until_broken(&db, &stop).await {
            db.note_worker_fault("relay", &DbError::from(error).into());
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

async fn relay_until_broken(db: &Db, stop: &CancellationToken) -> Result<(), sqlx::Error> {
    let mut listener = sqlx::postgres::PgListener::connect_with(db.system_pool()).await?;
    listener.listen(CHANNEL).await?;
    loop {
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            heard = listener.recv() => db.wake().heard(heard?.payload()),
            () = db.wake().news() => {
                if let Some(news) = db.wake().take_news() {
                    sqlx::query_scalar!("select pg_notify($1, $2)::text", CHANNEL, news).fetch_one(db.system_pool()).await?;
                }
                // A pause afterwards gathers the news of many commits into the next notification.
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    }
}
