//! Pieces of pages that show this module's data.

mod chart_model;
mod drawing;
mod figures_loading;
mod live_window;
mod metric_chart;
mod metric_number;
mod statements;

#[cfg(debug_assertions)]
pub(crate) use chart_model::model_of;
pub(crate) use chart_model::outline_of;
pub(crate) use drawing::{drawing, fetch, is_drawn};
pub(crate) use figures_loading::FiguresLoading;
pub(crate) use live_window::follow;
pub(crate) use metric_chart::{ChartSeries, MetricChart, NETWORK, REQUESTS};
pub(crate) use metric_number::MetricNumber;
pub(crate) use statements::Statements;

use cauldron_charts::Unit;
use cauldron_types::MetricUnit;

/// How values of a unit are written.
pub(crate) const fn chart_unit(unit: MetricUnit) -> Unit {
    match unit {
        MetricUnit::Percent => Unit::Percent,
        MetricUnit::Bytes => Unit::Bytes,
        MetricUnit::BytesPerSecond => Unit::BytesPerSecond,
        MetricUnit::Milliseconds => Unit::Milliseconds,
        MetricUnit::Seconds => Unit::Seconds,
        MetricUnit::PerSecond => Unit::PerSecond,
        MetricUnit::Count => Unit::Count,
        MetricUnit::None => Unit::None,
    }
}

fn points(samples: &[cauldron_types::Sample]) -> Vec<cauldron_charts::Point> {
    samples.iter().map(|sample| cauldron_charts::Point { time: sample.time.0, value: sample.value }).collect()
}
