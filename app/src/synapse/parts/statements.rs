//! The slowest statements, as measured in the app.

use cauldron_charts::{Unit, format};
use cauldron_types::{MetricWindow, series};
use cauldron_ui::{Align, Cell, Column, EmptyState, Panel, Row, Table};
use leptos::prelude::*;

/// The slowest statements of the window, as measured in the app.
#[component]
pub(crate) fn Statements(window: RwSignal<MetricWindow>) -> impl IntoView {
    let slowest = Memo::new(move |_| {
        let window = window.read();
        let mut statements: Vec<(String, f64, usize)> = window
            .series
            .iter()
            .filter(|series| series.name == series::POSTGRES_STATEMENT)
            .map(|series| {
                let longest = series.samples.iter().map(|sample| sample.value).fold(0.0, f64::max);
                (series.label.clone(), longest, series.samples.len())
            })
            .collect();
        statements.sort_by(|one, other| other.1.total_cmp(&one.1));
        statements.truncate(6);
        statements
    });
    let rows = move || {
        slowest
            .get()
            .into_iter()
            .map(|(statement, longest, _)| {
                view! {
                    <Row>
                        <Cell label="Statement" header=true><span class="mono break">{statement}</span></Cell>
                        <Cell label="Mean, worst minute" align=Align::End>{format::precise(longest, Unit::Milliseconds)}</Cell>
                    </Row>
                }
            })
            .collect_view()
    };
    view! {
        <Panel title="Slowest statements" id="statements" description="Mean duration in the worst minute, measured in Cauldron." flush=true>
            <Show
                when=move || !slowest.read().is_empty()
                fallback=|| view! { <EmptyState title="No statement measured yet" text="The slowest of each minute appear here."/> }
            >
                <Table caption="Slowest statements" cards=false columns=vec![Column::text("Statement"), Column::number("Mean, worst minute")]>
                    {rows}
                </Table>
            </Show>
        </Panel>
    }
}
