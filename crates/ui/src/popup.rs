//! The few things that scripts do with native popovers: closing them, and putting the focus where it belongs.

use crate::query_text::Pair;
use crate::{dom, list_keys};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{HtmlElement, HtmlFormElement, KeyboardEvent, MouseEvent, SubmitEvent};

fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id).and_then(|element| element.dyn_into().ok())
}

/// Closes a popover; the browser gives the focus back to the button that opened it.
pub(crate) fn hide(id: &str) {
    if let Some(popover) = element(id) {
        // Fails when it is closed already, which is what is wanted.
        let _hidden = popover.hide_popover();
    }
}

/// Focuses an element once the page has been drawn anew.
pub(crate) fn focus_soon(id: String) {
    dom::before_picture(move || {
        if let Some(element) = element(&id) {
            let _focused = element.focus();
        }
    });
}

/// Up and down among the links and buttons of a list, round its ends.
pub(crate) fn move_in_list(event: &KeyboardEvent) {
    let Some(entry) = dom::element(event.target()).and_then(|target| target.closest("li").ok().flatten()) else {
        return;
    };
    let Some(list) = entry.parent_element() else { return };
    let entries = dom::all(&list, ":scope > li > :is(a, button)");
    let current = entries.iter().position(|one| entry.contains(Some(one.as_ref())));
    let next = list_keys::moved(&event.key(), current, entries.len(), "ArrowDown", "ArrowUp");
    if let Some(next) = next.and_then(|next| entries.get(next)) {
        event.prevent_default();
        dom::focus(next);
    }
}

/// Whether a press on a link means "here and now", and not a new tab or window.
pub(crate) fn is_plain_press(event: &MouseEvent) -> bool {
    event.button() == 0 && !event.meta_key() && !event.ctrl_key() && !event.shift_key() && !event.alt_key()
}

/// The values of a form under one name, as it would be sent.
pub(crate) fn sent_values(event: &SubmitEvent, name: &str) -> Vec<String> {
    let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
    let data = form.and_then(|form| leptos::web_sys::FormData::new_with_form(&form).ok());
    data.map(|data| data.get_all(name).iter().filter_map(|value| value.as_string()).collect()).unwrap_or_default()
}

/// What a plain GET form has to send along so that the rest of the address stays.
pub(crate) fn hidden_inputs(pairs: Vec<Pair>) -> AnyView {
    pairs
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view()
        .into_any()
}
