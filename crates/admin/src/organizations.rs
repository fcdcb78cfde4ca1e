//! The organizations of an installation, for whoever runs it: from a page of the operating organization, and from the command
//! line. Whatever is done to one is announced in its own audit log.

use crate::fields::{known_time_zone, name_problem, plausible_email, slug_problem};
use crate::invitations::USUAL_DAYS;
use crate::limits::Limit;
use crate::search_text::patterns;
use crate::sign_in::normalized_email;
use crate::store::operators::{self as store, NewRow};
use cauldron_core::{Actor, ApiError, BusEvent, Ctx, SecretToken, SecurityNotice};
use cauldron_db::{Db, OnConstraint as _, SystemPurpose, SystemTx, answered};
use cauldron_types::{
    Instant, InvitationId, InvitationLink, LimitView, NewOrganization, OrganizationId, OrganizationList,
    OrganizationRow, Permission, Problem, ProblemKind, Role, SettingLevel,
};
use chrono::TimeDelta;
use serde_json::{Value, json};

/// Most organizations of a list.
const MOST: i64 = 500;

/// Who does it.
#[derive(Clone, Copy, Debug)]
pub enum Operator<'a> {
    /// Somebody of the operating organization.
    Person(&'a Ctx),
    /// Somebody at the command line of the machine.
    CommandLine,
}

impl Operator<'_> {
    async fn begin(self, db: &Db, reason: &'static str) -> Result<SystemTx, ApiError> {
        match self {
            Self::Person(ctx) => db.operator_tx(ctx, reason).await,
            Self::CommandLine => Ok(db.system_tx(SystemPurpose::Reason(reason)).await?),
        }
    }

    fn label(self) -> String {
        match self {
            Self::Person(ctx) => format!("{} {}", Actor::OPERATOR_LABEL, ctx.actor.label()),
            Self::CommandLine => Actor::OPERATOR_LABEL.to_owned(),
        }
    }
}

/// What happened to an organization, in its audit log and on the bus.
async fn note(
    tx: &mut SystemTx,
    operator: Operator<'_>,
    organization: OrganizationId,
    what: &'static str,
    detail: &Value,
) -> Result<(), ApiError> {
    tx.audit(organization, what, "organization", &organization.to_string(), detail).await?;
    let ambient = tx.db().ambient().clone();
    let notice = SecurityNotice {
        what: what.to_owned(),
        time: ambient.now(),
        actor_id: None,
        actor_label: operator.label(),
        address: None,
        detail: detail.clone(),
    };
    tx.publish(organization, ambient.new_id(), &BusEvent::Security(notice)).await?;
    Ok(())
}

fn row(row: store::Row) -> OrganizationRow {
    OrganizationRow {
        id: OrganizationId(row.id),
        name: row.name,
        slug: row.slug,
        suspended: row.suspended_reason,
        operating: row.is_operating,
        people: row.people,
        stored_bytes: row.stored_bytes,
        created: Instant(row.created_at.timestamp_millis()),
    }
}

/// The organizations whose name or slug has every word of `q`, by name, with the installation's standards for limits.
///
/// # Errors
/// Without `operations:read`, which there is in the operating organization alone; [`ProblemKind::Invalid`] for words that cannot be
/// searched for; what the database answers.
pub async fn list(db: &Db, ctx: &Ctx, q: &str) -> Result<OrganizationList, ApiError> {
    let words = patterns("q", q)?;
    let mut tx = db.operations_tx(ctx).await?;
    let rows = answered(store::list(&mut tx, words.as_deref(), MOST).await)?;
    let total = rows.first().map_or(0, |row| row.total);
    let chosen = answered(store::standards(&mut tx).await)?;
    tx.commit().await?;
    let standards = Limit::ALL
        .iter()
        .map(|limit| {
            let own = chosen.iter().find(|(key, _)| key == limit.key());
            LimitView {
                key: limit.key().to_owned(),
                label: limit.label().to_owned(),
                used: 0,
                most: own.map_or(limit.standard(), |(_, most)| *most),
                from: if own.is_some() { SettingLevel::System } else { SettingLevel::BuiltIn },
                unit: limit.unit().to_owned(),
            }
        })
        .collect();
    Ok(OrganizationList {
        organizations: rows.into_iter().map(row).collect(),
        total,
        standards,
        editable: ctx.may(Permission::OperationsManage),
        now: Instant(ctx.now().timestamp_millis()),
        offsets: Vec::new(),
    })
}

/// Every organization, for the command line.
///
/// # Errors
/// What the database answers.
pub async fn list_all(db: &Db) -> Result<Vec<OrganizationRow>, ApiError> {
    let mut tx = db.system_tx(SystemPurpose::Reason("list organizations from the command line")).await?;
    let rows = store::list(&mut tx, None, i64::MAX).await?;
    tx.commit().await?;
    Ok(rows.into_iter().map(row).collect())
}

/// An organization to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Name.
    pub name: String,
    /// Short name.
    pub slug: String,
    /// IANA time zone.
    pub time_zone: String,
    /// Address of its first owner, who gets a link.
    pub owner_email: String,
}

/// Makes an organization and an invitation for its first owner. The link's secret is in the answer and nowhere else.
///
/// # Errors
/// For a person without `operations:manage`; [`ProblemKind::Invalid`] with a sentence a field, also for a slug that is taken; what
/// the database answers.
pub async fn create(db: &Db, operator: Operator<'_>, wanted: &Wanted) -> Result<NewOrganization, ApiError> {
    let mut tx = operator.begin(db, "make an organization").await?;
    let mut problem = Problem::new(ProblemKind::Invalid, "Some fields need your attention.");
    if let Some(sentence) = name_problem(&wanted.name, "the name of the organization") {
        problem = problem.with_field("name", sentence);
    }
    let slug = wanted.slug.trim();
    if let Some(sentence) = slug_problem(slug) {
        problem = problem.with_field("slug", sentence);
    }
    let zone = Some(wanted.time_zone.trim()).filter(|zone| !zone.is_empty()).unwrap_or("UTC");
    let time_zone = known_time_zone(zone);
    if time_zone.is_none() {
        problem = problem.with_field("time_zone", "Choose a time zone by its IANA name, such as Europe/Berlin.");
    }
    let email = normalized_email(&wanted.owner_email);
    if !plausible_email(&email) {
        problem = problem.with_field("owner_email", "Enter an e-mail address, such as mira@example.org.");
    }
    let Some(time_zone) = time_zone.filter(|_| problem.fields.is_empty()) else { return Err(problem.into()) };
    let ambient = db.ambient();
    let (id, invitation, token) =
        (OrganizationId(ambient.new_id()), InvitationId(ambient.new_id()), SecretToken::generate(ambient));
    let name = wanted.name.trim();
    store::insert(&mut tx, &NewRow { id, name, slug, time_zone }).await.on_constraint(
        "organizations_slug_key",
        || {
            let sentence = format!("\"{slug}\" is taken by another organization. Choose another.");
            Problem::new(ProblemKind::Invalid, "Some fields need your attention.").with_field("slug", sentence).into()
        },
    )?;
    let expires_at = ambient.now() + TimeDelta::days(USUAL_DAYS);
    store::invite_owner(&mut tx, id, invitation, &email, &token.hash(), expires_at).await?;
    note(&mut tx, operator, id, "organization.created", &json!({ "name": name, "slug": slug })).await?;
    let detail = json!({ "email": email, "role": Role::Owner.as_str(), "expires": expires_at });
    tx.audit(id, "invitation.created", "invitation", &invitation.to_string(), &detail).await?;
    tx.commit().await?;
    let link = InvitationLink { id: invitation, email, token: token.reveal(), mailed: false };
    Ok(NewOrganization { id, name: name.to_owned(), link })
}

async fn by_slug(tx: &mut SystemTx, slug: &str) -> Result<OrganizationId, ApiError> {
    let found = store::by_slug(tx, slug).await?;
    found.ok_or_else(|| ApiError::problem(ProblemKind::NotFound, format!("There is no organization \"{slug}\".")))
}

/// Makes an organization read-only; its people see the reason. Suspending one that is suspended gives it the new reason.
///
/// # Errors
/// For a person without `operations:manage`; [`ProblemKind::Invalid`] for a reason that is none; [`ProblemKind::Conflict`] for the
/// operating organization; [`ProblemKind::NotFound`]; what the database answers.
pub async fn suspend(db: &Db, operator: Operator<'_>, slug: &str, reason: &str) -> Result<(), ApiError> {
    let mut tx = operator.begin(db, "suspend an organization").await?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 500 || reason.chars().any(char::is_control) {
        return Err(ApiError::field("reason", "Say in up to 500 characters why; its people see it."));
    }
    let organization = by_slug(&mut tx, slug).await?;
    if Some(organization) == db.operating_organization().await? {
        let sentence = "This organization runs the installation and cannot be suspended.";
        return Err(ApiError::problem(ProblemKind::Conflict, sentence));
    }
    tx.enter(organization).await?;
    store::suspend(&mut tx, organization, reason).await?;
    note(&mut tx, operator, organization, "organization.suspended", &json!({ "reason": reason })).await?;
    Ok(tx.commit().await?)
}

/// Lets an organization write again. Restoring one that is active does nothing.
///
/// # Errors
/// For a person without `operations:manage`; [`ProblemKind::NotFound`]; what the database answers.
pub async fn restore(db: &Db, operator: Operator<'_>, slug: &str) -> Result<(), ApiError> {
    let mut tx = operator.begin(db, "restore an organization").await?;
    let organization = by_slug(&mut tx, slug).await?;
    if store::restore(&mut tx, organization).await? {
        tx.enter(organization).await?;
        note(&mut tx, operator, organization, "organization.restored", &json!({})).await?;
    }
    Ok(tx.commit().await?)
}
