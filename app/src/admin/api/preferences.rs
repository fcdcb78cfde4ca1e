//! What a person prefers.

use crate::AppError;
use cauldron_types::Theme;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::server::{answer, contexts, send_theme, signed_in};

/// Keeps the theme, for this browser and the person's next one.
#[server(prefix = "/api/admin", endpoint = "theme")]
pub(crate) async fn set_theme(theme: Theme) -> Result<(), AppError> {
    let (app, ctx) = signed_in()?;
    let (_, request) = contexts();
    send_theme(&app, theme);
    answer(&app, &request, cauldron_admin::preferences::set_theme(&app.db, &ctx, theme).await)
}
