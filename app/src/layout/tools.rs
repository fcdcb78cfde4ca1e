//! The right side of the top bar: connection, theme, and the person's menu.

use crate::admin::api::preferences::SetTheme;
use crate::admin::api::sign_in::SignOut;
use crate::live::{Connection, Live};
use crate::session::set_html_attribute;
use cauldron_types::{SignedIn, Theme};
use cauldron_ui::{Button, ButtonVariant, PersonMenu, StatusDot, ThemeChoice, ThemeToggle, Tone};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// The cookies that scripts may read.
#[cfg(not(feature = "ssr"))]
pub(crate) fn document_cookies() -> String {
    use wasm_bindgen::JsCast as _;
    document().dyn_into::<web_sys::HtmlDocument>().ok().and_then(|document| document.cookie().ok()).unwrap_or_default()
}

/// Keeps something small in a cookie for a year; nothing on the server.
pub(crate) fn remember(name: &str, value: &str) {
    #[cfg(not(feature = "ssr"))]
    {
        use wasm_bindgen::JsCast as _;
        if let Ok(document) = document().dyn_into::<web_sys::HtmlDocument>() {
            // Refused only where cookies are switched off; then it is simply not remembered.
            let _kept = document.set_cookie(&format!("{name}={value}; Path=/; SameSite=Lax; Max-Age=31536000"));
        }
    }
    #[cfg(feature = "ssr")]
    let _ = (name, value);
}

fn initial_theme() -> ThemeChoice {
    #[cfg(feature = "ssr")]
    let theme =
        use_context::<crate::server::RequestContext>().map_or("system", |request| request.theme.as_str()).to_owned();
    #[cfg(not(feature = "ssr"))]
    let theme = crate::session::html_attribute("data-theme").unwrap_or_default();
    ThemeChoice::from_value(&theme)
}

/// Connection and person.
#[component]
pub(crate) fn Tools(person: SignedIn) -> impl IntoView {
    let theme = RwSignal::new(initial_theme());
    let set_theme = ServerAction::<SetTheme>::new();
    let sign_out = ServerAction::<SignOut>::new();
    let choose = Callback::new(move |choice: ThemeChoice| {
        theme.set(choice);
        set_html_attribute("data-theme", choice.value());
        if let Ok(theme) = choice.value().parse::<Theme>() {
            set_theme.dispatch(SetTheme { theme });
        }
    });
    let live = expect_context::<Live>();
    let state = move || match live.connection.get() {
        Connection::Starting => ("Connecting", Tone::Neutral),
        Connection::Live => ("Live", Tone::Ok),
        Connection::Lost => ("Reconnecting", Tone::Warn),
        Connection::SignedOut => ("Signed out", Tone::Warn),
    };
    view! {
        <StatusDot label=Signal::derive(move || state().0.to_owned()) tone=Signal::derive(move || state().1)/>
        <PersonMenu name=person.display_name email=person.email role=person.role.label()>
            <div class="menu__section">
                <ActionForm action=set_theme>
                    <ThemeToggle choice=theme on_choose=choose/>
                </ActionForm>
            </div>
            <div class="menu__section">
                <ActionForm action=sign_out>
                    <Button variant=ButtonVariant::Ghost kind="submit" icon="log-out" wide=true pending=sign_out.pending()>
                        "Sign out"
                    </Button>
                </ActionForm>
            </div>
        </PersonMenu>
    }
}
