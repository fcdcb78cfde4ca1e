//! The bus: how far its readers are behind, and what holds them up.

use super::{ago, bytes, count, duration, every, failed};
use crate::admin::api::system::system_bus;
use cauldron_types::BusView;
use cauldron_ui::{Align, BigNumber, Cell, Column, EmptyState, Panel, Row, Skeleton, SkeletonShape, Table};
use leptos::prelude::*;

/// The tab.
#[component]
pub(crate) fn BusTab() -> impl IntoView {
    let bus = Resource::new(|| (), |()| system_bus());
    every(2, move || bus.refetch());
    view! {
        <Transition fallback=|| view! { <Panel title="Consumers" id="bus" flush=true><Skeleton shape=SkeletonShape::Rows(4)/></Panel> }>
            {move || Suspend::new(async move {
                match bus.await {
                    Ok(bus) => view! { <Bus bus/> }.into_any(),
                    Err(error) => failed("Bus", "bus", error, Callback::new(move |()| bus.refetch())),
                }
            })}
        </Transition>
    }
}

#[component]
fn Bus(bus: BusView) -> impl IntoView {
    let BusView { consumers, outbox_rows, outbox_bytes, outbox_oldest, held_back, oldest, now, offsets } = bus;
    let behind = consumers.iter().map(|consumer| consumer.events).max().unwrap_or(0);
    let (open_for, open_what) = match oldest {
        Some(open) => (duration(open.seconds), format!("{}, {}", open.application, open.state)),
        None => ("none".to_owned(), "No transaction of Cauldron's is open.".to_owned()),
    };
    let held = match held_back {
        0 => "no later one waits for it".to_owned(),
        1 => "1 later one waits for it".to_owned(),
        many => format!("{} later ones wait for it", count(many)),
    };
    let kept = outbox_oldest.map_or_else(|| "empty".to_owned(), |age| format!("oldest {}", duration(age)));
    let none = consumers.is_empty();
    let rows = consumers
        .into_iter()
        .map(|consumer| {
            let moved = ago(consumer.moved_at, now, &offsets);
            view! {
                <Row>
                    <Cell label="Consumer" header=true><span class="mono">{consumer.name}</span></Cell>
                    <Cell label="Events behind" align=Align::End>{count(consumer.events)}</Cell>
                    <Cell label="Oldest of them" align=Align::End>
                        {if consumer.events == 0 { "–".to_owned() } else { duration(consumer.seconds) }}
                    </Cell>
                    <Cell label="Moved on" muted=true>{moved}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! {
        <div class="grid-numbers">
            <BigNumber label="Furthest behind" value=count(behind) unit="events"/>
            <BigNumber label="Outbox" value=count(outbox_rows) unit="events" note=format!("{}, {kept}", bytes(outbox_bytes))/>
            <BigNumber label="Longest open transaction" value=open_for note=open_what/>
            <BigNumber label="Held back" value=count(held_back) unit="transactions" note=held/>
        </div>
        <Panel
            title="Consumers"
            id="bus"
            description="Events are read in the order of their transactions; a long open one makes every reader wait."
            flush=true
        >
            {if none {
                view! { <EmptyState title="No consumer has started yet"/> }.into_any()
            } else {
                view! {
                    <Table
                        caption="Consumers of the bus"
                        columns=vec![
                            Column::text("Consumer"),
                            Column::number("Events behind"),
                            Column::number("Oldest of them"),
                            Column::text("Moved on"),
                        ]
                    >
                        {rows}
                    </Table>
                }
                .into_any()
            }}
        </Panel>
    }
}
