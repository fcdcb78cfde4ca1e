//! Every column that holds sealed secrets.

use cauldron_db::{DbError, SystemTx};
use uuid::Uuid;

/// What is sealed. A column that is not here keeps its old key when keys are renewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sealed {
    /// `integration.mail_settings.sealed_password`, an organization's.
    MailPassword,
    /// `core.totp_secrets.sealed_secret`, a person's.
    TotpSecret,
}

/// All of them.
pub(crate) const SEALED: &[Sealed] = &[Sealed::MailPassword, Sealed::TotpSecret];

impl Sealed {
    pub(crate) const fn purpose(self) -> &'static str {
        match self {
            Self::MailPassword => crate::mail::PASSWORD_PURPOSE,
            Self::TotpSecret => crate::secrets::TOTP_PURPOSE,
        }
    }
}

/// Owner and sealed text of each.
pub(crate) async fn all(tx: &mut SystemTx, kind: Sealed) -> Result<Vec<(Uuid, String)>, DbError> {
    Ok(match kind {
        Sealed::MailPassword => sqlx::query!(
            r#"select organization_id as owner, sealed_password as "text!" from integration.mail_settings
               where sealed_password is not null"#
        )
        .fetch_all(tx.connection())
        .await?
        .into_iter()
        .map(|row| (row.owner, row.text))
        .collect(),
        Sealed::TotpSecret => sqlx::query!("select user_id as owner, sealed_secret as text from core.totp_secrets")
            .fetch_all(tx.connection())
            .await?
            .into_iter()
            .map(|row| (row.owner, row.text))
            .collect(),
    })
}

/// Returns how many were replaced: none when it is not `before` any more.
pub(crate) async fn replace(
    tx: &mut SystemTx,
    kind: Sealed,
    owner: Uuid,
    before: &str,
    after: &str,
) -> Result<u64, DbError> {
    let done = match kind {
        Sealed::MailPassword => {
            sqlx::query!(
                "update integration.mail_settings set sealed_password = $3
                 where organization_id = $1 and sealed_password = $2",
                owner,
                before,
                after
            )
            .execute(tx.connection())
            .await?
        }
        Sealed::TotpSecret => {
            sqlx::query!(
                "update core.totp_secrets set sealed_secret = $3 where user_id = $1 and sealed_secret = $2",
                owner,
                before,
                after
            )
            .execute(tx.connection())
            .await?
        }
    };
    Ok(done.rows_affected())
}
