//! Binds a chart of `crates/charts` to the frame of the kit, which knows nothing of it.

use cauldron_charts::{Chart, ChartGeometry, Hover, LegendMark, Palette, Place, Rect, Step, Theme, View, format};
use cauldron_ui::{
    ChartBox, ChartModel, ChartOutline, ChartPlot, ChartReading, ChartRow, ChartStep, ChartStop, ChartTable, ChartView,
    LegendItem, LegendLine,
};
use std::sync::Arc;

/// A chart as the frame wants it.
pub(crate) fn model_of(chart: impl Chart + 'static) -> Arc<dyn ChartModel> {
    Arc::new(Model(Box::new(chart)))
}

/// What stands in for a chart that the server has drawn. It needs no more of the chart than the names of its series, so that
/// none of the code that draws comes with it.
pub(crate) fn outline_of(chart: &impl Chart) -> Arc<dyn ChartModel> {
    let legend = chart.legend().into_iter().map(legend_item).collect();
    Arc::new(ChartOutline { legend, zooms: chart.zoomable() })
}

fn legend_item(entry: cauldron_charts::LegendEntry) -> LegendItem {
    LegendItem {
        label: entry.label,
        series: number(entry.colour),
        line: match entry.mark {
            LegendMark::Solid => LegendLine::Solid,
            LegendMark::Dashed => LegendLine::Dashed,
            LegendMark::Band => LegendLine::Band,
            LegendMark::Block => LegendLine::Block,
        },
    }
}

struct Model(Box<dyn Chart>);

struct Plot {
    chart: Box<dyn Chart>,
    geometry: ChartGeometry,
}

impl ChartModel for Model {
    fn plot(&self, view: &ChartView) -> Arc<dyn ChartPlot> {
        let chart = self.0.seen(&View {
            id: view.id.clone(),
            width: view.width,
            height: view.height,
            palette: if view.paper { Palette::Resolved(Theme::Light) } else { Palette::Css },
            hidden: view.hidden,
            range: view.range,
            legend_elsewhere: !view.paper,
        });
        let geometry = chart.geometry();
        Arc::new(Plot { chart, geometry })
    }

    fn legend(&self) -> Vec<LegendItem> {
        self.0.legend().into_iter().map(legend_item).collect()
    }

    fn table(&self) -> ChartTable {
        let figures = self.0.figures();
        let unit = self.0.unit();
        let written =
            |value: Option<f64>| (value, value.map_or_else(|| "–".to_owned(), |value| format::precise(value, unit)));
        let row = |row: cauldron_charts::Figure| ChartRow {
            head: row.head,
            key: row.key,
            span: row.span.map(included),
            values: row.values.into_iter().map(written).collect(),
        };
        ChartTable {
            columns: std::iter::once(figures.head).chain(figures.columns).collect(),
            rows: figures.rows.into_iter().map(row).collect(),
            latest_first: figures.over_time,
        }
    }
}

impl ChartPlot for Plot {
    fn svg(&self) -> String {
        self.chart.svg()
    }

    fn finding(&self) -> String {
        self.chart.finding()
    }

    fn area(&self) -> ChartBox {
        boxed(self.geometry.plot)
    }

    fn range(&self) -> Option<(i64, i64)> {
        self.chart.zoomable().then_some((self.geometry.from, self.geometry.to))
    }

    fn time(&self, x: f64) -> i64 {
        self.geometry.time(x)
    }

    fn x(&self, time: i64) -> f64 {
        self.geometry.x(time)
    }

    fn nearest(&self, x: f64, y: f64) -> Option<ChartStop> {
        self.chart.nearest(&self.geometry, x, y).map(stop)
    }

    fn step(&self, from: Option<Place>, step: ChartStep) -> Option<ChartStop> {
        let step = match step {
            ChartStep::Previous => Step::Previous,
            ChartStep::Next => Step::Next,
            ChartStep::PageBack => Step::PageBack,
            ChartStep::PageForward => Step::PageForward,
            ChartStep::First => Step::First,
            ChartStep::Last => Step::Last,
            ChartStep::Up => Step::Up,
            ChartStep::Down => Step::Down,
        };
        self.chart.step(&self.geometry, from, step).map(stop)
    }
}

fn stop(hover: Hover) -> ChartStop {
    let reading = |value: cauldron_charts::HoverValue| ChartReading {
        series: number(value.series),
        label: value.label,
        text: value.text,
        y: value.y,
    };
    ChartStop {
        place: (hover.time, hover.row),
        span: hover.span.map(included),
        x: hover.x,
        heading: hover.heading,
        outline: hover.outline.map(boxed),
        readings: hover.values.into_iter().map(reading).collect(),
    }
}

/// The kit's stretches include their end.
const fn included((from, to): (i64, i64)) -> (i64, i64) {
    (from, to.saturating_sub(1))
}

fn boxed(rect: Rect) -> ChartBox {
    ChartBox { x: rect.x, y: rect.y, width: rect.width, height: rect.height }
}

/// The kit counts its colours from one.
fn number(colour: usize) -> u8 {
    u8::try_from(colour).map_or(0, |colour| colour.saturating_add(1))
}
