//! Typed filters as chips, and free text beside them; all of it in the address.

mod add;
mod chip;
mod editor;
mod model;
mod query;

pub use model::{Filter, FilterKind, FilterSpec, Operator};
pub use query::{FilterQuery, TEXT_KEY};

use crate::field::bind_input;
use crate::icon::Icon;
use crate::popup::{focus_soon, hidden_inputs};
use crate::query_text::{Pair, query_href};
use crate::turn::InTurn;
use core::time::Duration;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::SubmitEvent;

/// How long typing has to pause before the list is asked anew.
const PAUSE: Duration = Duration::from_millis(250);

/// What every part of the bar needs.
#[derive(Clone, Copy)]
struct Bar {
    id: StoredValue<String>,
    specs: StoredValue<Vec<FilterSpec>>,
    query: Signal<FilterQuery>,
    keep: Signal<Vec<Pair>>,
    on_change: Option<Callback<FilterQuery>>,
    /// `id` of what takes the focus when the bar has been drawn anew.
    focus_next: StoredValue<Option<String>>,
}

impl Bar {
    fn part(self, part: &str) -> String {
        self.id.with_value(|id| format!("{id}-{part}"))
    }

    fn spec(self, key: &str) -> Option<FilterSpec> {
        self.specs.with_value(|specs| specs.iter().find(|spec| spec.key == key).cloned())
    }

    /// Pairs of the address with this query and everything that is not the bar's.
    fn pairs(self, query: &FilterQuery) -> Vec<Pair> {
        let mut pairs = self.keep.get();
        pairs.extend(query.to_query());
        pairs
    }

    fn href(self, query: &FilterQuery) -> String {
        query_href(&self.pairs(query))
    }

    /// Tells the caller. `focus` names what takes the focus afterwards. False where nobody wants to know, and the link or the
    /// form has to be followed.
    fn change(self, query: FilterQuery, focus: Option<String>) -> bool {
        let Some(on_change) = self.on_change else { return false };
        self.focus_next.set_value(focus);
        on_change.run(query);
        true
    }
}

/// A bar above a list. It holds nothing itself: `query` comes from the address, and `on_change` puts the next one there.
/// Before the page is alive the text field, the editors and the removing of chips are GET forms and links.
#[component]
pub fn FilterBar(
    /// What can be filtered by.
    specs: Vec<FilterSpec>,
    /// What is filtered by now.
    #[prop(into)]
    query: Signal<FilterQuery>,
    /// What is searched, in words: `Search alerts`.
    #[prop(into)]
    label: String,
    /// Beginning of the ids; unique on the page.
    #[prop(optional, into)]
    id: Option<String>,
    /// Pairs of the address that stay as they are: range, sorting.
    #[prop(optional, into)]
    keep: Signal<Vec<Pair>>,
    /// Called with the next query. Without it links and forms are followed.
    #[prop(optional, into)]
    on_change: Option<Callback<FilterQuery>>,
    /// Right side: how many were found, saved views.
    #[prop(optional, into)]
    aside: ViewFnOnce,
) -> impl IntoView {
    let bar = Bar {
        id: StoredValue::new(id.unwrap_or_else(|| "filters".to_owned())),
        specs: StoredValue::new(specs),
        query,
        keep,
        on_change,
        focus_next: StoredValue::new(None),
    };
    let filters = Memo::new(move |_| query.read().filters.clone());
    Effect::new(move |_| {
        query.track();
        if let Some(id) = bar.focus_next.get_value() {
            bar.focus_next.set_value(None);
            focus_soon(id);
        }
    });
    let chips = move || {
        filters.get().into_iter().enumerate().map(|(index, filter)| chip::chip(bar, index, filter)).collect_view()
    };
    let view = view! {
        <div class="filter-bar" role="search" aria-label=label.clone()>
            {text(bar, label.clone())}
            <ul class="filter-bar__chips" aria-label="Filters" hidden=move || filters.read().is_empty()>
                {chips}
            </ul>
            {add::add(bar)}
            {move || {
                (filters.read().len() > 1)
                    .then(|| {
                        let none = FilterQuery { filters: Vec::new(), text: query.get().text };
                        let href = bar.href(&none);
                        view! {
                            <a
                                class="filter-bar__clear"
                                href=href
                                on:click=move |event| {
                                    if bar.change(none.clone(), Some(bar.part("text"))) {
                                        event.prevent_default();
                                    }
                                }
                            >
                                "Clear"
                            </a>
                        }
                    })
            }}
            <div class="filter-bar__aside">{aside.run()}</div>
        </div>
    };
    InTurn::new(view).into_any()
}

/// The free text: asks when typing pauses, at once on Enter, and takes the last chip away on Backspace when empty.
fn text(bar: Bar, label: String) -> AnyView {
    let node = NodeRef::<html::Input>::new();
    let typed = RwSignal::new(bar.query.read_untracked().text.clone());
    bind_input(node, Some(typed));
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        let was = waiting.get_value();
        waiting.set_value(None);
        if let Some(handle) = was {
            handle.clear();
        }
        was.is_some()
    };
    on_cleanup(move || {
        stop();
    });
    // Back and forward change the address; what is being typed wins over it.
    Effect::new(move |_| {
        let text = bar.query.read().text.clone();
        if waiting.get_value().is_none() && typed.read_untracked().trim() != text {
            typed.set(text);
        }
    });
    let tell = move || {
        waiting.set_value(None);
        let Some(text) = typed.try_get_untracked() else { return false };
        let query = bar.query.get_untracked();
        let next = FilterQuery { text: text.trim().to_owned(), ..query.clone() };
        if next == query { bar.on_change.is_some() } else { bar.change(next, None) }
    };
    let submit = move |event: SubmitEvent| {
        stop();
        if tell() {
            event.prevent_default();
        }
    };
    let input_id = bar.part("text");
    let sent = move || {
        let mut pairs = bar.pairs(&bar.query.get());
        pairs.retain(|(name, _)| name != TEXT_KEY);
        hidden_inputs(pairs)
    };
    view! {
        <form class="filter-bar__search" method="get" on:submit=submit>
            <Icon name="search"/>
            <label class="visually-hidden" for=input_id.clone()>{label.clone()}</label>
            <input
                node_ref=node
                class="input filter-bar__text"
                id=input_id
                type="search"
                name=TEXT_KEY
                value=typed.get_untracked()
                placeholder=label
                autocomplete="off"
                enterkeyhint="search"
                on:input=move |event| {
                    typed.set(event_target_value(&event));
                    stop();
                    if bar.on_change.is_some() {
                        let handle = set_timeout(move || { tell(); }, PAUSE);
                        waiting.set_value(handle.ok());
                    }
                }
                on:keydown=move |event| {
                    let query = bar.query.get_untracked();
                    if event.key() == "Backspace" && typed.read_untracked().is_empty() && !query.filters.is_empty() {
                        event.prevent_default();
                        bar.change(query.without(query.filters.len() - 1), Some(bar.part("text")));
                    }
                }
            />
            {sent}
        </form>
    }
    .into_any()
}
