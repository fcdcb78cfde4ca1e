//! The lock that makes one process the owner of a data folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;

use crate::data_folder::DataFolder;
use crate::error::PgError;

/// A held lock. The kernel releases it with the process, so a crash leaves no stale one; Rust opens files so that
/// child processes do not inherit them, so a surviving Postgres does not hold it either.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock and writes our process id into it, or returns `None` when another holds it.
    pub(crate) fn try_acquire(folder: &DataFolder) -> Result<Option<Self>, PgError> {
        let path = folder.lock();
        let fail = |error| PgError::io("write", &path, error);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(fail)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(fail(error)),
        }
        let mut write = || -> io::Result<()> {
            file.set_len(0)?;
            file.rewind()?;
            write!(file, "{}", std::process::id())
        };
        write().map_err(fail)?;
        Ok(Some(Self { _file: file }))
    }

    /// Who holds the lock: `None` when nobody does, `Some(None)` when the holder has not yet written its id.
    pub(crate) fn holder(folder: &DataFolder) -> Result<Option<Option<u32>>, PgError> {
        let path = folder.lock();
        let mut file = match File::open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(PgError::io("read", &path, error)),
            Ok(file) => file,
        };
        // A shared lock, held for an instant: joiners do not disturb each other, and whoever opens tries again.
        match file.try_lock_shared() {
            Ok(()) => return Ok(None),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(PgError::io("read", &path, error)),
        }
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(|error| PgError::io("read", &path, error))?;
        Ok(Some(text.trim().parse().ok()))
    }
}
