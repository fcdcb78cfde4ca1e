//! A few words about a control, on hover and on focus.

use crate::dom;
use core::time::Duration;
use leptos::html;
use leptos::prelude::*;

/// How long the pointer rests before the words appear.
const HOVER: Duration = Duration::from_millis(350);
/// How long they stay after it has left, so that it can be moved onto them.
const LEAVE: Duration = Duration::from_millis(120);

/// Words that describe the control inside. They appear when the pointer rests on it or when it has the focus; Escape hides
/// them. The control must have a name of its own: the words only describe it, and without any script they are absent.
#[component]
pub fn Tooltip(
    /// `id` of the words, unique on the page.
    #[prop(into)]
    id: String,
    /// The words.
    #[prop(into)]
    text: Signal<String>,
    /// One control that can have the focus.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Span>::new();
    let host = NodeRef::<html::Span>::new();
    // Counts the changes of mind, so that only the last timer acts.
    let turn = StoredValue::new(0_u32);
    let described = id.clone();
    Effect::new(move |_| {
        let control =
            host.get().and_then(|host| dom::first(&host, "button, a[href], input, select, textarea, [tabindex]"));
        if let Some(control) = control {
            let before =
                control.get_attribute("aria-describedby").filter(|ids| !ids.split(' ').any(|id| id == described));
            let ids = before.map_or_else(|| described.clone(), |before| format!("{before} {described}"));
            let _ = control.set_attribute("aria-describedby", &ids);
            // The browser's own tooltip would cover this one.
            let _ = control.remove_attribute("title");
        }
    });
    let show = move |shown: bool| {
        let Some(words) = node.try_get_untracked().flatten() else { return };
        // Showing what is shown, or hiding what is hidden, is an error that means nothing here.
        let _ = if shown { words.show_popover() } else { words.hide_popover() };
        if shown {
            crate::popover::place(&words);
        }
    };
    let later = move |shown: bool, delay: Duration| {
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let mine = turn.get_value();
        let _ = set_timeout(
            move || {
                if turn.try_get_value() == Some(mine) {
                    show(shown);
                }
            },
            delay,
        );
    };
    view! {
        <span
            class="popover-host"
            node_ref=host
            on:mouseenter=move |_| later(true, HOVER)
            on:mouseleave=move |_| later(false, LEAVE)
            on:focusin=move |event| {
                // A click gives the focus too; whoever clicks knows the control.
                if dom::element(event.target()).is_some_and(|element| element.matches(":focus-visible").unwrap_or_default()) {
                    later(true, Duration::ZERO);
                }
            }
            on:focusout=move |_| later(false, Duration::ZERO)
            on:click=move |_| later(false, Duration::ZERO)
            on:keydown=move |event| {
                let shown = node.get_untracked().is_some_and(|words| words.matches(":popover-open").unwrap_or_default());
                if event.key() == "Escape" && shown {
                    // The first Escape is for the words, the next for the dialog around them.
                    event.prevent_default();
                    event.stop_propagation();
                    turn.update_value(|turn| *turn = turn.wrapping_add(1));
                    show(false);
                }
            }
        >
            {children()}
            <span class="popover tooltip" id=id role="tooltip" popover="manual" data-placement="above" node_ref=node>
                {move || text.get()}
            </span>
        </span>
    }
    .into_any()
}
