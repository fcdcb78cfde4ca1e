//! A password field that can be shown, pasted into and filled by a password manager.

use crate::field::{Field, held_text};
use crate::icon::Icon;
use leptos::html;
use leptos::prelude::*;

/// A secret with a button that shows it.
#[component]
pub fn PasswordField(
    /// Words above the field.
    #[prop(into)]
    label: String,
    /// Name under which the form sends it.
    #[prop(into)]
    name: String,
    /// `current-password` or `new-password`.
    #[prop(into)]
    autocomplete: String,
    /// `id` of the control; `field-<name>` if absent.
    #[prop(optional, into)]
    id: Option<String>,
    /// Signal that follows the field and that the field follows.
    #[prop(optional, into)]
    bind: Option<RwSignal<String>>,
    /// Sentence below: what makes a good one.
    #[prop(optional, into)]
    help: Option<String>,
    /// What is wrong and how to mend it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The form cannot be sent without it.
    #[prop(optional)]
    required: bool,
    /// Takes the focus when the page opens.
    #[prop(optional)]
    autofocus: bool,
    /// Shortest password accepted, in characters; the browser says so before sending.
    #[prop(optional, into)]
    minlength: Option<u32>,
) -> impl IntoView {
    let spoken = label.to_lowercase();
    let disabled = Signal::stored(false);
    let field = Field { id, name, label, help, error, required, optional: false, disabled };
    let node = NodeRef::<html::Input>::new();
    let shown = RwSignal::new(false);
    let input = view! {
        <div class="password">
            <input
                node_ref=node
                class="input password__input"
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                autofocus=autofocus
                minlength=minlength.map(|n| n.to_string())
                {..field.control()}
                {..held_text(node, bind, None)}
            />
            // Hidden by the style sheet until the page is alive, since it can do nothing before.
            <button
                class="password__toggle"
                type="button"
                aria-controls=field.id()
                aria-pressed=move || if shown.get() { "true" } else { "false" }
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                <Icon name=Signal::derive(move || if shown.get() { "eye-off" } else { "eye" }.to_owned())/>
                <span class="visually-hidden">{format!("Show {spoken}")}</span>
            </button>
        </div>
    };
    field.frame(input.into_any())
}
