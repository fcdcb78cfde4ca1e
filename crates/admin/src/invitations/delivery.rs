//! How the link of an invitation reaches whom it is for: by whoever invites, or by mail.

use cauldron_core::{ApiError, SecretToken};
use cauldron_db::{Db, OrgTx};
use cauldron_platform::mail::{self, NewMail};
use cauldron_types::{InvitationId, InvitationLink};
use chrono::{DateTime, Utc};

/// The way of a link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Delivery {
    /// It is shown once to whoever invites, who hands it over.
    #[default]
    Shown,
    /// It goes by mail and is shown to nobody, so that following it proves the address.
    Mailed {
        /// The address of this Cauldron, which the link begins with: `https://cauldron.example.org`.
        site: String,
    },
}

impl Delivery {
    /// Whether the link goes by mail.
    pub(super) const fn is_mail(&self) -> bool {
        matches!(self, Self::Mailed { .. })
    }

    /// Refuses mail where there is no mail server.
    pub(super) async fn check(&self, db: &Db) -> Result<(), ApiError> {
        if self.is_mail() && !mail::is_sent(db).await? {
            let sentence = "No mail server is set, so no link can go by mail. Hand the link over yourself.";
            return Err(ApiError::field("by_mail", sentence));
        }
        Ok(())
    }

    /// Queues the mail, or puts the secret into the answer.
    pub(super) async fn hand_over(
        &self,
        tx: &mut OrgTx,
        id: InvitationId,
        email: String,
        token: &SecretToken,
        expires_at: DateTime<Utc>,
    ) -> Result<InvitationLink, ApiError> {
        match self {
            Self::Shown => Ok(InvitationLink { id, email, token: token.reveal(), mailed: false }),
            Self::Mailed { site } => {
                let (who, organization) = (tx.ctx().actor.label(), tx.ctx().tenant.name.clone());
                mail::queue(tx, &letter(site, &email, &who, &organization, token, expires_at)).await?;
                Ok(InvitationLink { id, email, token: String::new(), mailed: true })
            }
        }
    }
}

/// The mail of an invitation.
pub(super) fn letter(
    site: &str,
    email: &str,
    who: &str,
    organization: &str,
    token: &SecretToken,
    expires_at: DateTime<Utc>,
) -> NewMail {
    let until = expires_at.format("%-d %B %Y, %H:%M UTC");
    let link = format!("{}/invitation?token={}", site.trim_end_matches('/'), token.reveal());
    NewMail {
        to: email.to_owned(),
        subject: format!("{organization} invites you to Cauldron"),
        text: format!(
            "{who} invites you to join {organization} on Cauldron.\n\nOpen this link to accept:\n\n{link}\n\n\
             It works once, until {until}. If you do not know what this is about, do nothing.\n"
        ),
        kind: "invitation.sent",
    }
}
