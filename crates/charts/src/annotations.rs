//! Instants and ranges marked in a chart over time, with labels that never overlap.

use crate::civil::{Local, OffsetChange};
use crate::layout::ChartGeometry;
use crate::palette::{Ink, Tone};
use crate::surface::{Anchor, Grain, Shape, Surface};
use crate::text::{printable, shortened, width_of};

/// Something that happened: an incident, a deployment, an outage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotation {
    /// Milliseconds since 1970, UTC.
    pub from: i64,
    /// Its end, if it lasted.
    pub to: Option<i64>,
    /// In a few words.
    pub label: String,
    /// How much it matters.
    pub tone: Tone,
}

/// Height of a row of labels above the plot.
pub(crate) const ROW: f64 = 15.0;
/// More rows would be a list rather than a chart; further labels are left to the description.
const MOST_ROWS: usize = 3;
/// Between the mark and its label, and between labels.
const AIR: f64 = 7.0;
const LONGEST_LABEL: f64 = 170.0;
/// More are not named in the description.
const SPOKEN: usize = 5;
/// More marks than this would be a wall.
const MOST: usize = 200;

/// An annotation as it will be drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Placed {
    start: f64,
    end: Option<f64>,
    tone: Tone,
    /// Text, left edge and row; none if there was no room.
    label: Option<(String, f64, usize)>,
}

/// Rows that `placed` needs above the plot.
pub(crate) fn rows_of(placed: &[Placed]) -> usize {
    placed.iter().filter_map(|placed| placed.label.as_ref()).map(|(_, _, row)| row + 1).max().unwrap_or(0)
}

/// Marks and labels of those annotations that lie in the range, from left to right, with labels in at most `most` rows.
pub(crate) fn place(annotations: &[Annotation], geometry: &ChartGeometry, most: Option<usize>) -> Vec<Placed> {
    let (left, right) = (geometry.plot.x, geometry.plot.x + geometry.plot.width);
    let mut seen: Vec<&Annotation> = annotations
        .iter()
        .filter(|annotation| {
            annotation.from <= geometry.to && annotation.to.unwrap_or(annotation.from) >= geometry.from
        })
        .collect();
    seen.sort_by_key(|annotation| annotation.from);
    seen.truncate(MOST);
    let mut ends = vec![f64::MIN; most.unwrap_or(MOST_ROWS).min(MOST_ROWS)];
    let mut out = Vec::with_capacity(seen.len());
    for annotation in seen {
        let start = geometry.x(annotation.from).clamp(left, right);
        let end = annotation.to.filter(|to| *to > annotation.from).map(|to| geometry.x(to).clamp(left, right));
        let text = shortened(&printable(&annotation.label), LONGEST_LABEL).into_owned();
        let width = width_of(&text);
        // To the right of its mark, or to the left where the picture ends.
        let sides = [start + AIR, start - AIR - width];
        let fits = |x: &f64| *x >= 0.0 && x + width <= f64::from(geometry.width);
        let mut label = None;
        'sides: for x in sides.into_iter().filter(fits) {
            for (row, taken) in ends.iter_mut().enumerate() {
                if !text.is_empty() && *taken + AIR <= x {
                    *taken = x + width;
                    label = Some((text, x, row));
                    break 'sides;
                }
            }
        }
        out.push(Placed { start, end, tone: annotation.tone, label });
    }
    out
}

/// Ranges, to stand behind the data.
pub(crate) fn draw_ranges(surface: &mut Surface, geometry: &ChartGeometry, placed: &[Placed]) {
    let plot = geometry.plot;
    let range = |placed: &Placed| {
        let rect = crate::layout::Rect { x: placed.start, width: (placed.end? - placed.start).max(1.0), ..plot };
        Some(Shape::Rect { rect, ink: Ink::Mark(placed.tone), opacity: 0.1 })
    };
    surface.group(" class=\"chart-range\"", Grain::Fine, &placed.iter().filter_map(range).collect::<Vec<_>>());
}

/// Lines with their dots and labels.
pub(crate) fn draw_marks(surface: &mut Surface, geometry: &ChartGeometry, placed: &[Placed]) {
    let plot = geometry.plot;
    let (mut marks, mut texts) = (Vec::new(), Vec::new());
    for annotation in placed {
        let ink = Ink::Mark(annotation.tone);
        let row = annotation.label.as_ref().map_or(0, |(_, _, row)| *row);
        let top = if annotation.label.is_some() { plot.y - 8.0 - row as f64 * ROW } else { plot.y };
        let path = vec![(annotation.start, top), (annotation.start, plot.y + plot.height)];
        marks.push(Shape::Line { path, ink, width: 1.0, opacity: 0.7 });
        marks.push(Shape::Dot { at: (annotation.start, top), radius: 3.0, ink });
        if let Some((text, x, _)) = &annotation.label {
            texts.push(Shape::Text { text: text.clone(), at: (*x, top), anchor: Anchor::Start, ink });
        }
    }
    surface.group(" class=\"chart-mark\"", Grain::Fine, &marks);
    surface.group(" class=\"chart-mark-label\" font-size=\"11\"", Grain::Pixel, &texts);
}

/// ` Marked: Outage at 14:05 on 3 Nov.`, or nothing.
pub(crate) fn spoken(annotations: &[Annotation], from: i64, to: i64, offsets: &[OffsetChange]) -> String {
    let mut seen = annotations.iter().filter(|annotation| (from..=to).contains(&annotation.from));
    let name = |annotation: &Annotation| {
        let local = Local::at(annotation.from, offsets);
        format!("{} at {} on {}", printable(&annotation.label), local.clock(), local.day_and_month())
    };
    let named: Vec<String> = seen.by_ref().take(SPOKEN).map(name).collect();
    match (named.is_empty(), seen.count()) {
        (true, _) => String::new(),
        (false, 0) => format!(" Marked: {}.", named.join(", ")),
        (false, more) => format!(" Marked: {} and {more} more.", named.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Rect;
    use proptest::prelude::*;

    fn geometry() -> ChartGeometry {
        let plot = Rect { x: 40.0, y: 60.0, width: 500.0, height: 100.0 };
        ChartGeometry { width: 560, height: 200, plot, from: 0, to: 1_000, low: 0.0, high: 1.0 }
    }

    proptest! {
        #[test]
        fn labels_never_overlap_nor_leave_the_picture(
            marks in proptest::collection::vec((any::<i64>(), proptest::option::of(any::<i64>()), "[a-z ]{0,40}"), 0..20),
            near in proptest::collection::vec((0_i64..1_000, "[a-z]{0,12}"), 0..30),
        ) {
            let mut annotations: Vec<Annotation> = marks.into_iter().map(|(from, to, label)| Annotation { from, to, label, tone: Tone::Critical }).collect();
            annotations.extend(near.into_iter().map(|(from, label)| Annotation { from, label, ..Annotation::default() }));
            let placed = place(&annotations, &geometry(), None);
            let labels: Vec<_> = placed.iter().filter_map(|placed| placed.label.clone()).collect();
            for (index, (text, x, row)) in labels.iter().enumerate() {
                prop_assert!(*x >= 0.0 && x + width_of(text) <= 560.0 && *row < MOST_ROWS);
                for (other, left, _) in labels.iter().skip(index + 1).filter(|label| label.2 == *row) {
                    prop_assert!(x + width_of(text) < *left || left + width_of(other) < *x);
                }
            }
        }
    }
}
