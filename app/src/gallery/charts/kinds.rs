//! Every kind of chart with data.

use super::data;
use crate::synapse::parts::model_of;
use cauldron_charts::Chart;
use cauldron_ui::{ChartFrame, ChartSize};
use leptos::prelude::*;

/// A frame whose data stays as it is.
pub(super) fn still(id: &'static str, title: &'static str, chart: impl Chart + 'static) -> AnyView {
    view! { <ChartFrame id title model=Signal::stored(model_of(chart))/> }.into_any()
}

/// All kinds.
#[component]
pub(super) fn Kinds() -> impl IntoView {
    view! {
        <ChartFrame
            id="forecast"
            title="History and forecast"
            size=ChartSize::Large
            wide=true
            model=Signal::stored(model_of(data::revenue()))
            note="Median of theta, ETS and CES. In back-tests it was off by 5.8 % on average, and 95 % ranges held 94.6 % of the time."
        />
        <div class="grid-charts">
            {still("lines", "Host load", data::host(0))}
            {still("areas", "Network with a gap and marks", data::traffic())}
            {still("six", "Six lines", data::six_lines())}
            {still("stacked", "Events by severity", data::severities())}
            {still("bars", "Events by kind", data::kinds())}
            {still("beside", "Change of revenue", data::side_by_side())}
            {still("histogram", "Distribution of response times", data::latency())}
            {still("heat", "Events by hour", data::week())}
        </div>
    }
    .into_any()
}
