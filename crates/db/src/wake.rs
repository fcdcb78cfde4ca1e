//! Wake-ups: whoever waits for work learns of it at once instead of at the next poll.

use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Notify;

/// Wake-ups within this process, and a note that other processes should be told.
///
/// A wake-up carries nothing: whoever is woken looks for itself. Missing one costs the time until the next poll, no more.
#[derive(Debug, Default)]
pub struct Wake {
    outbox: Notify,
    jobs: Notify,
    relay: Notify,
    outbox_told: AtomicBool,
    jobs_told: AtomicBool,
}

impl Wake {
    /// New bus events were committed here.
    pub fn outbox_written(&self) {
        self.outbox.notify_waiters();
        self.outbox_told.store(true, Ordering::Release);
        self.relay.notify_one();
    }

    /// New jobs were committed here.
    pub fn job_queued(&self) {
        self.jobs.notify_waiters();
        self.jobs_told.store(true, Ordering::Release);
        self.relay.notify_one();
    }

    /// Another process told us something; `payload` is what [`Wake::take_news`] gave there.
    pub(crate) fn heard(&self, payload: &str) {
        if payload.contains("outbox") {
            self.outbox.notify_waiters();
        }
        if payload.contains("jobs") {
            self.jobs.notify_waiters();
        }
    }

    /// What other processes have not been told yet.
    pub(crate) fn take_news(&self) -> Option<&'static str> {
        let outbox = self.outbox_told.swap(false, Ordering::AcqRel);
        let jobs = self.jobs_told.swap(false, Ordering::AcqRel);
        match (outbox, jobs) {
            (true, true) => Some("outbox,jobs"),
            (true, false) => Some("outbox"),
            (false, true) => Some("jobs"),
            (false, false) => None,
        }
    }

    /// Waits for [`Wake::take_news`] to have something.
    pub(crate) async fn news(&self) {
        self.relay.notified().await;
    }

    /// Waits for bus events; may also return without any.
    pub async fn outbox(&self) {
        self.outbox.notified().await;
    }

    /// Waits for jobs; may also return without any.
    pub async fn jobs(&self) {
        self.jobs.notified().await;
    }
}
