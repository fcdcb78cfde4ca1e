//! A Postgres that this process started and owns.

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::connections::Connections;
use crate::error::PgError;
use crate::installation::Installation;
use crate::keeper::{Keeper, Orders};
use crate::postmaster::{FAST_STOP, Postmaster};

/// How the Postgres of a [`Cluster`] is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It accepts connections.
    Running {
        /// Its process id.
        pid: Option<u32>,
    },
    /// It died; under supervision it is being started again.
    Down,
    /// It was stopped on request.
    Stopped,
}

/// A started Postgres; holds the data folder's lock. Dropping it asks Postgres to stop without waiting for that;
/// [`Cluster::stop`] waits. It lives on the tokio runtime that opened it.
#[derive(Debug)]
pub struct Cluster {
    connections: Connections,
    installation: Installation,
    orders: watch::Sender<Orders>,
    state: watch::Receiver<State>,
    keeper: JoinHandle<Result<(), PgError>>,
}

impl Cluster {
    pub(crate) fn new(
        connections: Connections,
        installation: Installation,
        postmaster: Postmaster,
        keeper: impl FnOnce(watch::Receiver<Orders>, watch::Sender<State>) -> Keeper,
    ) -> Self {
        let (orders, orders_receiver) = watch::channel(Orders::default());
        let (state_sender, state) = watch::channel(State::Running { pid: postmaster.pid() });
        let keeper = tokio::spawn(keeper(orders_receiver, state_sender).keep(postmaster));
        Self { connections, installation, orders, state, keeper }
    }

    /// The connection URLs of all roles.
    #[must_use]
    pub fn connections(&self) -> &Connections {
        &self.connections
    }

    /// The programs that run, for `pg_dump` and the like.
    #[must_use]
    pub fn installation(&self) -> &Installation {
        &self.installation
    }

    /// Turns supervision on: from now on a Postgres that died is started again, with growing pauses from 0.2 s to 5 s.
    /// The receiver tells how it is doing, for health checks.
    pub fn supervise(&self) -> watch::Receiver<State> {
        self.orders.send_modify(|orders| orders.supervise = true);
        self.state.clone()
    }

    /// The process id of the running Postgres.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        match *self.state.borrow() {
            State::Running { pid } => pid,
            State::Down | State::Stopped => None,
        }
    }

    /// Stops Postgres and waits for it: the fast way, after 8 s the immediate one. Releases the data folder.
    ///
    /// # Errors
    /// When it does not even stop when killed.
    pub async fn stop(self) -> Result<(), PgError> {
        self.stop_within(FAST_STOP).await
    }

    /// The same, with so much time for the fast way.
    ///
    /// # Errors
    /// As [`Cluster::stop`].
    pub async fn stop_within(self, patience: Duration) -> Result<(), PgError> {
        self.orders.send_modify(|orders| (orders.stop, orders.patience) = (true, patience));
        match self.keeper.await {
            Ok(outcome) => outcome,
            // The runtime is going down; dropping the task has asked Postgres to stop.
            Err(_) => Ok(()),
        }
    }
}
