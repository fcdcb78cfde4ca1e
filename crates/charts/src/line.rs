//! Line and area charts over time.

use crate::annotations::{self, Annotation, draw_marks, draw_ranges};
use crate::axes::{self, FORECAST_DASH};
use crate::civil::OffsetChange;
use crate::data::{Point, Series};
use crate::downsample::min_max;
use crate::finding::finding;
use crate::forecast::{BandPoint, Forecast};
use crate::format::Unit;
use crate::labels::{LABEL_HEIGHT, spread};
use crate::layout::{LabelPlace, Layout, Line, layout};
use crate::palette::{Ink, Palette};
use crate::surface::{Anchor, Frame, Grain, Pixel, Shape, Surface};
use crate::text::is_blank;

/// Where the vertical axis begins and ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ValueScale {
    /// Around the data; from zero if zero is near, and for areas.
    #[default]
    Auto,
    /// From zero (or below, for negative values) to the data's maximum.
    FromZero,
    /// 0 to 100, more only if the data exceeds it.
    Percent,
}

/// Everything a line or area chart shows.
#[derive(Clone, Debug, PartialEq)]
pub struct LineChart {
    /// Unique on the page; the ids of title and description are made from it.
    pub id: String,
    /// Read by assistive technology, not drawn: the panel has the heading. The series' labels if empty.
    pub title: String,
    /// At most [`crate::MAX_SERIES`] are drawn. A series without points keeps its colour free for when it is switched on again.
    pub series: Vec<Series>,
    /// Of all values.
    pub unit: Unit,
    /// Milliseconds since 1970, UTC, both included; the extent of the data if absent.
    pub range: Option<(i64, i64)>,
    /// Whether the range ends now: the description then says "the last hour" and "now".
    pub live: bool,
    /// Offsets from UTC in the range.
    pub offsets: Vec<OffsetChange>,
    /// Neighbours further apart than these milliseconds are not joined.
    pub gap: Option<i64>,
    /// Extent of the vertical axis.
    pub scale: ValueScale,
    /// Fills the area between each line and zero.
    pub area: bool,
    /// What is expected of the first series after its history.
    pub forecast: Option<Forecast>,
    /// By series, where its points are the extremes of stretches of time: the mean of each, of which the average is said.
    pub means: Vec<Vec<Point>>,
    /// What happened meanwhile.
    pub annotations: Vec<Annotation>,
    /// The page names the series as well, so a narrow picture does not.
    pub legend_elsewhere: bool,
    /// CSS pixels at which text is 11 px; wider containers enlarge everything.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// Page or paper.
    pub palette: Palette,
}

impl Default for LineChart {
    fn default() -> Self {
        Self {
            id: String::new(),
            title: String::new(),
            series: Vec::new(),
            unit: Unit::None,
            range: None,
            live: false,
            offsets: Vec::new(),
            gap: None,
            scale: ValueScale::Auto,
            area: false,
            forecast: None,
            means: Vec::new(),
            annotations: Vec::new(),
            legend_elsewhere: false,
            width: 720,
            height: 240,
            palette: Palette::Css,
        }
    }
}

impl LineChart {
    /// Whether the line goes on as the forecast, whose end has the label.
    pub(crate) fn is_continued(&self, line: &Line) -> bool {
        line.index == 0 && !line.expected && self.forecast.as_ref().is_some_and(|forecast| !forecast.points.is_empty())
    }
}

const LINE_WIDTH: f64 = 1.75;
const AREA_OPACITY: f64 = 0.12;
/// In eighths of a pixel; the first three lines are solid.
pub(crate) const DASHES: [&str; 6] =
    ["", "", "", " stroke-dasharray=\"48 32\"", " stroke-dasharray=\"16 24\"", " stroke-dasharray=\"72 24 16 24\""];

/// The chart as SVG.
#[must_use]
pub fn line_chart(chart: &LineChart) -> String {
    let layout = layout(chart);
    let geometry = &layout.geometry;
    let mut description = finding(chart);
    description.push_str(&annotations::spoken(&chart.annotations, geometry.from, geometry.to, &chart.offsets));
    let labels: Vec<&str> = chart.series.iter().map(|series| series.label.as_str()).collect();
    let mut surface = surface_of(
        &Frame {
            id: &chart.id,
            class: "chart",
            title: &chart.title,
            description: &description,
            width: geometry.width,
            height: geometry.height,
            fluid: true,
        },
        &labels,
        chart.palette,
    );
    draw_ranges(&mut surface, geometry, &layout.marks);
    axes::grid(&mut surface, geometry, &layout.value_ticks);
    bands(&mut surface, &layout);
    let curves: Vec<Curve> = layout.lines.iter().map(|line| curve(&layout, line, chart)).collect();
    // All areas first: none may tint another series' line.
    for curve in &curves {
        surface.group(" class=\"chart-area\"", Grain::Fine, &curve.areas);
    }
    for (line, curve) in layout.lines.iter().zip(&curves) {
        let own = DASHES.get(line.index).copied().unwrap_or_default();
        let dash = if line.expected { FORECAST_DASH } else { own };
        let cap = if dash.is_empty() { " stroke-linecap=\"round\"" } else { "" };
        let stroke = format!(" class=\"chart-line\" stroke-linejoin=\"round\"{cap}{dash}");
        surface.group(&stroke, Grain::Fine, &curve.lines);
        surface.group(" class=\"chart-dot\"", Grain::Fine, &curve.dots);
    }
    if let Some(forecast) = &chart.forecast {
        now(&mut surface, &layout, forecast.now);
    }
    draw_marks(&mut surface, geometry, &layout.marks);
    axis_labels(&mut surface, &layout);
    match layout.labels {
        LabelPlace::Beside => labels_beside(&mut surface, &layout, chart),
        LabelPlace::Above => axes::legend_above(&mut surface, &layout.legend, &layout.legend_places),
        LabelPlace::Elsewhere => {}
    }
    surface.finish()
}

/// The chart with its areas filled, as SVG; the same as [`line_chart`] with [`LineChart::area`] set.
///
/// Set the field instead wherever [`crate::geometry`] is also used, so that both see the same axis.
#[must_use]
pub fn area_chart(chart: &LineChart) -> String {
    line_chart(&LineChart { area: true, ..chart.clone() })
}

/// A surface whose title is never empty: that of the frame, or the labels of what is drawn.
pub(crate) fn surface_of(frame: &Frame<'_>, labels: &[&str], palette: Palette) -> Surface {
    let labels: Vec<&str> = labels.iter().copied().filter(|label| !is_blank(label)).collect();
    let joined = if labels.is_empty() { "Chart".to_owned() } else { labels.join(", ") };
    let title = if is_blank(frame.title) { joined.as_str() } else { frame.title };
    Surface::new(&Frame { title, ..*frame }, palette)
}

/// Ranges around the forecast, the narrowest strongest because the wider lie beneath it.
fn bands(surface: &mut Surface, layout: &Layout) {
    let geometry = &layout.geometry;
    let area = |(_, points): &(u8, Vec<BandPoint>)| {
        let upper = points.iter().map(|point| (geometry.x(point.time), geometry.y(point.high)));
        let lower = points.iter().rev().map(|point| (geometry.x(point.time), geometry.y(point.low)));
        Shape::Area { path: upper.chain(lower).collect(), ink: Ink::Series(0), opacity: 0.16 }
    };
    let drawn = layout.bands.iter().filter(|(_, points)| points.len() > 1);
    surface.group(" class=\"chart-band\"", Grain::Fine, &drawn.map(area).collect::<Vec<_>>());
}

/// Where history ends.
fn now(surface: &mut Surface, layout: &Layout, now: i64) {
    let geometry = &layout.geometry;
    let plot = geometry.plot;
    if now < geometry.from || now > geometry.to {
        return;
    }
    let x = geometry.x(now);
    let path = vec![(x, plot.y), (x, plot.y + plot.height)];
    let line = Shape::Line { path, ink: Ink::Muted, width: 1.0, opacity: 1.0 };
    surface.group(" class=\"chart-now\" stroke-dasharray=\"8 24\"", Grain::Fine, &[line]);
    let (at, anchor) = if x - plot.x > 40.0 { (x - 6.0, Anchor::End) } else { (x + 6.0, Anchor::Start) };
    let text = Shape::Text { text: "now".to_owned(), at: (at, plot.y + 8.0), anchor, ink: Ink::Muted };
    surface.group(" class=\"chart-axis\" font-size=\"11\"", Grain::Pixel, &[text]);
}

/// The shapes of one series.
struct Curve {
    areas: Vec<Shape>,
    lines: Vec<Shape>,
    dots: Vec<Shape>,
}

fn curve(layout: &Layout, line: &Line, chart: &LineChart) -> Curve {
    let geometry = &layout.geometry;
    let columns = geometry.plot.width as usize;
    let few = min_max(&line.points, geometry.from, geometry.to, columns);
    // Inside a column the points in between are gone; their holes would be invisible anyway.
    let column = geometry.to.saturating_sub(geometry.from) / (columns as i64).max(1);
    let gap = chart.gap.filter(|_| !line.expected).map(|gap| gap.max(column));
    let floor = geometry.y(0.0_f64.clamp(geometry.low, geometry.high));
    let ink = Ink::Series(line.index);
    let (mut areas, mut lines, mut dots) = (Vec::new(), Vec::new(), Vec::new());
    for run in crate::data::runs(&few, gap) {
        let path: Vec<Pixel> = run.iter().map(|point| (geometry.x(point.time), geometry.y(point.value))).collect();
        let (Some(first), Some(last)) = (path.first().copied(), path.last().copied()) else {
            continue;
        };
        if last.0 - first.0 < 0.5 && (first.1 - last.1).abs() < 0.5 && path.len() < 3 {
            dots.push(Shape::Dot { at: first, radius: 2.5, ink });
            continue;
        }
        if chart.area && !line.expected {
            let mut around = path.clone();
            around.extend([(last.0, floor), (first.0, floor)]);
            areas.push(Shape::Area { path: around, ink, opacity: AREA_OPACITY });
        }
        lines.push(Shape::Line { path, ink, width: LINE_WIDTH, opacity: 1.0 });
    }
    Curve { areas, lines, dots }
}

fn axis_labels(surface: &mut Surface, layout: &Layout) {
    let geometry = &layout.geometry;
    let mut texts = Vec::new();
    if !layout.is_empty() || !layout.value_labels_invented {
        axes::value_labels(&mut texts, geometry, &layout.value_ticks);
    }
    axes::time_labels(&mut texts, geometry, &layout.time_ticks);
    if layout.is_empty() {
        axes::no_data(&mut texts, geometry, layout.value_ticks.len());
    }
    axes::axis_labels(surface, &texts);
}

fn labels_beside(surface: &mut Surface, layout: &Layout, chart: &LineChart) {
    let geometry = &layout.geometry;
    let plot = geometry.plot;
    let edge = plot.x + plot.width;
    let ends: Vec<(&Line, Pixel)> = layout
        .lines
        .iter()
        .filter(|line| !line.label.is_empty() && !chart.is_continued(line))
        .filter_map(|line| {
            let last = line.points.iter().rfind(|point| point.value.is_finite())?;
            Some((line, (geometry.x(last.time), geometry.y(last.value))))
        })
        .collect();
    let wanted: Vec<f64> = ends.iter().map(|(_, (_, y))| *y).collect();
    let placed = spread(&wanted, plot.y, plot.y + plot.height);
    let (mut texts, mut leaders) = (Vec::new(), Vec::new());
    for ((line, (x, y)), at) in ends.into_iter().zip(placed) {
        // A label that had to move, or that stands away from a line that ended early, is tied to it.
        if (at - y).abs() > LABEL_HEIGHT / 2.0 && edge - x < 2.0 {
            let path = vec![(edge + 2.0, y), (edge + 9.0, at)];
            leaders.push(Shape::Line { path, ink: Ink::Series(line.index), width: 1.0, opacity: 0.6 });
        }
        texts.push(Shape::Text {
            text: line.label.clone(),
            at: (edge + 12.0, at),
            anchor: Anchor::Start,
            ink: Ink::SeriesText(line.index),
        });
    }
    surface.group(" class=\"chart-leader\"", Grain::Fine, &leaders);
    surface.group(" class=\"chart-label\" font-size=\"11\" font-weight=\"500\"", Grain::Pixel, &texts);
}
