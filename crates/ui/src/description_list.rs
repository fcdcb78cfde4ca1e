//! Labels and values, for panels with details.

use leptos::prelude::*;

/// A list of [`Description`]s: labels beside their values, above them where it is narrow.
#[component]
pub fn DescriptionList(
    /// The pairs.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="description-frame">
            <dl class="description-list">{children()}</dl>
        </div>
    }
    .into_any()
}

/// One label with its value.
#[component]
pub fn Description(
    /// What it is.
    #[prop(into)]
    label: String,
    /// Fixed-width type, for codes, addresses and identifiers.
    #[prop(optional)]
    mono: bool,
    /// The value; a dash stands for none.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class = if mono { "description-list__value mono" } else { "description-list__value" };
    let value = match children {
        Some(children) => children(),
        None => view! {
            <span aria-hidden="true">"–"</span>
            <span class="visually-hidden">"None"</span>
        }
        .into_any(),
    };
    view! {
        <div class="description-list__pair">
            <dt class="description-list__label">{label}</dt>
            <dd class=class>{value}</dd>
        </div>
    }
    .into_any()
}
