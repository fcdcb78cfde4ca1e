//! The roles of the organization.

use crate::admin::api::roles::list_roles;
use crate::layout::PanelFailed;
use crate::session::may;
use cauldron_types::{Permission, RoleList, RoleRef, RoleRow, grouped};
use cauldron_ui::{
    Align, Badge, Button, ButtonVariant, Cell, Column, EmptyState, PageHead, Panel, Row, Skeleton, SkeletonShape, Table,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

/// `/admin/roles`
pub(crate) struct RolesRoute;

#[lazy_route]
impl LazyRoute for RolesRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <RolesPage/> }.into_any()
    }
}

#[component]
fn RolesPage() -> impl IntoView {
    let list = Resource::new(|| (), |()| list_roles());
    let may_create = may(Permission::RoleCreate);
    let actions = move || {
        let create = may_create.then(|| {
            view! { <Button href="/admin/roles/new".to_owned() variant=ButtonVariant::Primary icon="plus">"New role"</Button> }
        });
        view! {
            <Button href="/admin/roles/matrix".to_owned() icon="table">"Compare roles"</Button>
            {create}
        }
    };
    view! {
        <Title text="Roles"/>
        <div class="page">
            <PageHead title="Roles" purpose="What people and teams may do, by name. Every person has one base role; others are given besides." actions/>
            <Transition fallback=|| view! { <Panel title="System roles" id="system-roles" flush=true><Skeleton shape=SkeletonShape::Rows(6)/></Panel> }>
                {move || Suspend::new(async move {
                    match list.await {
                        Ok(list) => lists(list).into_any(),
                        Err(error) => view! {
                            <Panel title="System roles" id="system-roles">
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

fn lists(list: RoleList) -> impl IntoView {
    let RoleList { roles, may_create } = list;
    let (system, own): (Vec<_>, Vec<_>) = roles.into_iter().partition(|row| matches!(row.role, RoleRef::System(_)));
    let own = if own.is_empty() {
        view! {
            <EmptyState title="The organization has no roles of its own" text="Make one where a system role gives too much or too little.">
                {may_create.then(|| view! { <Button href="/admin/roles/new".to_owned()>"Make the first role"</Button> })}
            </EmptyState>
        }
        .into_any()
    } else {
        table("Roles of the organization", own).into_any()
    };
    view! {
        <Panel title="System roles" id="system-roles" description="Every organization has them, and nobody changes them." flush=true>
            {table("System roles", system)}
        </Panel>
        <Panel title="Roles of your own" id="own-roles" flush=true>{own}</Panel>
    }
}

fn table(caption: &'static str, rows: Vec<RoleRow>) -> impl IntoView {
    let columns = vec![
        Column::text("Role"),
        Column::text("For"),
        Column::text("Inherits from"),
        Column::number("Permissions"),
        Column::number("Base role of"),
        Column::number("Given"),
    ];
    let rows = rows
        .into_iter()
        .map(|row| {
            let href = format!("/admin/roles/{}", row.role);
            let parents =
                row.parents.into_iter().map(|name| view! { <Badge outline=true>{name}</Badge> " " }).collect_view();
            view! {
                <Row>
                    <Cell label="Role" header=true><a class="quiet-link line-link" href=href>{row.name}</a></Cell>
                    <Cell label="For" muted=true>{row.description}</Cell>
                    <Cell label="Inherits from">{parents}</Cell>
                    <Cell label="Permissions" align=Align::End>{row.permissions}</Cell>
                    <Cell label="Base role of" align=Align::End>{grouped(row.base_of)}</Cell>
                    <Cell label="Given" align=Align::End>{grouped(row.given)}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption columns>{rows}</Table> }
}
