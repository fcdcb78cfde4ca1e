//! The machines that Cauldron runs on: processor, memory, disk, network.

use crate::layout::{GlobalRange, PanelFailed};
use crate::synapse::api::overview::overview;
use crate::synapse::parts::{
    ChartSeries, FiguresLoading, MetricChart, MetricNumber, NETWORK, REQUESTS, Statements, follow,
};
use cauldron_types::{MetricUnit, MetricWindow, SpanSpec, series};
use cauldron_ui::{EmptyState, Panel};
use leptos::prelude::*;

/// Id and title of each.
const CHARTS: &[(&str, &str)] = &[
    ("host-use", "Processor, memory and disk"),
    ("host-network", "Network"),
    ("host-requests", "Requests"),
    ("host-connections", "Connections to the database"),
];
const LOAD: &[ChartSeries] = &[
    ChartSeries { name: series::HOST_CPU, label: "", shown: "Processor" },
    ChartSeries { name: series::HOST_MEMORY, label: "", shown: "Memory" },
    ChartSeries { name: series::HOST_DISK, label: "", shown: "Disk" },
];
const DATABASE: &[ChartSeries] = &[ChartSeries { name: series::POSTGRES_CONNECTIONS, label: "", shown: "Connections" }];

/// The tab.
#[component]
pub(crate) fn HostsTab() -> impl IntoView {
    let range = expect_context::<GlobalRange>().0;
    let ends = Memo::new(move |_| {
        let range = range.read();
        (range.from.clone(), range.to.clone())
    });
    let window = Resource::new(move || ends.get(), |(from, to)| overview(from, to));
    view! {
        <Transition fallback=|| view! { <FiguresLoading numbers=4 charts=CHARTS/> }>
            {move || Suspend::new(async move {
                match window.await {
                    Ok(data) if data.series.is_empty() => view! {
                        <Panel title="Hosts" id="hosts">
                            <EmptyState title="No figures in this time" text="The first arrive within 15 seconds of the start. Choose a longer time range to look further back." icon="activity".to_owned()/>
                        </Panel>
                    }
                    .into_any(),
                    Ok(data) => view! { <Host data range/> }.into_any(),
                    Err(error) => view! {
                        <Panel title="Hosts" id="hosts">
                            <PanelFailed error on_retry=Callback::new(move |()| window.refetch())/>
                        </Panel>
                    }
                    .into_any(),
                }
            })}
        </Transition>
    }
}

/// The one host that is measured today: figures carry no host's name yet.
#[component]
fn Host(data: MetricWindow, range: Memo<SpanSpec>) -> impl IntoView {
    let window = RwSignal::new(data);
    follow(window, range);
    view! {
        <div class="grid-numbers">
            <MetricNumber id="host-cpu" label="Processor" name=series::HOST_CPU unit=MetricUnit::Percent colour=0 window/>
            <MetricNumber id="host-memory" label="Memory" name=series::HOST_MEMORY unit=MetricUnit::Percent colour=1 window/>
            <MetricNumber id="host-disk" label="Disk" name=series::HOST_DISK unit=MetricUnit::Percent colour=2 window/>
            <MetricNumber id="host-load" label="Load, 1 min" name=series::HOST_LOAD unit=MetricUnit::None colour=0 window/>
        </div>
        <div class="grid-charts">
            <MetricChart id="host-use" title="Processor, memory and disk" series=LOAD unit=MetricUnit::Percent window/>
            <MetricChart id="host-network" title="Network" series=NETWORK unit=MetricUnit::BytesPerSecond area=true window/>
            <MetricChart id="host-requests" title="Requests" series=REQUESTS unit=MetricUnit::PerSecond area=true window/>
            <MetricChart id="host-connections" title="Connections to the database" series=DATABASE unit=MetricUnit::Count window/>
        </div>
        <Statements window/>
    }
}
