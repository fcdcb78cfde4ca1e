//! One chart of live series, drawn by the same code on the server and in the browser.

use super::{chart_unit, points};
use cauldron_charts::{LineChart, Palette, Series, ValueScale, finding, line_chart, table};
use cauldron_types::{MetricUnit, MetricWindow};
use cauldron_ui::{Align, Cell, ChartFrame, Column, Row, Table};
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

/// Rows of the table beside a chart; more would be a file, not a glance.
const TABLE_ROWS: usize = 60;

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
    let chart = Memo::new(move |_| {
        let window = window.read();
        LineChart {
            id: id.to_owned(),
            title: title.to_owned(),
            series: series
                .iter()
                .map(|line| Series {
                    label: line.shown.to_owned(),
                    points: points(window.samples(line.name, line.label)),
                })
                .collect(),
            unit: chart_unit(unit),
            range: Some((window.from.0, window.to.0)),
            live: true,
            offsets: window.offsets.iter().map(|offset| (offset.from.0, offset.seconds)).collect(),
            scale: if unit == MetricUnit::Percent { ValueScale::Percent } else { ValueScale::FromZero },
            area,
            width: 560,
            height: 220,
            palette: Palette::Css,
            ..LineChart::default()
        }
    });
    let narrow = move || {
        let chart = chart.get();
        Some(line_chart(&LineChart { id: format!("{id}-narrow"), width: 340, height: 200, ..chart }))
    };
    let rows = move || {
        // Newest first, and only so many: reading it aloud must end.
        let rows = table(&chart.read());
        rows.into_iter()
            .rev()
            .take(TABLE_ROWS)
            .map(|row| {
                let cells = series
                    .iter()
                    .zip(row.values)
                    .map(|(line, value)| {
                        let text = value.map_or_else(
                            || "–".to_owned(),
                            |value| cauldron_charts::format::precise(value, chart_unit(unit)),
                        );
                        view! { <Cell label=line.shown align=Align::End>{text}</Cell> }
                    })
                    .collect_view();
                view! { <Row><Cell label="Time" header=true>{row.when}</Cell>{cells}</Row> }
            })
            .collect_view()
    };
    let columns = std::iter::once(Column::text("Time"))
        .chain(series.iter().map(|line| Column::number(line.shown)))
        .collect::<Vec<_>>();
    // The table is built when it is opened: redrawing it with every sample would cost more than the chart.
    let opened = RwSignal::new(false);
    view! {
        <ChartFrame
            id
            title
            finding=Signal::derive(move || finding(&chart.read()))
            svg=Signal::derive(move || line_chart(&chart.read()))
            svg_narrow=Signal::derive(narrow)
            on_open=Callback::new(move |open| opened.set(open))
        >
            <Table caption=title columns cards=false>
                {move || opened.get().then(rows)}
            </Table>
        </ChartFrame>
    }
}
