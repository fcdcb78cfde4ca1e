//! The latest security events, live.

use crate::AppError;
use crate::aegis::api::security_events::latest_security_events;
use crate::aegis::parts::level;
use crate::live::Live;
use cauldron_types::{SecurityEvent, SecurityEventPage, StreamMessage};
use cauldron_ui::{
    Cell, Column, EmptyState, Panel, PanelError, Row, Severity as SeverityMark, Skeleton, SkeletonShape, Table, Time,
};
use leptos::prelude::*;

/// As many as the panel shows.
const SHOWN: usize = 8;

/// The panel.
#[component]
pub(crate) fn LatestEvents() -> impl IntoView {
    let events = Resource::new(|| (), |()| latest_security_events());
    view! {
        <Panel title="Latest security events" id="security-events" description="Sign-ins, refusals and changes of settings." flush=true aside=|| view! { <a class="quiet-link line-link" href="/aegis/events?from=now-24h&to=now">"All events"</a> }>
            <Transition fallback=|| view! { <Skeleton shape=SkeletonShape::Rows(6)/> }>
                {move || Suspend::new(async move {
                    match events.await {
                        Ok(page) => view! { <EventTable page refetch=Callback::new(move |()| events.refetch())/> }.into_any(),
                        Err(AppError(problem)) => view! {
                            <PanelError
                                message=problem.message
                                trace_id=problem.trace
                                on_retry=Callback::new(move |()| events.refetch())
                            />
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </Panel>
    }
}

#[component]
fn EventTable(page: SecurityEventPage, refetch: Callback<()>) -> impl IntoView {
    let page = RwSignal::new(page);
    expect_context::<Live>().listen(move |message| match message {
        StreamMessage::SecurityEvents(new) => page.update(|page| {
            for event in new {
                if !page.events.iter().any(|known| known.id == event.id) {
                    page.events.insert(0, event.clone());
                }
            }
            page.events.truncate(SHOWN);
        }),
        StreamMessage::Metrics(points) => page.update(|page| page.now = points.now),
        // What happened between the rendering of the page and the opening of the stream is in neither.
        StreamMessage::Ready | StreamMessage::Reset => refetch.run(()),
        StreamMessage::SignedOut => {}
    });
    let rows = move || page.read().events.clone();
    view! {
        <Show
            when=move || !page.read().events.is_empty()
            fallback=|| view! { <EmptyState title="Nothing has happened yet" text="Sign-ins, refusals and changes of settings appear here." icon="shield-check".to_owned()/> }
        >
            <Table
                caption="Latest security events"
                columns=vec![Column::text("Severity"), Column::text("What happened"), Column::text("Address"), Column::text("Time")]
            >
                <For each=rows key=|event| event.id let:event>{row(event, page)}</For>
            </Table>
        </Show>
    }
}

fn row(event: SecurityEvent, page: RwSignal<SecurityEventPage>) -> impl IntoView {
    let time = event.time;
    let exact = Signal::derive(move || time.display(&page.read().offsets));
    let ago = Signal::derive(move || time.ago(page.read().now));
    let opened = format!("/aegis/events?from=now-24h&to=now&event={}", event.id);
    view! {
        <Row>
            <Cell label="Severity"><SeverityMark level=level(event.severity)/></Cell>
            <Cell label="What happened" header=true><a class="quiet-link line-link" href=opened>{event.message}</a></Cell>
            <Cell label="Address" muted=true><span class="mono">{event.address}</span></Cell>
            <Cell label="Time" muted=true><Time datetime=time.rfc3339() title=exact text=ago/></Cell>
        </Row>
    }
}
