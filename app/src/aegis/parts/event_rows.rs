//! The table of events: up to 100,000 rows, of which those in sight are loaded and drawn.

use super::event_query::{PageAddress, export_href};
use super::level;
use crate::AppError;
use crate::aegis::api::events::list_events;
use cauldron_types::{EventBlock, EventQuery, EventTotal, Instant, SecurityEvent, UtcOffset};
use cauldron_ui::{
    BlockRows, ColumnState, CopyButton, DataColumn, DataTable, EmptyReason, EmptyState, Pagination, Rows, Selection,
    Severity as SeverityMark, Sort, Time,
};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::collections::HashMap;

/// Events loaded at once.
pub(crate) const BLOCK: u16 = 100;

/// One row with all that its cells show.
#[derive(Clone, PartialEq)]
struct EventRow {
    event: SecurityEvent,
    exact: String,
    now: Signal<Instant>,
    /// The address that it is opened from.
    here: Memo<PageAddress>,
}

impl EventRow {
    /// Where it is opened beside the list. Untracked: cells that are drawn anew lose what they count from; a press asks again.
    fn href(&self) -> String {
        self.here.read_untracked().with_event(Some(self.event.id)).href()
    }
}

fn row(event: SecurityEvent, here: Memo<PageAddress>, now: Signal<Instant>, offsets: &[UtcOffset]) -> EventRow {
    EventRow { exact: event.time.display(offsets), now, here, event }
}

/// The columns in their first order.
pub(crate) fn columns() -> Vec<DataColumn> {
    vec![
        DataColumn::text("severity", "Severity").sortable().width(104, 96),
        DataColumn::text("message", "What happened").header().width(420, 200),
        DataColumn::text("kind", "Kind").muted().width(170, 100),
        DataColumn::text("actor", "Who").width(150, 90),
        DataColumn::text("address", "Address").muted().width(130, 90),
        DataColumn::text("time", "Time").sortable().muted().width(110, 90),
    ]
}

fn cell(row: &EventRow, column: &str) -> AnyView {
    let event = &row.event;
    match column {
        "severity" => view! { <SeverityMark level=level(event.severity)/> }.into_any(),
        "message" => event.message.clone().into_any(),
        "kind" => view! { <span class="mono">{event.kind.clone()}</span> }.into_any(),
        "actor" => event.actor.clone().into_any(),
        "address" => view! { <span class="mono">{event.address.clone()}</span> }.into_any(),
        _ => {
            let (time, now) = (event.time, row.now);
            let ago = Signal::derive(move || time.ago(now.get()));
            view! { <Time datetime=time.rfc3339() title=row.exact.clone() text=ago/> }.into_any()
        }
    }
}

/// The list from its first block on.
#[component]
pub(crate) fn EventTable(
    /// The page's address.
    here: Memo<PageAddress>,
    /// The reader's choice of columns.
    columns_chosen: RwSignal<ColumnState>,
    /// The first block of the list, or the one behind the cursor of the address.
    block: EventBlock,
    /// That block lies behind a cursor: pages instead of rows without end.
    paged: bool,
    /// How many events there are, if that is known.
    total: Option<EventTotal>,
) -> impl IntoView {
    let EventBlock { events, previous, next, from, to, now, offsets } = block;
    let now = expect_context::<crate::live::Live>().clock(now);
    let loaded = events.len();
    let known =
        StoredValue::new(events.iter().map(|event| (event.id.to_string(), event.clone())).collect::<HashMap<_, _>>());
    let asked = here.read_untracked().query.asked();
    let first: Vec<EventRow> = events.into_iter().map(|event| row(event, here, now, &offsets)).collect();
    let rows: Rows<EventRow> = if paged {
        first.into()
    } else {
        // Without a count the list ends with what is loaded.
        let count = total.map_or(loaded, |total| usize::try_from(total.count).unwrap_or(loaded).max(loaded));
        // Later blocks are of the same moment as the first: what happens meanwhile does not shift them.
        let frozen = EventQuery { from: from.rfc3339(), to: to.rfc3339(), ..asked.clone() };
        BlockRows::new(Signal::stored(count), usize::from(BLOCK), move |range: core::ops::Range<usize>| {
            let (frozen, offsets) = (frozen.clone(), offsets.clone());
            async move {
                let skip = u32::try_from(range.start).unwrap_or(u32::MAX);
                let block = list_events(frozen, String::new(), skip, BLOCK).await;
                let block = block.map_err(|AppError(problem)| problem.message)?;
                let _ = known.try_update_value(|known| {
                    known.extend(block.events.iter().map(|event| (event.id.to_string(), event.clone())));
                });
                Ok(block.events.into_iter().map(|event| row(event, here, now, &offsets)).collect())
            }
        })
        .with_first(first)
        .into()
    };
    let selection = RwSignal::new(Selection::default());
    let navigate = use_navigate();
    let go = navigate.clone();
    let stay = || NavigateOptions { scroll: false, ..NavigateOptions::default() };
    let has_pages = previous.is_some() || next.is_some();
    let page_href = move |cursor: Option<String>| {
        Signal::derive(move || cursor.clone().map(|cursor| here.read().with_page(cursor).href()))
    };
    let (previous, next) = (page_href(previous), page_href(next));
    let sort = Sort::parse(if asked.sort.is_empty() { "-time" } else { &asked.sort });
    let matching = Signal::stored(total.and_then(|total| usize::try_from(total.count).ok()));
    let summary = total.map(EventTotal::words).unwrap_or_default();
    let filtered = asked.is_filtered();
    let clear = Signal::derive(move || here.read().unfiltered().href());
    view! {
        <div class="panel panel--flush events__list">
        <DataTable
            id="events"
            label="Security events"
            columns=columns()
            rows
            key=|row: &EventRow| row.event.id.to_string()
            name=|row: &EventRow| row.event.message.clone()
            cell_view=cell
            href=|row: &EventRow| row.href()
            on_open=Callback::new(move |row: EventRow| go(&row.href(), stay()))
            column_state=columns_chosen
            sort=Signal::stored(sort)
            address=Signal::derive(move || {
                let here = here.read();
                here.with_query(here.query.clone()).href()
            })
            on_sort=Callback::new(move |sort: Option<Sort>| {
                let sort = sort.map(|sort| sort.text()).filter(|sort| sort != "-time").unwrap_or_default();
                let here = here.get_untracked();
                navigate(&here.with_query(EventQuery { sort, ..here.query.clone() }).href(), stay());
            })
            selection
            matching
            bulk=move || view! { <Chosen selection query=asked.clone() known/> }
            summary
            empty=move || view! { <NoEvents filtered clear/> }
            foot=move || {
                has_pages.then(|| view! {
                    <div class=if paged { "events__pages" } else { "events__pages events__pages--plain" }>
                        <Pagination label="Pages of events" previous next/>
                    </div>
                })
            }
        />
        </div>
    }
    .into_any()
}

/// What can be done with the chosen events.
#[component]
fn Chosen(
    selection: RwSignal<Selection>,
    query: EventQuery,
    known: StoredValue<HashMap<String, SecurityEvent>>,
) -> impl IntoView {
    let everything = Memo::new(move |_| selection.read().everything());
    let json = Signal::derive(move || {
        let selection = selection.read();
        let mut events: Vec<SecurityEvent> =
            known.with_value(|known| selection.keys().filter_map(|key| known.get(key).cloned()).collect());
        events.sort_by_key(|event| std::cmp::Reverse((event.time, event.id)));
        serde_json::to_string_pretty(&events).unwrap_or_default()
    });
    let (csv, all_json) = (export_href(&query, "csv"), export_href(&query, "json"));
    move || {
        if everything.get() {
            view! {
                <a class="button button--secondary button--small" href=csv.clone() rel="external" download="">"Export CSV"</a>
                <a class="button button--secondary button--small" href=all_json.clone() rel="external" download="">"Export JSON"</a>
            }
            .into_any()
        } else {
            view! { <CopyButton text=json label="Copy the selected events as JSON"/> }.into_any()
        }
    }
}

#[component]
fn NoEvents(filtered: bool, clear: Signal<String>) -> impl IntoView {
    if filtered {
        view! {
            <EmptyState title="No event fits these filters" text="Choose a longer time range, or let filters go." reason=EmptyReason::NoMatch>
                <a class="button button--secondary button--medium" href=move || clear.get()>"Clear filters"</a>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <EmptyState
                title="Nothing has happened in this time"
                text="Sign-ins, refusals and changes of settings appear here. Choose a longer time range to look further back."
                icon="shield-check".to_owned()
            />
        }
        .into_any()
    }
}
