//! The head: names, order, widths.

use super::columns::{WIDEST, WIDTH_STEP};
use super::keys::choose_page;
use super::model::{Model, Shown};
use super::row::class_of;
use super::selection::Chosen;
use super::sort::{Sort, aria_sort, next_sort};
use crate::icon::Icon;
use leptos::attr::custom::custom_attribute;
use leptos::ev::{KeyboardEvent, MouseEvent, PointerEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;

/// Where a sort link leads, and what it does in the browser.
#[derive(Clone, Copy)]
pub(super) struct Sorting {
    pub href: Callback<Option<Sort>, String>,
    pub on_sort: Option<Callback<Option<Sort>>>,
}

/// The row of heads.
pub(super) fn head(model: Model, sorting: Sorting) -> AnyView {
    let box_cell = model.selection.map(|selection| {
        let chosen = Memo::new(move |_| {
            let source = model.source.get_value();
            let (loaded, total) = (source.loaded.get(), source.total.get());
            selection
                .with(|selection| selection.of(loaded, (0..total).filter_map(|index| (source.key)(index)).take(loaded)))
        });
        view! {
            <th class="data-table__check" scope="col" role="columnheader" aria-label="Selection">
                <label class="data-table__tick">
                    <input
                        class="data-table__box"
                        type="checkbox"
                        aria-label="Select all rows on this page"
                        prop:checked=move || chosen.get() == Chosen::All
                        prop:indeterminate=move || chosen.get() == Chosen::Some
                        on:click=move |_| choose_page(model, chosen.get_untracked() != Chosen::All)
                    />
                </label>
            </th>
        }
    });
    let heads = move || model.shown.get().iter().map(|column| head_cell(model, sorting, column)).collect_view();
    view! { <tr role="row" aria-rowindex="1">{box_cell}{heads}</tr> }.into_any()
}

/// A link that orders the rows by one column; it works before there is any script.
pub(super) fn sort_link(model: Model, sorting: Sorting, column: &Shown, class: &'static str) -> AnyView {
    let (key, label) = (column.key.clone(), column.label.clone());
    let (of_icon, of_next) = (key.clone(), key);
    let next = Signal::derive(move || model.sort.with(|sort| next_sort(sort.as_ref(), &of_next)));
    let state = Memo::new(move |_| model.sort.with(|sort| aria_sort(sort.as_ref(), &of_icon)));
    let press = move |event: MouseEvent| {
        // A new tab is the browser's business.
        let plain = !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
        if let Some(on_sort) = sorting.on_sort.filter(|_| plain) {
            event.prevent_default();
            let next = next.get_untracked();
            model.say(match &next {
                None => "Original order".to_owned(),
                Some(sort) if sort.descending => format!("Sorted by {label}, descending"),
                Some(_) => format!("Sorted by {label}, ascending"),
            });
            on_sort.run(next);
        }
    };
    let icon = Signal::derive(move || {
        match state.get() {
            "ascending" => "arrow-up",
            "descending" => "arrow-down",
            _ => "chevrons-up-down",
        }
        .to_owned()
    });
    view! {
        <a
            class=class
            class:data-table__sort--on=move || state.get() != "none"
            href=move || sorting.href.run(next.get())
            {..custom_attribute("noscroll", "")}
            rel="nofollow"
            on:click=press
        >
            <span class="data-table__sort-label" dir="auto">{column.label.clone()}</span>
            <Icon name=icon/>
        </a>
    }
    .into_any()
}

fn head_cell(model: Model, sorting: Sorting, column: &Shown) -> AnyView {
    let class = class_of(column, "data-table__head");
    let (of_sort, of_keys) = (column.key.clone(), column.key.clone());
    let sortable = column.sortable;
    let words = if sortable {
        sort_link(model, sorting, column, "data-table__sort")
    } else {
        view! { <span class="data-table__sort-label" dir="auto">{column.label.clone()}</span> }.into_any()
    };
    view! {
        <th
            class=class
            scope="col"
            role="columnheader"
            aria-label=column.label.clone()
            aria-sort=move || sortable.then(|| model.sort.with(|sort| aria_sort(sort.as_ref(), &of_sort)))
            data-column=column.key.clone()
            on:keydown=move |event| resize_by_key(model, &of_keys, &event)
        >
            {words}
            {handle(model, column)}
        </th>
    }
    .into_any()
}

/// The edge of a column, to be dragged, or moved with the arrow keys once it was pressed. Shift and an arrow on the name do
/// the same, and so does the field in the column menu; that is why it is no stop of the tab key.
fn handle(model: Model, column: &Shown) -> AnyView {
    let (of_width, of_press, of_reset) = (column.key.clone(), column.key.clone(), column.key.clone());
    let width = move || width_of(model, &of_width).map(|(width, _)| width.to_string());
    let least = width_of(model, &column.key).map(|(_, least)| least.to_string());
    // Where the drag began, and the width then.
    let drag = StoredValue::new(None::<(f64, f64)>);
    let press = move |event: PointerEvent| {
        event.prevent_default();
        freeze(model);
        let handle: web_sys::HtmlElement = event_target(&event);
        let _ = handle.set_pointer_capture(event.pointer_id());
        let _ = handle.focus();
        let width = untrack(|| width_of(model, &of_press)).map_or(0, |(width, _)| width);
        drag.set_value(Some((f64::from(event.client_x()), f64::from(width))));
    };
    let dragged = column.key.clone();
    let drag_on = move |event: PointerEvent| {
        if let Some((from, width)) = drag.get_value() {
            let moved = f64::from(event.client_x()) - from;
            let sign = if is_rtl(&event_target(&event)) { -1.0 } else { 1.0 };
            set_width(model, &dragged, (width + sign * moved).max(0.0).round() as u32);
        }
    };
    view! {
        <span
            class="data-table__handle"
            role="separator"
            aria-orientation="vertical"
            aria-label=format!("Width of {}", column.label)
            aria-valuenow=width
            aria-valuemin=least
            aria-valuemax=WIDEST.to_string()
            tabindex="-1"
            on:pointerdown=press
            on:pointermove=drag_on
            on:pointerup=move |_| drag.set_value(None)
            on:pointercancel=move |_| drag.set_value(None)
            on:dblclick=move |_| {
                model.columns.with_value(|columns| {
                    if let Some(column) = columns.iter().find(|column| column.key == of_reset) {
                        set_width(model, &column.key, column.width);
                    }
                });
            }
        ></span>
    }
    .into_any()
}

fn is_rtl(element: &web_sys::Element) -> bool {
    element.closest("[dir='rtl']").ok().flatten().is_some()
}

/// Width and least width of a column; tracked.
fn width_of(model: Model, key: &str) -> Option<(u32, u32)> {
    model.columns.with_value(|columns| {
        let column = columns.iter().find(|column| column.key == key)?;
        Some((model.column_state.with(|state| state.width(column)), column.min_width))
    })
}

fn set_width(model: Model, key: &str, width: u32) {
    model.columns.with_value(|columns| {
        if let Some(column) = columns.iter().find(|column| column.key == key) {
            model.column_state.update(|state| state.resize(column, width));
        }
    });
}

/// Before the first change by hand every column keeps the width it has on the screen, so that only one changes.
pub(super) fn freeze(model: Model) {
    if model.column_state.with_untracked(|state| state.resized()) {
        return;
    }
    let Some(head) = model.head.get_untracked() else { return };
    let Ok(heads) = head.query_selector_all("[data-column]") else { return };
    let mut widths = Vec::new();
    for index in 0..heads.length() {
        if let Some(head) = heads.item(index).and_then(|head| head.dyn_into::<web_sys::HtmlElement>().ok())
            && let Some(key) = head.get_attribute("data-column")
        {
            widths.push((key, head.get_bounding_client_rect().width()));
        }
    }
    model.columns.with_value(|columns| {
        model.column_state.update(|state| {
            for (key, width) in widths {
                if let Some(column) = columns.iter().find(|column| column.key == key).filter(|_| width >= 1.0) {
                    state.resize(column, width.round() as u32);
                }
            }
        });
    });
}

fn resize_by_key(model: Model, key: &str, event: &KeyboardEvent) {
    let Ok(target) = event_target::<web_sys::EventTarget>(event).dyn_into::<web_sys::Element>() else { return };
    let on_handle = target.get_attribute("role").as_deref() == Some("separator");
    if !on_handle && !event.shift_key() {
        return;
    }
    let later = match event.key().as_str() {
        "ArrowLeft" => false,
        "ArrowRight" => true,
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    freeze(model);
    let Some((width, _)) = untrack(|| width_of(model, key)) else { return };
    let wider = later != is_rtl(&target);
    let width = if wider { width.saturating_add(WIDTH_STEP) } else { width.saturating_sub(WIDTH_STEP) };
    set_width(model, key, width);
    let width = untrack(|| width_of(model, key)).map_or(0, |(width, _)| width);
    model.say(format!("{width} pixels wide"));
}
