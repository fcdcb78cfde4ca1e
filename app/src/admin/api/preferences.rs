//! What a person prefers. Each is kept for this browser, by a cookie, and for the person's next one.

use crate::AppError;
use cauldron_types::{Density, Theme};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::server::{answer, contexts, send_density, send_shortcuts, send_theme, signed_in};

/// Keeps the theme.
#[server(prefix = "/api/admin", endpoint = "theme")]
pub(crate) async fn set_theme(theme: Theme) -> Result<(), AppError> {
    let (app, ctx) = signed_in()?;
    let (_, request) = contexts();
    send_theme(&app, theme);
    answer(&app, &request, cauldron_admin::preferences::set_theme(&app.db, &ctx, theme).await)
}

/// Keeps the density.
#[server(prefix = "/api/admin", endpoint = "account/density/save")]
pub(crate) async fn set_density(density: Density) -> Result<(), AppError> {
    let (app, ctx) = signed_in()?;
    let (_, request) = contexts();
    send_density(&app, density);
    answer(&app, &request, cauldron_admin::preferences::set_density(&app.db, &ctx, density).await)
}

/// Keeps whether single keys are shortcuts. A form sends the switch only when it is on.
#[server(prefix = "/api/admin", endpoint = "account/shortcuts/save")]
pub(crate) async fn set_shortcuts(#[server(default)] on: bool) -> Result<(), AppError> {
    let (app, ctx) = signed_in()?;
    let (_, request) = contexts();
    send_shortcuts(&app, on);
    answer(&app, &request, cauldron_admin::preferences::set_shortcuts(&app.db, &ctx, on).await)
}
