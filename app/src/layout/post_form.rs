//! Forms of the frame.

use leptos::prelude::*;

/// A form that posts to a server function by itself before any script; afterwards `send` does what the form would.
///
/// It reads nothing from its fields, unlike leptos's `ActionForm`: the code for that would be part of every page.
#[component]
pub(crate) fn PostForm(
    /// Address of the server function.
    url: &'static str,
    /// Does it without leaving the page.
    #[prop(into)]
    send: Callback<()>,
    /// Fields and buttons.
    children: Children,
) -> impl IntoView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send.run(());
    };
    view! {
        <form method="post" action=url on:submit=submit>
            {children()}
        </form>
    }
}
