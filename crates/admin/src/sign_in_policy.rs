//! What an organization asks of signing in: a second factor, and how long sessions last. It holds at the next request of everybody.
//!
//! The database applies it: `core.identity_session` reads the settings with the session.

use crate::reauth;
use crate::sign_in::SessionLimits;
use crate::store::settings;
use cauldron_core::{ApiError, AuditEvent, BusEvent, Ctx, SecurityNotice};
use cauldron_db::{Db, OrgTx};
use cauldron_types::{Permission, Problem, ProblemKind, SignInPolicy};
use serde_json::{Value, json};
use std::collections::HashMap;

const SECOND_FACTOR: &str = "sign_in.second_factor";
const IDLE: &str = "sign_in.idle_minutes";
const ABSOLUTE: &str = "sign_in.absolute_hours";
/// The shortest session without a request, in minutes: shorter ones would end while somebody reads.
const LEAST_IDLE: u32 = 5;

async fn current(tx: &mut OrgTx, limits: SessionLimits) -> Result<SignInPolicy, ApiError> {
    let number =
        |value: Option<Value>| value.as_ref().and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok());
    let mut chosen: HashMap<String, Value> = settings::organization(tx).await?.into_iter().collect();
    Ok(SignInPolicy {
        second_factor: chosen.remove(SECOND_FACTOR).and_then(|value| value.as_bool()).unwrap_or(false),
        idle_minutes: number(chosen.remove(IDLE)),
        absolute_hours: number(chosen.remove(ABSOLUTE)),
        most_idle_minutes: u32::try_from(limits.idle.num_minutes()).unwrap_or(u32::MAX),
        most_absolute_hours: u32::try_from(limits.absolute.num_hours()).unwrap_or(u32::MAX),
    })
}

/// Reads the policy.
///
/// # Errors
/// Without `organization:manage`; what the database answers.
pub async fn read(db: &Db, ctx: &Ctx, limits: SessionLimits) -> Result<SignInPolicy, ApiError> {
    ctx.require(Permission::OrganizationManage)?;
    let mut tx = db.org_tx(ctx).await?;
    let policy = current(&mut tx, limits).await?;
    tx.commit().await?;
    Ok(policy)
}

/// What a save wants, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// Whether everybody has to have a second factor.
    pub second_factor: bool,
    /// Minutes; empty as the installation has it.
    pub idle_minutes: String,
    /// Hours; empty as the installation has it.
    pub absolute_hours: String,
    /// [`SignInPolicy::version`] of what the form was filled from.
    pub version: String,
}

fn number(typed: &str, least: u32, most: u32) -> Result<Option<u32>, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let number = typed.parse::<u32>().ok().filter(|number| (least..=most).contains(number));
    number.map(Some).ok_or_else(|| format!("Enter a whole number from {least} to {most}, or nothing."))
}

/// Saves the policy.
///
/// # Errors
/// Without `organization:manage`; [`ProblemKind::ProofNeeded`] when the last proof is too old; [`ProblemKind::Invalid`] with a
/// sentence a field; [`ProblemKind::Conflict`] when somebody else saved meanwhile; what the database answers.
pub async fn save(db: &Db, ctx: &Ctx, limits: SessionLimits, changes: &Changes) -> Result<SignInPolicy, ApiError> {
    ctx.require(Permission::OrganizationManage)?;
    let mut tx = db.org_tx(ctx).await?;
    let before = current(&mut tx, limits).await?;
    tx.commit().await?;
    let idle = number(&changes.idle_minutes, LEAST_IDLE, before.most_idle_minutes);
    let absolute = number(&changes.absolute_hours, 1, before.most_absolute_hours);
    let (Ok(idle), Ok(absolute)) = (&idle, &absolute) else {
        let mut problem = Problem::new(ProblemKind::Invalid, "Some fields need your attention.");
        for (field, outcome) in [("idle_minutes", idle), ("absolute_hours", absolute)] {
            if let Err(sentence) = outcome {
                problem = problem.with_field(field, sentence);
            }
        }
        return Err(problem.into());
    };
    reauth::require_recent(db, ctx).await?;
    let mut tx = db.org_tx(ctx).await?;
    let before = current(&mut tx, limits).await?;
    if before.version() != changes.version {
        let sentence = "Somebody else changed this while you were editing. Load the page again to see how it is now.";
        return Err(ApiError::problem(ProblemKind::Conflict, sentence));
    }
    settings::choose(&mut tx, SECOND_FACTOR, Some(&json!(changes.second_factor))).await?;
    for (key, value) in [(IDLE, idle), (ABSOLUTE, absolute)] {
        settings::choose(&mut tx, key, value.map(|value| json!(value)).as_ref()).await?;
    }
    let after = current(&mut tx, limits).await?;
    let shown = |policy: &SignInPolicy| json!({ "second_factor": policy.second_factor, "idle_minutes": policy.idle_minutes, "absolute_hours": policy.absolute_hours });
    let detail = json!({ "before": shown(&before), "after": shown(&after) });
    tx.audit(AuditEvent {
        action: "sign_in_policy.changed",
        subject_kind: "organization",
        subject_id: ctx.tenant.id.to_string(),
        detail: detail.clone(),
    })
    .await?;
    tx.publish(&BusEvent::Security(SecurityNotice::by(ctx, "sign_in_policy.changed", detail))).await?;
    tx.commit().await?;
    Ok(after)
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_stay_within_the_bounds_of_the_installation() {
        assert_eq!(number(" ", 5, 720), Ok(None));
        assert_eq!(number("30", 5, 720), Ok(Some(30)));
        for typed in ["4", "721", "-1", "1.5", "many", "99999999999"] {
            assert!(number(typed, 5, 720).unwrap_err().contains("5 to 720"), "{typed}");
        }
    }
}
