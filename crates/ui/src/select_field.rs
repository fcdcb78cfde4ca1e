//! A native select: the platform's own list, keyboard and phone picker.

use crate::field::Field;
use crate::icon::Icon;
use leptos::prelude::*;

/// One choice of a [`SelectField`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectOption {
    /// What the form sends.
    pub value: String,
    /// What the person reads.
    pub label: String,
}

impl SelectOption {
    /// A choice that sends `value` and reads `label`.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// One choice out of a few, with its label, help and error.
#[component]
pub fn SelectField(
    /// Words above the field.
    #[prop(into)]
    label: String,
    /// Name under which the form sends it.
    #[prop(into)]
    name: String,
    /// The choices in the order shown.
    options: Vec<SelectOption>,
    /// `id` of the control; `field-<name>` if absent.
    #[prop(optional, into)]
    id: Option<String>,
    /// Value chosen at first.
    #[prop(optional, into)]
    value: Option<String>,
    /// Called with the new value on change.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
    /// Sentence below.
    #[prop(optional, into)]
    help: Option<String>,
    /// What is wrong and how to mend it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The form cannot be sent without it.
    #[prop(optional)]
    required: bool,
    /// Cannot be changed and is not sent. Say why beside it.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Token for browsers, for example `country`.
    #[prop(optional, into)]
    autocomplete: Option<String>,
) -> impl IntoView {
    let field = Field { id, name, label, help, error, required, optional: false, disabled };
    let options = options
        .into_iter()
        .map(|option| {
            let selected = value.as_deref() == Some(option.value.as_str());
            view! {
                <option value=option.value selected=selected>
                    {option.label}
                </option>
            }
        })
        .collect_view();
    let input = view! {
        <div class="select">
            <select
                class="input select__input"
                autocomplete=autocomplete
                on:change=move |event| {
                    if let Some(on_change) = on_change {
                        on_change.run(event_target_value(&event));
                    }
                }
                {..field.control()}
            >
                {options}
            </select>
            <Icon name="chevrons-up-down"/>
        </div>
    };
    field.frame(input.into_any())
}
