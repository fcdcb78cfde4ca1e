//! Recomputing the rollups of changed minutes.
//!
//! Each level is computed anew from the one below for every bucket that was touched, so running it twice, or after a
//! crash, gives the same: late and out-of-order points simply touch an old bucket.

use cauldron_db::{DbError, SystemTx};
use chrono::{DateTime, Utc};

/// Since when each level that a rollup is made from is complete: before that the retention may have taken rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Complete {
    pub(crate) points: DateTime<Utc>,
    pub(crate) minutes: DateTime<Utc>,
    pub(crate) quarter_hours: DateTime<Utc>,
}

/// False when another process is at it.
pub(crate) async fn try_lock(tx: &mut SystemTx) -> Result<bool, DbError> {
    Ok(sqlx::query_scalar!(r#"select pg_try_advisory_xact_lock(hashtext('cauldron rollups')) as "locked!""#)
        .fetch_one(tx.connection())
        .await?)
}

/// Computes the touched buckets of `$level`, as long as `$length` says, from the level `$below`: those that begin at `$since` or
/// later, or all.
macro_rules! from_below {
    ($tx:expr, $level:tt, $below:tt, $length:tt, $series:expr, $minutes:expr, $since:expr) => {
        sqlx::query!(
            "insert into timeseries." + $level + " as rollup (series_id, time, count, sum, min, max, first, last)
             select points.series_id, touched.start, sum(count)::bigint, sum(sum), min(min), max(max),
                 (array_agg(first order by points.time))[1], (array_agg(last order by points.time desc))[1]
             from (select distinct series_id, date_bin('" + $length + "', minute, 'epoch')
                 from unnest($1::bigint[], $2::timestamptz[]) as mark (series_id, minute)) as touched (series_id, start)
             join timeseries." + $below + " as points on points.series_id = touched.series_id
                 and points.time >= touched.start and points.time < touched.start + interval '" + $length + "'
             where $3::timestamptz is null or touched.start >= $3
             group by points.series_id, touched.start
             on conflict (series_id, time) do update set count = excluded.count, sum = excluded.sum, min = excluded.min,
                 max = excluded.max, first = excluded.first, last = excluded.last",
            $series,
            $minutes,
            $since as Option<DateTime<Utc>>,
        )
        .execute($tx.connection())
        .await?
    };
}

/// Takes up to `limit` marks and recomputes what they touch at all four levels. A bucket that begins before its source is
/// complete stays as it is: computed from what is left it would shrink. Returns how many marks there were.
pub(crate) async fn roll_up(tx: &mut SystemTx, limit: i64, since: Complete) -> Result<i64, DbError> {
    // The marks are deleted by a statement of its own: the recomputation that follows takes a later snapshot and so sees
    // at least the points for which they stand.
    let taken = sqlx::query!(
        r#"with taken as (
               delete from timeseries.rollup_marks
               where id in (select id from timeseries.rollup_marks order by id limit $1)
               returning series_ids, minutes),
           flat as (
               select distinct series_id, minute from taken, unnest(series_ids, minutes) as mark (series_id, minute))
           select (select count(*) from taken) as "marks!", coalesce(array_agg(series_id), '{}') as "series!",
               coalesce(array_agg(minute), '{}') as "minutes!: Vec<DateTime<Utc>>"
           from flat"#,
        limit,
    )
    .fetch_one(tx.connection())
    .await?;
    if taken.marks == 0 {
        return Ok(0);
    }
    let (series, minutes) = (&taken.series, &taken.minutes);
    sqlx::query!(
        "insert into timeseries.points_1m as rollup (series_id, time, count, sum, min, max, first, last)
         select points.series_id, touched.minute, count(*), sum(value), min(value), max(value),
             (array_agg(value order by points.time))[1], (array_agg(value order by points.time desc))[1]
         from (select distinct * from unnest($1::bigint[], $2::timestamptz[])) as touched (series_id, minute)
         join timeseries.points on points.series_id = touched.series_id
             and points.time >= touched.minute and points.time < touched.minute + interval '1 minute'
         where touched.minute >= $3
         group by points.series_id, touched.minute
         on conflict (series_id, time) do update set count = excluded.count, sum = excluded.sum, min = excluded.min,
             max = excluded.max, first = excluded.first, last = excluded.last",
        series,
        minutes,
        since.points,
    )
    .execute(tx.connection())
    .await?;
    from_below!(tx, "points_15m", "points_1m", "15 minutes", series, minutes, Some(since.minutes));
    from_below!(tx, "points_1h", "points_15m", "1 hour", series, minutes, Some(since.quarter_hours));
    // Hours are kept for good: there is no bucket that could have lost one.
    from_below!(tx, "points_1d", "points_1h", "1 day", series, minutes, None);
    Ok(taken.marks)
}
