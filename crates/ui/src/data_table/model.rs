//! What a table knows while it is looked at: window, active row, focus. The browser's half of [`super::window`].

use super::columns::{ColumnState, DataColumn};
use super::rows::Source;
use super::selection::Selection;
use super::sort::Sort;
use super::window::{FIRST_ROWS, Geometry, OVERSCAN, VIRTUAL_FROM, spaces};
use crate::dom;
use crate::table::Align;
use core::ops::Range;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// From this width on, in pixels, a column takes a line of its own on a card.
const WIDE: u32 = 240;

/// A column as it is drawn; without its width, so that resizing does not draw rows anew.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    pub key: String,
    pub label: String,
    pub align: Align,
    pub sortable: bool,
    pub muted: bool,
    pub header: bool,
    pub first: bool,
    /// It takes a line of its own on a card.
    pub wide: bool,
    /// It cannot be made narrower, in pixels.
    pub least: u32,
}

/// The rows in the document: their keys in order, and the index of each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Visible {
    pub rows: Range<usize>,
    pub keys: Vec<String>,
    pub at: HashMap<String, usize>,
}

/// Everything the parts of one table share.
#[derive(Clone, Copy)]
pub(super) struct Model {
    pub source: StoredValue<Source>,
    pub columns: StoredValue<Vec<DataColumn>>,
    pub column_state: RwSignal<ColumnState>,
    pub shown: Memo<Arc<Vec<Shown>>>,
    pub sort: Signal<Option<Sort>>,
    pub selection: Option<RwSignal<Selection>>,
    pub open: Option<Callback<usize>>,
    pub letters: Signal<bool>,
    /// Measured; `None` until then, and on the server.
    pub measured: RwSignal<Option<Geometry>>,
    pub visible: Memo<Arc<Visible>>,
    pub active: RwSignal<usize>,
    pub active_key: StoredValue<Option<String>>,
    /// Rows that came above what is being read.
    pub unseen: RwSignal<usize>,
    pub fresh: RwSignal<HashSet<String>>,
    pub said: RwSignal<String>,
    /// The grid holds the focus for a row that is out of sight.
    pub parked: StoredValue<bool>,
    pub hovered: StoredValue<bool>,
    pub scroller: NodeRef<html::Div>,
    pub grid: NodeRef<html::Table>,
    pub head: NodeRef<html::Thead>,
    pub body: NodeRef<html::Tbody>,
}

/// What the caller gave.
pub(super) struct Given {
    pub source: Source,
    pub columns: Vec<DataColumn>,
    pub column_state: RwSignal<ColumnState>,
    pub sort: Signal<Option<Sort>>,
    pub selection: Option<RwSignal<Selection>>,
    pub open: Option<Callback<usize>>,
    pub letters: Signal<bool>,
}

impl Model {
    pub fn new(given: Given) -> Self {
        let Given { source, columns, column_state, sort, selection, open, letters } = given;
        let (source, columns) = (StoredValue::new(source), StoredValue::new(columns));
        let shown = Memo::new(move |_| {
            let draw = |(place, column): (usize, &DataColumn)| Shown {
                key: column.key.clone(),
                label: column.label.clone(),
                align: column.align,
                sortable: column.sortable,
                muted: column.muted,
                header: column.header,
                first: place == 0,
                wide: column.width >= WIDE,
                least: column.min_width,
            };
            columns.with_value(|columns| {
                column_state.with(|state| Arc::new(state.visible(columns).into_iter().enumerate().map(draw).collect()))
            })
        });
        let measured = RwSignal::new(None::<Geometry>);
        let visible = Memo::new(move |_| {
            let source = source.get_value();
            let total = source.total.get();
            let rows = if total <= VIRTUAL_FROM {
                0..total
            } else {
                measured.get().map_or(0..FIRST_ROWS, |geometry| Geometry { total, ..geometry }.window(OVERSCAN))
            };
            let mut out = Visible { rows: rows.clone(), ..Visible::default() };
            for index in rows {
                let known = if source.by_place { None } else { (source.key)(index) };
                let mut key = known.unwrap_or_else(|| format!("\u{1}{index}"));
                // Two rows of one key would break the list; the second gets a key of its own.
                if out.at.contains_key(&key) {
                    key = format!("{key}\u{1}{index}");
                }
                out.at.insert(key.clone(), index);
                out.keys.push(key);
            }
            Arc::new(out)
        });
        Self {
            source,
            columns,
            column_state,
            shown,
            sort,
            selection,
            open,
            letters,
            measured,
            visible,
            active: RwSignal::new(0),
            active_key: StoredValue::new(None),
            unseen: RwSignal::new(0),
            fresh: RwSignal::new(HashSet::new()),
            said: RwSignal::new(String::new()),
            parked: StoredValue::new(false),
            hovered: StoredValue::new(false),
            scroller: NodeRef::new(),
            grid: NodeRef::new(),
            head: NodeRef::new(),
            body: NodeRef::new(),
        }
    }

    /// Width of the column `key` in pixels; tracked.
    pub fn width(self, key: &str) -> u32 {
        self.columns.with_value(|columns| {
            let column = columns.iter().find(|column| column.key == key);
            column.map_or(0, |column| self.column_state.with(|state| state.width(column)))
        })
    }

    /// Gives the column `key` another width, within its bounds.
    pub fn resize(self, key: &str, width: u32) {
        self.columns.with_value(|columns| {
            if let Some(column) = columns.iter().find(|column| column.key == key) {
                self.column_state.update(|state| state.resize(column, width));
            }
        });
    }

    /// Whether the table is still on the page.
    pub fn is_there(self) -> bool {
        self.active.try_get_untracked().is_some()
    }

    pub fn total(self) -> usize {
        self.source.with_value(|source| source.total.get_untracked())
    }

    pub fn key(self, index: usize) -> Option<String> {
        untrack(|| (self.source.get_value().key)(index))
    }

    /// What was measured, with the number of rows as it is now.
    pub fn geometry(self) -> Option<Geometry> {
        Some(Geometry { total: self.total(), ..self.measured.get_untracked()? })
    }

    /// Pixels above and below the rows in the document; tracked.
    pub fn spaces(self) -> (f64, f64) {
        let row_height = self.measured.get().map_or(0.0, |geometry| geometry.row_height);
        let total = self.source.with_value(|source| source.total.get());
        self.visible.with(|visible| spaces(&visible.rows, total, row_height))
    }

    /// Looks how high rows and view are. When the rows became higher or lower, what is read stays at the top.
    pub fn measure(self) {
        let (Some(scroller), Some(body)) = (self.scroller.get_untracked(), self.body.get_untracked()) else { return };
        let Ok(Some(row)) = body.query_selector("tr") else { return };
        let row_height = row.get_bounding_client_rect().height();
        if row_height < 1.0 {
            return;
        }
        let head = self.head.get_untracked().map_or(0, |head| head.offset_height());
        let view_height = f64::from((scroller.client_height() - head).max(0));
        let old = self.measured.get_untracked();
        let mut scroll_top = f64::from(scroller.scroll_top());
        if let Some(old) = old.filter(|old| (old.row_height - row_height).abs() > 0.5) {
            scroll_top = (old.scroll_top / old.row_height * row_height).round();
        }
        let new = Geometry { scroll_top, view_height, row_height, total: 0 };
        if old != Some(new) {
            self.measured.set(Some(new));
            if old.is_some_and(|old| (old.row_height - row_height).abs() > 0.5) {
                self.scroll_after_drawing();
            }
        }
    }

    /// The reader scrolled. A focus that would leave with its row goes to the grid first, so that keys go on working.
    pub fn scrolled(self) {
        let (Some(scroller), Some(geometry)) = (self.scroller.get_untracked(), self.geometry()) else { return };
        let scroll_top = f64::from(scroller.scroll_top());
        if (geometry.scroll_top - scroll_top).abs() < 0.5 {
            return;
        }
        let geometry = Geometry { scroll_top, ..geometry };
        if geometry.total > VIRTUAL_FROM && self.row_has_focus() {
            let window = geometry.window(OVERSCAN);
            if !window.contains(&self.active.get_untracked()) {
                self.park();
            }
        }
        self.measured.set(Some(Geometry { total: 0, ..geometry }));
        if scroll_top < 1.0 {
            self.unseen.set(0);
        }
    }

    /// Moves the rows to `scroll_top` before the next picture: the window at once, the browser once the rows are there.
    pub fn scroll_to(self, scroll_top: f64) {
        self.measured.update(|measured| {
            if let Some(geometry) = measured {
                geometry.scroll_top = scroll_top.max(0.0);
            }
        });
        self.scroll_after_drawing();
    }

    fn scroll_after_drawing(self) {
        dom::before_picture(move || {
            if let (Some(scroller), Some(Some(geometry))) =
                (self.scroller.try_get_untracked().flatten(), self.measured.try_get_untracked())
            {
                scroller.set_scroll_top(geometry.scroll_top.round() as i32);
            }
        });
    }

    /// Whether the focus is in a row.
    pub fn row_has_focus(self) -> bool {
        let focused = document().active_element();
        self.body.get_untracked().is_some_and(|body| body.contains(focused.as_deref()))
    }

    /// Whether the focus is in a row, or waits for one.
    pub fn has_focus(self) -> bool {
        self.row_has_focus() || self.grid_has_focus()
    }

    fn grid_has_focus(self) -> bool {
        let focused = document().active_element();
        self.grid.get_untracked().is_some_and(|grid| focused.is_some_and(|focused| **grid == focused))
    }

    fn park(self) {
        if let Some(grid) = self.grid.get_untracked() {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = grid.focus_with_options(&options);
            self.parked.set_value(true);
        }
    }

    /// Gives the focus back to the active row when it is in the document again.
    pub fn unpark(self) {
        if self.parked.try_get_value() == Some(true) {
            if !self.grid_has_focus() {
                self.parked.set_value(false);
            } else if let Some(row) = self.row(self.active.get_untracked()) {
                self.parked.set_value(false);
                let _ = row.focus();
            }
        }
    }

    /// The element of a row, if it is in the document.
    pub fn row(self, index: usize) -> Option<web_sys::HtmlElement> {
        let body = self.body.try_get_untracked().flatten()?;
        body.query_selector(&format!("[data-row='{index}']")).ok()??.dyn_into().ok()
    }

    /// Makes a row the active one without moving anything.
    pub fn activate(self, index: usize) {
        if self.active.get_untracked() != index {
            self.active.set(index);
        }
        self.active_key.set_value(self.key(index));
    }

    /// Makes a row the active one, brings it into sight and gives it the focus.
    pub fn go(self, index: usize) {
        self.activate(index);
        let total = self.total();
        if total > VIRTUAL_FROM
            && let (Some(geometry), Some(scroller)) = (self.geometry(), self.scroller.get_untracked())
        {
            let scroll_top = geometry.reveal(index);
            if (scroll_top - geometry.scroll_top).abs() >= 0.5 {
                let drawn = geometry.window(0);
                let near = index + OVERSCAN >= drawn.start && index <= drawn.end + OVERSCAN;
                if near && self.row(index).is_some() {
                    scroller.set_scroll_top(scroll_top.round() as i32);
                    self.measured.set(Some(Geometry { scroll_top, total: 0, ..geometry }));
                } else {
                    self.park();
                    self.scroll_to(scroll_top);
                    return;
                }
            }
        }
        match self.row(index) {
            Some(row) => {
                let _ = row.focus();
            }
            None => self.park(),
        }
    }

    /// After the bar of choices closed, or something else that held the focus went away.
    pub fn return_focus(self) {
        self.go(self.active.get_untracked());
    }

    /// Tells a screen reader.
    pub fn say(self, text: String) {
        self.said.set(text);
    }
}
