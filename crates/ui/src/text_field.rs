//! A one-line text field that works as plain HTML before the page is alive.

use crate::field::{Field, held_text};
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
    let field = Field { id, name, label, help, error, required, optional, disabled };
    let node = NodeRef::<html::Input>::new();
    let input = view! {
        <input
            node_ref=node
            class=if mono { "input input--mono" } else { "input" }
            type=kind.unwrap_or_else(|| "text".to_owned())
            autocomplete=autocomplete
            inputmode=inputmode
            placeholder=placeholder
            autofocus=autofocus
            list=list
            maxlength=maxlength.map(|n| n.to_string())
            {..field.control()}
            {..held_text(node, bind, value)}
        />
    };
    field.frame(input.into_any())
}
