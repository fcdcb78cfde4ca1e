//! The organization's teams.

use crate::admin::api::teams::list_teams;
use crate::layout::PanelFailed;
use crate::session::may;
use cauldron_types::{Permission, TeamList, TeamRow, grouped};
use cauldron_ui::{
    Badge, Button, ButtonVariant, DataColumn, DataTable, EmptyReason, EmptyState, PageHead, Panel, TableState,
    TextField, Tone, query_href,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::{LazyRoute, NavigateOptions, lazy_route};

const PATH: &str = "/admin/teams";

/// `/admin/teams`
pub(crate) struct TeamsRoute;

#[lazy_route]
impl LazyRoute for TeamsRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <TeamsPage/> }.into_any()
    }
}

fn href(words: &str) -> String {
    if words.is_empty() {
        PATH.to_owned()
    } else {
        format!("{PATH}{}", query_href(&[("q".to_owned(), words.to_owned())]))
    }
}

#[component]
fn TeamsPage() -> impl IntoView {
    let query = use_query_map();
    let words = Memo::new(move |_| query.read().get("q").map(|text| text.trim().to_owned()).unwrap_or_default());
    let list = Resource::new(move || words.get(), list_teams);
    let field = RwSignal::new(words.get_untracked());
    Effect::watch(move || words.get(), move |words, _, _| field.set(words.clone()), false);
    let navigate = use_navigate();
    let find = move |event: SubmitEvent| {
        event.prevent_default();
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate(&href(field.get_untracked().trim()), options);
    };
    let may_create = may(Permission::TeamCreate);
    let create = move || {
        may_create.then(|| {
            view! { <Button href="/admin/teams/new".to_owned() variant=ButtonVariant::Primary icon="plus">"New team"</Button> }
        })
    };
    view! {
        <Title text="Teams"/>
        <div class="page">
            <PageHead title="Teams" purpose="People who are given access together, and who runs each team." actions=create/>
            <form method="get" action=PATH class="filter-form" role="search" aria-label="Teams" on:submit=find>
                <TextField label="Name or purpose" name="q" bind=field placeholder="response"/>
                <Button kind="submit" icon="search">"Find teams"</Button>
            </form>
            <Transition fallback=move || table(TableState::Loading, TeamList::default(), words)>
                {move || Suspend::new(async move {
                    match list.await {
                        Ok(list) => table(TableState::Ready, list, words).into_any(),
                        Err(error) => view! {
                            <Panel title="Teams" id="teams">
                                <PanelFailed error on_retry=Callback::new(move |()| list.refetch())/>
                            </Panel>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

fn table(state: TableState, list: TeamList, words: Memo<String>) -> impl IntoView {
    let cell_view = |row: &TeamRow, column: &str| match column {
        "name" => {
            let (name, mine) = (row.name.clone(), row.mine);
            view! { {name} {mine.then(|| view! { " " <Badge tone=Tone::Info>"yours"</Badge> })} }.into_any()
        }
        "purpose" => row.purpose.clone().into_any(),
        "members" => grouped(row.members).into_any(),
        "admins" => grouped(row.admins).into_any(),
        _ => grouped(row.roles).into_any(),
    };
    let may_create = list.may_create;
    let empty = move || {
        if words.get_untracked().is_empty() {
            view! {
                <EmptyState title="There are no teams yet" text="A team gets roles as one: whoever joins it has them, whoever leaves it has not.">
                    {may_create.then(|| view! { <Button href="/admin/teams/new".to_owned()>"Make the first team"</Button> })}
                </EmptyState>
            }
            .into_any()
        } else {
            view! {
                <EmptyState title="No team has these words" reason=EmptyReason::NoMatch>
                    <Button href=PATH.to_owned()>"Show all teams"</Button>
                </EmptyState>
            }
            .into_any()
        }
    };
    view! {
        <Panel title="Teams" id="teams" flush=true>
            <DataTable
                id="team-list"
                label="Teams"
                columns=vec![
                    DataColumn::text("name", "Team").header().width(240, 160),
                    DataColumn::text("purpose", "Purpose").muted().width(420, 160),
                    DataColumn::number("members", "People"),
                    DataColumn::number("admins", "Team admins"),
                    DataColumn::number("roles", "Roles"),
                ]
                rows=list.teams
                key=|row: &TeamRow| row.id.to_string()
                name=|row: &TeamRow| row.name.clone()
                cell_view
                href=|row: &TeamRow| format!("/admin/teams/{}", row.id)
                state
                skeleton_rows=8
                empty
            />
        </Panel>
    }
}
