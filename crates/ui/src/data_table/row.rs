//! One row and its cells.

use super::model::{Model, Shown};
use crate::table::Align;
use crate::turn::InTurn;
use leptos::prelude::*;
use std::sync::Arc;

/// Draws the cells of the row at an index, again when the row or the columns change.
pub(super) type Cells = Arc<dyn Fn(Memo<usize>) -> AnyView + Send + Sync>;

/// The row `key`.
pub(super) fn row(model: Model, key: String, cells: &Cells) -> AnyView {
    let (known, came) = (key.clone(), key);
    let index = Memo::new(move |old: Option<&usize>| {
        let index = model.visible.with(|visible| visible.at.get(&known).copied());
        index.or(old.copied()).unwrap_or_default()
    });
    let selected = model.selection.map(|selection| {
        Memo::new(move |_| {
            let key = (model.source.get_value().key)(index.get());
            selection.with(|selection| selection.everything() || key.is_some_and(|key| selection.contains(&key)))
        })
    });
    let is_selected = move || selected.is_some_and(|selected| selected.get());
    let fresh = Memo::new(move |_| model.fresh.with(|fresh| fresh.contains(&came)));
    let tab = move || if model.active.get() == index.get() { "0" } else { "-1" };
    let tick = selected.map(|selected| {
        let name = move || {
            let name = model.source.with_value(|source| (source.name)(index.get()));
            name.map_or_else(|| "Select this row".to_owned(), |name| format!("Select {name}"))
        };
        view! {
            <td class="data-table__check" role="gridcell">
                <label class="data-table__tick">
                    <input
                        class="data-table__box"
                        type="checkbox"
                        aria-label=name
                        tabindex=tab
                        prop:checked=move || selected.get()
                    />
                </label>
            </td>
        }
    });
    let view = view! {
        <tr
            class="data-table__row"
            class:data-table__row--selected=is_selected
            class:data-table__row--fresh=move || fresh.get()
            role="row"
            data-row=move || index.get().to_string()
            aria-rowindex=move || (index.get() + 2).to_string()
            aria-selected=move || selected.map(|selected| if selected.get() { "true" } else { "false" })
            tabindex=tab
        >
            {tick}
            {cells(index)}
        </tr>
    };
    InTurn::new(view).into_any()
}

/// Classes of a cell, in the head too.
pub(super) fn class_of(column: &Shown, base: &str) -> String {
    let mut class = base.to_owned();
    for (when, extra) in [
        (column.align == Align::End, " num"),
        (column.muted, " data-table__cell--muted"),
        (column.header, " data-table__cell--header"),
        (column.first, " data-table__cell--first"),
        (column.wide, " data-table__cell--wide"),
    ] {
        if when {
            class.push_str(extra);
        }
    }
    class
}

/// One cell with its content; on a card its label stands before it.
pub(super) fn cell(column: &Shown, href: Option<String>, content: AnyView) -> AnyView {
    let class = class_of(column, "data-table__cell");
    let label = column.label.clone();
    let content = match href {
        Some(href) => view! { <a class="data-table__link" href=href>{content}</a> }.into_any(),
        None => content,
    };
    let content = view! { <div class="data-table__content" dir="auto">{content}</div> };
    if column.header {
        view! { <th class=class scope="row" role="rowheader" data-label=label>{content}</th> }.into_any()
    } else {
        view! { <td class=class role="gridcell" data-label=label>{content}</td> }.into_any()
    }
}

/// A grey bar where the content of a cell will be.
pub(super) fn ghost(column: &Shown) -> AnyView {
    cell(column, None, view! { <span class="data-table__ghost"></span> }.into_any())
}

/// Rows of grey bars, exactly as high as the rows that are coming.
pub(super) fn skeleton(model: Model, count: usize) -> AnyView {
    let selectable = model.selection.is_some();
    let rows = (0..count)
        .map(|_| {
            let tick = selectable.then(|| view! { <td class="data-table__check"></td> });
            let cells = model.shown.with(|shown| shown.iter().map(ghost).collect_view());
            view! { <tr class="data-table__row">{tick}{cells}</tr> }
        })
        .collect_view();
    view! { <tbody class="data-table__skeleton" aria-hidden="true">{rows}</tbody> }.into_any()
}
