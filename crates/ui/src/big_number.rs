//! One figure that can be understood from across the room: value, change, course.

use crate::Tone;
use crate::turn::InTurn;
use leptos::prelude::*;

/// Where a figure went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// More than before.
    Up,
    /// Less than before.
    Down,
    /// The same.
    #[default]
    Flat,
}

/// The change of a figure; whether it is good is the caller's knowledge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delta {
    /// Where it went.
    pub direction: Direction,
    /// By how much, with its unit: `18%`, `2 ms`.
    pub amount: String,
    /// `Ok` for good, `Crit` or `Warn` for bad, `Neutral` when neither.
    pub tone: Tone,
}

/// A figure with its label, unit, change and sparkline.
#[component]
pub fn BigNumber(
    /// What is counted.
    #[prop(into)]
    label: String,
    /// The figure, formatted.
    #[prop(into)]
    value: Signal<String>,
    /// Its unit.
    #[prop(optional, into)]
    unit: MaybeProp<String>,
    /// Its change.
    #[prop(optional, into)]
    delta: MaybeProp<Delta>,
    /// What the change is against, or the target: `since yesterday`.
    #[prop(optional, into)]
    note: MaybeProp<String>,
    /// Page with the details; the whole card becomes the link.
    #[prop(optional, into)]
    href: Option<String>,
    /// SVG of the sparkline, decoration; stands at the bottom right.
    #[prop(optional, into)]
    sparkline: MaybeProp<String>,
) -> impl IntoView {
    let label = match href {
        Some(href) => view! { <a class="big-number__link stretched-link" href=href>{label}</a> }.into_any(),
        None => label.into_any(),
    };
    let view = view! {
        <div class="big-number panel">
            <div class="big-number__label">{label}</div>
            <div class="big-number__value">
                {move || value.get()}
                {move || {
                    unit.get()
                        .map(|unit| {
                            view! {
                                " "
                                <span class="big-number__unit">{unit}</span>
                            }
                        })
                }}
            </div>
            <div class="big-number__foot">
                {move || delta.get().map(delta_view)}
                {move || note.get().map(|note| view! { <span class="big-number__note">{note}</span> })}
            </div>
            <div
                class="big-number__sparkline"
                aria-hidden="true"
                inner_html=move || sparkline.get().unwrap_or_default()
            ></div>
        </div>
    };
    InTurn::new(view).into_any()
}

fn delta_view(delta: Delta) -> impl IntoView {
    let (points, word) = match delta.direction {
        Direction::Up => ("M5 1 10 9H0Z", "up"),
        Direction::Down => ("M5 9 0 1h10Z", "down"),
        Direction::Flat => ("M0 4h10v2H0Z", "unchanged"),
    };
    view! {
        <span class=format!("delta {}", delta.tone.class())>
            <svg class="delta__shape" viewBox="0 0 10 10" width="9" height="9" aria-hidden="true">
                <path d=points></path>
            </svg>
            <span class="visually-hidden">{word}" "</span>
            {delta.amount}
        </span>
    }
}
