//! Bus events on their way to the streams of this process.

use cauldron_core::{ApiError, BusEvent};
use cauldron_db::Db;
use cauldron_db::bus::{Cursor, Envelope, Idle, Tail};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

/// Events a slow stream may fall behind before it is told to read everything anew.
const BEHIND: usize = 1024;

/// Passes bus events on to open streams.
#[derive(Clone, Debug)]
pub struct Hub {
    streams: broadcast::Sender<Arc<Envelope>>,
    place: Arc<Mutex<Option<Cursor>>>,
}

impl Default for Hub {
    fn default() -> Self {
        Self { streams: broadcast::channel(BEHIND).0, place: Arc::default() }
    }
}

impl Hub {
    /// Everything from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Envelope>> {
        self.streams.subscribe()
    }

    /// The place up to which events were passed on, and so were committed before now; none before the first look. A page that
    /// is rendered from now on shows what they are about, and a stream that goes on from here misses nothing.
    #[must_use]
    pub fn place(&self) -> Option<Cursor> {
        *self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Follows the bus until told to stop.
    pub async fn run(self, db: Db, stop: CancellationToken) {
        let (mut tail, mut idle) = (None, Idle::default());
        while !stop.is_cancelled() {
            match self.pass_on(&db, &mut tail).await {
                Ok(0) => idle.wait(&db, &stop).await,
                Ok(_) => idle = Idle::default(),
                Err(error) => {
                    db.note_worker_fault("hub", &error);
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
                let _listeners = self.streams.send(Arc::new(event));
            }
        }
        *self.place.lock().unwrap_or_else(PoisonError::into_inner) = Some(tail.cursor());
        Ok(count)
    }
}

/// Whether a stream shows this event.
fn is_for_browsers(event: &Envelope) -> bool {
    event.event.as_ref().is_some_and(|event| BusEvent::FOR_BROWSERS.contains(&&*event.encode().0))
}
