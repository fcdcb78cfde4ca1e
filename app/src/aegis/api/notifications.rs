//! The bell: what is grave enough to be told wherever one is.

use crate::AppError;
use cauldron_types::{Instant, Notifications};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::{as_person, instant, offsets};

/// As many as the bell lists.
pub(crate) const LISTED: usize = 20;

/// The latest events of severity high and critical, and up to when the person has read them.
#[server(prefix = "/api/aegis", endpoint = "notifications", input = GetUrl)]
pub(crate) async fn latest_notifications() -> Result<Notifications, AppError> {
    as_person(async |app, ctx| {
        let most = u16::try_from(LISTED).unwrap_or(u16::MAX);
        let events = cauldron_aegis::security_events::grave(&app.db, &ctx, most).await?;
        let read_until = cauldron_admin::preferences::notifications_read_until(&app.db, &ctx).await?;
        let now = ctx.now();
        Ok(Notifications {
            events,
            read_until,
            now: instant(now),
            offsets: offsets(&ctx.tenant.time_zone, now - chrono::TimeDelta::days(30), now),
        })
    })
    .await
}

/// Marks everything up to `until` as read.
#[server(prefix = "/api/aegis", endpoint = "notifications/read/save")]
pub(crate) async fn read_notifications(until: Instant) -> Result<(), AppError> {
    as_person(async move |app, ctx| cauldron_admin::preferences::read_notifications(&app.db, &ctx, until).await).await
}
