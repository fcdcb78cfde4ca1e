//! Mail: queued in the transaction of what it tells of, delivered by a job, tried again while the mail server is away.

mod delivery;
mod folder;
mod list;
mod message;
mod settings;
mod smtp;

pub use delivery::{DELIVER, deliver_due, is_due, prune};
pub use list::list;
pub use settings::{Changes, is_sent, read_settings, save_settings};

/// The place of the mail server's password in the secrets store.
pub(crate) const PASSWORD_PURPOSE: &str = "mail.password";

use crate::Platform;
use crate::store::{mail_settings, mails};
use cauldron_core::{ApiError, AuditEvent, Ctx};
use cauldron_db::{Db, DbError, OrgTx, SystemPurpose, SystemTx};
use cauldron_types::{OrganizationId, Permission, ProblemKind};
use chrono::TimeDelta;
use serde_json::json;

/// How long a mail is tried.
const PATIENCE: TimeDelta = TimeDelta::hours(24);

/// A mail to be sent, as plain text.
#[derive(Clone)]
pub struct NewMail {
    /// The address.
    pub to: String,
    /// The subject, one line.
    pub subject: String,
    /// The text. It may hold a link that opens something: it is never logged, and forgotten once it has gone.
    pub text: String,
    /// What it tells of, such as `person.invited`.
    pub kind: &'static str,
}

impl std::fmt::Debug for NewMail {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "NewMail({})", self.kind)
    }
}

/// One line without characters that control how text is written, and not too long.
#[must_use]
pub fn one_line(subject: &str) -> String {
    let line = subject.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let line: String = line.take(200).collect();
    if line.trim().is_empty() { "Cauldron".to_owned() } else { line }
}

/// Queues a mail of the organization, in this transaction.
///
/// # Errors
/// The statement fails.
pub async fn queue(tx: &mut OrgTx, mail: &NewMail) -> Result<(), DbError> {
    let give_up = tx.ctx().now() + PATIENCE;
    mails::insert(tx, mail, &one_line(&mail.subject), give_up).await
}

/// Queues a mail of an organization from the installation's own work, in this transaction.
///
/// # Errors
/// The statement fails.
pub async fn queue_for(tx: &mut SystemTx, organization: OrganizationId, mail: &NewMail) -> Result<(), DbError> {
    let now = tx.db().ambient().now();
    mails::insert_for(tx, organization, mail, &one_line(&mail.subject), (now, now + PATIENCE)).await
}

/// Sends a mail at once and says where it went: an operator tries the settings on themself.
///
/// # Errors
/// Without `operations:manage`; [`ProblemKind::Invalid`] with what the mail server or the guard said; what the database answers.
pub async fn try_out(db: &Db, ctx: &Ctx, platform: &Platform, to: &str) -> Result<String, ApiError> {
    ctx.require(Permission::OperationsManage)?;
    let mut tx = db.system_tx(SystemPurpose::Mail).await?;
    let settings = mail_settings::of_operating(&mut tx).await?;
    tx.commit().await?;
    let ambient = db.ambient();
    let letter = message::Letter {
        id: ambient.new_id(),
        to,
        subject: "Mail from Cauldron arrives",
        text: "This is the mail that you asked for on the Mail page of Cauldron. Nothing else has to be done.\n",
        at: ambient.now(),
    };
    let outcome = delivery::deliver(platform, settings.as_ref(), &letter).await;
    let mut tx = db.org_tx(ctx).await?;
    tx.audit(AuditEvent {
        action: "mail.tried",
        subject_kind: "installation",
        subject_id: String::new(),
        detail: json!({ "delivered": outcome.is_ok() }),
    })
    .await?;
    tx.commit().await?;
    outcome.map_err(|failure| ApiError::problem(ProblemKind::Invalid, failure.sentence()))
}
