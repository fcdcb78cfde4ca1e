//! Several lines of text.

use crate::field::Field;
use leptos::html;
use leptos::prelude::*;

/// Several lines of text; grows with them up to a limit where the browser can, and counts where there is a longest.
#[component]
pub fn TextArea(
    /// Words above the field.
    #[prop(into)]
    label: String,
    /// Name under which the form sends it.
    #[prop(into)]
    name: String,
    /// `id` of the control; `field-<name>` if absent.
    #[prop(optional, into)]
    id: Option<String>,
    /// What is in it at first.
    #[prop(optional, into)]
    value: Option<String>,
    /// Signal that follows the field and that the field follows.
    #[prop(optional, into)]
    bind: Option<RwSignal<String>>,
    /// Lines shown when it is empty.
    #[prop(default = 3)]
    rows: u32,
    /// Longest text accepted, in characters; shows how many are used.
    #[prop(optional, into)]
    maxlength: Option<u32>,
    /// Example of the format. Never in place of a label.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// Fixed-width type.
    #[prop(optional)]
    mono: bool,
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
    let field = Field { id, name, label, help, error, required, optional, disabled };
    let node = NodeRef::<html::Textarea>::new();
    let initial = bind.map(|bound| bound.get_untracked()).or(value).unwrap_or_default();
    let used = RwSignal::new(length(&initial));
    Effect::new(move |met: Option<bool>| {
        let Some(area) = node.get() else { return false };
        let typed = area.value();
        if let Some(bound) = bind {
            if !met.unwrap_or(false) && typed != bound.get_untracked() && !typed.is_empty() {
                bound.set(typed);
            }
            let value = bound.get();
            if area.value() != value {
                area.set_value(&value);
            }
        }
        used.set(length(&area.value()));
        true
    });
    let counter = maxlength.map(|most| {
        view! {
            <span class="text-area__count" aria-hidden="true">{move || format!("{} of {most}", used.get())}</span>
            // Said only near the end: a number after every letter would drown the letters.
            <span class="visually-hidden" role="status">
                {move || {
                    let left = most.saturating_sub(used.get());
                    (left <= 20).then(|| format!("{left} characters left"))
                }}
            </span>
        }
    });
    let area = view! {
        <div class="text-area">
            <textarea
                node_ref=node
                class=if mono { "input text-area__input input--mono" } else { "input text-area__input" }
                rows=rows.to_string()
                maxlength=maxlength.map(|most| most.to_string())
                placeholder=placeholder
                on:input=move |event| {
                    let text = event_target_value(&event);
                    used.set(length(&text));
                    if let Some(bound) = bind {
                        bound.set(text);
                    }
                }
                {..field.control()}
            >
                {initial}
            </textarea>
            {counter}
        </div>
    };
    field.frame(area.into_any())
}

/// Length as `maxlength` counts it: in UTF-16 units.
fn length(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    #[test]
    fn length_counts_as_browsers_do() {
        assert_eq!(super::length("naïve 🜁"), 8);
    }
}
