//! Two texts compared line by line.

mod hunks;
mod lines;

pub use lines::{Change, DiffLine, diff_lines};

use hunks::{Part, pairs, parts};
use leptos::prelude::*;

/// Unchanged lines around each change.
const AROUND: usize = 3;

/// How two texts are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DiffView {
    /// One column; what was removed stands above what was added.
    #[default]
    Unified,
    /// Old and new beside each other; one column where there is no room.
    Split,
}

/// The difference of two texts, with signs, colours and words for those who see neither.
#[component]
pub fn Diff(
    /// What is compared: `Rule, version 3 and 4`.
    #[prop(into)]
    caption: String,
    /// The old text.
    #[prop(into)]
    old: String,
    /// The new text.
    #[prop(into)]
    new: String,
    /// How it is laid out.
    #[prop(optional, into)]
    layout: Signal<DiffView>,
) -> impl IntoView {
    let lines = diff_lines(&old, &new);
    let count = |change| lines.iter().filter(|line| line.change == change).count();
    let (removed, added) = (count(Change::Removed), count(Change::Added));
    if removed + added == 0 {
        return view! { <p class="diff__equal">"Both texts are the same."</p> }.into_any();
    }
    let parts = StoredValue::new(parts(lines, AROUND));
    let label = caption.clone();
    view! {
        <figure class="diff">
            <figcaption class="diff__head">
                <span class="diff__caption">{caption}</span>
                <span class="diff__count diff__count--added">{format!("{added} added")}</span>
                <span class="diff__count diff__count--removed">{format!("{removed} removed")}</span>
            </figcaption>
            <div class="diff__scroll" tabindex="0" role="group" aria-label=label dir="ltr">
                {move || match layout.get() {
                    DiffView::Unified => unified(parts.get_value()),
                    DiffView::Split => split(parts.get_value()),
                }}
            </div>
        </figure>
    }
    .into_any()
}

fn unified(parts: Vec<Part>) -> AnyView {
    let rows = parts
        .into_iter()
        .map(|part| match part {
            Part::LeftOut(count) => left_out(count, 3),
            Part::Lines(lines) => lines
                .into_iter()
                .map(|line| {
                    view! {
                        <tr class=row_class(line.change)>
                            {number(line.old)} {number(line.new)} {words(Some((line.change, line.text)))}
                        </tr>
                    }
                })
                .collect_view()
                .into_any(),
        })
        .collect_view();
    view! {
        <table class="diff__table">
            <thead class="visually-hidden">
                <tr>
                    <th scope="col">"Old line"</th>
                    <th scope="col">"New line"</th>
                    <th scope="col">"Text"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn split(parts: Vec<Part>) -> AnyView {
    let side = |line: Option<DiffLine>, old: bool| {
        let line_number = line.as_ref().and_then(|line| if old { line.old } else { line.new });
        view! {
            {number(line_number)}
            {words(line.map(|line| (line.change, line.text)))}
        }
    };
    let rows = parts
        .into_iter()
        .map(|part| match part {
            Part::LeftOut(count) => left_out(count, 4),
            Part::Lines(lines) => pairs(lines)
                .into_iter()
                .map(|(old, new)| view! { <tr>{side(old, true)} {side(new, false)}</tr> })
                .collect_view()
                .into_any(),
        })
        .collect_view();
    view! {
        <table class="diff__table diff__table--split">
            <thead class="visually-hidden">
                <tr>
                    <th scope="col">"Old line"</th>
                    <th scope="col">"Old text"</th>
                    <th scope="col">"New line"</th>
                    <th scope="col">"New text"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn left_out(count: usize, columns: u32) -> AnyView {
    view! {
        <tr class="diff__gap">
            <td colspan=columns.to_string()>{format!("{count} unchanged lines")}</td>
        </tr>
    }
    .into_any()
}

fn row_class(change: Change) -> &'static str {
    match change {
        Change::Same => "diff__row",
        Change::Removed => "diff__row diff__row--removed",
        Change::Added => "diff__row diff__row--added",
    }
}

fn number(number: Option<usize>) -> AnyView {
    view! { <td class="diff__number">{number.map(|number| number.to_string())}</td> }.into_any()
}

fn words(line: Option<(Change, String)>) -> AnyView {
    let Some((change, text)) = line else { return view! { <td class="diff__text diff__text--none"></td> }.into_any() };
    let (class, word) = match change {
        Change::Same => ("diff__text", None),
        Change::Removed => ("diff__text diff__text--removed", Some("Removed: ")),
        Change::Added => ("diff__text diff__text--added", Some("Added: ")),
    };
    view! {
        <td class=class>
            {word.map(|word| view! { <span class="visually-hidden">{word}</span> })}
            {text}
        </td>
    }
    .into_any()
}
