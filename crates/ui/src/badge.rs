//! A small word that names a state.

use crate::Tone;
use crate::icon::Icon;
use leptos::prelude::*;

/// A state in one or two words, lower case: `new`, `in progress`. Words that are too long are cut with dots.
#[component]
pub fn Badge(
    /// The words.
    children: Children,
    /// What the colour says.
    #[prop(optional)]
    tone: Tone,
    /// Icon before the words.
    #[prop(optional, into)]
    icon: Option<String>,
    /// Only an outline, for states beside others that matter more.
    #[prop(optional)]
    outline: bool,
) -> impl IntoView {
    let class = if outline { "badge badge--outline" } else { "badge" };
    view! {
        <span class=format!("{class} {}", tone.class())>
            {icon.map(|name| view! { <Icon name/> })}
            <span class="badge__words">{children()}</span>
        </span>
    }
    .into_any()
}
