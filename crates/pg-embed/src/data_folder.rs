//! The layout of a data folder and its first preparation.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use crate::account::RunAs;
use crate::error::PgError;
use crate::{files, reach};

const PGDATA: &str = "pgdata";

/// Whether a database was made in a data folder; changes nothing in it.
///
/// # Errors
/// The folder may not be looked into.
pub fn has_database(data_dir: &Path) -> std::io::Result<bool> {
    data_dir.join(PGDATA).try_exists()
}

/// The major version of PostgreSQL that made the database in a data folder; none before there is one.
pub(crate) fn major(data_dir: &Path) -> Option<u32> {
    fs::read_to_string(data_dir.join(PGDATA).join("PG_VERSION")).ok()?.trim().parse().ok()
}

/// An existing data folder by its absolute path without links.
#[derive(Clone, Debug)]
pub(crate) struct DataFolder {
    pub(crate) root: PathBuf,
}

impl DataFolder {
    /// Makes the folder when it is missing.
    pub(crate) fn prepare(path: &Path) -> Result<Self, PgError> {
        files::create_folder(path, 0o711)?;
        Self::existing(path)
    }

    pub(crate) fn existing(path: &Path) -> Result<Self, PgError> {
        let root = fs::canonicalize(path).map_err(|error| PgError::io("read", path, error))?;
        if root.is_dir() { Ok(Self { root }) } else { Err(PgError::OccupiedByFile { path: root }) }
    }

    /// Lets the account through to its own folders inside. The folder itself is ours, so it is opened for entering
    /// (not for listing); parents are somebody else's and are only checked.
    pub(crate) fn open_for(&self, account: &RunAs) -> Result<(), PgError> {
        if !account.switch {
            return Ok(());
        }
        let metadata = fs::metadata(&self.root).map_err(|error| PgError::io("read", &self.root, error))?;
        if metadata.uid() == rustix::process::geteuid().as_raw() && metadata.mode() & 0o011 != 0o011 {
            files::set_mode(&self.root, metadata.permissions().mode() & 0o7777 | 0o011)?;
        }
        reach::check(&self.root, account)
    }

    /// The database cluster; there only when initdb went through to the end.
    pub(crate) fn pgdata(&self) -> PathBuf {
        self.root.join(PGDATA)
    }

    pub(crate) fn run(&self) -> PathBuf {
        self.root.join("run")
    }

    pub(crate) fn lock(&self) -> PathBuf {
        self.root.join("cauldron.lock")
    }

    pub(crate) fn secrets(&self) -> PathBuf {
        self.root.join("secrets.json")
    }

    pub(crate) fn connection(&self) -> PathBuf {
        self.root.join("connection.json")
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.root.join("postgres.log")
    }
}
