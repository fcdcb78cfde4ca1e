//! One icon from the sprite, as decoration: its meaning is always in words beside it or on its control.

use leptos::prelude::*;

/// Address of the SVG sprite, provided as context by the app. Without it icons refer to symbols of the same document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IconSprite(pub String);

/// The Lucide names this crate itself draws; the sprite must contain them.
pub const KIT_ICONS: &[&str] = &[
    "arrow-down",
    "arrow-up",
    "bookmark",
    "calendar",
    "check",
    "chevron-down",
    "arrow-down",
    "arrow-up",
    "chevron-left",
    "chevron-right",
    "chevrons-up-down",
    "circle-alert",
    "circle-check",
    "clock",
    "cloud-off",
    "columns-3",
    "copy",
    "download",
    "ellipsis",
    "external-link",
    "eye",
    "eye-off",
    "hash",
    "inbox",
    "info",
    "list-checks",
    "menu",
    "monitor",
    "moon",
    "network",
    "panel-left",
    "pause",
    "pencil",
    "play",
    "plus",
    "rotate-cw",
    "search",
    "star",
    "sun",
    "table",
    "text-cursor-input",
    "trash-2",
    "triangle-alert",
    "x",
    "zoom-in",
    "zoom-out",
];

/// A Lucide icon by its name in the sprite, 16 px unless the style sheet of its place says otherwise.
#[component]
pub fn Icon(
    /// Name of the symbol, for example `shield-check`.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let sprite = use_context::<IconSprite>().unwrap_or_default().0;
    view! {
        <svg class="icon" aria-hidden="true" width="16" height="16">
            <use href=move || format!("{sprite}#{}", name.read())></use>
        </svg>
    }
    .into_any()
}
