//! Small questions to the browser: who has the focus, which element is this, may a key press be a shortcut, when is the next
//! picture.

use leptos::prelude::{document, window};
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::prelude::Closure;
use web_sys::{Element, EventTarget, HtmlElement};

/// The element that has the focus, unless that is the page itself.
pub(crate) fn focused() -> Option<HtmlElement> {
    let element: HtmlElement = document().active_element()?.dyn_into().ok()?;
    (element.tag_name() != "BODY").then_some(element)
}

/// Gives the focus to an element; one that is gone or hidden is left alone.
pub(crate) fn focus(element: &HtmlElement) {
    let _ = element.focus();
}

/// Acts before the next picture, when the page has been drawn anew. A frame or a timer of Leptos is called off when its owner
/// goes, such as an effect that runs again or a row that is taken away; this one comes all the same, so `act` must do with
/// signals that are gone.
pub(crate) fn before_picture(act: impl FnOnce() + 'static) {
    let act = Closure::once_into_js(act);
    let _ = window().request_animation_frame(act.unchecked_ref());
}

/// The element with this id.
pub(crate) fn by_id(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// The elements below `root` that match, in document order.
pub(crate) fn all(root: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = root.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect()
}

/// The first element below `root` that matches.
pub(crate) fn first(root: &Element, selector: &str) -> Option<HtmlElement> {
    root.query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// The target of an event as an element.
pub(crate) fn element(target: Option<EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}

/// Whether keys pressed there are text that somebody types.
pub(crate) fn takes_text(target: Option<EventTarget>) -> bool {
    let Some(element) = element(target) else { return false };
    let editable = element.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable);
    let field = "textarea, select, [role=combobox], [role=textbox], input:not([type=checkbox], [type=radio], \
                 [type=button], [type=submit], [type=reset], [type=range], [type=color], [type=file])";
    editable || element.matches(field).unwrap_or_default()
}

/// Whether the writing around an element runs from right to left.
pub(crate) fn right_to_left(element: &Element) -> bool {
    element
        .closest("[dir]")
        .ok()
        .flatten()
        .is_some_and(|nearest| nearest.get_attribute("dir").as_deref() == Some("rtl"))
}

/// Whether something stands above the page that closes on Escape by itself.
pub(crate) fn something_above() -> bool {
    matches!(document().query_selector("dialog:modal, [popover=auto]:popover-open"), Ok(Some(_)))
}
