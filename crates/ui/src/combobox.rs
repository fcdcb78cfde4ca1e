//! A field with a list behind it: one choice or several, out of few or many thousands.

mod keys;
mod list;
mod matching;
mod native;
mod state;

use crate::field::Field;
use crate::icon::Icon;
use crate::select_field::SelectOption;
use leptos::html;
use leptos::prelude::*;
use list::popup;
use native::native;
use state::{Setup, State};

/// One choice of a [`Combobox`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ComboOption {
    /// What the form sends.
    pub value: String,
    /// What the person reads and searches in.
    pub label: String,
    /// Quiet words behind the label.
    pub detail: String,
}

impl ComboOption {
    /// A choice that sends `value` and reads `label`.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), detail: String::new() }
    }

    /// With quiet words behind the label.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}

impl From<SelectOption> for ComboOption {
    fn from(option: SelectOption) -> Self {
        Self::new(option.value, option.label)
    }
}

/// A text field that finds choices as one types (WAI-ARIA combobox with a list box). Draws only what can be seen, so that ten
/// thousand choices stay quick. Before the page is alive it is a native select, or a text field with suggestions; the form
/// sends the value under `name`, once for each when there are several.
#[component]
pub fn Combobox(
    /// Words above the field.
    #[prop(into)]
    label: String,
    /// Name under which the form sends it.
    #[prop(into)]
    name: String,
    /// The choices in the order shown; with `on_query` those that the source found for the text.
    #[prop(into)]
    options: Signal<Vec<ComboOption>>,
    /// `id` of the control; `field-<name>` if absent.
    #[prop(optional, into)]
    id: Option<String>,
    /// Several can be chosen; they appear as chips.
    #[prop(optional)]
    multiple: bool,
    /// Text that is none of the choices is accepted too.
    #[prop(optional)]
    free: bool,
    /// Values chosen at first.
    #[prop(optional)]
    values: Vec<String>,
    /// Signal that follows the choice and that the choice follows; at most one value unless `multiple`.
    #[prop(optional, into)]
    bind: Option<RwSignal<Vec<String>>>,
    /// A source elsewhere: called with the text when typing pauses, answers by changing `options`.
    #[prop(optional, into)]
    on_query: Option<Callback<String>>,
    /// The source is at work.
    #[prop(optional, into)]
    loading: Signal<bool>,
    /// Why the source could not answer.
    #[prop(optional, into)]
    source_error: MaybeProp<String>,
    /// Example of what to type. Never in place of a label.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// Sentence below.
    #[prop(optional, into)]
    help: Option<String>,
    /// What is wrong and how to mend it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The form cannot be sent without it.
    #[prop(optional)]
    required: bool,
    /// Says "optional" beside the label.
    #[prop(optional)]
    optional: bool,
    /// Cannot be changed and is not sent. Say why beside it.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let field = Field { id, name, label, help, error, required, optional, disabled };
    let chosen = bind.unwrap_or_else(|| RwSignal::new(values));
    let setup = Setup { field: field.clone(), multiple, free, placeholder };
    let state = State::new(&setup, options, chosen, on_query, loading, source_error);
    let alive = RwSignal::new(false);
    // What was chosen in the native control before the page was alive is taken over, and the focus with it.
    let had_focus = RwSignal::new(false);
    let plain = native::Nodes::new();
    Effect::new(move |_| {
        if let Some((values, focused)) = plain.read() {
            if values != chosen.get_untracked() {
                chosen.set(values);
            }
            had_focus.set(focused);
        }
        alive.set(true);
    });
    Effect::new(move |_| {
        if let Some(input) = state.input.get()
            && had_focus.get_untracked()
        {
            had_focus.set(false);
            let _focused = input.focus();
        }
    });
    let control = move || {
        if alive.get() { full(&setup, state) } else { native(&setup, options, chosen, plain) }
    };
    field.frame(view! { <div class="combobox-place">{control}</div> }.into_any())
}

/// The control once the page is alive.
fn full(setup: &Setup, state: State) -> AnyView {
    let Setup { field, multiple, placeholder, .. } = setup.clone();
    let (id, invalid, described) = (field.id(), field.invalid(), field.described());
    let Field { name, label, required, disabled, .. } = field;
    let list_id = format!("{id}-list");
    let (controls, toggles) = (list_id.clone(), list_id.clone());
    let active_id = {
        let id = id.clone();
        move || state.open.get().then(|| state.active.get()).flatten().map(|row| format!("{id}-option-{row}"))
    };
    let sent = move || {
        let name = name.clone();
        state
            .chosen
            .get()
            .into_iter()
            .map(|value| view! { <input type="hidden" name=name.clone() value=value disabled=move || disabled.get()/> })
            .collect_view()
    };
    let chips = multiple.then(|| chips(state, label.clone(), disabled));
    let input_node: NodeRef<html::Input> = state.input;
    view! {
        <div
            class="combobox"
            on:focusout=move |event| state.left(&event)
        >
            <div
                class="input combobox__control"
                data-invalid=invalid
                data-disabled=move || disabled.get().then_some("true")
                on:click=move |_| {
                    if let Some(input) = input_node.get_untracked() {
                        let _focused = input.focus();
                    }
                }
            >
                {chips}
                <input
                    node_ref=input_node
                    class="combobox__input"
                    id=id
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    placeholder=move || state.chosen.read().is_empty().then(|| placeholder.clone()).flatten()
                    required=move || required && state.chosen.read().is_empty()
                    disabled=move || disabled.get()
                    aria-autocomplete="list"
                    aria-haspopup="listbox"
                    aria-controls=controls
                    aria-expanded=move || if state.open.get() { "true" } else { "false" }
                    aria-activedescendant=active_id
                    aria-invalid=invalid
                    aria-describedby=described
                    prop:value=move || state.text.get()
                    on:input=move |event| state.typed(event_target_value(&event))
                    on:keydown=move |event| state.key(&event)
                    on:click=move |_| state.show()
                />
                <button
                    class="combobox__toggle"
                    type="button"
                    tabindex="-1"
                    aria-label=format!("Choices of {}", label.to_lowercase())
                    aria-controls=toggles
                    aria-expanded=move || if state.open.get() { "true" } else { "false" }
                    disabled=move || disabled.get()
                    // The focus stays in the field: leaving it would close the list again.
                    on:mousedown=|event| event.prevent_default()
                    on:click=move |_| state.toggle()
                >
                    <Icon name="chevrons-up-down"/>
                </button>
            </div>
            {popup(state, list_id, label)}
            {sent}
        </div>
    }
    .into_any()
}

/// What was chosen, each with a button that takes it away.
fn chips(state: State, label: String, disabled: Signal<bool>) -> AnyView {
    let chips = move || {
        state
            .chosen
            .get()
            .into_iter()
            .map(|value| {
                let words = state.label_of(&value);
                view! {
                    <li class="combobox__chip">
                        <span class="combobox__chip-words">{words.clone()}</span>
                        <button
                            class="combobox__remove"
                            type="button"
                            aria-label=format!("Remove {words}")
                            disabled=move || disabled.get()
                            on:click=move |event| {
                                event.stop_propagation();
                                state.remove(&value);
                            }
                        >
                            <Icon name="x"/>
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <ul class="combobox__chips" aria-label=format!("Chosen for {}", label.to_lowercase()) hidden=move || state.chosen.read().is_empty()>
            {chips}
        </ul>
    }
    .into_any()
}
