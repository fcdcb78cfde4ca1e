//! What every form field shares: ids, the words around the control, and keeping what was typed before hydration.

use crate::icon::Icon;
use leptos::attr::{self, Attribute};
use crate::turn;
use leptos::prelude::*;
use leptos::tachys::html::event::on;
use leptos::{ev, html};

/// A field without its control: what is said around it, and what ties these words to the control.
#[derive(Clone)]
pub(crate) struct Field {
    /// `id` of the control or of the group, where the caller gave one.
    pub(crate) id: Option<String>,
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) help: Option<String>,
    pub(crate) error: MaybeProp<String>,
    pub(crate) required: bool,
    /// Says "optional" beside the label.
    pub(crate) optional: bool,
    pub(crate) disabled: Signal<bool>,
}

impl Field {
    /// `id` of the control or of the group.
    pub(crate) fn id(&self) -> String {
        self.id.clone().unwrap_or_else(|| format!("field-{}", self.name))
    }

    fn error_id(&self) -> String {
        format!("{}-error", self.id())
    }

    /// The value of `aria-invalid`.
    pub(crate) fn invalid(&self) -> impl Fn() -> Option<&'static str> + Copy + Send + Sync + use<> {
        let error = self.error;
        move || error.read().is_some().then_some("true")
    }

    /// The value of `aria-describedby`: the error first, because it is read first.
    pub(crate) fn described(&self) -> impl Fn() -> Option<String> + Clone + Send + Sync + use<> {
        let (error, error_id) = (self.error, self.error_id());
        let help_id = self.help.is_some().then(|| help_id(&self.id()));
        move || {
            let error_id = error.read().is_some().then(|| error_id.clone());
            let ids: Vec<String> = error_id.into_iter().chain(help_id.clone()).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    }

    /// The attributes that every control has.
    pub(crate) fn control(&self) -> impl Attribute + use<> {
        self.control_described(self.described())
    }

    /// The attributes of a control that is described by something else: by the error of its group.
    pub(crate) fn control_described<D>(&self, described: D) -> impl Attribute + use<D>
    where
        D: Fn() -> Option<String> + Send + Sync + 'static,
    {
        let disabled = self.disabled;
        (
            attr::id(self.id()),
            attr::name(self.name.clone()),
            attr::required(self.required),
            attr::disabled(move || disabled.get()),
            attr::aria_invalid(self.invalid()),
            attr::aria_describedby(described),
        )
    }

    /// One of several controls that this field holds; help and error stay with the whole.
    pub(crate) fn part(&self, part: &str) -> Self {
        let (id, name) = (format!("{}-{part}", self.id()), format!("{}-{part}", self.name));
        Self { id: Some(id), name, help: None, ..self.clone() }
    }

    /// Label above, the control, the error at the field, help below.
    pub(crate) fn frame(self, control: AnyView) -> AnyView {
        view! {
            <div class="field">
                <label class="field__label" for=self.id()>
                    {self.label.clone()}
                    {self.optional_note()}
                </label>
                {control}
                {self.error_place()}
                {self.help_line()}
            </div>
        }
        .into_any()
    }

    /// A single control whose label stands behind it, help below the label, the error below both.
    pub(crate) fn beside(self, control: AnyView) -> AnyView {
        let error = self.error_place();
        view! {
            <div class="field">
                {choice_row(&self.id(), self.label, self.help, control)}
                {error}
            </div>
        }
        .into_any()
    }

    /// Several controls that answer one question: the question above, error and help below.
    pub(crate) fn group(self, role: &'static str, body: AnyView) -> AnyView {
        let (disabled, invalid, described) = (self.disabled, self.invalid(), self.described());
        let is_radio = role == "radiogroup";
        view! {
            <fieldset
                class="field field--group"
                id=self.id()
                role=role
                disabled=move || disabled.get()
                aria-required=(is_radio && self.required).then_some("true")
                aria-invalid=move || invalid().filter(|_| is_radio)
                aria-describedby=described
            >
                <legend class="field__label">
                    {self.label.clone()}
                    {self.optional_note()}
                </legend>
                {body}
                {self.error_place()}
                {self.help_line()}
            </fieldset>
        }
        .into_any()
    }

    fn optional_note(&self) -> Option<AnyView> {
        self.optional.then(|| view! { <span class="field__optional">"optional"</span> }.into_any())
    }

    fn help_line(&self) -> Option<AnyView> {
        let id = help_id(&self.id());
        self.help.clone().map(|help| view! { <p class="field__help" id=id>{help}</p> }.into_any())
    }

    /// The place where an error appears and is read out.
    fn error_place(&self) -> AnyView {
        let error = self.error;
        let words = move || {
            error.get().map(|text| {
                view! {
                    <Icon name="circle-alert"/>
                    <span>{text}</span>
                }
            })
        };
        view! {
            <div class="field__error" id=self.error_id() aria-live="polite">
                {words}
            </div>
        }
        .into_any()
    }
}

/// `id` of the sentence that explains the control `id`.
pub(crate) fn help_id(id: &str) -> String {
    format!("{id}-help")
}

/// A box or a radio with its words behind it.
pub(crate) fn choice_row(id: &str, label: String, detail: Option<String>, input: AnyView) -> AnyView {
    let detail = detail.map(|text| view! { <p class="check__detail" id=help_id(id)>{text}</p> });
    view! {
        <div class="check">
            {input}
            <div class="check__words">
                <label class="check__label" for=id.to_owned()>{label}</label>
                {detail}
            </div>
        </div>
    }
    .into_any()
}

/// The error of the field itself, found in the browser, before what the form says.
pub(crate) fn own_error_first(own: RwSignal<Option<String>>, error: MaybeProp<String>) -> MaybeProp<String> {
    Signal::derive(move || own.get().or_else(|| error.get())).into()
}

/// The attributes of an input that holds `value` at first, or what is in `bound`, and tells `bound` what is typed.
pub(crate) fn held_text(
    node: NodeRef<html::Input>,
    bound: Option<RwSignal<String>>,
    value: Option<String>,
) -> impl Attribute + use<> {
    bind_input(node, bound);
    let initial = bound.map(|bound| bound.get_untracked()).or(value);
    let typed = on(ev::input, move |event| {
        if let Some(bound) = bound {
            bound.set(event_target_value(&event));
        }
    });
    (attr::value(initial), typed)
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
    Effect::new(move |_| {
        if turn::is_over() {
            alive.set(true);
        }
    });
    alive
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(id: Option<&str>, help: Option<&str>, error: Option<&str>) -> Field {
        Field {
            id: id.map(str::to_owned),
            name: "email".to_owned(),
            label: "E-mail".to_owned(),
            help: help.map(str::to_owned),
            error: error.map(str::to_owned).into(),
            required: false,
            optional: false,
            disabled: Signal::stored(false),
        }
    }

    #[test]
    fn error_is_described_before_help() {
        Owner::new().with(|| {
            let described = |help, error| field(None, help, error).described()();
            assert_eq!(described(Some("x"), Some("y")).as_deref(), Some("field-email-error field-email-help"));
            assert_eq!(described(Some("x"), None).as_deref(), Some("field-email-help"));
            assert_eq!(described(None, None), None);
        });
    }

    #[test]
    fn explicit_id_wins_over_name() {
        Owner::new().with(|| {
            assert_eq!(field(Some("x"), None, None).id(), "x");
            assert_eq!(field(None, None, None).part("to").id(), "field-email-to");
        });
    }
}
