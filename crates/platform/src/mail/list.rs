//! What became of mail, for operators.

use super::settings::read_settings;
use crate::store::mails;
use cauldron_core::{ApiError, Ctx};
use cauldron_db::Db;
use cauldron_types::{Instant, MailPage, MailState, Permission};

/// Mails on a page.
const SHOWN: i64 = 100;

/// The mail server and the latest mails of all organizations, newest first, of one state or of all. The caller adds offsets.
///
/// # Errors
/// Without `operations:manage`; what the database answers.
pub async fn list(db: &Db, ctx: &Ctx, state: Option<MailState>) -> Result<MailPage, ApiError> {
    ctx.require(Permission::OperationsManage)?;
    let settings = read_settings(db, ctx).await?;
    let mut tx = db.operations_tx(ctx).await?;
    let mails = mails::latest(&mut tx, state, SHOWN).await?;
    tx.commit().await?;
    Ok(MailPage { settings, mails, now: Instant(ctx.now().timestamp_millis()), offsets: Vec::new() })
}
