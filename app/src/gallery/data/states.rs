//! Small tables: links only, pages, every script, and the states beside rows.

use super::hosts::{Host, cell, columns, hosts, key, name, sorted};
use super::large::pause;
use cauldron_ui::data_table::{csv, json, with_parameter};
use cauldron_ui::{
    Button, ButtonSize, CodeBlock, DataTable, EmptyState, ExportValue, PageSize, Pagination, Panel, Sort, TableNote,
    TableState,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_location, use_query_map};
use std::sync::Arc;

/// Path and query of this page.
fn address() -> Signal<String> {
    let location = use_location();
    Signal::derive(move || {
        let (path, query) = (location.pathname.get(), location.search.get());
        if query.is_empty() { path } else { format!("{path}?{query}") }
    })
}

/// Five rows, sorted by links alone.
#[component]
pub(super) fn Five() -> impl IntoView {
    let query = use_query_map();
    let sort = Memo::new(move |_| query.read().get("five").and_then(|text| Sort::parse(&text)));
    let rows = Memo::new(move |_| sorted(&hosts(5), sort.read().as_ref()));
    view! {
        <Panel title="Five rows" id="five" description="Sorted by the address, with or without script." flush=true>
            <DataTable
                id="five-hosts"
                label="Five hosts"
                columns=columns()
                rows
                key
                name
                cell_view=cell
                href=|host: &Host| format!("?open={}#five", host.id)
                sort=Signal::derive(move || sort.get())
                address=address()
                sort_parameter="five"
                summary="5 hosts".to_owned()
                note=Some(TableNote::Stale("12 min old".to_owned()))
            />
        </Panel>
    }
}

/// A thousand rows on pages.
#[component]
pub(super) fn Paged() -> impl IntoView {
    const TOTAL: usize = 1000;
    let query = use_query_map();
    let number = move |name: &str| query.read().get(name).and_then(|text| text.parse::<usize>().ok());
    let size = Memo::new(move |_| number("rows").filter(|size| [10, 25, 50].contains(size)).unwrap_or(10));
    let after = Memo::new(move |_| number("after").filter(|after| *after < TOTAL).unwrap_or(0));
    let rows = Memo::new(move |_| {
        let (after, size) = (after.get(), size.get());
        Arc::new(hosts(1000).into_iter().skip(after).take(size).collect::<Vec<_>>())
    });
    let address = address();
    let to = move |after: usize| {
        let after = (after > 0).then(|| after.to_string());
        with_parameter(&address.read(), "after", after.as_deref(), &[])
    };
    let next = move || Some(after.get() + size.get()).filter(|next| *next < TOTAL).map(to);
    let previous =
        move || Some(after.get()).filter(|after| *after > 0).map(|after| to(after.saturating_sub(size.get())));
    let summary = move || format!("{}–{} of 1,000", after.get() + 1, (after.get() + size.get()).min(TOTAL));
    let sizes = move || {
        [10, 25, 50]
            .into_iter()
            .map(|rows| PageSize {
                rows,
                href: with_parameter(&address.read(), "rows", Some(&rows.to_string()), &["after"]),
                current: rows == size.get(),
            })
            .collect::<Vec<_>>()
    };
    view! {
        <Panel title="Pages" id="paged" description="1,000 rows behind cursors in the address." flush=true>
            <DataTable
                id="paged-hosts"
                label="Hosts on pages"
                columns=columns()
                rows
                key
                name
                cell_view=cell
                note=Some(TableNote::Partial("2 of 3 sources answered".to_owned()))
                foot=move || view! {
                    <Pagination
                        label="Pages of hosts"
                        summary=Signal::derive(summary)
                        previous=Signal::derive(previous)
                        next=Signal::derive(next)
                        sizes=Signal::derive(sizes)
                    />
                }
            />
        </Panel>
    }
}

/// Every script, both directions, words without end.
#[component]
pub(super) fn Directions() -> impl IntoView {
    const NAMES: &[(&str, &str)] = &[
        ("שרת-דוא״ל-ראשי", "נועה לוי"),
        ("خادم-البريد", "ليلى حسن"),
        ("邮件服务器", "王小明"),
        ("メールサーバー", "佐藤 花子"),
        ("메일-서버", "김민준"),
        ("मेल-सर्वर", "आरव शर्मा"),
        ("เซิร์ฟเวอร์อีเมล", "สมชาย ใจดี"),
        ("почтовый-сервер", "Анна Иванова"),
        ("διακομιστής", "Ελένη Παππά"),
        ("Ç̸ö̷m̶b̴i̸n̵i̷n̶g̴", "Zoë Åström"),
        ("👩🏽‍💻-workstation-🛰️", "🦊"),
        (
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
            "averyveryverylongownerwithoutanyspaceatallwhichgoesonandonandon",
        ),
    ];
    let rows: Vec<Host> = NAMES
        .iter()
        .zip(1..)
        .map(|((name, owner), id)| Host {
            name: (*name).to_owned(),
            owner: (*owner).to_owned(),
            note: format!("{name} {owner} {name} {owner}"),
            ..Host::new(id)
        })
        .collect();
    let copy = rows.clone();
    view! {
        <Panel title="Every script" id="scripts" description="Right-to-left names, very long words." flush=true>
            <DataTable id="script-hosts" label="Hosts in every script" columns=columns() rows key name cell_view=cell/>
        </Panel>
        <div dir="rtl">
            <Panel title="Right to left" id="rtl" description="The whole table the other way round." flush=true>
                <DataTable id="rtl-hosts" label="Hosts from the right" columns=columns() rows=copy key name cell_view=cell/>
            </Panel>
        </div>
    }
}

/// No rows, rows on their way, rows that did not come.
#[component]
pub(super) fn States() -> impl IntoView {
    let none = || Signal::<Arc<Vec<Host>>>::stored(Arc::new(Vec::new()));
    let state = RwSignal::new(TableState::Failed {
        message: "The list could not be read. Your filters are kept.".to_owned(),
        trace_id: Some("4bf92f3577b34da6a3ce929d0e0e4736".to_owned()),
    });
    let rows = RwSignal::new(Arc::new(Vec::<Host>::new()));
    let retry = Callback::new(move |()| {
        state.set(TableState::Loading);
        spawn_local(async move {
            pause(600).await;
            rows.set(Arc::new(hosts(8)));
            state.set(TableState::Ready);
        });
    });
    view! {
        <Panel title="No rows" id="none" flush=true>
            <DataTable
                id="no-hosts"
                label="No hosts"
                columns=columns()
                rows=none()
                key
                name
                cell_view=cell
                empty=|| view! {
                    <EmptyState title="No host matches" text="Take a filter away to see more.">
                        <Button size=ButtonSize::Small>"Clear filters"</Button>
                    </EmptyState>
                }
            />
        </Panel>
        <Panel title="Slow" id="slow" flush=true>
            <DataTable
                id="slow-hosts"
                label="Slow hosts"
                columns=columns()
                rows=none()
                key
                name
                cell_view=cell
                state=TableState::Loading
                skeleton_rows=5
            />
        </Panel>
        <Panel title="Failing" id="failing" description="Try again, and eight rows come." flush=true>
            <DataTable
                id="failing-hosts"
                label="Failing hosts"
                columns=columns()
                rows
                key
                name
                cell_view=cell
                state
                on_retry=retry
                skeleton_rows=8
            />
        </Panel>
        <Panel title="Failing over old rows" id="old" flush=true>
            <DataTable
                id="old-hosts"
                label="Old hosts"
                columns=columns()
                rows=hosts(3)
                key
                name
                cell_view=cell
                state=TableState::Failed { message: "Not refreshed.".to_owned(), trace_id: None }
                on_retry=Callback::new(|()| ())
            />
        </Panel>
    }
}

/// What a download would hold.
#[component]
pub(super) fn Exports() -> impl IntoView {
    let rows: Vec<Vec<ExportValue>> = hosts(2)
        .into_iter()
        .map(|host| vec![host.name.into(), ExportValue::Number(-f64::from(host.risk)), host.note.into()])
        .chain([vec!["=HYPERLINK(\"http://example.org\")".into(), ExportValue::Nothing, "a, \"b\"".into()]])
        .collect();
    let text = csv(&["Host", "Change", "Finding"], rows.iter().map(Vec::as_slice));
    let objects = json(&["host", "change", "finding"], rows.iter().map(Vec::as_slice));
    view! {
        <Panel title="Export" id="export" description="CSV with formulas disarmed, and JSON.">
            <div class="stack">
                <CodeBlock title="CSV" code=text/>
                <CodeBlock title="JSON" code=objects wrap=true/>
            </div>
        </Panel>
    }
}
