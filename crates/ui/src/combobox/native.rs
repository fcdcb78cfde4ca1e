//! The combobox before the page is alive: the browser's own controls.

use super::ComboOption;
use super::state::Setup;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;

/// Beyond it a select would make the document heavy: the text field with the first suggestions takes over.
const MOST: usize = 500;

/// The native controls, of which one is in the page.
#[derive(Clone, Copy)]
pub(super) struct Nodes {
    input: NodeRef<html::Input>,
    select: NodeRef<html::Select>,
}

impl Nodes {
    pub(super) fn new() -> Self {
        Self { input: NodeRef::new(), select: NodeRef::new() }
    }

    /// What is in the control, and whether it has the focus. `None` where there is none.
    pub(super) fn read(self) -> Option<(Vec<String>, bool)> {
        let focus = document().active_element();
        let has_focus =
            |node: &leptos::web_sys::Node| focus.as_ref().is_some_and(|focus| node.is_same_node(Some(focus)));
        if let Some(input) = self.input.get_untracked() {
            let text = input.value();
            let values: Vec<String> = text.split(", ").filter(|part| !part.is_empty()).map(str::to_owned).collect();
            let values = if input.has_attribute("data-several") {
                values
            } else {
                Some(text).filter(|text| !text.is_empty()).into_iter().collect()
            };
            return Some((values, has_focus(&input)));
        }
        let select = self.select.get_untracked()?;
        let options = select.selected_options();
        let values = (0..options.length())
            .filter_map(|index| options.item(index)?.dyn_into::<leptos::web_sys::HtmlOptionElement>().ok())
            .map(|option| option.value())
            .filter(|value| !value.is_empty());
        Some((values.collect(), has_focus(&select)))
    }
}

pub(super) fn native(
    setup: &Setup,
    options: Signal<Vec<ComboOption>>,
    chosen: RwSignal<Vec<String>>,
    nodes: Nodes,
) -> AnyView {
    let Setup { field, multiple, free, placeholder } = setup.clone();
    let chosen = chosen.get_untracked();
    let (total, shown) =
        options.with_untracked(|options| (options.len(), options.iter().take(MOST).cloned().collect::<Vec<_>>()));
    if free || total > MOST || total == 0 {
        let suggestions = format!("{}-suggestions", field.id());
        let list = suggestions.clone();
        let options =
            shown.into_iter().map(|option| view! { <option value=option.value>{option.label}</option> }).collect_view();
        return view! {
            <input
                node_ref=nodes.input
                class="input"
                type="text"
                list=list
                value=chosen.join(", ")
                autocomplete="off"
                placeholder=placeholder
                data-several=multiple.then_some("true")
                {..field.control()}
            />
            <datalist id=suggestions>{options}</datalist>
        }
        .into_any();
    }
    let empty = (!multiple).then(|| view! { <option value=""></option> });
    let options = shown
        .into_iter()
        .map(|option| {
            let selected = chosen.contains(&option.value);
            view! { <option value=option.value selected=selected>{option.label}</option> }
        })
        .collect_view();
    view! {
        <select
            node_ref=nodes.select
            class="input combobox-place__select"
            {..field.control()}
            multiple=multiple
        >
            {empty}
            {options}
        </select>
    }
    .into_any()
}
