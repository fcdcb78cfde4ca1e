//! Theme, density and shortcuts with a word about each.

use crate::layout::Appearance;
use cauldron_ui::{DensityToggle, ThemeToggle};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// The three choices. Each is a form of its own, so that it works before any script.
#[component]
pub(crate) fn Preferences() -> impl IntoView {
    let appearance = expect_context::<Appearance>();
    let shortcuts = [(true, "On"), (false, "Off")]
        .map(|(on, label)| {
            view! {
                <button
                    class="theme-toggle__option"
                    type="submit"
                    name="on"
                    value=on.to_string()
                    aria-pressed=move || if appearance.shortcuts.get() == on { "true" } else { "false" }
                    on:click=move |event| {
                        event.prevent_default();
                        appearance.switch_shortcuts(on);
                    }
                >
                    {label}
                </button>
            }
        })
        .into_iter()
        .collect_view();
    view! {
        <div class="account-choices">
            <div class="account-choice">
                <span class="account-choice__label">"Theme"</span>
                <ActionForm action=appearance.set_theme>
                    <ThemeToggle choice=appearance.theme on_choose=Callback::new(move |choice| appearance.choose_theme(choice))/>
                </ActionForm>
                <span class="account-choice__help">"System follows your device."</span>
            </div>
            <div class="account-choice">
                <span class="account-choice__label">"Density"</span>
                <ActionForm action=appearance.set_density>
                    <DensityToggle choice=appearance.density on_choose=Callback::new(move |choice| appearance.choose_density(choice))/>
                </ActionForm>
                <span class="account-choice__help">"Rows of 32 or 40 pixels. On a touch screen they are always roomy."</span>
            </div>
            <div class="account-choice">
                <span class="account-choice__label">"Keyboard shortcuts"</span>
                <ActionForm action=appearance.set_shortcuts>
                    <div class="theme-toggle theme-toggle--two" role="group" aria-label="Keyboard shortcuts">
                        {shortcuts}
                    </div>
                </ActionForm>
                <span class="account-choice__help">"Single keys such as / and g o. Switch them off when you dictate; Ctrl+K stays."</span>
            </div>
        </div>
    }
}
