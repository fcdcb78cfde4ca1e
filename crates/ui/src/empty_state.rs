//! Nothing here yet: what would be here, and the button that brings it.

use crate::icon::Icon;
use leptos::prelude::*;

/// What to do next where there is nothing to show.
#[component]
pub fn EmptyState(
    /// One sentence that says what is missing.
    #[prop(into)]
    title: String,
    /// What brings it, in a sentence.
    #[prop(optional, into)]
    text: Option<String>,
    /// Icon above.
    #[prop(optional, into)]
    icon: Option<String>,
    /// The button or link that does it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty-state">
            <span class="empty-state__icon">
                <Icon name=icon.unwrap_or_else(|| "inbox".to_owned())/>
            </span>
            <p class="empty-state__title">{title}</p>
            {text.map(|text| view! { <p class="empty-state__text">{text}</p> })}
            {children.map(|children| view! { <div class="empty-state__actions">{children()}</div> })}
        </div>
    }
    .into_any()
}
