//! Popovers, menus, tooltips, tabs.

use cauldron_ui::{
    Button, ButtonVariant, IconButton, Menu, MenuEntry, MenuItem, Panel, Placement, Popover, Tab, TabLinks, TabPanel,
    Tabs, TextField, Tooltip,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub(super) fn Menus() -> impl IntoView {
    let done = RwSignal::new(String::new());
    let (severity, age) = (RwSignal::new(true), RwSignal::new(false));
    let actions = Signal::stored(vec![
        MenuEntry::from(
            MenuItem::run("Acknowledge", move || done.set("Acknowledged.".to_owned())).icon("check").detail("E"),
        ),
        MenuItem::run("Assign", move || done.set("Assigned.".to_owned())).icon("user-plus").into(),
        MenuItem::run("Merge into incident", || ()).icon("minus").disabled(true).into(),
        MenuItem::link("Open in full", "/gallery/overlays?tab=second").icon("external-link").into(),
        MenuEntry::Separator,
        MenuItem::run("Delete", move || done.set("Deleted.".to_owned())).icon("x").danger().into(),
    ]);
    let columns = Signal::stored(vec![
        MenuEntry::Heading("Columns".to_owned()),
        MenuItem::check("Severity", severity.into(), move || severity.update(|on| *on = !*on)).into(),
        MenuItem::check("Age", age.into(), move || age.update(|on| *on = !*on)).into(),
        MenuItem::check("Risk", Signal::stored(true), || ()).disabled(true).into(),
    ]);
    view! {
        <Panel title="Menus and popovers" id="menus">
            <div class="cluster">
                <Menu id="menu-actions" label="Actions" entries=actions/>
                <Menu
                    id="menu-columns"
                    label="Choose columns"
                    entries=columns
                    icon="table"
                    icon_only=true
                    placement=Placement::BelowEnd
                />
                <Menu id="menu-off" label="Nothing to do" entries=Vec::new() disabled=true/>
                <Popover id="popover-filter" label="Filter" icon="search" title="Filter the list">
                    <TextField label="Contains" name="popover_text"/>
                </Popover>
                <Popover id="popover-long" label="About this figure" variant=ButtonVariant::Ghost>
                    <p>"The share of requests that were answered within 300 ms, measured at the server."</p>
                    <p dir="rtl">"نسبة الطلبات"</p>
                </Popover>
                <span class="muted" role="status">
                    {move || done.get()}
                </span>
            </div>
        </Panel>
        <Panel title="Tooltips" id="tooltips">
            <div class="cluster">
                <Tooltip id="tooltip-refresh" text="Asks all three sources again; takes about ten seconds">
                    <Button>"Refresh"</Button>
                </Tooltip>
                <Tooltip id="tooltip-bell" text="Tells you about new alerts">
                    <IconButton icon="bell" label="Notifications"/>
                </Tooltip>
            </div>
        </Panel>
        <TabSpecimens/>
    }
    .into_any()
}

#[component]
fn TabSpecimens() -> impl IntoView {
    let chosen = RwSignal::new("summary".to_owned());
    let query = use_query_map();
    let present = Signal::derive(move || query.read().get("tab").unwrap_or_else(|| "first".to_owned()));
    view! {
        <Panel title="Tabs" id="tabs-specimen">
            <Tabs
                id="tabs-local"
                label="Parts of the alert"
                chosen=chosen
                tabs=vec![
                    Tab::new("summary", "Summary").icon("info"),
                    Tab::new("events", "Events").count("7"),
                    Tab::new("graph", "Graph").disabled(true),
                    Tab::new("history", "History"),
                ]
            >
                <TabPanel tab="summary">"Seven events on one host within three minutes."</TabPanel>
                <TabPanel tab="events">"The first was at 02:11."</TabPanel>
                <TabPanel tab="graph">"Nothing to draw."</TabPanel>
                <TabPanel tab="history">"Nobody has touched it yet."</TabPanel>
            </Tabs>
        </Panel>
        <Panel title="Tabs in the address" id="tab-links">
            <div class="stack">
            <TabLinks
                label="Views"
                chosen=present
                tabs=vec![
                    Tab::new("first", "Open").count("12").href("/gallery/overlays?tab=first"),
                    Tab::new("second", "Resolved").href("/gallery/overlays?tab=second"),
                    Tab::new("third", "Reports").href("/gallery/overlays?tab=third").disabled(true),
                ]
            />
            <p>{move || format!("The address says {}.", present.get())}</p>
            </div>
        </Panel>
    }
    .into_any()
}
