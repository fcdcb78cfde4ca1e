//! The people of the organization: who they are, what they may do, and when they were last here.

use crate::AppError;
use crate::admin::api::people::{list_people, open_person};
use crate::admin::parts::{PeopleAddress, PersonView};
use crate::live::ago;
use crate::session::Session;
use cauldron_types::{
    Instant, MemberStatus, PeopleBlock, PeopleQuery, Permission, PersonRow, UtcOffset, grouped, person_path,
};
use cauldron_ui::{
    Avatar, Badge, Button, ButtonVariant, DataColumn, DataTable, EmptyReason, EmptyState, FilterBar, FilterQuery,
    PageHead, Pagination, Pair, PanelError, SidePanel, SidePanelLayout, Skeleton, SkeletonShape, Sort, TableState,
    Time, Tone,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::{LazyRoute, NavigateOptions, lazy_route};

/// `/admin/people`
pub(crate) struct PeopleRoute;

#[lazy_route]
impl LazyRoute for PeopleRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <PeoplePage/> }.into_any()
    }
}

fn stay() -> NavigateOptions {
    NavigateOptions { scroll: false, ..NavigateOptions::default() }
}

#[component]
fn PeoplePage() -> impl IntoView {
    let params = use_query_map();
    let pairs = Memo::new(move |_| {
        params.get().into_iter().map(|(key, value)| (key.into_owned(), value)).collect::<Vec<Pair>>()
    });
    let here = Memo::new(move |_| PeopleAddress::read(&pairs.read()));
    let filters = Memo::new(move |_| PeopleAddress::filters(&pairs.read()));
    let asked = Memo::new(move |_| here.read().query.clone());
    let list = Resource::new(move || asked.get(), list_people);
    let person = expect_context::<Session>().0.get_untracked().person().cloned();
    let may = move |permission| person.as_ref().is_some_and(|person| person.may(permission));
    let (invites, exports) = (may(Permission::PersonCreate), may(Permission::PersonExport));
    view! {
        <Title text="People"/>
        <SidePanelLayout>
            <div class="page">
                <PageHead
                    title="People"
                    purpose="Who belongs to this organization, with which base role, and when they were last here."
                    actions=move || view! { <Actions here invites exports/> }
                />
                <Filters here filters/>
                <List here list/>
            </div>
            <Show when=move || here.read().person.is_some()>
                <Opened here list/>
            </Show>
        </SidePanelLayout>
    }
}

#[component]
fn Actions(here: Memo<PeopleAddress>, invites: bool, exports: bool) -> impl IntoView {
    view! {
        {exports
            .then(|| {
                view! {
                    <a
                        class="button button--secondary button--medium"
                        href=move || here.read().export_href()
                        title="What the filters find. The export is recorded."
                        rel="external"
                        download=""
                    >
                        "Export CSV"
                    </a>
                }
            })}
        {invites
            .then(|| {
                view! {
                    <Button href="/admin/people/invitations".to_owned() variant=ButtonVariant::Primary icon="user-plus">
                        "Invite"
                    </Button>
                }
            })}
    }
}

#[component]
fn Filters(here: Memo<PeopleAddress>, filters: Memo<FilterQuery>) -> impl IntoView {
    let keep =
        Signal::derive(move || PeopleQuery { sort: here.read().query.sort.clone(), ..PeopleQuery::default() }.pairs());
    let navigate = use_navigate();
    let change = Callback::new(move |filters: FilterQuery| {
        let mut pairs = keep.get_untracked();
        pairs.extend(filters.to_query());
        let query = PeopleQuery::from_pairs(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())));
        navigate(&PeopleAddress::with_query(query).href(), stay());
    });
    view! {
        <FilterBar
            specs=PeopleAddress::specs()
            query=filters
            label="Search by name or e-mail address"
            id="people-filters"
            keep
            on_change=change
        />
    }
}

/// One row with all that its cells show.
#[derive(Clone, PartialEq)]
struct Line {
    person: PersonRow,
    joined: String,
    seen: String,
    now: Instant,
    /// Where the person is opened beside the list.
    href: String,
}

fn line(person: PersonRow, here: &PeopleAddress, now: Instant, offsets: &[UtcOffset]) -> Line {
    Line {
        joined: person.joined.display(offsets),
        seen: person.seen.map(|at| at.display(offsets)).unwrap_or_default(),
        now,
        href: here.with_person(Some(person.user)).href(),
        person,
    }
}

fn cell(row: &Line, column: &str) -> AnyView {
    let person = &row.person;
    let time = |at: Instant, exact: &str| {
        view! { <Time datetime=at.rfc3339() title=exact.to_owned() text=ago(at, row.now)/> }.into_any()
    };
    match column {
        "name" => {
            let name = person.name.clone();
            view! {
                <span class="person-cell">
                    <Avatar name=name.clone()/>
                    <span dir="auto">{name}</span>
                </span>
            }
            .into_any()
        }
        "email" => person.email.clone().into_any(),
        "role" => person.role.label().into_any(),
        "status" => status(person.status).into_any(),
        "teams" => person.teams.join(", ").into_any(),
        "seen" => match person.seen {
            Some(at) => time(at, &row.seen),
            None => view! { <span class="muted">"Not lately"</span> }.into_any(),
        },
        _ => time(person.joined, &row.joined),
    }
}

/// How somebody stands, as a word with a colour.
fn status(status: MemberStatus) -> impl IntoView {
    let tone = match status {
        MemberStatus::Active => Tone::Ok,
        MemberStatus::Suspended => Tone::Warn,
        MemberStatus::Removed => Tone::Neutral,
    };
    view! { <Badge tone>{status.label()}</Badge> }
}

#[component]
fn List(here: Memo<PeopleAddress>, list: Resource<Result<PeopleBlock, AppError>>) -> impl IntoView {
    let navigate = use_navigate();
    let table = move |state: TableState, block: PeopleBlock| {
        let PeopleBlock { people, first, total, previous, next, now, offsets } = block;
        let query = here.read_untracked().query.clone();
        let lines: Vec<Line> =
            people.into_iter().map(|person| line(person, &here.read_untracked(), now, &offsets)).collect();
        let last = first + i64::try_from(lines.len()).unwrap_or(0) - 1;
        let summary = match total {
            0 => String::new(),
            1 => "1 person".to_owned(),
            total => format!("{} people", grouped(total)),
        };
        let span = format!("{}–{} of {}", grouped(first), grouped(last), grouped(total));
        let paged = previous.is_some() || next.is_some();
        let page = move |after, before, there: bool| {
            Signal::derive(move || there.then(|| here.read().with_page(after, before).href()))
        };
        let (back, on) = (page(None, previous, previous.is_some()), page(next, None, next.is_some()));
        let filtered = query.is_filtered();
        let (go, sorted) = (navigate.clone(), navigate.clone());
        let sort = if query.sort.is_empty() { "name" } else { &query.sort };
        view! {
            <div class="panel panel--flush">
                <DataTable
                    id="people"
                    label="People"
                    columns=vec![
                        DataColumn::text("name", "Name").header().sortable().width(240, 140),
                        DataColumn::text("email", "E-mail address").width(260, 140),
                        DataColumn::text("role", "Base role").width(110, 90),
                        DataColumn::text("status", "Status").width(110, 90),
                        DataColumn::text("teams", "Teams").width(160, 90),
                        DataColumn::text("seen", "Last seen").muted().width(120, 90),
                        DataColumn::text("joined", "Joined").sortable().muted().width(120, 90),
                    ]
                    rows=lines
                    key=|row: &Line| row.person.user.to_string()
                    name=|row: &Line| row.person.name.clone()
                    cell_view=cell
                    href=|row: &Line| row.href.clone()
                    on_open=Callback::new(move |row: Line| go(&row.href, stay()))
                    sort=Sort::parse(sort)
                    address=Signal::derive(move || PeopleAddress::with_query(here.read().query.clone()).href())
                    on_sort=Callback::new(move |sort: Option<Sort>| {
                        let sort = sort.map(|sort| sort.text()).filter(|sort| sort != "name").unwrap_or_default();
                        let query = PeopleQuery { sort, ..here.get_untracked().query };
                        sorted(&PeopleAddress::with_query(query).href(), stay());
                    })
                    state
                    on_retry=Callback::new(move |()| list.refetch())
                    summary
                    empty=move || view! { <Nobody filtered/> }
                    foot=move || {
                        paged.then(|| view! { <Pagination label="Pages of people" summary=span previous=back next=on/> })
                    }
                />
            </div>
        }
    };
    let loading = table.clone();
    view! {
        <Transition fallback=move || loading(TableState::Loading, PeopleBlock::default())>
            {move || {
                let table = table.clone();
                Suspend::new(async move {
                    match list.await {
                        Ok(block) => table(TableState::Ready, block),
                        Err(error) => table(error.into(), PeopleBlock::default()),
                    }
                })
            }}
        </Transition>
    }
}

#[component]
fn Nobody(filtered: bool) -> impl IntoView {
    if filtered {
        return view! {
            <EmptyState title="Nobody fits these filters" text="Let filters go, or search for another name." reason=EmptyReason::NoMatch>
                <Button href="/admin/people".to_owned()>"Show everybody"</Button>
            </EmptyState>
        }
        .into_any();
    }
    view! { <EmptyState title="Nobody belongs to this organization yet" text="Invite the first person."/> }.into_any()
}

/// One person beside the list.
#[component]
fn Opened(here: Memo<PeopleAddress>, list: Resource<Result<PeopleBlock, AppError>>) -> impl IntoView {
    let opened = Memo::new(move |_| here.read().person);
    let detail = Resource::new(
        move || opened.get(),
        |person| async move {
            match person {
                Some(person) => Some(open_person(person).await),
                None => None,
            }
        },
    );
    let navigate = use_navigate();
    let without = Signal::derive(move || here.read().with_person(None).href());
    let close = Callback::new(move |()| navigate(&without.get_untracked(), stay()));
    let title = RwSignal::new("Person".to_owned());
    let page = move || opened.get().map(person_path);
    let changed = Callback::new(move |()| {
        detail.refetch();
        list.refetch();
    });
    view! {
        <SidePanel
            id="person"
            title
            on_close=close
            close_href=without
            actions=move || view! { <a class="button button--secondary button--small" href=page>"Open as page"</a> }
        >
            <Transition fallback=|| view! { <Skeleton shape=SkeletonShape::Pairs(6)/> }>
                {move || Suspend::new(async move {
                    match detail.await {
                        Some(Ok(detail)) => {
                            title.set(detail.person.name.clone());
                            view! { <PersonView detail changed/> }.into_any()
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
