//! Points and rollups, through the functions that know the organization's series.

use cauldron_db::{DbError, OrgTx};
use chrono::{DateTime, Utc};

pub(crate) struct Written {
    /// How many points were new.
    pub(crate) written: i64,
    /// Places, from 1, of the points that lie before `oldest`.
    pub(crate) refused: Vec<i64>,
}

/// Writes points that do not lie before `oldest`.
pub(crate) async fn write(
    tx: &mut OrgTx,
    series: &[i64],
    times: &[DateTime<Utc>],
    values: &[f64],
    oldest: DateTime<Utc>,
) -> Result<Written, DbError> {
    Ok(sqlx::query_as!(
        Written,
        r#"select written as "written!", refused as "refused!" from timeseries.write_points($1, $2, $3, $4)"#,
        series,
        times,
        values,
        oldest,
    )
    .fetch_one(tx.connection())
    .await?)
}

/// The points of one series, in order of time.
pub(crate) struct PointColumns {
    pub(crate) series: i64,
    pub(crate) times: Vec<DateTime<Utc>>,
    /// As many as times.
    pub(crate) values: Vec<f64>,
}

/// Up to `limit` points with times in `[from, to)`.
pub(crate) async fn read(
    tx: &mut OrgTx,
    series: &[i64],
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<PointColumns>, DbError> {
    Ok(sqlx::query_as!(
        PointColumns,
        r#"select series_id as "series!", times as "times!", values as "values!"
           from timeseries.read_points($1, $2, $3, $4)"#,
        series,
        from,
        to,
        limit,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// The buckets of one series, in order of time; all columns are equally long.
pub(crate) struct BucketColumns {
    pub(crate) series: i64,
    pub(crate) times: Vec<DateTime<Utc>>,
    pub(crate) counts: Vec<i64>,
    pub(crate) sums: Vec<f64>,
    pub(crate) lows: Vec<f64>,
    pub(crate) highs: Vec<f64>,
    pub(crate) firsts: Vec<f64>,
    pub(crate) lasts: Vec<f64>,
}

/// Up to `limit` buckets with starts in `[from, to)`.
pub(crate) async fn read_buckets(
    tx: &mut OrgTx,
    series: &[i64],
    resolution: &str,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<BucketColumns>, DbError> {
    Ok(sqlx::query_as!(
        BucketColumns,
        r#"select series_id as "series!", times as "times!", counts as "counts!", sums as "sums!", lows as "lows!",
               highs as "highs!", firsts as "firsts!", lasts as "lasts!"
           from timeseries.read_rollup($1, $2, $3, $4, $5)"#,
        series,
        resolution,
        from,
        to,
        limit,
    )
    .fetch_all(tx.connection())
    .await?)
}
