//! Signing in and out.

use crate::AppError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::server::{AppContext, RequestContext, answer, contexts, forget_session, send_preferences, send_session};
#[cfg(feature = "ssr")]
use cauldron_core::SecretToken;

/// Where to go after signing in: a page of ours, never another site.
#[cfg(any(feature = "ssr", test))]
fn local_path(next: &str) -> &str {
    let page = next.starts_with('/') && !next.starts_with("//") && !next.starts_with("/api/");
    let local = page && !next.contains(['\\', '\n', '\r', '\t']);
    if local { next } else { "/" }
}

/// Opens a session and goes to `next`.
#[server(prefix = "/api/admin", endpoint = "sign_in")]
pub(crate) async fn sign_in(email: String, password: String, #[server(default)] next: String) -> Result<(), AppError> {
    let (app, request) = contexts();
    let credentials = cauldron_admin::sign_in::Credentials { email, password };
    let opened = cauldron_admin::sign_in::sign_in(
        &app.db,
        &app.hasher,
        app.limits,
        &request.visit,
        &credentials,
        request.session,
    )
    .await;
    let opened = answer(&app, &request, opened)?;
    if opened.second_step {
        send_session(&app, &opened.token);
        let next = cauldron_ui::query_href(&[("next".to_owned(), local_path(&next).to_owned())]);
        leptos_axum::redirect(&format!("/sign-in/step{next}"), false);
        return Ok(());
    }
    arrive(&app, &request, &opened.token, &next).await;
    Ok(())
}

/// Sends the session that was opened, and what the person prefers, and goes to `next`.
#[cfg(feature = "ssr")]
pub(super) async fn arrive(app: &AppContext, request: &RequestContext, token: &SecretToken, next: &str) {
    send_session(app, token);
    if let Some(preferences) = cauldron_admin::preferences::of_session(&app.db, &request.visit, token).await {
        send_preferences(app, &preferences);
    }
    leptos_axum::redirect(local_path(next), false);
}

/// Ends the session. Signing out twice, as two tabs may, is no error.
#[server(prefix = "/api/admin", endpoint = "sign_out")]
pub(crate) async fn sign_out() -> Result<(), AppError> {
    let (app, request) = contexts();
    if let Some(session) = request.session {
        let ended = cauldron_admin::sign_in::sign_out(&app.db, &request.visit, &session).await;
        answer(&app, &request, ended)?;
    }
    forget_session(&app);
    leptos_axum::redirect("/sign-in", false);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn signing_in_never_leads_to_another_site() {
        assert_eq!(local_path("/admin/audit?x=1"), "/admin/audit?x=1");
        for bad in [
            "",
            "/api/admin/audit",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
        ] {
            assert_eq!(local_path(bad), "/", "{bad}");
        }
    }
}
