//! Nothing here: what would be here, and the button that brings it.

use crate::icon::Icon;
use leptos::prelude::*;

/// Why there is nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EmptyReason {
    /// There is nothing yet.
    #[default]
    Nothing,
    /// The filters leave nothing over.
    NoMatch,
    /// All is done, which is good.
    Done,
    /// This person may not see it.
    Forbidden,
}

impl EmptyReason {
    fn icon(self) -> &'static str {
        match self {
            Self::Nothing => "inbox",
            Self::NoMatch => "search",
            Self::Done => "circle-check",
            Self::Forbidden => "eye-off",
        }
    }
}

/// What to do next where there is nothing to show.
#[component]
pub fn EmptyState(
    /// One sentence that says what is missing.
    #[prop(into)]
    title: String,
    /// What brings it, in a sentence.
    #[prop(optional, into)]
    text: Option<String>,
    /// Why there is nothing; chooses the icon.
    #[prop(optional)]
    reason: EmptyReason,
    /// Another icon above.
    #[prop(optional, into)]
    icon: Option<String>,
    /// One line beside a small icon, for small panels.
    #[prop(optional)]
    compact: bool,
    /// The button or link that does it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=if compact { "empty-state empty-state--compact" } else { "empty-state" }>
            <span class="empty-state__icon">
                <Icon name=icon.unwrap_or_else(|| reason.icon().to_owned())/>
            </span>
            <p class="empty-state__title">{title}</p>
            {text.map(|text| view! { <p class="empty-state__text">{text}</p> })}
            {children.map(|children| view! { <div class="empty-state__actions">{children()}</div> })}
        </div>
    }
    .into_any()
}
