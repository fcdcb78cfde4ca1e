//! Ends a Postgres that outlived the process that started it.
//!
//! It is stopped cleanly rather than adopted: a restart takes about a second, and afterwards settings, log and
//! supervision are those of this process. A `postmaster.pid` whose process is gone is left to Postgres, which knows
//! how to tell.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rustix::process::{Pid, Signal, test_kill_process};
use tokio::time::{Instant, sleep};

use crate::error::PgError;
use crate::postmaster::signal;

/// Stops whatever Postgres runs on this database cluster. The caller holds the data folder's lock.
pub(crate) async fn stop(pgdata: &Path) -> Result<(), PgError> {
    let Some(pid) = running(pgdata) else { return Ok(()) };
    tracing::warn!(process.pid = pid, "stopping a PostgreSQL left over from an earlier run");
    for (kind, patience) in [(Signal::INT, 8), (Signal::QUIT, 4), (Signal::KILL, 4)] {
        signal(pid, kind);
        let deadline = Instant::now() + Duration::from_secs(patience);
        while Instant::now() < deadline {
            if running(pgdata) != Some(pid) {
                return Ok(());
            }
            sleep(Duration::from_millis(50)).await;
        }
    }
    Err(PgError::SurvivorStuck { pid })
}

/// The process id in `postmaster.pid`, when such a process lives and is a Postgres of this folder. Process ids are
/// used again, so where the kernel shows it, the working folder has to be the database cluster.
fn running(pgdata: &Path) -> Option<u32> {
    let text = fs::read_to_string(pgdata.join("postmaster.pid")).ok()?;
    let pid: u32 = text.lines().next()?.trim().parse().ok()?;
    test_kill_process(Pid::from_raw(i32::try_from(pid).ok()?)?).ok()?;
    let process = Path::new("/proc").join(pid.to_string());
    if process.exists() && fs::read_link(process.join("cwd")).ok().as_deref() != Some(pgdata) {
        return None;
    }
    Some(pid)
}
