//! The organization's profile.

use crate::fields::{domains, known_time_zone, name_problem, slug_problem};
use crate::settings::{Setting, keep, resolve, wanted};
use crate::store::{members, organizations};
use cauldron_core::{ApiError, AuditEvent, BusEvent, Ctx, SecurityNotice};
use cauldron_db::{Db, OnConstraint as _, OrgTx};
use cauldron_types::{OrganizationProfile, Permission, Problem, ProblemKind, SettingLevel, SettingView, UserId};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The calendar's settings, which the profile's form saves too.
const CALENDAR: [(Setting, &str); 2] =
    [(Setting::WeekStart, "week_start"), (Setting::FiscalYearStart, "fiscal_year_start")];

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

/// The calendar's settings with where they come from, and who may be the primary contact.
///
/// # Errors
/// Without `organization:read`; what the database answers.
pub async fn choices(db: &Db, ctx: &Ctx) -> Result<(Vec<SettingView>, Vec<(UserId, String)>), ApiError> {
    ctx.require(Permission::OrganizationRead)?;
    let mut tx = db.org_tx(ctx).await?;
    let resolution = resolve(&mut tx).await?;
    // Those who may save it have a use for the list.
    let editable = ctx.may(Permission::OrganizationWrite);
    let members = if editable { members::names(&mut tx).await? } else { Vec::new() };
    tx.commit().await?;
    let calendar = CALENDAR.map(|(setting, _)| resolution.view(setting, SettingLevel::Organization)).to_vec();
    Ok((calendar, members))
}

async fn current(tx: &mut OrgTx) -> Result<OrganizationProfile, ApiError> {
    let row = organizations::read(tx).await?;
    let domains = organizations::domains(tx).await?;
    let resolution = resolve(tx).await?;
    let at = |setting| resolution.at(setting, SettingLevel::Organization).value;
    let ctx = tx.ctx();
    Ok(OrganizationProfile {
        name: row.name,
        slug: row.slug,
        time_zone: row.time_zone,
        week_start: at(Setting::WeekStart),
        fiscal_year_start: at(Setting::FiscalYearStart),
        industry: row.industry,
        primary_contact: row.primary_contact.map(UserId),
        primary_contact_name: row.primary_contact_name.unwrap_or_default(),
        domains,
        version: row.version,
        editable: ctx.may(Permission::OrganizationWrite) && ctx.tenant.suspended.is_none(),
    })
}

/// What a save wants. What is none stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// New name.
    pub name: String,
    /// New IANA time zone.
    pub time_zone: String,
    /// New first day of the week; empty to inherit it.
    pub week_start: String,
    /// New first month of fiscal years; empty to inherit it.
    pub fiscal_year_start: Option<String>,
    /// New short name for addresses.
    pub slug: Option<String>,
    /// What the organization does.
    pub industry: Option<String>,
    /// Id of the member to write to; empty for none.
    pub primary_contact: Option<String>,
    /// Mail domains, one a line.
    pub domains: Option<String>,
    /// The version the form was filled from.
    pub version: i64,
}

/// What a save wants, once it is known to be possible.
struct Sound {
    time_zone: &'static str,
    slug: Option<String>,
    industry: Option<String>,
    contact: Option<Option<Uuid>>,
    domains: Option<Vec<String>>,
}

fn sound(changes: &Changes) -> Result<Sound, ApiError> {
    let mut problem = Problem::new(ProblemKind::Invalid, "Some fields need your attention.");
    if let Some(sentence) = name_problem(&changes.name, "the name of your organization") {
        problem = problem.with_field("name", sentence);
    }
    let time_zone = known_time_zone(&changes.time_zone);
    if time_zone.is_none() {
        problem = problem.with_field("time_zone", "Choose a time zone by its IANA name, such as Europe/Berlin.");
    }
    let slug = changes.slug.as_ref().map(|slug| slug.trim().to_owned());
    if let Some(sentence) = slug.as_deref().and_then(slug_problem) {
        problem = problem.with_field("slug", sentence);
    }
    let industry = changes.industry.as_ref().map(|text| text.trim().to_owned());
    if industry.as_ref().is_some_and(|text| text.chars().count() > 80 || text.chars().any(char::is_control)) {
        problem = problem.with_field("industry", "Use at most 80 characters on one line.");
    }
    let contact = match changes.primary_contact.as_deref().map(str::trim) {
        None => None,
        Some("") => Some(None),
        Some(text) => match text.parse() {
            Ok(id) => Some(Some(id)),
            Err(_) => {
                problem = problem.with_field("primary_contact", NO_MEMBER);
                None
            }
        },
    };
    let domains = match changes.domains.as_deref().map(domains).transpose() {
        Ok(domains) => domains,
        Err(sentence) => {
            problem = problem.with_field("domains", sentence);
            None
        }
    };
    match time_zone.filter(|_| problem.fields.is_empty()) {
        Some(time_zone) => Ok(Sound { time_zone, slug, industry, contact, domains }),
        None => Err(problem.into()),
    }
}

const NO_MEMBER: &str = "Choose somebody who belongs to this organization.";

/// The calendar's choices under the keys of settings. A sentence stands at the form's field.
fn calendar(changes: &Changes) -> Result<Vec<(Setting, Option<Value>)>, ApiError> {
    let fields = [Some(&changes.week_start), changes.fiscal_year_start.as_ref()];
    let choices: BTreeMap<String, String> = CALENDAR
        .iter()
        .zip(fields)
        .filter_map(|((setting, _), text)| Some((setting.spec().key.to_owned(), text?.clone())))
        .collect();
    wanted(SettingLevel::Organization, &choices).map_err(|error| match error {
        ApiError::Problem(mut problem) => {
            for (setting, field) in CALENDAR {
                for known in problem.fields.iter_mut().filter(|known| known.field == setting.spec().key) {
                    field.clone_into(&mut known.field);
                }
            }
            problem.into()
        }
        other => other,
    })
}

/// Saves the profile, unless somebody else saved it since `changes.version`.
///
/// # Errors
/// Without `organization:write`; [`ProblemKind::Invalid`] with a sentence a field; [`ProblemKind::Conflict`] with what
/// the other person saved, a field each; what the database answers.
pub async fn update(db: &Db, ctx: &Ctx, changes: &Changes) -> Result<OrganizationProfile, ApiError> {
    ctx.require(Permission::OrganizationWrite)?;
    // Everything that is wrong is said at once.
    let (sound, calendar) = match (sound(changes), calendar(changes)) {
        (Ok(sound), Ok(calendar)) => (sound, calendar),
        (Err(ApiError::Problem(mut one)), Err(ApiError::Problem(other))) => {
            one.fields.extend(other.fields);
            return Err(one.into());
        }
        (Err(error), _) | (_, Err(error)) => return Err(error),
    };
    let mut tx = db.org_tx(ctx).await?;
    let before = current(&mut tx).await?;
    let contact = sound.contact.unwrap_or(before.primary_contact.map(|user| user.0));
    if let Some(person) = contact.filter(|person| before.primary_contact != Some(UserId(*person)))
        && !members::is_active(&mut tx, UserId(person)).await?
    {
        return Err(Problem::new(ProblemKind::Invalid, "Some fields need your attention.")
            .with_field("primary_contact", NO_MEMBER)
            .into());
    }
    let row = organizations::Update {
        name: changes.name.trim(),
        slug: sound.slug.as_deref().unwrap_or(&before.slug),
        time_zone: sound.time_zone,
        industry: sound.industry.as_deref().unwrap_or(&before.industry),
        primary_contact: contact,
        version: changes.version,
    };
    let updated = organizations::update(&mut tx, &row).await.on_constraint("organizations_slug_key", || {
        let sentence = format!("\"{}\" is taken by another organization. Choose another.", row.slug);
        Problem::new(ProblemKind::Invalid, "Some fields need your attention.").with_field("slug", sentence).into()
    })?;
    if !updated {
        // Read again: the other save may have been committed after `before` was read.
        return Err(conflict(&current(&mut tx).await?, changes));
    }
    if let Some(domains) = sound.domains.filter(|domains| *domains != before.domains) {
        organizations::replace_domains(&mut tx, &domains).await?;
    }
    keep(&mut tx, SettingLevel::Organization, calendar).await?;
    let after = current(&mut tx).await?;
    let detail = json!({ "before": shown(&before, &after), "after": shown(&after, &before) });
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

/// A profile in the audit log. Name, time zone and week are always told; of the rest what differs.
fn shown(profile: &OrganizationProfile, other: &OrganizationProfile) -> Value {
    let mut shown = serde_json::Map::new();
    shown.insert("name".to_owned(), json!(profile.name));
    shown.insert("time_zone".to_owned(), json!(profile.time_zone));
    shown.insert("week_start".to_owned(), json!(profile.week_start));
    let rest = |profile: &OrganizationProfile| {
        [
            ("slug", json!(profile.slug)),
            ("fiscal_year_start", json!(profile.fiscal_year_start)),
            ("industry", json!(profile.industry)),
            ("primary_contact", json!(profile.primary_contact_name)),
            ("domains", json!(profile.domains.join(", "))),
        ]
    };
    for ((key, value), (_, theirs)) in rest(profile).into_iter().zip(rest(other)) {
        if value != theirs {
            shown.insert(key.to_owned(), value);
        }
    }
    Value::Object(shown)
}

fn conflict(theirs: &OrganizationProfile, ours: &Changes) -> ApiError {
    let mut problem = Problem::new(
        ProblemKind::Conflict,
        "Somebody else saved these settings while you were editing. Your entries are kept: compare, then save again.",
    );
    let contact = theirs.primary_contact.map(|user| user.to_string()).unwrap_or_default();
    let typed = ours.domains.as_deref().map(|text| domains(text).unwrap_or_default());
    let fields = [
        ("name", theirs.name.as_str(), Some(ours.name.trim()), theirs.name.as_str()),
        ("time_zone", &theirs.time_zone, Some(&ours.time_zone), &theirs.time_zone),
        ("slug", &theirs.slug, ours.slug.as_deref().map(str::trim), &theirs.slug),
        ("industry", &theirs.industry, ours.industry.as_deref().map(str::trim), &theirs.industry),
        ("primary_contact", &contact, ours.primary_contact.as_deref(), &theirs.primary_contact_name),
    ];
    for (field, theirs, ours, words) in fields {
        if ours.is_some_and(|ours| ours != theirs) {
            let words = if words.is_empty() { "nothing" } else { words };
            problem = problem.with_field(field, format!("Saved meanwhile: {words}."));
        }
    }
    let calendar = [
        ("week_start", &theirs.week_start, Some(&ours.week_start)),
        ("fiscal_year_start", &theirs.fiscal_year_start, ours.fiscal_year_start.as_ref()),
    ];
    for (field, theirs, ours) in calendar {
        if ours.is_some_and(|ours| !ours.is_empty() && ours != theirs) {
            problem = problem.with_field(field, format!("Saved meanwhile: {theirs}."));
        }
    }
    if typed.is_some_and(|typed| typed != theirs.domains) {
        let words = if theirs.domains.is_empty() { "none".to_owned() } else { theirs.domains.join(", ") };
        problem = problem.with_field("domains", format!("Saved meanwhile: {words}."));
    }
    problem.with_field("version", theirs.version.to_string()).into()
}
