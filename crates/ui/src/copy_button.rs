//! Copies a text and says that it did, or that it could not.

use crate::icon::Icon;
use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// What the last press came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Outcome {
    #[default]
    None,
    Copied,
    Refused,
}

/// A small button that copies `text`; hidden by the style sheet until the page is alive.
#[component]
pub fn CopyButton(
    /// What goes to the clipboard.
    #[prop(into)]
    text: Signal<String>,
    /// What is copied, in words: `Copy trace id`.
    #[prop(into)]
    label: String,
    /// Shows the words beside the icon.
    #[prop(optional)]
    words: bool,
) -> impl IntoView {
    let outcome = RwSignal::new(Outcome::None);
    let tooltip = (!words).then(|| label.clone());
    let copy = move |_| {
        let text = text.get_untracked();
        spawn_local(async move {
            let result = if write(&text).await { Outcome::Copied } else { Outcome::Refused };
            if outcome.try_set(result).is_some() {
                return;
            }
            let _ = set_timeout(
                move || {
                    outcome.try_set(Outcome::None);
                },
                core::time::Duration::from_secs(3),
            );
        });
    };
    let icon = move || match outcome.get() {
        Outcome::None => "copy",
        Outcome::Copied => "check",
        Outcome::Refused => "circle-alert",
    };
    let said = move || match outcome.get() {
        Outcome::None => None,
        Outcome::Copied => Some("Copied"),
        Outcome::Refused => Some("Could not copy. Select the text and copy it by hand."),
    };
    let shown_label = label.clone();
    let shown = move || match outcome.get() {
        Outcome::None => shown_label.clone(),
        Outcome::Copied => "Copied".to_owned(),
        Outcome::Refused => "Could not copy".to_owned(),
    };
    view! {
        <button
            class=if words { "copy-button copy-button--words" } else { "copy-button" }
            type="button"
            title=move || {
                if outcome.get() == Outcome::Refused {
                    Some("Could not copy. Select the text and copy it by hand.".to_owned())
                } else {
                    tooltip.clone()
                }
            }
            data-outcome=move || match outcome.get() {
                Outcome::None => None,
                Outcome::Copied => Some("copied"),
                Outcome::Refused => Some("refused"),
            }
            on:click=copy
        >
            <Icon name=Signal::derive(move || icon().to_owned())/>
            {if words {
                view! { <span aria-hidden="true">{shown}</span> }.into_any()
            } else {
                ().into_any()
            }}
            <span class="visually-hidden">{label}</span>
            <span class="visually-hidden" role="status">
                {said}
            </span>
        </button>
    }
    .into_any()
}

/// Whether the browser took the text. Outside of secure origins there is no clipboard at all, and it can be forbidden.
async fn write(text: &str) -> bool {
    if !window().is_secure_context() {
        return false;
    }
    JsFuture::from(window().navigator().clipboard().write_text(text)).await.is_ok()
}
