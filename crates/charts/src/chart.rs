//! What all kinds of charts have in common, so that a frame need not know which one it holds.

use crate::hover::Hover;
use crate::layout::ChartGeometry;
use crate::palette::Palette;

/// How a chart is looked at: the same data at another size, in other colours, over a part of its range.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// Unique on the page; the ids of title and description are made from it.
    pub id: String,
    /// CSS pixels at which text is 11 px.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// Page or paper.
    pub palette: Palette,
    /// Entries of [`Chart::legend`] that are switched off: bit 0 is the first.
    pub hidden: u8,
    /// A part of the range, milliseconds since 1970, UTC; charts that are not [`Chart::zoomable`] ignore it.
    pub range: Option<(i64, i64)>,
    /// The series are named outside of the picture too, so it needs no rows of names above the plot.
    pub legend_elsewhere: bool,
}

impl View {
    pub(crate) fn hides(&self, entry: usize) -> bool {
        entry < 8 && self.hidden >> entry & 1 == 1
    }
}

/// One entry of a legend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegendEntry {
    /// Name of the series.
    pub label: String,
    /// Colour of the palette, counted from zero.
    pub colour: usize,
    /// What its mark looks like.
    pub mark: LegendMark,
}

/// The mark of a legend's entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegendMark {
    /// A line.
    Solid,
    /// A dashed line.
    Dashed,
    /// A faint area.
    Band,
    /// A filled square.
    Block,
}

/// A move of the reader from one measurement to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the measurement before.
    Previous,
    /// To the next measurement.
    Next,
    /// Ten back.
    PageBack,
    /// Ten on.
    PageForward,
    /// To the first.
    First,
    /// To the last.
    Last,
    /// To the row above, where there are rows.
    Up,
    /// To the row below.
    Down,
}

/// The place of a measurement: its time or column, and its row.
pub type Place = (i64, usize);

/// Measurements that a page moves by.
pub(crate) const PAGE: i64 = 10;

/// A chart as figures, for "view as table" and CSV.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Head of the first column.
    pub head: String,
    /// Heads of the columns of numbers.
    pub columns: Vec<String>,
    /// In the order of the axis.
    pub rows: Vec<Figure>,
    /// Whether the rows are instants, of which one reads the latest first.
    pub over_time: bool,
}

/// One row of figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// For people: `3 Nov 2026 14:05`, `30 to 40 ms`, the category.
    pub head: String,
    /// For programs: `2026-11-03T13:05:00Z`, otherwise the head.
    pub key: String,
    /// The stretch of time that it is of: milliseconds since 1970, UTC, the end excluded. None for instants and categories.
    pub span: Option<(i64, i64)>,
    /// One per column; `None` where nothing was measured. Write them with [`crate::format::precise`].
    pub values: Vec<Option<f64>>,
}

/// A chart of any kind.
pub trait Chart: Send + Sync {
    /// The same data, looked at in another way.
    fn seen(&self, view: &View) -> Box<dyn Chart>;

    /// The picture.
    fn svg(&self) -> String;

    /// How its pixels and its data map onto each other. Keep it while the pointer moves.
    fn geometry(&self) -> ChartGeometry;

    /// The sentence that states what it shows.
    fn finding(&self) -> String;

    /// The names of what is drawn, also of what is switched off.
    fn legend(&self) -> Vec<LegendEntry>;

    /// Its numbers.
    fn figures(&self) -> Figures;

    /// Unit of its numbers.
    fn unit(&self) -> crate::Unit;

    /// Whether its axis is time, of which one may look at a part.
    fn zoomable(&self) -> bool;

    /// What stands at a pixel of the picture; `None` outside of the plot or without data.
    fn nearest(&self, geometry: &ChartGeometry, x: f64, y: f64) -> Option<Hover>;

    /// What stands a step from `from`; without `from`, the last measurement, or the first if that is asked for.
    fn step(&self, geometry: &ChartGeometry, from: Option<Place>, step: Step) -> Option<Hover>;
}
