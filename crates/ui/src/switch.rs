//! On or off, at once.

use crate::checkbox::BoxInput;
use crate::field::{FieldIds, beside_frame};
use leptos::prelude::*;

/// A switch: for what takes effect at once, where a checkbox is for what is sent with a form. In a plain form it is sent like
/// a checkbox.
#[component]
pub fn Switch(
    /// What is on or off.
    #[prop(into)]
    label: String,
    /// Name under which the form sends it when it is on.
    #[prop(into)]
    name: String,
    /// `id` of the control; `field-<name>` if absent.
    #[prop(optional, into)]
    id: Option<String>,
    /// What the form sends; `true` if absent.
    #[prop(optional, into)]
    value: Option<String>,
    /// On at first.
    #[prop(optional)]
    checked: bool,
    /// Signal that follows the switch and that the switch follows.
    #[prop(optional, into)]
    bind: Option<RwSignal<bool>>,
    /// Called with the new state.
    #[prop(optional, into)]
    on_change: Option<Callback<bool>>,
    /// Sentence below the label.
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
) -> impl IntoView {
    let ids = FieldIds::new(id, &name);
    let input = BoxInput {
        ids: ids.clone(),
        class: "switch",
        role: Some("switch"),
        name,
        value: value.unwrap_or_else(|| "true".to_owned()),
        checked,
        bind,
        on_change,
        indeterminate: Signal::stored(false),
        has_detail: help.is_some(),
        error,
        required,
        disabled,
    };
    beside_frame(ids, label, help, error, input.view())
}
