//! The states of a panel beside its content: loading, error, stale, partial. The empty one is [`crate::EmptyState`].

use crate::button::{Button, ButtonSize, ButtonVariant};
use crate::copy_button::CopyButton;
use crate::icon::Icon;
use leptos::prelude::*;

/// The shape a skeleton keeps free, so that nothing moves when the content arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SkeletonShape {
    /// A chart of [`crate::ChartSize::Medium`].
    #[default]
    Chart,
    /// A chart of [`crate::ChartSize::Small`].
    SmallChart,
    /// The big number with its label and change.
    Number,
    /// A table with so many rows below its head.
    Rows(u8),
    /// So many lines of text.
    Lines(u8),
    /// So many pairs of a label and its value.
    Pairs(u8),
}

/// Grey shapes as high as what is coming.
#[component]
pub fn Skeleton(
    /// What is coming.
    #[prop(optional)]
    shape: SkeletonShape,
    /// What is coming, in words: `Loading events`.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let (class, count) = match shape {
        SkeletonShape::Chart => ("skeleton skeleton--chart", 1),
        SkeletonShape::SmallChart => ("skeleton skeleton--small-chart", 1),
        SkeletonShape::Number => ("skeleton skeleton--number", 3),
        SkeletonShape::Rows(count) => ("skeleton skeleton--rows", count.saturating_add(1)),
        SkeletonShape::Lines(count) => ("skeleton skeleton--lines", count),
        SkeletonShape::Pairs(count) => ("skeleton skeleton--pairs", count.saturating_mul(2)),
    };
    view! {
        <div class=class role="status">
            <span class="visually-hidden">{label.unwrap_or_else(|| "Loading".to_owned())}</span>
            {(0..count)
                .map(|_| view! { <span class="skeleton__bar" aria-hidden="true"></span> })
                .collect_view()}
        </div>
    }
    .into_any()
}

/// What happened, a way to try again, and the id to hand to whoever can look it up.
#[component]
pub fn PanelError(
    /// What happened and what to do, in a sentence.
    #[prop(into)]
    message: String,
    /// Trace id of the failed request.
    #[prop(optional_no_strip, into)]
    trace_id: Option<String>,
    /// Tries again.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
    /// It is being tried again.
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// On one line where there is room, for small panels and rows.
    #[prop(optional)]
    compact: bool,
    /// Ways on where trying again cannot help: links.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=if compact { "panel-error panel-error--compact" } else { "panel-error" } role="alert">
            <span class="panel-error__icon">
                <Icon name="triangle-alert"/>
            </span>
            <p class="panel-error__message">{message}</p>
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
            {on_retry
                .map(|on_retry| {
                    view! {
                        <Button
                            size=if compact { ButtonSize::Small } else { ButtonSize::Medium }
                            icon="rotate-cw"
                            pending=pending
                            on_press=Callback::new(move |_| on_retry.run(()))
                        >
                            "Try again"
                        </Button>
                    }
                })}
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}

/// The figures are older than they should be; stands in a panel's aside.
#[component]
pub fn StaleNote(
    /// For example `12 min old`.
    #[prop(into)]
    text: Signal<String>,
    /// Fetches newer ones.
    #[prop(optional, into)]
    on_refresh: Option<Callback<()>>,
    /// They are being fetched.
    #[prop(optional, into)]
    pending: Signal<bool>,
) -> impl IntoView {
    let refresh = on_refresh.map(|on_refresh| {
        view! {
            <Button
                size=ButtonSize::Small
                variant=ButtonVariant::Ghost
                icon="rotate-cw"
                icon_only="Refresh"
                pending=pending
                on_press=Callback::new(move |_| on_refresh.run(()))
            >
                "Refresh"
            </Button>
        }
    });
    view! {
        <span class="state-note tone-warn">
            <Icon name="clock"/>
            <span role="status">{move || text.get()}</span>
            {refresh}
        </span>
    }
    .into_any()
}

/// Part of what belongs here is missing; stands in a panel's aside or above its body.
#[component]
pub fn PartialNote(
    /// What is missing, for example `2 of 3 sources answered`.
    #[prop(into)]
    text: Signal<String>,
    /// What exactly is missing, in sentences that are shown on demand.
    #[prop(optional, into)]
    missing: Signal<Vec<String>>,
) -> impl IntoView {
    let words = move || {
        view! {
            <Icon name="triangle-alert"/>
            <span role="status">{move || text.get()}</span>
        }
    };
    view! {
        {move || {
            let missing = missing.get();
            if missing.is_empty() {
                return view! { <span class="state-note tone-warn">{words()}</span> }.into_any();
            }
            view! {
                <details class="state-details tone-warn">
                    <summary class="state-note">{words()}</summary>
                    <ul class="state-details__list">
                        {missing.into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect_view()}
                    </ul>
                </details>
            }
            .into_any()
        }}
    }
    .into_any()
}
