//! What a person prefers, kept for the next browser they sign in with, whichever organization they are in.

use crate::session::{Standing, observe};
use crate::settings::{Setting, resolve};
use crate::store::preferences::{self as store, Choices};
use cauldron_core::{ApiError, AuditEvent, Ctx, SecretToken, Visit};
use cauldron_db::Db;
use cauldron_types::{Density, Instant, Permission, Preferences, ProblemKind, Theme};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

pub(crate) fn person(ctx: &Ctx) -> Result<uuid::Uuid, ApiError> {
    ctx.actor
        .user()
        .map(|user| user.0)
        .ok_or_else(|| ApiError::problem(ProblemKind::Forbidden, "Only a person has preferences."))
}

/// What holds for the person: what they chose, else their organization, else the installation.
///
/// # Errors
/// What the database answers.
pub async fn read(db: &Db, ctx: &Ctx) -> Result<Preferences, ApiError> {
    person(ctx)?;
    let mut tx = db.org_tx(ctx).await?;
    let resolution = resolve(&mut tx).await?;
    tx.commit().await?;
    let standard = Preferences::default();
    Ok(Preferences {
        theme: resolution.get(Setting::Theme).value.parse().unwrap_or(standard.theme),
        density: resolution.get(Setting::Density).value.parse().unwrap_or(standard.density),
        shortcuts: resolution.is_on(Setting::Shortcuts),
    })
}

/// The preferences of whoever has just signed in, for the first page they see. None when they cannot be told; signing in
/// does not fail for it.
pub async fn of_session(db: &Db, visit: &Visit, token: &SecretToken) -> Option<Preferences> {
    match observe(db, visit, &token.hash()).await {
        Ok(Standing::Active(person)) => read(db, &person.ctx).await.ok(),
        _ => None,
    }
}

async fn keep(db: &Db, ctx: &Ctx, choices: Choices, detail: Value) -> Result<(), ApiError> {
    ctx.require(Permission::PreferenceWrite)?;
    let person = person(ctx)?;
    let mut tx = db.org_tx(ctx).await?;
    store::keep(&mut tx, person, &choices).await?;
    tx.audit(AuditEvent { action: "preference.updated", subject_kind: "user", subject_id: person.to_string(), detail })
        .await?;
    Ok(tx.commit().await?)
}

/// Keeps the person's theme.
///
/// # Errors
/// Without `preference:write`; what the database answers.
pub async fn set_theme(db: &Db, ctx: &Ctx, theme: Theme) -> Result<(), ApiError> {
    let choices = Choices { theme: Some(theme.as_str().to_owned()), ..Choices::default() };
    keep(db, ctx, choices, json!({ "theme": theme.as_str() })).await
}

/// Keeps the person's density.
///
/// # Errors
/// Without `preference:write`; what the database answers.
pub async fn set_density(db: &Db, ctx: &Ctx, density: Density) -> Result<(), ApiError> {
    let choices = Choices { density: Some(density.as_str().to_owned()), ..Choices::default() };
    keep(db, ctx, choices, json!({ "density": density.as_str() })).await
}

/// Keeps whether single keys are shortcuts for the person.
///
/// # Errors
/// Without `preference:write`; what the database answers.
pub async fn set_shortcuts(db: &Db, ctx: &Ctx, on: bool) -> Result<(), ApiError> {
    let choices = Choices { shortcuts: Some(on), ..Choices::default() };
    keep(db, ctx, choices, json!({ "shortcuts": on })).await
}

/// Up to when the person has read the notifications of the organization; the epoch when they never have.
///
/// # Errors
/// What the database answers.
pub async fn notifications_read_until(db: &Db, ctx: &Ctx) -> Result<Instant, ApiError> {
    let person = person(ctx)?;
    let mut tx = db.org_tx(ctx).await?;
    let until = store::notifications_read_until(&mut tx, person).await?;
    tx.commit().await?;
    Ok(Instant(until.map_or(0, |until| until.timestamp_millis())))
}

/// Keeps that the person has read the organization's notifications up to `until`, which never goes back nor beyond now. Nothing
/// for the audit log, which is kept for ever: it changes what one person is shown, and nothing else.
///
/// # Errors
/// Without `preference:write`; what the database answers.
pub async fn read_notifications(db: &Db, ctx: &Ctx, until: Instant) -> Result<(), ApiError> {
    ctx.require(Permission::PreferenceWrite)?;
    let person = person(ctx)?;
    let until = DateTime::from_timestamp_millis(until.0.max(0)).unwrap_or(DateTime::<Utc>::MAX_UTC).min(ctx.now());
    let mut tx = db.org_tx(ctx).await?;
    store::read_notifications(&mut tx, person, until).await?;
    Ok(tx.commit().await?)
}
