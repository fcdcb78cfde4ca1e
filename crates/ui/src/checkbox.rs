//! Yes or no, as a box or as a switch, and several boxes under one question.

use crate::field::{Field, bind_checked, choice_row, help_id};
use leptos::html;
use leptos::prelude::*;

/// A box to tick, or a switch: a switch for what takes effect at once, a box for what is sent with a form. A plain form
/// sends both alike.
#[component]
pub fn Checkbox(
    /// Words behind it.
    #[prop(into)]
    label: String,
    /// Name under which the form sends it when it is ticked.
    #[prop(into)]
    name: String,
    /// `id` of the control; `field-<name>` if absent.
    #[prop(optional, into)]
    id: Option<String>,
    /// What the form sends; `true` if absent.
    #[prop(optional, into)]
    value: Option<String>,
    /// Ticked at first.
    #[prop(optional)]
    checked: bool,
    /// Signal that follows the box and that the box follows.
    #[prop(optional, into)]
    bind: Option<RwSignal<bool>>,
    /// Called with the new state.
    #[prop(optional, into)]
    on_change: Option<Callback<bool>>,
    /// Some of what it stands for is ticked: neither yes nor no, until it is pressed.
    #[prop(optional, into)]
    indeterminate: Signal<bool>,
    /// Looks like a switch and is read as one.
    #[prop(optional)]
    switch: bool,
    /// Sentence below the label.
    #[prop(optional, into)]
    help: Option<String>,
    /// What is wrong and how to mend it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The form cannot be sent without it.
    #[prop(optional)]
    required: bool,
    /// Cannot be changed and is not sent. Say why beside it.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let field = Field { id, name, label, help, error, required, optional: false, disabled };
    let node = NodeRef::<html::Input>::new();
    if let Some(bound) = bind {
        bind_checked(node, bound.into(), Callback::new(move |on| bound.set(on)));
    }
    Effect::new(move |_| {
        if let Some(input) = node.get() {
            input.set_indeterminate(indeterminate.get());
        }
    });
    let input = view! {
        <input
            node_ref=node
            class=if switch { "switch" } else { "check__box" }
            type="checkbox"
            role=switch.then_some("switch")
            value=value.unwrap_or_else(|| "true".to_owned())
            checked=bind.map_or(checked, |bound| bound.get_untracked())
            on:change=move |event| {
                let on = event_target_checked(&event);
                if let Some(bound) = bind {
                    bound.set(on);
                }
                if let Some(on_change) = on_change {
                    on_change.run(on);
                }
            }
            {..field.control()}
        />
    };
    field.beside(input.into_any())
}

/// One choice of a [`CheckboxGroup`] or a [`crate::RadioGroup`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupOption {
    /// What the form sends.
    pub value: String,
    /// What the person reads.
    pub label: String,
    /// A sentence below the label.
    pub detail: Option<String>,
    /// Cannot be chosen; the detail should say why.
    pub disabled: bool,
}

impl GroupOption {
    /// A choice that sends `value` and reads `label`.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }

    /// With a sentence below the label.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Cannot be chosen.
    #[must_use]
    pub fn disabled(mut self) -> Self {
        self.disabled = true;
        self
    }
}

/// Any of a few choices; the form sends the name once for each that is ticked.
#[component]
pub fn CheckboxGroup(
    /// The question.
    #[prop(into)]
    label: String,
    /// Name under which the form sends each.
    #[prop(into)]
    name: String,
    /// The choices in the order shown.
    options: Vec<GroupOption>,
    /// `id` of the group; `field-<name>` if absent.
    #[prop(optional, into)]
    id: Option<String>,
    /// Ticked at first.
    #[prop(optional)]
    values: Vec<String>,
    /// Signal that follows the boxes and that they follow, in the order of the choices.
    #[prop(optional, into)]
    bind: Option<RwSignal<Vec<String>>>,
    /// Sentence below.
    #[prop(optional, into)]
    help: Option<String>,
    /// What is wrong and how to mend it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Says "optional" beside the question.
    #[prop(optional)]
    optional: bool,
    /// None can be changed. Say why beside it.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let field = Field { id, name, label, help, error, required: false, optional, disabled };
    let order: Vec<String> = options.iter().map(|option| option.value.clone()).collect();
    let chosen = bind.unwrap_or_else(|| RwSignal::new(values));
    let boxes = options
        .into_iter()
        .enumerate()
        .map(|(index, option)| {
            let id = format!("{}-{index}", field.id());
            let node = NodeRef::<html::Input>::new();
            let (value, order) = (option.value.clone(), order.clone());
            let on = {
                let value = value.clone();
                Signal::derive(move || chosen.read().contains(&value))
            };
            let press = Callback::new(move |on: bool| {
                let value = value.clone();
                chosen.update(|chosen| {
                    chosen.retain(|known| *known != value);
                    if on {
                        chosen.push(value);
                    }
                    chosen.sort_by_key(|value| order.iter().position(|known| known == value));
                });
            });
            bind_checked(node, on, press);
            let detail_id = option.detail.is_some().then(|| help_id(&id));
            let input = view! {
                <input
                    node_ref=node
                    class="check__box"
                    id=id.clone()
                    type="checkbox"
                    name=field.name.clone()
                    value=option.value
                    checked=on.get_untracked()
                    disabled=option.disabled
                    aria-describedby=detail_id
                    on:change=move |event| press.run(event_target_checked(&event))
                />
            };
            choice_row(&id, option.label, option.detail, input.into_any())
        })
        .collect_view();
    field.group("group", view! { <div class="check-group">{boxes}</div> }.into_any())
}
