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

pub(crate) struct PointRow {
    pub(crate) series: i64,
    pub(crate) time: DateTime<Utc>,
    pub(crate) value: f64,
}

/// Up to `limit` points with times in `[from, to)`, by series and time.
pub(crate) async fn read(
    tx: &mut OrgTx,
    series: &[i64],
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<PointRow>, DbError> {
    Ok(sqlx::query_as!(
        PointRow,
        r#"select series_id as "series!", time as "time!", value as "value!"
           from timeseries.read_points($1, $2, $3) limit $4"#,
        series,
        from,
        to,
        limit,
    )
    .fetch_all(tx.connection())
    .await?)
}

pub(crate) struct BucketRow {
    pub(crate) series: i64,
    pub(crate) time: DateTime<Utc>,
    pub(crate) count: i64,
    pub(crate) sum: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
    pub(crate) first: f64,
    pub(crate) last: f64,
}

/// Up to `limit` buckets with starts in `[from, to)`, by series and time.
pub(crate) async fn read_buckets(
    tx: &mut OrgTx,
    series: &[i64],
    resolution: &str,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<BucketRow>, DbError> {
    Ok(sqlx::query_as!(
        BucketRow,
        r#"select series_id as "series!", time as "time!", count as "count!", sum as "sum!", min as "min!", max as "max!",
               first as "first!", last as "last!"
           from timeseries.read_rollup($1, $2, $3, $4) limit $5"#,
        series,
        resolution,
        from,
        to,
        limit,
    )
    .fetch_all(tx.connection())
    .await?)
}
