//! Inviting many people at once, from a list of comma-separated values: a look at every row first, then a job that invites.

use super::delivery::letter;
use super::{Delivery, MOST_DAYS, MOST_TEAMS};
use crate::fields::plausible_email;
use crate::limits::{self, Limit};
use crate::members::grantable;
use crate::sign_in::normalized_email;
use crate::store::invitations::{self as store, BulkRow};
use cauldron_core::{Actor, ApiError, AuditEvent, Ctx, SecretToken, Tenant, TraceId, Visit};
use cauldron_db::jobs::{JobRun, NewJob};
use cauldron_db::{Db, OrgTx, SystemPurpose};
use cauldron_types::csv::{disarmed, record, records};
use cauldron_types::{
    ImportCheck, ImportProgress, InvitationId, JobId, OrganizationId, Permission, ProblemKind, RefusedRow, Role, TeamId,
};
use chrono::{TimeDelta, Weekday};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// The job that invites.
pub const BULK_JOB: &str = "invite_people";
/// Invitations of one transaction.
const BATCH: usize = 500;
/// Longest list, in bytes.
const LONGEST: usize = 15 * 1024 * 1024;

/// A list with what holds for rows that say nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bulk {
    /// The list: a head with `email` and, if wanted, `role` and `teams` (divided by `|`); without a head the columns stand in this
    /// order. Commas or semicolons divide.
    pub list: String,
    /// Base role of whoever has none in the list.
    pub role: Role,
    /// Days for which the links hold.
    pub days: i64,
    /// How the links reach people. Shown are none of a list: whoever invites takes each from the list of invitations.
    pub delivery: Delivery,
}

/// A row that can be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Good {
    email: String,
    role: Role,
    teams: Vec<Uuid>,
}

#[derive(Serialize, Deserialize)]
struct Payload {
    rows: Vec<Good>,
    days: i64,
    /// The address that links begin with, when they go by mail.
    site: Option<String>,
}

/// Where the columns stand.
struct Columns {
    email: usize,
    role: Option<usize>,
    teams: Option<usize>,
}

impl Columns {
    /// Those of a head; none when it is no head, because it has an address in it.
    fn of_head(fields: &[String]) -> Result<Option<Self>, ApiError> {
        if fields.iter().any(|field| field.contains('@')) {
            return Ok(None);
        }
        let at = |names: &[&str]| fields.iter().position(|field| names.contains(&field.trim().to_lowercase().as_str()));
        match at(&["email", "e-mail", "e-mail address", "mail"]) {
            Some(email) => Ok(Some(Self { email, role: at(&["role", "base role"]), teams: at(&["teams", "team"]) })),
            None => {
                Err(ApiError::field("list", "Begin the list with a line that names its columns: email,role,teams."))
            }
        }
    }
}

/// What is known of the organization when rows are judged.
struct Known {
    /// How addresses stand already.
    addresses: HashMap<String, String>,
    /// Teams by their names in small letters.
    teams: HashMap<String, TeamId>,
    roles: Vec<Role>,
    may_team: bool,
}

struct Judged {
    good: Vec<Good>,
    refused: Vec<RefusedRow>,
}

/// One row's address, or why it is none.
fn judge(
    fields: &[String],
    columns: &Columns,
    bulk: &Bulk,
    known: &Known,
    seen: &mut HashSet<String>,
) -> Result<Good, (String, String)> {
    let field = |at: Option<usize>| at.and_then(|at| fields.get(at)).map(|text| text.trim()).unwrap_or_default();
    let typed = field(Some(columns.email)).to_owned();
    let email = normalized_email(&typed);
    let refuse = |reason: String| (typed.chars().take(254).collect::<String>(), reason);
    if !plausible_email(&email) {
        return Err(refuse("This is not an e-mail address.".to_owned()));
    }
    let role = match field(columns.role) {
        "" => bulk.role,
        text => text
            .to_lowercase()
            .parse::<Role>()
            .map_err(|_| refuse(format!("There is no role \"{text}\"; use one of: {}.", Role::NAMES.join(", "))))?,
    };
    if !known.roles.contains(&role) {
        return Err(refuse(format!("You cannot invite anybody as {}: it permits more than you hold.", role.label())));
    }
    let mut teams = Vec::new();
    for name in field(columns.teams).split('|').map(str::trim).filter(|name| !name.is_empty()) {
        let Some(team) = known.teams.get(&name.to_lowercase()) else {
            return Err(refuse(format!("There is no team \"{name}\".")));
        };
        if !teams.contains(&team.0) {
            teams.push(team.0);
        }
    }
    if !teams.is_empty() && !known.may_team {
        return Err(refuse("You cannot decide who is in a team; leave the column empty.".to_owned()));
    }
    if teams.len() > MOST_TEAMS {
        return Err(refuse(format!("Name at most {MOST_TEAMS} teams.")));
    }
    match known.addresses.get(&email).map(String::as_str) {
        Some("active") => return Err(refuse("Belongs to the organization already.".to_owned())),
        Some("suspended") => return Err(refuse("Belongs to the organization and is suspended.".to_owned())),
        Some("invited") => return Err(refuse("Is invited already.".to_owned())),
        _ => {}
    }
    if !seen.insert(email.clone()) {
        return Err(refuse("Stands in the list twice; the first row counts.".to_owned()));
    }
    Ok(Good { email, role, teams })
}

/// Looks at every row.
async fn judged(tx: &mut OrgTx, bulk: &Bulk) -> Result<Judged, ApiError> {
    let ctx = tx.ctx().clone();
    if bulk.list.len() > LONGEST || bulk.list.contains('\0') {
        return Err(ApiError::field("list", "A list is text of at most 15 MiB. Divide it into several."));
    }
    if !(1..=MOST_DAYS).contains(&bulk.days) {
        return Err(ApiError::field("days", &format!("Choose from 1 to {MOST_DAYS} days.")));
    }
    let first = bulk.list.lines().next().unwrap_or_default();
    let divider = if first.matches(';').count() > first.matches(',').count() { ';' } else { ',' };
    let mut rows = records(&bulk.list, divider);
    rows.retain(|row| row.fields.iter().any(|field| !field.trim().is_empty()));
    let Some(head) = rows.first() else {
        return Err(ApiError::field("list", "The list is empty. Write one address a line, or choose a file."));
    };
    let columns = match Columns::of_head(&head.fields)? {
        Some(columns) => {
            rows.remove(0);
            columns
        }
        None => Columns { email: 0, role: Some(1), teams: Some(2) },
    };
    if rows.len() > ImportCheck::MOST {
        let sentence =
            format!("A list has at most {} rows; this one has {}. Divide it.", ImportCheck::MOST, rows.len());
        return Err(ApiError::field("list", &sentence));
    }
    let emails: Vec<String> =
        rows.iter().filter_map(|row| row.fields.get(columns.email)).map(|text| normalized_email(text)).collect();
    let known = Known {
        addresses: store::known_addresses(tx, &emails).await?,
        teams: store::team_keys(tx).await?,
        roles: grantable(&ctx),
        may_team: ctx.may(Permission::TeamManage),
    };
    let (mut judged, mut seen) = (Judged { good: Vec::new(), refused: Vec::new() }, HashSet::new());
    for row in rows {
        match judge(&row.fields, &columns, bulk, &known, &mut seen) {
            Ok(good) => judged.good.push(good),
            Err((email, reason)) => judged.refused.push(RefusedRow { line: row.line, email, reason }),
        }
    }
    Ok(judged)
}

fn file(refused: &[RefusedRow]) -> String {
    let mut file = String::new();
    if !refused.is_empty() {
        record(&mut file, ["line", "email", "reason"]);
    }
    for row in refused {
        record(&mut file, [&row.line.to_string(), &disarmed(&row.email), &disarmed(&row.reason)]);
    }
    file
}

/// Says of every row whether it can be used, and changes nothing.
///
/// # Errors
/// Without `person:import`; [`ProblemKind::Invalid`] with a sentence for a list that cannot be read at all; what the database
/// answers.
pub async fn check_list(db: &Db, ctx: &Ctx, bulk: &Bulk) -> Result<ImportCheck, ApiError> {
    ctx.require(Permission::PersonImport)?;
    let mut tx = db.org_tx(ctx).await?;
    let judged = judged(&mut tx, bulk).await?;
    tx.commit().await?;
    let count = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
    Ok(ImportCheck {
        good: count(judged.good.len()),
        refused: count(judged.refused.len()),
        refused_file: file(&judged.refused),
        shown: judged.refused.into_iter().take(ImportCheck::SHOWN).collect(),
    })
}

/// Queues the invitations of every row that can be used, and passes over the others. One list at a time.
///
/// # Errors
/// Without `person:import`; [`ProblemKind::Invalid`] for a list without a usable row; [`ProblemKind::Conflict`] when the organization
/// has no room for them, and while another list is being worked on; what the database answers.
pub async fn invite_list(db: &Db, ctx: &Ctx, bulk: &Bulk) -> Result<JobId, ApiError> {
    ctx.require(Permission::PersonImport)?;
    bulk.delivery.check(db).await?;
    let mut tx = db.org_tx(ctx).await?;
    let judged = judged(&mut tx, bulk).await?;
    if judged.good.is_empty() {
        return Err(ApiError::field("list", "No row of the list can be used. Look at the reasons and mend them."));
    }
    let count = judged.good.len();
    let open = store::open_count(&mut tx).await?;
    limits::check(&mut tx, Limit::People, open.saturating_add(i64::try_from(count).unwrap_or(i64::MAX))).await?;
    let site = match &bulk.delivery {
        Delivery::Shown => None,
        Delivery::Mailed { site } => Some(site.clone()),
    };
    let payload =
        serde_json::to_value(Payload { rows: judged.good, days: bulk.days, site }).map_err(ApiError::internal)?;
    let job =
        NewJob { kind: BULK_JOB, payload, dedupe_key: Some(BULK_JOB.to_owned()), run_at: ctx.now(), max_attempts: 5 };
    let Some(job) = tx.enqueue(job).await? else {
        let sentence = "Another list is being worked on. Wait until it is done, then send this one again.";
        return Err(ApiError::problem(ProblemKind::Conflict, sentence));
    };
    tx.audit(AuditEvent {
        action: "people.import_started",
        subject_kind: "job",
        subject_id: job.to_string(),
        detail: json!({ "invited": count, "refused": judged.refused.len(), "by_mail": bulk.delivery.is_mail() }),
    })
    .await?;
    tx.commit().await?;
    Ok(job)
}

/// How far the invitations of a list are.
///
/// # Errors
/// Without `person:import`; [`ProblemKind::NotFound`] for any other job; what the database answers.
pub async fn list_progress(db: &Db, ctx: &Ctx, job: JobId) -> Result<ImportProgress, ApiError> {
    ctx.require(Permission::PersonImport)?;
    let mut tx = db.org_tx(ctx).await?;
    let progress = store::job_progress(&mut tx, job, BULK_JOB).await?;
    tx.commit().await?;
    progress.ok_or_else(|| ApiError::not_found("list"))
}

/// The context in which the job invites: the organization's, on behalf of whoever sent the list.
async fn context(run: &JobRun) -> Result<Ctx, ApiError> {
    let mut tx = run.db().system_tx(SystemPurpose::Queue).await?;
    let found = store::organization_of_job(&mut tx, run.organization, run.requested_by).await?;
    tx.commit().await?;
    let Some(found) = found else {
        let sentence = "Whoever sent the list does not belong to the organization any more.";
        return Err(ApiError::problem(ProblemKind::Forbidden, sentence));
    };
    let ambient = run.db().ambient();
    let mut visit = Visit::internal(ambient);
    if let Some(trace) = TraceId::from_traceparent(&format!("00-{}-0-0", run.trace)) {
        visit.trace = trace;
    }
    let tenant = Tenant {
        id: OrganizationId(run.organization.0),
        name: found.name,
        time_zone: found.time_zone,
        week_start: Weekday::Mon,
        operating: found.is_operating,
        suspended: found.suspended_reason,
    };
    let actor = Actor::Job {
        job: run.id,
        kind: run.kind.clone(),
        on_behalf_of: run.requested_by,
        scopes: vec![Permission::PersonCreate, Permission::PersonImport],
    };
    Ok(Ctx::new(visit, tenant, actor))
}

/// Does the job. Done twice it invites nobody twice: who has an open invitation or belongs already is passed over.
///
/// # Errors
/// The lease was lost; whoever sent the list is gone; what the database answers.
pub async fn run_list(run: JobRun) -> Result<String, ApiError> {
    let Payload { rows, days, site } = serde_json::from_value(run.payload.clone()).map_err(ApiError::internal)?;
    let ctx = context(&run).await?;
    let (who, organization) = (ctx.actor.label(), ctx.tenant.name.clone());
    let (total, mut invited, mut done) = (rows.len(), 0, 0);
    for batch in rows.chunks(BATCH) {
        #[expect(clippy::cast_precision_loss, reason = "a bar has fewer pixels than a float has digits")]
        let share = done as f32 / total.max(1) as f32;
        run.progress(share, &format!("Invited {invited} of {total}")).await?;
        let expires_at = ctx.now() + TimeDelta::days(days);
        let mut tx = run.db().org_tx(&ctx).await?;
        let new: Vec<BulkRow> = batch
            .iter()
            .map(|row| BulkRow {
                id: InvitationId(ctx.new_id()),
                email: row.email.clone(),
                role: row.role.as_str(),
                teams: row.teams.clone(),
                token: SecretToken::generate(&ctx.visit.ambient),
            })
            .collect();
        let mailed_at = site.is_some().then(|| ctx.now());
        let made = store::insert_many(&mut tx, &new, expires_at, mailed_at).await?;
        let made: HashSet<Uuid> = made.into_iter().collect();
        if let Some(site) = &site {
            for row in new.iter().filter(|row| made.contains(&row.id.0)) {
                let letter = letter(site, &row.email, &who, &organization, &row.token, expires_at);
                cauldron_platform::mail::queue(&mut tx, &letter).await?;
            }
        }
        tx.audit(AuditEvent {
            action: "people.imported",
            subject_kind: "job",
            subject_id: run.id.to_string(),
            detail: json!({ "invited": made.len(), "emails": new.iter().filter(|row| made.contains(&row.id.0)).map(|row| &row.email).collect::<Vec<_>>() }),
        })
        .await?;
        tx.commit().await?;
        invited += made.len();
        done += batch.len();
    }
    let people = if invited == 1 { "1 person".to_owned() } else { format!("{invited} people") };
    Ok(match total - invited {
        0 => format!("Invited {people}."),
        passed_over => format!("Invited {people}; {passed_over} belonged or were invited already by then."),
    })
}
