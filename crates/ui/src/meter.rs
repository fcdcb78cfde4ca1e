//! How full something is, against what is good and what is not.

use crate::Tone;
use leptos::prelude::*;

/// A level with its words; the tone is the caller's knowledge of what is good.
#[component]
pub fn Meter(
    /// `id` of the bar.
    #[prop(into)]
    id: String,
    /// What is measured.
    #[prop(into)]
    label: Signal<String>,
    /// How much, from 0 to `max`.
    #[prop(into)]
    value: Signal<f64>,
    /// The most there can be.
    #[prop(optional, into)]
    max: Option<f64>,
    /// The figure in words: `412 of 500 GB`.
    #[prop(into)]
    figure: Signal<String>,
    /// What the colour says; the words must say it as well.
    #[prop(optional, into)]
    tone: Signal<Tone>,
) -> impl IntoView {
    let max = max.filter(|max| max.is_finite() && *max > 0.0).unwrap_or(1.0);
    let label_id = format!("{id}-label");
    let labelled = label_id.clone();
    let level = move || Some(value.get()).filter(|value| value.is_finite()).unwrap_or(0.0).clamp(0.0, max).to_string();
    view! {
        <div class=move || format!("meter {}", tone.get().class())>
            <div class="progress__words">
                <span class="progress__label" id=label_id>
                    {move || label.get()}
                </span>
                <span class="progress__figure">{move || figure.get()}</span>
            </div>
            <meter
                class="meter__bar"
                id=id
                min="0"
                max=max.to_string()
                value=level
                aria-labelledby=labelled
                aria-valuetext=move || figure.get()
            ></meter>
        </div>
    }
    .into_any()
}
