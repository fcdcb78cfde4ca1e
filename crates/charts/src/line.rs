//! Line and area charts over time.

use crate::civil::OffsetChange;
use crate::data::Series;
use crate::downsample::min_max;
use crate::finding::finding;
use crate::format::Unit;
use crate::labels::{LABEL_HEIGHT, spread};
use crate::layout::{LEGEND_MARK, LEGEND_ROW, LabelPlace, Layout, Line, layout};
use crate::palette::{Ink, Palette};
use crate::surface::{Anchor, Frame, Grain, Pixel, Shape, Surface};
use crate::text::{is_blank, width_of};

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
            width: 720,
            height: 240,
            palette: Palette::Css,
        }
    }
}

const LINE_WIDTH: f64 = 1.75;
const AREA_OPACITY: f64 = 0.12;
/// In eighths of a pixel; the first three lines are solid.
const DASHES: [&str; 6] =
    ["", "", "", " stroke-dasharray=\"48 32\"", " stroke-dasharray=\"16 24\"", " stroke-dasharray=\"72 24 16 24\""];

/// The chart as SVG.
#[must_use]
pub fn line_chart(chart: &LineChart) -> String {
    let layout = layout(chart);
    let description = finding(chart);
    let title = if is_blank(&chart.title) { labels_joined(chart) } else { chart.title.clone() };
    let frame = Frame {
        id: &chart.id,
        class: "chart",
        title: &title,
        description: &description,
        width: layout.geometry.width,
        height: layout.geometry.height,
        fluid: true,
    };
    let mut surface = Surface::new(&frame, chart.palette);
    grid(&mut surface, &layout);
    let curves: Vec<Curve> = layout.lines.iter().map(|line| curve(&layout, line, chart)).collect();
    // All areas first: none may tint another series' line.
    for curve in &curves {
        surface.group(" class=\"chart-area\"", Grain::Fine, &curve.areas);
    }
    for (line, curve) in layout.lines.iter().zip(&curves) {
        let dash = DASHES.get(line.index).copied().unwrap_or_default();
        let cap = if dash.is_empty() { " stroke-linecap=\"round\"" } else { "" };
        let stroke = format!(" class=\"chart-line\" stroke-linejoin=\"round\"{cap}{dash}");
        surface.group(&stroke, Grain::Fine, &curve.lines);
        surface.group(" class=\"chart-dot\"", Grain::Fine, &curve.dots);
    }
    axis_labels(&mut surface, &layout);
    match layout.labels {
        LabelPlace::Beside => labels_beside(&mut surface, &layout),
        LabelPlace::Above => labels_above(&mut surface, &layout),
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

fn labels_joined(chart: &LineChart) -> String {
    let labels: Vec<&str> =
        chart.series.iter().map(|series| series.label.as_str()).filter(|label| !is_blank(label)).collect();
    if labels.is_empty() { "Chart".to_owned() } else { labels.join(", ") }
}

fn grid(surface: &mut Surface, layout: &Layout) {
    let plot = layout.geometry.plot;
    let hairline = |(index, tick): (usize, &crate::ValueTick)| {
        let y = layout.geometry.y(tick.value).round();
        let base = tick.value == 0.0 || (index == 0 && layout.geometry.low > 0.0);
        let ink = if base { Ink::Axis } else { Ink::Grid };
        Shape::Line { path: vec![(plot.x, y), (plot.x + plot.width, y)], ink, width: 1.0, opacity: 1.0 }
    };
    let lines: Vec<Shape> = layout.value_ticks.iter().enumerate().map(hairline).collect();
    surface.group(
        " class=\"chart-grid\" transform=\"translate(0 .5)\" shape-rendering=\"crispEdges\"",
        Grain::Pixel,
        &lines,
    );
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
    let gap = chart.gap.map(|gap| gap.max(column));
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
        if chart.area {
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
    let plot = geometry.plot;
    let mut texts = Vec::new();
    if !layout.is_empty() || !layout.value_labels_invented {
        for tick in &layout.value_ticks {
            let at = (plot.x - 8.0, geometry.y(tick.value));
            texts.push(Shape::Text { text: tick.label.clone(), at, anchor: Anchor::End, ink: Ink::Muted });
        }
    }
    for tick in &layout.time_ticks {
        let half = width_of(&tick.label) / 2.0;
        let farthest = f64::from(geometry.width) - half;
        let at = (geometry.x(tick.time).min(farthest).max(half), plot.y + plot.height + 16.0);
        texts.push(Shape::Text { text: tick.label.clone(), at, anchor: Anchor::Middle, ink: Ink::Muted });
    }
    if layout.is_empty() {
        // Between two grid lines, so that none runs through the words.
        let intervals = layout.value_ticks.len().saturating_sub(1).max(1);
        let share = (intervals / 2) as f64 + 0.5;
        let at = (plot.x + plot.width / 2.0, plot.y + plot.height * share / intervals as f64);
        texts.push(Shape::Text {
            text: "No data in this range".to_owned(),
            at,
            anchor: Anchor::Middle,
            ink: Ink::Muted,
        });
    }
    surface.group(" class=\"chart-axis\" font-size=\"11\"", Grain::Pixel, &texts);
}

fn labels_beside(surface: &mut Surface, layout: &Layout) {
    let geometry = &layout.geometry;
    let plot = geometry.plot;
    let edge = plot.x + plot.width;
    let ends: Vec<(&Line, Pixel)> = layout
        .lines
        .iter()
        .filter(|line| !line.label.is_empty())
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

fn labels_above(surface: &mut Surface, layout: &Layout) {
    for (line, (x, row)) in layout.lines.iter().zip(&layout.legend) {
        if line.label.is_empty() {
            continue;
        }
        let y = 8.0 + *row as f64 * LEGEND_ROW;
        let ink = Ink::Series(line.index);
        let dash = DASHES.get(line.index).copied().unwrap_or_default();
        let mark = Shape::Line { path: vec![(*x, y), (x + LEGEND_MARK - 6.0, y)], ink, width: 2.0, opacity: 1.0 };
        let text = Shape::Text {
            text: line.label.clone(),
            at: (x + LEGEND_MARK, y),
            anchor: Anchor::Start,
            ink: Ink::SeriesText(line.index),
        };
        surface.group(&format!(" class=\"chart-leader\"{dash}"), Grain::Fine, &[mark]);
        surface.group(" class=\"chart-label\" font-size=\"11\" font-weight=\"500\"", Grain::Pixel, &[text]);
    }
}
