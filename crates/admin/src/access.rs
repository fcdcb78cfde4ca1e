//! Who may do what: the access of a session, and what people see and change of it. The rules themselves are pure and stand in
//! `cauldron_core::access`.

mod bindings;
mod explain;
mod review;
pub mod uses;

pub(crate) use bindings::{can_be_given, choices, forget_bindings};
pub use bindings::{forget_resource, give, list, take_back, wanted};
pub use explain::{explain, reached};
pub use review::{export as export_review, review};

use crate::store::access as store;
use cauldron_core::access::{Access, PermissionSet, RoleGraph, Situation};
use cauldron_core::{Actor, ApiError, Ctx};
use cauldron_db::{Db, OrgTx};
use cauldron_types::{Permission, ProblemKind, ResourceRef, Role, UserId};
use std::sync::Arc;

/// Everything a person may do in the organization of `ctx`, whose membership gives them `role`.
///
/// # Errors
/// What the database answers.
pub async fn of_person(db: &Db, ctx: &Ctx, user: UserId, role: Role) -> Result<Access, ApiError> {
    let mut tx = db.org_tx(ctx).await?;
    let situation = situation(&mut tx, user, role).await?;
    tx.commit().await?;
    Ok(situation.access())
}

/// All that decisions about a person depend on.
pub(crate) async fn situation(tx: &mut OrgTx, user: UserId, role: Role) -> Result<Situation, ApiError> {
    let roles = Arc::new(store::roles(tx).await?);
    Ok(Situation { roles, holdings: store::holdings(tx, user, role).await? })
}

/// Begins a change of who may do what. Such changes happen one after the other.
pub(crate) async fn change(db: &Db, ctx: &Ctx) -> Result<(OrgTx, RoleGraph), ApiError> {
    let mut tx = db.org_tx(ctx).await?;
    store::lock(&mut tx).await?;
    let roles = store::roles(&mut tx).await?;
    Ok((tx, roles))
}

/// Refuses to give away what the actor does not hold: `set` on `on`, or everywhere.
pub(crate) fn require_held(ctx: &Ctx, set: PermissionSet, on: Option<&ResourceRef>) -> Result<(), ApiError> {
    if ctx.access.covers(set, on) {
        return Ok(());
    }
    let held = |permission: &Permission| on.map_or_else(|| ctx.may(*permission), |on| ctx.may_on(*permission, on));
    let missing: Vec<&str> =
        set.iter().filter(|permission| !held(permission)).map(Permission::as_str).take(4).collect();
    let sentence = format!(
        "You can only pass on what you hold yourself, and you do not hold {}. Ask somebody who does.",
        missing.join(", ")
    );
    Err(ApiError::problem(ProblemKind::Forbidden, sentence))
}

/// Refuses a change, made in `tx` already, by which the actor would lose the right to manage access: there might be nobody left
/// to give it back.
pub(crate) async fn keep_own_power(tx: &mut OrgTx) -> Result<(), ApiError> {
    let ctx = tx.ctx().clone();
    let Actor::Person { user, .. } = ctx.actor else { return Ok(()) };
    if !ctx.may(Permission::AccessManage) {
        return Ok(());
    }
    let left = match store::base_role(tx, user).await? {
        Some(role) => situation(tx, user, role).await?.access().may(Permission::AccessManage),
        None => false,
    };
    if left {
        return Ok(());
    }
    let sentence = "This would take away your own right to manage access. Nothing was changed: somebody else who manages access \
                    can do it, or give you another role first.";
    Err(ApiError::problem(ProblemKind::Conflict, sentence))
}
