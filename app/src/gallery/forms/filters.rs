//! The time range, filters and saved views, with all of their state in the address.

use super::LONG;
use cauldron_types::SpanSpec;
use cauldron_ui::{
    FilterBar, FilterKind, FilterQuery, FilterSpec, Pair, Panel, SavedView, SavedViews, SelectOption, TimeRangePicker,
    ViewActions, ViewOutcome, query_href,
};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

fn specs() -> Vec<FilterSpec> {
    let severities = [("critical", "Critical"), ("high", "High"), ("medium", "Medium"), ("low", "Low")]
        .map(|(value, label)| SelectOption::new(value, label));
    let sites = (1..=24).map(|n| SelectOption::new(format!("site-{n}"), format!("Site {n}"))).collect();
    vec![
        FilterSpec::choice("severity", "Severity", severities.to_vec()),
        FilterSpec::choice("site", "Site", sites),
        FilterSpec::text("actor", "Actor"),
        FilterSpec::new("risk", "Risk", FilterKind::Number),
        FilterSpec::new("seen", "First seen", FilterKind::Date),
        FilterSpec::new("ip", "Address", FilterKind::Address),
        FilterSpec::text("long", LONG),
    ]
}

#[component]
pub(super) fn Filters() -> impl IntoView {
    let map = use_query_map();
    let query = Memo::new(move |_| {
        let map = map.read();
        FilterQuery::from_query(&specs(), (&*map).into_iter().map(|(name, value)| (name.as_ref(), value)))
    });
    let range = Memo::new(move |_| SpanSpec::from_query(|name| map.read().get(name)));
    let unread = Memo::new(move |_| SpanSpec::read_query(|name| map.read().get(name)).err());
    let navigate = use_navigate();
    let open = Callback::new(move |pairs: Vec<Pair>| {
        navigate(
            &format!("/gallery/forms{}", query_href(&pairs)),
            NavigateOptions { scroll: false, ..Default::default() },
        );
    });
    let kept = Signal::derive(move || range.read().pairs());
    let filtered = Signal::derive(move || query.get().to_query());
    let choose_range = Callback::new(move |span: SpanSpec| {
        open.run(filtered.get_untracked().into_iter().chain(span.pairs()).collect());
    });
    let choose_filters = Callback::new(move |next: FilterQuery| {
        open.run(kept.get_untracked().into_iter().chain(next.to_query()).collect());
    });
    view! {
        <Panel
            title="Time range"
            id="time-range-panel"
            aside=move || view! { <TimeRangePicker span=range unread keep=filtered on_choose=choose_range zone="Europe/Berlin"/> }
        >
            <p class="muted break">
                "Value: "
                <output id="range-value">
                    {move || {
                        let range = range.read();
                        format!("{} to {}, {}", range.from, range.to, if range.is_live() { "live" } else { "paused" })
                    }}
                </output>
            </p>
        </Panel>
        <Panel title="Filter bar" id="filter-bar">
            <div class="stack">
                <FilterBar
                    specs=specs()
                    query=query
                    label="Search alerts"
                    keep=kept
                    on_change=choose_filters
                    aside=move || view! { <span class="num">"214 alerts"</span> <Views query/> }
                />
                <p class="muted break">"Value: " <output id="filter-value">{move || query_href(&query.read().to_query())}</output></p>
            </div>
        </Panel>
    }
}

#[component]
fn Views(query: Memo<FilterQuery>) -> impl IntoView {
    let view = |id: &str, name: &str, href: &str, is_default| SavedView {
        id: id.to_owned(),
        name: name.to_owned(),
        href: href.to_owned(),
        is_default,
        editable: id != "all",
    };
    let views = RwSignal::new(vec![
        view("all", "Everything", "?", false),
        view("mine", "My queue", "?severity=is:critical,high", true),
        view("long", LONG, "?risk=min:70", false),
    ]);
    let opened = RwSignal::new(None::<String>);
    let href = Signal::derive(move || query_href(&query.read().to_query()));
    let outcome = RwSignal::new(None::<ViewOutcome>);
    let change = move |id: &str, change: &dyn Fn(&mut SavedView)| {
        views.update(|views| views.iter_mut().filter(|view| view.id == id).for_each(change));
        outcome.set(Some(ViewOutcome::Done));
    };
    let actions = ViewActions {
        save: Callback::new(move |name: String| {
            if views.read_untracked().iter().any(|view| view.name == name) {
                outcome.set(Some(ViewOutcome::Refused("There is a view of this name. Choose another.".to_owned())));
                return;
            }
            let href = href.get_untracked();
            opened.set(Some(name.clone()));
            views.update(|views| {
                views.push(SavedView { id: name.clone(), name, href, is_default: false, editable: true });
            });
            outcome.set(Some(ViewOutcome::Done));
        }),
        replace: Callback::new(move |id: String| {
            let href = href.get_untracked();
            change(&id, &|view| view.href.clone_from(&href));
        }),
        rename: Callback::new(move |(id, name): (String, String)| change(&id, &|view| view.name.clone_from(&name))),
        delete: Callback::new(move |id: String| {
            views.update(|views| views.retain(|view| view.id != id));
            outcome.set(Some(ViewOutcome::Done));
        }),
        set_default: Callback::new(move |id: Option<String>| {
            views.update(|views| views.iter_mut().for_each(|view| view.is_default = Some(&view.id) == id.as_ref()));
            outcome.set(Some(ViewOutcome::Done));
        }),
        outcome: outcome.into(),
    };
    view! { <SavedViews views=views href=href opened=opened on_open=move |id| opened.set(Some(id)) actions=actions/> }
}
