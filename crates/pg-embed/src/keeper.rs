//! The task that owns a running Postgres: it stops it when asked and, once supervision is on, starts it again when it
//! died.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use crate::cluster::State;
use crate::data_folder::DataFolder;
use crate::error::PgError;
use crate::lock::Lock;
use crate::postmaster::{FAST_STOP, Launch, Postmaster, rotate};

const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// After so long without a death the pauses start short again.
const CALM: Duration = Duration::from_secs(60);
const LOG_CHECK: Duration = Duration::from_secs(60);

/// What the owner of the cluster wants.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Orders {
    pub(crate) supervise: bool,
    pub(crate) stop: bool,
    /// How long the fast way to stop may take.
    pub(crate) patience: Duration,
}

impl Default for Orders {
    fn default() -> Self {
        Self { supervise: false, stop: false, patience: FAST_STOP }
    }
}

/// Everything the task owns; the lock is released after Postgres has stopped.
pub(crate) struct Keeper {
    pub(crate) launch: Launch,
    pub(crate) folder: DataFolder,
    pub(crate) socket_dir: PathBuf,
    pub(crate) lock: Lock,
    pub(crate) orders: watch::Receiver<Orders>,
    pub(crate) state: watch::Sender<State>,
}

impl Keeper {
    /// Runs until a stop is ordered (or the cluster is dropped).
    pub(crate) async fn keep(mut self, mut postmaster: Postmaster) -> Result<(), PgError> {
        let mut pause = FIRST_PAUSE;
        let outcome = loop {
            let started = Instant::now();
            let how = loop {
                tokio::select! {
                    how = postmaster.exited() => break Some(how),
                    () = ordered(&mut self.orders, |orders| orders.stop) => break None,
                    () = sleep(LOG_CHECK) => self.bound_log(),
                }
            };
            let Some(how) = how else {
                let patience = self.orders.borrow().patience;
                break postmaster.stop(patience).await;
            };
            tracing::error!(process.exit = how, "PostgreSQL died");
            self.state.send_replace(State::Down);
            if started.elapsed() > CALM {
                pause = FIRST_PAUSE;
            }
            ordered(&mut self.orders, |orders| orders.stop || orders.supervise).await;
            match self.restart(&mut pause).await {
                Some(restarted) => postmaster = restarted,
                None => break Ok(()),
            }
        };
        // A joiner checks the holder and asks Postgres, so a file that stays behind misleads nobody.
        let _ignored = fs::remove_file(self.folder.connection());
        // Leaves nothing below /tmp; one inside the data folder is simply made again.
        let _ignored = fs::remove_dir(&self.socket_dir);
        self.state.send_replace(State::Stopped);
        drop(self.lock);
        outcome
    }

    fn bound_log(&self) {
        if let Err(error) = rotate(&self.launch.log) {
            tracing::warn!(%error, "the log of PostgreSQL cannot be shortened");
        }
    }

    /// Tries until it runs; `None` when a stop was ordered meanwhile.
    async fn restart(&mut self, pause: &mut Duration) -> Option<Postmaster> {
        loop {
            tokio::select! {
                () = sleep(*pause) => {}
                () = ordered(&mut self.orders, |orders| orders.stop) => return None,
            }
            *pause = (*pause * 2).min(LONGEST_PAUSE);
            let orders = self.orders.clone();
            match self.launch.start(|| orders.borrow().stop).await {
                Ok(postmaster) => {
                    tracing::info!(process.pid = postmaster.pid(), "PostgreSQL runs again");
                    self.state.send_replace(State::Running { pid: postmaster.pid() });
                    return Some(postmaster);
                }
                Err(PgError::StartCancelled) => return None,
                Err(error) => {
                    tracing::error!(%error, pause.ms = pause.as_millis(), "PostgreSQL cannot be restarted yet");
                }
            }
        }
    }
}

/// Waits until the orders fulfil a condition; a dropped cluster counts as an order to stop.
async fn ordered(orders: &mut watch::Receiver<Orders>, condition: impl Fn(&Orders) -> bool) {
    // An error means that the sender is gone, which fulfils every condition.
    let _ignored = orders.wait_for(|orders| condition(orders)).await;
}
