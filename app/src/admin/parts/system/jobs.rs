//! Background work: what waits, what runs and how far, what failed.

use super::{ago, count, every, failed, href};
use crate::AppError;
use crate::admin::api::system::{RetryJob, system_jobs};
use crate::layout::GlobalRange;
use cauldron_types::{JobList, JobQuery, JobRow, SpanSpec};
use cauldron_ui::{
    Align, Badge, Button, ButtonSize, Cell, Column, EmptyState, FormMessage, Panel, Row, Skeleton, SkeletonShape,
    Table, Toast, ToastHub, Tone,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The tab.
#[component]
pub(crate) fn JobsTab() -> impl IntoView {
    let params = use_query_map();
    let query = Memo::new(move |_| {
        let part = |name: &str| params.read().get(name).unwrap_or_default();
        JobQuery { state: part("state"), kind: part("kind") }
    });
    let jobs = Resource::new(move || query.get(), |query| system_jobs(query, None));
    let retry = ServerAction::<RetryJob>::new();
    Effect::watch(move || retry.version().get(), move |_, _, _| jobs.refetch(), false);
    every(2, move || jobs.refetch());
    let range = expect_context::<GlobalRange>().0;
    let refused = move || match retry.value().get() {
        Some(Err(AppError(problem))) => Some(problem.message),
        _ => None,
    };
    let toasts = ToastHub::expect();
    Effect::watch(
        move || retry.value().get(),
        move |retried, _, _| {
            if matches!(retried, Some(Ok(_))) {
                toasts.show(Toast::ok("Job queued again").text("It runs as soon as a worker is free."));
            }
        },
        false,
    );
    view! {
        {move || refused().map(|error| view! { <FormMessage error/> })}
        <Transition fallback=|| view! { <Panel title="Jobs" id="jobs" flush=true><Skeleton shape=SkeletonShape::Rows(8)/></Panel> }>
            {move || Suspend::new(async move {
                match jobs.await {
                    Ok(list) => {
                        view! { <Jobs list query=query.get_untracked() range=range.get_untracked() retry/> }.into_any()
                    }
                    Err(error) => failed("Jobs", "jobs", error, Callback::new(move |()| jobs.refetch())),
                }
            })}
        </Transition>
    }
}

pub(in crate::admin::parts) fn tone(state: &str) -> Tone {
    match state {
        "succeeded" => Tone::Ok,
        "failed" => Tone::Crit,
        "running" => Tone::Info,
        _ => Tone::Neutral,
    }
}

#[component]
fn Jobs(list: JobList, query: JobQuery, range: SpanSpec, retry: ServerAction<RetryJob>) -> impl IntoView {
    let JobList { jobs, states, kinds, now, offsets } = list;
    let choice = |label: String, address: String, present: bool| {
        view! { <a class="segmented__option" href=address aria-current=present.then_some("true")>{label}</a> }
    };
    let all: i64 = states.iter().map(|state| state.count).sum();
    let by_state = std::iter::once((String::new(), "all".to_owned(), all))
        .chain(states.iter().map(|state| (state.state.clone(), state.state.clone(), state.count)))
        .map(|(value, label, number)| {
            let address = href("jobs", &range, &[("state", &value), ("kind", &query.kind)]);
            choice(format!("{label} {}", count(number)), address, value == query.state)
        })
        .collect_view();
    let by_kind = std::iter::once((String::new(), "every kind".to_owned()))
        .chain(kinds.into_iter().map(|kind| (kind.clone(), kind)))
        .map(|(value, label)| {
            choice(label, href("jobs", &range, &[("state", &query.state), ("kind", &value)]), value == query.kind)
        })
        .collect_view();
    let columns = vec![
        Column::text("Job"),
        Column::text("State"),
        Column::text("Progress"),
        Column::number("Attempt"),
        Column::text("Organization"),
        Column::text("Asked for by"),
        Column::text("Changed"),
        Column::hidden("Act"),
    ];
    let empty = jobs.is_empty();
    let rows = jobs
        .into_iter()
        .map(|job| {
            let changed = ago(job.updated_at, now, &offsets);
            let act = job.may_retry.then(|| view! { <Retry job=job.clone() retry/> });
            let asker = if job.requested_by.is_empty() { "Cauldron".to_owned() } else { job.requested_by.clone() };
            let (work, tone) = (progress(&job), tone(&job.state));
            view! {
                <Row>
                    <Cell label="Job" header=true><span class="mono">{job.kind}</span></Cell>
                    <Cell label="State"><Badge tone>{job.state}</Badge></Cell>
                    <Cell label="Progress">{work}</Cell>
                    <Cell label="Attempt" align=Align::End>{format!("{} of {}", job.attempts, job.max_attempts)}</Cell>
                    <Cell label="Organization">{job.organization}</Cell>
                    <Cell label="Asked for by" muted=true>{asker}</Cell>
                    <Cell label="Changed" muted=true>{changed}</Cell>
                    <Cell label="Act">{act}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! {
        <div class="cluster">
            <nav class="segmented" aria-label="State">{by_state}</nav>
            <nav class="segmented" aria-label="Kind">{by_kind}</nav>
        </div>
        <Panel title="Jobs" id="jobs" description="Running ones first, then queued ones, then the latest." flush=true>
            {if empty {
                view! { <EmptyState title="No job is in this state" text="Finished jobs are kept for two weeks."/> }.into_any()
            } else {
                view! { <Table caption="Jobs" columns>{rows}</Table> }.into_any()
            }}
        </Panel>
    }
}

/// The bar of a running job, and what it says.
fn progress(job: &JobRow) -> impl IntoView + use<> {
    let share = (job.state == "running").then(|| {
        let percent = format!("{:.0}%", f64::from(job.progress) * 100.0);
        view! {
            <progress class="system__progress" max="1" value=job.progress.to_string() aria-label=format!("{} is done", job.kind)></progress>
            <span class="system__share">{percent}</span>
        }
    });
    let message = job.message.clone();
    view! {
        <span class="system__work">
            {share}
            <span class="break">{message}</span>
        </span>
    }
}

#[component]
fn Retry(job: JobRow, retry: ServerAction<RetryJob>) -> impl IntoView {
    let id = job.id;
    let pending =
        Signal::derive(move || retry.input().get().is_some_and(|input| input.id == id) && retry.pending().get());
    view! {
        <ActionForm action=retry>
            <input type="hidden" name="id" value=id.to_string()/>
            <Button kind="submit" size=ButtonSize::Small pending>
                "Retry"
                <span class="visually-hidden">{format!(" {}", job.kind)}</span>
            </Button>
        </ActionForm>
    }
}
