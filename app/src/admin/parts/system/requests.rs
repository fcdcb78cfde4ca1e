//! Requests: how each route did, and the latest ones.

use super::{PATH, ago, bytes, count, ends, failed, float, href, millis};
use crate::admin::api::system::{system_requests, system_routes};
use crate::layout::GlobalRange;
use cauldron_charts::{Unit, format};
use cauldron_types::{RequestBlock, RequestQuery, RouteReport, SpanSpec};
use cauldron_ui::{
    Align, Badge, Button, Cell, Column, CopyButton, EmptyReason, EmptyState, Panel, Row, Skeleton, SkeletonShape,
    Table, TextField, Tone,
};
use leptos::attr::custom::custom_attribute;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

/// Routes shown.
const SHOWN: usize = 25;

/// The tab.
#[component]
pub(crate) fn RequestsTab() -> impl IntoView {
    let params = use_query_map();
    let ends = ends();
    let part = move |name: &str| params.read().get(name).unwrap_or_default();
    let query = Memo::new(move |_| {
        let (from, to) = ends.get();
        RequestQuery {
            from,
            to,
            route: part("route"),
            status: part("status"),
            actor: part("actor"),
            trace: part("trace"),
        }
    });
    let cursor = Memo::new(move |_| part("cursor"));
    let by = Memo::new(move |_| part("by"));
    let routes = Resource::new(
        move || {
            let query = query.read();
            RequestQuery { from: query.from.clone(), to: query.to.clone(), ..RequestQuery::default() }
        },
        |query| system_routes(query, None),
    );
    let latest = Resource::new(move || (query.get(), cursor.get()), |(query, cursor)| system_requests(query, cursor));
    let range = expect_context::<GlobalRange>().0;
    view! {
        <Transition fallback=|| view! { <Panel title="Routes" id="routes" flush=true><Skeleton shape=SkeletonShape::Rows(8)/></Panel> }>
            {move || {
                let by = by.get();
                Suspend::new(async move {
                    match routes.await {
                        Ok(report) => view! { <Routes report by range=range.get_untracked()/> }.into_any(),
                        Err(error) => failed("Routes", "routes", error, Callback::new(move |()| routes.refetch())),
                    }
                })
            }}
            // How many routes there are is not known before: what stands below them would move, so it comes after them.
            {move || Suspend::new(async move {
                let _known = routes.await;
                view! { <Filters query=query.get_untracked() range/> }
            })}
        </Transition>
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                let (_known, latest_block) = (routes.await, latest.await);
                match latest_block {
                    Ok(block) => {
                        view! { <Latest block query=query.get_untracked() range=range.get_untracked()/> }.into_any()
                    }
                    Err(error) => failed("Latest requests", "requests", error, Callback::new(move |()| latest.refetch())),
                }
            })}
        </Transition>
    }
}

#[component]
fn Routes(report: RouteReport, by: String, range: SpanSpec) -> impl IntoView {
    let mut routes = report.routes;
    let share = |failures: i64, requests: i64| float(failures) / float(requests.max(1)) * 100.0;
    match by.as_str() {
        "failures" => routes.sort_by(|one, other| {
            let shares = share(other.failures, other.requests).total_cmp(&share(one.failures, one.requests));
            shares.then(other.failures.cmp(&one.failures))
        }),
        "requests" => routes.sort_by_key(|route| std::cmp::Reverse(route.requests)),
        _ => {}
    }
    let orders = [("", "Slowest"), ("failures", "Most failing"), ("requests", "Most asked for")]
        .into_iter()
        .map(|(value, label)| {
            let present = value == by;
            let address = href("requests", &range, &[("by", value)]);
            view! { <a {..custom_attribute("noscroll", "")} class="segmented__option" href=address aria-current=present.then_some("true")>{label}</a> }
        })
        .collect_view();
    let (all, none) = (routes.len(), routes.is_empty());
    let rows = routes
        .into_iter()
        .take(SHOWN)
        .map(|route| {
            let failing = share(route.failures, route.requests);
            let address = href("requests", &range, &[("by", &by), ("route", &route.route)]);
            view! {
                <Row>
                    <Cell label="Route" header=true><a {..custom_attribute("noscroll", "")} class="quiet-link line-link mono break" href=address>{route.route}</a></Cell>
                    <Cell label="Requests" align=Align::End>{count(route.requests)}</Cell>
                    <Cell label="p50" align=Align::End>{millis(route.p50_ms)}</Cell>
                    <Cell label="p95" align=Align::End>{millis(route.p95_ms)}</Cell>
                    <Cell label="p99" align=Align::End>{millis(route.p99_ms)}</Cell>
                    <Cell label="Failed" align=Align::End>{format::value(failing, Unit::Percent)}</Cell>
                    <Cell label="Refused" align=Align::End>{count(route.refusals)}</Cell>
                    <Cell label="Sent" align=Align::End>{bytes(route.bytes)}</Cell>
                </Row>
            }
        })
        .collect_view();
    let columns = vec![
        Column::text("Route"),
        Column::number("Requests"),
        Column::number("p50"),
        Column::number("p95"),
        Column::number("p99"),
        Column::number("Failed"),
        Column::number("Refused"),
        Column::number("Sent"),
    ];
    let words = if all > SHOWN {
        format!("The first {SHOWN} of {all} routes.")
    } else {
        "Every route that was asked for.".to_owned()
    };
    view! {
        <div class="cluster">
            <nav class="segmented" aria-label="Order">{orders}</nav>
        </div>
        <Panel title="Routes" id="routes" description=words flush=true>
            {if none {
                view! { <EmptyState title="No request in this time"/> }.into_any()
            } else {
                view! { <Table caption="Routes" columns>{rows}</Table> }.into_any()
            }}
        </Panel>
    }
}

/// A plain form before any script; afterwards the same address without loading the page again.
#[component]
fn Filters(query: RequestQuery, range: Memo<SpanSpec>) -> impl IntoView {
    let ends = move || {
        let range = range.read();
        (range.from.to_string(), range.to.to_string())
    };
    let [route, status, actor, trace] = [query.route, query.status, query.actor, query.trace].map(RwSignal::new);
    let navigate = use_navigate();
    let find = move |event: SubmitEvent| {
        event.prevent_default();
        let [route, status, actor, trace] = [route, status, actor, trace].map(|field| field.get_untracked());
        let parts =
            [("route", route.trim()), ("status", status.trim()), ("actor", actor.trim()), ("trace", trace.trim())];
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate(&href("requests", &range.read_untracked(), &parts), options);
    };
    view! {
        <form method="get" action=PATH class="filter-form" role="search" aria-label="Requests" on:submit=find>
            <input type="hidden" name="tab" value="requests"/>
            <input type="hidden" name="from" value=move || ends().0/>
            <input type="hidden" name="to" value=move || ends().1/>
            <TextField label="Route" name="route" bind=route placeholder="POST /api" mono=true/>
            <TextField label="Status" name="status" bind=status placeholder="404 or 5xx"/>
            <TextField label="Who" name="actor" bind=actor/>
            <TextField label="Trace" name="trace" bind=trace mono=true/>
            <Button kind="submit" icon="search">"Find requests"</Button>
        </form>
    }
}

fn tone(status: i16) -> Tone {
    match status {
        500.. => Tone::Crit,
        400.. => Tone::Warn,
        _ => Tone::Neutral,
    }
}

#[component]
fn Latest(block: RequestBlock, query: RequestQuery, range: SpanSpec) -> impl IntoView {
    let RequestBlock { requests, next, now, offsets } = block;
    let parts = |cursor: &str| {
        href(
            "requests",
            &range,
            &[
                ("route", &query.route),
                ("status", &query.status),
                ("actor", &query.actor),
                ("trace", &query.trace),
                ("cursor", cursor),
            ],
        )
    };
    let older = next.map(|cursor| parts(&cursor));
    let none = requests.is_empty();
    let rows = requests
        .into_iter()
        .map(|request| {
            let time = ago(request.time, now, &offsets);
            view! {
                <Row>
                    <Cell label="Request" header=true><span class="mono break">{request.route}</span></Cell>
                    <Cell label="Status"><Badge tone=tone(request.status)>{request.status}</Badge></Cell>
                    <Cell label="Duration" align=Align::End>{millis(f64::from(request.duration_ms))}</Cell>
                    <Cell label="Who">{request.actor}</Cell>
                    <Cell label="Organization">{request.organization}</Cell>
                    <Cell label="Address" muted=true><span class="mono">{request.address}</span></Cell>
                    <Cell label="Time" muted=true>{time}</Cell>
                    <Cell label="Trace"><CopyButton text=request.trace label="Copy trace id"/></Cell>
                </Row>
            }
        })
        .collect_view();
    let columns = vec![
        Column::text("Request"),
        Column::text("Status"),
        Column::number("Duration"),
        Column::text("Who"),
        Column::text("Organization"),
        Column::text("Address"),
        Column::text("Time"),
        Column::hidden("Trace"),
    ];
    view! {
        <Panel title="Latest requests" id="requests" flush=true>
            {if none {
                view! {
                    <EmptyState title="No request fits" text="Choose a longer time range or empty a field." reason=EmptyReason::NoMatch/>
                }
                .into_any()
            } else {
                view! { <Table caption="Latest requests" columns>{rows}</Table> }.into_any()
            }}
            {older.map(|older| view! {
                <p class="system__more"><a {..custom_attribute("noscroll", "")} class="button button--secondary button--medium" href=older>"Older requests"</a></p>
            })}
        </Panel>
    }
}
