//! Yes or no, and several of them under one question.

use crate::field::{FieldIds, beside_frame, bind_checked, described, group_frame};
use leptos::html;
use leptos::prelude::*;

/// What a box or a switch shares: the input itself.
pub(crate) struct BoxInput {
    pub(crate) ids: FieldIds,
    pub(crate) class: &'static str,
    pub(crate) role: Option<&'static str>,
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) checked: bool,
    pub(crate) bind: Option<RwSignal<bool>>,
    pub(crate) on_change: Option<Callback<bool>>,
    pub(crate) indeterminate: Signal<bool>,
    pub(crate) has_detail: bool,
    pub(crate) error: MaybeProp<String>,
    pub(crate) required: bool,
    pub(crate) disabled: Signal<bool>,
}

impl BoxInput {
    pub(crate) fn view(self) -> AnyView {
        let Self { ids, class, role, name, value, checked, bind, on_change, indeterminate, .. } = self;
        let (error, disabled) = (self.error, self.disabled);
        let node = NodeRef::<html::Input>::new();
        if let Some(bound) = bind {
            bind_checked(node, bound.into(), Callback::new(move |on| bound.set(on)));
        }
        Effect::new(move |_| {
            if let Some(input) = node.get() {
                input.set_indeterminate(indeterminate.get());
            }
        });
        let initial = bind.map_or(checked, |bound| bound.get_untracked());
        let described = described(&ids, error, self.has_detail);
        view! {
            <input
                node_ref=node
                class=class
                id=ids.control
                type="checkbox"
                role=role
                name=name
                value=value
                checked=initial
                required=self.required
                disabled=move || disabled.get()
                aria-invalid=move || error.read().is_some().then_some("true")
                aria-describedby=described
                on:change=move |event| {
                    let on = event_target_checked(&event);
                    if let Some(bound) = bind {
                        bound.set(on);
                    }
                    if let Some(on_change) = on_change {
                        on_change.run(on);
                    }
                }
            />
        }
        .into_any()
    }
}

/// A box to tick.
#[component]
pub fn Checkbox(
    /// Words behind the box.
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
    let ids = FieldIds::new(id, &name);
    let input = BoxInput {
        ids: ids.clone(),
        class: "check__box",
        role: None,
        name,
        value: value.unwrap_or_else(|| "true".to_owned()),
        checked,
        bind,
        on_change,
        indeterminate,
        has_detail: help.is_some(),
        error,
        required,
        disabled,
    };
    beside_frame(ids, label, help, error, input.view())
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
    let ids = FieldIds::new(id, &name);
    let order: Vec<String> = options.iter().map(|option| option.value.clone()).collect();
    let chosen = bind.unwrap_or_else(|| RwSignal::new(values));
    let boxes = options
        .into_iter()
        .enumerate()
        .map(|(index, option)| {
            let ids = FieldIds::new(Some(format!("{}-{index}", ids.control)), &name);
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
            let detail_id = option.detail.is_some().then(|| ids.help.clone());
            let input = view! {
                <input
                    node_ref=node
                    class="check__box"
                    id=ids.control.clone()
                    type="checkbox"
                    name=name.clone()
                    value=option.value
                    checked=on.get_untracked()
                    disabled=option.disabled
                    aria-describedby=detail_id
                    on:change=move |event| press.run(event_target_checked(&event))
                />
            };
            choice_row(ids, option.label, option.detail, input.into_any())
        })
        .collect_view();
    let body = view! { <div class="check-group">{boxes}</div> };
    group_frame(ids, "group", label, optional, false, disabled, help, error, body.into_any())
}

/// A box or a radio with its words, inside a group.
pub(crate) fn choice_row(ids: FieldIds, label: String, detail: Option<String>, input: AnyView) -> AnyView {
    let detail = detail.map(|text| view! { <p class="check__detail" id=ids.help>{text}</p> });
    view! {
        <div class="check">
            {input}
            <div class="check__words">
                <label class="check__label" for=ids.control>{label}</label>
                {detail}
            </div>
        </div>
    }
    .into_any()
}
