//! Partitions made ahead, old ones dropped, and what has served its time pruned. A table that fails keeps no other from its turn.

use crate::{Db, DbError, SystemPurpose};
use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, TimeDelta, Utc};

#[derive(Clone, Copy)]
enum Span {
    Week,
    Month,
    Year,
}

/// How one table is cut by time, and for how long its rows are kept.
struct Plan {
    table: &'static str,
    span: Span,
    keep: Option<TimeDelta>,
}

const fn plan(table: &'static str, span: Span, keep: Option<TimeDelta>) -> Plan {
    Plan { table, span, keep }
}

/// How long points are kept. Whoever writes points, and whoever computes rollups from them, goes by this as well.
pub const POINTS_KEPT: TimeDelta = TimeDelta::days(90);
/// How long the 1-minute rollup is kept, from which the quarter hours are computed.
pub const MINUTES_KEPT: TimeDelta = TimeDelta::days(400);
/// How long the 15-minute rollup is kept, from which the hours are computed.
pub const QUARTER_HOURS_KEPT: TimeDelta = TimeDelta::days(1100);

/// Rows of a default partition deleted in one transaction.
const DELETED_AT_ONCE: i64 = 10_000;
/// Transactions of that kind for one table in one run; the next run goes on.
const DELETIONS_A_RUN: usize = 50;

/// Every partitioned table. The audit log and the coarse rollups are kept.
const PLANS: &[Plan] = &[
    plan("audit.events", Span::Month, None),
    plan("aegis.security_events", Span::Month, Some(TimeDelta::days(400))),
    plan("admin.api_requests", Span::Week, Some(TimeDelta::days(30))),
    plan("admin.error_logs", Span::Week, Some(TimeDelta::days(30))),
    plan("timeseries.points", Span::Week, Some(POINTS_KEPT)),
    plan("timeseries.points_1m", Span::Month, Some(MINUTES_KEPT)),
    plan("timeseries.points_15m", Span::Year, Some(QUARTER_HOURS_KEPT)),
    plan("timeseries.points_1h", Span::Year, None),
    plan("timeseries.points_1d", Span::Year, None),
];

/// The tables with a plan, for the lint that compares them with the catalogue.
pub fn planned_tables() -> impl Iterator<Item = &'static str> {
    PLANS.iter().map(|plan| plan.table)
}

/// How long each of them is kept; none for good.
pub fn planned_retention() -> impl Iterator<Item = (&'static str, Option<TimeDelta>)> {
    PLANS.iter().map(|plan| (plan.table, plan.keep))
}

impl Span {
    fn start(self, day: NaiveDate) -> NaiveDate {
        match self {
            Self::Week => day - Days::new(u64::from(day.weekday().num_days_from_monday())),
            Self::Month => day.with_day(1).unwrap_or(day),
            Self::Year => NaiveDate::from_ymd_opt(day.year(), 1, 1).unwrap_or(day),
        }
    }

    fn next(self, start: NaiveDate) -> NaiveDate {
        match self {
            Self::Week => start + Days::new(7),
            Self::Month => start + Months::new(1),
            Self::Year => start + Months::new(12),
        }
    }
}

/// What failed of some work of which everything else was done.
#[derive(Debug, Default)]
pub struct Failures(Vec<(String, DbError)>);

impl Failures {
    /// Takes the outcome of a part that `what` names: what it did, or nothing.
    pub fn take<T: Default>(&mut self, what: &str, outcome: Result<T, DbError>) -> T {
        outcome.unwrap_or_else(|error| {
            self.0.push((what.to_owned(), error));
            T::default()
        })
    }

    /// The same for a part that has failures of its own.
    pub fn extend<T: Default>(&mut self, outcome: Result<T, Self>) -> T {
        outcome.unwrap_or_else(|others| {
            self.0.extend(others.0);
            T::default()
        })
    }

    /// Each failure with what it was of.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &DbError)> {
        self.0.iter().map(|(what, error)| (what.as_str(), error))
    }

    /// `done`, if nothing failed.
    ///
    /// # Errors
    /// Itself, if anything did.
    pub fn unless_any<T>(self, done: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(done) } else { Err(self) }
    }
}

/// All of them with their causes, a line each.
impl std::fmt::Display for Failures {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (place, (what, error)) in self.0.iter().enumerate() {
            let separator = if place == 0 { "" } else { "\n" };
            write!(formatter, "{separator}{what}: {}", chain(error))?;
        }
        Ok(())
    }
}

impl std::error::Error for Failures {}

/// An error and its sources, in one line.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let sources = std::iter::successors(Some(error), |error| error.source());
    sources.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::MIN).and_utc()
}

/// Makes the partition of the current span and of the next for every table. Returns how many were missing.
///
/// # Errors
/// What failed, by table: the database does not answer, or a table stayed locked for more than two seconds (try again later).
pub async fn make_partitions(db: &Db) -> Result<usize, Failures> {
    let today = db.ambient().now().date_naive();
    let (mut made, mut failures) = (0, Failures::default());
    for plan in PLANS {
        let mut start = plan.span.start(today);
        for _ahead in 0..2 {
            let end = plan.span.next(start);
            let what = format!("partition of {} from {start}", plan.table);
            made += usize::from(failures.take(&what, make_partition(db, plan.table, start, end).await));
            start = end;
        }
    }
    failures.unless_any(made)
}

async fn make_partition(db: &Db, table: &str, start: NaiveDate, end: NaiveDate) -> Result<bool, DbError> {
    let name = format!("{}_{}", table.rsplit('.').next().unwrap_or(table), start.format("%Y%m%d"));
    let mut tx = db.system_tx(SystemPurpose::Maintenance).await?;
    // Only one process at a time: two would wait for each other's table locks.
    sqlx::query_scalar!("select pg_advisory_xact_lock(hashtext('cauldron partitions'))::text")
        .fetch_one(tx.connection())
        .await?;
    // Whoever writes meanwhile waits behind this transaction.
    sqlx::query_scalar!("select set_config('lock_timeout', '2s', true)").fetch_one(tx.connection()).await?;
    let moved = sqlx::query_scalar!(
        "select core.make_partition($1::text::regclass, $2::text::name, $3, $4)",
        table,
        name,
        midnight(start),
        midnight(end),
    )
    .fetch_one(tx.connection())
    .await?;
    tx.commit().await?;
    if let Some(moved) = moved.filter(|moved| *moved > 0) {
        tracing::info!(table, partition = name, rows = moved, "rows moved from the default partition");
    }
    Ok(moved.is_some())
}

/// Drops partitions whose rows have all outlived the table's retention. Returns their names.
///
/// # Errors
/// What failed, by table: the database does not answer, or a partition stayed locked for more than two seconds (try again
/// later).
pub async fn drop_old_partitions(db: &Db) -> Result<Vec<String>, Failures> {
    let now = db.ambient().now();
    let (mut dropped, mut failures) = (Vec::new(), Failures::default());
    for plan in PLANS {
        let Some(keep) = plan.keep else { continue };
        let what = format!("old partitions of {}", plan.table);
        dropped.extend(failures.take(&what, drop_partitions_before(db, plan.table, now - keep).await));
    }
    failures.unless_any(dropped)
}

async fn drop_partitions_before(db: &Db, table: &str, before: DateTime<Utc>) -> Result<Vec<String>, DbError> {
    let mut tx = db.system_tx(SystemPurpose::Maintenance).await?;
    sqlx::query_scalar!("select set_config('lock_timeout', '2s', true)").fetch_one(tx.connection()).await?;
    let outlived = sqlx::query_scalar!(
        r#"select core.drop_partition(partition, $2)::text || name as "name!"
           from (
               select pg_class.oid::regclass as partition, pg_class.oid::regclass::text as name
               from pg_inherits join pg_class on pg_class.oid = inhrelid
               where inhparent = $1::text::regclass
                 and substring(pg_get_expr(relpartbound, pg_class.oid) from 'TO \(''(.+)''\)')::timestamptz <= $2
               order by name
           ) as partitions"#,
        table,
        before,
    )
    .fetch_all(tx.connection())
    .await?;
    tx.commit().await?;
    Ok(outlived)
}

/// Deletes rows that have outlived their retention from the default partitions, which are never dropped. To be called after
/// [`drop_old_partitions`], in small transactions. Returns how many rows.
///
/// # Errors
/// What failed, by table: the database does not answer; what was deleted before stays deleted.
pub async fn prune_default_partitions(db: &Db) -> Result<u64, Failures> {
    let now = db.ambient().now();
    let (mut rows, mut failures) = (0, Failures::default());
    for plan in PLANS {
        let Some(keep) = plan.keep else { continue };
        for _transaction in 0..DELETIONS_A_RUN {
            let what = format!("old rows of {}", plan.table);
            let deleted = failures.take(&what, prune_default_partition(db, plan.table, now - keep).await);
            rows += deleted.unsigned_abs();
            if deleted < DELETED_AT_ONCE {
                break;
            }
        }
    }
    failures.unless_any(rows)
}

async fn prune_default_partition(db: &Db, table: &str, before: DateTime<Utc>) -> Result<i64, DbError> {
    let mut tx = db.system_tx(SystemPurpose::Maintenance).await?;
    let deleted = sqlx::query_scalar!(
        r#"select core.prune_default_partition($1::text::regclass, $2, $3) as "deleted!""#,
        table,
        before,
        DELETED_AT_ONCE,
    )
    .fetch_one(tx.connection())
    .await?;
    tx.commit().await?;
    Ok(deleted)
}

/// Deletes sessions, links, unanswered questions to passkeys and attempt counters that mean nothing any more. Returns how many rows.
///
/// # Errors
/// The database does not answer.
pub async fn prune_identity(db: &Db) -> Result<u64, DbError> {
    let now = db.ambient().now();
    let mut tx = db.system_tx(SystemPurpose::Maintenance).await?;
    // Ended sessions stay for 90 days: they tell which addresses an account is known from.
    let sessions = sqlx::query!("delete from core.sessions where absolute_expires_at < $1", now - TimeDelta::days(90))
        .execute(tx.connection())
        .await?
        .rows_affected();
    let links = sqlx::query!("delete from core.setup_links where expires_at < $1", now - TimeDelta::days(30))
        .execute(tx.connection())
        .await?
        .rows_affected();
    let recovery = sqlx::query!("delete from core.recovery_links where expires_at < $1", now - TimeDelta::days(30))
        .execute(tx.connection())
        .await?
        .rows_affected();
    let ceremonies = sqlx::query!("delete from core.passkey_ceremonies where expires_at < $1", now)
        .execute(tx.connection())
        .await?
        .rows_affected();
    let attempts = sqlx::query!(
        "delete from core.sign_in_attempts where window_started_at < $1 and coalesce(blocked_until < $2, true)",
        now - TimeDelta::days(1),
        now,
    )
    .execute(tx.connection())
    .await?
    .rows_affected();
    tx.commit().await?;
    Ok(sessions + links + recovery + ceremonies + attempts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_tile_the_calendar() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        for (span, start, next) in [
            (Span::Week, (2026, 11, 16), (2026, 11, 23)),
            (Span::Month, (2026, 11, 1), (2026, 12, 1)),
            (Span::Year, (2026, 1, 1), (2027, 1, 1)),
        ] {
            let date = |(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).unwrap();
            assert_eq!(span.start(day), date(start));
            assert_eq!(span.next(span.start(day)), date(next));
        }
    }
}
