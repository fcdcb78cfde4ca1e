//! Requests and errors on their way into the database, in batches.

use cauldron_core::ApiError;
use cauldron_db::records::{ErrorRecord, RequestRecord, write_errors, write_requests};
use cauldron_db::{Db, DbError};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Records that may wait; beyond that the newest are dropped: answering comes first.
const WAITING: usize = 20_000;
/// Records written at once.
const BATCH: usize = 1000;
const PAUSE: Duration = Duration::from_secs(1);

/// Takes records to be written down.
#[derive(Clone, Debug)]
pub struct Records {
    requests: mpsc::Sender<RequestRecord>,
    errors: mpsc::Sender<ErrorRecord>,
}

/// The other end of [`Records`].
#[derive(Debug)]
pub struct RecordQueue {
    requests: mpsc::Receiver<RequestRecord>,
    errors: mpsc::Receiver<ErrorRecord>,
}

/// A queue, and the handle that fills it.
#[must_use]
pub fn queue() -> (Records, RecordQueue) {
    let (requests, request_queue) = mpsc::channel(WAITING);
    let (errors, error_queue) = mpsc::channel(WAITING);
    (Records { requests, errors }, RecordQueue { requests: request_queue, errors: error_queue })
}

impl Records {
    /// Takes a request.
    pub fn request(&self, record: RequestRecord) {
        if self.requests.try_send(record).is_err() {
            tracing::debug!("a request was not recorded: too many are waiting");
        }
    }

    /// Takes an error.
    pub fn error(&self, record: ErrorRecord) {
        if self.errors.try_send(record).is_err() {
            tracing::warn!("an error was not recorded: too many are waiting");
        }
    }
}

/// Writes records until told to stop, then what is left.
pub async fn run(db: Db, mut queue: RecordQueue, stop: CancellationToken) {
    let mut requests = Vec::new();
    let mut errors = Vec::new();
    loop {
        let stopping = stop.is_cancelled();
        while requests.len() < BATCH
            && let Ok(record) = queue.requests.try_recv()
        {
            requests.push(record);
        }
        while errors.len() < BATCH
            && let Ok(record) = queue.errors.try_recv()
        {
            errors.push(record);
        }
        let full = requests.len() == BATCH;
        if !requests.is_empty() {
            settle(write_requests(&db, &requests).await, &mut requests, "requests");
        }
        if !errors.is_empty() {
            settle(write_errors(&db, &errors).await, &mut errors, "errors");
        }
        if stopping {
            return;
        }
        if !full {
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    }
}

/// Forgets what was written, and what can never be; keeps the rest for the next round, in which the database may answer.
fn settle<T>(written: Result<(), DbError>, records: &mut Vec<T>, what: &str) {
    match written {
        Ok(()) => records.clear(),
        Err(error) => {
            let keep = error.is_transient();
            let count = records.len();
            tracing::warn!(
                error = ApiError::from(error).chain(),
                what,
                count,
                kept = keep,
                "records could not be written"
            );
            if !keep {
                records.clear();
            }
        }
    }
}
