//! Whether the account that runs Postgres can reach a folder, and if not, which parent is in the way.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use crate::account::RunAs;
use crate::error::PgError;

const ENTER: u32 = 0o1;

/// Refuses a folder when the account may not enter it or one of its parents; names the topmost one in the way.
pub(crate) fn check(folder: &Path, account: &RunAs) -> Result<(), PgError> {
    let mut ancestors: Vec<_> = folder.ancestors().collect();
    ancestors.reverse();
    for ancestor in ancestors {
        let metadata = fs::metadata(ancestor).map_err(|error| PgError::io("read", ancestor, error))?;
        if !allows(&metadata, account, ENTER) {
            return Err(PgError::Unreachable {
                folder: folder.to_owned(),
                account: account.name.clone(),
                blocking: ancestor.to_owned(),
            });
        }
    }
    Ok(())
}

/// The classic rule: the owner's bits decide for the owner, the group's for the group, the others' for everybody else.
fn allows(metadata: &fs::Metadata, account: &RunAs, bit: u32) -> bool {
    let shift = if metadata.uid() == account.uid {
        6
    } else if metadata.gid() == account.gid {
        3
    } else {
        0
    };
    metadata.mode() & (bit << shift) != 0
}
