//! Access that nobody used for some time, and so may be taken back.

use crate::search_text::patterns;
use crate::store::access as store;
use crate::store::review::{Counting, ReviewFilter, unused};
use cauldron_core::access::{PermissionSet, RoleGraph, applicable_on};
use cauldron_core::{ApiError, AuditEvent, Ctx};
use cauldron_db::{Db, answered};
use cauldron_types::{
    HolderName, Instant, Permission, ProblemKind, ResourceKind, ResourceName, ReviewBlock, ReviewQuery, Role,
    UnusedRow, csv,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

/// Rows of a file.
const MOST_EXPORTED: i64 = 100_000;

/// What counts as a use of each role: what it gives beyond what everybody has, wherever it gives more than that.
fn counting(roles: &RoleGraph) -> Counting {
    let everybody = PermissionSet::of_role(Role::Member, roles.operating());
    let mut counting = Counting::default();
    for role in roles.every() {
        let all = roles.permissions(role);
        let mut places = vec![("", all)];
        places.extend(ResourceKind::ALL.iter().map(|kind| (kind.as_str(), all.intersection(applicable_on(*kind)))));
        for (kind, set) in places {
            let beyond = set.without(everybody);
            let counts = if beyond.is_empty() { set } else { beyond };
            for permission in counts.iter() {
                counting.roles.push(role.to_string());
                counting.kinds.push(kind.to_owned());
                counting.permissions.push(permission.as_str().to_owned());
            }
        }
    }
    counting
}

fn filter(ctx: &Ctx, query: &ReviewQuery, limit: i64, skip: i64) -> Result<ReviewFilter, ApiError> {
    let held_before = ctx.now() - TimeDelta::days(i64::from(query.days()));
    let words = patterns("q", &query.q)?;
    Ok(ReviewFilter { held_before, unused_since: held_before.date_naive(), words, limit, skip })
}

/// Base roles and roles given besides of which nobody used anything for the days that are asked for, and which are held at
/// least as long.
///
/// # Errors
/// Without `access:report`; [`ProblemKind::Invalid`] for what cannot be read; what the database answers.
pub async fn review(db: &Db, ctx: &Ctx, query: &ReviewQuery) -> Result<ReviewBlock, ApiError> {
    ctx.require(Permission::AccessReport)?;
    let rows = i64::from(ReviewBlock::ROWS);
    let filter = filter(ctx, query, rows + 1, i64::from(query.skipped()))?;
    let mut tx = db.list_tx(ctx).await?;
    let roles = store::roles(&mut tx).await?;
    let mut found = answered(unused(&mut tx, &counting(&roles), &filter).await)?;
    tx.commit().await?;
    let most = usize::try_from(rows).unwrap_or(usize::MAX);
    let more = found.len() > most;
    found.truncate(most);
    Ok(ReviewBlock {
        rows: found,
        more,
        may_manage: ctx.may(Permission::AccessManage),
        now: Instant(ctx.now().timestamp_millis()),
        offsets: Vec::new(),
    })
}

/// The same as comma-separated values, all of it, and that it was taken away in the audit log.
///
/// # Errors
/// As [`review`]; [`ProblemKind::Invalid`] for more than 100,000 rows.
pub async fn export(db: &Db, ctx: &Ctx, query: &ReviewQuery) -> Result<String, ApiError> {
    ctx.require(Permission::AccessReport)?;
    let filter = filter(ctx, query, MOST_EXPORTED + 1, 0)?;
    let mut tx = db.list_tx(ctx).await?;
    let roles = store::roles(&mut tx).await?;
    let found = answered(unused(&mut tx, &counting(&roles), &filter).await)?;
    if i64::try_from(found.len()).unwrap_or(i64::MAX) > MOST_EXPORTED {
        let sentence = "These are more than 100,000 rows. Narrow them by a name, or choose more days.";
        return Err(ApiError::problem(ProblemKind::Invalid, sentence));
    }
    tx.audit(AuditEvent {
        action: "access.review_exported",
        subject_kind: "access_review",
        subject_id: String::new(),
        detail: json!({ "days": query.days(), "words": query.q, "rows": found.len() }),
    })
    .await?;
    tx.commit().await?;
    let mut file = String::new();
    csv::record(&mut file, ["holder", "kind", "email", "role", "on", "held_since", "last_used"]);
    for row in &found {
        csv::record(&mut file, fields(row));
    }
    Ok(file)
}

fn fields(row: &UnusedRow) -> [String; 7] {
    let (kind, email) = match &row.holder {
        HolderName::Person(person) => ("person", person.email.as_str()),
        HolderName::Team(..) => ("team", ""),
    };
    let since = DateTime::<Utc>::from_timestamp_millis(row.since.0).unwrap_or_default();
    [
        csv::disarmed(row.holder.name()),
        kind.to_owned(),
        csv::disarmed(email),
        csv::disarmed(&row.role.name),
        csv::disarmed(&row.on.as_ref().map(ResourceName::words).unwrap_or_else(|| "the whole organization".to_owned())),
        since.format("%Y-%m-%d").to_string(),
        row.last_used.clone().unwrap_or_else(|| "never".to_owned()),
    ]
}
