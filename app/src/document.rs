//! The HTML document around the app, and what the app keeps in it: attributes of the root element, the icon sprite, cookies.

#[cfg(feature = "ssr")]
mod page;

#[cfg(feature = "ssr")]
pub use page::Document;

use cauldron_ui::IconSprite;
#[cfg(not(feature = "ssr"))]
use leptos::prelude::document;
#[cfg(feature = "ssr")]
use leptos::prelude::use_context;

/// The address of the icon sprite: the server knows it, the browser reads it from the document.
pub(crate) fn icon_sprite() -> IconSprite {
    #[cfg(feature = "ssr")]
    let sprite = use_context::<crate::server::AppContext>().map(|app| app.assets.icons.clone()).unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    let sprite = html_attribute("data-icons").unwrap_or_default();
    IconSprite(sprite)
}

/// An attribute of the root element.
#[cfg(not(feature = "ssr"))]
pub(crate) fn html_attribute(name: &str) -> Option<String> {
    document().document_element().and_then(|root| root.get_attribute(name))
}

/// Sets an attribute of the root element; nothing on the server.
pub(crate) fn set_html_attribute(name: &str, value: &str) {
    #[cfg(not(feature = "ssr"))]
    if let Some(root) = document().document_element() {
        // Fails for a malformed name only, and ours are constants.
        let _set = root.set_attribute(name, value);
    }
    #[cfg(feature = "ssr")]
    let _ = (name, value);
}

#[cfg(not(feature = "ssr"))]
thread_local! {
    static AWAKE: leptos::prelude::ArcRwSignal<bool> = leptos::prelude::ArcRwSignal::new(false);
}

/// Whether the browser has taken over the whole of the page; never on the server.
pub(crate) fn is_awake() -> leptos::prelude::Signal<bool> {
    #[cfg(not(feature = "ssr"))]
    {
        use leptos::prelude::Get as _;
        let awake = AWAKE.with(Clone::clone);
        leptos::prelude::Signal::derive(move || awake.get())
    }
    #[cfg(feature = "ssr")]
    leptos::prelude::Signal::stored(false)
}

/// Says that it has, to the app and, on the root element, to tests and styles.
#[cfg(feature = "hydrate")]
pub(crate) fn wake() {
    use leptos::prelude::Set as _;
    set_html_attribute("data-hydrated", "");
    AWAKE.with(|awake| awake.set(true));
}

/// The cookies that scripts may read.
#[cfg(not(feature = "ssr"))]
pub(crate) fn cookies() -> String {
    use wasm_bindgen::JsCast as _;
    document().dyn_into::<web_sys::HtmlDocument>().ok().and_then(|document| document.cookie().ok()).unwrap_or_default()
}

/// Keeps something small in a cookie for a year; nothing on the server.
pub(crate) fn remember(name: &str, value: &str) {
    #[cfg(not(feature = "ssr"))]
    set_cookie(name, value, 31_536_000);
    #[cfg(feature = "ssr")]
    let _ = (name, value);
}

/// Sets a cookie that lives for some seconds.
#[cfg(not(feature = "ssr"))]
pub(crate) fn set_cookie(name: &str, value: &str, seconds: u32) {
    use wasm_bindgen::JsCast as _;
    if let Ok(document) = document().dyn_into::<web_sys::HtmlDocument>() {
        // Refused only where cookies are switched off; then it is simply not kept.
        let _kept = document.set_cookie(&format!("{name}={value}; Path=/; SameSite=Lax; Max-Age={seconds}"));
    }
}
