//! The audit log.

use crate::AppError;
use cauldron_types::{AuditBlock, AuditDetail, AuditQuery, UtcOffset};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::{as_person, offsets};

/// Entries of a page.
#[cfg(feature = "ssr")]
const PAGE: u16 = 50;

/// The latest entries, or those beyond a place.
#[server(prefix = "/api/admin", endpoint = "audit", input = GetUrl)]
pub(crate) async fn audit_log(#[server(default)] query: AuditQuery) -> Result<AuditBlock, AppError> {
    as_person(async move |app, ctx| {
        let block = cauldron_admin::audit_log::list(&app.db, &ctx, &query, PAGE).await?;
        let now = ctx.now();
        let oldest = block.entries.last().and_then(|entry| chrono::DateTime::from_timestamp_millis(entry.time.0));
        let offsets = offsets(&ctx.tenant.time_zone, oldest.unwrap_or(now), now);
        Ok(AuditBlock { offsets, ..block })
    })
    .await
}

/// One entry, by its place in the log, with the offset of the organization's time zone at its time.
#[server(prefix = "/api/admin", endpoint = "audit/entry", input = GetUrl)]
pub(crate) async fn open_audit_entry(place: String) -> Result<(AuditDetail, Vec<UtcOffset>), AppError> {
    as_person(async move |app, ctx| {
        let detail = cauldron_admin::audit_log::read_entry(&app.db, &ctx, &place).await?;
        let time = chrono::DateTime::from_timestamp_millis(detail.entry.time.0).unwrap_or_else(|| ctx.now());
        Ok((detail, offsets(&ctx.tenant.time_zone, time, time)))
    })
    .await
}
