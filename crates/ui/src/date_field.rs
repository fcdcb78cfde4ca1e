//! A day, or a day and a time, with the browser's own calendar.

use crate::date_text::date_problem;
use crate::field::{Field, held_text, own_error_first};
use leptos::attr::Attribute;
use leptos::html;
use leptos::prelude::*;

/// A native input of a date kind without its frame.
pub(crate) struct DateInput {
    pub(crate) with_time: bool,
    pub(crate) value: Option<String>,
    pub(crate) bind: Option<RwSignal<String>>,
    pub(crate) min: Option<String>,
    pub(crate) max: Option<String>,
    /// What is wrong with what is in it now.
    pub(crate) own: RwSignal<Option<String>>,
}

impl DateInput {
    /// With what ties it to its field.
    pub(crate) fn view(self, control: impl Attribute) -> AnyView {
        let Self { with_time, value, bind, min, max, own } = self;
        let node = NodeRef::<html::Input>::new();
        let (first, last) = (min.clone(), max.clone());
        view! {
            <input
                node_ref=node
                class="input date-field"
                type=if with_time { "datetime-local" } else { "date" }
                min=min
                max=max
                on:change=move |event| {
                    own.set(date_problem(&event_target_value(&event), first.as_deref(), last.as_deref()));
                }
                {..control}
                {..held_text(node, bind, value)}
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
    /// With a time of that day on the wall of the organization: `2026-11-20T14:05`.
    #[prop(optional)]
    with_time: bool,
    /// First day accepted, `2026-11-20`, or first time.
    #[prop(optional, into)]
    min: Option<String>,
    /// Last day or time accepted.
    #[prop(optional, into)]
    max: Option<String>,
    /// What is in it at first.
    #[prop(optional, into)]
    value: Option<String>,
    /// Signal that follows the field and that the field follows; empty while it is not whole.
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
    let own = RwSignal::new(None);
    let error = own_error_first(own, error);
    let field = Field { id, name, label, help, error, required, optional, disabled };
    let input = DateInput { with_time, value, bind, min, max, own };
    let control = input.view(field.control());
    field.frame(control)
}
