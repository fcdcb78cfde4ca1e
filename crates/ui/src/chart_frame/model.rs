//! What a chart frame asks of the chart inside it. The app binds this to whatever draws.

use leptos::prelude::Callback;
use std::sync::Arc;

/// How a chart is to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartView {
    /// Prefix of the ids inside the drawing, unique on the page.
    pub id: String,
    /// CSS pixels.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// Entries of the legend that are switched off: bit 0 is the first.
    pub hidden: u8,
    /// The part of the time axis that is looked at, milliseconds since 1970, UTC; all of it if absent.
    pub range: Option<(i64, i64)>,
    /// A drawing that stands alone, with literal colours and its own legend, to be downloaded.
    pub paper: bool,
}

/// The data of a chart, of whatever kind.
pub trait ChartModel: Send + Sync {
    /// The chart, laid out for a view.
    fn plot(&self, view: &ChartView) -> Arc<dyn ChartPlot>;

    /// Names of what is drawn, also of what is switched off; at most eight.
    fn legend(&self) -> Vec<LegendItem>;

    /// The figures, for the table and for CSV.
    fn table(&self) -> ChartTable;

    /// Whether it can do all that. One that cannot stands in for a chart that the server has drawn: its picture, its words and
    /// its table stay as they are until a model that can takes its place.
    fn draws(&self) -> bool {
        true
    }
}

/// A chart laid out for one [`ChartView`]; all positions are pixels of that view.
pub trait ChartPlot: Send + Sync {
    /// The drawing. It is inserted as it is, so it must come from code of our own.
    fn svg(&self) -> String;

    /// What it shows, in a sentence with the figures that matter.
    fn finding(&self) -> String;

    /// Where the data stands.
    fn area(&self) -> ChartBox;

    /// The times at the left and right edge, milliseconds since 1970, UTC; `None` if one cannot zoom.
    fn range(&self) -> Option<(i64, i64)>;

    /// The time at a horizontal pixel.
    fn time(&self, x: f64) -> i64;

    /// The horizontal pixel of a time.
    fn x(&self, time: i64) -> f64;

    /// What stands at a pixel.
    fn nearest(&self, x: f64, y: f64) -> Option<ChartStop>;

    /// What stands a step from a [`ChartStop::place`].
    fn step(&self, from: Option<(i64, usize)>, step: ChartStep) -> Option<ChartStop>;
}

/// A rectangle in pixels of the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ChartBox {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// To the right.
    pub width: f64,
    /// Downwards.
    pub height: f64,
}

/// A move of the reader from one measurement to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartStep {
    /// To the one before.
    Previous,
    /// To the next.
    Next,
    /// Ten back.
    PageBack,
    /// Ten on.
    PageForward,
    /// To the first.
    First,
    /// To the last.
    Last,
    /// To the row above.
    Up,
    /// To the row below.
    Down,
}

/// The measurements that the reader points at.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChartStop {
    /// Time or column, and row; handed back to [`ChartPlot::step`].
    pub place: (i64, usize),
    /// The stretch of time that it stands for, both ends included; none for an instant or a category.
    pub span: Option<(i64, i64)>,
    /// Where the crosshair stands.
    pub x: f64,
    /// The instant, range or category in words.
    pub heading: String,
    /// What to outline instead of a crosshair.
    pub outline: Option<ChartBox>,
    /// One for each series that was measured there.
    pub readings: Vec<ChartReading>,
}

impl ChartStop {
    /// All of it in a sentence, to be read aloud.
    pub(super) fn spoken(&self) -> String {
        let reading = |reading: &ChartReading| {
            if reading.label.is_empty() { reading.text.clone() } else { format!("{} {}", reading.label, reading.text) }
        };
        let readings: Vec<String> = self.readings.iter().map(reading).collect();
        let said = if readings.is_empty() { "no value".to_owned() } else { readings.join(", ") };
        format!("{}: {said}", self.heading)
    }
}

/// One measurement.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChartReading {
    /// Its place in the palette, 1 to 6.
    pub series: u8,
    /// Name of its series.
    pub label: String,
    /// The value with its unit.
    pub text: String,
    /// Vertical pixel.
    pub y: f64,
}

/// The figures of a chart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChartTable {
    /// Heads: first that of the row, then one for each column of numbers.
    pub columns: Vec<String>,
    /// In the order of the axis.
    pub rows: Vec<ChartRow>,
    /// Whether the table reads from the last row up, as instants do.
    pub latest_first: bool,
}

/// One row of figures.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChartRow {
    /// For people.
    pub head: String,
    /// For programs: an ISO 8601 instant, or the head.
    pub key: String,
    /// The stretch of time that it is of, both ends included; none for an instant or a category.
    pub span: Option<(i64, i64)>,
    /// The number, if measured, and how it is written.
    pub values: Vec<(Option<f64>, String)>,
}

/// What a page does with a stretch of time that is chosen on the axis, in place of zooming into it. Stretches are
/// milliseconds since 1970, UTC, both ends included.
#[derive(Debug, Clone, Copy)]
pub struct ChartChoice {
    /// The address of a stretch: rows of the table lead there, without any script.
    pub href: Callback<(i64, i64), String>,
    /// A bar was pressed, or several were selected.
    pub on_choose: Callback<(i64, i64)>,
}

/// Stands in for a chart that the server has drawn, until the code that draws has arrived.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChartOutline {
    /// As [`ChartModel::legend`] of the chart.
    pub legend: Vec<LegendItem>,
    /// Whether one can look at a part of its axis.
    pub zooms: bool,
}

impl ChartModel for ChartOutline {
    fn plot(&self, _view: &ChartView) -> Arc<dyn ChartPlot> {
        Arc::new(OutlinePlot { zooms: self.zooms })
    }

    fn legend(&self) -> Vec<LegendItem> {
        self.legend.clone()
    }

    fn table(&self) -> ChartTable {
        ChartTable::default()
    }

    fn draws(&self) -> bool {
        false
    }
}

struct OutlinePlot {
    zooms: bool,
}

impl ChartPlot for OutlinePlot {
    fn svg(&self) -> String {
        String::new()
    }

    fn finding(&self) -> String {
        String::new()
    }

    fn area(&self) -> ChartBox {
        ChartBox::default()
    }

    fn range(&self) -> Option<(i64, i64)> {
        self.zooms.then_some((0, 0))
    }

    fn time(&self, _x: f64) -> i64 {
        0
    }

    fn x(&self, _time: i64) -> f64 {
        0.0
    }

    fn nearest(&self, _x: f64, _y: f64) -> Option<ChartStop> {
        None
    }

    fn step(&self, _from: Option<(i64, usize)>, _step: ChartStep) -> Option<ChartStop> {
        None
    }
}

/// How a series is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LegendLine {
    /// A solid line.
    #[default]
    Solid,
    /// A dashed line.
    Dashed,
    /// A faint band.
    Band,
    /// A filled block.
    Block,
}

/// One series of the legend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegendItem {
    /// Name of the series.
    pub label: String,
    /// Its place in the palette, 1 to 6; anything else is drawn in the axis colour.
    pub series: u8,
    /// How it is drawn.
    pub line: LegendLine,
}

/// The class that sets the colour of a series.
pub(super) fn series_class(series: u8) -> String {
    match series {
        1..=6 => format!("series-{series}"),
        _ => "series-axis".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_is_read_aloud_in_one_sentence() {
        let reading = |label: &str, text: &str| ChartReading {
            label: label.into(),
            text: text.into(),
            ..ChartReading::default()
        };
        let mut stop = ChartStop { heading: "14:05".into(), ..ChartStop::default() };
        assert_eq!(stop.spoken(), "14:05: no value");
        stop.readings = vec![reading("Processor", "81 %"), reading("", "62 %")];
        assert_eq!(stop.spoken(), "14:05: Processor 81 %, 62 %");
    }
}
