//! A hundred thousand rows, in memory and in blocks.

use super::hosts::{Host, cell, columns, hosts, key, name, sorted};
use cauldron_ui::{BlockRows, Button, ButtonSize, DataTable, Panel, Selection, Sort};
use leptos::prelude::*;
use std::sync::Arc;

/// In memory, sorted in the browser.
#[component]
pub(super) fn InMemory() -> impl IntoView {
    let sort = RwSignal::new(None::<Sort>);
    let all = StoredValue::new(Arc::new(hosts(100_000)));
    let rows = Memo::new(move |_| match sort.get() {
        None => all.get_value(),
        sort => all.with_value(|all| sorted(all, sort.as_ref())),
    });
    let selection = RwSignal::new(Selection::default());
    let opened = RwSignal::new(String::new());
    view! {
        <Panel title="Hosts" id="memory" description="100,000 rows in memory; the browser sorts." flush=true>
            <DataTable
                id="memory-hosts"
                label="Hosts"
                columns=columns()
                rows
                key
                name
                cell_view=cell
                sort
                sort_parameter="memory-sort"
                on_sort=Callback::new(move |next| sort.set(next))
                selection
                matching=Some(240_000_usize)
                bulk=|| view! {
                    <Button size=ButtonSize::Small>"Acknowledge"</Button>
                    <Button size=ButtonSize::Small>"Assign"</Button>
                }
                on_open=Callback::new(move |host: Host| opened.set(host.name))
                summary=Signal::derive(move || match opened.get() {
                    name if name.is_empty() => "100,000 hosts".to_owned(),
                    name => format!("100,000 hosts, opened {name}"),
                })
            />
        </Panel>
    }
}

/// In blocks of 200. The block from row 1,000 fails at first; every other takes a moment.
#[component]
pub(super) fn InBlocks() -> impl IntoView {
    let failed = StoredValue::new(false);
    let rows = BlockRows::new(Signal::stored(100_000), 200, move |rows: core::ops::Range<usize>| {
        let fails = rows.start == 1000 && !failed.get_value();
        if fails {
            failed.set_value(true);
        }
        async move {
            pause(400).await;
            if fails {
                return Err("The server did not answer.".to_owned());
            }
            Ok(rows.map(|index| Host::new(u32::try_from(index + 1).unwrap_or(u32::MAX))).collect())
        }
    })
    .with_first(hosts(200));
    view! {
        <Panel title="Loaded in blocks" id="blocks" description="100,000 rows, 200 at a time, 400 ms each." flush=true>
            <DataTable
                id="block-hosts"
                label="Hosts in blocks"
                columns=columns()
                rows
                key
                name
                cell_view=cell
                summary="100,000 hosts".to_owned()
                class="data-table--short"
            />
        </Panel>
    }
}

/// Waits in the browser.
pub(super) async fn pause(milliseconds: u64) {
    let (done, over) = futures_pair();
    let _ = set_timeout(done, core::time::Duration::from_millis(milliseconds));
    over.await;
}

/// A callback and a future that ends when it is called.
fn futures_pair() -> (impl FnOnce() + 'static, impl Future<Output = ()>) {
    let signal = ArcRwSignal::new((false, None::<core::task::Waker>));
    let waited = signal.clone();
    let done = move || {
        signal.update_untracked(|(over, waker)| {
            *over = true;
            if let Some(waker) = waker.take() {
                waker.wake();
            }
        });
    };
    let over = core::future::poll_fn(move |context| {
        waited
            .try_update_untracked(|(over, waker)| {
                *waker = Some(context.waker().clone());
                if *over { core::task::Poll::Ready(()) } else { core::task::Poll::Pending }
            })
            .unwrap_or(core::task::Poll::Pending)
    });
    (done, over)
}
