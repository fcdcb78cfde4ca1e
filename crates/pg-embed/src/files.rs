//! Small file operations that end in one clear sentence.

use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use crate::error::PgError;

/// Makes a folder and its missing parents. A file in the way is named, and so is the place that is not writable.
pub(crate) fn create_folder(path: &Path, mode: u32) -> Result<(), PgError> {
    if let Some(file) = path.ancestors().find(|ancestor| ancestor.is_file()) {
        return Err(PgError::OccupiedByFile { path: file.to_owned() });
    }
    match DirBuilder::new().recursive(true).mode(mode).create(path) {
        Ok(()) => Ok(()),
        Err(error) => {
            let parent = path.ancestors().find(|ancestor| ancestor.is_dir()).unwrap_or(path);
            Err(PgError::io("create", if permission(&error) { parent } else { path }, error))
        }
    }
}

fn permission(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

/// Sets the permission bits of a path.
pub(crate) fn set_mode(path: &Path, mode: u32) -> Result<(), PgError> {
    fs::set_permissions(path, Permissions::from_mode(mode)).map_err(|error| PgError::io("change", path, error))
}

/// Writes a file of mode 0600 that is either the old or the new one after a crash, never half of it.
pub(crate) fn write_private(path: &Path, content: &[u8]) -> Result<(), PgError> {
    let scratch = path.with_extension("new");
    let write = || {
        remove_if_there(&scratch)?;
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&scratch)?;
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(&scratch, path)
    };
    write().map_err(|error| PgError::io("write", path, error))
}

/// Removes a file; a missing one is fine.
pub(crate) fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The text of a file from `offset` on, the last `limit` bytes at most; empty when it cannot be read.
pub(crate) fn tail(path: &Path, offset: u64, limit: u64) -> String {
    let read = || -> io::Result<String> {
        let mut file = fs::File::open(path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(offset.max(length.saturating_sub(limit))))?;
        let mut bytes = Vec::new();
        file.take(limit).read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    read().unwrap_or_default()
}
