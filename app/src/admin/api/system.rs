//! Jobs, the bus, requests, errors and the database, for operators.

use crate::AppError;
use cauldron_types::{
    BusView, DatabaseView, ErrorDetail, ErrorReport, JobId, JobList, JobQuery, RequestBlock, RequestQuery, RouteReport,
};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::{AppContext, as_person, offsets};
#[cfg(feature = "ssr")]
use cauldron_core::{ApiError, Ctx};
#[cfg(feature = "ssr")]
use cauldron_types::{AuditEntry, Permission, RequestView, UtcOffset};

/// As far back as anything on this page is kept.
#[cfg(feature = "ssr")]
fn recent_offsets(ctx: &Ctx) -> Vec<UtcOffset> {
    offsets(&ctx.tenant.time_zone, ctx.now() - chrono::TimeDelta::days(40), ctx.now() + chrono::TimeDelta::days(1))
}

/// Audit entries and requests of a trace; nothing of what the reader may not see.
#[cfg(feature = "ssr")]
pub(crate) async fn of_trace(
    app: &AppContext,
    ctx: &Ctx,
    trace: &str,
) -> Result<(Vec<AuditEntry>, Vec<RequestView>), ApiError> {
    let mut found = (Vec::new(), Vec::new());
    if ctx.may(Permission::AuditRead) {
        found.0 = cauldron_admin::audit_log::of_trace(&app.db, ctx, trace).await?;
    }
    if ctx.may(Permission::OperationsRead) {
        found.1 = cauldron_admin::request_list::of_trace(&app.db, ctx, trace).await?;
    }
    Ok(found)
}

/// Background work; at most `limit` jobs, or as many as a list has.
#[server(prefix = "/api/admin", endpoint = "system/jobs", input = GetUrl)]
pub(crate) async fn system_jobs(
    #[server(default)] query: JobQuery,
    #[server(default)] limit: Option<u16>,
) -> Result<JobList, AppError> {
    as_person(async move |app, ctx| {
        let list = cauldron_admin::job_list::list(&app.db, &ctx, &query, limit.unwrap_or(u16::MAX)).await?;
        Ok(JobList { offsets: recent_offsets(&ctx), ..list })
    })
    .await
}

/// Queues the work of a failed job again.
#[server(prefix = "/api/admin", endpoint = "system/jobs/retry")]
pub(crate) async fn retry_job(id: JobId) -> Result<JobId, AppError> {
    as_person(async move |app, ctx| cauldron_admin::job_list::retry(&app.db, &ctx, id).await).await
}

/// The bus.
#[server(prefix = "/api/admin", endpoint = "system/bus", input = GetUrl)]
pub(crate) async fn system_bus() -> Result<BusView, AppError> {
    as_person(async |app, ctx| {
        let view = cauldron_admin::system::bus(&app.db, &ctx).await?;
        Ok(BusView { offsets: recent_offsets(&ctx), ..view })
    })
    .await
}

/// How each route did; the `limit` slowest, or as many as a report has.
#[server(prefix = "/api/admin", endpoint = "system/routes", input = GetUrl)]
pub(crate) async fn system_routes(
    #[server(default)] query: RequestQuery,
    #[server(default)] limit: Option<u16>,
) -> Result<RouteReport, AppError> {
    as_person(async move |app, ctx| {
        cauldron_admin::request_list::routes(&app.db, &ctx, &query, limit.unwrap_or(u16::MAX)).await
    })
    .await
}

/// The latest requests, or those behind `cursor`.
#[server(prefix = "/api/admin", endpoint = "system/requests", input = GetUrl)]
pub(crate) async fn system_requests(
    #[server(default)] query: RequestQuery,
    #[server(default)] cursor: String,
) -> Result<RequestBlock, AppError> {
    as_person(async move |app, ctx| {
        let block = cauldron_admin::request_list::list(&app.db, &ctx, &query, Some(&cursor), 50).await?;
        Ok(RequestBlock { offsets: recent_offsets(&ctx), ..block })
    })
    .await
}

/// Server errors by kind; the `limit` most frequent, or as many as a report has.
#[server(prefix = "/api/admin", endpoint = "system/errors", input = GetUrl)]
pub(crate) async fn system_errors(
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] limit: Option<u16>,
) -> Result<ErrorReport, AppError> {
    as_person(async move |app, ctx| {
        let report = cauldron_admin::error_list::report(&app.db, &ctx, &from, &to, limit.unwrap_or(u16::MAX)).await?;
        Ok(ErrorReport { offsets: recent_offsets(&ctx), ..report })
    })
    .await
}

/// The latest server errors of one kind.
#[server(prefix = "/api/admin", endpoint = "system/errors/kind", input = GetUrl)]
pub(crate) async fn system_error(fingerprint: String) -> Result<ErrorDetail, AppError> {
    as_person(async move |app, ctx| {
        let detail = cauldron_admin::error_list::detail(&app.db, &ctx, &fingerprint).await?;
        Ok(ErrorDetail { offsets: recent_offsets(&ctx), ..detail })
    })
    .await
}

/// The database.
#[server(prefix = "/api/admin", endpoint = "system/database", input = GetUrl)]
pub(crate) async fn system_database() -> Result<DatabaseView, AppError> {
    as_person(async |app, ctx| {
        let view = cauldron_admin::system::database(&app.db, &ctx).await?;
        Ok(DatabaseView { offsets: recent_offsets(&ctx), ..view })
    })
    .await
}
