//! A dense table that turns into cards where it is narrow.

use crate::turn::InTurn;
use leptos::prelude::*;

/// On which side a column's figures or words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Words.
    #[default]
    Start,
    /// Numbers, right-aligned with even figures.
    End,
}

impl Align {
    fn class(self) -> Option<&'static str> {
        (self == Self::End).then_some("num")
    }
}

/// The head of one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its words; for a column of buttons too, then with `hidden`.
    pub label: String,
    /// Side of its cells.
    pub align: Align,
    /// Only read aloud.
    pub hidden: bool,
}

impl Column {
    /// A column of words.
    pub fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), align: Align::Start, hidden: false }
    }

    /// A column of numbers.
    pub fn number(label: impl Into<String>) -> Self {
        Self { align: Align::End, ..Self::text(label) }
    }

    /// A column whose head is only read aloud.
    pub fn hidden(label: impl Into<String>) -> Self {
        Self { hidden: true, ..Self::text(label) }
    }
}

/// A table with a sticky head. Its roles are written out because cards change `display`, which takes them away in some browsers.
#[component]
pub fn Table(
    /// What the table holds; read aloud only.
    #[prop(into)]
    caption: Signal<String>,
    /// The columns from left to right.
    columns: Vec<Column>,
    /// Extra class for column widths.
    #[prop(optional, into)]
    class: Option<String>,
    /// Turns into cards where it is narrow; not worth it for two or three short columns.
    #[prop(default = true)]
    cards: bool,
    /// The [`Row`]s.
    children: Children,
) -> impl IntoView {
    let head = columns
        .into_iter()
        .map(|column| {
            let label_class = column.hidden.then_some("visually-hidden");
            view! {
                <th scope="col" role="columnheader" class=column.align.class()>
                    <span class=label_class>{column.label}</span>
                </th>
            }
        })
        .collect_view();
    view! {
        <div class=if cards { "table-frame table-frame--cards" } else { "table-frame" }>
            <table class=format!("table {}", class.unwrap_or_default()) role="table">
                <caption class="visually-hidden">{move || caption.get()}</caption>
                <thead role="rowgroup">
                    <tr role="row">{head}</tr>
                </thead>
                <tbody role="rowgroup">{children()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// One row.
#[component]
pub fn Row(
    /// The [`Cell`]s.
    children: Children,
    /// Marked as chosen.
    #[prop(optional, into)]
    selected: Signal<bool>,
) -> impl IntoView {
    let view = view! {
        <tr class="row" role="row" class:row--selected=move || selected.get()>
            {children()}
        </tr>
    };
    InTurn::new(view).into_any()
}

/// One cell; on a card its label stands before it.
#[component]
pub fn Cell(
    /// The head of its column, shown when the table is a set of cards.
    #[prop(into)]
    label: String,
    /// What is in it.
    children: Children,
    /// Side.
    #[prop(optional)]
    align: Align,
    /// Names the row: the cell one would read out to say which row it is.
    #[prop(optional)]
    header: bool,
    /// Quieter than the rest.
    #[prop(optional)]
    muted: bool,
) -> impl IntoView {
    let class =
        format!("cell{}{}", if align == Align::End { " num" } else { "" }, if muted { " cell--muted" } else { "" });
    let content = view! { <div class="cell__content">{children()}</div> };
    if header {
        view! { <th class=format!("{class} cell--header") scope="row" role="rowheader" data-label=label>{content}</th> }
            .into_any()
    } else {
        view! { <td class=class role="cell" data-label=label>{content}</td> }.into_any()
    }
    .into_any()
}
