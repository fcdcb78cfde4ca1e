//! A small word that names a state.

use crate::Tone;
use leptos::prelude::*;

/// A state in one or two words, lower case: `new`, `in progress`.
#[component]
pub fn Badge(
    /// The words.
    children: Children,
    /// What the colour says.
    #[prop(optional)]
    tone: Tone,
) -> impl IntoView {
    view! { <span class=format!("badge {}", tone.class())>{children()}</span> }
}
