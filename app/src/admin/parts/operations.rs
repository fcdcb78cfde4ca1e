//! What operators want to know at a glance: slow routes, server errors, background work.

use crate::AppError;
use crate::admin::api::operations::operations;
use crate::live::Live;
use cauldron_charts::{Unit, format};
use cauldron_types::{OperationsSummary, StreamMessage};
use cauldron_ui::{
    Align, Badge, Cell, Column, EmptyState, Panel, PanelError, Row, Skeleton, SkeletonShape, Table, Tone,
};
use leptos::prelude::*;

/// Slowest routes, most frequent errors and latest jobs of the last hour.
#[component]
pub(crate) fn Operations() -> impl IntoView {
    let summary = Resource::new(|| (), |()| operations());
    let arrived = StoredValue::new(0_u32);
    expect_context::<Live>().listen(move |message| {
        if matches!(message, StreamMessage::Metrics(_)) {
            arrived.update_value(|arrived| *arrived += 1);
            // Samples come every five seconds; what is summed up over an hour need not move that often.
            if arrived.get_value() == 1 || arrived.get_value().is_multiple_of(6) {
                summary.refetch();
            }
        }
    });
    view! {
        <Transition fallback=|| {
            view! {
                <Panel title="Slowest routes" id="routes">
                    <Skeleton shape=SkeletonShape::Rows(6)/>
                </Panel>
            }
        }>
            {move || Suspend::new(async move {
                match summary.await {
                    Ok(summary) => view! { <Summary summary/> }.into_any(),
                    Err(AppError(problem)) => view! {
                        <Panel title="Requests and jobs" id="routes">
                            <PanelError
                                message=problem.message
                                trace_id=problem.trace
                                on_retry=Callback::new(move |()| summary.refetch())
                            />
                        </Panel>
                    }
                    .into_any(),
                }
            })}
        </Transition>
    }
}

fn state_tone(state: &str) -> Tone {
    match state {
        "succeeded" => Tone::Ok,
        "failed" => Tone::Crit,
        "running" => Tone::Info,
        _ => Tone::Neutral,
    }
}

#[component]
fn Summary(summary: OperationsSummary) -> impl IntoView {
    let OperationsSummary { routes, errors, jobs, now } = summary;
    let routes = routes
        .into_iter()
        .map(|route| {
            view! {
                <Row>
                    <Cell label="Route" header=true><span class="mono break">{route.route}</span></Cell>
                    <Cell label="Requests" align=Align::End>{format::value(count(route.requests), Unit::Count)}</Cell>
                    <Cell label="Failed" align=Align::End>{format::value(count(route.failures), Unit::Count)}</Cell>
                    <Cell label="p95" align=Align::End>{format::value(route.p95_ms, Unit::Milliseconds)}</Cell>
                </Row>
            }
        })
        .collect_view();
    let error_rows = errors
        .iter()
        .cloned()
        .map(|error| {
            view! {
                <Row>
                    <Cell label="Error" header=true><span class="break">{error.message}</span></Cell>
                    <Cell label="Route" muted=true><span class="mono break">{error.route}</span></Cell>
                    <Cell label="Count" align=Align::End>{format::value(count(error.count), Unit::Count)}</Cell>
                    <Cell label="Latest" muted=true>{error.latest.ago(now)}</Cell>
                </Row>
            }
        })
        .collect_view();
    let job_rows = jobs
        .into_iter()
        .map(|job| {
            let tone = state_tone(&job.state);
            view! {
                <Row>
                    <Cell label="Job" header=true><span class="mono">{job.kind}</span></Cell>
                    <Cell label="State"><Badge tone>{job.state}</Badge></Cell>
                    <Cell label="Progress" align=Align::End>{format::value(f64::from(job.progress) * 100.0, Unit::Percent)}</Cell>
                    <Cell label="Message" muted=true>{job.message}</Cell>
                </Row>
            }
        })
        .collect_view();
    let calm = errors.is_empty();
    view! {
        <div class="grid-charts">
            <Panel title="Slowest routes" id="routes" description="By the 95th percentile of the last hour." flush=true>
                <Table
                    caption="Slowest routes of the last hour"
                    columns=vec![
                        Column::text("Route"),
                        Column::number("Requests"),
                        Column::number("Failed"),
                        Column::number("p95"),
                    ]
                >
                    {routes}
                </Table>
            </Panel>
            <Panel title="Background work" id="jobs" description="The latest jobs." flush=true>
                <Table
                    caption="Latest jobs"
                    columns=vec![
                        Column::text("Job"),
                        Column::text("State"),
                        Column::number("Progress"),
                        Column::text("Message"),
                    ]
                >
                    {job_rows}
                </Table>
            </Panel>
        </div>
        <Panel title="Server errors" id="errors" description="Of the last hour, most frequent first." flush=true>
            {if calm {
                view! { <EmptyState title="No server error in the last hour" icon="circle-check".to_owned()/> }.into_any()
            } else {
                view! {
                    <Table
                        caption="Server errors of the last hour"
                        columns=vec![
                            Column::text("Error"),
                            Column::text("Route"),
                            Column::number("Count"),
                            Column::text("Latest"),
                        ]
                    >
                        {error_rows}
                    </Table>
                }
                .into_any()
            }}
        </Panel>
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of rows, far below 2^52")]
const fn count(value: i64) -> f64 {
    value as f64
}
