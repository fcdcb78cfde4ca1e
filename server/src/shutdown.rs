//! Being told to stop, and how long each part may take.

use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

/// How long after the word to stop each part is given up.
#[derive(Clone, Copy, Debug)]
struct Patience {
    requests: Duration,
    work: Duration,
    connections: Duration,
    database: Duration,
}

/// Whoever supervises the process gives it ten seconds; what follows the last of these takes an instant.
const PATIENCE: Patience = Patience {
    requests: Duration::from_millis(4000),
    work: Duration::from_millis(6000),
    connections: Duration::from_millis(6500),
    database: Duration::from_millis(9000),
};

/// The process was told to stop.
#[derive(Clone, Copy, Debug)]
pub struct Stopping {
    told: Instant,
    patience: Patience,
}

impl Stopping {
    /// At this moment.
    #[must_use]
    pub fn now() -> Self {
        Self { told: Instant::now(), patience: PATIENCE }
    }

    /// When connections to the database that are still in use are given up.
    #[must_use]
    pub fn connections(self) -> Instant {
        self.told + self.patience.connections
    }

    /// When the embedded database is no longer stopped in order but at once.
    #[must_use]
    pub fn database(self) -> Instant {
        self.told + self.patience.database
    }

    /// Waits until all requests are answered, then until the background work is done; cuts off what takes too long.
    pub async fn wind_down(
        self,
        mut requests: JoinHandle<()>,
        answered: &CancellationToken,
        work: impl Future<Output = ()>,
    ) {
        if timeout_at(self.told + self.patience.requests, &mut requests).await.is_err() {
            requests.abort();
            tracing::warn!("requests in progress were cut off");
        }
        answered.cancel();
        if timeout_at(self.told + self.patience.work, work).await.is_err() {
            tracing::warn!("some background work did not end in time; its leases run out by themselves");
        }
    }
}

/// A token that is cancelled on SIGTERM or SIGINT. A second signal ends the process at once.
///
/// # Errors
/// The process may not listen for signals.
pub fn on_signal() -> std::io::Result<CancellationToken> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        for first in [true, false] {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            if first {
                tracing::info!("told to stop; finishing what is in progress");
                told.cancel();
            } else {
                std::process::exit(130);
            }
        }
    });
    Ok(stop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::pending;

    #[tokio::test]
    async fn what_never_ends_is_given_up_in_order() {
        let short = Duration::from_millis(1);
        let patience = Patience { requests: short, work: short * 2, connections: short * 3, database: short * 4 };
        let (stopping, answered) = (Stopping { told: Instant::now(), patience }, CancellationToken::new());
        let mut requests = tokio::spawn(pending());
        let cut_off = requests.abort_handle();
        assert!(timeout_at(Instant::now() + short, &mut requests).await.is_err(), "it would go on");
        // The last requests are recorded after the last answer, so that worker waits for the word.
        let heard = answered.clone();
        let work = async move {
            heard.cancelled().await;
            pending::<()>().await;
        };
        stopping.wind_down(requests, &answered, work).await;
        while !cut_off.is_finished() {
            tokio::task::yield_now().await;
        }
        assert!(answered.is_cancelled());
    }

    #[test]
    fn each_part_ends_before_the_next_and_all_before_ten_seconds() {
        let Patience { requests, work, connections, database } = PATIENCE;
        assert!(requests < work && work < connections && connections < database);
        assert!(database < Duration::from_secs(10));
    }
}
