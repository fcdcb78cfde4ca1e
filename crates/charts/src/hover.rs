//! What stands under the pointer of a chart over time, and what stands a step further.

use crate::chart::{PAGE, Place, Step};
use crate::civil::{Local, SECOND};
use crate::data::{MAX_SERIES, Point};
use crate::format::precise;
use crate::layout::{ChartGeometry, FORECAST, Rect, geometry};
use crate::line::LineChart;
use std::borrow::Cow;

/// The measurements nearest to a pixel.
#[derive(Clone, Debug, PartialEq)]
pub struct Hover {
    /// Where the crosshair belongs: the time of the nearest measurement, milliseconds since 1970, UTC; in charts without
    /// times, the number of the column.
    pub time: i64,
    /// The row, in charts that have rows; otherwise 0.
    pub row: usize,
    /// The stretch of time that it stands for, where measurements are of stretches.
    pub span: Option<(i64, i64)>,
    /// Its horizontal pixel.
    pub x: f64,
    /// The instant or the column in words: `3 Nov 2026 14:05`.
    pub heading: String,
    /// What to outline, where measurements are boxes.
    pub outline: Option<Rect>,
    /// One for each series that has a measurement there, in the order of the series.
    pub values: Vec<HoverValue>,
}

/// One series under the pointer.
#[derive(Clone, Debug, PartialEq)]
pub struct HoverValue {
    /// Its place among the series; colour `--viz-{series + 1}`.
    pub series: usize,
    /// Its name.
    pub label: String,
    /// Of its own nearest measurement.
    pub time: i64,
    /// In the unit of the chart.
    pub value: f64,
    /// The vertical pixel of its dot.
    pub y: f64,
    /// The value with its unit.
    pub text: String,
}

/// What stands at the horizontal pixel `x` of the picture; `None` outside the plot or without data.
///
/// Sorts what is not in order; [`ChartGeometry::nearest`] does not.
#[must_use]
pub fn nearest(chart: &LineChart, x: f64) -> Option<Hover> {
    geometry(chart).nearest(&in_order(chart), x)
}

/// The chart with points ascending by time.
pub(crate) fn in_order(chart: &LineChart) -> Cow<'_, LineChart> {
    let ascends = |points: &Vec<Point>| points.is_sorted_by_key(|point| point.time);
    let expected = || chart.forecast.iter().map(|forecast| &forecast.points);
    if chart.series.iter().map(|series| &series.points).chain(expected()).all(ascends) {
        return Cow::Borrowed(chart);
    }
    let mut chart = chart.clone();
    let expected = chart.forecast.iter_mut().map(|forecast| &mut forecast.points);
    for points in chart.series.iter_mut().map(|series| &mut series.points).chain(expected) {
        points.sort_by_key(|point| point.time);
    }
    Cow::Owned(chart)
}

/// One line as the reader meets it.
struct Track<'a> {
    colour: usize,
    label: &'a str,
    /// Finite or not, within the range.
    points: &'a [Point],
    expected: bool,
}

impl Track<'_> {
    fn first(&self) -> Option<&Point> {
        self.points.iter().find(|point| point.value.is_finite())
    }

    fn last(&self) -> Option<&Point> {
        self.points.iter().rfind(|point| point.value.is_finite())
    }

    /// The first at `time` or after.
    fn from(&self, time: i64) -> Option<&Point> {
        let at = self.points.partition_point(|point| point.time < time);
        self.points.get(at..)?.iter().find(|point| point.value.is_finite())
    }

    /// The last before `time`.
    fn before(&self, time: i64) -> Option<&Point> {
        let at = self.points.partition_point(|point| point.time < time);
        self.points.get(..at)?.iter().rfind(|point| point.value.is_finite())
    }

    fn closest(&self, time: i64) -> Option<&Point> {
        let (before, after) = (self.before(time), self.from(time));
        match (before, after) {
            (Some(before), Some(after)) if before.time.abs_diff(time) <= after.time.abs_diff(time) => Some(before),
            (before, after) => after.or(before),
        }
    }
}

impl ChartGeometry {
    /// [`nearest`] without laying out again, by binary search: keep the geometry while the pointer moves. Points ascend by
    /// time.
    #[must_use]
    pub fn nearest(&self, chart: &LineChart, x: f64) -> Option<Hover> {
        if !self.is_over(x) {
            return None;
        }
        let pointed = self.time(x);
        let tracks = self.tracks(chart);
        let time =
            tracks.iter().filter_map(|track| track.closest(pointed)).min_by_key(|point| point.time.abs_diff(pointed));
        Some(self.hover(chart, &tracks, time?.time))
    }

    /// What stands a step from the measurement at `from`; the last, or the first if that is asked for, without one.
    #[must_use]
    pub(crate) fn step(&self, chart: &LineChart, from: Option<Place>, step: Step) -> Option<Hover> {
        let tracks = self.tracks(chart);
        let first = || tracks.iter().filter_map(Track::first).map(|point| point.time).min();
        let last = || tracks.iter().filter_map(Track::last).map(|point| point.time).max();
        let next = |time: i64| {
            tracks.iter().filter_map(|track| track.from(time.saturating_add(1))).map(|point| point.time).min()
        };
        let previous = |time: i64| tracks.iter().filter_map(|track| track.before(time)).map(|point| point.time).max();
        let many =
            |time: i64, on: &dyn Fn(i64) -> Option<i64>| (0..PAGE).fold(time, |time, _| on(time).unwrap_or(time));
        let time = match (step, from) {
            (Step::First, _) => first(),
            (Step::Last, _) | (_, None) => last(),
            (Step::Next, Some((time, _))) => next(time).or_else(last),
            (Step::Previous, Some((time, _))) => previous(time).or_else(first),
            (Step::PageForward, Some((time, _))) => Some(many(time, &next)).filter(|_| last().is_some()),
            (Step::PageBack, Some((time, _))) => Some(many(time, &previous)).filter(|_| last().is_some()),
            (Step::Up | Step::Down, Some((time, _))) => Some(time),
        };
        Some(self.hover(chart, &tracks, time?))
    }

    /// Whether a pixel lies over the plot, or so near that the first or last measurement is meant.
    pub(crate) fn is_over(&self, x: f64) -> bool {
        let reach = 6.0;
        (self.plot.x - reach..=self.plot.x + self.plot.width + reach).contains(&x)
    }

    fn tracks<'a>(&self, chart: &'a LineChart) -> Vec<Track<'a>> {
        let measured = chart.series.iter().take(MAX_SERIES).enumerate();
        let measured = measured.map(|(colour, series)| (colour, series.label.as_str(), &series.points, false));
        let expected = chart.forecast.iter().map(|forecast| (0, FORECAST, &forecast.points, true));
        let inside = |points: &'a [Point]| {
            let start = points.partition_point(|point| point.time < self.from);
            let end = points.partition_point(|point| point.time <= self.to).max(start);
            points.get(start..end).unwrap_or_default()
        };
        measured
            .chain(expected)
            .map(|(colour, label, points, expected)| Track { colour, label, points: inside(points), expected })
            .collect()
    }

    fn hover(&self, chart: &LineChart, tracks: &[Track<'_>], time: i64) -> Hover {
        let mut values = Vec::new();
        for track in tracks {
            let Some(point) = track.closest(time) else { continue };
            let far = chart.gap.is_some_and(|gap| point.time.abs_diff(time) > gap.unsigned_abs());
            // Whether the series had begun and not yet ended.
            let begun = track.first().is_some_and(|first| first.time <= time);
            let ended = track.last().is_none_or(|last| last.time < time);
            if far || !begun || ended {
                continue;
            }
            let mut text = precise(point.value, chart.unit);
            let range = chart.forecast.as_ref().filter(|_| track.expected).and_then(|all| all.widest_at(point.time));
            if let Some((percent, range)) = range {
                let (low, high) = (precise(range.low, chart.unit), precise(range.high, chart.unit));
                text = format!("{text} ({percent} %: {low} to {high})");
            }
            values.push(HoverValue {
                series: track.colour,
                label: track.label.trim().to_owned(),
                time: point.time,
                value: point.value,
                y: self.y(point.value),
                text,
            });
        }
        let heading = Local::at(time, &chart.offsets).full(time.rem_euclid(60 * SECOND) != 0);
        Hover { time, row: 0, span: None, x: self.x(time), heading, outline: None, values }
    }
}
