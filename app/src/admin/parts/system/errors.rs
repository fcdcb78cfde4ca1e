//! Server errors by kind, and one kind beside the list.

use super::{ago, count, ends, failed, float, href, millis};
use crate::admin::api::system::{system_error, system_errors};
use crate::layout::{GlobalRange, PanelFailed};
use crate::synapse::parts::{drawing, is_drawn};
use cauldron_charts::{Point, Sparkline, Unit};
use cauldron_types::{ErrorDetail, ErrorGroup, ErrorReport, SpanSpec};
use cauldron_ui::{
    Align, Cell, CodeBlock, Column, CopyButton, Description, DescriptionList, EmptyReason, EmptyState, Panel, Row,
    SidePanel, Skeleton, SkeletonShape, Table,
};
use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

/// The tab; the detail of a kind stands beside the page, in [`ErrorPanel`].
#[component]
pub(crate) fn ErrorsTab() -> impl IntoView {
    let ends = ends();
    let errors = Resource::new(move || ends.get(), |(from, to)| system_errors(from, to, None));
    let range = expect_context::<GlobalRange>().0;
    view! {
        <Transition fallback=|| view! { <Panel title="Errors" id="errors" flush=true><Skeleton shape=SkeletonShape::Rows(6)/></Panel> }>
            {move || Suspend::new(async move {
                match errors.await {
                    Ok(report) => view! { <Errors report range=range.get_untracked()/> }.into_any(),
                    Err(error) => failed("Errors", "errors", error, Callback::new(move |()| errors.refetch())),
                }
            })}
        </Transition>
    }
}

/// The organization of the latest one, and how many others there are.
pub(in crate::admin::parts) fn whose(group: &ErrorGroup) -> String {
    match group.organizations {
        ..2 => group.organization.clone(),
        more => format!("{} and {} more", group.organization, count(more - 1)),
    }
}

/// The course of an error over the range, as a small drawing.
fn course(group: &ErrorGroup, report_from: i64, report_to: i64) -> Sparkline {
    let parts = i64::try_from(group.course.len()).unwrap_or(1).max(1);
    let length = (report_to - report_from) / parts;
    let points = group
        .course
        .iter()
        .zip(0..)
        .map(|(count, index)| Point { time: report_from + length * index, value: float(*count) })
        .collect();
    Sparkline {
        id: format!("course-{}", group.fingerprint),
        label: "How often".to_owned(),
        points,
        unit: Unit::Count,
        live: false,
        height: 24,
        ..Sparkline::default()
    }
}

#[component]
fn Errors(report: ErrorReport, range: SpanSpec) -> impl IntoView {
    let ErrorReport { groups, from, to, now, offsets } = report;
    if groups.is_empty() {
        return view! {
            <Panel title="Errors" id="errors">
                <EmptyState title="No server error in this time" reason=EmptyReason::Done/>
            </Panel>
        }
        .into_any();
    }
    // What the server drew stays.
    let _drawn = is_drawn();
    let code = drawing();
    let rows = groups
        .into_iter()
        .map(|group| {
            let course = course(&group, from.0, to.0);
            let drawing = move || code.get().map(|code| (code.sparkline)(&course)).unwrap_or_default();
            let organization = whose(&group);
            let address = href("errors", &range, &[("error", &group.fingerprint)]);
            let (first, last) = (ago(group.first, now, &offsets), ago(group.last, now, &offsets));
            view! {
                <Row>
                    <Cell label="Error" header=true><a {..custom_attribute("noscroll", "")} class="quiet-link line-link break" href=address>{group.message}</a></Cell>
                    <Cell label="Where" muted=true><span class="mono break">{group.route}</span></Cell>
                    <Cell label="Organization">{organization}</Cell>
                    <Cell label="Course"><span class="system__course" inner_html=drawing></span></Cell>
                    <Cell label="Count" align=Align::End>{count(group.count)}</Cell>
                    <Cell label="First" muted=true>{first}</Cell>
                    <Cell label="Last" muted=true>{last}</Cell>
                    <Cell label="Trace"><CopyButton text=group.trace label="Copy trace id of the latest"/></Cell>
                </Row>
            }
        })
        .collect_view();
    let columns = vec![
        Column::text("Error"),
        Column::text("Where"),
        Column::text("Organization"),
        Column::text("Course"),
        Column::number("Count"),
        Column::text("First"),
        Column::text("Last"),
        Column::hidden("Trace"),
    ];
    view! {
        <Panel title="Errors" id="errors" description="By kind, most frequent first." flush=true>
            <Table caption="Server errors by kind" columns>{rows}</Table>
        </Panel>
    }
    .into_any()
}

/// One kind of error, while the address names one.
#[component]
pub(crate) fn ErrorPanel() -> impl IntoView {
    let params = use_query_map();
    let fingerprint = Memo::new(move |_| params.read().get("error").unwrap_or_default());
    let shown = Memo::new(move |_| {
        params.read().get("tab").is_some_and(|tab| tab == "errors") && !fingerprint.read().is_empty()
    });
    view! {
        <Show when=move || shown.get()>
            <Opened fingerprint/>
        </Show>
    }
}

#[component]
fn Opened(fingerprint: Memo<String>) -> impl IntoView {
    let range = expect_context::<GlobalRange>().0;
    let detail = Resource::new(move || fingerprint.get(), system_error);
    let navigate = use_navigate();
    let without = Signal::derive(move || href("errors", &range.read(), &[]));
    let close = Callback::new(move |()| {
        navigate(&without.get_untracked(), NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    view! {
        <SidePanel id="error" title="Server error" on_close=close close_href=without>
            <Transition fallback=|| view! { <Skeleton shape=SkeletonShape::Lines(8)/> }>
                {move || Suspend::new(async move {
                    match detail.await {
                        Ok(detail) => view! { <Detail detail/> }.into_any(),
                        Err(error) => view! {
                            <PanelFailed error on_retry=Callback::new(move |()| detail.refetch())/>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </SidePanel>
    }
}

#[component]
fn Detail(detail: ErrorDetail) -> impl IntoView {
    let ErrorDetail { fingerprint, count: often, first, occurrences, request, now, offsets } = detail;
    let latest = occurrences.first().cloned();
    let rows = occurrences
        .into_iter()
        .map(|one| {
            let time = ago(one.time, now, &offsets);
            view! {
                <Row>
                    <Cell label="Time" header=true>{time}</Cell>
                    <Cell label="Who">{one.actor}</Cell>
                    <Cell label="Organization">{one.organization}</Cell>
                    <Cell label="Trace"><CopyButton text=one.trace label="Copy trace id"/></Cell>
                </Row>
            }
        })
        .collect_view();
    view! {
        <div class="event-detail">
            {latest.map(|latest| view! { <CodeBlock title="What it said last" code=latest.message wrap=true/> })}
            <DescriptionList>
                <Description label="Kind" mono=true>{fingerprint}</Description>
                <Description label="How often">{format!("{} since it was first seen", count(often))}</Description>
                <Description label="First seen">{ago(first, now, &offsets)}</Description>
                {request.map(|request| view! {
                    <Description label="Latest request">
                        <span class="mono break">{request.route}</span>
                        {format!(", {} after {}", request.status, millis(f64::from(request.duration_ms)))}
                    </Description>
                })}
            </DescriptionList>
            <section class="event-detail__section" aria-labelledby="error-occurrences">
                <h3 class="event-detail__title" id="error-occurrences">"Latest occurrences"</h3>
                <Table caption="Latest occurrences" columns=vec![Column::text("Time"), Column::text("Who"), Column::text("Organization"), Column::hidden("Trace")]>
                    {rows}
                </Table>
            </section>
        </div>
    }
}
