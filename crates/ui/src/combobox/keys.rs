//! What keys do in a combobox (WAI-ARIA APG, editable combobox with list autocomplete).

use super::matching::{Step, moved};
use super::state::State;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

impl State {
    pub(super) fn key(self, event: &KeyboardEvent) {
        // A key that ends the composition of a Chinese or Japanese word is no command.
        if event.is_composing() {
            return;
        }
        let open = self.open.get_untracked();
        let step = match event.key().as_str() {
            "ArrowDown" if event.alt_key() && !open => {
                event.prevent_default();
                return self.show();
            }
            "ArrowUp" if event.alt_key() => {
                event.prevent_default();
                return self.open.set(false);
            }
            "ArrowDown" => Step::Next,
            "ArrowUp" => Step::Previous,
            "PageDown" if open => Step::PageDown,
            "PageUp" if open => Step::PageUp,
            "Enter" => return self.enter(event, open),
            "Escape" => return self.escape(event, open),
            "Backspace" if self.multiple && self.text.read_untracked().is_empty() => {
                self.chosen.update(|chosen| {
                    chosen.pop();
                });
                return;
            }
            _ => return,
        };
        event.prevent_default();
        if !open {
            self.show();
            if self.active.get_untracked().is_some() {
                return;
            }
        }
        self.go(moved(self.active.get_untracked(), step, self.matches.read_untracked().len()));
    }

    fn enter(self, event: &KeyboardEvent, open: bool) {
        match self.active.get_untracked() {
            Some(row) if open => {
                event.prevent_default();
                self.pick(row);
            }
            _ if self.is_typed.get_untracked() && (self.multiple || open) => {
                event.prevent_default();
                self.settle();
                self.open.set(false);
            }
            // The form is sent, as from any other field.
            _ => {}
        }
    }

    fn escape(self, event: &KeyboardEvent, open: bool) {
        if open {
            // A dialog around the field stays.
            event.stop_propagation();
            event.prevent_default();
            self.open.set(false);
            self.restore();
        }
    }
}
