//! The mail server in `integration.mail_settings`.

use cauldron_db::{DbError, OrgTx, SystemTx};
use cauldron_types::{MailEncryption, MailSettings};
use uuid::Uuid;

/// The stored settings.
pub(crate) struct SettingsRow {
    pub(crate) organization: Uuid,
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) encryption: MailEncryption,
    pub(crate) username: String,
    pub(crate) sealed_password: Option<String>,
    pub(crate) sender: String,
    pub(crate) version: i64,
}

impl SettingsRow {
    /// What a page may show.
    pub(crate) fn shown(&self) -> MailSettings {
        MailSettings {
            host: self.host.clone(),
            port: self.port,
            encryption: self.encryption,
            username: self.username.clone(),
            has_password: self.sealed_password.is_some(),
            sender: self.sender.clone(),
            version: self.version,
        }
    }
}

struct Raw {
    organization_id: Uuid,
    host: String,
    port: i32,
    encryption: String,
    username: String,
    sealed_password: Option<String>,
    sender: String,
    version: i64,
}

impl From<Raw> for SettingsRow {
    fn from(raw: Raw) -> Self {
        Self {
            organization: raw.organization_id,
            host: raw.host,
            // Both within what constraints have.
            port: u16::try_from(raw.port).unwrap_or(465),
            encryption: raw.encryption.parse().unwrap_or(MailEncryption::Tls),
            username: raw.username,
            sealed_password: raw.sealed_password,
            sender: raw.sender,
            version: raw.version,
        }
    }
}

pub(crate) async fn read(tx: &mut OrgTx) -> Result<Option<SettingsRow>, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let raw = sqlx::query_as!(
        Raw,
        "select organization_id, host, port, encryption, username, sealed_password, sender, version
         from integration.mail_settings where organization_id = $1",
        organization,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(raw.map(SettingsRow::from))
}

/// Those that hold for the installation.
pub(crate) async fn of_operating(tx: &mut SystemTx) -> Result<Option<SettingsRow>, DbError> {
    let raw = sqlx::query_as!(
        Raw,
        "select settings.organization_id, settings.host, settings.port, settings.encryption, settings.username,
             settings.sealed_password, settings.sender, settings.version
         from integration.mail_settings as settings
         join core.organizations as organization on organization.id = settings.organization_id
         where organization.is_operating",
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(raw.map(SettingsRow::from))
}

/// What is to be stored.
pub(crate) struct Written<'a> {
    pub(crate) host: &'a str,
    pub(crate) port: u16,
    pub(crate) encryption: MailEncryption,
    pub(crate) username: &'a str,
    pub(crate) sealed_password: Option<String>,
    pub(crate) sender: &'a str,
}

/// Returns whether it was stored: not when the stored version is another than `version`, which is 0 for none.
pub(crate) async fn write(tx: &mut OrgTx, written: &Written<'_>, version: i64) -> Result<bool, DbError> {
    let organization = tx.ctx().tenant.id.0;
    let done = sqlx::query!(
        "with changed as (
             update integration.mail_settings set host = $3, port = $4, encryption = $5, username = $6,
                 sealed_password = $7, sender = $8
             where organization_id = $1 and version = $2
             returning organization_id)
         , added as (
             insert into integration.mail_settings (organization_id, host, port, encryption, username, sealed_password,
                 sender)
             select $1, $3, $4, $5, $6, $7, $8 where $2 = 0
             on conflict do nothing
             returning organization_id)
         select organization_id from changed union all select organization_id from added",
        organization,
        version,
        written.host,
        i32::from(written.port),
        written.encryption.as_str(),
        written.username,
        written.sealed_password,
        written.sender,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(done.is_some())
}

/// Returns whether it is gone, or was not there; not when the stored version is another.
pub(crate) async fn delete(tx: &mut OrgTx, version: i64) -> Result<bool, DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query!(
        "delete from integration.mail_settings where organization_id = $1 and version = $2",
        organization,
        version
    )
    .execute(tx.connection())
    .await?;
    Ok(read(tx).await?.is_none())
}
