//! The figures of the Overview.

use crate::AppError;
use cauldron_types::{MetricWindow, TimeSpec};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::{as_person, instant, offsets};

/// All series of the Overview over a span of time.
#[server(prefix = "/api/synapse", endpoint = "overview", input = GetUrl)]
pub(crate) async fn overview(from: TimeSpec, to: TimeSpec) -> Result<MetricWindow, AppError> {
    as_person(async move |app, ctx| {
        let span = cauldron_types::SpanSpec { from, to, paused: false };
        let cauldron_core::TimeSpan { from, to } = cauldron_core::resolve_span(&ctx, &span)?;
        let names = cauldron_types::series::OVERVIEW.iter().map(|name| (*name).to_owned()).collect();
        let query = cauldron_synapse::metrics::WindowQuery { names, from, to, points: 400 };
        let series = cauldron_synapse::metrics::window(&app.db, &ctx, &query).await?;
        Ok(MetricWindow {
            from: instant(from),
            to: instant(to),
            offsets: offsets(&ctx.tenant.time_zone, from, to),
            series,
        })
    })
    .await
}
