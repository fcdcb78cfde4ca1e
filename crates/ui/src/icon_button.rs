//! A button that is only an icon; its words are its tooltip and its name.

use crate::icon::Icon;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// A square button of 32 px (24 px when small) for bars, rows and heads of panels; with `href` it is a link.
#[component]
pub fn IconButton(
    /// The icon.
    #[prop(into)]
    icon: Signal<String>,
    /// What it does, in words.
    #[prop(into)]
    label: Signal<String>,
    /// 24 px instead of 32 px.
    #[prop(optional)]
    small: bool,
    /// Makes it a toggle: whether it is pressed.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// Cannot be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Makes it a link to this address.
    #[prop(optional, into)]
    href: Option<String>,
    /// `id` of the popover that it opens and closes.
    #[prop(optional, into)]
    popovertarget: Option<String>,
    /// Called on press.
    #[prop(optional, into)]
    on_press: Option<Callback<MouseEvent>>,
) -> impl IntoView {
    let class = if small { "icon-button icon-button--small" } else { "icon-button" };
    let content = view! {
        <Icon name=icon/>
        <span class="visually-hidden">{move || label.get()}</span>
    };
    match href {
        Some(href) => view! {
            <a class=class href=href title=move || label.get()>
                {content}
            </a>
        }
        .into_any(),
        None => view! {
            <button
                class=class
                type="button"
                title=move || label.get()
                popovertarget=popovertarget
                disabled=move || disabled.get()
                aria-pressed=move || pressed.map(|pressed| if pressed.get() { "true" } else { "false" })
                on:click=move |event| {
                    if let Some(on_press) = on_press {
                        on_press.run(event);
                    }
                }
            >
                {content}
            </button>
        }
        .into_any(),
    }
}
