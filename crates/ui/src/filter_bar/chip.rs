//! One filter that is set: its words, its editor, its end.

use super::Bar;
use super::editor::editor;
use super::model::Filter;
use crate::icon::Icon;
use leptos::prelude::*;

pub(super) fn chip(bar: Bar, index: usize, filter: Filter) -> AnyView {
    let Some(spec) = bar.spec(&filter.key) else { return ().into_any() };
    let (operator, values) = spec.words(&filter);
    let label = spec.label.clone();
    let (chip_id, popup_id) = (bar.part(&format!("chip-{index}")), bar.part(&format!("editor-{index}")));
    let remove = format!("Remove filter: {label} {operator} {values}");
    let full = format!("{label} {operator} {values}");
    view! {
        <li class="filter-chip">
            <button class="filter-chip__open" type="button" id=chip_id popovertarget=popup_id.clone() title=full>
                <span class="filter-chip__label">{label.clone()}</span>
                " "
                <span class="filter-chip__operator">{operator}</span>
                " "
                <span class="filter-chip__values"><bdi>{values}</bdi></span>
            </button>
            <a
                class="filter-chip__remove"
                href=move || bar.href(&bar.query.read().without(index))
                aria-label=remove
                on:click=move |event| {
                    if bar.change(bar.query.get_untracked().without(index), Some(bar.part("text"))) {
                        event.prevent_default();
                    }
                }
            >
                <Icon name="x"/>
            </a>
            <div
                class="popup filter-editor-popup"
                id=popup_id.clone()
                popover="auto"
                role="dialog"
                aria-label=format!("Edit filter {label}")
            >
                {editor(bar, spec, Some(index), Some(filter), popup_id.clone())}
            </div>
        </li>
    }
    .into_any()
}
