//! The job that delivers what is due.

use super::message::{self, Letter, NOBODY};
use super::smtp::{self, Failure, Server};
use super::{PASSWORD_PURPOSE, folder};
use crate::Platform;
use crate::secrets::{Place, SealError};
use crate::store::mail_settings::{self, SettingsRow};
use crate::store::mails::{self, Due};
use cauldron_core::ApiError;
use cauldron_db::jobs::JobRun;
use cauldron_db::{Db, DbError, SystemPurpose};
use chrono::TimeDelta;

/// The kind of the job.
pub const DELIVER: &str = "deliver_mail";
/// For how long a mail that is being tried is left alone by others: longer than any attempt takes.
const HELD: TimeDelta = TimeDelta::minutes(2);
/// The first pause after a failed attempt. Each is twice the one before.
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(30);
/// The longest pause.
const LONGEST_PAUSE: TimeDelta = TimeDelta::minutes(15);
/// How long mails that are done with stay on record.
const KEPT: TimeDelta = TimeDelta::days(30);

/// Whether a mail waits that should be tried now.
///
/// # Errors
/// The database does not answer.
pub async fn is_due(db: &Db) -> Result<bool, DbError> {
    let now = db.ambient().now();
    let mut tx = db.system_tx(SystemPurpose::Mail).await?;
    let due = mails::any_due(&mut tx, now).await?;
    tx.commit().await?;
    Ok(due)
}

/// Forgets mails that were done with long ago. Returns how many.
///
/// # Errors
/// The database does not answer.
pub async fn prune(db: &Db) -> Result<u64, DbError> {
    let before = db.ambient().now() - KEPT;
    let mut tx = db.system_tx(SystemPurpose::Mail).await?;
    let pruned = mails::prune(&mut tx, before).await?;
    tx.commit().await?;
    Ok(pruned)
}

/// Hands one mail to the mail server, or lays it down. Says where it went.
pub(super) async fn deliver(
    platform: &Platform,
    settings: Option<&SettingsRow>,
    letter: &Letter<'_>,
) -> Result<String, Failure> {
    let Some(settings) = settings else {
        let message = message::written(letter, NOBODY)?;
        folder::lay_down(&platform.mail_folder, letter.id, letter.at, &message).await?;
        return Ok("There is no mail server yet, so it lies in the folder mail of the data folder.".to_owned());
    };
    let server = server(platform, settings)
        .map_err(|error| Failure::Later(format!("The mail server's password does not open: {error}.")))?;
    let message = message::written(letter, &server.sender)?;
    smtp::send(&platform.guard, &server, &message).await?;
    Ok(format!("{} took it.", settings.host))
}

fn server(platform: &Platform, settings: &SettingsRow) -> Result<Server, SealError> {
    let place = Place { owner: settings.organization, purpose: PASSWORD_PURPOSE };
    let sealed = settings.sealed_password.as_deref();
    Ok(Server {
        host: settings.host.clone(),
        port: settings.port,
        encryption: settings.encryption,
        username: settings.username.clone(),
        password: sealed.map(|sealed| platform.keys.open(place, sealed)).transpose()?,
        sender: settings.sender.clone(),
    })
}

fn pause(attempts: i32) -> TimeDelta {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(10);
    (FIRST_PAUSE * 2_i32.pow(doublings)).min(LONGEST_PAUSE)
}

/// Delivers everything that is due, one after the other. Says what came of it.
///
/// # Errors
/// The database does not answer; mails that were not tried stay queued.
pub async fn deliver_due(run: &JobRun, platform: &Platform) -> Result<String, ApiError> {
    let (mut sent, mut later, mut failed) = (0_u32, 0_u32, 0_u32);
    while let Some((due, settings)) = take(run.db()).await? {
        let letter =
            Letter { id: due.id, to: &due.recipient, subject: &due.subject, text: &due.body, at: due.created_at };
        match deliver(platform, settings.as_ref(), &letter).await {
            Ok(_where) => sent += 1,
            Err(failure) => {
                if note_failure(run.db(), &due, &failure).await? {
                    later += 1
                } else {
                    failed += 1
                }
                continue;
            }
        }
        let now = run.db().ambient().now();
        let mut tx = run.db().system_tx(SystemPurpose::Mail).await?;
        mails::finish(&mut tx, &due, now, None).await?;
        tx.commit().await?;
        run.progress(0.5, &format!("{sent} sent")).await?;
    }
    Ok(format!("{sent} sent, {later} to be tried again, {failed} given up"))
}

async fn take(db: &Db) -> Result<Option<(Due, Option<SettingsRow>)>, ApiError> {
    let now = db.ambient().now();
    let mut tx = db.system_tx(SystemPurpose::Mail).await?;
    let due = mails::take_due(&mut tx, now, now + HELD).await?;
    let settings = mail_settings::of_operating(&mut tx).await?;
    tx.commit().await?;
    Ok(due.map(|due| (due, settings)))
}

/// Returns whether it is tried again.
async fn note_failure(db: &Db, due: &Due, failure: &Failure) -> Result<bool, ApiError> {
    let now = db.ambient().now();
    let next = now + pause(due.attempts);
    let again = matches!(failure, Failure::Later(_)) && next < due.give_up_at;
    let words: String = failure.sentence().chars().take(500).collect();
    let mut tx = db.system_tx(SystemPurpose::Mail).await?;
    if again {
        mails::postpone(&mut tx, due, next, &words).await?;
    } else {
        mails::finish(&mut tx, due, now, Some(&words)).await?;
    }
    tx.commit().await?;
    tracing::warn!(mail.kind = %due.kind, mail.attempts = due.attempts, mail.tried_again = again, "a mail was not taken");
    Ok(again)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_quarter_of_an_hour() {
        let seconds: Vec<i64> = (1..=8).map(|attempts| pause(attempts).num_seconds()).collect();
        assert_eq!(seconds, [30, 60, 120, 240, 480, 900, 900, 900]);
        assert_eq!(pause(i32::MAX), LONGEST_PAUSE);
    }
}
