//! How the installation is doing right now.

use crate::AppError;
use crate::admin::parts::Operations;
use crate::aegis::parts::LatestEvents;
use crate::layout::GlobalRange;
use crate::live::Live;
use crate::session::Session;
use crate::synapse::api::overview::overview;
use crate::synapse::parts::{ChartSeries, MetricChart, MetricNumber, Statements};
use cauldron_types::{MetricUnit, MetricWindow, Permission, SpanSpec, StreamMessage, series};
use cauldron_ui::{EmptyState, PageHead, Panel, PanelError, Skeleton, SkeletonShape};
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

/// In milliseconds.
const SIX_HOURS: i64 = 6 * 3_600_000;

const HOST_LOAD: &[ChartSeries] = &[
    ChartSeries { name: series::HOST_CPU, label: "", shown: "Processor" },
    ChartSeries { name: series::HOST_MEMORY, label: "", shown: "Memory" },
];
const NETWORK: &[ChartSeries] = &[
    ChartSeries { name: series::HOST_RECEIVED, label: "", shown: "Received" },
    ChartSeries { name: series::HOST_SENT, label: "", shown: "Sent" },
];
const REQUESTS: &[ChartSeries] = &[
    ChartSeries { name: series::HTTP_REQUESTS, label: "", shown: "Requests" },
    ChartSeries { name: series::HTTP_ERRORS, label: "", shown: "Errors" },
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
            <Transition fallback=Loading>
                {move || Suspend::new(async move {
                    match window.await {
                        Ok(data) if data.series.is_empty() => {
                            view! { <NoFigures refetch=Callback::new(move |()| window.refetch())/> }.into_any()
                        }
                        Ok(data) => {
                            let operator = may(Permission::OperationsRead);
                            view! { <Figures data range operator refetch=Callback::new(move |()| window.refetch())/> }.into_any()
                        }
                        Err(AppError(problem)) => view! {
                            <Panel title="Figures" id="figures">
                                <PanelError
                                    message=problem.message
                                    trace_id=problem.trace
                                    on_retry=Callback::new(move |()| window.refetch())
                                />
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
fn Loading() -> impl IntoView {
    view! {
        <div class="grid-numbers">
            {(0..4).map(|_| view! { <Skeleton shape=SkeletonShape::Number/> }).collect_view()}
        </div>
        <div class="grid-charts">
            {(0..4).map(|_| view! { <Skeleton shape=SkeletonShape::Chart/> }).collect_view()}
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
fn Figures(data: MetricWindow, range: Memo<SpanSpec>, operator: bool, refetch: Callback<()>) -> impl IntoView {
    let window = RwSignal::new(data);
    // Beyond six hours the charts show minutes and more: single samples would not move them, so they are read anew. So are
    // ranges whose beginning stands still.
    let samples_fit = move || range.read_untracked().rolling_millis().is_some_and(|length| length <= SIX_HOURS);
    let is_live = move || range.read_untracked().is_live();
    let arrived = StoredValue::new(0_u32);
    Effect::watch(
        move || range.read().paused,
        // What was missed while paused is read, not left out.
        move |paused, before, _| {
            if before == Some(&true) && !paused {
                refetch.run(());
            }
        },
        false,
    );
    expect_context::<Live>().listen(move |message| match message {
        _ if !is_live() => {}
        StreamMessage::Metrics(points) if samples_fit() => window.update(|window| window.append(points)),
        StreamMessage::Metrics(_) => {
            arrived.update_value(|arrived| *arrived += 1);
            // Every five minutes.
            if arrived.get_value().is_multiple_of(60) {
                refetch.run(());
            }
        }
        StreamMessage::Reset => refetch.run(()),
        StreamMessage::SecurityEvents(_) | StreamMessage::Ready | StreamMessage::SignedOut => {}
    });
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
