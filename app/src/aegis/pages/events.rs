//! The platform's security events: searched, counted, opened.

use crate::AppError;
use crate::admin::api::saved_views::list_views;
use crate::admin::parts::ListViews;
use crate::aegis::api::events::{list_events, open_event, sum_up_events};
use crate::aegis::parts::event_query::{PATH, export_href, filters, href, query as asked, specs};
use crate::aegis::parts::{
    BLOCK, EventDetailView, EventFacets, EventHistogram, EventHistogramRoom, EventTable, columns, follow_events,
};
use crate::layout::GlobalRange;
use cauldron_types::{EventId, EventQuery, EventSort, EventSummary, ListPage, SecurityEvent, event_path, grouped};
use cauldron_ui::{
    ColumnState, FilterBar, FilterQuery, PageHead, Panel, PanelError, SidePanel, SidePanelLayout, Skeleton,
    SkeletonShape, query_href,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::{LazyRoute, NavigateOptions, lazy_route};
use std::collections::HashSet;
use std::time::Duration;

/// `/aegis/events`
pub(crate) struct EventsRoute;

#[lazy_route]
impl LazyRoute for EventsRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <EventsPage/> }.into_any()
    }
}

/// How long after news the list is asked again, so that a burst is asked for once.
const PAUSE: Duration = Duration::from_millis(400);

/// What the address says.
#[derive(Clone, Copy)]
struct Address {
    /// All of it that is kept in links and views.
    query: Memo<EventQuery>,
    /// The part of it that the server is asked.
    asked: Memo<EventQuery>,
    filters: Memo<FilterQuery>,
    /// Cursor of a further page.
    cursor: Memo<String>,
    /// The event that is opened beside the list.
    event: Memo<Option<EventId>>,
}

impl Address {
    fn follow() -> Self {
        let params = use_query_map();
        let range = expect_context::<GlobalRange>().0;
        let pairs = Memo::new(move |_| {
            params.get().into_iter().map(|(key, value)| (key.into_owned(), value)).collect::<Vec<(String, String)>>()
        });
        let part = move |name: &'static str| {
            pairs.read().iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let query = Memo::new(move |_| asked(&pairs.read(), &range.read()));
        Self {
            query,
            asked: Memo::new(move |_| query.read().asked()),
            filters: Memo::new(move |_| filters(&pairs.read())),
            cursor: Memo::new(move |_| part("cursor")),
            event: Memo::new(move |_| serde_json::from_value(serde_json::Value::String(part("event"))).ok()),
        }
    }
}

#[component]
fn EventsPage() -> impl IntoView {
    let address = Address::follow();
    let open = move || address.event.read().is_some();
    view! {
        <Title text="Events"/>
        <SidePanelLayout>
            <div class="page">
                <PageHead
                    title="Events"
                    purpose="What happened in this organization that matters to security: who, what, from where."
                    actions=move || view! { <ExportLinks query=address.query/> }
                />
                <Filters address/>
                <List address/>
            </div>
            <Show when=open>
                <Opened address/>
            </Show>
        </SidePanelLayout>
    }
}

#[component]
fn ExportLinks(query: Memo<EventQuery>) -> impl IntoView {
    let link = |format: &'static str, words: &'static str| {
        view! {
            <a
                class="button button--secondary button--medium"
                href=move || export_href(&query.read(), format)
                title="What the filters find, up to 100,000 events. The export is recorded."
                rel="external"
                download=""
            >
                {words}
            </a>
        }
    };
    view! {
        {link("csv", "Export CSV")}
        {link("json", "Export JSON")}
    }
}

#[component]
fn Filters(address: Address) -> impl IntoView {
    let page = ListPage::SecurityEvents;
    let views = Resource::new(|| (), move |()| list_views(page));
    let kept = Signal::derive(move || EventQuery { view: String::new(), ..address.query.get() }.pairs());
    let navigate = use_navigate();
    let keep = Signal::derive(move || {
        let query = address.query.read();
        let bare = EventQuery { filters: Vec::new(), q: String::new(), ..query.clone() };
        bare.pairs()
    });
    let change = Callback::new(move |filters: FilterQuery| {
        let mut pairs = keep.get_untracked();
        pairs.extend(filters.to_query());
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate(&format!("{PATH}{}", query_href(&pairs)), options);
    });
    view! {
        <FilterBar
            specs=specs()
            query=address.filters
            label="Search events"
            id="event-filters"
            keep
            on_change=change
            aside=move || view! { <ListViews page views pairs=kept/> }
        />
    }
}

/// How long the columns must stay as they are before the address says so: a width that is dragged passes many others.
const SETTLED: Duration = Duration::from_millis(300);

/// The reader's choice of columns, which stands in the address.
fn columns_of(query: Memo<EventQuery>) -> RwSignal<ColumnState> {
    let text = Memo::new(move |_| query.read().columns.clone());
    let chosen = RwSignal::new(ColumnState::parse(&columns(), &text.read_untracked()));
    Effect::watch(
        move || text.get(),
        move |text, _, _| {
            let columns = columns();
            if chosen.read_untracked().text(&columns) != *text {
                chosen.set(ColumnState::parse(&columns, text));
            }
        },
        false,
    );
    let navigate = use_navigate();
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(Some(waiting)) = waiting.try_get_value() {
            waiting.clear();
        }
    };
    on_cleanup(stop);
    Effect::watch(
        move || chosen.read().text(&columns()),
        move |columns, _, _| {
            stop();
            let (columns, navigate) = (columns.clone(), navigate.clone());
            let later = set_timeout(
                move || {
                    let query = query.get_untracked();
                    if query.columns != columns {
                        let options = NavigateOptions { scroll: false, replace: true, ..NavigateOptions::default() };
                        navigate(&href(&EventQuery { columns, ..query }), options);
                    }
                },
                SETTLED,
            );
            waiting.set_value(later.ok());
        },
        false,
    );
    chosen
}

#[component]
fn List(address: Address) -> impl IntoView {
    let Address { query, asked, cursor, .. } = address;
    let block =
        Resource::new(move || (asked.get(), cursor.get()), |(query, cursor)| list_events(query, cursor, 0, BLOCK));
    let summary = Resource::new(move || asked.get(), sum_up_events);
    let shown = StoredValue::new(HashSet::<EventId>::new());
    let refresh = Callback::new(move |()| {
        block.refetch();
        summary.refetch();
    });
    let columns_chosen = columns_of(query);
    view! {
        <Transition fallback=EventHistogramRoom>
            <EventHistogram summary query on_retry=refresh>
                <Narrow summary query/>
            </EventHistogram>
        </Transition>
        <News query=asked cursor shown refresh/>
        <Transition fallback=|| view! { <Panel title="Events" id="event-list" flush=true><Skeleton shape=SkeletonShape::Rows(12)/></Panel> }>
            {move || Suspend::new(async move {
                // Both, so that the table knows its length from the first moment on.
                let (block, summary) = (block.await, summary.await);
                let total = summary.ok().map(|summary| summary.total);
                match block {
                    Ok(block) => {
                        shown.set_value(block.events.iter().map(|event| event.id).collect());
                        let paged = !cursor.get_untracked().is_empty();
                        view! { <EventTable query columns_chosen block paged total/> }.into_any()
                    }
                    Err(AppError(problem)) => view! {
                        <Panel title="Events" id="event-list">
                            <PanelError message=problem.message trace_id=problem.trace on_retry=refresh/>
                        </Panel>
                    }
                    .into_any(),
                }
            })}
        </Transition>
    }
}

/// What occurs most often, folded away below the bars.
#[component]
fn Narrow(summary: Resource<Result<EventSummary, AppError>>, query: Memo<EventQuery>) -> impl IntoView {
    move || {
        let facets = summary.get().and_then(Result::ok)?.facets;
        // Whoever narrowed the list by one of them wants to see what else there is.
        let open = !query.read_untracked().filters.is_empty();
        Some(view! {
            <details class="facets-fold" open=open>
                <summary>"Narrow by severity, kind or person"</summary>
                <EventFacets facets query/>
            </details>
        })
    }
}

/// Events that arrived since the list was read, behind a button: the list does not move by itself.
#[component]
fn News(
    query: Memo<EventQuery>,
    cursor: Memo<String>,
    shown: StoredValue<HashSet<EventId>>,
    refresh: Callback<()>,
) -> impl IntoView {
    let range = expect_context::<GlobalRange>().0;
    let count = RwSignal::new(0_usize);
    let asking = StoredValue::new(None::<TimeoutHandle>);
    on_cleanup(move || {
        if let Some(Some(waiting)) = asking.try_get_value() {
            waiting.clear();
        }
    });
    let look = Action::new(move |()| async move {
        // Read again rather than judged here: only the server knows which events the filters let through.
        let newest = EventQuery { sort: EventSort::Newest.to_string(), ..query.get_untracked() };
        if let Ok(block) = list_events(newest, String::new(), 0, BLOCK).await {
            let known = shown.get_value();
            count.set(block.events.iter().take_while(|event| !known.contains(&event.id)).count());
        }
        let _ = asking.try_set_value(None);
    });
    Effect::watch(move || query.get(), move |_, _, _| count.set(0), false);
    let ask = Callback::new(move |()| {
        let first_page = cursor.read_untracked().is_empty();
        if first_page && range.read_untracked().is_live() && asking.get_value().is_none() {
            let later = set_timeout(
                move || {
                    look.dispatch(());
                },
                PAUSE,
            );
            asking.set_value(later.ok());
        }
    });
    let heard = move |events: &[SecurityEvent]| {
        if shown.with_value(|shown| events.iter().any(|event| !shown.contains(&event.id))) {
            ask.run(());
        }
    };
    follow_events(heard, ask);
    let words = move || match count.get() {
        1 => "1 new event".to_owned(),
        more if more >= usize::from(BLOCK) => format!("{BLOCK} or more new events"),
        more => format!("{} new events", grouped(i64::try_from(more).unwrap_or(i64::MAX))),
    };
    let show = move |_| {
        count.set(0);
        refresh.run(());
    };
    view! {
        <div class="events__news" role="status">
            <Show when=move || { count.get() > 0 }>
                <button class="button button--secondary button--medium" type="button" on:click=show>{words}</button>
            </Show>
        </div>
    }
}

/// One event beside the list.
#[component]
fn Opened(address: Address) -> impl IntoView {
    let detail = Resource::new(
        move || address.event.get(),
        |event| async move {
            match event {
                Some(id) => Some(open_event(id).await),
                None => None,
            }
        },
    );
    let navigate = use_navigate();
    let without = Signal::derive(move || {
        let cursor = address.cursor.get();
        let cursor = if cursor.is_empty() { cursor } else { format!("&cursor={cursor}") };
        format!("{}{cursor}", href(&address.query.read()))
    });
    let close = Callback::new(move |()| {
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate(&without.get_untracked(), options);
    });
    let title = RwSignal::new("Event".to_owned());
    let page = move || address.event.get().map(event_path);
    view! {
        <SidePanel
            id="event"
            title
            on_close=close
            close_href=without
            actions=move || view! { <a class="button button--secondary button--small" href=page>"Open as page"</a> }
        >
            <Transition fallback=|| view! { <Skeleton shape=SkeletonShape::Lines(8)/> }>
                {move || Suspend::new(async move {
                    match detail.await {
                        Some(Ok(detail)) => {
                            title.set(detail.event.message.clone());
                            view! { <EventDetailView detail/> }.into_any()
                        }
                        Some(Err(AppError(problem))) => view! {
                            <PanelError
                                message=problem.message
                                trace_id=problem.trace
                                on_retry=Callback::new(move |()| detail.refetch())
                            />
                        }
                        .into_any(),
                        None => ().into_any(),
                    }
                })}
            </Transition>
        </SidePanel>
    }
}
