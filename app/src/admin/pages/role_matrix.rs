//! Every role beside every permission.

use crate::admin::api::roles::compare_roles;
use crate::layout::PanelFailed;
use crate::session::may;
use cauldron_types::{MatrixGroup, Permission, RoleMatrix};
use cauldron_ui::{Button, Icon, PageHead, Panel, Skeleton, SkeletonShape};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

/// `/admin/roles/matrix`
pub(crate) struct RoleMatrixRoute;

#[lazy_route]
impl LazyRoute for RoleMatrixRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <RoleMatrixPage/> }.into_any()
    }
}

#[component]
fn RoleMatrixPage() -> impl IntoView {
    let matrix = Resource::new(|| (), |()| compare_roles());
    let may_export = may(Permission::RoleExport);
    let actions = move || {
        let export = may_export.then(|| {
            view! {
                // Not a page of the app: the browser fetches it.
                <a
                    class="button button--secondary button--medium"
                    href="/api/admin/roles/export"
                    rel="external"
                    download=""
                    title="The export is recorded."
                >
                    "Export CSV"
                </a>
            }
        });
        view! {
            <Button href="/admin/roles".to_owned()>"All roles"</Button>
            {export}
        }
    };
    view! {
        <Title text="Compare roles"/>
        <div class="page">
            <PageHead title="Compare roles" purpose="Which role gives which permission, by itself or by inheritance." actions/>
            <Transition fallback=|| view! { <Panel title="Roles and permissions" id="matrix" flush=true><Skeleton shape=SkeletonShape::Rows(20)/></Panel> }>
                {move || Suspend::new(async move {
                    match matrix.await {
                        Ok(matrix) => table(matrix).into_any(),
                        Err(error) => view! {
                            <Panel title="Roles and permissions" id="matrix">
                                <PanelFailed error on_retry=Callback::new(move |()| matrix.refetch())/>
                            </Panel>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

fn table(matrix: RoleMatrix) -> impl IntoView {
    let RoleMatrix { roles, groups, .. } = matrix;
    let width = roles.len() + 1;
    let names: Vec<String> = roles.iter().map(|role| role.name.clone()).collect();
    let head = roles
        .into_iter()
        .map(|role| {
            let href = format!("/admin/roles/{}", role.role);
            view! { <th scope="col"><a class="quiet-link" href=href>{role.name}</a></th> }
        })
        .collect_view();
    let bodies = groups.into_iter().map(|group| body(group, width, &names)).collect_view();
    view! {
        <Panel title="Roles and permissions" id="matrix" flush=true>
            // Many columns: it scrolls by itself, and the keyboard reaches it.
            <div class="matrix" tabindex="0" role="region" aria-label="Table of roles and permissions">
                <table class="matrix__table">
                    <caption class="visually-hidden">"Which role gives which permission"</caption>
                    <thead><tr><th scope="col">"Permission"</th>{head}</tr></thead>
                    {bodies}
                </table>
            </div>
        </Panel>
    }
}

fn body(group: MatrixGroup, width: usize, names: &[String]) -> impl IntoView + use<> {
    let rows = group
        .rows
        .into_iter()
        .map(|row| {
            let cells = row
                .held
                .into_iter()
                .zip(names)
                .map(|(held, name)| {
                    let words = format!("{name}: {}", if held { "yes" } else { "no" });
                    let sign = held.then(|| view! { <Icon name="check"/> });
                    view! { <td class=if held { "matrix__yes" } else { "matrix__no" }>{sign}<span class="visually-hidden">{words}</span></td> }
                })
                .collect_view();
            view! {
                <tr>
                    <th scope="row">
                        <span class="matrix__meaning">{row.description}</span>
                        <span class="mono muted">{row.permission.as_str()}</span>
                    </th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    view! {
        <tbody>
            <tr class="matrix__group"><th scope="rowgroup" colspan=width.to_string()>{group.label}</th></tr>
            {rows}
        </tbody>
    }
}
