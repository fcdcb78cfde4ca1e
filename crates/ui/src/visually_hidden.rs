//! Words for assistive technology only.

use leptos::prelude::*;

/// Reads aloud, shows nothing.
#[component]
pub fn VisuallyHidden(
    /// The words.
    children: Children,
) -> impl IntoView {
    view! { <span class="visually-hidden">{children()}</span> }
}
