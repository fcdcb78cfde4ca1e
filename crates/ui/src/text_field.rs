//! A one-line text field that works as plain HTML before the page is alive.

use crate::field::{FieldIds, bind_input, field_frame};
use leptos::html;
use leptos::prelude::*;

/// One line of text with its label, help and error.
#[component]
pub fn TextField(
    /// Words above the field.
    #[prop(into)]
    label: String,
    /// Name under which the form sends it.
    #[prop(into)]
    name: String,
    /// `id` of the control; `field-<name>` if absent.
    #[prop(optional, into)]
    id: Option<String>,
    /// `text`, `email`, `search`, `url`, `number`, `date`.
    #[prop(optional, into)]
    kind: Option<String>,
    /// What is in it at first, for example after a form came back with errors.
    #[prop(optional, into)]
    value: Option<String>,
    /// Signal that follows the field and that the field follows.
    #[prop(optional, into)]
    bind: Option<RwSignal<String>>,
    /// Sentence below: format, reason, consequence.
    #[prop(optional, into)]
    help: Option<String>,
    /// What is wrong and how to mend it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Token for password managers and browsers, for example `username`.
    #[prop(optional, into)]
    autocomplete: Option<String>,
    /// Keyboard of a phone, for example `email` or `numeric`.
    #[prop(optional, into)]
    inputmode: Option<String>,
    /// Example of the format. Never in place of a label.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// The form cannot be sent without it.
    #[prop(optional)]
    required: bool,
    /// Says "optional" beside the label.
    #[prop(optional)]
    optional: bool,
    /// Cannot be changed and is not sent. Say why beside it.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Takes the focus when the page opens.
    #[prop(optional)]
    autofocus: bool,
    /// Longest text accepted, in characters.
    #[prop(optional, into)]
    maxlength: Option<u32>,
    /// `id` of a `<datalist>` with suggestions.
    #[prop(optional, into)]
    list: Option<String>,
    /// Fixed-width type, for codes, addresses and identifiers.
    #[prop(optional)]
    mono: bool,
) -> impl IntoView {
    let ids = FieldIds::new(id, &name);
    let node = NodeRef::<html::Input>::new();
    bind_input(node, bind);
    let initial = bind.map(|bound| bound.get_untracked()).or(value);
    let described = {
        let (ids, has_help) = (ids.clone(), help.is_some());
        move || ids.described_by(error.read().is_some(), has_help)
    };
    let control = ids.control.clone();
    let input = view! {
        <input
            node_ref=node
            class=if mono { "input input--mono" } else { "input" }
            id=control
            name=name
            type=kind.unwrap_or_else(|| "text".to_owned())
            value=initial
            autocomplete=autocomplete
            inputmode=inputmode
            placeholder=placeholder
            required=required
            disabled=move || disabled.get()
            autofocus=autofocus
            maxlength=maxlength.map(|n| n.to_string())
            list=list
            aria-invalid=move || error.read().is_some().then_some("true")
            aria-describedby=described
            on:input=move |event| {
                if let Some(bound) = bind {
                    bound.set(event_target_value(&event));
                }
            }
        />
    };
    field_frame(ids, label, optional, help, error, input.into_any())
}
