//! Bus events on their way to the streams of this process.

use cauldron_core::{ApiError, BusEvent};
use cauldron_db::Db;
use cauldron_db::bus::{Envelope, Idle, Tail};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

/// Events a slow stream may fall behind before it is told to read everything anew.
const BEHIND: usize = 1024;

/// Passes bus events on to open streams.
#[derive(Clone, Debug)]
pub struct Hub(broadcast::Sender<Arc<Envelope>>);

impl Default for Hub {
    fn default() -> Self {
        Self(broadcast::channel(BEHIND).0)
    }
}

impl Hub {
    /// Everything from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Envelope>> {
        self.0.subscribe()
    }

    /// Follows the bus until told to stop.
    pub async fn run(self, db: Db, stop: CancellationToken) {
        let (mut tail, mut idle) = (None, Idle::default());
        while !stop.is_cancelled() {
            match self.pass_on(&db, &mut tail).await {
                Ok(0) => idle.wait(&db, &stop).await,
                Ok(_) => idle = Idle::default(),
                Err(error) => {
                    tracing::warn!(error = error.chain(), "the bus cannot be followed, will retry");
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = tokio::time::sleep(Duration::from_secs(1)) => {}
                    }
                }
            }
        }
    }

    async fn pass_on(&self, db: &Db, tail: &mut Option<Tail>) -> Result<usize, ApiError> {
        let tail = match tail {
            Some(tail) => tail,
            none => none.insert(Tail::from_now(db).await?),
        };
        let events = tail.next().await?;
        let count = events.len();
        for event in events {
            if is_for_browsers(&event) {
                // Nobody listening is fine.
                let _listeners = self.0.send(Arc::new(event));
            }
        }
        Ok(count)
    }
}

/// Whether a stream shows this event.
#[must_use]
pub fn is_for_browsers(event: &Envelope) -> bool {
    matches!(event.event, Some(BusEvent::MetricsRecorded { .. } | BusEvent::SecurityEventsStored { .. }))
}
