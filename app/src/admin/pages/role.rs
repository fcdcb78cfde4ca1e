//! One role: what it gives, from where, and who has it. Also a new one in the making.

use crate::AppError;
use crate::admin::api::roles::{CreateRole, DeleteRole, SaveRole, read_role};
use crate::admin::parts::{
    BindingTable, Known, RoleFields, field_of, holder_view, message_of, place_view, problem_of, version_of,
};
use crate::layout::{NothingHere, PanelFailed};
use cauldron_types::{Problem, ProblemKind, RolePage, RoleRef, grouped};
use cauldron_ui::{
    Button, ButtonVariant, EmptyState, FormMessage, PageHead, Panel, Skeleton, SkeletonShape, TextField, Toast,
    ToastHub,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/admin/roles/{role}`
pub(crate) struct RoleRoute;

#[lazy_route]
impl LazyRoute for RoleRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <RoleView/> }.into_any()
    }
}

async fn read(name: String) -> Result<RolePage, AppError> {
    match (name.as_str(), name.parse::<RoleRef>()) {
        ("new", _) => read_role(None).await,
        (_, Ok(role)) => read_role(Some(role)).await,
        _ => Err(AppError(Problem::new(ProblemKind::NotFound, "There is no such role, or you may not see it."))),
    }
}

#[component]
fn RoleView() -> impl IntoView {
    let params = use_params_map();
    let name = Memo::new(move |_| params.read().get("role").unwrap_or_default());
    let role = Resource::new(move || name.get(), read);
    view! {
        <Transition fallback=|| view! {
            <div class="page">
                <PageHead title="Role"/>
                <Panel title="Permissions" id="permissions"><Skeleton shape=SkeletonShape::Rows(12)/></Panel>
            </div>
        }>
            {move || Suspend::new(async move {
                match role.await {
                    Ok(page) => view! { <Found page reread=Callback::new(move |()| role.refetch())/> }.into_any(),
                    Err(AppError(problem)) if problem.kind == ProblemKind::NotFound => {
                        view! { <NothingHere trace_id=problem.trace/> }.into_any()
                    }
                    Err(error) => view! {
                        <div class="page">
                            <PageHead title="Role"/>
                            <Panel title="Permissions" id="permissions">
                                <PanelFailed error on_retry=Callback::new(move |()| role.refetch())/>
                            </Panel>
                        </div>
                    }
                    .into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Found(page: RolePage, reread: Callback<()>) -> impl IntoView {
    let (title, purpose) = match page.role {
        None => {
            ("New role".to_owned(), "It gives what you tick, and what the roles give that it inherits from.".to_owned())
        }
        Some(RoleRef::System(_)) => {
            (page.name.clone(), format!("{}. A system role, which nobody changes.", page.description))
        }
        Some(RoleRef::Custom(_)) if page.description.is_empty() => {
            (page.name.clone(), "A role of this organization.".to_owned())
        }
        Some(RoleRef::Custom(_)) => (page.name.clone(), page.description.clone()),
    };
    let back = || view! { <Button href="/admin/roles".to_owned()>"All roles"</Button> };
    let form = match page.role {
        None => view! { <New page=page.clone()/> }.into_any(),
        Some(_) => view! { <Existing page=page.clone() reread/> }.into_any(),
    };
    let beside = page.role.map(|_| {
        let delete = page.deletable.then(|| view! { <Delete page=page.clone()/> });
        view! {
            <div class="stack">
                {holders(&page, reread)}
                {delete}
            </div>
        }
    });
    let columns = if beside.is_some() { "grid-split" } else { "stack" };
    view! {
        <Title text=title.clone()/>
        <div class="page">
            <PageHead title purpose actions=back/>
            <div class=columns>
                {form}
                {beside}
            </div>
        </div>
    }
}

#[component]
fn New(page: RolePage) -> impl IntoView {
    let action = ServerAction::<CreateRole>::new();
    let problem = problem_of(action);
    view! {
        <ActionForm action=action attr:class="stack">
            <FormMessage error=message_of(problem)/>
            <RoleFields page problem/>
            <div class="form__actions">
                <Button kind="submit" variant=ButtonVariant::Primary pending=action.pending()>"Make role"</Button>
                <Button href="/admin/roles".to_owned()>"Cancel"</Button>
            </div>
        </ActionForm>
    }
}

#[component]
fn Existing(page: RolePage, reread: Callback<()>) -> impl IntoView {
    let action = ServerAction::<SaveRole>::new();
    let problem = problem_of(action);
    let version = version_of(action, problem, page.version);
    let toasts = ToastHub::expect();
    Effect::watch(
        move || action.value().get(),
        move |saved, _, _| {
            if matches!(saved, Some(Ok(_))) {
                toasts
                    .show(Toast::ok("Role saved").text("Whoever has it has what it gives now at their next request."));
                reread.run(());
            }
        },
        false,
    );
    let (editable, first) = (page.editable, page.version);
    let id = page.role.map(|role| role.to_string()).unwrap_or_default();
    let why = match page.role {
        Some(RoleRef::System(_)) => {
            "System roles cannot be changed. Make a role of your own that inherits from this one."
        }
        _ => "Changing a role needs the permission role:write.",
    };
    view! {
        <ActionForm action=action attr:class="stack">
            <FormMessage error=message_of(problem)/>
            <input type="hidden" name="role" value=id/>
            <input type="hidden" name="version" prop:value=move || version.get().to_string() value=first.to_string()/>
            <RoleFields page problem/>
            {if editable {
                view! {
                    <div class="form__actions">
                        <Button kind="submit" variant=ButtonVariant::Primary pending=action.pending()>"Save role"</Button>
                    </div>
                }
                .into_any()
            } else {
                view! { <p class="muted">{why}</p> }.into_any()
            }}
        </ActionForm>
    }
}

fn holders(page: &RolePage, reread: Callback<()>) -> impl IntoView + use<> {
    let given = page.given.clone();
    let base = match page.role {
        Some(RoleRef::System(_)) => {
            let people =
                if page.base_of == 1 { "1 person".to_owned() } else { format!("{} people", grouped(page.base_of)) };
            format!("It is the base role of {people}.")
        }
        _ => String::new(),
    };
    let table = if given.is_empty() {
        view! { <EmptyState compact=true title="It was given to nobody besides"/> }.into_any()
    } else {
        view! { <BindingTable rows=given known=Known::Role manage=false on_change=reread/> }.into_any()
    };
    let children = (!page.children.is_empty()).then(|| {
        let links = page
            .children
            .iter()
            .map(|child| {
                let (href, name) = (format!("/admin/roles/{}", child.role), child.name.clone());
                view! { <li><a class="link" href=href>{name}</a></li> }
            })
            .collect_view();
        view! { <Panel title="Roles that inherit from it" id="role-children"><ul class="lost-list">{links}</ul></Panel> }
    });
    let give = page.role.map(|role| format!("/admin/access?role={role}#give"));
    view! {
        <Panel
            title="Who has it"
            id="role-holders"
            description=base
            aside=move || give.map(|href| view! { <a class="link" href=href>"Give it"</a> })
            flush=true
        >
            {table}
        </Panel>
        {children}
    }
}

#[component]
fn Delete(page: RolePage) -> impl IntoView {
    let action = ServerAction::<DeleteRole>::new();
    let problem = problem_of(action);
    let id = page.role.map(|role| role.to_string()).unwrap_or_default();
    let lost = page
        .given
        .iter()
        .map(|binding| view! { <li>{holder_view(&binding.holder)} ", " {place_view(binding.on.as_ref())}</li> })
        .collect::<Vec<_>>();
    let list = (!lost.is_empty()).then(|| {
        view! {
            <p>"It is taken back from:"</p>
            <ul class="lost-list">{lost.into_iter().collect_view()}</ul>
        }
    });
    let heirs = (!page.children.is_empty()).then(|| {
        let names: Vec<String> = page.children.iter().map(|child| child.name.clone()).collect();
        view! { <p>"What it gives is no longer inherited by " {names.join(", ")} "."</p> }
    });
    view! {
        <Panel title="Delete this role" id="role-delete" description="It cannot be undone.">
            <div class="stack">
                {list}
                {heirs}
                <ActionForm action=action attr:class="form">
                    <FormMessage error=message_of(problem)/>
                    <input type="hidden" name="role" value=id/>
                    <TextField
                        label="Type the name of the role"
                        name="name"
                        id="field-delete-name".to_owned()
                        autocomplete="off".to_owned()
                        help=page.name
                        required=true
                        error=field_of(problem, "name")
                    />
                    <div class="form__actions">
                        <Button kind="submit" variant=ButtonVariant::Danger pending=action.pending()>"Delete role"</Button>
                    </div>
                </ActionForm>
            </div>
        </Panel>
    }
}
