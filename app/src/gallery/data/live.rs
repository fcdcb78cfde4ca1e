//! Rows that come while one reads.

use super::hosts::{Host, cell, columns, hosts, key, name};
use cauldron_ui::{Button, ButtonSize, DataTable, Panel, Selection};
use leptos::prelude::*;
use std::sync::Arc;

#[component]
pub(super) fn Live() -> impl IntoView {
    let rows = RwSignal::new(Arc::new(hosts(1_000)));
    let next = StoredValue::new(200_000_u32);
    let come = Callback::new(move |_| {
        let first = next.get_value();
        next.set_value(first + 12);
        let mut all: Vec<Host> = (first..first + 12).map(Host::new).collect();
        all.extend(rows.read_untracked().iter().cloned());
        rows.set(Arc::new(all));
    });
    let selection = RwSignal::new(Selection::default());
    let count = Signal::derive(move || format!("{} rows", rows.read().len()));
    view! {
        <Panel title="Live" id="live" description="New rows come on top and move nothing that is being read." flush=true>
            <DataTable
                id="live-hosts"
                label="Live hosts"
                columns=columns()
                rows
                key
                name
                cell_view=cell
                selection
                summary=count
                class="data-table--short"
                tools=move || view! { <Button size=ButtonSize::Small on_press=come>"12 rows arrive"</Button> }
            />
        </Panel>
    }
}
