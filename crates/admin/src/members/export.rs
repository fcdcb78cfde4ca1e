//! The list of people as a file.

use super::{read, store};
use crate::store::members::Cursor;
use cauldron_core::{ApiError, AuditEvent, Ctx};
use cauldron_db::{Db, answered};
use cauldron_types::csv::{disarmed, record};
use cauldron_types::{PeopleQuery, Permission};
use serde_json::json;

/// Most people in a file.
const MOST: i64 = 200_000;

/// What the filters find, as comma-separated values with a head. Recorded in the audit log.
///
/// # Errors
/// Without `person:export`; [`cauldron_types::ProblemKind::Invalid`] with a sentence for what cannot be read; what the database
/// answers.
pub async fn csv(db: &Db, ctx: &Ctx, query: &PeopleQuery) -> Result<String, ApiError> {
    ctx.require(Permission::PersonExport)?;
    let filter = read(query)?;
    let mut tx = db.list_tx(ctx).await?;
    let rows = answered(store::list(&mut tx, &filter, Cursor::default(), MOST).await)?;
    let mut file = String::new();
    record(&mut file, ["id", "name", "email", "role", "status", "joined"]);
    for row in &rows {
        let joined = row.joined.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        let id = row.user.to_string();
        record(&mut file, [&id, &disarmed(&row.name), &disarmed(&row.email), &row.role, &row.status, &joined]);
    }
    tx.audit(AuditEvent {
        action: "people.exported",
        subject_kind: "organization",
        subject_id: ctx.tenant.id.to_string(),
        detail: json!({ "people": rows.len(), "filters": query.pairs() }),
    })
    .await?;
    tx.commit().await?;
    Ok(file)
}
