//! Keyboard and pointer on the rows. One handler for the whole table, so that a row costs nothing to make.

use super::model::Model;
use super::selection::grouped;
use super::window::{Step, stepped};
use crate::dom;
use crate::popup::is_plain_press;
use leptos::ev::{FocusEvent, KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use std::collections::HashSet;

/// What lies under the pointer and acts by itself.
const ACTS_ITSELF: &str = "a, button, input, select, textarea, label, summary, [role='button'], [contenteditable]";

/// Index of the row that holds `element`.
fn row_of(element: &web_sys::Element) -> Option<usize> {
    element.closest("[data-row]").ok()??.get_attribute("data-row")?.parse().ok()
}

/// The step that a key asks for.
fn step(key: &str, letters: bool) -> Option<Step> {
    Some(match key {
        "ArrowUp" => Step::Up,
        "ArrowDown" => Step::Down,
        "PageUp" => Step::PageUp,
        "PageDown" => Step::PageDown,
        "Home" => Step::First,
        "End" => Step::Last,
        "k" if letters => Step::Up,
        "j" if letters => Step::Down,
        _ => return None,
    })
}

/// A key was pressed in the rows or on the grid.
pub(super) fn pressed(model: Model, event: &KeyboardEvent) {
    let Some(target) = dom::element(event.target()) else { return };
    // Keys belong to what has the focus: a row, the grid in its place, or the box of a row.
    let is_grid = target.get_attribute("role").as_deref() == Some("grid");
    let is_row = target.has_attribute("data-row");
    let is_box = target.class_list().contains("data-table__box") && row_of(&target).is_some();
    if !(is_grid || is_row || is_box) || event.alt_key() || event.default_prevented() {
        return;
    }
    let (key, command) = (event.key(), event.ctrl_key() || event.meta_key());
    let letters = model.letters.get_untracked() && !command;
    let active = model.active.get_untracked();
    let total = model.total();
    if command {
        if key.eq_ignore_ascii_case("a") && model.selection.is_some() {
            choose_page(model, true);
            event.prevent_default();
        }
        return;
    }
    if let Some(step) = step(&key.to_lowercase_letter(), letters) {
        let page = model.geometry().map_or(10, |geometry| geometry.page());
        if let Some(index) = stepped(active, total, page, step) {
            if event.shift_key() && model.selection.is_some() {
                extend(model, active, index);
            }
            model.go(index);
        }
        event.prevent_default();
        return;
    }
    match key.as_str() {
        "Enter" if !is_box => {
            open(model, active);
            event.prevent_default();
        }
        " " if !is_box && model.selection.is_some() => {
            toggle(model, active, event.shift_key());
            event.prevent_default();
        }
        "x" | "X" if letters && model.selection.is_some() => {
            toggle(model, active, event.shift_key());
            event.prevent_default();
        }
        "Escape" => {
            if let Some(selection) = model.selection.filter(|selection| !selection.with_untracked(|s| s.is_empty())) {
                selection.update(|selection| selection.clear());
                model.say("Nothing selected".to_owned());
                event.prevent_default();
            }
        }
        _ => {}
    }
}

trait LowercaseLetter {
    fn to_lowercase_letter(&self) -> String;
}

impl LowercaseLetter for String {
    /// `J` with Shift is `j`; names of keys stay as they are.
    fn to_lowercase_letter(&self) -> String {
        if self.chars().count() == 1 { self.to_lowercase() } else { self.clone() }
    }
}

/// Something in the rows was pressed with the pointer, or a box by the space bar.
pub(super) fn clicked(model: Model, event: &MouseEvent) {
    let Some(target) = dom::element(event.target()) else { return };
    let Some(index) = row_of(&target) else { return };
    if target.class_list().contains("data-table__box") {
        model.activate(index);
        toggle(model, index, event.shift_key());
        // The browser has turned the box over already; a range may have left its row as it was.
        if let (Some(selection), Some(key)) = (model.selection, model.key(index))
            && let Ok(input) = target.dyn_into::<web_sys::HtmlInputElement>()
        {
            input.set_checked(selection.with_untracked(|selection| selection.contains(&key)));
        }
        return;
    }
    // The link was drawn with the address of that moment; whoever opens rows knows the present one.
    let by_link = target.closest(".data-table__link").ok().flatten().is_some();
    if by_link && model.open.is_some() && !event.default_prevented() && is_plain_press(event) {
        event.prevent_default();
        model.activate(index);
        open(model, index);
        return;
    }
    if target.closest(ACTS_ITSELF).ok().flatten().is_some() || event.default_prevented() {
        return;
    }
    if event.shift_key() && model.selection.is_some() {
        model.activate(index);
        toggle(model, index, true);
        model.go(index);
        return;
    }
    // Whoever marks a text wants to copy it.
    let marked = window().get_selection().ok().flatten().is_some_and(|marked| !marked.is_collapsed());
    if !marked {
        model.go(index);
        open(model, index);
    }
}

/// The focus came into a row: it is the active one from now on.
pub(super) fn focused(model: Model, event: &FocusEvent) {
    if let Some(index) = dom::element(event.target()).as_ref().and_then(row_of) {
        model.activate(index);
    }
}

fn open(model: Model, index: usize) {
    if let Some(open) = model.open {
        open.run(index);
    } else if let Some(row) = model.row(index)
        && let Ok(Some(link)) = row.query_selector("a.data-table__link")
        && let Ok(link) = link.dyn_into::<web_sys::HtmlElement>()
    {
        link.click();
    }
}

/// Chooses a row or lets it go; `to_here` chooses all from the one chosen last.
fn toggle(model: Model, index: usize, to_here: bool) {
    let (Some(selection), Some(key)) = (model.selection, model.key(index)) else { return };
    let anchor = selection.with_untracked(|selection| selection.anchor().map(str::to_owned));
    let from = anchor.filter(|_| to_here).and_then(|anchor| {
        super::window::find_near(model.total(), index, usize::MAX, |other| model.key(other).as_deref() == Some(&anchor))
    });
    match from {
        Some(from) => {
            let keys: Vec<String> = (from.min(index)..=from.max(index)).filter_map(|index| model.key(index)).collect();
            selection.update(|selection| selection.add(keys));
        }
        None => selection.update(|selection| selection.toggle(&key)),
    }
    say_count(model);
}

/// Shift and an arrow: the row one leaves and the one one reaches are chosen.
fn extend(model: Model, from: usize, to: usize) {
    if let Some(selection) = model.selection {
        let keys: Vec<String> = (from.min(to)..=from.max(to)).filter_map(|index| model.key(index)).collect();
        selection.update(|selection| selection.add(keys));
        say_count(model);
    }
}

/// Chooses every loaded row, or lets all go.
pub(super) fn choose_page(model: Model, choose: bool) {
    if let Some(selection) = model.selection {
        if choose {
            let keys: HashSet<String> = (0..model.total()).filter_map(|index| model.key(index)).collect();
            selection.update(|selection| selection.add(keys));
        } else {
            selection.update(|selection| selection.clear());
        }
        say_count(model);
    }
}

fn say_count(model: Model) {
    if let Some(selection) = model.selection {
        let count = selection.with_untracked(|selection| selection.count());
        model.say(if count == 0 { "Nothing selected".to_owned() } else { format!("{} selected", grouped(count)) });
    }
}
