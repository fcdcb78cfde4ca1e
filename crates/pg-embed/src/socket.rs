//! The folder of the Unix socket: in the data folder where its path is short enough, else a short one below /tmp.

use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::account::RunAs;
use crate::data_folder::DataFolder;
use crate::error::PgError;
use crate::wheel::hex;

/// A socket's address has room for 108 bytes with the closing zero.
const LONGEST_SOCKET_PATH: usize = 107;

/// Makes the folder, mode 0700 and owned by the account.
pub(crate) fn prepare(folder: &DataFolder, port: u16, account: &RunAs) -> Result<PathBuf, PgError> {
    let inside = folder.run();
    if fits(&inside, port) {
        make(&inside, account)?;
        return Ok(inside);
    }
    let digest = hex(&Sha256::digest(folder.root.as_os_str().as_bytes()));
    let short: String = digest.chars().take(16).collect();
    // Anybody may write below /tmp: a folder that is not ours is left alone and the next name is tried.
    let mut outcome = Ok(());
    for attempt in 0..8 {
        let outside = PathBuf::from(format!("/tmp/cauldron-{short}-{attempt}"));
        outcome = make(&outside, account);
        if outcome.is_ok() {
            return Ok(outside);
        }
    }
    outcome.map(|()| inside)
}

/// Whether Postgres can listen there; its setting is a list, so quotes and commas in a path are avoided altogether.
fn fits(path: &Path, port: u16) -> bool {
    let socket = path.join(format!(".s.PGSQL.{port}"));
    let plain = path.to_str().is_some_and(|text| !text.contains(['"', ',']) && text.trim() == text);
    plain && socket.as_os_str().len() <= LONGEST_SOCKET_PATH
}

fn make(path: &Path, account: &RunAs) -> Result<(), PgError> {
    match fs::DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => account.own(path),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => reuse(path, account),
        Err(error) => Err(PgError::io("create", path, error)),
    }
}

fn reuse(path: &Path, account: &RunAs) -> Result<(), PgError> {
    let metadata = fs::symlink_metadata(path).map_err(|error| PgError::io("read", path, error))?;
    if !metadata.is_dir() {
        return Err(PgError::OccupiedByFile { path: path.to_owned() });
    }
    if metadata.uid() != account.uid || metadata.mode() & 0o077 != 0 {
        return Err(PgError::ForeignOwner { path: path.to_owned(), owner: metadata.uid() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::fits;
    use std::path::Path;

    #[test]
    fn socket_paths_are_measured_to_the_byte() {
        // "/" + name + "/.s.PGSQL.5432"
        let path = |length: usize| format!("/{}", "x".repeat(length));
        assert!(fits(Path::new(&path(107 - 1 - 14)), 5432));
        assert!(!fits(Path::new(&path(107 - 14)), 5432));
        assert!(!fits(Path::new("/srv/a,b"), 5432));
    }
}
