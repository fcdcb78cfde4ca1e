//! One of a few choices, all of them in sight.

use crate::checkbox::GroupOption;
use crate::field::{Field, bind_checked, choice_row, help_id};
use leptos::html;
use leptos::prelude::*;

/// One of a few choices; for more than about seven take a `SelectField` or a `Combobox`.
#[component]
pub fn RadioGroup(
    /// The question.
    #[prop(into)]
    label: String,
    /// Name under which the form sends it.
    #[prop(into)]
    name: String,
    /// The choices in the order shown.
    options: Vec<GroupOption>,
    /// `id` of the group; `field-<name>` if absent.
    #[prop(optional, into)]
    id: Option<String>,
    /// Chosen at first.
    #[prop(optional, into)]
    value: Option<String>,
    /// Signal that follows the choice and that the choice follows.
    #[prop(optional, into)]
    bind: Option<RwSignal<String>>,
    /// Called with the new value.
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
    /// Says "optional" beside the question.
    #[prop(optional)]
    optional: bool,
    /// None can be chosen. Say why beside it.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let field = Field { id, name, label, help, error, required, optional, disabled };
    let chosen = bind.unwrap_or_else(|| RwSignal::new(value.unwrap_or_default()));
    let radios = options
        .into_iter()
        .enumerate()
        .map(|(index, option)| {
            let id = format!("{}-{index}", field.id());
            let input = radio(
                Radio {
                    id: id.clone(),
                    class: "check__box check__box--round",
                    name: field.name.clone(),
                    value: option.value,
                    required,
                    disabled: option.disabled,
                    described_by: option.detail.is_some().then(|| help_id(&id)),
                },
                chosen.into(),
                Callback::new(move |value: String| {
                    chosen.set(value.clone());
                    if let Some(on_change) = on_change {
                        on_change.run(value);
                    }
                }),
            );
            choice_row(&id, option.label, option.detail, input)
        })
        .collect_view();
    field.group("radiogroup", view! { <div class="check-group">{radios}</div> }.into_any())
}

/// What tells one radio from another.
pub(crate) struct Radio {
    pub(crate) id: String,
    pub(crate) class: &'static str,
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) required: bool,
    pub(crate) disabled: bool,
    pub(crate) described_by: Option<String>,
}

/// A native radio that follows `chosen` and tells `choose` when it is pressed.
pub(crate) fn radio(radio: Radio, chosen: Signal<String>, choose: Callback<String>) -> AnyView {
    let node = NodeRef::<html::Input>::new();
    let on = {
        let value = radio.value.clone();
        Signal::derive(move || *chosen.read() == value)
    };
    let press = {
        let value = radio.value.clone();
        Callback::new(move |on: bool| {
            if on {
                choose.run(value.clone());
            }
        })
    };
    bind_checked(node, on, press);
    view! {
        <input
            node_ref=node
            class=radio.class
            id=radio.id
            type="radio"
            name=radio.name
            value=radio.value
            checked=on.get_untracked()
            required=radio.required
            disabled=radio.disabled
            aria-describedby=radio.described_by
            on:change=move |event| press.run(event_target_checked(&event))
        />
    }
    .into_any()
}
