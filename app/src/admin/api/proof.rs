//! Proving once more who one is.

use crate::AppError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::server::{answer, enrolling};
#[cfg(feature = "ssr")]
use cauldron_admin::reauth;

/// Proves by one's password who one is.
#[server(prefix = "/api/admin", endpoint = "account/prove")]
pub(crate) async fn prove(password: String) -> Result<(), AppError> {
    let (app, request, ctx, token) = enrolling()?;
    let email = request.email();
    let proved = reauth::by_password(&app.db, &app.hasher, &ctx, &token, &email, &password).await;
    answer(&app, &request, proved)
}
