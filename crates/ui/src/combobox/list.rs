//! The list below the field: only the rows that can be seen are in the page.

use super::state::State;
use crate::icon::Icon;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;

pub(super) fn popup(state: State, list_id: String, label: String) -> AnyView {
    // The room of the rows that are not drawn; through the CSSOM, which the content security policy allows.
    Effect::new(move |_| {
        let Some(list) = state.list.get() else { return };
        let (rows, row, total) = (state.rows.get(), state.row_height.get(), state.matches.read().len());
        #[expect(clippy::cast_precision_loss, reason = "a list is not as long as 2^52 rows")]
        let room = |rows: usize| format!("{}px", rows as f64 * row);
        let properties = leptos::web_sys::HtmlElement::style(&list);
        let _before = properties.set_property("--combobox-before", &room(rows.start));
        let _after = properties.set_property("--combobox-after", &room(total.saturating_sub(rows.end)));
    });
    // Densities and fingers make rows higher: the first one drawn is measured.
    Effect::new(move |_| {
        let Some(list) = state.list.get() else { return };
        if !state.open.get() {
            return;
        }
        let _asked = request_animation_frame(move || {
            let row = list.query_selector("[role=option]").ok().flatten();
            let row = row.and_then(|row| row.dyn_into::<leptos::web_sys::HtmlElement>().ok());
            let height = row.map_or(0, |row| row.offset_height());
            if height > 0 && (state.row_height.get_untracked() - f64::from(height)).abs() > 0.5 {
                state.row_height.set(f64::from(height));
                state.go(state.active.get_untracked());
            }
            #[expect(clippy::cast_possible_truncation, reason = "a list is not as high as 2^31 pixels")]
            list.set_scroll_top(state.position() as i32);
        });
    });
    let rows = move || {
        if !state.open.get() {
            return Vec::new();
        }
        // A source elsewhere may answer with as many other options.
        state.options.track();
        let total = state.matches.read().len();
        state.rows.get().map(|row| option(state, row, total)).collect::<Vec<_>>()
    };
    let count = move || {
        if !state.open.get() || state.loading.get() {
            return None;
        }
        Some(match state.matches.read().len() {
            0 => "Nothing found".to_owned(),
            1 => "1 choice".to_owned(),
            many => format!("{many} choices"),
        })
    };
    let note = move || {
        if !state.open.get() {
            return None;
        }
        let source_error = state.source_error.get();
        let note = if let Some(error) = source_error {
            view! {
                <Icon name="circle-alert"/>
                <span>{error}</span>
            }
            .into_any()
        } else if state.loading.get() {
            view! {
                <span class="combobox__spinner" aria-hidden="true"></span>
                <span>"Searching"</span>
            }
            .into_any()
        } else if state.matches.read().is_empty() {
            view! { <span>"Nothing found. Try fewer letters."</span> }.into_any()
        } else {
            return None;
        };
        Some(view! { <div class="combobox__note">{note}</div> })
    };
    view! {
        <div class="combobox__popup" hidden=move || !state.open.get()>
            <ul
                node_ref=state.list
                class="combobox__list"
                id=list_id
                role="listbox"
                tabindex="-1"
                aria-label=label
                aria-multiselectable=state.multiple.then_some("true")
                on:scroll=move |_| state.scrolled()
                on:mousedown=|event| event.prevent_default()
            >
                <li class="combobox__room combobox__room--before" role="presentation"></li>
                {rows}
                <li class="combobox__room combobox__room--after" role="presentation"></li>
            </ul>
            {note}
        </div>
        <div class="visually-hidden" role="status">{count}</div>
    }
    .into_any()
}

fn option(state: State, row: usize, total: usize) -> AnyView {
    let index = state.matches.read_untracked().get(row).copied();
    let option = index.and_then(|index| state.options.read_untracked().get(index).cloned()).unwrap_or_default();
    let value = option.value;
    let selected = move || state.chosen.read().contains(&value);
    let marked = selected.clone();
    view! {
        <li
            class="combobox__option"
            id=state.id.with_value(|id| format!("{id}-option-{row}"))
            role="option"
            aria-selected=move || if selected() { "true" } else { "false" }
            aria-setsize=total.to_string()
            aria-posinset=(row + 1).to_string()
            data-active=move || (state.active.get() == Some(row)).then_some("true")
            on:click=move |_| state.pick(row)
            on:mousemove=move |_| {
                if state.active.get_untracked() != Some(row) {
                    state.active.set(Some(row));
                }
            }
        >
            <span class="combobox__label">{option.label}</span>
            <span class="combobox__detail">{option.detail}</span>
            {move || marked().then(|| view! { <Icon name="check"/> })}
        </li>
    }
    .into_any()
}
