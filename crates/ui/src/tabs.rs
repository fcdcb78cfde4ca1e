//! Views of one thing beside each other: as tabs on the page, or as links that keep the choice in the address.

use crate::dom;
use crate::icon::Icon;
use crate::list_keys::moved;
use leptos::html;
use leptos::prelude::*;

/// One tab.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tab {
    /// Its value.
    pub value: String,
    /// Its words.
    pub label: String,
    /// Icon before the words.
    pub icon: Option<String>,
    /// A figure after the words, formatted.
    pub count: Option<String>,
    /// Its address, for [`TabLinks`].
    pub href: Option<String>,
    /// It cannot be chosen.
    pub disabled: bool,
}

impl Tab {
    /// A tab with words.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }

    /// The same as a link.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// The same with a figure.
    #[must_use]
    pub fn count(mut self, count: impl Into<String>) -> Self {
        self.count = Some(count.into());
        self
    }

    /// The same with an icon.
    #[must_use]
    pub fn icon(mut self, name: impl Into<String>) -> Self {
        self.icon = Some(name.into());
        self
    }

    /// The same, which cannot be chosen while `disabled`.
    #[must_use]
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }
}

/// What a [`TabPanel`] must know of its [`Tabs`].
#[derive(Debug, Clone)]
struct Chosen {
    id: String,
    value: Signal<String>,
}

/// Tabs whose panels are on this page. Arrows, Home and End move and choose; use [`TabLinks`] where the choice belongs in
/// the address or must work without any script.
#[component]
pub fn Tabs(
    /// `id` of the list; tabs and panels derive theirs from it.
    #[prop(into)]
    id: String,
    /// Name of the list.
    #[prop(into)]
    label: String,
    /// The tabs in the order shown.
    tabs: Vec<Tab>,
    /// Value of the one chosen.
    chosen: RwSignal<String>,
    /// One [`TabPanel`] for every tab.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    provide_context(Chosen { id: id.clone(), value: chosen.into() });
    let buttons = tabs
        .into_iter()
        .map(|tab| {
            let value = StoredValue::new(tab.value.clone());
            let is_chosen = move || *value.read_value() == *chosen.read();
            let disabled = tab.disabled;
            let (tab_id, panel_id) = (format!("{id}-{}", tab.value), format!("{id}-{}-panel", tab.value));
            view! {
                <button
                    class="tabs__tab"
                    type="button"
                    role="tab"
                    id=tab_id
                    aria-controls=panel_id
                    aria-selected=move || if is_chosen() { "true" } else { "false" }
                    tabindex=move || if is_chosen() { "0" } else { "-1" }
                    disabled=disabled
                    on:click=move |_| chosen.set(value.get_value())
                >
                    {tab_words(tab)}
                </button>
            }
        })
        .collect_view();
    let keys = move |event: web_sys::KeyboardEvent| {
        let Some(list) = node.get_untracked() else { return };
        let tabs = dom::all(&list, "[role=tab]:not(:disabled)");
        let focused = dom::focused();
        let current = tabs.iter().position(|tab| Some(tab) == focused.as_ref());
        let (next, previous) =
            if dom::right_to_left(&list) { ("ArrowLeft", "ArrowRight") } else { ("ArrowRight", "ArrowLeft") };
        let place = moved(&event.key(), current, tabs.len(), next, previous);
        if let Some(tab) = place.and_then(|place| tabs.get(place)) {
            event.prevent_default();
            dom::focus(tab);
            tab.click();
        }
    };
    view! {
        <div class="tabs" id=id.clone() role="tablist" aria-label=label node_ref=node on:keydown=keys>
            {buttons}
        </div>
        {children()}
    }
    .into_any()
}

/// The panel of one tab.
#[component]
pub fn TabPanel(
    /// Value of its tab.
    #[prop(into)]
    tab: String,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    let (id, chosen) = match use_context::<Chosen>() {
        Some(chosen) => (chosen.id, chosen.value),
        // Outside of tabs it is simply shown.
        None => ("tabs".to_owned(), Signal::stored(tab.clone())),
    };
    view! {
        <div
            class="tabs__panel"
            role="tabpanel"
            id=format!("{id}-{tab}-panel")
            aria-labelledby=format!("{id}-{tab}")
            tabindex="0"
            hidden=move || *chosen.read() != tab
        >
            {children()}
        </div>
    }
    .into_any()
}

/// Tabs that are links: the choice is in the address, the page shows what it says, and no script is needed.
#[component]
pub fn TabLinks(
    /// Name of the navigation.
    #[prop(into)]
    label: String,
    /// The tabs in the order shown, with their addresses.
    tabs: Vec<Tab>,
    /// Value of the present one.
    #[prop(into)]
    chosen: Signal<String>,
) -> impl IntoView {
    let links = tabs
        .into_iter()
        .map(|tab| {
            let value = tab.value.clone();
            let href = tab.href.clone().filter(|_| !tab.disabled);
            let disabled = tab.disabled.then_some("true");
            view! {
                <li>
                    <a
                        class="tabs__tab"
                        href=href
                        data-noscroll=""
                        aria-disabled=disabled
                        role=disabled.map(|_| "link")
                        aria-current=move || (*chosen.read() == value).then_some("page")
                    >
                        {tab_words(tab)}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav aria-label=label>
            <ul class="tabs">{links}</ul>
        </nav>
    }
    .into_any()
}

fn tab_words(tab: Tab) -> impl IntoView {
    view! {
        {tab.icon.map(|name| view! { <Icon name/> })}
        <span>{tab.label}</span>
        {tab.count.map(|count| view! { <span class="tabs__count">{count}</span> })}
    }
}
