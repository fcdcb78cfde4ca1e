//! Buttons, and links that look like them.

use crate::icon::Icon;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// How much a button asks for attention; at most one primary button per view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonVariant {
    /// The one thing to do here.
    Primary,
    /// Everything else.
    #[default]
    Secondary,
    /// Without an outline, for bars and rows.
    Ghost,
    /// Destroys or ends something.
    Danger,
}

/// Height of a button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonSize {
    /// 24 px, inside rows.
    Small,
    /// 32 px, 40 px on touch screens.
    #[default]
    Medium,
    /// 40 px, the main button of a form that stands alone.
    Large,
}

/// A button; with `href` it is a link that looks like one.
#[component]
pub fn Button(
    /// The words on it.
    children: Children,
    /// How much attention it asks for.
    #[prop(optional)]
    variant: ButtonVariant,
    /// Its height.
    #[prop(optional)]
    size: ButtonSize,
    /// `button`, `submit` or `reset`.
    #[prop(optional, into)]
    kind: Option<String>,
    /// Name under which a submitting button sends its `value`.
    #[prop(optional, into)]
    name: Option<String>,
    /// Value sent with the form when this button submits it.
    #[prop(optional, into)]
    value: Option<String>,
    /// Makes it a link to this address.
    #[prop(optional, into)]
    href: Option<String>,
    /// Icon before the words.
    #[prop(optional, into)]
    icon: Option<String>,
    /// The words are only for assistive technology and for the tooltip: this is the tooltip.
    #[prop(optional, into)]
    icon_only: Option<String>,
    /// Takes the whole width.
    #[prop(optional)]
    wide: bool,
    /// Shows a spinner, says busy, and ignores further presses.
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// Cannot be pressed. Say why beside it.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// `id` of the popover that it opens and closes, without any script.
    #[prop(optional, into)]
    popovertarget: Option<String>,
    /// Called on press, not while pending.
    #[prop(optional, into)]
    on_press: Option<Callback<MouseEvent>>,
) -> impl IntoView {
    let class = button_class(variant, size, wide, icon_only.is_some());
    let label_class = if icon_only.is_some() { "visually-hidden" } else { "button__label" };
    let icon = icon.map(|name| view! { <Icon name/> });
    let content = view! {
        {icon}
        <span class=label_class>{children()}</span>
    };
    match href {
        Some(href) => view! {
            <a class=class href=href title=icon_only>
                {content}
            </a>
        }
        .into_any(),
        None => view! {
            <button
                class=class
                type=kind.unwrap_or_else(|| "button".to_owned())
                name=name
                value=value
                title=icon_only
                popovertarget=popovertarget
                disabled=move || disabled.get()
                aria-busy=move || pending.get().then_some("true")
                aria-disabled=move || pending.get().then_some("true")
                on:click=move |event| {
                    if pending.get_untracked() {
                        event.prevent_default();
                    } else if let Some(on_press) = on_press {
                        on_press.run(event);
                    }
                }
            >
                {content}
                <span class="button__spinner" aria-hidden="true"></span>
            </button>
        }
        .into_any(),
    }
}

/// The classes of a button, for components that draw their own button element.
pub(crate) fn button_class(variant: ButtonVariant, size: ButtonSize, wide: bool, icon_only: bool) -> String {
    format!(
        "button button--{} button--{}{}{}",
        match variant {
            ButtonVariant::Primary => "primary",
            ButtonVariant::Secondary => "secondary",
            ButtonVariant::Ghost => "ghost",
            ButtonVariant::Danger => "danger",
        },
        match size {
            ButtonSize::Small => "small",
            ButtonSize::Medium => "medium",
            ButtonSize::Large => "large",
        },
        if wide { " button--wide" } else { "" },
        if icon_only { " button--icon" } else { "" },
    )
}
