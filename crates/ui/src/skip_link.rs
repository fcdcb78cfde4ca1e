//! The first stop of the keyboard: past the navigation.

use leptos::prelude::*;

/// A link to `#main`, visible only with the focus.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! {
        // External, so that the router leaves the click to the browser, which moves the focus.
        <a class="skip-link" href="#main" rel="external">
            "Skip to content"
        </a>
    }
}
