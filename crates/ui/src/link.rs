//! A link in running text or alone.

use crate::icon::Icon;
use leptos::prelude::*;

/// A link. One that leaves the product says so and opens beside it.
#[component]
pub fn Link(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// It leaves the product: opens in a new tab, tells the other side nothing.
    #[prop(optional)]
    external: bool,
    /// In the colour of the text around it, underlined on hover only; for cells of tables.
    #[prop(optional)]
    quiet: bool,
    /// Icon before the words.
    #[prop(optional, into)]
    icon: Option<String>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let class = if quiet { "link link--quiet" } else { "link" };
    let icon = icon.map(|name| view! { <Icon name/> });
    if !external {
        return view! {
            <a class=class href=move || href.get()>
                {icon}
                {children()}
            </a>
        }
        .into_any();
    }
    view! {
        <a class=class href=move || href.get() target="_blank" rel="noopener noreferrer">
            {icon}
            {children()}
            <span class="visually-hidden">" (opens in a new tab)"</span>
            <span class="link__mark">
                <Icon name="external-link"/>
            </span>
        </a>
    }
    .into_any()
}
