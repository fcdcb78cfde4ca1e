//! From the cookie's token to a context.

use crate::sign_in::SessionLimits;
use crate::store::identity;
use cauldron_core::{Actor, ApiError, Ctx, Tenant, TokenHash, Visit};
use cauldron_db::Db;
use cauldron_types::{Role, SignedIn};

/// What a session's token stands for.
#[derive(Clone, Debug)]
pub enum Standing {
    /// Nobody: no such session, or it has ended.
    SignedOut,
    /// Somebody who may not act now.
    Suspended,
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
            role: *role,
            permissions: self.ctx.permissions(),
        })
    }
}

/// Looks the session up and extends it. Role and standing are read anew each time, so a change holds at the next request.
///
/// # Errors
/// The database does not answer.
pub async fn authenticate(
    db: &Db,
    limits: SessionLimits,
    visit: &Visit,
    token: &TokenHash,
) -> Result<Standing, ApiError> {
    let mut tx = db.visit_tx(visit).await?;
    let row = identity::session(&mut tx, token, limits.idle).await?;
    tx.commit().await?;
    let Some(row) = row else { return Ok(Standing::SignedOut) };
    if row.standing != "active" {
        return Ok(Standing::Suspended);
    }
    let role: Role = row.role.parse().map_err(ApiError::internal)?;
    Ok(Standing::Active(Box::new(Authenticated {
        ctx: Ctx {
            visit: visit.clone(),
            tenant: Tenant {
                id: row.organization,
                name: row.organization_name,
                time_zone: row.time_zone,
                operating: row.operating,
            },
            actor: Actor::Person { user: row.user, display_name: row.display_name, session: row.session, role },
        },
        email: row.email,
    })))
}
