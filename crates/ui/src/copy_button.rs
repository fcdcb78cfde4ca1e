//! Copies a text and says that it did.

use crate::icon::Icon;
use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// A small button that copies `text`; hidden by the style sheet until the page is alive.
#[component]
pub fn CopyButton(
    /// What goes to the clipboard.
    #[prop(into)]
    text: Signal<String>,
    /// What is copied, in words: `Copy trace id`.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let tooltip = label.clone();
    let copy = move |_| {
        let text = text.get_untracked();
        spawn_local(async move {
            let clipboard = window().navigator().clipboard();
            if JsFuture::from(clipboard.write_text(&text)).await.is_ok() {
                copied.set(true);
                let _ = set_timeout(
                    move || {
                        copied.try_set(false);
                    },
                    core::time::Duration::from_secs(2),
                );
            }
        });
    };
    view! {
        <button class="copy-button" type="button" title=tooltip on:click=copy>
            <Icon name=Signal::derive(move || if copied.get() { "check" } else { "copy" }.to_owned())/>
            <span class="visually-hidden">{label}</span>
            <span class="visually-hidden" role="status">
                {move || copied.get().then_some("Copied")}
            </span>
        </button>
    }
    .into_any()
}
