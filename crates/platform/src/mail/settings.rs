//! The mail server of the installation, kept with the operating organization.

use super::PASSWORD_PURPOSE;
use crate::Platform;
use crate::outbound::OutboundError;
use crate::secrets::{Place, Secret};
use crate::store::mail_settings::{self, Written};
use cauldron_core::{ApiError, AuditEvent, BusEvent, Ctx, SecurityNotice};
use cauldron_db::{Db, DbError, SystemPurpose};
use cauldron_types::{MailEncryption, MailSettings, Permission, Problem, ProblemKind};
use lettre::message::Mailbox;
use serde_json::json;

/// What a save wants.
#[derive(Clone)]
pub struct Changes {
    /// Name or address; empty takes the mail server away.
    pub host: String,
    /// Port, as typed.
    pub port: String,
    /// How the connection is encrypted.
    pub encryption: MailEncryption,
    /// Whom to sign in as; empty for nobody.
    pub username: String,
    /// The password; empty keeps the one that is there.
    pub password: String,
    /// From whom mail comes.
    pub sender: String,
    /// The version the form was filled from.
    pub version: i64,
}

impl std::fmt::Debug for Changes {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Changes(…)")
    }
}

/// Whether there is a mail server, so that mail proves that an address is somebody's.
///
/// # Errors
/// The database does not answer.
pub async fn is_sent(db: &Db) -> Result<bool, DbError> {
    let mut tx = db.system_tx(SystemPurpose::Mail).await?;
    let settings = mail_settings::of_operating(&mut tx).await?;
    tx.commit().await?;
    Ok(settings.is_some())
}

/// Reads the settings.
///
/// # Errors
/// Without `operations:manage`; what the database answers.
pub async fn read_settings(db: &Db, ctx: &Ctx) -> Result<MailSettings, ApiError> {
    ctx.require(Permission::OperationsManage)?;
    let mut tx = db.org_tx(ctx).await?;
    let row = mail_settings::read(&mut tx).await?;
    tx.commit().await?;
    Ok(row.map(|row| row.shown()).unwrap_or_default())
}

fn is_host(host: &str) -> bool {
    host.parse::<std::net::IpAddr>().is_ok()
        || (host.len() <= 253
            && host.split('.').all(|label| {
                !label.is_empty() && label.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
            }))
}

async fn checked(platform: &Platform, changes: &Changes, keeps: bool) -> Result<u16, ApiError> {
    let mut problem = Problem::new(ProblemKind::Invalid, "Some fields need your attention.");
    let host = changes.host.trim();
    let port = changes.port.trim().parse::<u16>().ok().filter(|port| *port > 0);
    if port.is_none() {
        problem = problem.with_field("port", "Enter a number from 1 to 65535, such as 465.");
    }
    if !is_host(host) {
        problem = problem.with_field("host", "Enter the name of the mail server alone, such as smtp.example.org.");
    } else if let Some(port) = port {
        match platform.guard.addresses(host, port).await {
            Err(
                error @ (OutboundError::Refused { .. } | OutboundError::Database(_) | OutboundError::Unresolved(_)),
            ) => {
                problem = problem.with_field("host", error.to_string());
            }
            Err(OutboundError::Unreachable { .. }) | Ok(_) => {}
        }
    }
    if changes.sender.trim().parse::<Mailbox>().is_err() || changes.sender.chars().any(char::is_control) {
        problem = problem.with_field("sender", "Enter an address, such as Cauldron <cauldron@example.org>.");
    }
    if changes.username.chars().count() > 254 {
        problem = problem.with_field("username", "Use at most 254 characters.");
    }
    if changes.password.chars().count() > 500 {
        problem = problem.with_field("password", "Use at most 500 characters.");
    }
    let has_password = !changes.password.is_empty() || (keeps && !changes.username.trim().is_empty());
    if changes.encryption == MailEncryption::None && has_password {
        problem = problem.with_field(
            "encryption",
            "A password would travel in the clear. Choose TLS or STARTTLS, or sign in as nobody.",
        );
    }
    if changes.username.trim().is_empty() && !changes.password.is_empty() {
        problem = problem.with_field("username", "Enter whom the password belongs to, or leave both empty.");
    }
    match port {
        Some(port) if problem.fields.is_empty() => Ok(port),
        _ => Err(problem.into()),
    }
}

/// Saves the mail server, or takes it away when no host is named.
///
/// # Errors
/// Without `operations:manage`; [`ProblemKind::Invalid`] with a sentence a field; [`ProblemKind::Conflict`] when somebody else
/// saved since `changes.version`; what the database answers.
pub async fn save_settings(
    db: &Db,
    ctx: &Ctx,
    platform: &Platform,
    changes: &Changes,
) -> Result<MailSettings, ApiError> {
    ctx.require(Permission::OperationsManage)?;
    let mut tx = db.org_tx(ctx).await?;
    let before = mail_settings::read(&mut tx).await?;
    tx.commit().await?;
    let taken_away = changes.host.trim().is_empty();
    // Names are resolved without a transaction at hand.
    let keeps = before.as_ref().is_some_and(|row| row.sealed_password.is_some());
    let port = if taken_away { 0 } else { checked(platform, changes, keeps).await? };
    let mut tx = db.org_tx(ctx).await?;
    let saved = if taken_away {
        mail_settings::delete(&mut tx, changes.version).await?
    } else {
        let username = changes.username.trim();
        let place = Place { owner: ctx.tenant.id.0, purpose: PASSWORD_PURPOSE };
        let password = match changes.password.as_str() {
            "" => before.as_ref().and_then(|row| row.sealed_password.clone()),
            typed => Some(platform.keys.seal(db.ambient(), place, &Secret::new(typed))),
        };
        let written = Written {
            host: changes.host.trim(),
            port,
            encryption: changes.encryption,
            username,
            sealed_password: password.filter(|_| !username.is_empty()),
            sender: changes.sender.trim(),
        };
        mail_settings::write(&mut tx, &written, changes.version).await?
    };
    if !saved {
        let sentence = "Somebody else changed the mail server while you were editing. Load the page again to see how it is now; what you typed is kept here until then.";
        return Err(ApiError::problem(ProblemKind::Conflict, sentence));
    }
    let after = mail_settings::read(&mut tx).await?.map(|row| row.shown()).unwrap_or_default();
    let shown = |settings: &MailSettings| json!({ "host": settings.host, "port": settings.port, "encryption": settings.encryption, "username": settings.username, "sender": settings.sender, "has_password": settings.has_password });
    let before = before.map(|row| row.shown()).unwrap_or_default();
    let detail =
        json!({ "before": shown(&before), "after": shown(&after), "password_changed": !changes.password.is_empty() });
    tx.audit(AuditEvent {
        action: "mail.configured",
        subject_kind: "installation",
        subject_id: String::new(),
        detail: detail.clone(),
    })
    .await?;
    tx.publish(&BusEvent::Security(SecurityNotice::by(ctx, "mail.configured", detail))).await?;
    tx.commit().await?;
    Ok(after)
}
