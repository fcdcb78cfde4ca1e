//! Everything about one event, and what to do next.

use super::event_query::PageAddress;
use super::level;
use cauldron_types::{AuditEntry, EventDetail, EventQuery, Instant, RequestView, UtcOffset};
use cauldron_ui::{
    Align, Cell, CodeBlock, Column, CopyButton, Description, DescriptionList, Row, Severity as SeverityMark, Table,
    Time,
};
use leptos::prelude::*;

/// Events that have something in common with this one, over the last week.
fn alike(key: &str, value: &str) -> String {
    let week = EventQuery { from: "now-7d".to_owned(), to: "now".to_owned(), ..EventQuery::default() };
    PageAddress { query: week.toggled(key, value), ..PageAddress::default() }.href()
}

/// The particulars, what else the same request did, and links to events like it.
#[component]
pub(crate) fn EventDetailView(
    /// The event.
    detail: EventDetail,
) -> impl IntoView {
    let EventDetail { event, actor_id, detail, trace, audit, requests, now, offsets } = detail;
    let exact = event.time.display(&offsets);
    let next = [
        ("kind", event.kind.clone(), "Events of this kind"),
        ("actor", event.actor.clone(), "Everything this person did"),
        ("address", event.address.clone(), "Everything from this address"),
    ];
    let next = next
        .into_iter()
        .filter(|(_, value, _)| !value.is_empty())
        .map(|(key, value, words)| view! { <li><a href=alike(key, &value)>{words}</a></li> })
        .collect_view();
    let actor = event.actor.clone();
    let address = event.address.clone();
    view! {
        <div class="event-detail">
            <DescriptionList>
                <Description label="Severity"><SeverityMark level=level(event.severity)/></Description>
                <Description label="Time">
                    <Time datetime=event.time.rfc3339() title=crate::live::ago(event.time, now) text=exact/>
                </Description>
                <Description label="Kind" mono=true>{event.kind}</Description>
                {(!actor.is_empty()).then(|| view! { <Description label="Who">{actor}</Description> })}
                {actor_id.map(|id| view! { <Description label="Id of who" mono=true>{id.to_string()}</Description> })}
                {(!address.is_empty()).then(|| view! { <Description label="Address" mono=true>{address}</Description> })}
                <Description label="Trace" mono=true>
                    <span class="event-detail__trace">
                        <span class="break">{trace.clone()}</span>
                        <CopyButton text=trace label="Copy trace id"/>
                    </span>
                </Description>
            </DescriptionList>
            {(!detail.is_empty()).then(|| view! { <CodeBlock title="Particulars" code=detail wrap=true/> })}
            <section class="event-detail__section" aria-labelledby="event-next">
                <h3 class="event-detail__title" id="event-next">"Look further"</h3>
                <ul class="event-detail__links">{next}</ul>
            </section>
            {(!audit.is_empty()).then(|| view! { <AuditOfTrace audit offsets=offsets.clone()/> })}
            {(!requests.is_empty()).then(|| view! { <RequestsOfTrace requests offsets/> })}
        </div>
    }
    .into_any()
}

fn clock(at: Instant, offsets: &[UtcOffset]) -> String {
    let shown = at.display(offsets);
    shown.split_once(", ").map_or(shown.clone(), |(_, clock)| clock.to_owned())
}

#[component]
fn AuditOfTrace(audit: Vec<AuditEntry>, offsets: Vec<UtcOffset>) -> impl IntoView {
    let rows = audit
        .into_iter()
        .map(|entry| {
            let time = clock(entry.time, &offsets);
            view! {
                <Row>
                    <Cell label="Action" header=true><span class="mono">{entry.action}</span></Cell>
                    <Cell label="Who">{entry.actor}</Cell>
                    <Cell label="Time" muted=true>{time}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! {
        <section class="event-detail__section" aria-labelledby="event-audit">
            <h3 class="event-detail__title" id="event-audit">"Audit entries of the same trace"</h3>
            <Table caption="Audit entries of the same trace" columns=vec![Column::text("Action"), Column::text("Who"), Column::text("Time")]>
                {rows}
            </Table>
        </section>
    }
}

#[component]
fn RequestsOfTrace(requests: Vec<RequestView>, offsets: Vec<UtcOffset>) -> impl IntoView {
    let rows = requests
        .into_iter()
        .map(|request| {
            let time = clock(request.time, &offsets);
            view! {
                <Row>
                    <Cell label="Request" header=true><span class="mono break">{request.route}</span></Cell>
                    <Cell label="Status" align=Align::End>{request.status}</Cell>
                    <Cell label="Duration" align=Align::End>{format!("{:.1} ms", request.duration_ms)}</Cell>
                    <Cell label="Time" muted=true>{time}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! {
        <section class="event-detail__section" aria-labelledby="event-requests">
            <h3 class="event-detail__title" id="event-requests">"Requests of the same trace"</h3>
            <Table
                caption="Requests of the same trace"
                columns=vec![Column::text("Request"), Column::number("Status"), Column::number("Duration"), Column::text("Time")]
            >
                {rows}
            </Table>
        </section>
    }
}
