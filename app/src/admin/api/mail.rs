//! The mail server and what became of mail, for operators.

use crate::AppError;
use cauldron_types::{MailEncryption, MailPage, MailSettings, MailState};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::server::{answer, as_person, contexts, offsets, signed_in};

/// The Mail page's data: mails of one state, or of all.
#[server(prefix = "/api/admin", endpoint = "mail", input = GetUrl)]
pub(crate) async fn read_mail(#[server(default)] state: Option<MailState>) -> Result<MailPage, AppError> {
    as_person(async move |app, ctx| {
        let page = cauldron_platform::mail::list(&app.db, &ctx, state).await?;
        let now = ctx.now();
        Ok(MailPage {
            offsets: offsets(
                &ctx.tenant.time_zone,
                now - chrono::TimeDelta::days(40),
                now + chrono::TimeDelta::days(2),
            ),
            ..page
        })
    })
    .await
}

/// Saves the mail server, or takes it away when no host is named.
#[server(prefix = "/api/admin", endpoint = "mail/save")]
pub(crate) async fn save_mail_settings(
    #[server(default)] host: String,
    #[server(default)] port: String,
    encryption: MailEncryption,
    #[server(default)] username: String,
    #[server(default)] password: String,
    #[server(default)] sender: String,
    version: i64,
) -> Result<MailSettings, AppError> {
    let changes = cauldron_platform::mail::Changes { host, port, encryption, username, password, sender, version };
    as_person(async move |app, ctx| {
        cauldron_platform::mail::save_settings(&app.db, &ctx, &app.platform, &changes).await
    })
    .await
}

/// Sends a mail to oneself at once, and says where it went.
#[server(prefix = "/api/admin", endpoint = "mail/test")]
pub(crate) async fn try_mail() -> Result<String, AppError> {
    let (app, ctx) = signed_in()?;
    let (_, request) = contexts();
    let to = request.authenticated().map(|person| person.email.clone()).unwrap_or_default();
    answer(&app, &request, cauldron_platform::mail::try_out(&app.db, &ctx, &app.platform, &to).await)
}
