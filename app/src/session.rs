//! Who is signed in.

use cauldron_types::{Permission, SessionState};
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

/// Whether the person in front of the screen held `permission` everywhere when the document was made: for what is shown. Call it
/// while a view is made.
pub(crate) fn may(permission: Permission) -> bool {
    expect_context::<Session>().0.read_untracked().person().is_some_and(|person| person.may(permission))
}

/// Leaves this document for another, so that nothing of the session before lives on in the page.
#[cfg(not(feature = "ssr"))]
pub(crate) fn leave_for(address: &str) {
    // Fails for a malformed address only, and then there is nowhere to go.
    let _leaving = window().location().set_href(address);
}

/// Says by a cookie of a minute that somebody is there, whenever they press, type or scroll. Without it the server takes a read
/// for one that a page makes by itself, which does not keep the session from ending.
#[cfg(feature = "hydrate")]
pub(crate) fn tell_attendance() {
    use std::cell::Cell;
    use std::rc::Rc;
    /// Milliseconds for which a cookie is young enough.
    const YOUNG: f64 = 10_000.0;
    let told = Rc::new(Cell::new(f64::NEG_INFINITY));
    for act in ["pointerdown", "keydown", "wheel"] {
        let told = told.clone();
        // For as long as there is a document: nobody takes the listener away.
        let _listening = window_event_listener_untyped(act, move |event| {
            if event.time_stamp() - told.get() > YOUNG {
                told.set(event.time_stamp());
                crate::document::set_cookie("attended", "1", 60);
            }
        });
    }
}

/// Loads this document anew, for whatever session there is now; nothing on the server.
pub(crate) fn reload() {
    // Fails only where a document may not navigate at all.
    #[cfg(not(feature = "ssr"))]
    let _reloading = window().location().reload();
}

/// The session under which the document was made. Another one comes with another document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Session(pub Signal<SessionState>);
