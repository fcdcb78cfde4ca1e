//! A button and what it opens beside itself: the native popover, placed by the style sheet.

use crate::button::{ButtonSize, ButtonVariant, button_class};
use crate::dom;
use crate::icon::Icon;
use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlElement;

/// Where a popover stands beside its button; it turns over where there is no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Placement {
    /// Below, both begin at the same line.
    #[default]
    BelowStart,
    /// Below, both end at the same line.
    BelowEnd,
    /// Above, both begin at the same line.
    AboveStart,
    /// Above, both end at the same line.
    AboveEnd,
}

impl Placement {
    /// The value of `data-placement`, which the style sheet reads.
    pub(crate) fn value(self) -> &'static str {
        match self {
            Self::BelowStart => "below-start",
            Self::BelowEnd => "below-end",
            Self::AboveStart => "above-start",
            Self::AboveEnd => "above-end",
        }
    }
}

/// A button that opens and closes a popover, without any script. Escape and a click elsewhere close it; the focus returns.
#[component]
pub fn Popover(
    /// `id` of the popover.
    #[prop(into)]
    id: String,
    /// Words on the button.
    #[prop(into)]
    label: Signal<String>,
    /// Name of the popover; the button's words if absent.
    #[prop(optional, into)]
    title: Option<String>,
    /// Icon before the words.
    #[prop(optional, into)]
    icon: Option<String>,
    /// The button shows its icon only; the words are its tooltip.
    #[prop(optional)]
    icon_only: bool,
    /// How much attention the button asks for.
    #[prop(optional)]
    variant: ButtonVariant,
    /// Height of the button.
    #[prop(optional)]
    size: ButtonSize,
    /// Where the popover stands.
    #[prop(optional)]
    placement: Placement,
    /// Follows whether it is open, and closes it when set to false.
    #[prop(optional, into)]
    open: Option<RwSignal<bool>>,
    /// The button cannot be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let open = open.unwrap_or_else(|| RwSignal::new(false));
    follow(node, open);
    let target = id.clone();
    let name = move || title.clone().unwrap_or_else(|| label.get());
    let trigger = trigger(Trigger {
        target,
        label,
        icon,
        icon_only,
        variant,
        size,
        disabled,
        open: open.into(),
        popup: "dialog",
    });
    view! {
        <span class="popover-host">
            {trigger}
            <div
                class="popover popover--padded"
                id=id
                popover="auto"
                role="dialog"
                aria-label=name
                data-placement=placement.value()
                node_ref=node
                on:toggle=move |event| {
                    let shown = event.new_state() == "open";
                    open.set(shown);
                    if shown && let Some(popover) = node.get_untracked() {
                        place(&popover);
                    }
                }
            >
                {children()}
            </div>
        </span>
    }
    .into_any()
}

/// What the button of a popover or a menu needs.
pub(crate) struct Trigger {
    pub(crate) target: String,
    pub(crate) label: Signal<String>,
    pub(crate) icon: Option<String>,
    pub(crate) icon_only: bool,
    pub(crate) variant: ButtonVariant,
    pub(crate) size: ButtonSize,
    pub(crate) disabled: Signal<bool>,
    pub(crate) open: Signal<bool>,
    pub(crate) popup: &'static str,
}

/// The button of a popover or a menu.
pub(crate) fn trigger(trigger: Trigger) -> AnyView {
    let Trigger { target, label, icon, icon_only, variant, size, disabled, open, popup } = trigger;
    view! {
        <button
            class=button_class(variant, size, false, icon_only)
            type="button"
            popovertarget=target
            aria-haspopup=popup
            aria-expanded=move || if open.get() { "true" } else { "false" }
            title=move || icon_only.then(|| label.get())
            disabled=move || disabled.get()
        >
            {icon.map(|name| view! { <Icon name/> })}
            <span class=if icon_only { "visually-hidden" } else { "button__label" }>{move || label.get()}</span>
            {(!icon_only)
                .then(|| {
                    view! {
                        <span class="button__chevron">
                            <Icon name="chevron-down"/>
                        </span>
                    }
                })}
        </button>
    }
    .into_any()
}

/// Closes the popover when the signal says so; opening is the button's.
pub(crate) fn follow(node: NodeRef<html::Div>, open: RwSignal<bool>) {
    Effect::new(move |_| {
        let wanted = open.get();
        let Some(popover) = node.get() else { return };
        let shown = popover.matches(":popover-open").unwrap_or_default();
        // Hiding or showing what is so already is an error that means nothing here.
        if wanted && !shown {
            let _ = popover.show_popover();
        } else if !wanted && shown {
            let _ = popover.hide_popover();
        }
    });
}

/// Where the style sheet cannot tie a popover to its button, its place is reckoned and handed over as two variables.
pub(crate) fn place(popover: &HtmlElement) {
    if web_sys::css::supports("(anchor-scope: --popover)").unwrap_or(true) {
        return;
    }
    let button = popover.parent_element().and_then(|host| dom::first(&host, "button, a"));
    let (Some(button), Some(window)) = (button, web_sys::window()) else { return };
    let size =
        |value: Result<leptos::wasm_bindgen::JsValue, _>| value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0);
    let (width, height) = (size(window.inner_width()), size(window.inner_height()));
    let (anchor, own) = (button.get_bounding_client_rect(), popover.get_bounding_client_rect());
    let below = anchor.bottom() + own.height() + 8.0 <= height || anchor.top() < own.height() + 8.0;
    let top = if below { anchor.bottom() + 4.0 } else { anchor.top() - own.height() - 4.0 };
    let at_end = popover.get_attribute("data-placement").is_some_and(|value| value.ends_with("end"));
    let left = if at_end != dom::right_to_left(popover) { anchor.right() - own.width() } else { anchor.left() };
    let left = left.min(width - own.width() - 8.0).max(8.0);
    let style = popover.style();
    let _ = style.set_property("--popover-top", &format!("{top}px"));
    let _ = style.set_property("--popover-left", &format!("{left}px"));
    let _ = popover.set_attribute("data-placed", "");
}
