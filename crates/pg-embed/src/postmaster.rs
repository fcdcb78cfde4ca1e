//! One Postgres process: its command line, waiting until it is ready, and ending it.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::Child;
use tokio::time::{Instant, sleep, timeout};

use crate::account::RunAs;
use crate::error::PgError;
use crate::files;
use crate::options::ClusterOptions;

/// How long the fast way to stop may take before the immediate one, when nothing else is said.
pub(crate) const FAST_STOP: Duration = Duration::from_secs(8);
const IMMEDIATE_STOP: Duration = Duration::from_secs(4);
/// How long a start may take that has no crash to recover from.
const START: Duration = Duration::from_secs(60);
/// Replaying a long log after a crash takes as long as it takes; this is only a last bound.
const RECOVERY: Duration = Duration::from_secs(1800);
/// How long remains of a killed postmaster may hold the shared memory.
const REMAINS: Duration = Duration::from_secs(15);
const POLL: Duration = Duration::from_millis(25);
const LOG_LIMIT_BYTES: u64 = 10 << 20;
const DEFAULT_PORT: u16 = 5432;

/// Settings for a small machine; the caller's replace those of the same name.
const SETTINGS: &[(&str, &str)] = &[
    ("shared_buffers", "128MB"),
    ("max_connections", "100"),
    ("wal_compression", "on"),
    ("password_encryption", "scram-sha-256"),
    ("timezone", "UTC"),
    ("log_timezone", "UTC"),
    ("log_min_messages", "warning"),
    // Without DETAIL lines: they repeat the values of rows, which may be personal data.
    ("log_error_verbosity", "terse"),
    ("cluster_name", "cauldron"),
    ("logging_collector", "off"),
    ("unix_socket_permissions", "0700"),
];

/// Everything needed to start Postgres once more.
#[derive(Clone, Debug)]
pub(crate) struct Launch {
    pub(crate) program: PathBuf,
    pub(crate) account: RunAs,
    pub(crate) pgdata: PathBuf,
    pub(crate) log: PathBuf,
    pub(crate) port: u16,
    arguments: Vec<OsString>,
}

impl Launch {
    pub(crate) fn port_of(options: &ClusterOptions) -> u16 {
        options.port.unwrap_or(DEFAULT_PORT)
    }

    pub(crate) fn new(
        options: &ClusterOptions,
        account: RunAs,
        pgdata: PathBuf,
        log: PathBuf,
        socket_dir: &Path,
    ) -> Self {
        let port = Self::port_of(options);
        let mut arguments: Vec<OsString> = vec!["-D".into(), pgdata.clone().into_os_string()];
        let mut set = |name: &str, value: &str| arguments.extend(["-c".into(), format!("{name}={value}").into()]);
        for (name, value) in SETTINGS {
            set(name, value);
        }
        set("port", &port.to_string());
        set("listen_addresses", if options.port.is_some() { "127.0.0.1" } else { "" });
        for (name, value) in &options.settings {
            set(name, value);
        }
        // Last and therefore not replaceable: joiners look for the socket here. `socket::prepare` only gives paths of
        // plain text without quotes.
        set("unix_socket_directories", &format!("\"{}\"", socket_dir.display()));
        Self { program: options.installation.program("postgres"), account, pgdata, log, port, arguments }
    }

    /// Starts Postgres and waits until it accepts connections. Remains of a killed one are waited for.
    pub(crate) async fn start(&self, cancelled: impl Fn() -> bool) -> Result<Postmaster, PgError> {
        rotate(&self.log)?;
        let deadline = Instant::now() + REMAINS;
        loop {
            match self.attempt(&cancelled).await {
                Err(PgError::StartFailed { detail, .. }) if is_remains(&detail) && Instant::now() < deadline => {
                    if cancelled() {
                        return Err(PgError::StartCancelled);
                    }
                    sleep(Duration::from_millis(250)).await;
                }
                outcome => return outcome,
            }
        }
    }

    async fn attempt(&self, cancelled: &impl Fn() -> bool) -> Result<Postmaster, PgError> {
        let fail = |error| PgError::io("write", &self.log, error);
        let log = OpenOptions::new().create(true).append(true).mode(0o600).open(&self.log).map_err(fail)?;
        let offset = log.metadata().map_err(fail)?.len();
        let child = self
            .account
            .command(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(log.try_clone().map_err(fail)?)
            .stderr(log)
            .spawn()
            .map_err(|error| self.failed(&format!("{} does not start: {error}", self.program.display())))?;
        let mut postmaster = Postmaster { child };
        let started = Instant::now();
        loop {
            if postmaster.has_exited() {
                return Err(self.failed(&files::tail(&self.log, offset, 16 << 10)));
            }
            match self.status(&postmaster) {
                Status::Ready => return Ok(postmaster),
                Status::Starting if started.elapsed() < RECOVERY => {}
                Status::Unknown if started.elapsed() < START => {}
                Status::Starting | Status::Unknown => {
                    postmaster.stop(FAST_STOP).await?;
                    return Err(PgError::StartTimedOut { seconds: started.elapsed().as_secs(), log: self.log.clone() });
                }
            }
            if cancelled() {
                postmaster.stop(FAST_STOP).await?;
                return Err(PgError::StartCancelled);
            }
            sleep(POLL).await;
        }
    }

    /// Reads the postmaster's own status line, as `pg_ctl` does: the eighth of `postmaster.pid`.
    fn status(&self, postmaster: &Postmaster) -> Status {
        let text = fs::read_to_string(self.pgdata.join("postmaster.pid")).unwrap_or_default();
        let mut lines = text.lines();
        let ours = lines.next().and_then(|line| line.trim().parse().ok()) == postmaster.child.id();
        match lines.nth(6).map(str::trim) {
            Some("ready") if ours => Status::Ready,
            Some(_) if ours => Status::Starting,
            _ => Status::Unknown,
        }
    }

    /// Turns what Postgres wrote into the sentence that fits.
    fn failed(&self, said: &str) -> PgError {
        if said.contains("No space left on device") {
            return PgError::DiskFull { path: self.pgdata.clone() };
        }
        if said.contains("could not create any TCP/IP sockets") {
            return PgError::PortTaken { port: self.port };
        }
        let words = said.lines().rev().find(|line| line.contains("FATAL") || line.contains("PANIC"));
        let detail = words.or_else(|| said.lines().last()).unwrap_or("it said nothing");
        let detail = detail.split_once("FATAL:").map_or(detail, |(_, reason)| reason).trim().to_owned();
        PgError::StartFailed { detail, log: self.log.clone() }
    }
}

enum Status {
    Ready,
    Starting,
    Unknown,
}

fn is_remains(detail: &str) -> bool {
    detail.contains("pre-existing shared memory block")
        || detail.contains("lock file \"postmaster.pid\" already exists")
}

/// Keeps the log small, one older file beside it. Postgres appends to the file it has open, so the content is moved
/// and not the file.
pub(crate) fn rotate(log: &Path) -> Result<(), PgError> {
    if fs::metadata(log).is_ok_and(|metadata| metadata.len() > LOG_LIMIT_BYTES) {
        let fail = |error| PgError::io("write", log, error);
        fs::copy(log, log.with_extension("log.1")).map_err(fail)?;
        OpenOptions::new().write(true).truncate(true).open(log).map_err(fail)?;
    }
    Ok(())
}

/// A running Postgres. Dropping it asks Postgres to stop by itself, so a process that ends normally leaves no orphan.
#[derive(Debug)]
pub(crate) struct Postmaster {
    child: Child,
}

impl Postmaster {
    /// Its process id, until it has ended.
    pub(crate) fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    fn has_exited(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Waits until it ends by itself; says how.
    pub(crate) async fn exited(&mut self) -> String {
        match self.child.wait().await {
            Ok(status) => status.to_string(),
            Err(error) => error.to_string(),
        }
    }

    /// Fast shutdown (sessions are ended, a checkpoint is written), after `fast` the immediate one, then the kernel's.
    pub(crate) async fn stop(&mut self, fast: Duration) -> Result<(), PgError> {
        for (sign, patience) in [(Signal::INT, fast), (Signal::QUIT, IMMEDIATE_STOP), (Signal::KILL, IMMEDIATE_STOP)] {
            let Some(pid) = self.pid() else { return Ok(()) };
            signal(pid, sign);
            if timeout(patience, self.child.wait()).await.is_ok() {
                return Ok(());
            }
            tracing::warn!(process.pid = pid, signal = ?sign, "PostgreSQL does not stop, trying harder");
        }
        self.pid().map_or(Ok(()), |pid| Err(PgError::DidNotStop { pid }))
    }
}

impl Drop for Postmaster {
    fn drop(&mut self) {
        if !self.has_exited()
            && let Some(pid) = self.pid()
        {
            signal(pid, Signal::INT);
        }
    }
}

/// Sends a signal; a process that is gone already is fine.
pub(crate) fn signal(pid: u32, signal: Signal) {
    if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
        // Whether it worked shows in the wait that follows.
        let _ignored = kill_process(pid, signal);
    }
}
