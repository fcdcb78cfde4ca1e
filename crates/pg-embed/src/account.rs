//! Which operating-system account Postgres runs as; it refuses root.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::error::PgError;

/// Who runs Postgres.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Account {
    /// The current account, or as root: the owner of the existing data, else `cauldron` (created when it is
    /// missing), else `nobody`.
    #[default]
    Auto,
    /// A named account; only root can choose another than its own.
    Named(String),
}

const PREFERRED: &str = "cauldron";
const LAST_RESORT: &str = "nobody";

/// The account that was found. `switch` is false when the process already is that account.
#[derive(Clone, Debug)]
pub(crate) struct RunAs {
    pub(crate) name: String,
    pub(crate) uid: u32,
    pub(crate) gid: u32,
    pub(crate) switch: bool,
}

impl RunAs {
    /// Decides for a data folder whose database, if there is one, lies in `pgdata`.
    pub(crate) fn resolve(account: &Account, pgdata: &Path) -> Result<Self, PgError> {
        let me = rustix::process::geteuid();
        let owner = std::fs::metadata(pgdata).ok().map(|metadata| (metadata.uid(), metadata.gid()));
        if !me.is_root() {
            return Self::myself(account, pgdata, owner.map(|(uid, _)| uid));
        }
        if let Account::Named(name) = account {
            let found = lookup(name).ok_or_else(|| PgError::UnknownAccount { name: name.clone() })?;
            return match owner {
                _ if found.uid == 0 => Err(PgError::NoAccount),
                Some((uid, _)) if uid != found.uid => {
                    Err(PgError::ForeignOwner { path: pgdata.to_owned(), owner: uid })
                }
                _ => Ok(found),
            };
        }
        if let Some((uid, gid)) = owner.filter(|(uid, _)| *uid != 0) {
            return Ok(Self { name: name_of(uid), uid, gid, switch: true });
        }
        lookup(PREFERRED)
            .or_else(create_preferred)
            .or_else(|| lookup(LAST_RESORT))
            .filter(|found| found.uid != 0)
            .ok_or(PgError::NoAccount)
    }

    fn myself(account: &Account, pgdata: &Path, owner: Option<u32>) -> Result<Self, PgError> {
        let uid = rustix::process::geteuid().as_raw();
        let gid = rustix::process::getegid().as_raw();
        let name = name_of(uid);
        if let Account::Named(wanted) = account
            && lookup(wanted).is_none_or(|found| found.uid != uid)
        {
            return Err(PgError::CannotSwitchAccount { name: wanted.clone() });
        }
        match owner {
            Some(owner) if owner != uid => Err(PgError::ForeignOwner { path: pgdata.to_owned(), owner }),
            _ => Ok(Self { name, uid, gid, switch: false }),
        }
    }

    /// Gives a file or folder to the account when it is not the current one.
    pub(crate) fn own(&self, path: &Path) -> Result<(), PgError> {
        if !self.switch {
            return Ok(());
        }
        std::os::unix::fs::chown(path, Some(self.uid), Some(self.gid))
            .map_err(|error| PgError::io("change the owner of", path, error))
    }

    /// A command that runs as the account, with an empty environment, outside the terminal's process group (so that
    /// Ctrl-C reaches Cauldron alone, which stops Postgres last).
    pub(crate) fn command(&self, program: &Path) -> tokio::process::Command {
        let mut command = tokio::process::Command::new(program);
        command.env_clear().env("LC_ALL", "C").current_dir("/").process_group(0);
        if self.switch {
            command.uid(self.uid).gid(self.gid);
        }
        command
    }
}

/// Asks `id`, which knows every source of accounts the system is configured for.
fn lookup(name: &str) -> Option<RunAs> {
    if name.starts_with('-') {
        return None;
    }
    let ask = |flag| id(&[flag, name])?.parse().ok();
    Some(RunAs { name: name.to_owned(), uid: ask("-u")?, gid: ask("-g")?, switch: true })
}

fn name_of(uid: u32) -> String {
    id(&["-un", &uid.to_string()]).unwrap_or_else(|| uid.to_string())
}

fn id(arguments: &[&str]) -> Option<String> {
    let output = Command::new("id").args(arguments).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn create_preferred() -> Option<RunAs> {
    let created = Command::new("useradd")
        .args(["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", PREFERRED])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if created.is_ok_and(|status| status.success()) {
        tracing::info!(account = PREFERRED, "created the account that runs PostgreSQL");
    }
    // Also when useradd failed: a process beside us may have created it in the meantime.
    lookup(PREFERRED)
}
