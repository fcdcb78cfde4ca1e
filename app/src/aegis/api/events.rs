//! The list of security events and single ones.

use crate::AppError;
use cauldron_types::{EventBlock, EventDetail, EventId, EventQuery, EventSummary};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::{as_person, instant, offsets};

/// About as many bars as a histogram has room for.
#[cfg(feature = "ssr")]
const BARS: u16 = 60;

/// A block of the list: behind `cursor`, or from its beginning, after `skip` events.
#[server(prefix = "/api/aegis", endpoint = "events", input = GetUrl)]
pub(crate) async fn list_events(
    #[server(default)] query: EventQuery,
    #[server(default)] cursor: String,
    #[server(default)] skip: u32,
    #[server(default)] limit: u16,
) -> Result<EventBlock, AppError> {
    as_person(async move |app, ctx| {
        let cursor = Some(cursor.as_str()).filter(|cursor| !cursor.is_empty());
        let part = cauldron_aegis::event_list::Part { cursor, skip, limit };
        let block = cauldron_aegis::event_list::list(&app.db, &ctx, &query, part).await?;
        Ok(EventBlock {
            events: block.events,
            previous: block.previous,
            next: block.next,
            from: instant(block.span.from),
            to: instant(block.span.to),
            now: instant(ctx.now()),
            offsets: offsets(&ctx.tenant.time_zone, block.span.from, block.span.to),
        })
    })
    .await
}

/// How many events the query finds, when they happened, and what it could be narrowed by.
#[server(prefix = "/api/aegis", endpoint = "events/summary", input = GetUrl)]
pub(crate) async fn sum_up_events(#[server(default)] query: EventQuery) -> Result<EventSummary, AppError> {
    as_person(async move |app, ctx| {
        let summary = cauldron_aegis::event_list::sum_up(&app.db, &ctx, &query, BARS).await?;
        let span = summary.histogram.span;
        Ok(EventSummary {
            total: summary.total,
            buckets: summary.histogram.buckets,
            step: summary.histogram.step.to_owned(),
            facets: summary.facets,
            offsets: offsets(&ctx.tenant.time_zone, span.from, span.to),
        })
    })
    .await
}

/// One event, with what else its request did as far as the reader may see that.
#[server(prefix = "/api/aegis", endpoint = "events/event", input = GetUrl)]
pub(crate) async fn open_event(id: EventId) -> Result<EventDetail, AppError> {
    as_person(async move |app, ctx| {
        let found = cauldron_aegis::event_list::get(&app.db, &ctx, id).await?;
        let (audit, requests) = crate::admin::api::system::of_trace(&app, &ctx, &found.trace).await?;
        let now = ctx.now();
        let since = chrono::DateTime::from_timestamp_millis(found.event.time.0).unwrap_or(now);
        Ok(EventDetail {
            offsets: offsets(
                &ctx.tenant.time_zone,
                since - chrono::TimeDelta::days(1),
                since + chrono::TimeDelta::days(1),
            ),
            event: found.event,
            actor_id: found.actor_id,
            detail: found.detail,
            trace: found.trace,
            audit,
            requests,
            now: instant(now),
        })
    })
    .await
}
