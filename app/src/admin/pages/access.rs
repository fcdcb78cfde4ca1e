//! Roles that people and teams were given besides base roles.

use crate::admin::api::access::{GiveRole, list_bindings};
use crate::admin::parts::{
    AccessTabs, BindingTable, HolderField, Known, field_of, message_of, problem_of, resource_options,
};
use crate::layout::PanelFailed;
use crate::session::may;
use cauldron_types::{BindingBlock, BindingQuery, Permission, RoleName};
use cauldron_ui::{
    Button, ButtonVariant, ComboOption, Combobox, EmptyReason, EmptyState, FormMessage, PageHead, Pagination, Panel,
    SelectField, SelectOption, Skeleton, SkeletonShape, TextField, Toast, ToastHub, query_href,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

const PATH: &str = "/admin/access";

/// `/admin/access`
pub(crate) struct AccessRoute;

#[lazy_route]
impl LazyRoute for AccessRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <AccessPage/> }.into_any()
    }
}

fn href(query: &BindingQuery) -> String {
    let pairs = query.pairs();
    if pairs.is_empty() { PATH.to_owned() } else { format!("{PATH}{}", query_href(&pairs)) }
}

#[component]
fn AccessPage() -> impl IntoView {
    let params = use_query_map();
    let query = Memo::new(move |_| {
        let params = params.read();
        BindingQuery::from_query(|name| params.get(name))
    });
    let list = Resource::new(move || query.get(), list_bindings);
    // A resource of its own: the form keeps what was typed while the list is read again.
    let choices = Resource::new(|| (), |()| list_bindings(BindingQuery::default()));
    let reread = Callback::new(move |()| list.refetch());
    let may_manage = may(Permission::AccessManage);
    view! {
        <Title text="Access"/>
        <div class="page">
            <PageHead title="Access" purpose="Roles that people and teams were given besides base roles."/>
            <AccessTabs chosen="given"/>
            <Transition fallback=move || may_manage.then(|| view! { <Panel title="Give a role" id="give"><Skeleton shape=SkeletonShape::Lines(4)/></Panel> })>
                {move || Suspend::new(async move {
                    let block = choices.await.ok().filter(|block| block.may_manage);
                    block.map(|block| view! { <Give block role=query.get_untracked().role reread/> })
                })}
            </Transition>
            <Transition fallback=|| view! { <Panel title="Given roles" id="given" flush=true><Skeleton shape=SkeletonShape::Rows(10)/></Panel> }>
                {move || Suspend::new(async move {
                    match list.await {
                        Ok(block) => view! { <Given block query=query.get_untracked() reread/> }.into_any(),
                        Err(error) => view! {
                            <Panel title="Given roles" id="given">
                                <PanelFailed error on_retry=reread/>
                            </Panel>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

fn role_options(roles: &[RoleName]) -> Vec<ComboOption> {
    roles.iter().map(|role| ComboOption::new(role.role.to_string(), role.name.clone())).collect()
}

#[component]
fn Give(block: BindingBlock, role: String, reread: Callback<()>) -> impl IntoView {
    let action = ServerAction::<GiveRole>::new();
    let problem = problem_of(action);
    let (roles, resources) = (role_options(&block.roles), resource_options(&block.resources));
    let chosen_role = RwSignal::new(Some(role).filter(|role| !role.is_empty()).into_iter().collect::<Vec<_>>());
    let (holder, on) = (RwSignal::new(Vec::<String>::new()), RwSignal::new(Vec::<String>::new()));
    let toasts = ToastHub::expect();
    Effect::watch(
        move || action.value().get(),
        move |done, _, _| {
            if matches!(done, Some(Ok(()))) {
                holder.set(Vec::new());
                on.set(Vec::new());
                toasts.show(Toast::ok("Role given").text("It holds from the next request on."));
                reread.run(());
            }
        },
        false,
    );
    view! {
        <Panel title="Give a role" id="give" description="You can pass on what you hold yourself.">
            <FormMessage error=message_of(problem)/>
            <ActionForm action=action attr:class="filter-form">
                <HolderField
                    label="To"
                    name="holder"
                    bind=holder
                    teams=true
                    help="A person or a team."
                    error=field_of(problem, "holder")
                />
                <Combobox
                    label="Role"
                    name="role"
                    id="field-give-role".to_owned()
                    options=Signal::stored(roles)
                    bind=chosen_role
                    help="Owners are made in the settings.".to_owned()
                    error=field_of(problem, "role")
                />
                <Combobox
                    label="On"
                    name="on"
                    options=Signal::stored(resources)
                    bind=on
                    optional=true
                    help="Leave it empty for the whole organization.".to_owned()
                    error=field_of(problem, "on")
                />
                <div class="form__actions">
                    <Button kind="submit" variant=ButtonVariant::Primary pending=action.pending()>"Give role"</Button>
                </div>
            </ActionForm>
        </Panel>
    }
}

fn filters(query: &BindingQuery, roles: &[RoleName]) -> impl IntoView + use<> {
    let any = |words: &str| SelectOption::new("", words);
    let role_options: Vec<SelectOption> = std::iter::once(any("Any role"))
        .chain(roles.iter().map(|role| SelectOption::new(role.role.to_string(), role.name.clone())))
        .collect();
    let holders =
        vec![any("People and teams"), SelectOption::new("person", "People"), SelectOption::new("team", "Teams")];
    let reaches = vec![
        any("Anywhere"),
        SelectOption::new("everywhere", "The whole organization"),
        SelectOption::new("one", "One thing"),
    ];
    let BindingQuery { q, role, holder, reach, .. } = query.clone();
    view! {
        <form method="get" action=PATH class="filter-form filter-form--inset" role="search" aria-label="Given roles">
            <TextField label="Who" name="q" id="field-given-q".to_owned() value=q/>
            <SelectField label="Role" name="role" id="field-given-role".to_owned() options=role_options value=role/>
            <SelectField label="Given to" name="holder" id="field-given-holder".to_owned() options=holders value=holder/>
            <SelectField label="Where" name="reach" id="field-given-reach".to_owned() options=reaches value=reach/>
            <Button kind="submit" icon="search">"Find"</Button>
        </form>
    }
}

#[component]
fn Given(block: BindingBlock, query: BindingQuery, reread: Callback<()>) -> impl IntoView {
    let BindingBlock { bindings, older, roles, may_manage, now, offsets, .. } = block;
    let narrowed = query != BindingQuery::default();
    let next = older.map(|before| href(&BindingQuery { before, ..query.clone() }));
    let first = (!query.before.is_empty()).then(|| href(&BindingQuery { before: String::new(), ..query.clone() }));
    let paged = next.is_some() || first.is_some();
    let content = if bindings.is_empty() && narrowed {
        view! {
            <EmptyState title="No given role fits" reason=EmptyReason::NoMatch>
                <Button href=PATH.to_owned()>"Show all"</Button>
            </EmptyState>
        }
        .into_any()
    } else if bindings.is_empty() {
        view! {
            <EmptyState title="No role was given yet" text="Everybody may do what their base role permits, and no more."/>
        }
        .into_any()
    } else {
        view! { <BindingTable rows=bindings known=Known::Nothing manage=may_manage now=Some((now, offsets)) on_change=reread/> }
            .into_any()
    };
    view! {
        <Panel title="Given roles" id="given" description="The latest first." flush=true>
            {filters(&query, &roles)}
            {content}
            {paged.then(|| view! { <Pagination label="Pages of given roles" previous=first next/> })}
        </Panel>
    }
}
