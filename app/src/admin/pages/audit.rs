//! The organization's audit log.

use crate::admin::api::audit::audit_log;
use crate::admin::parts::{AuditEntries, AuditFilters, audit_href};
use crate::layout::PanelFailed;
use cauldron_types::AuditQuery;
use cauldron_ui::{Button, PageHead, Panel, Skeleton, SkeletonShape};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/admin/audit`
pub(crate) struct AuditRoute;

#[lazy_route]
impl LazyRoute for AuditRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <AuditLogPage/> }.into_any()
    }
}

/// Does not follow the top bar's time range: the log is kept for ever, and its last hour is seldom what is looked for.
#[component]
fn AuditLogPage() -> impl IntoView {
    let params = use_query_map();
    let query = Memo::new(move |_| {
        let params = params.read();
        AuditQuery::from_query(|name| params.get(name))
    });
    let log = Resource::new(move || query.get(), audit_log);
    let newest = move || {
        let query = query.get();
        let first = query.first_page();
        (query != first).then(|| view! { <Button href=audit_href(&first)>"Newest entries"</Button> })
    };
    view! {
        <Title text="Audit"/>
        <div class="page">
            <PageHead
                title="Audit"
                purpose="Every change in this organization: who, what, when, and from where."
                actions=move || newest
            />
            <AuditFilters query/>
            <Transition fallback=|| view! { <Panel title="Entries" id="audit-entries" flush=true><Skeleton shape=SkeletonShape::Rows(12)/></Panel> }>
                {move || Suspend::new(async move {
                    match log.await {
                        Ok(block) => view! { <AuditEntries block query=query.get_untracked()/> }.into_any(),
                        Err(error) => view! {
                            <Panel title="Entries" id="audit-entries">
                                <PanelFailed error on_retry=Callback::new(move |()| log.refetch())/>
                            </Panel>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}
