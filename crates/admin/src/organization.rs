//! The organization's profile and settings.

use crate::fields::{known_time_zone, name_problem};
use crate::store::{organizations, settings};
use cauldron_core::{ApiError, AuditEvent, BusEvent, Ctx, SecurityNotice};
use cauldron_db::{Db, OrgTx};
use cauldron_types::{OrganizationProfile, Permission, Problem, ProblemKind};
use serde_json::{Value, json};

const WEEK_START: &str = "calendar.week_start";
const WEEK_STARTS: &[&str] = &["monday", "sunday", "saturday"];

/// Every time zone's name, for a form's suggestions.
#[must_use]
pub fn time_zones() -> Vec<&'static str> {
    chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).filter(|name| name.contains('/') || *name == "UTC").collect()
}

/// Reads the profile.
///
/// # Errors
/// Without `organization:read`; what the database answers.
pub async fn read(db: &Db, ctx: &Ctx) -> Result<OrganizationProfile, ApiError> {
    ctx.require(Permission::OrganizationRead)?;
    let mut tx = db.org_tx(ctx).await?;
    let profile = current(&mut tx).await?;
    tx.commit().await?;
    Ok(profile)
}

async fn current(tx: &mut OrgTx) -> Result<OrganizationProfile, ApiError> {
    let row = organizations::read(tx).await?;
    let week_start = settings::read(tx, WEEK_START).await?;
    Ok(OrganizationProfile {
        name: row.name,
        slug: row.slug,
        time_zone: row.time_zone,
        week_start: week_start.as_ref().and_then(Value::as_str).unwrap_or("monday").to_owned(),
        version: row.version,
        editable: tx.ctx().may(Permission::OrganizationWrite),
    })
}

/// What a save wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// New name.
    pub name: String,
    /// New IANA time zone.
    pub time_zone: String,
    /// New first day of the week.
    pub week_start: String,
    /// The version the form was filled from.
    pub version: i64,
}

/// Saves the profile, unless somebody else saved it since `changes.version`.
///
/// # Errors
/// Without `organization:write`; [`ProblemKind::Invalid`] with a sentence a field; [`ProblemKind::Conflict`] with what
/// the other person saved, a field each; what the database answers.
pub async fn update(db: &Db, ctx: &Ctx, changes: &Changes) -> Result<OrganizationProfile, ApiError> {
    ctx.require(Permission::OrganizationWrite)?;
    let mut problem = Problem::new(ProblemKind::Invalid, "Some fields need your attention.");
    if let Some(sentence) = name_problem(&changes.name, "the name of your organization") {
        problem = problem.with_field("name", sentence);
    }
    let time_zone = known_time_zone(&changes.time_zone);
    if time_zone.is_none() {
        problem = problem.with_field("time_zone", "Choose a time zone by its IANA name, such as Europe/Berlin.");
    }
    if !WEEK_STARTS.contains(&changes.week_start.as_str()) {
        problem = problem.with_field("week_start", "Choose Monday, Sunday or Saturday.");
    }
    let Some(time_zone) = time_zone.filter(|_| problem.fields.is_empty()) else { return Err(problem.into()) };

    let mut tx = db.org_tx(ctx).await?;
    let before = current(&mut tx).await?;
    if !organizations::update(&mut tx, changes.name.trim(), time_zone, changes.version).await? {
        // Read again: the other save may have been committed after `before` was read.
        return Err(conflict(&current(&mut tx).await?, changes));
    }
    if before.week_start != changes.week_start {
        settings::write(&mut tx, WEEK_START, &json!(changes.week_start)).await?;
    }
    let after = current(&mut tx).await?;
    let shown = |profile: &OrganizationProfile| json!({ "name": profile.name, "time_zone": profile.time_zone, "week_start": profile.week_start });
    let detail = json!({ "before": shown(&before), "after": shown(&after) });
    tx.audit(AuditEvent {
        action: "organization.updated",
        subject_kind: "organization",
        subject_id: ctx.tenant.id.to_string(),
        detail: detail.clone(),
    })
    .await?;
    tx.publish(&BusEvent::Security(SecurityNotice::by(ctx, "settings.changed", detail))).await?;
    tx.commit().await?;
    Ok(after)
}

fn conflict(theirs: &OrganizationProfile, ours: &Changes) -> ApiError {
    let mut problem = Problem::new(
        ProblemKind::Conflict,
        "Somebody else saved these settings while you were editing. Your entries are kept: compare, then save again.",
    );
    let fields = [
        ("name", &theirs.name, &ours.name),
        ("time_zone", &theirs.time_zone, &ours.time_zone),
        ("week_start", &theirs.week_start, &ours.week_start),
    ];
    for (field, theirs, ours) in fields {
        if theirs != ours {
            problem = problem.with_field(field, format!("Saved meanwhile: {theirs}."));
        }
    }
    problem.with_field("version", theirs.version.to_string()).into()
}
