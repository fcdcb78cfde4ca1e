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

/// What `aria-describedby` of a control names, following the error as it comes and goes.
pub(crate) fn described(
    ids: &FieldIds,
    error: MaybeProp<String>,
    has_help: bool,
) -> impl Fn() -> Option<String> + Clone + Send + Sync + 'static {
    let ids = ids.clone();
    move || ids.described_by(error.read().is_some(), has_help)
}

/// The error of the field itself, found in the browser, before what the form says.
pub(crate) fn own_error_first(own: RwSignal<Option<String>>, error: MaybeProp<String>) -> MaybeProp<String> {
    Signal::derive(move || own.get().or_else(|| error.get())).into()
}

/// The place where an error appears and is read out.
fn error_place(id: String, error: MaybeProp<String>) -> AnyView {
    let error_text = move || {
        error.get().map(|text| {
            view! {
                <Icon name="circle-alert"/>
                <span>{text}</span>
            }
        })
    };
    view! {
        <div class="field__error" id=id aria-live="polite">
            {error_text}
        </div>
    }
    .into_any()
}

fn optional_note(optional: bool) -> Option<AnyView> {
    optional.then(|| view! { <span class="field__optional">"optional"</span> }.into_any())
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
    view! {
        <div class="field">
            <label class="field__label" for=ids.control>
                {label}
                {optional_note(optional)}
            </label>
            {control}
            {error_place(ids.error, error)}
            {help}
        </div>
    }
    .into_any()
}

/// A single control whose label stands behind it: error and help below both.
pub(crate) fn beside_frame(
    ids: FieldIds,
    label: String,
    detail: Option<String>,
    error: MaybeProp<String>,
    control: AnyView,
) -> AnyView {
    let detail = detail.map(|text| view! { <p class="check__detail" id=ids.help>{text}</p> });
    view! {
        <div class="field">
            <div class="check">
                {control}
                <div class="check__words">
                    <label class="check__label" for=ids.control>{label}</label>
                    {detail}
                </div>
            </div>
            {error_place(ids.error, error)}
        </div>
    }
    .into_any()
}

/// Several controls that answer one question: their common name above, error and help below.
#[expect(clippy::too_many_arguments, reason = "the words around a control, in the order in which they stand")]
pub(crate) fn group_frame(
    ids: FieldIds,
    role: &'static str,
    label: String,
    optional: bool,
    required: bool,
    disabled: Signal<bool>,
    help: Option<String>,
    error: MaybeProp<String>,
    body: AnyView,
) -> AnyView {
    let described = described(&ids, error, help.is_some());
    let help = help.map(|help| view! { <p class="field__help" id=ids.help>{help}</p> });
    let is_radio = role == "radiogroup";
    view! {
        <fieldset
            class="field field--group"
            id=ids.control
            role=role
            disabled=move || disabled.get()
            aria-required=(is_radio && required).then_some("true")
            aria-invalid=move || (is_radio && error.read().is_some()).then_some("true")
            aria-describedby=described
        >
            <legend class="field__label">
                {label}
                {optional_note(optional)}
            </legend>
            {body}
            {error_place(ids.error, error)}
            {help}
        </fieldset>
    }
    .into_any()
}

/// Ties an input to a signal in both directions, without losing what was typed or filled in before hydration.
pub(crate) fn bind_input(node: NodeRef<html::Input>, bound: Option<RwSignal<String>>) {
    let Some(bound) = bound else { return };
    // Remembers whether the input was there already: an effect that ran before it took nothing over.
    Effect::new(move |met: Option<bool>| {
        let Some(input) = node.get() else { return false };
        let is_first = !met.unwrap_or(false);
        if is_first && input.value() != bound.get_untracked() && !input.value().is_empty() {
            bound.set(input.value());
        }
        let value = bound.get();
        if input.value() != value {
            input.set_value(&value);
        }
        true
    });
}

/// Ties a box or a radio to a state in both directions: what was pressed before hydration is told to `pressed` once, then the
/// input follows `on`.
pub(crate) fn bind_checked(node: NodeRef<html::Input>, on: Signal<bool>, pressed: Callback<bool>) {
    Effect::new(move |met: Option<bool>| {
        let Some(input) = node.get() else { return false };
        let on = on.get();
        if met.unwrap_or(false) {
            if input.checked() != on {
                input.set_checked(on);
            }
        } else if input.checked() != on {
            pressed.run(input.checked());
        }
        true
    });
}

/// False on the server and while hydrating, true afterwards: for controls whose plain form gives way to a better one.
pub(crate) fn alive() -> RwSignal<bool> {
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    alive
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
