//! Who is signed in, and what the document says about itself.

use cauldron_types::SessionState;
use cauldron_ui::IconSprite;
use leptos::prelude::*;

/// Who is signed in: looked up by the server before it renders, and sent along with the page.
///
/// Not a resource on purpose: what is rendered inside a pending resource may be rendered twice on the server, and resources
/// made by the rendering that is thrown away would keep the answer open for ever.
pub(crate) fn session_of_document() -> SessionState {
    SharedValue::new(|| {
        #[cfg(feature = "ssr")]
        let state =
            use_context::<crate::server::RequestContext>().map_or(SessionState::SignedOut, |request| request.state());
        // Not part of the document: the page was reached from one without a session.
        #[cfg(not(feature = "ssr"))]
        let state = SessionState::SignedOut;
        state
    })
    .into_inner()
}

/// Leaves this document for another, so that nothing of the session before lives on in the page.
#[cfg(not(feature = "ssr"))]
pub(crate) fn leave_for(address: &str) {
    // Fails for a malformed address only, and then there is nowhere to go.
    let _leaving = window().location().set_href(address);
}

/// The session, as the frame read it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Session(pub Signal<SessionState>);

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
