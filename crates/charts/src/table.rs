//! The chart as a table.

use std::collections::BTreeMap;

use crate::civil::{Local, OffsetChange, SECOND, clamp_time};
use crate::data::{MAX_SERIES, Point};
use crate::layout::time_range;
use crate::line::LineChart;

/// All values of one instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Milliseconds since 1970, UTC.
    pub time: i64,
    /// In local time: `3 Nov 2026 14:05`, with seconds if any row needs them.
    pub when: String,
    /// One per drawn series; `None` where it has no measurement. Write them with [`crate::format::precise`].
    pub values: Vec<Option<f64>>,
}

/// The measurements in the chart's range, ascending by time, for "view as table" and CSV.
#[must_use]
pub fn table(chart: &LineChart) -> Vec<Row> {
    let drawn = chart.series.iter().take(MAX_SERIES);
    let tracks: Vec<&[Point]> = drawn.map(|series| series.points.as_slice()).collect();
    joined(&tracks, time_range(chart), &chart.offsets)
}

/// All finite points in the range, joined by time.
pub(crate) fn joined(tracks: &[&[Point]], (from, to): (i64, i64), offsets: &[OffsetChange]) -> Vec<Row> {
    let mut cells: BTreeMap<i64, Vec<Option<f64>>> = BTreeMap::new();
    for (column, points) in tracks.iter().enumerate() {
        for point in points.iter().filter(|point| point.value.is_finite()) {
            let time = clamp_time(point.time);
            if (from..=to).contains(&time)
                && let Some(cell) = cells.entry(time).or_insert_with(|| vec![None; tracks.len()]).get_mut(column)
            {
                *cell = Some(point.value);
            }
        }
    }
    let with_seconds = cells.keys().any(|time| time.rem_euclid(60 * SECOND) != 0);
    let row = |(time, values)| Row { time, when: Local::at(time, offsets).full(with_seconds), values };
    cells.into_iter().map(row).collect()
}
