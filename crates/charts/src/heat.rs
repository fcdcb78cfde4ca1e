//! Heat maps: many amounts at a glance, in steps of one hue.

use crate::axes;
use crate::chart::{Chart, Figure, Figures, LegendEntry, PAGE, Place, Step, View};
use crate::format::{Unit, precise, value};
use crate::hover::{Hover, HoverValue};
use crate::layout::{ChartGeometry, Rect, size, slack};
use crate::line::surface_of;
use crate::palette::{Ink, Palette};
use crate::surface::{Anchor, Frame, Grain, Shape};
use crate::text::{printable, shortened, width_of};

/// Everything a heat map shows.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatMap {
    /// Unique on the page; the ids of title and description are made from it.
    pub id: String,
    /// Read by assistive technology, not drawn.
    pub title: String,
    /// Names from top to bottom.
    pub rows: Vec<String>,
    /// Names from left to right.
    pub columns: Vec<String>,
    /// One list for each row, one value for each column; a missing value is NaN, or absent at the end.
    pub values: Vec<Vec<f64>>,
    /// Of all values.
    pub unit: Unit,
    /// CSS pixels at which text is 11 px.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// Page or paper.
    pub palette: Palette,
}

impl Default for HeatMap {
    fn default() -> Self {
        Self {
            id: String::new(),
            title: String::new(),
            rows: Vec::new(),
            columns: Vec::new(),
            values: Vec::new(),
            unit: Unit::Count,
            width: 560,
            height: 220,
            palette: Palette::Css,
        }
    }
}

/// From faint to full; the eye tells no more apart.
const LEVELS: [f64; 7] = [0.1, 0.22, 0.36, 0.5, 0.66, 0.82, 1.0];
/// Smaller cells could not be told apart.
const SMALLEST: f64 = 4.0;
const LEGEND: f64 = 22.0;

/// Where everything stands.
struct Layout {
    geometry: ChartGeometry,
    /// As drawn: where there are more than fit, neighbours are averaged.
    rows: Vec<String>,
    columns: Vec<String>,
    values: Vec<Vec<f64>>,
    extent: Option<(f64, f64)>,
}

impl Layout {
    fn cell(&self, column: usize, row: usize) -> Rect {
        let plot = self.geometry.plot;
        let width = plot.width / self.columns.len().max(1) as f64;
        let height = plot.height / self.rows.len().max(1) as f64;
        let air = if width.min(height) >= 6.0 { 1.0 } else { 0.25 };
        Rect {
            x: plot.x + width * column as f64 + air,
            y: plot.y + height * row as f64 + air,
            width: width - 2.0 * air,
            height: height - 2.0 * air,
        }
    }

    fn value(&self, column: usize, row: usize) -> Option<f64> {
        self.values.get(row)?.get(column).copied().filter(|value| value.is_finite())
    }
}

fn layout(chart: &HeatMap) -> Layout {
    let (width, height) = size(chart.width, chart.height);
    let row_room = f64::from(width) * 0.25;
    let widest =
        chart.rows.iter().take(500).map(|name| width_of(&shortened(&printable(name), row_room))).fold(16.0, f64::max);
    // Names of days and hosts begin with wide letters.
    let left = (widest + 14.0 + slack(chart.palette)).round();
    let plot = Rect {
        x: left,
        y: LEGEND,
        width: (f64::from(width) - left - 4.0).max(16.0),
        height: (f64::from(height) - LEGEND - axes::BELOW).max(16.0),
    };
    let across = chart.columns.len().div_ceil(((plot.width / SMALLEST) as usize).max(1)).max(1);
    let down = chart.rows.len().div_ceil(((plot.height / SMALLEST) as usize).max(1)).max(1);
    let rows = names(&chart.rows, down);
    let columns = names(&chart.columns, across);
    let values: Vec<Vec<f64>> = (0..rows.len())
        .map(|row| (0..columns.len()).map(|column| mean(chart, row * down, down, column * across, across)).collect())
        .collect();
    let finite = values.iter().flatten().copied().filter(|value| value.is_finite());
    let extent = finite.fold(None, |extent: Option<(f64, f64)>, value| {
        Some(extent.map_or((value, value), |(low, high)| (low.min(value), high.max(value))))
    });
    let count = |names: &[String]| i64::try_from(names.len().max(1)).unwrap_or(i64::MAX);
    let geometry =
        ChartGeometry { width, height, plot, from: 0, to: count(&columns), low: 0.0, high: count(&rows) as f64 };
    Layout { geometry, rows, columns, values, extent }
}

fn names(all: &[String], group: usize) -> Vec<String> {
    all.chunks(group)
        .map(|names| match names {
            [only] => printable(only),
            [first, .., last] => format!("{} to {}", printable(first), printable(last)),
            [] => String::new(),
        })
        .collect()
}

fn mean(chart: &HeatMap, row: usize, down: usize, column: usize, across: usize) -> f64 {
    let rows = chart.values.iter().skip(row).take(down);
    let cells =
        rows.flat_map(|values| values.iter().skip(column).take(across)).copied().filter(|value| value.is_finite());
    let (mut mean, mut count) = (0.0, 0.0);
    for value in cells {
        count += 1.0;
        mean += value.clamp(-1e300, 1e300) / count - mean / count;
    }
    if count > 0.0 { mean } else { f64::NAN }
}

/// The step of a value between the extremes.
fn level(value: f64, (low, high): (f64, f64)) -> usize {
    // A map of amounts begins at zero: then the faintest is nothing rather than the least.
    let low = if low > 0.0 && low < high { 0.0 } else { low };
    let share = (value - low) / (high - low);
    if share.is_finite() { ((share * LEVELS.len() as f64) as usize).min(LEVELS.len() - 1) } else { LEVELS.len() / 2 }
}

/// The heat map as SVG.
#[must_use]
pub fn heat_map(chart: &HeatMap) -> String {
    let layout = layout(chart);
    let geometry = &layout.geometry;
    let description = chart.finding();
    let (width, height) = (geometry.width, geometry.height);
    let frame = Frame {
        id: &chart.id,
        class: "chart",
        title: &chart.title,
        description: &description,
        width,
        height,
        fluid: true,
    };
    let mut surface = surface_of(&frame, &[], chart.palette);
    let mut levels: [Vec<Shape>; LEVELS.len()] = Default::default();
    let mut texts = Vec::new();
    if let Some(extent) = layout.extent {
        for row in 0..layout.rows.len() {
            for column in 0..layout.columns.len() {
                if let Some(value) = layout.value(column, row)
                    && let Some(shapes) = levels.get_mut(level(value, extent))
                {
                    shapes.push(Shape::Rect { rect: layout.cell(column, row), ink: Ink::Series(0), opacity: 1.0 });
                }
            }
        }
        scale(&mut levels, &mut texts, &layout, chart.unit, extent);
    } else {
        axes::no_data(&mut texts, geometry, 2);
    }
    for (shapes, opacity) in levels.iter().zip(["0.1", "0.22", "0.36", "0.5", "0.66", "0.82", "1"]) {
        surface.group(&format!(" class=\"chart-cell\" fill-opacity=\"{opacity}\""), Grain::Fine, shapes);
    }
    labels(&mut texts, &layout);
    axes::axis_labels(&mut surface, &texts);
    surface.finish()
}

/// The steps of the hue with their ends, at the upper right.
fn scale(levels: &mut [Vec<Shape>], texts: &mut Vec<Shape>, layout: &Layout, unit: Unit, (low, high): (f64, f64)) {
    let right = layout.geometry.plot.x + layout.geometry.plot.width - 1.0;
    let most = value(high, unit);
    let begin = right - width_of(&most) - 8.0 - 12.0 * LEVELS.len() as f64;
    for (index, shapes) in levels.iter_mut().enumerate() {
        let rect = Rect { x: begin + 12.0 * index as f64, y: 3.0, width: 11.0, height: 10.0 };
        shapes.push(Shape::Rect { rect, ink: Ink::Series(0), opacity: 1.0 });
    }
    let least = value(if low > 0.0 && low < high { 0.0 } else { low }, unit);
    texts.push(Shape::Text { text: least, at: (begin - 6.0, 8.0), anchor: Anchor::End, ink: Ink::Muted });
    texts.push(Shape::Text { text: most, at: (right, 8.0), anchor: Anchor::End, ink: Ink::Muted });
}

fn labels(texts: &mut Vec<Shape>, layout: &Layout) {
    let plot = layout.geometry.plot;
    let lane = plot.height / layout.rows.len().max(1) as f64;
    let every = (13.0 / lane).ceil().max(1.0) as usize;
    for (row, name) in layout.rows.iter().enumerate().step_by(every) {
        let text = shortened(name, plot.x - 8.0).into_owned();
        let at = (plot.x - 8.0, plot.y + lane * (row as f64 + 0.5));
        texts.push(Shape::Text { text, at, anchor: Anchor::End, ink: Ink::Muted });
    }
    let lane = plot.width / layout.columns.len().max(1) as f64;
    let widest = layout.columns.iter().map(|name| width_of(name)).fold(0.0, f64::max).min(90.0) + 12.0;
    let every = (widest / lane).ceil().max(1.0) as usize;
    for (column, name) in layout.columns.iter().enumerate().step_by(every) {
        let text = shortened(name, (lane * every as f64 - 4.0).max(12.0)).into_owned();
        texts.push(axes::label_below(&layout.geometry, text, plot.x + lane * (column as f64 + 0.5)));
    }
}

impl HeatMap {
    fn hover(&self, layout: &Layout, column: usize, row: usize) -> Option<Hover> {
        let rect = layout.cell(column, row);
        let name = |names: &[String], index: usize| names.get(index).cloned().unwrap_or_default();
        let time = i64::try_from(column).ok()?;
        let values = layout.value(column, row).map(|value| HoverValue {
            series: 0,
            label: String::new(),
            time,
            value,
            y: rect.y + rect.height / 2.0,
            text: precise(value, self.unit),
        });
        Some(Hover {
            time,
            row,
            span: None,
            x: rect.x + rect.width / 2.0,
            heading: format!("{}, {}", name(&layout.rows, row), name(&layout.columns, column)),
            outline: Some(rect),
            values: values.into_iter().collect(),
        })
    }

    /// All cells with a value: row, column, value.
    fn cells(&self) -> impl Iterator<Item = (&String, &String, f64)> {
        self.rows.iter().zip(&self.values).flat_map(|(row, values)| {
            let finite = self.columns.iter().zip(values).filter(|(_, value)| value.is_finite());
            finite.map(move |(column, value)| (row, column, *value))
        })
    }
}

impl Chart for HeatMap {
    fn seen(&self, view: &View) -> Box<dyn Chart> {
        let mut chart = self.clone();
        chart.id.clone_from(&view.id);
        (chart.width, chart.height, chart.palette) = (view.width, view.height, view.palette);
        Box::new(chart)
    }

    fn svg(&self) -> String {
        heat_map(self)
    }

    fn geometry(&self) -> ChartGeometry {
        layout(self).geometry
    }

    fn finding(&self) -> String {
        let most = self.cells().max_by(|a, b| a.2.total_cmp(&b.2));
        let least = self.cells().min_by(|a, b| a.2.total_cmp(&b.2));
        let (Some(most), Some(least)) = (most, least) else {
            return "No data in this range.".to_owned();
        };
        if most.2 == least.2 {
            return format!("{} everywhere.", value(most.2, self.unit));
        }
        let place = |cell: (&String, &String, f64)| format!("{}, {}", printable(cell.0), printable(cell.1));
        let (high, low) = (value(most.2, self.unit), value(least.2, self.unit));
        format!("Highest at {} with {high}, lowest at {} with {low}.", place(most), place(least))
    }

    fn legend(&self) -> Vec<LegendEntry> {
        Vec::new()
    }

    fn figures(&self) -> Figures {
        let row = |(row, column, value): (&String, &String, f64)| {
            let head = format!("{}, {}", printable(row), printable(column));
            Figure { key: head.clone(), head, span: None, values: vec![Some(value)] }
        };
        Figures {
            head: "Place".to_owned(),
            columns: vec!["Value".to_owned()],
            rows: self.cells().map(row).collect(),
            over_time: false,
        }
    }

    fn unit(&self) -> Unit {
        self.unit
    }

    fn zoomable(&self) -> bool {
        false
    }

    fn nearest(&self, geometry: &ChartGeometry, x: f64, y: f64) -> Option<Hover> {
        let plot = geometry.plot;
        let layout = layout(self);
        let inside = |at: f64, start: f64, length: f64, count: usize| {
            let share = (at - start) / length;
            (count > 0 && (0.0..=1.0).contains(&share)).then(|| ((share * count as f64) as usize).min(count - 1))
        };
        let column = inside(x, plot.x, plot.width, layout.columns.len())?;
        let row = inside(y, plot.y, plot.height, layout.rows.len())?;
        self.hover(&layout, column, row)
    }

    fn step(&self, _geometry: &ChartGeometry, from: Option<Place>, step: Step) -> Option<Hover> {
        let layout = layout(self);
        let last = |count: usize| i64::try_from(count).ok()?.checked_sub(1).filter(|last| *last >= 0);
        let (last_column, last_row) = (last(layout.columns.len())?, last(layout.rows.len())?);
        let (column, row) = match from {
            Some((column, row)) => (column, i64::try_from(row).ok()?),
            None => (0, 0),
        };
        let (column, row) = match (step, from) {
            (Step::First, _) => (0, row),
            (Step::Last, _) => (last_column, row),
            (_, None) => (0, 0),
            (Step::Next, _) => (column.saturating_add(1), row),
            (Step::Previous, _) => (column.saturating_sub(1), row),
            (Step::PageForward, _) => (column.saturating_add(PAGE), row),
            (Step::PageBack, _) => (column.saturating_sub(PAGE), row),
            (Step::Up, _) => (column, row - 1),
            (Step::Down, _) => (column, row + 1),
        };
        let column = usize::try_from(column.clamp(0, last_column)).ok()?;
        self.hover(&layout, column, usize::try_from(row.clamp(0, last_row)).ok()?)
    }
}
