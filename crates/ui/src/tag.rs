//! A word that something is filed under, or a choice that can be taken back.

use crate::icon::Icon;
use leptos::prelude::*;

/// A word in a pill. With `href` it leads to everything filed so, with `on_remove` it can be taken away.
#[component]
pub fn Tag(
    /// The words.
    #[prop(into)]
    label: String,
    /// Quiet words before it: what kind of thing it is.
    #[prop(optional, into)]
    kind: Option<String>,
    /// Icon before the words.
    #[prop(optional, into)]
    icon: Option<String>,
    /// Where it leads.
    #[prop(optional, into)]
    href: Option<String>,
    /// Takes it away.
    #[prop(optional, into)]
    on_remove: Option<Callback<()>>,
    /// It cannot be taken away now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let words = view! {
        {icon.map(|name| view! { <Icon name/> })}
        {kind.map(|kind| view! { <span class="tag__kind">{kind}" "</span> })}
        <span class="tag__label" dir="auto">
            {label.clone()}
        </span>
    };
    let words = match href {
        Some(href) => view! { <a class="tag__words" href=href>{words}</a> }.into_any(),
        None => view! { <span class="tag__words">{words}</span> }.into_any(),
    };
    let remove = on_remove.map(|on_remove| {
        view! {
            <button
                class="tag__remove"
                type="button"
                title="Remove"
                disabled=move || disabled.get()
                on:click=move |_| on_remove.run(())
            >
                <Icon name="x"/>
                <span class="visually-hidden">{format!("Remove {label}")}</span>
            </button>
        }
    });
    view! { <span class="tag">{words} {remove}</span> }.into_any()
}
