//! The component, put together from its parts.

use super::around::{Bar, Phase, bar, instead, news, sorts};
use super::columns::{ColumnState, DataColumn};
use super::head::{Sorting, head};
use super::keys;
use super::live::{follow, is_virtual};
use super::model::{Given, Model};
use super::row::{Cells, cell, ghost, row, skeleton};
use super::rows::Rows;
use super::selection::Selection;
use super::sort::{Sort, with_parameter};
use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;
use std::sync::Arc;

/// Parameters of an address that mean nothing in another order.
const CURSORS: &[&str] = &["after", "before"];

/// Whether the rows are there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum TableState {
    /// They are, or there are none.
    #[default]
    Ready,
    /// They are on their way; rows that are there already stay.
    Loading,
    /// They did not come; rows that are there already stay.
    Failed {
        /// What happened and what to do, in a sentence.
        message: String,
        /// Trace id of the failed request.
        trace_id: Option<String>,
    },
}

/// What one should know about the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableNote {
    /// They are old: `12 min old`.
    Stale(String),
    /// Some are missing: `2 of 3 sources answered`.
    Partial(String),
}

/// The table. See the module for its keys and what it promises.
#[component]
pub fn DataTable<T: Clone + PartialEq + Send + Sync + 'static>(
    /// `id`, unique on the page.
    #[prop(into)]
    id: String,
    /// What the rows are, read aloud: `Events`.
    #[prop(into)]
    label: Signal<String>,
    /// The columns in their first order.
    columns: Vec<DataColumn>,
    /// The rows.
    #[prop(into)]
    rows: Rows<T>,
    /// What tells a row from all others.
    key: fn(&T) -> String,
    /// What a row is called, read aloud at its box.
    name: fn(&T) -> String,
    /// Draws the cell of a row in the column of a key. It takes one line.
    cell_view: impl Fn(&T, &str) -> AnyView + Send + Sync + 'static,
    /// Where a row leads: its head becomes a link, and Enter follows it.
    #[prop(optional)]
    href: Option<fn(&T) -> String>,
    /// Opens a row instead of following its link.
    #[prop(optional, into)]
    on_open: Option<Callback<T>>,
    /// The reader's choice of columns, for whoever keeps it.
    #[prop(optional)]
    column_state: Option<RwSignal<ColumnState>>,
    /// In which order the rows are. The table does not sort.
    #[prop(optional, into)]
    sort: Signal<Option<Sort>>,
    /// Path and query of the page, to which sort links add their parameter.
    #[prop(optional, into)]
    address: Signal<String>,
    /// Name of that parameter.
    #[prop(default = "sort")]
    sort_parameter: &'static str,
    /// Sorts in the browser instead of following the link.
    #[prop(optional, into)]
    on_sort: Option<Callback<Option<Sort>>>,
    /// The chosen rows; without it nothing can be chosen.
    #[prop(optional)]
    selection: Option<RwSignal<Selection>>,
    /// How many rows match, when there are more than these.
    #[prop(optional, into)]
    matching: Signal<Option<usize>>,
    /// Buttons for the chosen rows.
    #[prop(optional, into)]
    bulk: ViewFn,
    /// Whether the rows are there.
    #[prop(optional, into)]
    state: Signal<TableState>,
    /// Stale or partial.
    #[prop(optional, into)]
    note: Signal<Option<TableNote>>,
    /// Tries again after a failure.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
    /// Left in the bar: how many rows, in words.
    #[prop(optional, into)]
    summary: MaybeProp<String>,
    /// Right in the bar, before the column menu: filters, export.
    #[prop(optional, into)]
    tools: ViewFnOnce,
    /// Stands for the rows when there are none: a [`crate::EmptyState`] with what to do next.
    #[prop(optional, into)]
    empty: Option<ViewFn>,
    /// Below the rows: a [`super::Pagination`].
    #[prop(optional, into)]
    foot: ViewFnOnce,
    /// How many grey rows keep the room while loading: as many as a page has.
    #[prop(default = 12)]
    skeleton_rows: usize,
    /// `j`, `k` and `x` work like arrows and space; somebody may have switched that off.
    #[prop(default = true.into(), into)]
    letters: Signal<bool>,
    /// Extra class, for a height of its own.
    #[prop(optional, into)]
    class: String,
) -> impl IntoView {
    let look = rows.look();
    let source = rows.source(key, name);
    let model_of_cells = StoredValue::new(None::<Model>);
    let at = {
        let look = Arc::clone(&look);
        move |index: usize| {
            let mut out = None;
            look(index, &mut |row| out = Some(row.clone()));
            out
        }
    };
    let open = on_open.map(|on_open| {
        let at = at.clone();
        Callback::new(move |index: usize| {
            if let Some(row) = untrack(|| at(index)) {
                on_open.run(row);
            }
        })
    });
    let cell_view = Arc::new(cell_view);
    let cells: Cells = Arc::new(move |index| {
        let at = at.clone();
        let row = Memo::new(move |old: Option<&Option<T>>| at(index.get()).or_else(|| old.cloned().flatten()));
        let cell_view = Arc::clone(&cell_view);
        (move || {
            let shown = model_of_cells.get_value().map(|model| model.shown.get()).unwrap_or_default();
            row.with(|row| {
                let one = |column: &super::model::Shown| match row {
                    Some(row) => {
                        let href = href.filter(|_| column.header).map(|href| href(row));
                        cell(column, href, cell_view(row, &column.key))
                    }
                    None => ghost(column),
                };
                shown.iter().map(one).collect_view()
            })
        })
        .into_any()
    });
    let column_state = column_state.unwrap_or_else(|| RwSignal::new(ColumnState::default()));
    let model = Model::new(Given { source, columns, column_state, sort, selection, open, letters });
    model_of_cells.set_value(Some(model));
    let sorting = Sorting {
        href: Callback::new(move |sort: Option<Sort>| {
            let value = sort.as_ref().map(Sort::text);
            with_parameter(&address.read(), sort_parameter, value.as_deref(), CURSORS)
        }),
        on_sort,
    };
    let parts = Parts {
        id,
        label,
        cells,
        sorting,
        state,
        bar: Bar { matching, bulk, note, on_retry, summary, tools },
        empty,
        foot,
        skeleton_rows,
        class,
    };
    draw(model, parts)
}

/// What is left when the type of the rows is gone.
struct Parts {
    id: String,
    label: Signal<String>,
    cells: Cells,
    sorting: Sorting,
    state: Signal<TableState>,
    bar: Bar,
    empty: Option<ViewFn>,
    foot: ViewFnOnce,
    skeleton_rows: usize,
    class: String,
}

fn draw(model: Model, parts: Parts) -> AnyView {
    let (id, state) = (parts.id, parts.state);
    follow(model);
    let phase = Memo::new(move |_| {
        let none = model.source.with_value(|source| source.total.get()) == 0;
        match (none, &*state.read()) {
            (false, _) => Phase::Rows,
            (true, TableState::Ready) => Phase::Empty,
            (true, TableState::Loading) => Phase::Loading,
            (true, TableState::Failed { .. }) => Phase::Failed,
        }
    });
    let virtual_rows = Memo::new(move |_| is_virtual(model));
    let instead = instead(phase, state, parts.bar.on_retry, parts.empty);
    let bar = bar(model, &id, state, parts.bar);
    let sorts = sorts(model, parts.sorting);
    view! {
        <div
            class=format!("data-table {}", parts.class)
            class:data-table--selectable=model.selection.is_some()
            class:data-table--virtual=move || virtual_rows.get()
            class:data-table--loading=move || phase.get() == Phase::Loading
            id=id
        >
            {bar}
            {sorts}
            <div class="data-table__frame">
                {news(model)}
                <div
                    class="data-table__scroller"
                    node_ref=model.scroller
                    on:scroll=move |_| model.scrolled()
                    on:pointerenter=move |_| model.hovered.set_value(true)
                    on:pointerleave=move |_| model.hovered.set_value(false)
                >
                    {grid(model, parts.label, parts.sorting, parts.cells, phase, parts.skeleton_rows)}
                    {instead}
                </div>
            </div>
            <div class="data-table__foot">{parts.foot.run()}</div>
            <span class="visually-hidden" role="status">
                {move || if phase.get() == Phase::Loading { "Loading".to_owned() } else { model.said.get() }}
            </span>
        </div>
    }
    .into_any()
}

fn grid(
    model: Model,
    label: Signal<String>,
    sorting: Sorting,
    cells: Cells,
    phase: Memo<Phase>,
    skeleton_rows: usize,
) -> AnyView {
    let sized = Memo::new(move |_| model.column_state.with(|state| state.resized()));
    let cols = move || {
        let col = |key: String| {
            let width = custom_attribute("width", move || model.width(&key).to_string());
            view! { <col {..width}/> }
        };
        model.shown.get().iter().map(|column| col(column.key.clone())).collect_view()
    };
    let check = model.selection.is_some();
    let sum = move || {
        sized.get().then(|| {
            let widths: u32 = model.shown.with(|shown| shown.iter().map(|column| model.width(&column.key)).sum());
            (widths + if check { 40 } else { 0 }).to_string()
        })
    };
    let total = move || model.source.with_value(|source| source.total.get());
    // The active row is a stop of the tab key; when it is not in the document, the grid stands in for it.
    let tab = move || {
        let active = model.active.get();
        let there = model.visible.with(|visible| visible.rows.contains(&active));
        if there || total() == 0 { "-1" } else { "0" }
    };
    let space = |height: Signal<f64>| {
        let height_of_cell = custom_attribute("height", move || height.get().round().to_string());
        view! {
            <tbody class="data-table__space" aria-hidden="true" hidden=move || height.get() < 1.0>
                <tr>
                    <td {..height_of_cell}></td>
                </tr>
            </tbody>
        }
    };
    let (above, below) = (Memo::new(move |_| model.spaces().0), Memo::new(move |_| model.spaces().1));
    view! {
        <table
            class="data-table__grid"
            class:data-table__grid--sized=move || sized.get()
            {..custom_attribute("width", sum)}
            role="grid"
            aria-label=move || label.get()
            aria-rowcount=move || (total() + 1).to_string()
            aria-multiselectable=check.then_some("true")
            aria-busy=move || (phase.get() == Phase::Loading).then_some("true")
            tabindex=tab
            node_ref=model.grid
            on:keydown=move |event| keys::pressed(model, &event)
        >
            <colgroup>
                {check.then(|| {
                    let width = custom_attribute("width", "40");
                    view! { <col {..width}/> }
                })}
                {cols}
            </colgroup>
            <thead role="rowgroup" node_ref=model.head>
                {head(model, sorting)}
            </thead>
            {move || (phase.get() == Phase::Loading).then(|| skeleton(model, skeleton_rows))}
            {space(above.into())}
            <tbody
                role="rowgroup"
                node_ref=model.body
                on:click=move |event| keys::clicked(model, &event)
                on:focusin=move |event| keys::focused(model, &event)
            >
                <For
                    each=move || model.visible.get().keys.clone()
                    key=|key| key.clone()
                    children=move |key| row(model, key, &cells)
                />
            </tbody>
            {space(below.into())}
        </table>
    }
    .into_any()
}
