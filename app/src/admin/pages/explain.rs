//! Why somebody may do a thing or may not, and what would change if something were taken away.

use crate::admin::api::access::explain_access;
use crate::admin::parts::{AccessTabs, HolderField, place_view, resource_options, role_href};
use crate::layout::PanelFailed;
use cauldron_types::{ExplainQuery, Explained, PathRow, Permission, PersonName, ResourceName, RoleName, WhatIf};
use cauldron_ui::{
    Badge, Button, ButtonVariant, Cell, Column, ComboOption, Combobox, EmptyState, PageHead, Panel, Row, SelectField,
    SelectOption, Skeleton, SkeletonShape, Table, Tone, query_href,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

const PATH: &str = "/admin/access/explain";

/// `/admin/access/explain`
pub(crate) struct ExplainRoute;

#[lazy_route]
impl LazyRoute for ExplainRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <ExplainPage/> }.into_any()
    }
}

fn href(query: &ExplainQuery) -> String {
    let pairs = query.pairs();
    if pairs.is_empty() { PATH.to_owned() } else { format!("{PATH}{}", query_href(&pairs)) }
}

#[component]
fn ExplainPage() -> impl IntoView {
    let params = use_query_map();
    let query = Memo::new(move |_| {
        let params = params.read();
        ExplainQuery::from_query(|name| params.get(name))
    });
    let answer = Resource::new(move || query.get(), explain_access);
    view! {
        <Title text="Explain access"/>
        <div class="page">
            <PageHead title="Access" purpose="Why somebody may do a thing, or may not, and what would change."/>
            <AccessTabs chosen="explain"/>
            <Transition fallback=|| view! { <Panel title="Question" id="question"><Skeleton shape=SkeletonShape::Lines(4)/></Panel> }>
                {move || Suspend::new(async move {
                    match answer.await {
                        Ok(explained) => view! { <Answer explained query=query.get_untracked()/> }.into_any(),
                        Err(error) => view! {
                            <Panel title="Question" id="question">
                                <PanelFailed error on_retry=Callback::new(move |()| answer.refetch())/>
                            </Panel>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Answer(explained: Explained, query: ExplainQuery) -> impl IntoView {
    let asked = explained.permission.is_some();
    let answer = asked.then(|| verdict(&explained));
    let ways = asked.then(|| ways(&explained, &query));
    view! {
        <Question explained=explained.clone() query=query.clone()/>
        {answer}
        {ways}
        <WhatWouldChange explained=explained.clone() query/>
        {everything(&explained)}
    }
}

/// A GET form: the question stands in the address.
#[component]
fn Question(explained: Explained, query: ExplainQuery) -> impl IntoView {
    let person = RwSignal::new(vec![explained.person.user.to_string()]);
    let permission =
        RwSignal::new(explained.permission.iter().map(|(permission, _)| permission.to_string()).collect::<Vec<_>>());
    let resource = RwSignal::new(explained.resource.iter().map(|known| known.resource.to_string()).collect::<Vec<_>>());
    let option = |(permission, meaning): &(Permission, String)| {
        ComboOption::new(permission.as_str(), permission.as_str()).detail(meaning.clone())
    };
    let permissions: Vec<ComboOption> = explained.catalogue.iter().map(option).collect();
    let resources = resource_options(&explained.resources);
    let who = if explained.may_ask_about_others {
        let chosen = explained.person.clone();
        view! { <HolderField label="Person" name="person" bind=person chosen help="Whose access."/> }.into_any()
    } else {
        view! { <p class="muted">"You see why you may do a thing or may not. Asking about others needs the permission access:read."</p> }
            .into_any()
    };
    let kept = (!query.without.is_empty())
        .then(|| view! { <input type="hidden" name="without" value=query.without.clone()/> });
    view! {
        <Panel title="Question" id="question">
            <form method="get" action=PATH class="filter-form" role="search" aria-label="What is to be explained">
                {who}
                <Combobox
                    label="Permission"
                    name="permission"
                    options=Signal::stored(permissions)
                    bind=permission
                    optional=true
                    help="Leave it empty to see everything they may do.".to_owned()
                />
                <Combobox
                    label="On"
                    name="resource"
                    options=Signal::stored(resources)
                    bind=resource
                    optional=true
                    help="Leave it empty for the whole organization.".to_owned()
                />
                {kept}
                <div class="form__actions"><Button kind="submit" variant=ButtonVariant::Primary>"Explain"</Button></div>
            </form>
        </Panel>
    }
}

fn subject(explained: &Explained) -> String {
    if explained.oneself { "You".to_owned() } else { explained.person.name.clone() }
}

fn verdict(explained: &Explained) -> impl IntoView + use<> {
    let allowed = !explained.paths.is_empty();
    let (permission, meaning) = explained
        .permission
        .as_ref()
        .map(|(permission, meaning)| (permission.to_string(), meaning.clone()))
        .unwrap_or_default();
    let place = explained.resource.as_ref().map_or_else(String::new, |on| format!(" on the {}", on.words()));
    let who = subject(explained);
    let (tone, word) = if allowed { (Tone::Ok, "Allowed") } else { (Tone::Crit, "Not allowed") };
    let sentence = format!("{who} {} {permission}{place}.", if allowed { "may use" } else { "may not use" });
    view! {
        <div class="verdict" id="verdict" role="status">
            <Badge tone>{word}</Badge>
            <p class="verdict__words"><strong>{sentence}</strong> " " <span class="muted">{meaning} "."</span></p>
        </div>
    }
}

fn chain(roles: &[RoleName]) -> impl IntoView + use<> {
    let last = roles.len().saturating_sub(1);
    let links = roles
        .iter()
        .enumerate()
        .map(|(place, role)| {
            let (href, name) = (role_href(role), role.name.clone());
            let joint = (place < last).then_some(" inherits from ");
            view! { <a class="quiet-link line-link" href=href>{name}</a> {joint} }
        })
        .collect_view();
    if roles.is_empty() { view! { <span class="muted">"Running a team"</span> }.into_any() } else { links.into_any() }
}

fn ways(explained: &Explained, query: &ExplainQuery) -> AnyView {
    if explained.paths.is_empty() {
        return missing(explained).into_any();
    }
    let row = |path: &PathRow| {
        let PathRow { source, roles, on, removal } = path.clone();
        let what_if = (!removal.is_empty()).then(|| {
            let address = href(&ExplainQuery { without: removal, ..query.clone() });
            view! { <a class="link" href=format!("{address}#what-if")>"What if not"</a> }
        });
        view! {
            <Row>
                <Cell label="Comes from" header=true>{source}</Cell>
                <Cell label="Role">{chain(&roles)}</Cell>
                <Cell label="On">{place_view(on.as_ref())}</Cell>
                <Cell label="">{what_if}</Cell>
            </Row>
        }
    };
    let rows = explained.paths.iter().map(row).collect_view();
    let words = match explained.paths.len() {
        1 => "There is one way; without it they may not.".to_owned(),
        count => format!("There are {count} ways; each is enough."),
    };
    let columns = vec![Column::text("Comes from"), Column::text("Role"), Column::text("On"), Column::hidden("What if")];
    view! {
        <Panel title="Why" id="why" description=words flush=true>
            <Table caption="Ways in which it is allowed" columns>{rows}</Table>
        </Panel>
    }
    .into_any()
}

fn people(people: &[PersonName]) -> String {
    people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn missing(explained: &Explained) -> impl IntoView + use<> {
    let roles = explained
        .would_allow
        .iter()
        .map(|role| {
            let (href, name) = (role_href(role), role.name.clone());
            view! { <li><a class="link" href=href>{name}</a></li> }
        })
        .collect_view();
    let none = explained.would_allow.is_empty();
    let grantors = if explained.could_grant.is_empty() {
        "Nobody manages access and holds it. An owner can make a role that gives it.".to_owned()
    } else {
        format!("{} can give one of them.", people(&explained.could_grant))
    };
    let roles = if none {
        view! { <p>"No role gives it in this organization, besides ownership."</p> }.into_any()
    } else {
        view! {
            <p>"One of these roles would allow it, given to the person or to a team they are in:"</p>
            <ul class="lost-list">{roles}</ul>
        }
        .into_any()
    };
    view! {
        <Panel title="What is missing" id="missing">
            <div class="stack">
                {roles}
                <p>{grantors}</p>
            </div>
        </Panel>
    }
}

fn permissions(permissions: &[Permission]) -> String {
    permissions.iter().map(|permission| permission.as_str()).collect::<Vec<_>>().join(", ")
}

#[component]
fn WhatWouldChange(explained: Explained, query: ExplainQuery) -> impl IntoView {
    if explained.removals.is_empty() {
        return ().into_any();
    }
    let options = std::iter::once(SelectOption::new("", "Nothing"))
        .chain(explained.removals.iter().map(|choice| SelectOption::new(choice.value.clone(), choice.label.clone())))
        .collect();
    let hidden = [("person", query.person), ("permission", query.permission), ("resource", query.resource)]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    let outcome = explained.what_if.as_ref().map(|what_if| outcome(what_if, &explained));
    view! {
        <Panel title="What would change" id="what-if" description="Nothing is changed by asking.">
            <div class="stack">
                <form method="get" action=PATH class="filter-form" aria-label="What would be taken away">
                    {hidden}
                    <SelectField label="If this were taken away" name="without" options value=query.without/>
                    <Button kind="submit">"Show"</Button>
                </form>
                {outcome}
            </div>
        </Panel>
    }
    .into_any()
}

fn outcome(what_if: &WhatIf, explained: &Explained) -> impl IntoView + use<> {
    let who = subject(explained);
    let still = explained.permission.as_ref().map(|(permission, _)| {
        let words = match (explained.paths.is_empty(), what_if.still_allowed) {
            (true, _) => format!("{permission} is not allowed now, and would not be then."),
            (false, true) => format!("{permission} would still be allowed: another way is left."),
            (false, false) => format!("{permission} would not be allowed any more."),
        };
        view! { <p><strong>{words}</strong></p> }
    });
    let nothing = what_if.lost.is_empty() && what_if.lost_on.is_empty();
    let lost = (!what_if.lost.is_empty())
        .then(|| view! { <p>{who.clone()} " would lose everywhere: " <span class="mono break">{permissions(&what_if.lost)}</span></p> });
    let on = what_if.lost_on.iter().map(|entry| on_one(entry, "would lose")).collect_view();
    view! {
        <div class="stack" id="what-if-outcome">
            <p class="muted">"Without: " {what_if.removed.clone()}</p>
            {still}
            {lost}
            {on}
            {nothing.then(|| view! { <p>{who} " would lose nothing."</p> })}
        </div>
    }
}

fn on_one((resource, held): &(ResourceName, Vec<Permission>), verb: &'static str) -> impl IntoView + use<> {
    let (words, held) = (resource.words(), permissions(held));
    view! { <p>{verb} " on the " {words} ": " <span class="mono break">{held}</span></p> }
}

fn everything(explained: &Explained) -> impl IntoView + use<> {
    let who = subject(explained);
    let rows = explained
        .catalogue
        .iter()
        .filter(|(permission, _)| explained.everywhere.contains(permission))
        .map(|(permission, meaning)| {
            let query = ExplainQuery {
                person: if explained.oneself { String::new() } else { explained.person.user.to_string() },
                permission: permission.to_string(),
                ..ExplainQuery::default()
            };
            let (address, name, meaning) = (href(&query), permission.as_str(), meaning.clone());
            view! {
                <Row>
                    <Cell label="Permission" header=true><a class="quiet-link line-link mono" href=address>{name}</a></Cell>
                    <Cell label="It allows">{meaning}</Cell>
                </Row>
            }
        })
        .collect_view();
    let table = if explained.everywhere.is_empty() {
        view! { <EmptyState compact=true title="Nothing in the whole organization"/> }.into_any()
    } else {
        let columns = vec![Column::text("Permission"), Column::text("It allows")];
        view! { <Table caption="Everything they may do in the whole organization" columns>{rows}</Table> }.into_any()
    };
    let on = explained.on.iter().map(|entry| on_one(entry, "Besides")).collect_view();
    let base = explained.base_role.name.clone();
    view! {
        <Panel title="Everything they may do" id="everything" description=format!("{who}, with the base role {base}.") flush=true>
            <div class="panel-words">{on}</div>
            {table}
        </Panel>
    }
}
