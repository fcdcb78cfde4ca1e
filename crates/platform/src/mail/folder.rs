//! Mail that is laid down in the data folder while there is no mail server.

use super::smtp::Failure;
use chrono::{DateTime, Utc};
use lettre::Message;
use std::path::Path;
use tokio::fs::{DirBuilder, OpenOptions};
use tokio::io::AsyncWriteExt as _;
use uuid::Uuid;

/// Writes the message, for the owner of the data folder alone: it may hold a link that opens something.
pub(super) async fn lay_down(folder: &Path, id: Uuid, at: DateTime<Utc>, message: &Message) -> Result<(), Failure> {
    let file = folder.join(format!("{}-{id}.eml", at.format("%Y%m%dT%H%M%SZ")));
    let written = async {
        DirBuilder::new().recursive(true).mode(0o700).create(folder).await?;
        let mut opened = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&file).await?;
        opened.write_all(&message.formatted()).await?;
        opened.sync_all().await
    };
    written
        .await
        .map_err(|error: std::io::Error| Failure::Later(format!("The mail folder cannot be written: {error}.")))
}
