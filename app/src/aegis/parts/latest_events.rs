//! The latest security events, live.

use crate::AppError;
use crate::aegis::api::security_events::latest_security_events;
use crate::aegis::parts::{follow_events, level};
use crate::live::ago;
use cauldron_types::{SecurityEvent, SecurityEventPage};
use cauldron_ui::{
    Cell, Column, EmptyState, Panel, PanelError, Row, Severity as SeverityMark, Skeleton, SkeletonShape, Table, Time,
};
use leptos::prelude::*;

/// As many as the panel shows.
const SHOWN: u8 = 8;

/// The panel.
#[component]
pub(crate) fn LatestEvents() -> impl IntoView {
    let events = Resource::new(|| (), |()| latest_security_events());
    view! {
        <Panel title="Latest security events" id="security-events" description="Sign-ins, refusals and changes of settings." flush=true aside=|| view! { <a class="quiet-link line-link" href="/aegis/events?from=now-24h&to=now">"All events"</a> }>
            <Transition fallback=|| view! { <Skeleton shape=SkeletonShape::Rows(SHOWN)/> }>
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
    let heard = move |events: &[SecurityEvent]| {
        page.update(|page| {
            let fresh = events.iter().filter(|event| !page.events.iter().any(|known| known.id == event.id)).cloned();
            let fresh: Vec<SecurityEvent> = fresh.collect();
            page.events.extend(fresh);
            page.events.sort_by_key(|event| std::cmp::Reverse((event.time, event.id)));
            page.events.truncate(SHOWN.into());
        });
    };
    follow_events(heard, refetch);
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
    let when = ago(time, page.read_untracked().now);
    let opened = format!("/aegis/events?from=now-24h&to=now&event={}", event.id);
    view! {
        <Row>
            <Cell label="Severity"><SeverityMark level=level(event.severity)/></Cell>
            <Cell label="What happened" header=true><a class="quiet-link line-link" href=opened>{event.message}</a></Cell>
            <Cell label="Address" muted=true><span class="mono">{event.address}</span></Cell>
            <Cell label="Time" muted=true><Time datetime=time.rfc3339() title=exact text=when/></Cell>
        </Row>
    }
}
