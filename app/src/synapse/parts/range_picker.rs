//! How far back the page looks; kept in the address.

use cauldron_types::TimeRange;
use leptos::prelude::*;

/// Links to the page with each range, so that the choice works before any script and can be sent to a colleague.
#[component]
pub(crate) fn RangePicker(
    /// The present range.
    #[prop(into)]
    range: Signal<TimeRange>,
) -> impl IntoView {
    let options = TimeRange::ALL
        .iter()
        .copied()
        .map(|option| {
            view! {
                <a
                    class="segmented__option"
                    href=format!("?range={option}")
                    title=option.label()
                    aria-current=move || (range.get() == option).then_some("true")
                >
                    {option.as_str()}
                </a>
            }
        })
        .collect_view();
    view! { <nav class="segmented" aria-label="Time range">{options}</nav> }
}
