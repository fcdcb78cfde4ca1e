//! Who may do what, and why.

use crate::AppError;
use cauldron_types::{
    BindingBlock, BindingId, BindingQuery, ExplainQuery, Explained, Reached, ReviewBlock, ReviewQuery,
};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::{as_person, offsets};
#[cfg(feature = "ssr")]
use cauldron_admin::access;

/// The zone's offsets since an instant of which only the milliseconds are known.
#[cfg(feature = "ssr")]
fn offsets_since(ctx: &cauldron_core::Ctx, oldest: Option<cauldron_types::Instant>) -> Vec<cauldron_types::UtcOffset> {
    let oldest = oldest.and_then(|oldest| chrono::DateTime::from_timestamp_millis(oldest.0));
    offsets(&ctx.tenant.time_zone, oldest.unwrap_or_else(|| ctx.now()), ctx.now())
}

/// Roles that were given, the latest first.
#[server(prefix = "/api/admin", endpoint = "access", input = GetUrl)]
pub(crate) async fn list_bindings(#[server(default)] query: BindingQuery) -> Result<BindingBlock, AppError> {
    as_person(async move |app, ctx| {
        let block = access::list(&app.db, &ctx, &query).await?;
        let offsets = offsets_since(&ctx, block.bindings.iter().map(|binding| binding.since).min());
        Ok(BindingBlock { offsets, ..block })
    })
    .await
}

/// Gives a role to a person or a team.
#[server(prefix = "/api/admin", endpoint = "access/give")]
pub(crate) async fn give_role(
    #[server(default)] role: String,
    #[server(default)] holder: String,
    #[server(default)] on: String,
) -> Result<(), AppError> {
    as_person(async move |app, ctx| {
        let new = access::wanted(&role, holder, on)?;
        access::give(&app.db, &ctx, &new).await.map(|_id| ())
    })
    .await
}

/// Takes a role back.
#[server(prefix = "/api/admin", endpoint = "access/take_back")]
pub(crate) async fn take_role_back(binding: BindingId) -> Result<(), AppError> {
    as_person(async |app, ctx| access::take_back(&app.db, &ctx, binding).await).await
}

/// Why somebody may do a thing, or may not.
#[server(prefix = "/api/admin", endpoint = "access/explain", input = GetUrl)]
pub(crate) async fn explain_access(#[server(default)] query: ExplainQuery) -> Result<Explained, AppError> {
    as_person(async move |app, ctx| access::explain(&app.db, &ctx, &query).await).await
}

/// Who can reach a thing.
#[server(prefix = "/api/admin", endpoint = "access/reach", input = GetUrl)]
pub(crate) async fn reach_of(#[server(default)] resource: String) -> Result<Reached, AppError> {
    as_person(async move |app, ctx| access::reached(&app.db, &ctx, &resource).await).await
}

/// Access that nobody used.
#[server(prefix = "/api/admin", endpoint = "access/review", input = GetUrl)]
pub(crate) async fn review_access(#[server(default)] query: ReviewQuery) -> Result<ReviewBlock, AppError> {
    as_person(async move |app, ctx| {
        let block = access::review(&app.db, &ctx, &query).await?;
        let offsets = offsets_since(&ctx, block.rows.iter().map(|row| row.since).min());
        Ok(ReviewBlock { offsets, ..block })
    })
    .await
}
