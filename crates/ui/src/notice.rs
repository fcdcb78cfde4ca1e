//! A sentence across the page: the connection is gone, something needs attention.

use crate::icon::Icon;
use leptos::prelude::*;

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NoticeKind {
    /// Worth knowing.
    #[default]
    Info,
    /// Needs a look.
    Warning,
    /// Failed.
    Error,
    /// No connection, or getting it back.
    Offline,
}

/// One sentence with an icon, announced politely, and room for one action.
#[component]
pub fn Notice(
    /// The sentence.
    children: Children,
    /// What it is about.
    #[prop(optional)]
    kind: NoticeKind,
    /// A button or a link at its end.
    #[prop(optional, into)]
    action: ViewFnOnce,
) -> impl IntoView {
    let (icon, tone) = match kind {
        NoticeKind::Info => ("info", "tone-info"),
        NoticeKind::Warning => ("triangle-alert", "tone-warn"),
        NoticeKind::Error => ("circle-alert", "tone-crit"),
        NoticeKind::Offline => ("cloud-off", "tone-warn"),
    };
    view! {
        <div class=format!("notice {tone}") role="status">
            <Icon name=icon/>
            <div class="notice__text">{children()}</div>
            {action.run()}
        </div>
    }
    .into_any()
}
