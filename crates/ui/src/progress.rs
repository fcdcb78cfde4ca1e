//! How far something has come, with words about what is being done.

use leptos::prelude::*;

/// A bar with its words. Without a value it says only that something is going on.
#[component]
pub fn Progress(
    /// `id` of the bar; its words get ids derived from it.
    #[prop(into)]
    id: String,
    /// What is being done: `Reading 12 documents`.
    #[prop(into)]
    label: Signal<String>,
    /// How much is done, out of `max`; nothing while that is not known.
    #[prop(optional, into)]
    value: MaybeProp<f64>,
    /// All there is to do.
    #[prop(optional, into)]
    max: Option<f64>,
    /// The figure in words at the end: `7 of 12`, `58%`.
    #[prop(optional, into)]
    figure: MaybeProp<String>,
    /// Words below: what comes next, that the page may be left.
    #[prop(optional, into)]
    help: MaybeProp<String>,
) -> impl IntoView {
    let max = max.filter(|max| max.is_finite() && *max > 0.0).unwrap_or(1.0);
    let (label_id, figure_id) = (format!("{id}-label"), format!("{id}-figure"));
    let (labelled, described) = (label_id.clone(), figure_id.clone());
    let fraction = move || value.get().filter(|value| value.is_finite()).map(|value| value.clamp(0.0, max).to_string());
    view! {
        <div class="progress">
            <div class="progress__words">
                <span class="progress__label" id=label_id>
                    {move || label.get()}
                </span>
                <span class="progress__figure" id=figure_id>
                    {move || figure.get()}
                </span>
            </div>
            <progress
                class="progress__bar"
                id=id
                max=max.to_string()
                value=fraction
                aria-labelledby=labelled
                aria-describedby=described
            ></progress>
            {move || help.get().map(|text| view! { <p class="progress__help">{text}</p> })}
        </div>
    }
    .into_any()
}
