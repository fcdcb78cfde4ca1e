//! Service accounts: programs with keys of their own, which outlive whoever set them up.

use crate::api_keys::scope_problem;
use crate::fields::name_problem;
use crate::store::api_keys::{revoke_all_of, scope_names};
use crate::store::service_accounts::{self as store, Choices};
use cauldron_core::{ApiError, AuditEvent, BusEvent, Ctx, SecurityNotice};
use cauldron_db::{Db, DbError, OnConstraint as _, OrgTx};
use cauldron_types::{Permission, Problem, ProblemKind, ServiceAccountId, ServiceAccountRow};
use serde_json::{Value, json};

const LONGEST_PURPOSE: usize = 300;

/// What of an account can be chosen.
#[derive(Clone, Debug)]
pub struct AccountChoices {
    /// Its name, unlike every other's.
    pub name: String,
    /// What it is for; may be empty.
    pub purpose: String,
    /// The most that its keys may do.
    pub scopes: Vec<Permission>,
}

impl AccountChoices {
    /// What of it cannot be used; `added` are the scopes that are new.
    fn problem(&self, ctx: &Ctx, added: &[Permission]) -> Option<Problem> {
        let mut problem = Problem::new(ProblemKind::Invalid, "Some fields need your attention.");
        if let Some(sentence) = name_problem(&self.name, "a name for the service account") {
            problem = problem.with_field("name", sentence);
        }
        let length = self.purpose.trim().chars().count();
        if length > LONGEST_PURPOSE {
            let sentence = format!("Use at most {LONGEST_PURPOSE} characters; these are {length}.");
            problem = problem.with_field("purpose", sentence);
        } else if self.purpose.contains('\0') {
            problem = problem.with_field("purpose", "Remove the characters that cannot be seen.");
        }
        let scopes = if self.scopes.is_empty() { scope_problem(ctx, &[]) } else { None };
        if let Some(sentence) = scopes.or_else(|| (!added.is_empty()).then(|| scope_problem(ctx, added)).flatten()) {
            problem = problem.with_field("scopes", sentence);
        }
        (!problem.fields.is_empty()).then_some(problem)
    }

    fn stored(&self) -> Choices<'_> {
        Choices { name: self.name.trim(), purpose: self.purpose.trim(), scopes: &self.scopes }
    }

    fn shown(&self) -> Value {
        json!({ "name": self.name.trim(), "purpose": self.purpose.trim(), "scopes": scope_names(&self.scopes) })
    }
}

fn taken<T>(result: Result<T, DbError>) -> Result<T, ApiError> {
    result.on_constraint("service_accounts_once", || {
        let sentence = "There is a service account of this name. Choose another.";
        Problem::new(ProblemKind::Conflict, sentence).with_field("name", sentence).into()
    })
}

async fn note(tx: &mut OrgTx, what: &'static str, id: ServiceAccountId, detail: Value) -> Result<(), ApiError> {
    let notice = SecurityNotice::by(tx.ctx(), what, detail.clone());
    tx.audit(AuditEvent { action: what, subject_kind: "service_account", subject_id: id.to_string(), detail }).await?;
    tx.publish(&BusEvent::Security(notice)).await?;
    Ok(())
}

async fn found(tx: &mut OrgTx, id: ServiceAccountId) -> Result<ServiceAccountRow, ApiError> {
    store::list(tx, Some(id)).await?.into_iter().next().ok_or_else(|| ApiError::not_found("service account"))
}

/// All of them, by name.
///
/// # Errors
/// Without `api_key:read`; what the database answers.
pub async fn list(db: &Db, ctx: &Ctx) -> Result<Vec<ServiceAccountRow>, ApiError> {
    ctx.require(Permission::ApiKeyRead)?;
    let mut tx = db.org_tx(ctx).await?;
    let accounts = store::list(&mut tx, None).await?;
    tx.commit().await?;
    Ok(accounts)
}

/// Makes one.
///
/// # Errors
/// Without `api_key:manage`; [`ProblemKind::Invalid`] with a sentence a field; [`ProblemKind::Conflict`] for a name that is
/// taken; [`ProblemKind::Forbidden`] for who is no person; what the database answers.
pub async fn create(db: &Db, ctx: &Ctx, choices: &AccountChoices) -> Result<ServiceAccountId, ApiError> {
    ctx.require(Permission::ApiKeyManage)?;
    let Some(maker) = ctx.actor.user() else {
        return Err(ApiError::problem(
            ProblemKind::Forbidden,
            "A service account is made by a person, who answers for it.",
        ));
    };
    if let Some(problem) = choices.problem(ctx, &choices.scopes) {
        return Err(problem.into());
    }
    let id = ServiceAccountId(ctx.new_id());
    let mut tx = db.org_tx(ctx).await?;
    taken(store::insert(&mut tx, id, maker.0, &choices.stored()).await)?;
    note(&mut tx, "service_account.created", id, choices.shown()).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes name, purpose and scopes, unless somebody else did since `version`. Its keys lose at once what it loses.
///
/// # Errors
/// As [`create`]; [`ProblemKind::NotFound`] for one that is not there; [`ProblemKind::Conflict`] for a stale version.
pub async fn update(
    db: &Db,
    ctx: &Ctx,
    id: ServiceAccountId,
    version: i64,
    choices: &AccountChoices,
) -> Result<(), ApiError> {
    ctx.require(Permission::ApiKeyManage)?;
    let mut tx = db.org_tx(ctx).await?;
    let before = found(&mut tx, id).await?;
    let added: Vec<Permission> =
        choices.scopes.iter().copied().filter(|scope| !before.scopes.contains(scope)).collect();
    if let Some(problem) = choices.problem(ctx, &added) {
        return Err(problem.into());
    }
    if !taken(store::update(&mut tx, id, version, &choices.stored()).await)? {
        let sentence = format!(
            "Somebody else changed {} while you were editing. Your entries are kept: compare, then save again.",
            before.name
        );
        let mut problem = Problem::new(ProblemKind::Conflict, sentence);
        if before.name != choices.name.trim() {
            problem = problem.with_field("name", format!("Saved meanwhile: {}.", before.name));
        }
        if before.purpose != choices.purpose.trim() {
            problem = problem.with_field("purpose", format!("Saved meanwhile: {}.", before.purpose));
        }
        return Err(problem.with_field("version", before.version.to_string()).into());
    }
    let was = AccountChoices { name: before.name, purpose: before.purpose, scopes: before.scopes };
    note(&mut tx, "service_account.updated", id, json!({ "before": was.shown(), "after": choices.shown() })).await?;
    Ok(tx.commit().await?)
}

/// Stops all its keys, or lets them go on.
///
/// # Errors
/// Without `api_key:manage`; [`ProblemKind::NotFound`] for one that is not there; what the database answers.
pub async fn set_suspended(db: &Db, ctx: &Ctx, id: ServiceAccountId, suspended: bool) -> Result<(), ApiError> {
    ctx.require(Permission::ApiKeyManage)?;
    let mut tx = db.org_tx(ctx).await?;
    let account = found(&mut tx, id).await?;
    if account.suspended == suspended {
        return Ok(());
    }
    let (status, what) = if suspended {
        ("suspended", "service_account.suspended")
    } else {
        // Whoever lets it act again gives it what it holds.
        if let Some(sentence) = scope_problem(ctx, &account.scopes) {
            return Err(ApiError::problem(ProblemKind::Forbidden, sentence));
        }
        ("active", "service_account.resumed")
    };
    store::set_status(&mut tx, id, status).await?;
    note(&mut tx, what, id, json!({ "name": account.name, "keys": account.keys })).await?;
    Ok(tx.commit().await?)
}

/// Takes it away for good and revokes all its keys. Returns how many.
///
/// # Errors
/// As [`set_suspended`].
pub async fn remove(db: &Db, ctx: &Ctx, id: ServiceAccountId) -> Result<u64, ApiError> {
    ctx.require(Permission::ApiKeyManage)?;
    let mut tx = db.org_tx(ctx).await?;
    let account = found(&mut tx, id).await?;
    let revoked = revoke_all_of(&mut tx, id).await?;
    store::set_status(&mut tx, id, "removed").await?;
    note(&mut tx, "service_account.removed", id, json!({ "name": account.name, "keys_revoked": revoked })).await?;
    tx.commit().await?;
    Ok(revoked)
}
