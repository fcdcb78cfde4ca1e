//! What stands under the pointer.

use crate::data::{MAX_SERIES, Point};
use crate::format::precise;
use crate::layout::{ChartGeometry, geometry};
use crate::line::LineChart;

/// The measurements nearest to a horizontal pixel.
#[derive(Clone, Debug, PartialEq)]
pub struct Hover {
    /// Where the crosshair belongs: the time of the nearest measurement, milliseconds since 1970, UTC.
    pub time: i64,
    /// Its horizontal pixel.
    pub x: f64,
    /// One for each series that has a measurement there, in the order of the series.
    pub values: Vec<HoverValue>,
}

/// One series under the pointer.
#[derive(Clone, Debug, PartialEq)]
pub struct HoverValue {
    /// Its place among the series; colour `--viz-{series + 1}`.
    pub series: usize,
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
#[must_use]
pub fn nearest(chart: &LineChart, x: f64) -> Option<Hover> {
    geometry(chart).nearest(chart, x)
}

impl ChartGeometry {
    /// [`nearest`] without laying out again: keep the geometry while the pointer moves.
    #[must_use]
    pub fn nearest(&self, chart: &LineChart, x: f64) -> Option<Hover> {
        let reach = 6.0;
        if !(self.plot.x - reach..=self.plot.x + self.plot.width + reach).contains(&x) {
            return None;
        }
        let drawn = || chart.series.iter().take(MAX_SERIES);
        let pointed = self.time(x);
        let time = drawn()
            .filter_map(|series| self.closest(&series.points, pointed))
            .min_by_key(|point| point.time.abs_diff(pointed))?
            .time;
        let mut values = Vec::new();
        for (series, line) in drawn().enumerate() {
            let Some(point) = self.closest(&line.points, time) else { continue };
            let far = chart.gap.is_some_and(|gap| point.time.abs_diff(time) > gap.unsigned_abs());
            if !far && self.covers(&line.points, time) {
                values.push(HoverValue {
                    series,
                    time: point.time,
                    value: point.value,
                    y: self.y(point.value),
                    text: precise(point.value, chart.unit),
                });
            }
        }
        Some(Hover { time, x: self.x(time), values })
    }

    fn shown<'a>(&self, points: &'a [Point]) -> impl Iterator<Item = &'a Point> {
        let range = self.from..=self.to;
        points.iter().filter(move |point| point.value.is_finite() && range.contains(&point.time))
    }

    fn closest<'a>(&self, points: &'a [Point], time: i64) -> Option<&'a Point> {
        self.shown(points).min_by_key(|point| point.time.abs_diff(time))
    }

    /// Whether the series had begun and not yet ended.
    fn covers(&self, points: &[Point], time: i64) -> bool {
        self.shown(points).any(|point| point.time <= time) && self.shown(points).any(|point| point.time >= time)
    }
}
