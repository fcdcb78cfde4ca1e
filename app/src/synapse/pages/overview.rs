//! How the installation is doing right now.

use crate::admin::parts::Operations;
use crate::aegis::parts::LatestEvents;
use crate::layout::{GlobalRange, PanelFailed};
use crate::live::Live;
use crate::session::Session;
use crate::synapse::api::overview::overview;
use crate::synapse::parts::{
    ChartSeries, FiguresLoading, MetricChart, MetricNumber, NETWORK, REQUESTS, Statements, follow,
};
use cauldron_types::{MetricUnit, MetricWindow, Permission, SpanSpec, StreamMessage, series};
use cauldron_ui::{EmptyState, PageHead, Panel, turn};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

/// `/`
pub(crate) struct OverviewRoute;

#[lazy_route]
impl LazyRoute for OverviewRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <OverviewPage/> }.into_any()
    }
}

/// Id and title of each.
const CHARTS: &[(&str, &str)] = &[
    ("chart-host", "Host load"),
    ("chart-network", "Network"),
    ("chart-requests", "Requests"),
    ("chart-latency", "Response time"),
];
const HOST_LOAD: &[ChartSeries] = &[
    ChartSeries { name: series::HOST_CPU, label: "", shown: "Processor" },
    ChartSeries { name: series::HOST_MEMORY, label: "", shown: "Memory" },
];
const LATENCY: &[ChartSeries] = &[
    ChartSeries { name: series::HTTP_LATENCY, label: "p50", shown: "p50" },
    ChartSeries { name: series::HTTP_LATENCY, label: "p95", shown: "p95" },
    ChartSeries { name: series::HTTP_LATENCY, label: "p99", shown: "p99" },
];

#[component]
fn OverviewPage() -> impl IntoView {
    let range = expect_context::<GlobalRange>().0;
    // Without the pause, which is no other range.
    let ends = Memo::new(move |_| {
        let range = range.read();
        (range.from.clone(), range.to.clone())
    });
    let window = Resource::new(move || ends.get(), |(from, to)| overview(from, to));
    let session = expect_context::<Session>().0;
    let may = move |permission| session.read_untracked().person().is_some_and(|person| person.may(permission));
    view! {
        <Title text="Overview"/>
        <div class="page">
            <PageHead
                title="Overview"
                purpose=Signal::derive(move || Some(format!("How this installation is doing, over {}.", range.read().phrase())))
            />
            <Transition fallback=|| view! { <FiguresLoading numbers=8 charts=CHARTS/> }>
                {move || Suspend::new(async move {
                    let read = window.await;
                    turn().await;
                    match read {
                        Ok(data) if data.series.is_empty() => {
                            view! { <NoFigures refetch=Callback::new(move |()| window.refetch())/> }.into_any()
                        }
                        Ok(data) => {
                            let operator = may(Permission::OperationsRead);
                            view! { <Figures data range operator/> }.into_any()
                        }
                        Err(error) => view! {
                            <Panel title="Figures" id="figures">
                                <PanelFailed error on_retry=Callback::new(move |()| window.refetch())/>
                            </Panel>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
            {may(Permission::SecurityEventRead).then(|| view! { <LatestEvents/> })}
            {may(Permission::OperationsRead).then(|| view! { <Operations/> })}
        </div>
    }
}

#[component]
fn NoFigures(refetch: Callback<()>) -> impl IntoView {
    // The first figures arrive while somebody looks at their absence.
    expect_context::<Live>().listen(move |message| {
        if matches!(message, StreamMessage::Metrics(_) | StreamMessage::Reset) {
            refetch.run(());
        }
    });
    view! {
        <Panel title="Figures" id="figures">
            <EmptyState
                title="No figures in this range"
                text="Figures of the host appear in the operating organization, within 15 seconds of the first start. Choose a longer range to look further back."
                icon="activity".to_owned()
            />
        </Panel>
    }
}

#[component]
fn Figures(data: MetricWindow, range: Memo<SpanSpec>, operator: bool) -> impl IntoView {
    let window = RwSignal::new(data);
    follow(window, range);
    view! {
        <div class="grid-numbers">
            <MetricNumber id="spark-cpu" label="Processor" name=series::HOST_CPU unit=MetricUnit::Percent colour=0 window/>
            <MetricNumber id="spark-memory" label="Memory" name=series::HOST_MEMORY unit=MetricUnit::Percent colour=1 window/>
            <MetricNumber id="spark-disk" label="Disk" name=series::HOST_DISK unit=MetricUnit::Percent colour=2 window/>
            <MetricNumber id="spark-load" label="Load, 1 min" name=series::HOST_LOAD unit=MetricUnit::None colour=0 window/>
            <MetricNumber id="spark-p95" label="Requests, p95" name=series::HTTP_LATENCY series_label="p95" unit=MetricUnit::Milliseconds colour=1 window/>
            <MetricNumber id="spark-tps" label="Transactions" name=series::POSTGRES_TRANSACTIONS unit=MetricUnit::PerSecond colour=2 window/>
            <MetricNumber id="spark-hit" label="Cache hits" name=series::POSTGRES_CACHE_HIT unit=MetricUnit::Percent colour=0 window/>
            <MetricNumber id="spark-size" label="Database" name=series::POSTGRES_SIZE unit=MetricUnit::Bytes colour=1 window/>
        </div>
        <div class="grid-charts">
            <MetricChart id="chart-host" title="Host load" series=HOST_LOAD unit=MetricUnit::Percent window/>
            <MetricChart id="chart-network" title="Network" series=NETWORK unit=MetricUnit::BytesPerSecond area=true window/>
            <MetricChart id="chart-requests" title="Requests" series=REQUESTS unit=MetricUnit::PerSecond area=true window/>
            <MetricChart id="chart-latency" title="Response time" series=LATENCY unit=MetricUnit::Milliseconds window/>
        </div>
        {operator.then(|| view! { <Statements window/> })}
    }
}
