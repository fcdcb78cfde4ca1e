//! A word-sized line: the course of one number beside the number.

use crate::data::{Point, Series, runs, visible};
use crate::downsample::min_max;
use crate::finding::finding_of;
use crate::format::Unit;
use crate::palette::{Ink, Palette};
use crate::scale::Linear;
use crate::surface::{Frame, Grain, Pixel, Shape, Surface};
use crate::text::is_blank;

/// What a sparkline shows. Its range is the extent of its points and its height that of their values; percentages stand
/// between 0 and 100, so that a steady percent or two stays the flat line that it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Sparkline {
    /// Unique on the page; the ids of title and description are made from it.
    pub id: String,
    /// What is measured; read by assistive technology, not drawn.
    pub label: String,
    /// Ascending by time; NaN breaks the line.
    pub points: Vec<Point>,
    /// Of all values.
    pub unit: Unit,
    /// Colour of the palette, counted from zero.
    pub colour: usize,
    /// Whether the last point is now.
    pub live: bool,
    /// Neighbours further apart than these milliseconds are not joined.
    pub gap: Option<i64>,
    /// CSS pixels.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// Page or paper.
    pub palette: Palette,
}

impl Default for Sparkline {
    fn default() -> Self {
        Self {
            id: String::new(),
            label: String::new(),
            points: Vec::new(),
            unit: Unit::None,
            colour: 0,
            live: true,
            gap: None,
            width: 110,
            height: 36,
            palette: Palette::Css,
        }
    }
}

/// The sparkline as SVG, as large as drawn.
#[must_use]
pub fn sparkline(spark: &Sparkline) -> String {
    let (width, height) = (spark.width.clamp(16, 2_000), spark.height.clamp(8, 1_000));
    let series = Series { label: spark.label.clone(), points: visible(&spark.points, i64::MIN, i64::MAX, None) };
    let title = if is_blank(&spark.label) { "Trend" } else { &spark.label };
    let description = finding_of(&series, spark.unit, spark.live);
    let frame =
        Frame { id: &spark.id, class: "sparkline", title, description: &description, width, height, fluid: false };
    let mut surface = Surface::new(&frame, spark.palette);

    let finite: Vec<Point> = series.points.iter().copied().filter(|point| point.value.is_finite()).collect();
    let (Some(first), Some(last)) = (finite.first(), finite.last()) else {
        return surface.finish();
    };
    let least = if spark.unit == Unit::Percent { (0.0, 100.0) } else { (first.value, first.value) };
    let (low, high) =
        finite.iter().fold(least, |(low, high): (f64, f64), point| (low.min(point.value), high.max(point.value)));
    // Room for the dot at the right, and for the stroke above and below.
    let floor = f64::from(height);
    let horizontal = Linear::new((0.0, last.time as f64 - first.time as f64), (1.0, f64::from(width) - 3.5));
    let vertical = Linear::new((low, high), (floor - 3.5, 3.5));
    let at = |point: &Point| (horizontal.map(point.time as f64 - first.time as f64), vertical.map(point.value));

    let ink = Ink::Series(spark.colour);
    let few = min_max(&series.points, first.time, last.time, width as usize);
    let gap = spark.gap.map(|gap| gap.max((last.time - first.time) / i64::from(width)));
    let (mut areas, mut lines) = (Vec::new(), Vec::new());
    for run in runs(&few, gap) {
        let path: Vec<Pixel> = run.iter().map(at).collect();
        if let ([start, .., _], [.., end]) = (path.as_slice(), path.as_slice()) {
            let mut around = path.clone();
            around.extend([(end.0, floor), (start.0, floor)]);
            areas.push(Shape::Area { path: around, ink, opacity: 0.12 });
            lines.push(Shape::Line { path, ink, width: 1.5, opacity: 1.0 });
        }
    }
    surface.group("", Grain::Fine, &areas);
    surface.group(" stroke-linejoin=\"round\" stroke-linecap=\"round\"", Grain::Fine, &lines);
    surface.group("", Grain::Fine, &[Shape::Dot { at: at(last), radius: 2.5, ink }]);
    surface.finish()
}
