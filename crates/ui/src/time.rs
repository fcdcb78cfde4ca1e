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
    // Rows that are drawn anew lose their signals before their old view goes, and the clock may strike in between.
    let now = |words: Signal<String>| move || words.try_get().unwrap_or_default();
    view! {
        <time class="time" datetime=now(datetime) title=now(title)>
            {now(text)}
        </time>
    }
}
