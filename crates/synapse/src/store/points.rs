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

/// Points with times in `[from, to)`, by series and time.
pub(crate) async fn read(
    tx: &mut OrgTx,
    series: &[i64],
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<PointRow>, DbError> {
    Ok(sqlx::query_as!(
        PointRow,
        r#"select series_id as "series!", time as "time!", value as "value!" from timeseries.read_points($1, $2, $3)"#,
        series,
        from,
        to,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Means of buckets with starts in `[from, to)`, by series and time.
pub(crate) async fn read_means(
    tx: &mut OrgTx,
    series: &[i64],
    resolution: &str,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<PointRow>, DbError> {
    Ok(sqlx::query_as!(
        PointRow,
        r#"select series_id as "series!", time as "time!", sum / count as "value!"
           from timeseries.read_rollup($1, $2, $3, $4)"#,
        series,
        resolution,
        from,
        to,
    )
    .fetch_all(tx.connection())
    .await?)
}
