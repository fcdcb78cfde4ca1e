//! Who can reach one thing, and how.

use crate::admin::api::access::reach_of;
use crate::admin::parts::{AccessTabs, resource_options};
use crate::layout::PanelFailed;
use cauldron_types::{ReachRow, Reached, grouped};
use cauldron_ui::{
    Align, Button, ButtonVariant, Cell, Column, Combobox, EmptyState, PageHead, Panel, Row, Skeleton, SkeletonShape,
    Table,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

const PATH: &str = "/admin/access/reach";

/// `/admin/access/reach`
pub(crate) struct ReachRoute;

#[lazy_route]
impl LazyRoute for ReachRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <ReachPage/> }.into_any()
    }
}

#[component]
fn ReachPage() -> impl IntoView {
    let params = use_query_map();
    let resource = Memo::new(move |_| params.read().get("resource").unwrap_or_default());
    let reached = Resource::new(move || resource.get(), reach_of);
    view! {
        <Title text="Who can reach"/>
        <div class="page">
            <PageHead title="Access" purpose="Who can reach one thing, and how."/>
            <AccessTabs chosen="reach"/>
            <Transition fallback=|| view! { <Panel title="Who can reach it" id="reach"><Skeleton shape=SkeletonShape::Rows(6)/></Panel> }>
                {move || Suspend::new(async move {
                    match reached.await {
                        Ok(reached) => answer(reached).into_any(),
                        Err(error) => view! {
                            <Panel title="Who can reach it" id="reach">
                                <PanelFailed error on_retry=Callback::new(move |()| reached.refetch())/>
                            </Panel>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

fn answer(reached: Reached) -> impl IntoView {
    let Reached { resource, rows, resources } = reached;
    let chosen = RwSignal::new(resource.iter().map(|known| known.resource.to_string()).collect::<Vec<_>>());
    let options = resource_options(&resources);
    let content = match resource {
        None => view! { <EmptyState compact=true title="Choose a thing" text="Teams are the things on which a role can be given so far."/> }
            .into_any(),
        Some(known) if rows.is_empty() => {
            let words = format!("Nobody reaches the {}", known.words());
            view! { <EmptyState compact=true title=words/> }.into_any()
        }
        Some(known) => {
            let caption = format!("Who can reach the {}", known.words());
            let columns = vec![
                Column::text("Who"),
                Column::text("How"),
                Column::text("Role"),
                Column::text("May do with it"),
                Column::number("People"),
            ];
            view! { <Table caption columns>{rows.into_iter().map(row).collect_view()}</Table> }.into_any()
        }
    };
    view! {
        <Panel title="Who can reach it" id="reach" flush=true>
            <form method="get" action=PATH class="filter-form filter-form--inset" role="search" aria-label="Thing">
                <Combobox label="Thing" name="resource" options=Signal::stored(options) bind=chosen/>
                <Button kind="submit" variant=ButtonVariant::Primary>"Show"</Button>
            </form>
            {content}
        </Panel>
    }
}

fn row(row: ReachRow) -> impl IntoView {
    let ReachRow { who, how, role, permissions, people, some } = row;
    let names: Vec<String> = some.into_iter().map(|person| person.name).collect();
    let shown = i64::try_from(names.len()).unwrap_or(i64::MAX);
    let more = if shown < people { " and others" } else { "" };
    let names = if names.len() == 1 && names.first() == Some(&who) {
        String::new()
    } else {
        format!("{}{more}", names.join(", "))
    };
    let actions: Vec<&str> = permissions.iter().map(|permission| permission.action()).collect();
    let role = role.map(|role| {
        let href = format!("/admin/roles/{}", role.role);
        view! { <a class="quiet-link line-link" href=href>{role.name}</a> }
    });
    view! {
        <Row>
            <Cell label="Who" header=true><div>{who}</div><div class="muted">{names}</div></Cell>
            <Cell label="How" muted=true>{how}</Cell>
            <Cell label="Role">{role}</Cell>
            <Cell label="May do with it">{actions.join(", ")}</Cell>
            <Cell label="People" align=Align::End>{grouped(people)}</Cell>
        </Row>
    }
}
