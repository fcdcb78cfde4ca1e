//! The platform's security events: searched, counted, opened.

use crate::AppError;
use crate::admin::api::saved_views::list_views;
use crate::admin::parts::ListViews;
use crate::aegis::api::events::{list_events, open_event, sum_up_events};
use crate::aegis::parts::event_query::{PATH, PageAddress, export_href, filters, specs};
use crate::aegis::parts::{
    BLOCK, EventDetailView, EventFacets, EventHistogram, EventHistogramRoom, EventNews, EventTable, NARROW, Shown,
    columns,
};
use crate::layout::GlobalRange;
use cauldron_types::{EventId, EventQuery, EventSummary, ListPage, event_path};
use cauldron_ui::{
    ColumnState, FilterBar, FilterQuery, PageHead, Pair, Panel, PanelError, SidePanel, SidePanelLayout, Skeleton,
    SkeletonShape, query_href,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::{LazyRoute, NavigateOptions, lazy_route};
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

/// What the address says.
#[derive(Clone, Copy)]
struct Address {
    /// All of it, which links are made from.
    here: Memo<PageAddress>,
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
            params.get().into_iter().map(|(key, value)| (key.into_owned(), value)).collect::<Vec<Pair>>()
        });
        let here = Memo::new(move |_| PageAddress::read(&pairs.read(), &range.read()));
        Self {
            here,
            asked: Memo::new(move |_| here.read().query.asked()),
            filters: Memo::new(move |_| filters(&pairs.read())),
            cursor: Memo::new(move |_| here.read().cursor.clone()),
            event: Memo::new(move |_| here.read().event),
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
                    actions=move || view! { <ExportLinks here=address.here/> }
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
fn ExportLinks(here: Memo<PageAddress>) -> impl IntoView {
    let link = |format: &'static str, words: &'static str| {
        view! {
            <a
                class="button button--secondary button--medium"
                href=move || export_href(&here.read().query, format)
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
    let kept = Signal::derive(move || EventQuery { view: String::new(), ..address.here.read().query.clone() }.pairs());
    let navigate = use_navigate();
    let keep = Signal::derive(move || address.here.read().unfiltered().pairs());
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
fn columns_of(here: Memo<PageAddress>) -> RwSignal<ColumnState> {
    let text = Memo::new(move |_| here.read().query.columns.clone());
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
                    let here = here.get_untracked();
                    if here.query.columns != columns {
                        let options = NavigateOptions { scroll: false, replace: true, ..NavigateOptions::default() };
                        navigate(&here.with_columns(columns).href(), options);
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
    let Address { here, asked, cursor, .. } = address;
    let block =
        Resource::new(move || (asked.get(), cursor.get()), |(query, cursor)| list_events(query, cursor, 0, BLOCK));
    let summary = Resource::new(move || asked.get(), sum_up_events);
    let shown = StoredValue::new(None::<Shown>);
    let refresh = Callback::new(move |()| {
        block.refetch();
        summary.refetch();
    });
    let columns_chosen = columns_of(here);
    view! {
        <Transition fallback=EventHistogramRoom>
            <EventHistogram summary here on_retry=refresh>
                <Narrow summary here/>
            </EventHistogram>
        </Transition>
        <EventNews query=asked cursor shown refresh/>
        <Transition fallback=|| view! { <Panel title="Events" id="event-list" flush=true><Skeleton shape=SkeletonShape::Rows(12)/></Panel> }>
            {move || Suspend::new(async move {
                // Both, so that the table knows its length from the first moment on.
                let (block, summary) = (block.await, summary.await);
                let total = summary.ok().map(|summary| summary.total);
                match block {
                    Ok(block) => {
                        shown.set_value(Some(Shown::of(&block, &asked.read_untracked().sort)));
                        let paged = !cursor.get_untracked().is_empty();
                        view! { <EventTable here columns_chosen block paged total/> }.into_any()
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
fn Narrow(summary: Resource<Result<EventSummary, AppError>>, here: Memo<PageAddress>) -> impl IntoView {
    move || {
        let facets = summary.get().and_then(Result::ok)?.facets;
        // Whoever narrowed the list by one of them wants to see what else there is.
        let open = !here.read_untracked().query.filters.is_empty();
        Some(view! {
            <details class="facets-fold" open=open>
                <summary>{NARROW}</summary>
                <EventFacets facets here/>
            </details>
        })
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
    let without = Signal::derive(move || address.here.read().with_event(None).href());
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
