//! How often the watched addresses were seen, as a panel of a dashboard.

use super::data::{DAY, Sightings, sightings};
use crate::synapse::parts::model_of;
use cauldron_charts::{BarChart, BarSeries, Buckets};
use cauldron_ui::{ChartFrame, ChartState};
use leptos::prelude::*;

/// A bar for each day.
#[component]
pub(super) fn SightingsPanel() -> impl IntoView {
    let days = Resource::new(|| (), |()| sightings());
    let frame = move |state: ChartState, days_read: Sightings| {
        let on_retry = Callback::new(move |()| days.refetch());
        let model = Signal::stored(model_of(chart(days_read)));
        view! { <ChartFrame id="sightings" title="Sightings by day" wide=true model state=Signal::stored(state) on_retry/> }
    };
    view! {
        <Transition fallback=move || frame(ChartState::Loading, Sightings::default())>
            {move || Suspend::new(async move {
                match days.await {
                    Ok(days) if days.counts.is_empty() => {
                        let (title, text) = ("Nothing was seen yet".into(), "Sightings appear within a minute.".into());
                        frame(ChartState::Empty { title, text }, days)
                    }
                    Ok(days) => frame(ChartState::Ready, days),
                    Err(error) => frame(error.into(), Sightings::default()),
                }
            })}
        </Transition>
    }
}

fn chart(days: Sightings) -> BarChart {
    BarChart {
        title: "Sightings by day".into(),
        buckets: Buckets::Times { starts: days.starts, length: DAY },
        series: vec![BarSeries { label: "Sightings".into(), values: days.counts }],
        offsets: days.offsets.iter().map(|offset| (offset.from.0, offset.seconds)).collect(),
        ..BarChart::default()
    }
}
