//! Recording points and reading windows of them.

use crate::engine::extremes::{Drawn, Grain, Stretch, drawn};
use crate::engine::labels::canonical;
use crate::engine::resolution::{Resolution, Rollup, resolution_for};
use crate::store::points::{BucketColumns, PointColumns};
use crate::store::{points, series};
use cauldron_core::{ApiError, BusEvent, Ctx};
use cauldron_db::maintenance::POINTS_KEPT;
use cauldron_db::{Db, OrgTx};
use cauldron_types::{MetricSeries, MetricUnit, OrganizationId, Permission};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Whether values may be compared as they are or only by their growth.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SeriesKind {
    /// A value that goes up and down.
    Gauge,
    /// A value that only grows, until it starts again.
    Counter,
}

/// What identifies a series within an organization, and what its values are.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct SeriesKey {
    /// Dotted lower-case name, such as `host.cpu.utilization`.
    pub name: String,
    /// Name and value of each label; their order does not matter.
    pub labels: Vec<(String, String)>,
    /// Gauge or counter.
    pub kind: SeriesKind,
    /// Unit of the values.
    pub unit: MetricUnit,
}

impl SeriesKey {
    /// A gauge without labels.
    #[must_use]
    pub fn gauge(name: &str, unit: MetricUnit) -> Self {
        Self { name: name.to_owned(), labels: Vec::new(), kind: SeriesKind::Gauge, unit }
    }

    /// The same with one more label.
    #[must_use]
    pub fn with(mut self, label: &str, value: &str) -> Self {
        self.labels.push((label.to_owned(), value.to_owned()));
        self
    }
}

/// One value to be recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPoint {
    /// Its series.
    pub series: SeriesKey,
    /// When it was measured.
    pub time: DateTime<Utc>,
    /// The value; one that is not finite is refused.
    pub value: f64,
}

/// How much younger than the retention a point must be. A minute is rolled up a second after it was written; should that
/// take up to a day, the points beside a late one are still there.
const MARGIN: TimeDelta = TimeDelta::days(1);

/// What became of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// How many points were new.
    pub written: i64,
    /// Those that were not recorded, in the order of the batch.
    pub refused: Vec<RefusedPoint>,
}

/// A point that was not recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefusedPoint {
    /// Its index in the batch.
    pub index: usize,
    /// Why.
    pub reason: Refusal,
}

/// Why a point was not recorded; `Display` says it in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The value is infinite or not a number.
    NotFinite,
    /// The point is about as old as points get: those beside it may be gone.
    TooOld,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotFinite => formatter.write_str("The value is not a finite number."),
            Self::TooOld => write!(
                formatter,
                "The point is older than {} days, so it can no longer be added to what was computed from its time.",
                (POINTS_KEPT - MARGIN).num_days()
            ),
        }
    }
}

/// Records points, remembering the ids of the series it has seen.
#[derive(Debug, Default)]
pub struct Recorder {
    known: Mutex<KnownSeries>,
}

type KnownSeries = HashMap<OrganizationId, HashMap<SeriesKey, i64>>;

impl Recorder {
    /// Records a batch as [`Recorder::submit`] does, and logs what was refused. Returns how many points were new.
    ///
    /// # Errors
    /// As [`Recorder::submit`].
    pub async fn record(&self, db: &Db, ctx: &Ctx, batch: &[NewPoint]) -> Result<i64, ApiError> {
        let outcome = self.submit(db, ctx, batch).await?;
        let too_old = outcome.refused.iter().filter(|refused| refused.reason == Refusal::TooOld).count();
        if too_old > 0 {
            tracing::warn!(points.refused = too_old, reason = %Refusal::TooOld, "some points were not recorded");
        }
        Ok(outcome.written)
    }

    /// Records a batch in one transaction, announces it on the bus, and tells which points it refused and why. Idempotent:
    /// a point already known (same series, same time) stays as it was.
    ///
    /// # Errors
    /// Without `metric:write`; what the database answers. Nothing of the batch was recorded.
    pub async fn submit(&self, db: &Db, ctx: &Ctx, batch: &[NewPoint]) -> Result<Recorded, ApiError> {
        ctx.require(Permission::MetricWrite)?;
        let (finite, other): (Vec<_>, Vec<_>) =
            batch.iter().enumerate().partition(|(_, point)| point.value.is_finite());
        let mut refused: Vec<RefusedPoint> =
            other.into_iter().map(|(index, _)| RefusedPoint { index, reason: Refusal::NotFinite }).collect();
        if finite.is_empty() {
            return Ok(Recorded { written: 0, refused });
        }
        let mut tx = db.org_tx(ctx).await?;
        let mut fresh = HashMap::new();
        let mut ids = Vec::with_capacity(finite.len());
        for (_, point) in &finite {
            ids.push(match self.known_id(ctx.tenant.id, &point.series).or_else(|| fresh.get(&point.series).copied()) {
                Some(id) => id,
                None => {
                    let id = ensure(&mut tx, &point.series).await?;
                    fresh.insert(point.series.clone(), id);
                    id
                }
            });
        }
        let times: Vec<DateTime<Utc>> = finite.iter().map(|(_, point)| point.time).collect();
        let values: Vec<f64> = finite.iter().map(|(_, point)| point.value).collect();
        let oldest = ctx.now() - (POINTS_KEPT - MARGIN);
        let outcome = points::write(&mut tx, &ids, &times, &values, oldest).await?;
        let accepted = || times.iter().copied().filter(|time| *time >= oldest);
        if outcome.written > 0
            && let (Some(from), Some(to)) = (accepted().min(), accepted().max())
        {
            tx.publish(&BusEvent::MetricsRecorded { from, to }).await?;
        }
        tx.commit().await?;
        // Only now: a series made by a transaction that did not commit does not exist.
        self.lock().entry(ctx.tenant.id).or_default().extend(fresh);
        let places = outcome.refused.iter().filter_map(|place| usize::try_from(place - 1).ok());
        let too_old = places.filter_map(|place| finite.get(place));
        refused.extend(too_old.map(|(index, _)| RefusedPoint { index: *index, reason: Refusal::TooOld }));
        refused.sort_by_key(|refused| refused.index);
        Ok(Recorded { written: outcome.written, refused })
    }

    fn known_id(&self, organization: OrganizationId, key: &SeriesKey) -> Option<i64> {
        self.lock().get(&organization)?.get(key).copied()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, KnownSeries> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn ensure(tx: &mut OrgTx, key: &SeriesKey) -> Result<i64, ApiError> {
    let (labels, labels_key) = canonical(&key.labels);
    let kind = match key.kind {
        SeriesKind::Gauge => "gauge",
        SeriesKind::Counter => "counter",
    };
    Ok(series::ensure(tx, &key.name, &labels, &labels_key, kind, key.unit.as_str()).await?)
}

/// Most rows that are read for a window: what remains of a bound when there are far more series, or points, than charts show.
const MOST_ROWS: i64 = 200_000;

/// What to read: the series of some names over `[from, to)`, with at most about twice `points` samples each.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowQuery {
    /// Names of series. Series of one name are told apart by the value of their first label.
    pub names: Vec<String>,
    /// Start, inclusive.
    pub from: DateTime<Utc>,
    /// End, exclusive.
    pub to: DateTime<Utc>,
    /// About how many stretches of time a chart can show.
    pub points: u32,
}

/// Reads a window, from points or from the coarsest rollup that suffices. Where there is more than a chart can show, the
/// samples are the lowest and highest value of each stretch, so that no spike is lost, and its mean comes besides.
///
/// # Errors
/// Without `dashboard:read`; what the database answers.
pub async fn window(db: &Db, ctx: &Ctx, query: &WindowQuery) -> Result<Vec<MetricSeries>, ApiError> {
    ctx.require(Permission::DashboardRead)?;
    let mut tx = db.org_tx(ctx).await?;
    let series = series::by_names(&mut tx, &query.names).await?;
    let ids: Vec<i64> = series.iter().map(|row| row.id).collect();
    let (stored, rows) = match resolution_for(query.to - query.from, ctx.now() - query.from, query.points) {
        Resolution::Raw => match read_points(&mut tx, &ids, query).await? {
            Some(rows) => (0, rows),
            None => read_buckets(&mut tx, &ids, Rollup::Minutes, query).await?,
        },
        Resolution::Rollup(rollup) => read_buckets(&mut tx, &ids, rollup, query).await?,
    };
    tx.commit().await?;
    let grain =
        Grain { from: query.from.timestamp_millis(), to: query.to.timestamp_millis(), stored, points: query.points };
    let mut found: HashMap<i64, Drawn> =
        rows.into_iter().map(|(series, stretches)| (series, drawn(&stretches, grain))).collect();
    Ok(series
        .into_iter()
        .map(|row| (found.remove(&row.id).unwrap_or_default(), row))
        .map(|(Drawn { samples, means }, row)| MetricSeries {
            name: row.name,
            label: row
                .labels
                .as_object()
                .and_then(|labels| labels.values().next())
                .and_then(|value| value.as_str())
                .unwrap_or_default()
                .to_owned(),
            unit: row.unit.parse().unwrap_or(MetricUnit::None),
            samples,
            means,
        })
        .filter(|series| !series.samples.is_empty())
        .collect())
}

type BySeries = HashMap<i64, Vec<Stretch>>;

/// The points of the window; none when there are too many.
async fn read_points(tx: &mut OrgTx, series: &[i64], query: &WindowQuery) -> Result<Option<BySeries>, ApiError> {
    let columns = points::read(tx, series, query.from, query.to, MOST_ROWS + 1).await?;
    if total(columns.iter().map(|column| column.times.len())) > MOST_ROWS {
        return Ok(None);
    }
    let stretches = |column: PointColumns| {
        let points = column.times.iter().zip(column.values);
        (column.series, points.map(|(time, value)| Stretch::point(time.timestamp_millis(), value)).collect())
    };
    Ok(Some(columns.into_iter().map(stretches).collect()))
}

fn total(lengths: impl Iterator<Item = usize>) -> i64 {
    i64::try_from(lengths.sum::<usize>()).unwrap_or(i64::MAX)
}

/// The buckets of the window, with their length in milliseconds.
async fn read_buckets(
    tx: &mut OrgTx,
    series: &[i64],
    rollup: Rollup,
    query: &WindowQuery,
) -> Result<(i64, BySeries), ApiError> {
    let columns = points::read_buckets(tx, series, rollup.name(), query.from, query.to, MOST_ROWS).await?;
    if total(columns.iter().map(|column| column.times.len())) == MOST_ROWS {
        tracing::warn!(
            series.count = series.len(),
            rows.limit = MOST_ROWS,
            "a window is cut short: it has too many series"
        );
    }
    let found = columns.into_iter().map(|column| (column.series, stretches(&column))).collect();
    Ok((rollup.seconds() * 1000, found))
}

/// The columns side by side.
fn stretches(column: &BucketColumns) -> Vec<Stretch> {
    let (low, high) = (column.lows.iter(), column.highs.iter());
    let ends = column.firsts.iter().zip(&column.lasts);
    let amounts = column.counts.iter().zip(&column.sums);
    let rows = column.times.iter().zip(amounts).zip(low.zip(high)).zip(ends);
    rows.map(|(((time, (count, sum)), (low, high)), (first, last))| Stretch {
        time: time.timestamp_millis(),
        count: *count,
        sum: *sum,
        low: *low,
        high: *high,
        first: *first,
        last: *last,
    })
    .collect()
}
