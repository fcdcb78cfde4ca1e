//! A dot with a word: is it up, live, stale, off.

use crate::Tone;
use leptos::prelude::*;

/// A coloured dot that always has its word beside it.
#[component]
pub fn StatusDot(
    /// The word, for example `live`.
    #[prop(into)]
    label: Signal<String>,
    /// What the colour says.
    #[prop(into)]
    tone: Signal<Tone>,
) -> impl IntoView {
    view! {
        <span class=move || {
            format!("status-dot {}", tone.get().class())
        }>
            <span class="status-dot__dot" aria-hidden="true"></span>
            {move || label.get()}
        </span>
    }
}
