//! Numbers and charts whose figures are on their way: as high as they will be, so that nothing moves when they come.

use super::outline_of;
use cauldron_charts::LineChart;
use cauldron_ui::{ChartFrame, ChartState, Skeleton, SkeletonShape};
use leptos::prelude::*;

/// Their room.
#[component]
pub(crate) fn FiguresLoading(
    /// How many big numbers.
    numbers: usize,
    /// Id and title of each chart.
    charts: &'static [(&'static str, &'static str)],
) -> impl IntoView {
    let number = |_| view! { <div class="panel"><Skeleton shape=SkeletonShape::Number/></div> };
    let chart = |(id, title): &(&'static str, &'static str)| {
        let model = Signal::stored(outline_of(&LineChart::default()));
        view! { <ChartFrame id=*id title=*title model state=Signal::stored(ChartState::Loading)/> }
    };
    view! {
        <div class="grid-numbers">{(0..numbers).map(number).collect_view()}</div>
        <div class="grid-charts">{charts.iter().map(chart).collect_view()}</div>
    }
    .into_any()
}
