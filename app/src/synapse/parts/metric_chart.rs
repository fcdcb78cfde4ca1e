//! One chart of live series, drawn by the same code on the server and in the browser.

use super::{chart_unit, drawing, fetch, is_drawn, outline_of, points};
use cauldron_charts::{LineChart, Series, ValueScale};
use cauldron_types::{MetricUnit, MetricWindow, series};
use cauldron_ui::{ChartFrame, ChartState};
use leptos::prelude::*;

/// Which series a chart draws, and under which name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ChartSeries {
    /// Name of the series.
    pub name: &'static str,
    /// The label that chooses among series of that name.
    pub label: &'static str,
    /// As written at the line.
    pub shown: &'static str,
}

/// What goes over the network cards.
pub(crate) const NETWORK: &[ChartSeries] = &[
    ChartSeries { name: series::HOST_RECEIVED, label: "", shown: "Received" },
    ChartSeries { name: series::HOST_SENT, label: "", shown: "Sent" },
];
/// Requests, and those that failed.
pub(crate) const REQUESTS: &[ChartSeries] = &[
    ChartSeries { name: series::HTTP_REQUESTS, label: "", shown: "Requests" },
    ChartSeries { name: series::HTTP_ERRORS, label: "", shown: "Errors" },
];

/// The chart.
#[component]
pub(crate) fn MetricChart(
    /// `id`, unique on the page.
    id: &'static str,
    /// What is drawn.
    title: &'static str,
    /// The lines.
    series: &'static [ChartSeries],
    /// Unit of all of them.
    unit: MetricUnit,
    /// Filled below the line.
    #[prop(optional)]
    area: bool,
    /// The data.
    window: RwSignal<MetricWindow>,
) -> impl IntoView {
    let named = move || -> Vec<Series> {
        series.iter().map(|line| Series { label: line.shown.to_owned(), points: Vec::new() }).collect()
    };
    let lines = move |window: &MetricWindow| LineChart {
        id: id.to_owned(),
        title: title.to_owned(),
        series: series
            .iter()
            .map(|line| Series { label: line.shown.to_owned(), points: points(window.samples(line.name, line.label)) })
            .collect(),
        means: series
            .iter()
            .map(|line| window.one(line.name, line.label).map_or_else(Vec::new, |series| points(&series.means)))
            .collect(),
        unit: chart_unit(unit),
        range: Some((window.from.0, window.to.0)),
        live: true,
        offsets: window.offsets.iter().map(|offset| (offset.from.0, offset.seconds)).collect(),
        scale: if unit == MetricUnit::Percent { ValueScale::Percent } else { ValueScale::FromZero },
        area,
        ..LineChart::default()
    };
    let drawn = is_drawn();
    let drawing = drawing();
    let model = move || match drawing.get() {
        Some(drawing) => (drawing.lines)(lines(&window.read())),
        None => outline_of(&LineChart { series: named(), area, ..LineChart::default() }),
    };
    // A memo, or the code's arrival would make a new figure.
    let state =
        Memo::new(move |_| if drawn || drawing.get().is_some() { ChartState::Ready } else { ChartState::Loading });
    view! {
        <ChartFrame id title model=Signal::derive(model) state on_wake=Callback::new(|()| fetch())/>
    }
}
