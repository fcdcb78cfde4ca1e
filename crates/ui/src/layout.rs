//! The head of a page, and the calm frame around sign-in and set-up.

use crate::mark::Mark;
use crate::skip_link::SkipLink;
use leptos::prelude::*;

/// Title, purpose in one sentence, and the page's actions.
#[component]
pub fn PageHead(
    /// The page's one `<h1>`.
    #[prop(into)]
    title: Signal<String>,
    /// What the page is for, or its answer in words.
    #[prop(optional, into)]
    purpose: MaybeProp<String>,
    /// Buttons on the right.
    #[prop(optional, into)]
    actions: ViewFnOnce,
) -> impl IntoView {
    view! {
        <header class="page-head">
            <div class="page-head__words">
                <h1 class="page-head__title">{move || title.get()}</h1>
                {move || purpose.get().map(|text| view! { <p class="page-head__purpose">{text}</p> })}
            </div>
            <div class="page-head__actions">{actions.run()}</div>
        </header>
    }
    .into_any()
}

/// A centred card with the mark: sign in, set up, accept an invitation.
#[component]
pub fn AuthLayout(
    /// What to do here: `Sign in`.
    #[prop(into)]
    title: String,
    /// To what, or why, in a sentence.
    #[prop(optional, into)]
    description: Option<String>,
    /// Below the card: another way in, help.
    #[prop(optional, into)]
    foot: ViewFnOnce,
    /// The form.
    children: Children,
) -> impl IntoView {
    view! {
        <SkipLink/>
        <div class="auth">
            <header class="auth__brand">
                <Mark/>
                <span class="auth__name">"Cauldron"</span>
            </header>
            <main class="auth__card" id="main" tabindex="-1">
                <div class="auth__head">
                    <h1 class="auth__title">{title}</h1>
                    {description.map(|text| view! { <p class="auth__description">{text}</p> })}
                </div>
                {children()}
            </main>
            <footer class="auth__foot">{foot.run()}</footer>
        </div>
    }
    .into_any()
}
