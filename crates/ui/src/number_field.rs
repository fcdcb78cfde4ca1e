//! A number that can be pasted the way it stands elsewhere, with its unit.

use crate::field::{Field, held_text, own_error_first};
use crate::number_text::{NumberRule, plain_number};
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

/// A number with its unit. Takes `1 200`, `1,200.5` and `1.200,5`, and shows on leaving how it read them; the arrow keys
/// count. Before the page is alive it sends what was typed: read it on the server with [`plain_number`].
#[component]
pub fn NumberField(
    /// Words above the field.
    #[prop(into)]
    label: String,
    /// Name under which the form sends it.
    #[prop(into)]
    name: String,
    /// `id` of the control; `field-<name>` if absent.
    #[prop(optional, into)]
    id: Option<String>,
    /// Smallest number accepted.
    #[prop(optional, into)]
    min: Option<f64>,
    /// Largest number accepted.
    #[prop(optional, into)]
    max: Option<f64>,
    /// Distance between accepted numbers; 1 for whole numbers. Any number if absent.
    #[prop(optional, into)]
    step: Option<f64>,
    /// Shown behind the number: `ms`, `days`.
    #[prop(optional, into)]
    unit: Option<String>,
    /// What is in it at first.
    #[prop(optional, into)]
    value: Option<String>,
    /// Signal that follows the field and that the field follows; plain digits once the field is left.
    #[prop(optional, into)]
    bind: Option<RwSignal<String>>,
    /// Called with the plain number when the field is left and the number fits.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
    /// Sentence below: format, reason, consequence.
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
    let node = NodeRef::<html::Input>::new();
    let rule = NumberRule { min, max, step };
    let own = RwSignal::new(None::<String>);
    let error = own_error_first(own, error);
    let field = Field { id, name, label, help, error, required, optional, disabled };
    let read = {
        let unit = unit.clone();
        move |text: &str| match text.trim() {
            "" => Ok(String::new()),
            text => rule.read(text, unit.as_deref()),
        }
    };
    let settle = {
        let read = read.clone();
        move || {
            let Some(input) = node.get_untracked() else { return };
            match read(&input.value()) {
                Ok(plain) => {
                    input.set_value(&plain);
                    input.set_custom_validity("");
                    own.set(None);
                    if let Some(bound) = bind {
                        bound.set(plain.clone());
                    }
                    if let Some(on_change) = on_change {
                        on_change.run(plain);
                    }
                }
                Err(sentence) => {
                    input.set_custom_validity(&sentence);
                    own.set(Some(sentence));
                }
            }
        }
    };
    let count = {
        let (settle, unit) = (settle.clone(), unit.clone());
        move |event: KeyboardEvent| {
            let steps = match event.key().as_str() {
                "ArrowUp" => 1.0,
                "ArrowDown" => -1.0,
                "PageUp" => 10.0,
                "PageDown" => -10.0,
                _ => return,
            };
            let Some(input) = node.get_untracked() else { return };
            event.prevent_default();
            let from = plain_number(&input.value(), unit.as_deref()).and_then(|plain| plain.parse().ok());
            input.set_value(&rule.moved(from, steps).to_string());
            settle();
        }
    };
    let input = view! {
        <div class="number-field">
            <input
                node_ref=node
                class="input number-field__input"
                type="text"
                inputmode=if step == Some(1.0) && min.is_some_and(|min| min >= 0.0) { "numeric" } else { "decimal" }
                autocomplete="off"
                {..field.control()}
                {..held_text(node, bind, value)}
                on:input=move |event| {
                    // A mended number is no longer called wrong; one that is being typed is not called wrong yet.
                    if read(&event_target_value(&event)).is_ok() {
                        own.set(None);
                        if let Some(input) = node.get_untracked() {
                            input.set_custom_validity("");
                        }
                    }
                }
                on:change=move |_| settle()
                on:keydown=count
            />
            {unit.map(|unit| view! { <span class="number-field__unit">{unit}</span> })}
        </div>
    };
    field.frame(input.into_any())
}
