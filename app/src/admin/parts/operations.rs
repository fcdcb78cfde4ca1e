//! What operators want to know at a glance, by the readers of the System page: slow routes, background work, server errors.

use super::system::{count, every, failed, job_tone, millis, whose};
use crate::admin::api::system::{system_errors, system_jobs, system_routes};
use crate::live::ago;
use cauldron_charts::{Unit, format};
use cauldron_types::{ErrorReport, JobList, JobQuery, RequestQuery, RouteReport};
use cauldron_ui::{Align, Badge, Cell, Column, EmptyReason, EmptyState, Panel, Row, Skeleton, SkeletonShape, Table};
use leptos::prelude::*;

/// Rows of each table.
const SHOWN: u8 = 5;
/// Samples come every five seconds; what is summed up over an hour need not move that often.
const REFETCHED: u32 = 6;

const OF_ROUTES: &str = "By the 95th percentile of the last hour.";
const OF_ERRORS: &str = "Of the last hour, most frequent first.";
const OF_JOBS: &str = "Running ones first, then queued ones, then the latest.";

/// The last hour.
fn hour() -> (String, String) {
    ("now-1h".to_owned(), "now".to_owned())
}

/// Slowest routes, latest jobs and most frequent errors of the last hour.
#[component]
pub(crate) fn Operations() -> impl IntoView {
    view! {
        <div class="grid-charts">
            <SlowRoutes/>
            <LatestJobs/>
        </div>
        <FrequentErrors/>
    }
}

fn loading(title: &'static str, id: &'static str, description: &'static str) -> impl IntoView {
    view! {
        <Panel title id description flush=true>
            <Skeleton shape=SkeletonShape::Rows(SHOWN)/>
        </Panel>
    }
}

#[component]
fn SlowRoutes() -> impl IntoView {
    let routes = Resource::new(hour, |(from, to)| {
        system_routes(RequestQuery { from, to, ..RequestQuery::default() }, Some(SHOWN.into()))
    });
    every(REFETCHED, move || routes.refetch());
    view! {
        <Transition fallback=|| loading("Slowest routes", "routes", OF_ROUTES)>
            {move || Suspend::new(async move {
                match routes.await {
                    Ok(report) => view! { <Routes report/> }.into_any(),
                    Err(error) => {
                        failed("Slowest routes", "routes", error, Callback::new(move |()| routes.refetch()))
                    }
                }
            })}
        </Transition>
    }
}

#[component]
fn Routes(report: RouteReport) -> impl IntoView {
    let quiet = report.routes.is_empty();
    let rows = report
        .routes
        .into_iter()
        .map(|route| {
            view! {
                <Row>
                    <Cell label="Route" header=true><span class="mono break">{route.route}</span></Cell>
                    <Cell label="Requests" align=Align::End>{count(route.requests)}</Cell>
                    <Cell label="Failed" align=Align::End>{count(route.failures)}</Cell>
                    <Cell label="p95" align=Align::End>{millis(route.p95_ms)}</Cell>
                </Row>
            }
        })
        .collect_view();
    let columns =
        vec![Column::text("Route"), Column::number("Requests"), Column::number("Failed"), Column::number("p95")];
    view! {
        <Panel title="Slowest routes" id="routes" description=OF_ROUTES flush=true>
            {if quiet {
                view! { <EmptyState title="No request in the last hour"/> }.into_any()
            } else {
                view! { <Table caption="Slowest routes of the last hour" columns>{rows}</Table> }.into_any()
            }}
        </Panel>
    }
}

#[component]
fn LatestJobs() -> impl IntoView {
    let jobs = Resource::new(|| (), |()| system_jobs(JobQuery::default(), Some(SHOWN.into())));
    every(REFETCHED, move || jobs.refetch());
    view! {
        <Transition fallback=|| loading("Background work", "jobs", OF_JOBS)>
            {move || Suspend::new(async move {
                match jobs.await {
                    Ok(list) => view! { <Jobs list/> }.into_any(),
                    Err(error) => failed("Background work", "jobs", error, Callback::new(move |()| jobs.refetch())),
                }
            })}
        </Transition>
    }
}

#[component]
fn Jobs(list: JobList) -> impl IntoView {
    let idle = list.jobs.is_empty();
    let rows = list
        .jobs
        .into_iter()
        .map(|job| {
            let tone = job_tone(&job.state);
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
    let columns = vec![Column::text("Job"), Column::text("State"), Column::number("Progress"), Column::text("Message")];
    view! {
        <Panel title="Background work" id="jobs" description=OF_JOBS flush=true>
            {if idle {
                view! { <EmptyState title="No job has run yet"/> }.into_any()
            } else {
                view! { <Table caption="Latest jobs" columns>{rows}</Table> }.into_any()
            }}
        </Panel>
    }
}

#[component]
fn FrequentErrors() -> impl IntoView {
    let errors = Resource::new(hour, |(from, to)| system_errors(from, to, Some(SHOWN.into())));
    every(REFETCHED, move || errors.refetch());
    view! {
        <Transition fallback=|| loading("Server errors", "errors", OF_ERRORS)>
            {move || Suspend::new(async move {
                match errors.await {
                    Ok(report) => view! { <Errors report/> }.into_any(),
                    Err(error) => failed("Server errors", "errors", error, Callback::new(move |()| errors.refetch())),
                }
            })}
        </Transition>
    }
}

#[component]
fn Errors(report: ErrorReport) -> impl IntoView {
    let ErrorReport { groups, now, .. } = report;
    let calm = groups.is_empty();
    let rows = groups
        .into_iter()
        .map(|group| {
            let organization = whose(&group);
            view! {
                <Row>
                    <Cell label="Error" header=true><span class="break">{group.message}</span></Cell>
                    <Cell label="Where" muted=true><span class="mono break">{group.route}</span></Cell>
                    <Cell label="Organization">{organization}</Cell>
                    <Cell label="Count" align=Align::End>{count(group.count)}</Cell>
                    <Cell label="Last" muted=true>{ago(group.last, now)}</Cell>
                </Row>
            }
        })
        .collect_view();
    let columns = vec![
        Column::text("Error"),
        Column::text("Where"),
        Column::text("Organization"),
        Column::number("Count"),
        Column::text("Last"),
    ];
    view! {
        <Panel title="Server errors" id="errors" description=OF_ERRORS flush=true>
            {if calm {
                view! { <EmptyState title="No server error in the last hour" reason=EmptyReason::Done/> }.into_any()
            } else {
                view! { <Table caption="Server errors of the last hour" columns>{rows}</Table> }.into_any()
            }}
        </Panel>
    }
}
