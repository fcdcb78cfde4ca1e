//! Makes a database cluster, in a folder beside its place and then in one rename.

use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::account::RunAs;
use crate::data_folder::DataFolder;
use crate::error::PgError;
use crate::files;
use crate::options::ClusterOptions;
use crate::secrets::Secrets;

const SCRATCH: &str = "pgdata.new";

/// Runs initdb when there is no database cluster yet; an earlier attempt that was interrupted is cleared away.
pub(crate) async fn ensure(
    folder: &DataFolder,
    options: &ClusterOptions,
    account: &RunAs,
    secrets: &Secrets,
) -> Result<(), PgError> {
    clear_attempts(folder)?;
    let pgdata = folder.pgdata();
    if pgdata.exists() {
        return check_major(folder, options);
    }
    // A name of its own, so that an initdb that outlived its killed parent cannot write into ours.
    let scratch = folder.root.join(format!("{SCRATCH}.{}", std::process::id()));
    fs::DirBuilder::new().mode(0o700).create(&scratch).map_err(|error| PgError::io("create", &scratch, error))?;
    account.own(&scratch)?;
    let password_file = scratch.with_extension("pw");
    files::write_private(&password_file, secrets.superuser.as_bytes())?;
    account.own(&password_file)?;
    let result = run(options, account, &scratch, &password_file).await;
    let removed = files::remove_if_there(&password_file);
    if result.is_err() {
        // Gives the room back when the disk was full; what stays is cleared by the next attempt.
        let _ignored = fs::remove_dir_all(&scratch);
    }
    result?;
    removed.map_err(|error| PgError::io("remove", &password_file, error))?;
    fs::rename(&scratch, &pgdata).map_err(|error| PgError::io("create", &pgdata, error))?;
    sync_folder(&folder.root).map_err(|error| PgError::io("write", &folder.root, error))
}

fn sync_folder(path: &Path) -> io::Result<()> {
    fs::File::open(path)?.sync_all()
}

fn clear_attempts(folder: &DataFolder) -> Result<(), PgError> {
    let fail = |error| PgError::io("read", &folder.root, error);
    for entry in fs::read_dir(&folder.root).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        let ours = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(SCRATCH));
        if ours {
            let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            removed.map_err(|error| PgError::io("remove", &path, error))?;
        }
    }
    Ok(())
}

fn check_major(folder: &DataFolder, options: &ClusterOptions) -> Result<(), PgError> {
    let path = folder.pgdata().join("PG_VERSION");
    let found = fs::read_to_string(&path).map_err(|error| PgError::io("read", &path, error))?;
    let installed = options.installation.version;
    if found.trim() == installed.major.to_string() {
        Ok(())
    } else {
        Err(PgError::OtherMajor { data_dir: folder.root.clone(), found: found.trim().to_owned(), installed })
    }
}

async fn run(
    options: &ClusterOptions,
    account: &RunAs,
    scratch: &Path,
    password_file: &PathBuf,
) -> Result<(), PgError> {
    // Bytewise order with the character classes of Unicode. Where the system lacks that locale, PostgreSQL 17 and later
    // bring their own; before that, plain C.
    let fallback: &[&str] = if options.installation.version.major >= 17 {
        &["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    } else {
        &["--locale=C"]
    };
    let failed = |detail: &str| {
        let full = detail.contains("No space left on device");
        if full {
            PgError::DiskFull { path: options.data_dir.clone() }
        } else {
            PgError::InitdbFailed { data_dir: options.data_dir.clone(), detail: last_words(detail) }
        }
    };
    let mut complaint = String::new();
    for locale in [&["--locale=C.UTF-8"], fallback] {
        let mut command = account.command(&options.installation.program("initdb"));
        command
            .arg("--pgdata")
            .arg(scratch)
            .arg("--pwfile")
            .arg(password_file)
            .args(["--username=cauldron_superuser", "--encoding=UTF8", "--data-checksums", "--no-instructions"])
            .args(["--auth-local=scram-sha-256", "--auth-host=scram-sha-256"])
            .args(locale)
            .stdin(Stdio::null())
            .kill_on_drop(true);
        if !options.durable() {
            command.arg("--no-sync");
        }
        let output = command.output().await.map_err(|error| failed(&format!("initdb does not start: {error}")))?;
        if output.status.success() {
            return Ok(());
        }
        complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        if !complaint.contains("locale") {
            break;
        }
    }
    Err(failed(&complaint))
}

/// The line that names the fault; initdb adds cleaning-up notes after it.
fn last_words(text: &str) -> String {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines()
        .find(|line| line.contains("FATAL") || line.contains("error:"))
        .or_else(|| lines().next_back())
        .unwrap_or("it said nothing")
        .to_owned()
}
