//! One's inbox, and what one wants to be told.

use crate::AppError;
use cauldron_types::{Inbox, InboxQuery, Instant, NotificationChoice, NotificationId};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use {
    crate::server::{as_person, offsets},
    cauldron_admin::notifications as use_cases,
    cauldron_types::NotificationKind,
};

/// Notifications of a page.
#[cfg(feature = "ssr")]
const PAGE: u16 = 50;

/// A page of one's inbox.
#[server(prefix = "/api/admin", endpoint = "notifications", input = GetUrl)]
pub(crate) async fn read_inbox(#[server(default)] query: InboxQuery) -> Result<Inbox, AppError> {
    as_person(async move |app, ctx| {
        let inbox = use_cases::inbox(&app.db, &ctx, &query, PAGE).await?;
        let now = ctx.now();
        let oldest = inbox.notifications.last().and_then(|last| chrono::DateTime::from_timestamp_millis(last.time.0));
        let offsets = offsets(&ctx.tenant.time_zone, oldest.unwrap_or(now), now);
        Ok(Inbox { offsets, ..inbox })
    })
    .await
}

/// Marks one as read.
#[server(prefix = "/api/admin", endpoint = "notifications/read")]
pub(crate) async fn mark_notification_read(id: NotificationId) -> Result<(), AppError> {
    as_person(async move |app, ctx| use_cases::mark_read(&app.db, &ctx, id).await).await
}

/// Marks everything up to `until` as read. Answers how many.
#[server(prefix = "/api/admin", endpoint = "notifications/read_all")]
pub(crate) async fn mark_all_notifications_read(until: Instant) -> Result<u64, AppError> {
    as_person(async move |app, ctx| use_cases::mark_all_read(&app.db, &ctx, until).await).await
}

/// What one wants of every kind.
#[server(prefix = "/api/admin", endpoint = "notifications/choices", input = GetUrl)]
pub(crate) async fn notification_choices() -> Result<Vec<NotificationChoice>, AppError> {
    as_person(async |app, ctx| use_cases::choices(&app.db, &ctx).await).await
}

/// Keeps what one wants: the kinds that are ticked for the app and for mail.
#[server(prefix = "/api/admin", endpoint = "notifications/choices/save")]
pub(crate) async fn save_notification_choices(
    #[server(default)] in_app: Vec<String>,
    #[server(default)] by_mail: Vec<String>,
) -> Result<(), AppError> {
    as_person(async move |app, ctx| {
        let ticked = |names: &[String], kind: NotificationKind| names.iter().any(|name| name == kind.as_str());
        let wanted: Vec<NotificationChoice> = NotificationKind::ALL
            .iter()
            .map(|kind| NotificationChoice {
                kind: *kind,
                // A box that cannot be unticked is not sent.
                in_app: *kind == NotificationKind::Security || ticked(&in_app, *kind),
                by_mail: ticked(&by_mail, *kind),
            })
            .collect();
        use_cases::choose(&app.db, &ctx, &wanted).await
    })
    .await
}
