//! What runs underneath: jobs, the bus, requests, errors, the database, hosts.

use crate::admin::parts::system::{BusTab, DatabaseTab, ErrorPanel, ErrorsTab, HostsTab, JobsTab, RequestsTab, href};
use crate::layout::GlobalRange;
use cauldron_ui::{PageHead, SidePanelLayout, Tab, TabLinks};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

/// `/admin/system`
pub(crate) struct SystemRoute;

#[lazy_route]
impl LazyRoute for SystemRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <SystemPage/> }.into_any()
    }
}

const TABS: &[(&str, &str, &str)] = &[
    ("jobs", "Jobs", "list-checks"),
    ("bus", "Bus", "network"),
    ("requests", "Requests", "activity"),
    ("errors", "Errors", "circle-alert"),
    ("database", "Database", "database"),
    ("hosts", "Hosts", "server"),
];

#[component]
fn SystemPage() -> impl IntoView {
    let params = use_query_map();
    let range = expect_context::<GlobalRange>().0;
    let chosen = Memo::new(move |_| {
        let asked = params.read().get("tab").unwrap_or_default();
        TABS.iter().map(|(value, _, _)| *value).find(|value| *value == asked).unwrap_or("jobs").to_owned()
    });
    let tabs = move || {
        let range = range.get();
        TABS.iter()
            .map(|(value, label, icon)| Tab::new(*value, *label).icon(*icon).href(href(value, &range, &[])))
            .collect::<Vec<_>>()
    };
    let body = move || match chosen.read().as_str() {
        "bus" => view! { <BusTab/> }.into_any(),
        "requests" => view! { <RequestsTab/> }.into_any(),
        "errors" => view! { <ErrorsTab/> }.into_any(),
        "database" => view! { <DatabaseTab/> }.into_any(),
        "hosts" => view! { <HostsTab/> }.into_any(),
        _ => view! { <JobsTab/> }.into_any(),
    };
    view! {
        <Title text="System"/>
        <SidePanelLayout>
            <div class="page">
                <PageHead
                    title="System"
                    purpose="How the installation itself is doing: what works in the background, what is slow, what fails."
                />
                {move || view! { <TabLinks label="Parts of the system" tabs=tabs() chosen/> }}
                {body}
            </div>
            <ErrorPanel/>
        </SidePanelLayout>
    }
}
