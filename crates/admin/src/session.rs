//! From the cookie's token to a context.

use crate::sign_in::SessionLimits;
use crate::store::identity;
use cauldron_core::{Actor, ApiError, Ctx, Tenant, TokenHash, Visit};
use cauldron_db::Db;
use cauldron_types::{Role, SignedIn};
use chrono::{TimeDelta, Weekday};

/// What a session's token stands for.
#[derive(Clone, Debug)]
pub enum Standing {
    /// Nobody: no such session, or it has ended.
    SignedOut,
    /// Somebody who may not act now.
    Suspended,
    /// Somebody who may do nothing before they have set up the second factor that their organization asks for.
    MustEnrol(Box<Authenticated>),
    /// Somebody who may act.
    Active(Box<Authenticated>),
}

/// A person with a valid session.
#[derive(Clone, Debug)]
pub struct Authenticated {
    /// The context of their calls.
    pub ctx: Ctx,
    /// Their e-mail address.
    pub email: String,
}

impl Authenticated {
    /// What the browser may know.
    #[must_use]
    pub fn signed_in(&self) -> Option<SignedIn> {
        let Actor::Person { user, display_name, role, .. } = &self.ctx.actor else { return None };
        Some(SignedIn {
            user: *user,
            display_name: display_name.clone(),
            email: self.email.clone(),
            organization: self.ctx.tenant.id,
            organization_name: self.ctx.tenant.name.clone(),
            time_zone: self.ctx.tenant.time_zone.clone(),
            role: *role,
            suspended: self.ctx.tenant.suspended.clone(),
            permissions: self.ctx.permissions(),
        })
    }
}

/// Looks the session up and extends it. Role, standing and the epoch of the organization's access are read anew each time, so
/// a change holds at the next request; what teams and roles give besides is read when the epoch is another.
///
/// # Errors
/// The database does not answer.
pub async fn authenticate(
    db: &Db,
    limits: SessionLimits,
    visit: &Visit,
    token: &TokenHash,
) -> Result<Standing, ApiError> {
    look_up(db, visit, token, Some(limits.idle)).await
}

/// The same for what nobody asked for, such as a page that reads its figures again: the session is not extended.
///
/// # Errors
/// The database does not answer.
pub async fn observe(db: &Db, visit: &Visit, token: &TokenHash) -> Result<Standing, ApiError> {
    look_up(db, visit, token, None).await
}

/// Whether the session that `token` opened goes on under another token, which the browser that shows this one is about to
/// learn, or has learned since it asked.
///
/// # Errors
/// The database does not answer.
pub async fn is_superseded(db: &Db, visit: &Visit, token: &TokenHash) -> Result<bool, ApiError> {
    let mut tx = db.visit_tx(visit).await?;
    Ok(identity::is_superseded(&mut tx, token).await?)
}

async fn look_up(
    db: &Db,
    visit: &Visit,
    token: &TokenHash,
    extended_by: Option<TimeDelta>,
) -> Result<Standing, ApiError> {
    let mut tx = db.visit_tx(visit).await?;
    let row = identity::session(&mut tx, token, extended_by).await?;
    tx.commit().await?;
    let Some(row) = row else { return Ok(Standing::SignedOut) };
    let standing = match row.standing.as_str() {
        "active" => Standing::Active,
        "must_enrol" => Standing::MustEnrol,
        _ => return Ok(Standing::Suspended),
    };
    let role: Role = row.role.parse().map_err(ApiError::internal)?;
    let tenant = Tenant {
        id: row.organization,
        name: row.organization_name,
        time_zone: row.time_zone,
        // One of three that the settings allow.
        week_start: row.week_start.parse().unwrap_or(Weekday::Mon),
        operating: row.operating,
        suspended: row.suspended_reason,
    };
    let actor = Actor::Person { user: row.user, display_name: row.display_name, session: row.session, role };
    let mut ctx = Ctx::new(visit.clone(), tenant, actor);
    ctx.access = match db.access().get(ctx.tenant.id, row.user, row.access_epoch) {
        Some(known) => known,
        None => {
            let access = crate::access::of_person(db, &ctx, row.user, role).await?;
            db.access().put(ctx.tenant.id, row.user, row.access_epoch, access)
        }
    };
    Ok(standing(Box::new(Authenticated { ctx, email: row.email })))
}
