//! The bell: what is grave enough to be told wherever one is.

use crate::AppError;
use cauldron_types::{Instant, Notifications};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

/// As many of what one was told as the bell lists.
#[cfg(feature = "ssr")]
const TOLD: u16 = 8;

#[cfg(feature = "ssr")]
use cauldron_types::{InboxQuery, Permission};

#[cfg(feature = "ssr")]
use crate::server::{as_person, instant, offsets};

/// As many as the bell lists.
pub(crate) const LISTED: usize = 20;

/// What the person was told and has not read, the latest events of severity high and critical for whoever may see them, and up
/// to when these were read.
#[server(prefix = "/api/aegis", endpoint = "notifications", input = GetUrl)]
pub(crate) async fn latest_notifications() -> Result<Notifications, AppError> {
    as_person(async |app, ctx| {
        let most = u16::try_from(LISTED).unwrap_or(u16::MAX);
        let grave = ctx.may(Permission::SecurityEventRead);
        let events =
            if grave { cauldron_aegis::security_events::grave(&app.db, &ctx, most).await? } else { Vec::new() };
        let unread = InboxQuery { show: "unread".to_owned(), ..InboxQuery::default() };
        let inbox = cauldron_admin::notifications::inbox(&app.db, &ctx, &unread, TOLD).await?;
        let read_until = cauldron_admin::preferences::notifications_read_until(&app.db, &ctx).await?;
        let now = ctx.now();
        Ok(Notifications {
            inbox_unread: usize::try_from(inbox.unread).unwrap_or(0),
            inbox: inbox.notifications,
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
    as_person(async move |app, ctx| {
        cauldron_admin::notifications::mark_all_read(&app.db, &ctx, until).await?;
        cauldron_admin::preferences::read_notifications(&app.db, &ctx, until).await
    })
    .await
}
