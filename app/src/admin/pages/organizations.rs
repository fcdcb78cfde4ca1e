//! The organizations of the installation: making, suspending, restoring and limiting them.

mod one;

use crate::AppError;
use crate::admin::api::organization::list_settings;
use crate::admin::api::organizations::{CreateOrganization, SetLimit, list_organizations};
use crate::admin::parts::{InvitationOnce, SettingsForm, amount};
use crate::layout::PanelFailed;
use crate::live::ago;
use crate::session::Session;
use cauldron_types::{LimitView, OrganizationList, Permission, SettingLevel, grouped};
use cauldron_ui::{
    Button, ButtonVariant, Cell, Column, EmptyReason, EmptyState, FormMessage, PageHead, Panel, Row, Skeleton,
    SkeletonShape, Table, TextField, Time,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};
use one::OrganizationActs;

/// `/admin/organizations`
pub(crate) struct OrganizationsRoute;

#[lazy_route]
impl LazyRoute for OrganizationsRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <OrganizationsPage/> }.into_any()
    }
}

#[component]
fn OrganizationsPage() -> impl IntoView {
    let query = use_query_map();
    let q = Memo::new(move |_| query.read().get("q").unwrap_or_default());
    let list = Resource::new(move || q.get(), list_organizations);
    let changed = Callback::new(move |()| list.refetch());
    let person = expect_context::<Session>().0.get_untracked().person().cloned();
    let manages = person.is_some_and(|person| person.may(Permission::OperationsManage));
    view! {
        <Title text="Organizations"/>
        <div class="page">
            <PageHead
                title="Organizations"
                purpose="Every organization of this installation. What is done to one stands in its own audit log too."
            />
            <form method="get" action="/admin/organizations" class="filter-form" role="search" aria-label="Organizations">
                <TextField label="Name or slug" name="q" value=q.get_untracked()/>
                <Button kind="submit" icon="search">"Find organizations"</Button>
            </form>
            <Panel title="Organizations" id="organizations" flush=true>
                <Transition fallback=|| view! { <Skeleton shape=SkeletonShape::Rows(6)/> }>
                    {move || Suspend::new(async move {
                        match list.await {
                            Ok(found) => rows(found, changed).into_any(),
                            Err(error) => view! {
                                <PanelFailed error on_retry=Callback::new(move |()| list.refetch())/>
                            }
                            .into_any(),
                        }
                    })}
                </Transition>
            </Panel>
            // Apart from what is read again: the link of a new organization is shown once and must stay.
            {manages
                .then(|| {
                    view! {
                        <Panel
                            title="New organization"
                            id="new-organization"
                            description="Its first owner joins by a link, which is shown once, right here."
                        >
                            <Creating changed/>
                        </Panel>
                    }
                })}
            <Suspense>
                {move || Suspend::new(async move {
                    list.await.ok().filter(|found| found.editable).map(|found| view! { <Managing found changed/> })
                })}
            </Suspense>
        </div>
    }
}

fn rows(found: OrganizationList, changed: Callback<()>) -> impl IntoView {
    let OrganizationList { organizations, total, now, offsets, editable, .. } = found;
    if organizations.is_empty() {
        return view! {
            <EmptyState title="No organization fits" text="Search for another name." reason=EmptyReason::NoMatch>
                <Button href="/admin/organizations".to_owned()>"Show all organizations"</Button>
            </EmptyState>
        }
        .into_any();
    }
    let shown = i64::try_from(organizations.len()).unwrap_or(total);
    let rest = (total > shown)
        .then(|| format!("{} of {} are shown. Search for the others by name.", grouped(shown), grouped(total)));
    let body = organizations
        .into_iter()
        .map(|row| {
            let (created, exact) = (row.created, row.created.display(&offsets));
            let (name, slug, status) = (row.name.clone(), row.slug.clone(), one::status(&row));
            let (people, files) = (grouped(row.people), amount("bytes", row.stored_bytes));
            let buttons = editable.then(|| view! { <OrganizationActs row changed/> });
            view! {
                <Row>
                    <Cell label="Name" header=true><span dir="auto">{name}</span></Cell>
                    <Cell label="Slug"><span class="mono">{slug}</span></Cell>
                    <Cell label="Status">{status}</Cell>
                    <Cell label="People">{people}</Cell>
                    <Cell label="Files">{files}</Cell>
                    <Cell label="Created" muted=true><Time datetime=created.rfc3339() title=exact text=ago(created, now)/></Cell>
                    <Cell label="Actions">{buttons}</Cell>
                </Row>
            }
        })
        .collect_view();
    let columns = ["Name", "Slug", "Status", "People", "Files", "Created", "Actions"].map(Column::text).to_vec();
    view! {
        <Table caption="Organizations" columns>{body}</Table>
        {rest.map(|rest| view! { <p class="muted organizations__rest">{rest}</p> })}
    }
    .into_any()
}

/// What only whoever manages the installation does.
#[component]
fn Managing(found: OrganizationList, changed: Callback<()>) -> impl IntoView {
    let defaults = Resource::new(|| (), |()| list_settings(SettingLevel::System));
    view! {
        <Panel
            title="Standard limits"
            id="standard-limits"
            description="What every organization may have that was given no limit of its own."
        >
            <div class="stack">
                {found.standards.into_iter().map(|limit| view! { <Standard limit changed/> }).collect_view()}
            </div>
        </Panel>
        <SettingsForm
            level=SettingLevel::System
            settings=defaults
            id="installation-defaults"
            title="Installation defaults"
            description="What holds in every organization that did not choose otherwise."
            editable=true
        />
    }
}

#[component]
fn Creating(changed: Callback<()>) -> impl IntoView {
    let action = ServerAction::<CreateOrganization>::new();
    let problem = Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem),
        _ => None,
    });
    let field = move |name: &'static str| {
        Signal::derive(move || problem.read().as_ref().and_then(|problem| problem.field(name).map(str::to_owned)))
    };
    Effect::watch(
        move || action.value().get(),
        move |done, _, _| {
            if matches!(done, Some(Ok(_))) {
                changed.run(());
            }
        },
        false,
    );
    let made = move || action.value().get().and_then(Result::ok).filter(|_| !action.pending().get());
    view! {
        <ActionForm action=action attr:class="form">
            <FormMessage error=Signal::derive(move || problem.get().map(|problem| problem.message))/>
            <TextField label="Name" name="name" id="new-organization-name" required=true maxlength=120_u32 error=field("name")/>
            <TextField
                label="Slug"
                name="slug"
                id="new-organization-slug"
                help="Small letters, digits and hyphens.".to_owned()
                required=true
                mono=true
                maxlength=63_u32
                error=field("slug")
            />
            <TextField
                label="First owner"
                name="owner_email"
                kind="email"
                help="Their e-mail address.".to_owned()
                required=true
                maxlength=254_u32
                error=field("owner_email")
            />
            <TextField
                label="Time zone"
                name="time_zone"
                value="UTC"
                help="IANA name, such as Europe/Berlin.".to_owned()
                error=field("time_zone")
            />
            <div class="form__actions">
                <Button kind="submit" variant=ButtonVariant::Primary pending=action.pending()>"Create organization"</Button>
            </div>
        </ActionForm>
        {move || made().map(|made| view! { <InvitationOnce link=made.link/> })}
    }
}

#[component]
fn Standard(limit: LimitView, changed: Callback<()>) -> impl IntoView {
    let action = ServerAction::<SetLimit>::new();
    let error = Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem.message),
        _ => None,
    });
    Effect::watch(
        move || action.value().get(),
        move |done, _, _| {
            if matches!(done, Some(Ok(()))) {
                changed.run(());
            }
        },
        false,
    );
    let own = limit.from == SettingLevel::System;
    let now = limit.most.map_or_else(|| "no limit".to_owned(), |most| amount(&limit.unit, most));
    let value = match limit.most {
        _ if !own => String::new(),
        Some(most) => most.to_string(),
        None => "none".to_owned(),
    };
    let help = format!(
        "Now {now}, from {}. A number of {}, the word none for no limit, or nothing for Cauldron's own standard.",
        limit.from.by(),
        limit.unit
    );
    let id = format!("standard-{}", limit.key);
    view! {
        <ActionForm action=action attr:class="form">
            <input type="hidden" name="key" value=limit.key/>
            <TextField label=limit.label name="most" id value help error/>
            <div class="form__actions">
                <Button kind="submit" pending=action.pending()>"Save limit"</Button>
            </div>
        </ActionForm>
    }
}
