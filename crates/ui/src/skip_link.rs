//! The first stop of the keyboard: past the navigation.

use leptos::prelude::*;

/// A link to `#main`, visible only with the focus.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! {
        <a class="skip-link" href="#main">
            "Skip to content"
        </a>
    }
}
