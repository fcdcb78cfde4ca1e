//! The head: names, order, widths.

use super::columns::{WIDEST, WIDTH_STEP};
use super::keys::choose_page;
use super::model::{Model, Shown};
use super::row::class_of;
use super::selection::Chosen;
use super::sort::{Sort, aria_sort, next_sort};
use crate::dom;
use crate::icon::Icon;
use leptos::attr::custom::custom_attribute;
use leptos::ev::{KeyboardEvent, MouseEvent, PointerEvent};
use leptos::prelude::*;

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
    // Where the drag began, and the width then.
    let drag = StoredValue::new(None::<(f64, f64)>);
    let press = move |event: PointerEvent| {
        event.prevent_default();
        freeze(model);
        let handle: web_sys::HtmlElement = event_target(&event);
        let _ = handle.set_pointer_capture(event.pointer_id());
        let _ = handle.focus();
        let width = untrack(|| model.width(&of_press));
        drag.set_value(Some((f64::from(event.client_x()), f64::from(width))));
    };
    let dragged = column.key.clone();
    let drag_on = move |event: PointerEvent| {
        if let Some((from, width)) = drag.get_value() {
            let moved = f64::from(event.client_x()) - from;
            let sign = if dom::right_to_left(&event_target(&event)) { -1.0 } else { 1.0 };
            model.resize(&dragged, (width + sign * moved).max(0.0).round() as u32);
        }
    };
    view! {
        <span
            class="data-table__handle"
            role="separator"
            aria-orientation="vertical"
            aria-label=format!("Width of {}", column.label)
            aria-valuenow=move || model.width(&of_width).to_string()
            aria-valuemin=column.least.to_string()
            aria-valuemax=WIDEST.to_string()
            tabindex="-1"
            on:pointerdown=press
            on:pointermove=drag_on
            on:pointerup=move |_| drag.set_value(None)
            on:pointercancel=move |_| drag.set_value(None)
            on:dblclick=move |_| {
                let first = model.columns.with_value(|columns| {
                    columns.iter().find(|column| column.key == of_reset).map(|column| column.width)
                });
                model.resize(&of_reset, first.unwrap_or_default());
            }
        ></span>
    }
    .into_any()
}

/// Before the first change by hand every column keeps the width it has on the screen, so that only one changes.
pub(super) fn freeze(model: Model) {
    if model.column_state.with_untracked(|state| state.resized()) {
        return;
    }
    let Some(head) = model.head.get_untracked() else { return };
    let width_of = |head: &web_sys::HtmlElement| {
        head.get_attribute("data-column").map(|key| (key, head.get_bounding_client_rect().width()))
    };
    let widths: Vec<(String, f64)> = dom::all(&head, "[data-column]").iter().filter_map(width_of).collect();
    for (key, width) in widths.into_iter().filter(|(_, width)| *width >= 1.0) {
        model.resize(&key, width.round() as u32);
    }
}

fn resize_by_key(model: Model, key: &str, event: &KeyboardEvent) {
    let Some(target) = dom::element(event.target()) else { return };
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
    let width = untrack(|| model.width(key));
    let wider = later != dom::right_to_left(&target);
    let width = if wider { width.saturating_add(WIDTH_STEP) } else { width.saturating_sub(WIDTH_STEP) };
    model.resize(key, width);
    model.say(format!("{} pixels wide", untrack(|| model.width(key))));
}
