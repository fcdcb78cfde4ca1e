//! Who is signed in.

use cauldron_types::SessionState;
use leptos::prelude::*;

/// Who is signed in: looked up by the server before it renders, and sent along with the page. Called once, by the app's
/// root; pages and frames find it as the context [`Session`].
///
/// Not a resource on purpose: what is rendered inside a pending resource may be rendered twice on the server, and resources
/// made by the rendering that is thrown away would keep the answer open for ever.
pub(crate) fn session_of_document() -> Session {
    let state = SharedValue::new(|| {
        #[cfg(feature = "ssr")]
        let state =
            use_context::<crate::server::RequestContext>().map_or(SessionState::SignedOut, |request| request.state());
        // Never in a document of ours: they all carry it.
        #[cfg(not(feature = "ssr"))]
        let state = SessionState::SignedOut;
        state
    });
    Session(Signal::stored(state.into_inner()))
}

/// Leaves this document for another, so that nothing of the session before lives on in the page.
#[cfg(not(feature = "ssr"))]
pub(crate) fn leave_for(address: &str) {
    // Fails for a malformed address only, and then there is nowhere to go.
    let _leaving = window().location().set_href(address);
}

/// The session under which the document was made. Another one comes with another document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Session(pub Signal<SessionState>);
