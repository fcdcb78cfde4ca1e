//! The few things that scripts do with native popovers: closing them, and putting the focus where it belongs.

use crate::query_text::Pair;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{HtmlElement, HtmlFormElement, MouseEvent, SubmitEvent};

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
    let _asked = request_animation_frame(move || {
        if let Some(element) = element(&id) {
            let _focused = element.focus();
        }
    });
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
