//! The organization's audit log.

use crate::admin::api::audit::{audit_log, open_audit_entry};
use crate::admin::parts::{AuditDetailView, AuditEntries, AuditFilters, audit_export_href, audit_href};
use crate::layout::PanelFailed;
use crate::session::Session;
use cauldron_types::{AuditQuery, Permission};
use cauldron_ui::{Button, PageHead, Panel, SidePanel, SidePanelLayout, Skeleton, SkeletonShape};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::{LazyRoute, NavigateOptions, lazy_route};

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
    let entry = Memo::new(move |_| params.read().get("entry").filter(|entry| !entry.is_empty()));
    let exports = expect_context::<Session>()
        .0
        .read_untracked()
        .person()
        .is_some_and(|person| person.may(Permission::AuditExport));
    let log = Resource::new(move || query.get(), audit_log);
    let newest = move || {
        let query = query.get();
        let first = query.first_page();
        (query != first).then(|| view! { <Button href=audit_href(&first)>"Newest entries"</Button> })
    };
    let actions = move || {
        view! {
            {newest}
            {exports.then(|| view! { <ExportLinks query/> })}
        }
    };
    view! {
        <Title text="Audit"/>
        <SidePanelLayout>
        <div class="page">
            <PageHead
                title="Audit"
                purpose="Every change and every refusal in this organization: who, what, when, and from where."
                actions
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
        <Show when=move || entry.read().is_some()>
            <Opened entry query/>
        </Show>
        </SidePanelLayout>
    }
}

/// What the filters find as a file.
#[component]
fn ExportLinks(query: Memo<AuditQuery>) -> impl IntoView {
    let link = |format: &'static str, words: &'static str| {
        view! {
            <a
                class="button button--secondary button--medium"
                href=move || audit_export_href(&query.read(), format)
                title="What the filters find, up to 100,000 entries. The export is recorded."
                rel="external"
                download=""
            >
                {words}
            </a>
        }
    };
    view! {
        {link("csv", "Export CSV")}
        {link("jsonl", "Export JSON lines")}
    }
}

/// One entry beside the log.
#[component]
fn Opened(entry: Memo<Option<String>>, query: Memo<AuditQuery>) -> impl IntoView {
    let detail = Resource::new(
        move || entry.get(),
        |entry| async move {
            match entry {
                Some(place) => Some(open_audit_entry(place).await),
                None => None,
            }
        },
    );
    let navigate = use_navigate();
    let without = Signal::derive(move || audit_href(&query.read()));
    let close = Callback::new(move |()| {
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate(&without.get_untracked(), options);
    });
    let title = RwSignal::new("Entry".to_owned());
    view! {
        <SidePanel id="entry" title on_close=close close_href=without>
            <Transition fallback=|| view! { <Skeleton shape=SkeletonShape::Lines(8)/> }>
                {move || Suspend::new(async move {
                    match detail.await {
                        Some(Ok((detail, offsets))) => {
                            title.set(detail.entry.action.clone());
                            view! { <AuditDetailView detail offsets/> }.into_any()
                        }
                        Some(Err(error)) => view! {
                            <PanelFailed error on_retry=Callback::new(move |()| detail.refetch())/>
                        }
                        .into_any(),
                        None => ().into_any(),
                    }
                })}
            </Transition>
        </SidePanel>
    }
}
