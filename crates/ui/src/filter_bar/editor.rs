//! How a filter compares and with what: a form that also works by itself.

use super::Bar;
use super::model::{Filter, FilterKind, FilterSpec, Operator};
use super::query::{ADD_KEY, ADD_OPERATOR, ADD_VALUE, FilterQuery};
use crate::button::{Button, ButtonVariant};
use crate::icon::Icon;
use crate::popup::{hidden_inputs, hide, sent_values};
use crate::select_field::SelectOption;
use leptos::prelude::*;
use leptos::web_sys::SubmitEvent;

/// From so many choices on there is a field that narrows them.
const MANY: usize = 9;

/// The form of one filter. With `index` it takes the place of that filter, otherwise it adds one.
pub(super) fn editor(
    bar: Bar,
    spec: FilterSpec,
    index: Option<usize>,
    filter: Option<Filter>,
    popup_id: String,
) -> AnyView {
    let operators = spec.kind.operators();
    let first = filter.as_ref().map(|filter| filter.operator).or_else(|| operators.first().copied());
    let operator = RwSignal::new(first.unwrap_or(Operator::Is));
    let problem = RwSignal::new(None::<String>);
    let rest = move || {
        let query = bar.query.get();
        index.map_or_else(|| query.clone(), |index| query.without(index))
    };
    let submit = {
        let (spec, popup_id) = (spec.clone(), popup_id.clone());
        move |event: SubmitEvent| {
            let sent = sent_values(&event, ADD_OPERATOR);
            let operator = sent.first().and_then(|code| Operator::from_code(code)).unwrap_or(operator.get_untracked());
            match spec.filter(operator, &sent_values(&event, ADD_VALUE)) {
                Ok(filter) => {
                    let query: FilterQuery = bar.query.get_untracked();
                    let place = index.unwrap_or(query.filters.len());
                    problem.set(None);
                    if bar.on_change.is_some() {
                        event.prevent_default();
                        hide(&popup_id);
                        bar.change(query.with(index, filter), Some(bar.part(&format!("chip-{place}"))));
                    }
                }
                Err(sentence) => {
                    event.prevent_default();
                    problem.set(Some(sentence));
                }
            }
        }
    };
    let options = operators
        .iter()
        .map(|option| {
            let words = spec.kind.operator_words(*option);
            view! { <option value=option.code() selected=Some(*option) == first>{words}</option> }
        })
        .collect_view();
    let error_id = format!("{popup_id}-error");
    let operator_id = format!("{popup_id}-operator");
    let values = filter.map(|filter| filter.values).unwrap_or_default();
    let wrong = Signal::derive(move || problem.read().is_some());
    let fields = match &spec.kind {
        FilterKind::Choice(options) => choices(options, &values, &popup_id, &spec.label, &error_id),
        kind => ends(kind, &values, operator, &popup_id, &spec.label, &error_id, wrong),
    };
    view! {
        <form class="filter-editor" method="get" novalidate=true on:submit=submit>
            {move || hidden_inputs(bar.pairs(&rest()))}
            <input type="hidden" name=ADD_KEY value=spec.key.clone()/>
            <div class="filter-editor__head">
                <label class="filter-editor__label" for=operator_id.clone()>{spec.label.clone()}</label>
                <div class="select filter-editor__operator">
                    <select
                        class="input select__input"
                        id=operator_id
                        name=ADD_OPERATOR
                        on:change=move |event| {
                            if let Some(chosen) = Operator::from_code(&event_target_value(&event)) {
                                operator.set(chosen);
                            }
                        }
                    >
                        {options}
                    </select>
                    <Icon name="chevrons-up-down"/>
                </div>
            </div>
            {fields}
            <div class="field__error" id=error_id aria-live="polite">
                {move || problem.get().map(|text| view! {
                    <Icon name="circle-alert"/>
                    <span>{text}</span>
                })}
            </div>
            <Button kind="submit" variant=ButtonVariant::Primary wide=true>"Apply"</Button>
        </form>
    }
    .into_any()
}

/// A list of boxes.
fn choices(options: &[SelectOption], values: &[String], id: &str, label: &str, error_id: &str) -> AnyView {
    let wanted = RwSignal::new(String::new());
    let finder = (options.len() >= MANY).then(|| {
        view! {
            <input
                class="input filter-editor__find"
                type="search"
                aria-label=format!("Find in {label}")
                placeholder="Find"
                autocomplete="off"
                on:input=move |event| wanted.set(event_target_value(&event).trim().to_lowercase())
            />
        }
    });
    let boxes = options
        .iter()
        .enumerate()
        .map(|(index, option)| {
            let folded = option.label.to_lowercase();
            // The first one takes the focus when the editor opens.
            let box_id = if index == 0 { format!("{id}-value") } else { format!("{id}-value-{index}") };
            view! {
                <label class="filter-editor__choice" hidden=move || !folded.contains(&*wanted.read())>
                    <input
                        class="check__box"
                        type="checkbox"
                        id=box_id
                        name=ADD_VALUE
                        value=option.value.clone()
                        checked=values.contains(&option.value)
                    />
                    <span>{option.label.clone()}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        {finder}
        <div class="filter-editor__choices" role="group" aria-label=label.to_owned() aria-describedby=error_id.to_owned()>
            {boxes}
        </div>
    }
    .into_any()
}

/// One value, and a second one while the operator needs it.
fn ends(
    kind: &FilterKind,
    values: &[String],
    operator: RwSignal<Operator>,
    id: &str,
    label: &str,
    error_id: &str,
    wrong: Signal<bool>,
) -> AnyView {
    let (input_type, inputmode, placeholder) = match kind {
        FilterKind::Number => ("text", Some("decimal"), None),
        FilterKind::Date => ("date", None, None),
        FilterKind::Address => ("text", None, Some("10.2.0.7 or 10.0.0.0/8")),
        FilterKind::Text | FilterKind::Choice(_) => ("text", None, None),
    };
    let several = matches!(kind, FilterKind::Text | FilterKind::Address);
    let is_between = Signal::derive(move || operator.get() == Operator::Between);
    // A text filter with several values keeps those that the form does not show.
    let more = if several { values.get(1..).unwrap_or_default() } else { &[] };
    let more = more
        .iter()
        .map(|value| {
            view! {
                <input class="input" type="text" name=ADD_VALUE value=value.clone() aria-label=format!("{label}, or")/>
            }
        })
        .collect_view();
    let second = (!several).then(|| {
        view! {
            <span class="filter-editor__and" hidden=move || !is_between.get()>"and"</span>
            <input
                class="input"
                type=input_type
                inputmode=inputmode
                name=ADD_VALUE
                value=values.get(1).cloned()
                aria-label=format!("{label}, second value")
                autocomplete="off"
                hidden=move || !is_between.get()
                disabled=move || !is_between.get()
                aria-invalid=move || wrong.get().then_some("true")
            />
        }
    });
    view! {
        <div class="filter-editor__ends">
            <input
                class="input"
                id=format!("{id}-value")
                type=input_type
                inputmode=inputmode
                name=ADD_VALUE
                value=values.first().cloned()
                aria-label=format!("{label}, value")
                placeholder=placeholder
                autocomplete="off"
                autofocus=true
                aria-invalid=move || wrong.get().then_some("true")
                aria-describedby=error_id.to_owned()
            />
            {second}
            {more}
        </div>
    }
    .into_any()
}
