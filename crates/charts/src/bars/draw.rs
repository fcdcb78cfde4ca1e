//! Bars as SVG.

use super::slots::Slot;
use super::{BarChart, Buckets};
use crate::annotations::{self, Placed, draw_marks, draw_ranges};
use crate::axes::{self, BELOW, LEGEND_ROW, PIXELS_PER_TICK, legend_places};
use crate::chart::{Chart, LegendEntry};
use crate::format::{Unit, value};
use crate::layout::{ChartGeometry, Rect, size, slack};
use crate::line::surface_of;
use crate::palette::Ink;
use crate::surface::{Frame, Grain, Shape};
use crate::text::{shortened, width_of};
use crate::time_axis::time_ticks;
use crate::value_axis::{ValueTick, value_axis};

/// Categories are no wider than this, however few there are.
const WIDEST: f64 = 56.0;

/// Where everything stands.
pub(crate) struct BarLayout {
    pub(crate) geometry: ChartGeometry,
    pub(crate) slots: Vec<Slot>,
    ticks: Vec<ValueTick>,
    legend: Vec<LegendEntry>,
    places: Vec<(f64, usize)>,
    marks: Vec<Placed>,
}

/// The rectangle of one value.
pub(crate) struct Bar {
    pub(crate) series: usize,
    pub(crate) rect: Rect,
}

pub(crate) fn layout(chart: &BarChart) -> BarLayout {
    let (width, height) = size(chart.width, chart.height);
    let legend = if chart.legend_elsewhere || chart.series.len() < 2 { Vec::new() } else { chart.legend() };
    let (places, rows) = legend_places(&legend, f64::from(width));
    // The number of bars depends on the width of the plot, whose left edge depends on the values: a close guess will do.
    let slots = chart.slots(f64::from(width) - 60.0);
    let (from, to) = chart.extent(slots.len());
    let (low, high) = value_range(chart, &slots);
    let framed = |mark_rows: usize| {
        let above = 8.0 + rows as f64 * LEGEND_ROW + mark_rows as f64 * annotations::ROW;
        let plot_height = (f64::from(height) - above - BELOW).max(16.0);
        let axis = value_axis(low, high, chart.unit, (plot_height / PIXELS_PER_TICK) as usize + 1);
        let widest = axis.ticks.iter().map(|tick| width_of(&tick.label)).fold(16.0, f64::max);
        let left = (widest + 10.0 + slack(chart.palette)).round();
        let plot = Rect {
            x: left,
            y: above,
            width: (f64::from(width) - left - 12.0).round().max(16.0),
            height: plot_height.round(),
        };
        (ChartGeometry { width, height, plot, from, to, low: axis.low, high: axis.high }, axis.ticks)
    };
    let (mut geometry, mut ticks) = framed(0);
    let mut marks = Vec::new();
    if !chart.annotations.is_empty() && chart.zoomable() {
        let rows = annotations::rows_of(&annotations::place(&chart.annotations, &geometry, None));
        (geometry, ticks) = framed(rows);
        marks = annotations::place(&chart.annotations, &geometry, Some(rows));
    }
    BarLayout { geometry, slots, ticks, legend, places, marks }
}

/// From zero, in both directions.
fn value_range(chart: &BarChart, slots: &[Slot]) -> (f64, f64) {
    let (mut low, mut high) = (0.0_f64, 0.0_f64);
    for slot in slots {
        let finite = || slot.values.iter().copied().filter(|value| value.is_finite());
        if chart.stacked {
            high = high.max(finite().filter(|value| *value > 0.0).sum());
            low = low.min(finite().filter(|value| *value < 0.0).sum());
        } else {
            high = finite().fold(high, f64::max);
            low = finite().fold(low, f64::min);
        }
    }
    (low, high)
}

impl BarLayout {
    pub(crate) fn has_data(&self) -> bool {
        self.slots.iter().any(|slot| slot.values.iter().any(|value| value.is_finite()))
    }

    /// Left and right pixel of a slot, within the plot.
    pub(crate) fn span(&self, slot: &Slot) -> (f64, f64) {
        let plot = self.geometry.plot;
        let inside = |time: i64| self.geometry.x(time).clamp(plot.x, plot.x + plot.width);
        (inside(slot.from), inside(slot.to))
    }

    /// The bars of a slot.
    pub(crate) fn bars(&self, chart: &BarChart, slot: &Slot) -> Vec<Bar> {
        let (left, right) = self.span(slot);
        let room = right - left;
        let air = match &chart.buckets {
            Buckets::Categories(_) => (room * 0.15).max((room - WIDEST * self.side_by_side(chart)) / 2.0),
            _ if room >= 4.0 => 0.5,
            _ => 0.0,
        };
        let (left, room) = (left + air, (room - 2.0 * air).max(0.5));
        let present: Vec<(usize, f64)> =
            slot.values.iter().copied().enumerate().filter(|(_, value)| value.is_finite() && *value != 0.0).collect();
        let mut out = Vec::with_capacity(present.len());
        let (mut up, mut down) = (0.0_f64, 0.0_f64);
        // Series that are switched off leave no hole.
        let shown: Vec<usize> = self.shown(chart);
        let lane = room / shown.len().max(1) as f64;
        for (series, value) in present {
            let (base, x, width) = if chart.stacked {
                let side = if value > 0.0 { &mut up } else { &mut down };
                let base = *side;
                *side += value;
                (base, left, room)
            } else {
                let number = shown.iter().position(|known| *known == series).unwrap_or(0);
                (0.0, left + lane * number as f64, if shown.len() > 1 { (lane - 1.0).max(0.5) } else { lane })
            };
            let (a, b) = (self.geometry.y(base), self.geometry.y(base + value));
            // A hairline of the surface between the parts of a stack.
            let seam = if chart.stacked && base != 0.0 && (a - b).abs() > 3.0 { 1.0 } else { 0.0 };
            let (top, bottom) = if b < a { (b, a - seam) } else { (a + seam, b) };
            // However small, it is not nothing.
            let height = (bottom - top).max(0.75);
            out.push(Bar { series, rect: Rect { x, y: top, width, height } });
        }
        out
    }

    fn side_by_side(&self, chart: &BarChart) -> f64 {
        if chart.stacked { 1.0 } else { self.shown(chart).len().max(1) as f64 }
    }

    fn shown(&self, chart: &BarChart) -> Vec<usize> {
        let with_values =
            chart.series.iter().take(crate::MAX_SERIES).enumerate().filter(|(_, series)| !series.values.is_empty());
        with_values.map(|(index, _)| index).collect()
    }
}

/// The chart as SVG.
#[must_use]
pub fn bar_chart(chart: &BarChart) -> String {
    let layout = layout(chart);
    let geometry = &layout.geometry;
    let mut description = chart.finding();
    if chart.zoomable() {
        description.push_str(&annotations::spoken(&chart.annotations, geometry.from, geometry.to, &chart.offsets));
    }
    let labels: Vec<&str> = chart.series.iter().map(|series| series.label.as_str()).collect();
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
    let mut surface = surface_of(&frame, &labels, chart.palette);
    surface.colours = chart.colours;
    draw_ranges(&mut surface, geometry, &layout.marks);
    axes::grid(&mut surface, geometry, &layout.ticks);
    let mut by_series: [Vec<Shape>; crate::MAX_SERIES] = Default::default();
    for slot in &layout.slots {
        for bar in layout.bars(chart, slot) {
            if let Some(shapes) = by_series.get_mut(bar.series) {
                shapes.push(Shape::Rect { rect: bar.rect, ink: Ink::Series(bar.series), opacity: 1.0 });
            }
        }
    }
    for shapes in &by_series {
        surface.group(" class=\"chart-bar\"", Grain::Fine, shapes);
    }
    draw_marks(&mut surface, geometry, &layout.marks);
    let mut texts = Vec::new();
    if layout.has_data() {
        axes::value_labels(&mut texts, geometry, &layout.ticks);
    }
    match &chart.buckets {
        Buckets::Times { .. } => {
            let ticks = time_ticks(geometry.from, geometry.to, geometry.plot.width, &chart.offsets);
            axes::time_labels(&mut texts, geometry, &ticks);
        }
        Buckets::Categories(_) => category_labels(&mut texts, &layout),
        Buckets::Edges { edges, unit } => edge_labels(&mut texts, &layout, edges, *unit),
    }
    if !layout.has_data() {
        axes::no_data(&mut texts, geometry, layout.ticks.len());
    }
    axes::axis_labels(&mut surface, &texts);
    axes::legend_above(&mut surface, &layout.legend, &layout.places);
    surface.finish()
}

/// Names below the bars, shortened to their room; every so many where even that is too little.
fn category_labels(texts: &mut Vec<Shape>, layout: &BarLayout) {
    let lane = layout.geometry.plot.width / layout.slots.len().max(1) as f64;
    let every = (34.0 / lane).ceil().max(1.0) as usize;
    for slot in layout.slots.iter().step_by(every) {
        let (left, right) = layout.span(slot);
        let text = shortened(&slot.name, lane * every as f64 - 6.0).into_owned();
        texts.push(axes::label_below(&layout.geometry, text, (left + right) / 2.0));
    }
}

/// Values at the edges between the bars, as many as fit.
fn edge_labels(texts: &mut Vec<Shape>, layout: &BarLayout, edges: &[f64], unit: Unit) {
    let bars = edges.len().saturating_sub(1);
    let merged = bars.div_ceil(layout.slots.len().max(1)).max(1);
    let shown: Vec<(usize, String)> = edges
        .iter()
        .step_by(merged)
        .enumerate()
        .filter(|(_, edge)| edge.is_finite())
        .map(|(number, edge)| (number, value(*edge, unit)))
        .collect();
    let widest = shown.iter().map(|(_, text)| width_of(text)).fold(0.0, f64::max) + 14.0;
    let lane = layout.geometry.plot.width / layout.slots.len().max(1) as f64;
    let every = (widest / lane).ceil().max(1.0) as usize;
    for (number, text) in shown.into_iter().step_by(every) {
        let x = layout.geometry.plot.x + lane * number as f64;
        texts.push(axes::label_below(&layout.geometry, text, x));
    }
}
