//! A day, or a day and a time, with the browser's own calendar.

use crate::date_text::date_problem;
use crate::field::{FieldIds, bind_input, described, field_frame, own_error_first};
use leptos::html;
use leptos::prelude::*;

/// A native input of a date kind without its frame.
pub(crate) struct DateInput {
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    pub(crate) value: Option<String>,
    pub(crate) bind: Option<RwSignal<String>>,
    pub(crate) min: Option<String>,
    pub(crate) max: Option<String>,
    pub(crate) required: bool,
    pub(crate) disabled: Signal<bool>,
    /// What is wrong with what is in it now.
    pub(crate) own: RwSignal<Option<String>>,
}

impl DateInput {
    pub(crate) fn view(
        self,
        invalid: impl Fn() -> bool + Send + Sync + 'static,
        described: impl Fn() -> Option<String> + Send + Sync + 'static,
    ) -> AnyView {
        let Self { bind, own, disabled, .. } = self;
        let node = NodeRef::<html::Input>::new();
        bind_input(node, bind);
        let initial = bind.map(|bound| bound.get_untracked()).or(self.value);
        let (min, max) = (self.min.clone(), self.max.clone());
        view! {
            <input
                node_ref=node
                class="input date-field"
                id=self.id
                name=self.name
                type=self.kind
                value=initial
                min=self.min
                max=self.max
                required=self.required
                disabled=move || disabled.get()
                aria-invalid=move || invalid().then_some("true")
                aria-describedby=described
                on:input=move |event| {
                    if let Some(bound) = bind {
                        bound.set(event_target_value(&event));
                    }
                }
                on:change=move |event| {
                    own.set(date_problem(&event_target_value(&event), min.as_deref(), max.as_deref()));
                }
            />
        }
        .into_any()
    }
}

/// A day, `2026-11-20`.
#[component]
pub fn DateField(
    /// Words above the field.
    #[prop(into)]
    label: String,
    /// Name under which the form sends it.
    #[prop(into)]
    name: String,
    /// `id` of the control; `field-<name>` if absent.
    #[prop(optional, into)]
    id: Option<String>,
    /// First day accepted, `2026-11-20`.
    #[prop(optional, into)]
    min: Option<String>,
    /// Last day accepted.
    #[prop(optional, into)]
    max: Option<String>,
    /// What is in it at first.
    #[prop(optional, into)]
    value: Option<String>,
    /// Signal that follows the field and that the field follows; empty while there is no whole date.
    #[prop(optional, into)]
    bind: Option<RwSignal<String>>,
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
    let ids = FieldIds::new(id, &name);
    let own = RwSignal::new(None);
    let error = own_error_first(own, error);
    let described = described(&ids, error, help.is_some());
    let input =
        DateInput { id: ids.control.clone(), kind: "date", name, value, bind, min, max, required, disabled, own };
    let control = input.view(move || error.read().is_some(), described);
    field_frame(ids, label, optional, help, error, control)
}

/// A day and a time of that day on the wall of the organization, `2026-11-20T14:05`.
#[component]
pub fn DateTimeField(
    /// Words above the field.
    #[prop(into)]
    label: String,
    /// Name under which the form sends it.
    #[prop(into)]
    name: String,
    /// `id` of the control; `field-<name>` if absent.
    #[prop(optional, into)]
    id: Option<String>,
    /// First time accepted, `2026-11-20T14:05`.
    #[prop(optional, into)]
    min: Option<String>,
    /// Last time accepted.
    #[prop(optional, into)]
    max: Option<String>,
    /// What is in it at first.
    #[prop(optional, into)]
    value: Option<String>,
    /// Signal that follows the field and that the field follows; empty while there is no whole date and time.
    #[prop(optional, into)]
    bind: Option<RwSignal<String>>,
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
    let ids = FieldIds::new(id, &name);
    let own = RwSignal::new(None);
    let error = own_error_first(own, error);
    let described = described(&ids, error, help.is_some());
    let kind = "datetime-local";
    let input = DateInput { id: ids.control.clone(), kind, name, value, bind, min, max, required, disabled, own };
    let control = input.view(move || error.read().is_some(), described);
    field_frame(ids, label, optional, help, error, control)
}
