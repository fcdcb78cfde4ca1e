//! From words to the text that mail servers pass on.

use super::smtp::Failure;
use chrono::{DateTime, Utc};
use lettre::Message;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use std::time::SystemTime;
use uuid::Uuid;

/// A mail about to be sent.
pub(super) struct Letter<'a> {
    pub(super) id: Uuid,
    pub(super) to: &'a str,
    pub(super) subject: &'a str,
    pub(super) text: &'a str,
    pub(super) at: DateTime<Utc>,
}

/// The sender when no mail server says otherwise: mail that is laid down goes nowhere by itself.
pub(super) const NOBODY: &str = "Cauldron <cauldron@localhost>";

/// The message. The same mail has the same Message-ID each time it is tried, so that a copy can be recognized.
pub(super) fn written(letter: &Letter<'_>, sender: &str) -> Result<Message, Failure> {
    let unusable =
        |what: &str, error: &dyn std::fmt::Display| Failure::Never(format!("The {what} cannot be used: {error}."));
    let from: Mailbox = sender.parse().map_err(|error| unusable("sender", &error))?;
    let to = letter.to.parse().map_err(|error| unusable("recipient", &error))?;
    let home = from.email.domain().to_owned();
    Message::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(letter.subject)
        .date(SystemTime::from(letter.at))
        .message_id(Some(format!("<{}@{home}>", letter.id)))
        .header(ContentType::TEXT_PLAIN)
        .body(letter.text.to_owned())
        .map_err(|error| unusable("mail", &error))
}
