//! The parts of a picture that all charts with two axes share: grid, labels, legend rows, the words for no data.

use crate::chart::{LegendEntry, LegendMark};
use crate::labels::rows;
use crate::layout::ChartGeometry;
use crate::line::DASHES;
use crate::palette::Ink;
use crate::surface::{Anchor, Grain, Shape, Surface};
use crate::text::width_of;
use crate::time_axis::TimeTick;
use crate::value_axis::ValueTick;

/// Height of a row of labels above the plot.
pub(crate) const LEGEND_ROW: f64 = 18.0;
/// Width of the mark before such a label.
pub(crate) const LEGEND_MARK: f64 = 20.0;
/// Room for the labels of the horizontal axis.
pub(crate) const BELOW: f64 = 26.0;
/// Height that a tick of the vertical axis needs.
pub(crate) const PIXELS_PER_TICK: f64 = 42.0;

/// Horizontal hairlines, the base stronger.
pub(crate) fn grid(surface: &mut Surface, geometry: &ChartGeometry, ticks: &[ValueTick]) {
    let plot = geometry.plot;
    let hairline = |(index, tick): (usize, &ValueTick)| {
        let y = geometry.y(tick.value).round();
        let base = tick.value == 0.0 || (index == 0 && geometry.low > 0.0);
        let ink = if base { Ink::Axis } else { Ink::Grid };
        Shape::Line { path: vec![(plot.x, y), (plot.x + plot.width, y)], ink, width: 1.0, opacity: 1.0 }
    };
    let lines: Vec<Shape> = ticks.iter().enumerate().map(hairline).collect();
    surface.group(
        " class=\"chart-grid\" transform=\"translate(0 .5)\" shape-rendering=\"crispEdges\"",
        Grain::Pixel,
        &lines,
    );
}

/// Labels left of the plot.
pub(crate) fn value_labels(texts: &mut Vec<Shape>, geometry: &ChartGeometry, ticks: &[ValueTick]) {
    for tick in ticks {
        let at = (geometry.plot.x - 8.0, geometry.y(tick.value));
        texts.push(Shape::Text { text: tick.label.clone(), at, anchor: Anchor::End, ink: Ink::Muted });
    }
}

/// A label below the plot, kept inside the picture.
pub(crate) fn label_below(geometry: &ChartGeometry, text: String, x: f64) -> Shape {
    let half = width_of(&text) / 2.0;
    let farthest = f64::from(geometry.width) - half;
    let at = (x.min(farthest).max(half), geometry.plot.y + geometry.plot.height + 16.0);
    Shape::Text { text, at, anchor: Anchor::Middle, ink: Ink::Muted }
}

/// Labels of instants below the plot.
pub(crate) fn time_labels(texts: &mut Vec<Shape>, geometry: &ChartGeometry, ticks: &[TimeTick]) {
    texts.extend(ticks.iter().map(|tick| label_below(geometry, tick.label.clone(), geometry.x(tick.time))));
}

/// Says that there is nothing, between two of `ticks` grid lines, so that none runs through the words.
pub(crate) fn no_data(texts: &mut Vec<Shape>, geometry: &ChartGeometry, ticks: usize) {
    let plot = geometry.plot;
    let intervals = ticks.saturating_sub(1).max(1);
    let share = (intervals / 2) as f64 + 0.5;
    let at = (plot.x + plot.width / 2.0, plot.y + plot.height * share / intervals as f64);
    texts.push(Shape::Text { text: "No data in this range".to_owned(), at, anchor: Anchor::Middle, ink: Ink::Muted });
}

/// All labels of the axes.
pub(crate) fn axis_labels(surface: &mut Surface, texts: &[Shape]) {
    surface.group(" class=\"chart-axis\" font-size=\"11\"", Grain::Pixel, texts);
}

/// Left edge and row of each entry of a legend above the plot, and how many rows there are.
pub(crate) fn legend_places(entries: &[LegendEntry], width: f64) -> (Vec<(f64, usize)>, usize) {
    let taken =
        |entry: &LegendEntry| if entry.label.is_empty() { 0.0 } else { LEGEND_MARK + width_of(&entry.label) + 12.0 };
    let places = rows(&entries.iter().map(taken).collect::<Vec<_>>(), width);
    let named = entries.iter().any(|entry| !entry.label.is_empty());
    let count = if named { places.last().map_or(0, |(_, row)| row + 1) } else { 0 };
    (places, count)
}

/// Names above the plot, each behind its mark.
pub(crate) fn legend_above(surface: &mut Surface, entries: &[LegendEntry], places: &[(f64, usize)]) {
    for (entry, (x, row)) in entries.iter().zip(places) {
        if entry.label.is_empty() {
            continue;
        }
        let y = 8.0 + *row as f64 * LEGEND_ROW;
        let ink = Ink::Series(entry.colour);
        let path = vec![(*x, y), (x + LEGEND_MARK - 6.0, y)];
        let (dash, mark) = match entry.mark {
            LegendMark::Solid => ("", Shape::Line { path, ink, width: 2.0, opacity: 1.0 }),
            LegendMark::Dashed => {
                let own = DASHES.get(entry.colour).copied().filter(|dash| !dash.is_empty());
                (own.unwrap_or(FORECAST_DASH), Shape::Line { path, ink, width: 2.0, opacity: 1.0 })
            }
            LegendMark::Band => ("", Shape::Line { path, ink, width: 8.0, opacity: 0.25 }),
            LegendMark::Block => ("", Shape::Line { path, ink, width: 8.0, opacity: 1.0 }),
        };
        let text = Shape::Text {
            text: entry.label.clone(),
            at: (x + LEGEND_MARK, y),
            anchor: Anchor::Start,
            ink: Ink::SeriesText(entry.colour),
        };
        surface.group(&format!(" class=\"chart-leader\"{dash}"), Grain::Fine, &[mark]);
        surface.group(" class=\"chart-label\" font-size=\"11\" font-weight=\"500\"", Grain::Pixel, &[text]);
    }
}

/// What is expected rather than measured; in eighths of a pixel.
pub(crate) const FORECAST_DASH: &str = " stroke-dasharray=\"40 28\"";
