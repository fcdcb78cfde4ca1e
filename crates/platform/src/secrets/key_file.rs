//! The file of keys in the data folder, for its owner alone.

use super::keyring::KeyError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

/// Its name.
pub(super) const NAME: &str = "sealing-keys.json";

/// What it holds.
pub(super) struct Stored {
    /// The key that seals.
    pub(super) current: [u8; 32],
    /// Those before it, the latest first.
    pub(super) older: Vec<[u8; 32]>,
}

#[derive(Serialize, Deserialize)]
struct Written {
    current: String,
    older: Vec<String>,
}

fn failed(file: &Path) -> impl Fn(std::io::Error) -> KeyError {
    let file = file.to_owned();
    move |reason| KeyError::File { file: file.clone(), reason }
}

/// Reads the keys; none when there is no file.
pub(super) fn read(file: &Path) -> Result<Option<Stored>, KeyError> {
    let failed = failed(file);
    let mut opened = match File::open(file) {
        Ok(opened) => opened,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    if opened.metadata().map_err(&failed)?.permissions().mode() & 0o077 != 0 {
        return Err(KeyError::Open(file.to_owned()));
    }
    let mut text = String::new();
    opened.read_to_string(&mut text).map_err(&failed)?;
    let damaged = |reason: &str| KeyError::Damaged { file: file.to_owned(), reason: reason.to_owned() };
    let written: Written = serde_json::from_str(&text).map_err(|_| damaged("it is not what Cauldron wrote"))?;
    let key = |text: &String| {
        let bytes = STANDARD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
        bytes.ok_or_else(|| damaged("one of its keys is not 32 bytes long"))
    };
    let older = written.older.iter().map(key).collect::<Result<_, _>>()?;
    Ok(Some(Stored { current: key(&written.current)?, older }))
}

fn write(file: &Path, stored: &Stored) -> std::io::Result<()> {
    let written = Written {
        current: STANDARD.encode(stored.current),
        older: stored.older.iter().map(|key| STANDARD.encode(key)).collect(),
    };
    let mut opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    opened.write_all(serde_json::to_string_pretty(&written)?.as_bytes())?;
    opened.sync_all()
}

/// Makes the file. Of two processes that do so at once the first wins, and both go on with its key.
pub(super) fn make(file: &Path, stored: &Stored) -> Result<Stored, KeyError> {
    let failed = failed(file);
    let own = file.with_extension(format!("{}.new", std::process::id()));
    // With one's own PostgreSQL nothing else has made the folder.
    file.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(&failed)?;
    write(&own, stored).map_err(&failed)?;
    let linked = std::fs::hard_link(&own, file);
    std::fs::remove_file(&own).map_err(&failed)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(failed(error)),
        _ => read(file)?.ok_or_else(|| failed(ErrorKind::NotFound.into())),
    }
}

/// Puts another content in its place, whole or not at all.
pub(super) fn replace(file: &Path, stored: &Stored) -> Result<(), KeyError> {
    let failed = failed(file);
    let own = file.with_extension(format!("{}.new", std::process::id()));
    write(&own, stored).map_err(&failed)?;
    std::fs::rename(&own, file).map_err(&failed)?;
    // The folder's own entry, without which a power cut could bring the old file back.
    file.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all()).map_err(&failed)
}
