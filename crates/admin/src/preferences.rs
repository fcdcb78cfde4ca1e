//! What a person prefers, kept for the next browser they sign in with.

use crate::session::{Standing, authenticate};
use crate::sign_in::{OpenedSession, SessionLimits};
use crate::store::settings;
use cauldron_core::{ApiError, AuditEvent, Ctx, Visit};
use cauldron_db::Db;
use cauldron_types::{Density, Instant, Permission, Preferences, ProblemKind, Theme};
use serde_json::{Value, json};

const THEME: &str = "appearance.theme";
const DENSITY: &str = "appearance.density";
const SHORTCUTS: &str = "keyboard.shortcuts";
const READ_UNTIL: &str = "notifications.read_until";

fn person(ctx: &Ctx) -> Result<uuid::Uuid, ApiError> {
    ctx.actor
        .user()
        .map(|user| user.0)
        .ok_or_else(|| ApiError::problem(ProblemKind::Forbidden, "Only a person has preferences."))
}

/// Everything the person chose; what they did not choose, or this version does not know, is as for everybody.
///
/// # Errors
/// What the database answers.
pub async fn read(db: &Db, ctx: &Ctx) -> Result<Preferences, ApiError> {
    let person = person(ctx)?;
    let mut tx = db.org_tx(ctx).await?;
    let stored = settings::of_subject(&mut tx, "person", person).await?;
    tx.commit().await?;
    let value = |key: &str| stored.iter().find(|(known, _)| known == key).map(|(_, value)| value);
    let text = |key| value(key).and_then(Value::as_str);
    let standard = Preferences::default();
    Ok(Preferences {
        theme: text(THEME).and_then(|name| name.parse().ok()).unwrap_or(standard.theme),
        density: text(DENSITY).and_then(|name| name.parse().ok()).unwrap_or(standard.density),
        shortcuts: value(SHORTCUTS).and_then(Value::as_bool).unwrap_or(standard.shortcuts),
    })
}

/// The preferences of whoever has just signed in, for the first page they see. None when they cannot be told; signing in
/// does not fail for it.
pub async fn of_session(db: &Db, limits: SessionLimits, visit: &Visit, opened: &OpenedSession) -> Option<Preferences> {
    match authenticate(db, limits, visit, &opened.token.hash()).await {
        Ok(Standing::Active(person)) => read(db, &person.ctx).await.ok(),
        _ => None,
    }
}

async fn write(db: &Db, ctx: &Ctx, key: &str, name: &str, value: Value) -> Result<(), ApiError> {
    ctx.require(Permission::PreferenceWrite)?;
    let person = person(ctx)?;
    let mut tx = db.org_tx(ctx).await?;
    settings::write(&mut tx, "person", person, key, &value).await?;
    tx.audit(AuditEvent {
        action: "preference.updated",
        subject_kind: "user",
        subject_id: person.to_string(),
        detail: json!({ name: value }),
    })
    .await?;
    Ok(tx.commit().await?)
}

/// Keeps the person's theme.
///
/// # Errors
/// Without `preference:write`; what the database answers.
pub async fn set_theme(db: &Db, ctx: &Ctx, theme: Theme) -> Result<(), ApiError> {
    write(db, ctx, THEME, "theme", json!(theme.as_str())).await
}

/// Keeps the person's density.
///
/// # Errors
/// Without `preference:write`; what the database answers.
pub async fn set_density(db: &Db, ctx: &Ctx, density: Density) -> Result<(), ApiError> {
    write(db, ctx, DENSITY, "density", json!(density.as_str())).await
}

/// Keeps whether single keys are shortcuts for the person.
///
/// # Errors
/// Without `preference:write`; what the database answers.
pub async fn set_shortcuts(db: &Db, ctx: &Ctx, on: bool) -> Result<(), ApiError> {
    write(db, ctx, SHORTCUTS, "shortcuts", json!(on)).await
}

/// Up to when the person has read their notifications; the epoch when they never have.
///
/// # Errors
/// What the database answers.
pub async fn notifications_read_until(db: &Db, ctx: &Ctx) -> Result<Instant, ApiError> {
    let person = person(ctx)?;
    let mut tx = db.org_tx(ctx).await?;
    let value = settings::read(&mut tx, "person", person, READ_UNTIL).await?;
    tx.commit().await?;
    Ok(Instant(value.as_ref().and_then(Value::as_i64).unwrap_or(0)))
}

/// Keeps that the person has read their notifications up to `until`, which never goes back nor beyond now.
///
/// # Errors
/// Without `preference:write`; what the database answers.
pub async fn read_notifications(db: &Db, ctx: &Ctx, until: Instant) -> Result<(), ApiError> {
    ctx.require(Permission::PreferenceWrite)?;
    let until = until.0.min(ctx.now().timestamp_millis());
    if until <= notifications_read_until(db, ctx).await?.0 {
        return Ok(());
    }
    write(db, ctx, READ_UNTIL, "notifications_read_until", json!(until)).await
}
