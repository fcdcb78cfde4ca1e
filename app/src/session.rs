//! Who is signed in, asked once a page load; and what the document says about itself.

use crate::AppError;
use cauldron_types::SessionState;
use cauldron_ui::IconSprite;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::{answer, contexts};
#[cfg(feature = "ssr")]
use cauldron_admin::session::Standing;

/// Who is signed in.
#[server(prefix = "/api/core", endpoint = "session", input = GetUrl)]
pub(crate) async fn current_session() -> Result<SessionState, AppError> {
    let (app, request) = contexts();
    Ok(match &request.standing {
        Standing::Active(person) => person.signed_in().map_or(SessionState::SignedOut, SessionState::SignedIn),
        Standing::Suspended => SessionState::Suspended,
        Standing::SignedOut => {
            let set_up = cauldron_admin::set_up::is_set_up(&app.db, &request.visit).await;
            if answer(&app, &request, set_up)? { SessionState::SignedOut } else { SessionState::NotSetUp }
        }
    })
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
