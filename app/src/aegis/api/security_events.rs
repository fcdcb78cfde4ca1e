//! Security events.

use crate::AppError;
use cauldron_types::SecurityEventPage;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::{as_person, instant, offsets};

/// The latest events, newest first.
#[server(prefix = "/api/aegis", endpoint = "security_events", input = GetUrl)]
pub(crate) async fn latest_security_events() -> Result<SecurityEventPage, AppError> {
    as_person(async |app, ctx| {
        let events = cauldron_aegis::security_events::latest(&app.db, &ctx, 8).await?;
        let now = ctx.now();
        Ok(SecurityEventPage {
            events,
            now: instant(now),
            offsets: offsets(&ctx.tenant.time_zone, now - chrono::TimeDelta::days(30), now),
        })
    })
    .await
}
