//! Where everything of a chart stands, and how pixels and data map onto each other.

use crate::civil::{MINUTE, clamp_time};
use crate::data::{MAX_SERIES, Point, visible};
use crate::labels::rows;
use crate::line::{LineChart, ValueScale};
use crate::palette::Palette;
use crate::scale::Linear;
use crate::text::{printable, shortened, width_of};
use crate::time_axis::{TimeTick, time_ticks};
use crate::value_axis::{ValueTick, value_axis};

/// A rectangle in pixels of the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// To the right.
    pub width: f64,
    /// Downwards.
    pub height: f64,
}

/// How pixels of the picture (its viewBox) and data map onto each other.
///
/// A picture shown wider than drawn is enlarged: multiply by `width` over the shown width to get from the pointer to here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChartGeometry {
    /// Of the picture.
    pub width: u32,
    /// Of the picture.
    pub height: u32,
    /// Where the lines are.
    pub plot: Rect,
    /// Time at the left edge of the plot, milliseconds since 1970, UTC.
    pub from: i64,
    /// Time at its right edge.
    pub to: i64,
    /// Value at its lower edge.
    pub low: f64,
    /// Value at its upper edge.
    pub high: f64,
}

impl ChartGeometry {
    /// The horizontal pixel of a time.
    #[must_use]
    pub fn x(&self, time: i64) -> f64 {
        self.horizontal().map(time as f64 - self.from as f64)
    }

    /// The time at a horizontal pixel; the nearer end of the range beyond the plot.
    #[must_use]
    pub fn time(&self, x: f64) -> i64 {
        let since = self.horizontal().invert(x).round() as i64;
        self.from.saturating_add(since).clamp(self.from, self.to.max(self.from))
    }

    /// The vertical pixel of a value.
    #[must_use]
    pub fn y(&self, value: f64) -> f64 {
        Linear::new((self.low, self.high), (self.plot.y + self.plot.height, self.plot.y)).map(value)
    }

    fn horizontal(&self) -> Linear {
        Linear::new((0.0, self.to as f64 - self.from as f64), (self.plot.x, self.plot.x + self.plot.width))
    }
}

/// The geometry that [`crate::line_chart`] draws with.
#[must_use]
pub fn geometry(chart: &LineChart) -> ChartGeometry {
    layout(chart).geometry
}

/// Height of a row of labels above the plot.
pub(crate) const LEGEND_ROW: f64 = 18.0;
/// Width of the stroke before such a label.
pub(crate) const LEGEND_MARK: f64 = 20.0;
/// Narrower pictures have no room for labels beside the lines.
const NARROW: u32 = 480;
const BELOW: f64 = 26.0;
const PIXELS_PER_TICK: f64 = 42.0;

/// Where the series are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LabelPlace {
    Beside,
    Above,
}

/// A series as it will be drawn.
pub(crate) struct Line {
    /// Its place among the series, which decides colour and dash.
    pub(crate) index: usize,
    /// Shortened to the room there is.
    pub(crate) label: String,
    pub(crate) points: Vec<Point>,
}

pub(crate) struct Layout {
    pub(crate) geometry: ChartGeometry,
    pub(crate) value_ticks: Vec<ValueTick>,
    /// Without data an automatic axis has no meaning, and its labels are not shown.
    pub(crate) value_labels_invented: bool,
    pub(crate) time_ticks: Vec<TimeTick>,
    /// Only series with something to draw.
    pub(crate) lines: Vec<Line>,
    pub(crate) labels: LabelPlace,
    /// Left edge and row of each line's label, if they stand above.
    pub(crate) legend: Vec<(f64, usize)>,
}

impl Layout {
    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

pub(crate) fn layout(chart: &LineChart) -> Layout {
    let (width, height) = (chart.width.clamp(120, 8_000), chart.height.clamp(60, 4_000));
    let (from, to) = time_range(chart);
    let labels = if width < NARROW { LabelPlace::Above } else { LabelPlace::Beside };
    let room = match labels {
        LabelPlace::Beside => (f64::from(width) * 0.22).min(180.0),
        LabelPlace::Above => f64::from(width) - LEGEND_MARK,
    };
    let mut lines = Vec::new();
    for (index, series) in chart.series.iter().take(MAX_SERIES).enumerate() {
        let points = visible(&series.points, from, to, chart.gap);
        if points.iter().any(|point| point.value.is_finite()) {
            lines.push(Line { index, label: shortened(&printable(&series.label), room).into_owned(), points });
        }
    }
    let legend = match labels {
        LabelPlace::Beside => Vec::new(),
        LabelPlace::Above => {
            let taken =
                |line: &Line| if line.label.is_empty() { 0.0 } else { LEGEND_MARK + width_of(&line.label) + 12.0 };
            rows(&lines.iter().map(taken).collect::<Vec<_>>(), f64::from(width))
        }
    };
    let named = lines.iter().any(|line| !line.label.is_empty());
    let legend_rows = if named { legend.last().map_or(0, |(_, row)| row + 1) } else { 0 };
    let above = 8.0 + legend_rows as f64 * LEGEND_ROW;
    let plot_height = (f64::from(height) - above - BELOW).max(16.0);

    let (low, high) = value_range(chart, &lines);
    let axis = value_axis(low, high, chart.unit, (plot_height / PIXELS_PER_TICK) as usize + 1);
    // On paper the font may be another, wider one.
    let slack = if chart.palette == Palette::Css { 0.0 } else { 10.0 };
    let left = axis.ticks.iter().map(|tick| width_of(&tick.label)).fold(16.0, f64::max) + 10.0 + slack;
    let right = match labels {
        LabelPlace::Beside if named => {
            lines.iter().map(|line| width_of(&line.label)).fold(0.0, f64::max) + 16.0 + slack
        }
        _ => 12.0,
    };
    let plot = Rect {
        x: left.round(),
        y: above,
        width: (f64::from(width) - left - right).round().max(16.0),
        height: plot_height.round(),
    };
    Layout {
        geometry: ChartGeometry { width, height, plot, from, to, low: axis.low, high: axis.high },
        value_ticks: axis.ticks,
        value_labels_invented: chart.scale != ValueScale::Percent,
        time_ticks: time_ticks(from, to, plot.width, &chart.offsets),
        lines,
        labels,
        legend,
    }
}

/// The chart's range, or the extent of its data; never without extent if there is a single point.
pub(crate) fn time_range(chart: &LineChart) -> (i64, i64) {
    let asked = chart.range.map(|(from, to)| (clamp_time(from), clamp_time(to))).filter(|(from, to)| from < to);
    asked.unwrap_or_else(|| {
        let drawn = chart.series.iter().take(MAX_SERIES).flat_map(|series| &series.points);
        let times = drawn.filter(|point| point.value.is_finite()).map(|point| clamp_time(point.time));
        match times.fold(None, |extent: Option<(i64, i64)>, time| {
            Some(extent.map_or((time, time), |(low, high)| (low.min(time), high.max(time))))
        }) {
            Some((from, to)) if from == to => (from - MINUTE / 2, to + MINUTE / 2),
            extent => extent.unwrap_or_default(),
        }
    })
}

fn value_range(chart: &LineChart, lines: &[Line]) -> (f64, f64) {
    let values = lines.iter().flat_map(|line| &line.points).map(|point| point.value).filter(|value| value.is_finite());
    let extent = values.fold(None, |extent: Option<(f64, f64)>, value| {
        Some(extent.map_or((value, value), |(low, high)| (low.min(value), high.max(value))))
    });
    let (low, high) = extent.unwrap_or_default();
    // An automatic axis starts at zero when that costs less than half of the height.
    let near_zero = low >= 0.0 && low < high / 2.0;
    match chart.scale {
        ValueScale::Percent => (low.min(0.0), high.max(100.0)),
        ValueScale::Auto if !(chart.area || near_zero) => (low, high),
        ValueScale::Auto | ValueScale::FromZero => (low.min(0.0), high.max(0.0)),
    }
}
