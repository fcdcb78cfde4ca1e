//! What every form field shares: ids, the words around the control, and keeping what was typed before hydration.

use crate::icon::Icon;
use leptos::html;
use leptos::prelude::*;

/// The ids that tie label, help and error to their control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldIds {
    pub(crate) control: String,
    pub(crate) help: String,
    pub(crate) error: String,
}

impl FieldIds {
    /// Derives the ids from an explicit id or from the field's name.
    pub(crate) fn new(id: Option<String>, name: &str) -> Self {
        let control = id.unwrap_or_else(|| format!("field-{name}"));
        Self { help: format!("{control}-help"), error: format!("{control}-error"), control }
    }

    /// The value of `aria-describedby`: the error first, because it is read first.
    pub(crate) fn described_by(&self, has_error: bool, has_help: bool) -> Option<String> {
        match (has_error, has_help) {
            (true, true) => Some(format!("{} {}", self.error, self.help)),
            (true, false) => Some(self.error.clone()),
            (false, true) => Some(self.help.clone()),
            (false, false) => None,
        }
    }
}

/// Label above, the control, the error at the field, help below.
pub(crate) fn field_frame(
    ids: FieldIds,
    label: String,
    optional: bool,
    help: Option<String>,
    error: MaybeProp<String>,
    control: AnyView,
) -> AnyView {
    let help = help.map(|help| view! { <p class="field__help" id=ids.help>{help}</p> });
    let error_text = move || {
        error.get().map(|text| {
            view! {
                <Icon name="circle-alert"/>
                <span>{text}</span>
            }
        })
    };
    view! {
        <div class="field">
            <label class="field__label" for=ids.control>
                {label}
                {optional.then(|| view! { <span class="field__optional">"optional"</span> })}
            </label>
            {control}
            <div class="field__error" id=ids.error aria-live="polite">
                {error_text}
            </div>
            {help}
        </div>
    }
    .into_any()
}

/// Ties an input to a signal in both directions, without losing what was typed or filled in before hydration.
pub(crate) fn bind_input(node: NodeRef<html::Input>, bound: Option<RwSignal<String>>) {
    let Some(bound) = bound else { return };
    Effect::new(move |ran: Option<()>| {
        let Some(input) = node.get() else { return };
        if ran.is_none() && input.value() != bound.get_untracked() && !input.value().is_empty() {
            bound.set(input.value());
        }
        let value = bound.get();
        if input.value() != value {
            input.set_value(&value);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_is_described_before_help() {
        let ids = FieldIds::new(None, "email");
        assert_eq!(ids.described_by(true, true).as_deref(), Some("field-email-error field-email-help"));
        assert_eq!(ids.described_by(false, false), None);
    }

    #[test]
    fn explicit_id_wins_over_name() {
        assert_eq!(FieldIds::new(Some("x".into()), "email").control, "x");
    }
}
