//! Where everything of a chart stands, and how pixels and data map onto each other.

use crate::annotations::{self, Placed};
use crate::axes::{BELOW, LEGEND_MARK, LEGEND_ROW, PIXELS_PER_TICK, legend_places};
use crate::chart::{LegendEntry, LegendMark};
use crate::civil::{MINUTE, clamp_time};
use crate::data::{MAX_SERIES, Point, visible};
use crate::forecast::BandPoint;
use crate::line::{DASHES, LineChart, ValueScale};
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
    /// Where the data is.
    pub plot: Rect,
    /// Time at the left edge of the plot, milliseconds since 1970, UTC; without times, the number of its first column.
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

/// What the dashed line is called.
pub(crate) const FORECAST: &str = "Forecast";
/// Narrower pictures have no room for labels beside the lines.
const NARROW: u32 = 480;

/// Where the series are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LabelPlace {
    Beside,
    Above,
    /// By the page around the picture.
    Elsewhere,
}

/// A series as it will be drawn.
pub(crate) struct Line {
    /// Its place among the series, which decides colour and dash.
    pub(crate) index: usize,
    /// Shortened to the room there is.
    pub(crate) label: String,
    pub(crate) points: Vec<Point>,
    /// A forecast rather than measurements.
    pub(crate) expected: bool,
}

pub(crate) struct Layout {
    pub(crate) geometry: ChartGeometry,
    pub(crate) value_ticks: Vec<ValueTick>,
    /// Without data an automatic axis has no meaning, and its labels are not shown.
    pub(crate) value_labels_invented: bool,
    pub(crate) time_ticks: Vec<TimeTick>,
    /// Only series with something to draw.
    pub(crate) lines: Vec<Line>,
    /// Ranges around the forecast, widest first.
    pub(crate) bands: Vec<(u8, Vec<BandPoint>)>,
    pub(crate) labels: LabelPlace,
    /// What stands above, if the labels do.
    pub(crate) legend: Vec<LegendEntry>,
    /// Left edge and row of each.
    pub(crate) legend_places: Vec<(f64, usize)>,
    pub(crate) marks: Vec<Placed>,
}

impl Layout {
    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

pub(crate) fn layout(chart: &LineChart) -> Layout {
    let (width, height) = size(chart.width, chart.height);
    let (from, to) = time_range(chart);
    let labels = match width {
        width if width >= NARROW => LabelPlace::Beside,
        _ if chart.legend_elsewhere => LabelPlace::Elsewhere,
        _ => LabelPlace::Above,
    };
    let room = match labels {
        LabelPlace::Beside => (f64::from(width) * 0.22).min(180.0),
        LabelPlace::Above | LabelPlace::Elsewhere => f64::from(width) - LEGEND_MARK,
    };
    let lines = lines(chart, from, to, room);
    let bands =
        chart.forecast.as_ref().map_or_else(Vec::new, |forecast| forecast.visible_bands(from, to, width as usize));
    let legend = if labels == LabelPlace::Above { legend(&lines, &bands) } else { Vec::new() };
    let (places, legend_rows) = legend_places(&legend, f64::from(width));
    let (low, high) = value_range(chart, &lines, &bands);

    // The room above depends on where the marks fall, which depends on the room left of the plot: so all is done twice.
    let framed = |mark_rows: usize| {
        let above = 8.0 + legend_rows as f64 * LEGEND_ROW + mark_rows as f64 * annotations::ROW;
        let plot_height = (f64::from(height) - above - BELOW).max(16.0);
        let axis = value_axis(low, high, chart.unit, (plot_height / PIXELS_PER_TICK) as usize + 1);
        let slack = slack(chart.palette);
        let left = axis.ticks.iter().map(|tick| width_of(&tick.label)).fold(16.0, f64::max) + 10.0 + slack;
        let named = lines
            .iter()
            .filter(|line| !line.label.is_empty() && !chart.is_continued(line))
            .map(|line| width_of(&line.label));
        let right = match (labels, named.reduce(f64::max)) {
            (LabelPlace::Beside, Some(longest)) => longest + 16.0 + slack,
            _ => 12.0,
        };
        let plot = Rect {
            x: left.round(),
            y: above,
            width: (f64::from(width) - left - right).round().max(16.0),
            height: plot_height.round(),
        };
        (ChartGeometry { width, height, plot, from, to, low: axis.low, high: axis.high }, axis.ticks)
    };
    let (mut geometry, mut value_ticks) = framed(0);
    let mut marks = Vec::new();
    if !chart.annotations.is_empty() {
        let rows = annotations::rows_of(&annotations::place(&chart.annotations, &geometry, None));
        (geometry, value_ticks) = framed(rows);
        marks = annotations::place(&chart.annotations, &geometry, Some(rows));
    }
    Layout {
        geometry,
        value_ticks,
        value_labels_invented: chart.scale != ValueScale::Percent,
        time_ticks: time_ticks(from, to, geometry.plot.width, &chart.offsets),
        lines,
        bands,
        labels,
        legend,
        legend_places: places,
        marks,
    }
}

/// A size that can be drawn.
pub(crate) fn size(width: u32, height: u32) -> (u32, u32) {
    (width.clamp(120, 8_000), height.clamp(60, 4_000))
}

/// On paper the font may be another, wider one.
pub(crate) fn slack(palette: Palette) -> f64 {
    if palette == Palette::Css { 0.0 } else { 10.0 }
}

fn lines(chart: &LineChart, from: i64, to: i64, room: f64) -> Vec<Line> {
    let measured = chart.series.iter().take(MAX_SERIES).enumerate();
    let measured = measured.map(|(index, series)| (index, series.label.as_str(), &series.points, chart.gap, false));
    let expected = chart.forecast.iter().map(|forecast| (0, FORECAST, &forecast.points, None, true));
    let mut out = Vec::new();
    for (index, label, points, gap, expected) in measured.chain(expected) {
        let points = visible(points, from, to, gap);
        if points.iter().any(|point| point.value.is_finite()) {
            out.push(Line { index, label: shortened(&printable(label), room).into_owned(), points, expected });
        }
    }
    out
}

fn legend(lines: &[Line], bands: &[(u8, Vec<BandPoint>)]) -> Vec<LegendEntry> {
    let mark = |line: &Line| {
        let dashed = line.expected || DASHES.get(line.index).is_some_and(|dash| !dash.is_empty());
        if dashed { LegendMark::Dashed } else { LegendMark::Solid }
    };
    let entry = |line: &Line| LegendEntry { label: line.label.clone(), colour: line.index, mark: mark(line) };
    let mut out: Vec<LegendEntry> = lines.iter().map(entry).collect();
    if !bands.is_empty() {
        out.push(LegendEntry {
            label: bands_label(bands.iter().map(|band| band.0)),
            colour: 0,
            mark: LegendMark::Band,
        });
    }
    out
}

/// `80 and 95 %`
pub(crate) fn bands_label(percents: impl Iterator<Item = u8>) -> String {
    let mut percents: Vec<u8> = percents.collect();
    percents.sort_unstable();
    let words: Vec<String> = percents.iter().map(u8::to_string).collect();
    format!("{} %", words.join(" and "))
}

/// The chart's range, or the extent of its data; never without extent if there is a single point.
pub(crate) fn time_range(chart: &LineChart) -> (i64, i64) {
    let asked = chart.range.map(|(from, to)| (clamp_time(from), clamp_time(to))).filter(|(from, to)| from < to);
    asked.unwrap_or_else(|| {
        let expected = chart.forecast.iter().flat_map(|forecast| &forecast.points);
        let drawn = chart.series.iter().take(MAX_SERIES).flat_map(|series| &series.points).chain(expected);
        let times = drawn.filter(|point| point.value.is_finite()).map(|point| clamp_time(point.time));
        match times.fold(None, |extent: Option<(i64, i64)>, time| {
            Some(extent.map_or((time, time), |(low, high)| (low.min(time), high.max(time))))
        }) {
            Some((from, to)) if from == to => (from - MINUTE / 2, to + MINUTE / 2),
            extent => extent.unwrap_or_default(),
        }
    })
}

fn value_range(chart: &LineChart, lines: &[Line], bands: &[(u8, Vec<BandPoint>)]) -> (f64, f64) {
    let values = lines.iter().flat_map(|line| &line.points).map(|point| point.value).filter(|value| value.is_finite());
    let edges = bands.iter().flat_map(|band| &band.1).flat_map(|point| [point.low, point.high]);
    let values = values.chain(edges);
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
