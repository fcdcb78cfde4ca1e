//! What cannot be undone asks for the name to be typed.

use crate::button::{Button, ButtonVariant};
use crate::dialog::{Dialog, DialogSize};
use crate::text_field::TextField;
use leptos::prelude::*;

/// A dialog whose button works only when the name was typed as it is written.
#[component]
pub fn ConfirmByName(
    /// `id` of the dialog.
    #[prop(into)]
    id: String,
    /// The question: `Delete this dashboard?`
    #[prop(into)]
    title: String,
    /// What is lost, in a sentence.
    #[prop(into)]
    consequence: String,
    /// The name to type.
    #[prop(into)]
    name: Signal<String>,
    /// The words on the button: `Delete dashboard`.
    #[prop(into)]
    action: String,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Does it. The dialog stays until the caller sets `open` to false.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// It is being done.
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// Why it could not be done.
    #[prop(optional, into)]
    error: MaybeProp<String>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let fits = Signal::derive(move || same_name(&typed.read(), &name.read()));
    let field_id = format!("{id}-name");
    Effect::new(move |_| {
        if open.get() {
            typed.set(String::new());
        }
    });
    view! {
        <Dialog id=id title=title open=open description=consequence size=DialogSize::Small alert=true>
            <form
                class="stack"
                novalidate=true
                on:submit=move |event| {
                    event.prevent_default();
                    if fits.get_untracked() && !pending.get_untracked() {
                        on_confirm.run(());
                    }
                }
            >
                <p class="confirm__name">
                    "Type "
                    <strong class="confirm__word">{move || name.get()}</strong>
                    " to go on."
                </p>
                <TextField
                    label="Name"
                    name="confirm_name"
                    id=field_id
                    bind=typed
                    autocomplete="off"
                    error=error
                    required=true
                />
                <div class="dialog__actions">
                    <Button on_press=Callback::new(move |_| open.set(false))>"Cancel"</Button>
                    <Button
                        kind="submit"
                        variant=ButtonVariant::Danger
                        disabled=Signal::derive(move || !fits.get())
                        pending=pending
                    >
                        {action}
                    </Button>
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}

/// Spaces around what was typed do not matter, capitals do.
fn same_name(typed: &str, name: &str) -> bool {
    !name.trim().is_empty() && typed.trim() == name.trim()
}

#[cfg(test)]
mod tests {
    use super::same_name;

    #[test]
    fn name_must_be_typed_as_written() {
        assert!(same_name(" Northwind Grid ", "Northwind Grid"));
        assert!(!same_name("northwind grid", "Northwind Grid"));
        assert!(!same_name("", ""));
        assert!(!same_name("Northwind", "Northwind Grid"));
    }
}
