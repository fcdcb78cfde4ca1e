//! The states of a panel beside its content: loading, error, stale, partial. The empty one is [`crate::EmptyState`].

use crate::button::{Button, ButtonSize};
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
    /// So many table rows.
    Rows(u8),
    /// So many lines of text.
    Lines(u8),
}

/// Grey shapes as high as what is coming.
#[component]
pub fn Skeleton(
    /// What is coming.
    #[prop(optional)]
    shape: SkeletonShape,
) -> impl IntoView {
    let (class, count) = match shape {
        SkeletonShape::Chart => ("skeleton skeleton--chart", 1),
        SkeletonShape::SmallChart => ("skeleton skeleton--small-chart", 1),
        SkeletonShape::Number => ("skeleton skeleton--number", 3),
        SkeletonShape::Rows(count) => ("skeleton skeleton--rows", count),
        SkeletonShape::Lines(count) => ("skeleton skeleton--lines", count),
    };
    view! {
        <div class=class role="status">
            <span class="visually-hidden">"Loading"</span>
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
) -> impl IntoView {
    view! {
        <div class="panel-error" role="alert">
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
                        <Button size=ButtonSize::Medium icon="rotate-cw" on_press=Callback::new(move |_| on_retry.run(()))>
                            "Try again"
                        </Button>
                    }
                })}
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
) -> impl IntoView {
    view! {
        <span class="state-note tone-warn" role="status">
            <Icon name="clock"/>
            {move || text.get()}
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
) -> impl IntoView {
    view! {
        <span class="state-note tone-warn" role="status">
            <Icon name="triangle-alert"/>
            {move || text.get()}
        </span>
    }
    .into_any()
}
