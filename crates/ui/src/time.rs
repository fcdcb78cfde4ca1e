//! A moment in words, with the exact time on hover.

use leptos::prelude::*;

/// A moment whose texts were formatted elsewhere, in the organization's time zone.
#[component]
pub fn Time(
    /// RFC 3339, for machines.
    #[prop(into)]
    datetime: Signal<String>,
    /// Exact time with zone, shown on hover.
    #[prop(into)]
    title: Signal<String>,
    /// What the person reads, for example `4 min ago`.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! {
        <time class="time" datetime=move || datetime.get() title=move || title.get()>
            {move || text.get()}
        </time>
    }
}
