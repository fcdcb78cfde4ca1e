//! What a combobox knows, and what typing and pressing do to it.

use super::ComboOption;
use super::matching::{matching, rows_to_draw, scrolled_to};
use crate::field::Field;
use core::ops::Range;
use core::time::Duration;
use leptos::ev::FocusEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use std::collections::HashMap;

/// How long typing has to pause before a source elsewhere is asked.
const PAUSE: Duration = Duration::from_millis(200);
/// Height of a row until the first one is measured, in CSS pixels.
const ROW: f64 = 32.0;
/// Height of the list at most, in CSS pixels; the style sheet says the same.
const HEIGHT: f64 = 264.0;

/// What does not change while the combobox lives.
#[derive(Clone)]
pub(super) struct Setup {
    pub(super) field: Field,
    pub(super) multiple: bool,
    pub(super) free: bool,
    pub(super) placeholder: Option<String>,
}

/// The state of a combobox; a handful of handles, so that handlers can copy it.
#[derive(Clone, Copy)]
pub(super) struct State {
    pub(super) options: Signal<Vec<ComboOption>>,
    pub(super) chosen: RwSignal<Vec<String>>,
    /// What stands in the field.
    pub(super) text: RwSignal<String>,
    /// Whether the text was typed, and not put there by a choice.
    pub(super) is_typed: RwSignal<bool>,
    pub(super) open: RwSignal<bool>,
    /// Row of the matches that the keyboard is on.
    pub(super) active: RwSignal<Option<usize>>,
    /// Indices of the options that the text finds.
    pub(super) matches: Memo<Vec<usize>>,
    /// Rows to draw.
    pub(super) rows: Memo<Range<usize>>,
    pub(super) row_height: RwSignal<f64>,
    scrolled: RwSignal<f64>,
    pub(super) loading: Signal<bool>,
    pub(super) source_error: MaybeProp<String>,
    on_query: Option<Callback<String>>,
    asked: StoredValue<Option<TimeoutHandle>>,
    /// Labels of what was chosen while the source showed it.
    known: RwSignal<HashMap<String, String>>,
    pub(super) multiple: bool,
    free: bool,
    disabled: Signal<bool>,
    pub(super) id: StoredValue<String>,
    pub(super) input: NodeRef<html::Input>,
    pub(super) list: NodeRef<html::Ul>,
}

impl State {
    pub(super) fn new(
        setup: &Setup,
        options: Signal<Vec<ComboOption>>,
        chosen: RwSignal<Vec<String>>,
        on_query: Option<Callback<String>>,
        loading: Signal<bool>,
        source_error: MaybeProp<String>,
    ) -> Self {
        let (text, is_typed) = (RwSignal::new(String::new()), RwSignal::new(false));
        let (scrolled, row_height) = (RwSignal::new(0.0), RwSignal::new(ROW));
        let folded = Memo::new(move |_| {
            options
                .read()
                .iter()
                .map(|option| format!("{} {}", option.label, option.detail).to_lowercase())
                .collect::<Vec<_>>()
        });
        let matches = Memo::new(move |_| {
            let found_elsewhere = on_query.is_some();
            if found_elsewhere || !is_typed.get() {
                (0..options.read().len()).collect()
            } else {
                matching(&folded.read(), &text.read())
            }
        });
        let rows = Memo::new(move |_| rows_to_draw(scrolled.get(), HEIGHT, row_height.get(), matches.read().len()));
        let state = Self {
            options,
            chosen,
            text,
            is_typed,
            open: RwSignal::new(false),
            active: RwSignal::new(None),
            matches,
            rows,
            row_height,
            scrolled,
            loading,
            source_error,
            on_query,
            asked: StoredValue::new(None),
            known: RwSignal::new(HashMap::new()),
            multiple: setup.multiple,
            free: setup.free,
            disabled: setup.field.disabled,
            id: StoredValue::new(setup.field.id()),
            input: NodeRef::new(),
            list: NodeRef::new(),
        };
        // The field shows what is chosen, also when somebody else changes it, but never writes into what is being typed.
        Effect::new(move |_| {
            state.chosen.track();
            state.options.track();
            if !state.is_typed.get_untracked() {
                state.restore();
            }
        });
        state
    }

    /// The words of a value.
    pub(super) fn label_of(self, value: &str) -> String {
        let listed = self.options.with_untracked(|options| {
            options.iter().find(|option| option.value == value).map(|option| option.label.clone())
        });
        listed
            .or_else(|| self.known.with_untracked(|known| known.get(value).cloned()))
            .unwrap_or_else(|| value.to_owned())
    }

    /// Opens the list, at what is chosen.
    pub(super) fn show(self) {
        if self.disabled.get_untracked() || self.open.get_untracked() {
            return;
        }
        self.open.set(true);
        self.ask(if self.is_typed.get_untracked() { self.text.get_untracked() } else { String::new() });
        let at = if self.multiple {
            None
        } else {
            let chosen = self.chosen.with_untracked(|chosen| chosen.first().cloned());
            chosen.and_then(|chosen| {
                self.options.with_untracked(|options| {
                    self.matches.with_untracked(|matches| {
                        matches
                            .iter()
                            .position(|index| options.get(*index).is_some_and(|option| option.value == chosen))
                    })
                })
            })
        };
        self.go(at);
    }

    pub(super) fn toggle(self) {
        if self.open.get_untracked() {
            self.open.set(false);
        } else {
            self.show();
            if let Some(input) = self.input.get_untracked() {
                let _focused = input.focus();
            }
        }
    }

    /// The text was changed by hand.
    pub(super) fn typed(self, text: String) {
        self.is_typed.set(true);
        self.text.set(text.clone());
        if self.free && !self.multiple {
            let value = self.value_of_text(&text);
            self.chosen.set(value.into_iter().collect());
        }
        self.ask(text.clone());
        self.open.set(true);
        // Where only the list counts, Enter takes the best match; where any text does, Enter takes the text.
        let first = (!self.free && !text.trim().is_empty() && !self.matches.read_untracked().is_empty()).then_some(0);
        self.go(first);
        self.scroll(0.0);
    }

    fn ask(self, text: String) {
        let Some(on_query) = self.on_query else { return };
        if let Some(asked) = self.asked.get_value() {
            asked.clear();
        }
        let asked = set_timeout(move || on_query.run(text), PAUSE);
        self.asked.set_value(asked.ok());
    }

    /// What the text stands for: the value of the choice with that label, or the text itself where any is accepted.
    fn value_of_text(self, text: &str) -> Option<String> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let lower = text.to_lowercase();
        let listed = self.options.with_untracked(|options| {
            options.iter().find(|option| option.label.to_lowercase() == lower).map(|option| option.value.clone())
        });
        listed.or_else(|| self.free.then(|| text.to_owned()))
    }

    /// Takes or, among several, gives back the choice of a row.
    pub(super) fn pick(self, row: usize) {
        let index = self.matches.with_untracked(|matches| matches.get(row).copied());
        let option = index.and_then(|index| self.options.with_untracked(|options| options.get(index).cloned()));
        let Some(option) = option else { return };
        self.known.update_untracked(|known| {
            known.insert(option.value.clone(), option.label.clone());
        });
        self.is_typed.set(false);
        if self.multiple {
            self.chosen.update(|chosen| match chosen.iter().position(|value| *value == option.value) {
                Some(at) => {
                    chosen.remove(at);
                }
                None => chosen.push(option.value),
            });
            self.text.set(String::new());
        } else {
            self.chosen.set(vec![option.value]);
            self.open.set(false);
            self.restore();
        }
    }

    pub(super) fn remove(self, value: &str) {
        self.chosen.update(|chosen| chosen.retain(|known| known != value));
        if let Some(input) = self.input.get_untracked() {
            let _focused = input.focus();
        }
    }

    /// Puts back into the field what is chosen.
    pub(super) fn restore(self) {
        let words = if self.multiple {
            String::new()
        } else {
            self.chosen.with_untracked(|chosen| chosen.first().map(|value| self.label_of(value)).unwrap_or_default())
        };
        self.is_typed.set(false);
        if self.text.get_untracked() != words {
            self.text.set(words);
        }
    }

    /// Makes the typed text a choice where that is possible.
    pub(super) fn settle(self) {
        if !self.is_typed.get_untracked() {
            return;
        }
        let value = self.value_of_text(&self.text.get_untracked());
        match (value, self.multiple) {
            (Some(value), true) => self.chosen.update(|chosen| {
                if !chosen.contains(&value) {
                    chosen.push(value);
                }
            }),
            (Some(value), false) => self.chosen.set(vec![value]),
            (None, false) if self.text.read_untracked().trim().is_empty() => self.chosen.set(Vec::new()),
            (None, _) => {}
        }
        self.restore();
    }

    /// The focus went elsewhere.
    pub(super) fn left(self, event: &FocusEvent) {
        let inside = event
            .current_target()
            .and_then(|place| place.dyn_into::<leptos::web_sys::Node>().ok())
            .zip(event.related_target().and_then(|to| to.dyn_into::<leptos::web_sys::Node>().ok()))
            .is_some_and(|(place, to)| place.contains(Some(&to)));
        if !inside {
            self.settle();
            self.open.set(false);
        }
    }

    /// Makes a row active and brings it into sight.
    pub(super) fn go(self, row: Option<usize>) {
        self.active.set(row);
        if let Some(row) = row {
            let to = scrolled_to(row, self.scrolled.get_untracked(), HEIGHT, self.row_height.get_untracked());
            self.scroll(to);
        }
    }

    fn scroll(self, to: f64) {
        if (to - self.scrolled.get_untracked()).abs() < 0.5 {
            return;
        }
        self.scrolled.set(to);
        if let Some(list) = self.list.get_untracked() {
            #[expect(clippy::cast_possible_truncation, reason = "a list is not as high as 2^31 pixels")]
            list.set_scroll_top(to as i32);
        }
    }

    /// The list was scrolled.
    pub(super) fn scrolled(self) {
        if let Some(list) = self.list.get_untracked() {
            self.scrolled.set(f64::from(list.scroll_top()));
        }
    }

    /// Where the list has to stand when it is shown.
    pub(super) fn position(self) -> f64 {
        self.scrolled.get_untracked()
    }
}
