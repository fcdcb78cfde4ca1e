//! The audit log.

use crate::AppError;
use cauldron_types::AuditPage;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::{as_person, instant, offsets};

/// The latest entries.
#[server(prefix = "/api/admin", endpoint = "audit", input = GetUrl)]
pub(crate) async fn audit_log() -> Result<AuditPage, AppError> {
    as_person(async |app, ctx| {
        let entries = cauldron_admin::audit_log::latest(&app.db, &ctx, 100).await?;
        let now = ctx.now();
        let offsets = offsets(&ctx.tenant.time_zone, now - chrono::TimeDelta::days(60), now);
        Ok(AuditPage { entries, now: instant(now), offsets })
    })
    .await
}
