//! The states of a frame, live data, and data that is hard to draw.

use super::data;
use super::kinds::still;
use crate::synapse::parts::model_of;
use cauldron_charts::{BarChart, HeatMap, LineChart};
use cauldron_ui::{Button, ChartFrame, ChartSize, ChartState};
use leptos::prelude::*;

/// The frames.
#[component]
pub(super) fn States() -> impl IntoView {
    let later = RwSignal::new(0_i64);
    let live = Signal::derive(move || model_of(data::host(later.get())));
    let failed = RwSignal::new(ChartState::Failed {
        message: "The figures could not be read. Try again, or tell support the trace.".into(),
        trace_id: Some("0af7651916cd43dd8448eb211c80319c".into()),
    });
    let host = move || Signal::stored(model_of(data::host(0)));
    view! {
        <div class="grid-charts">
            <ChartFrame
                id="live"
                title="Live"
                model=live
                aside=move || {
                    view! { <Button on_press=Callback::new(move |_| later.update(|later| *later += 12))>"Next minute"</Button> }
                }
            />
            <ChartFrame id="stale" title="Stale and partial" model=host() stale="12 min old" partial="2 of 3 hosts"/>
            <ChartFrame id="loading" title="Loading" model=host() state=Signal::stored(ChartState::Loading)/>
            <ChartFrame
                id="empty"
                title="Empty"
                model=host()
                state=Signal::stored(ChartState::Empty {
                    title: "No host reports yet".into(),
                    text: "Figures appear within 15 seconds of the first report.".into(),
                })
            />
            <ChartFrame
                id="failed"
                title="Failed"
                model=host()
                state=failed
                on_retry=Callback::new(move |()| failed.set(ChartState::Ready))
            />
            {still("awkward", "Awkward names", data::awkward())}
            {still("none", "Nothing in the range", LineChart { range: Some((data::NOW - 3_600_000, data::NOW)), ..LineChart::default() })}
            {still("no-bars", "No bars", BarChart::default())}
            {still("no-heat", "No heat", HeatMap::default())}
            <ChartFrame
                id="small"
                title="Small"
                size=ChartSize::Small
                model=Signal::stored(model_of(data::kinds()))
            />
            {still("long", "166,650 points", data::long())}
        </div>
    }
    .into_any()
}
