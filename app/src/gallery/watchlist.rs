//! A whole page as a feature would add it: a chart, a list, the details of a row beside it. See `docs/design-system.md`.

mod data;
mod sightings;

use crate::layout::PanelFailed;
use cauldron_types::grouped;
use cauldron_ui::data_table::with_parameter;
use cauldron_ui::{
    DataColumn, DataTable, Description, DescriptionList, EmptyState, PageHead, Panel, SidePanel, SidePanelLayout,
    Skeleton, SkeletonShape, Sort, TableState, Time,
};
use data::{Watched, Watchlist, watched, watchlist};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use leptos_router::{LazyRoute, NavigateOptions, lazy_route};
use sightings::SightingsPanel;

/// `/gallery/watchlist`
pub(crate) struct WatchlistRoute;

#[lazy_route]
impl LazyRoute for WatchlistRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <WatchlistPage/> }.into_any()
    }
}

#[component]
fn WatchlistPage() -> impl IntoView {
    let (query, location) = (use_query_map(), use_location());
    let here = Signal::derive(move || format!("{}?{}", location.pathname.get(), location.search.get()));
    let opened = Memo::new(move |_| query.read().get("open"));
    view! {
        <Title text="Watchlist"/>
        <SidePanelLayout>
            <div class="page">
                <PageHead title="Watchlist" purpose="Addresses that analysts keep an eye on, and how often they were seen."/>
                <SightingsPanel/>
                <AddressList here/>
            </div>
            <Show when=move || opened.read().is_some()>
                <AddressDetails here opened/>
            </Show>
        </SidePanelLayout>
    }
}

#[component]
fn AddressList(here: Signal<String>) -> impl IntoView {
    let (query, navigate) = (use_query_map(), use_navigate());
    let order = Memo::new(move |_| query.read().get("sort").unwrap_or_default());
    let list = Resource::new(move || order.get(), watchlist);
    let on_open = Callback::new(move |row: Watched| {
        let address = with_parameter(&here.get_untracked(), "open", Some(&row.address), &[]);
        navigate(&address, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    let table = move |state: TableState, list_read: Watchlist| {
        let Watchlist { rows, now, offsets } = list_read;
        let cell_view = move |row: &Watched, column: &str| match column {
            "address" => row.address.clone().into_any(),
            "reason" => row.reason.clone().into_any(),
            "seen" => grouped(row.seen).into_any(),
            _ => {
                view! { <Time datetime=row.since.rfc3339() title=row.since.display(&offsets) text=row.since.ago(now)/> }
                    .into_any()
            }
        };
        view! {
            <Panel title="Addresses" id="addresses" flush=true>
                <DataTable
                    id="watched"
                    label="Watched addresses"
                    columns=vec![
                        DataColumn::text("address", "Address").header().sortable().width(160, 120),
                        DataColumn::text("reason", "Why").width(360, 120),
                        DataColumn::number("seen", "Seen").sortable(),
                        DataColumn::text("since", "Since").sortable().muted(),
                    ]
                    rows
                    key=|row: &Watched| row.address.clone()
                    name=|row: &Watched| row.address.clone()
                    cell_view
                    href=|row: &Watched| format!("?open={}", row.address)
                    on_open
                    sort=Sort::parse(&order.read_untracked())
                    address=here.get_untracked()
                    state
                    on_retry=Callback::new(move |()| list.refetch())
                    skeleton_rows=5
                    empty=|| view! { <EmptyState title="No address is watched" text="Add one from the page of an event."/> }
                />
            </Panel>
        }
    };
    view! {
        <Transition fallback=move || table(TableState::Loading, Watchlist::default())>
            {move || Suspend::new(async move {
                match list.await {
                    Ok(list) => table(TableState::Ready, list),
                    Err(error) => table(error.into(), Watchlist::default()),
                }
            })}
        </Transition>
    }
}

#[component]
fn AddressDetails(here: Signal<String>, opened: Memo<Option<String>>) -> impl IntoView {
    let details = Resource::new(move || opened.get(), |address| async move { Some(watched(address?).await) });
    let title = Signal::derive(move || opened.get().unwrap_or_default());
    let close_href = Signal::derive(move || with_parameter(&here.read(), "open", None, &[]));
    let navigate = use_navigate();
    let on_close = Callback::new(move |()| {
        navigate(&close_href.get_untracked(), NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    view! {
        <SidePanel id="address" title on_close close_href>
            <Transition fallback=|| view! { <Skeleton shape=SkeletonShape::Pairs(3)/> }>
                {move || Suspend::new(async move {
                    match details.await? {
                        Ok(row) => Some(view! {
                            <DescriptionList>
                                <Description label="Address" mono=true>{row.address}</Description>
                                <Description label="Why">{row.reason}</Description>
                                <Description label="Seen">{grouped(row.seen)}</Description>
                            </DescriptionList>
                        }
                        .into_any()),
                        Err(error) => {
                            let on_retry = Callback::new(move |()| details.refetch());
                            Some(view! { <PanelFailed error on_retry/> }.into_any())
                        }
                    }
                })}
            </Transition>
        </SidePanel>
    }
}
