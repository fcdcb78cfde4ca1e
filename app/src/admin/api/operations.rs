//! Requests, errors and jobs, for operators.

use crate::AppError;
use cauldron_types::OperationsSummary;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::as_person;

/// The last hour at a glance.
#[server(prefix = "/api/admin", endpoint = "operations", input = GetUrl)]
pub(crate) async fn operations() -> Result<OperationsSummary, AppError> {
    as_person(async |app, ctx| cauldron_admin::operations::summary(&app.db, &ctx).await).await
}
