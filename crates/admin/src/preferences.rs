//! What a person prefers, kept for the next browser they sign in with.

use crate::session::{Standing, authenticate};
use crate::sign_in::{OpenedSession, SessionLimits};
use crate::store::settings;
use cauldron_core::{ApiError, AuditEvent, Ctx, Visit};
use cauldron_db::Db;
use cauldron_types::{Permission, ProblemKind, Theme};
use serde_json::{Value, json};

const THEME: &str = "appearance.theme";

fn person(ctx: &Ctx) -> Result<uuid::Uuid, ApiError> {
    ctx.actor
        .user()
        .map(|user| user.0)
        .ok_or_else(|| ApiError::problem(ProblemKind::Forbidden, "Only a person has preferences."))
}

/// The theme the person chose last.
///
/// # Errors
/// What the database answers.
pub async fn theme(db: &Db, ctx: &Ctx) -> Result<Theme, ApiError> {
    let person = person(ctx)?;
    let mut tx = db.org_tx(ctx).await?;
    let value = settings::read(&mut tx, "person", person, THEME).await?;
    tx.commit().await?;
    Ok(value.as_ref().and_then(Value::as_str).and_then(|name| name.parse().ok()).unwrap_or(Theme::System))
}

/// The theme of whoever has just signed in, for the first page they see. None when it cannot be told; signing in does not
/// fail for it.
pub async fn theme_of_session(db: &Db, limits: SessionLimits, visit: &Visit, opened: &OpenedSession) -> Option<Theme> {
    match authenticate(db, limits, visit, &opened.token.hash()).await {
        Ok(Standing::Active(person)) => theme(db, &person.ctx).await.ok(),
        _ => None,
    }
}

/// Keeps the person's theme.
///
/// # Errors
/// Without `preference:write`; what the database answers.
pub async fn set_theme(db: &Db, ctx: &Ctx, theme: Theme) -> Result<(), ApiError> {
    ctx.require(Permission::PreferenceWrite)?;
    let person = person(ctx)?;
    let mut tx = db.org_tx(ctx).await?;
    settings::write(&mut tx, "person", person, THEME, &json!(theme.as_str())).await?;
    tx.audit(AuditEvent {
        action: "preference.updated",
        subject_kind: "user",
        subject_id: person.to_string(),
        detail: json!({ "theme": theme.as_str() }),
    })
    .await?;
    Ok(tx.commit().await?)
}
