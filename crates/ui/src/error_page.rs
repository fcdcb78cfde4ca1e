//! A page that could not be shown: what happened, what to do, and the id to hand on.

use crate::copy_button::CopyButton;
use leptos::prelude::*;

/// The body of an error page; it stands inside the shell or alone.
#[component]
pub fn ErrorPage(
    /// HTTP status.
    code: u16,
    /// What happened, as a heading.
    #[prop(into)]
    title: String,
    /// What to do, in a sentence or two.
    #[prop(into)]
    advice: String,
    /// Trace id of the request.
    #[prop(optional_no_strip, into)]
    trace_id: Option<String>,
    /// Ways on: buttons or links.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="error-page">
            <p class="error-page__code">{format!("Error {code}")}</p>
            <h1 class="error-page__title">{title}</h1>
            <p class="error-page__advice">{advice}</p>
            {children.map(|children| view! { <div class="error-page__actions">{children()}</div> })}
            {trace_id
                .map(|trace_id| {
                    view! {
                        <div class="trace">
                            <span class="trace__label">"Trace"</span>
                            <code class="trace__id">{trace_id.clone()}</code>
                            <CopyButton text=trace_id label="Copy trace id"/>
                        </div>
                    }
                })}
        </div>
    }
    .into_any()
}
