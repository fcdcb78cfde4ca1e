//! Find anything and do anything by typing a few letters.

mod entry;
mod options;
mod ranking;

pub use entry::{PaletteAction, PaletteEntry};

use crate::dom;
use crate::icon::Icon;
use crate::key_hint::KeyHint;
use core::time::Duration;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use options::{grouped, groups_view, option_id};
use ranking::{Prepared, ranked};

/// As many results are drawn; nobody reads further, everybody types another letter.
const MOST: usize = 50;
/// Quiet time after the last letter before the source is asked.
const PAUSE: Duration = Duration::from_millis(150);

/// A dialog with a field and what fits the words in it, best first. Arrows move, Enter goes, Escape leaves.
///
/// Entries are compared in the browser, up to some thousands. What cannot be there beforehand comes from a source: it is asked
/// after a short pause (`on_query`) and its answers, already fitting, stand below (`found`).
#[component]
pub fn CommandPalette(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Everything that can be found at once.
    #[prop(into)]
    entries: Signal<Vec<PaletteEntry>>,
    /// Ids of the entries used lately, the latest first; they stand first where nothing is typed.
    #[prop(optional, into)]
    recent: Signal<Vec<String>>,
    /// Told the id of the entry that was chosen, so that the caller can keep what is recent.
    #[prop(optional, into)]
    on_choose: Option<Callback<String>>,
    /// Asked for more, with what was typed; also with nothing, when there is nothing more to look for.
    #[prop(optional, into)]
    on_query: Option<Callback<String>>,
    /// What the source found for the words asked last.
    #[prop(optional, into)]
    found: Signal<Vec<PaletteEntry>>,
    /// The source is still looking.
    #[prop(optional, into)]
    searching: Signal<bool>,
    /// What was typed before the palette was there; it is in the field when it opens, once. A line break is Enter.
    #[prop(optional)]
    begun: Option<RwSignal<String>>,
    /// What stands in the empty field.
    #[prop(optional, into)]
    placeholder: Option<String>,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let field = NodeRef::<html::Input>::new();
    let query = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    // Nothing is prepared or ranked before it is opened for the first time.
    let prepared = Memo::new(move |_| {
        if !open.get() {
            return Vec::new();
        }
        entries.read().iter().map(|entry| Prepared::new(&entry.label, &entry.detail, &entry.keywords)).collect()
    });
    let places = Memo::new(move |_| {
        let entries = entries.read();
        let lately = recent.read();
        let lately =
            lately.iter().filter_map(|id| entries.iter().position(|entry| entry.id == *id)).collect::<Vec<_>>();
        ranked(&query.read(), &prepared.read(), &lately, MOST)
    });
    let total = Memo::new(move |_| if open.get() { places.read().len() + found.read().len() } else { 0 });
    Effect::new(move |_| {
        let wanted = open.get();
        let (Some(dialog), Some(field)) = (dialog.get(), field.get()) else { return };
        if wanted && !dialog.open() {
            let typed = begun.and_then(|begun| begun.try_update_untracked(std::mem::take)).unwrap_or_default();
            let (words, entered) = typed.split_once('\n').map_or((typed.as_str(), false), |(words, _)| (words, true));
            query.set(words.to_owned());
            active.set(0);
            if dialog.show_modal().is_ok() {
                dom::focus(&field);
            }
            if entered {
                // When the results are there.
                dom::before_picture(|| {
                    if let Some(first) = dom::by_id(&option_id(0)) {
                        first.click();
                    }
                });
            }
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    Effect::new(move |_| {
        let place = active.get();
        if total.get() > 0
            && let Some(option) = dom::by_id(&option_id(place))
        {
            let nearest = web_sys::ScrollIntoViewOptions::new();
            nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    });
    let typed = move |event: web_sys::Event| {
        let words = event_target_value(&event);
        query.set(words.clone());
        active.set(0);
        let Some(on_query) = on_query else { return };
        let _ = set_timeout(
            move || {
                // Only the last letter asks.
                if query.try_get_untracked().is_some_and(|now| now == words) {
                    on_query.run(words.trim().to_owned());
                }
            },
            PAUSE,
        );
    };
    let keys = move |event: web_sys::KeyboardEvent| {
        let (at, count) = (active.get_untracked(), total.get_untracked());
        if event.is_composing() || count == 0 {
            return;
        }
        let last = count - 1;
        match event.key().as_str() {
            "ArrowDown" => active.set(if at >= last { 0 } else { at + 1 }),
            "ArrowUp" => active.set(if at == 0 { last } else { at - 1 }),
            "PageDown" => active.set((at + 8).min(last)),
            "PageUp" => active.set(at.saturating_sub(8)),
            "Enter" => {
                if let Some(option) = dom::by_id(&option_id(at)) {
                    option.click();
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let choose = Callback::new(move |id: String| {
        open.set(false);
        if let Some(dialog) = dialog.get_untracked() {
            // At once, so that what the entry does finds the focus where it was before.
            dialog.close();
        }
        if let Some(on_choose) = on_choose {
            on_choose.run(id);
        }
    });
    let results = move || {
        if !open.get() {
            return ().into_any();
        }
        let entries = entries.read();
        let lately = recent.read();
        let nothing_typed = query.read().trim().is_empty();
        let mut shown: Vec<PaletteEntry> =
            places.read().iter().filter_map(|place| entries.get(*place)).cloned().collect();
        if nothing_typed {
            for entry in shown.iter_mut().filter(|entry| lately.contains(&entry.id)) {
                entry.group = "Recent".to_owned();
            }
        }
        shown.extend(found.get());
        groups_view(grouped(shown), active, choose)
    };
    let status = move || match total.get() {
        0 if !open.get() => String::new(),
        0 if searching.get() => "Searching".to_owned(),
        0 => "Nothing found".to_owned(),
        1 => "1 result".to_owned(),
        count => format!("{count} results"),
    };
    let expanded = move || if total.get() == 0 { "false" } else { "true" };
    let descendant = move || (total.get() != 0).then(|| option_id(active.get()));
    view! {
        <dialog
            class="palette"
            aria-label="Search and commands"
            node_ref=dialog
            on:close=move |_| open.set(false)
            on:click=move |event| {
                if event.target().is_some_and(|target| target.has_type::<web_sys::HtmlDialogElement>()) {
                    open.set(false);
                }
            }
        >
            <div class="palette__frame">
                <div class="palette__field">
                    <Icon name="search"/>
                    <input
                        class="palette__input"
                        type="text"
                        role="combobox"
                        aria-label="Search or run a command"
                        aria-autocomplete="list"
                        aria-controls="palette-options"
                        aria-expanded=expanded
                        aria-activedescendant=descendant
                        placeholder=placeholder.unwrap_or_else(|| "Search or jump to".to_owned())
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        enterkeyhint="go"
                        maxlength="200"
                        node_ref=field
                        prop:value=move || query.get()
                        on:input=typed
                        on:keydown=keys
                    />
                    <button class="icon-button palette__close" type="button" title="Close" on:click=move |_| open.set(false)>
                        <Icon name="x"/>
                        <span class="visually-hidden">"Close"</span>
                    </button>
                </div>
                <div class="palette__options" id="palette-options" role="listbox" aria-label="Results" tabindex="-1">
                    {results}
                </div>
                {move || {
                    let nothing = open.get() && total.get() == 0 && !searching.get();
                    let words = query.get();
                    nothing.then(|| view! { <p class="palette__nothing">"Nothing found for “"<bdi>{words}</bdi>"”."</p> })
                }}
                {move || searching.get().then(|| view! { <p class="palette__nothing">"Searching"</p> })}
                <div class="palette__foot" aria-hidden="true">
                    <span>
                        <KeyHint keys="up"/>
                        <KeyHint keys="down"/>
                        " move"
                    </span>
                    <span>
                        <KeyHint keys="enter"/>
                        " open"
                    </span>
                    <span>
                        <KeyHint keys="escape"/>
                        " close"
                    </span>
                </div>
                <span class="visually-hidden" role="status">
                    {status}
                </span>
            </div>
        </dialog>
    }
    .into_any()
}
