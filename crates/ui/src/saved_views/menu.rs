//! What the menu of views is doing: which change is under way, which view is being renamed.

use super::{ViewActions, ViewOutcome};
use crate::popup::{focus_soon, hide};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::HtmlInputElement;

/// Which change was asked for last.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    Keep,
    Rename,
    Other,
}

/// The menu's own state.
#[derive(Clone, Copy)]
pub(super) struct Menu {
    pub(super) popup_id: StoredValue<String>,
    pub(super) actions: Option<ViewActions>,
    /// The view whose name is being changed.
    pub(super) renaming: RwSignal<Option<String>>,
    pub(super) asked: RwSignal<Option<Asked>>,
}

impl Menu {
    pub(super) fn part(self, part: &str) -> String {
        self.popup_id.with_value(|id| format!("{id}-{part}"))
    }

    pub(super) fn close(self) {
        self.popup_id.with_value(|id| hide(id));
    }

    /// Asks for a change, unless one is under way.
    pub(super) fn ask(self, what: Asked, change: impl FnOnce(ViewActions)) {
        let Some(actions) = self.actions else { return };
        if self.asked.get_untracked().is_none() || actions.outcome.with_untracked(Option::is_some) {
            self.asked.set(Some(what));
            change(actions);
        }
    }

    /// The sentence of a refused change.
    pub(super) fn refusal(self, of: impl Fn(Asked) -> bool) -> Option<String> {
        let asked = self.asked.get().filter(|asked| of(*asked));
        match (asked, self.actions?.outcome.get()) {
            (Some(_), Some(ViewOutcome::Refused(sentence))) => Some(sentence),
            _ => None,
        }
    }

    /// Goes on after a change that was made: a kept query closes the menu, and the focus stays where one looks.
    pub(super) fn go_on(self) {
        match self.asked.get_untracked() {
            Some(Asked::Keep) => {
                self.close();
                // What was typed is the name of a view now.
                let field = crate::dom::by_id(&self.part("new"));
                if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
                    field.set_value("");
                }
            }
            Some(Asked::Rename) => {
                if let Some(id) = self.renaming.get_untracked() {
                    focus_soon(self.part(&id));
                }
                self.renaming.set(None);
            }
            // The button that was pressed may go with its row.
            Some(Asked::Other) => {
                let field = self.part("new");
                let _asked = request_animation_frame(move || {
                    if crate::dom::focused().is_none() {
                        focus_soon(field);
                    }
                });
            }
            None => {}
        }
        self.asked.set(None);
    }
}
