//! Requests, failures of ours and notices on their way into the database, in batches.

use crate::collect::refusals::Refusals;
use cauldron_core::Ctx;
use cauldron_db::records::{ErrorRecord, NoticeRecord, RequestRecord, publish_notices, write_errors, write_requests};
use cauldron_db::{Db, DbError};
use std::sync::{Arc, Mutex, PoisonError};
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
    notices: mpsc::Sender<NoticeRecord>,
    refusals: Arc<Mutex<Refusals>>,
}

/// The other end of [`Records`].
#[derive(Debug)]
pub struct RecordQueue {
    requests: Waiting<RequestRecord>,
    /// Failures that were taken from [`Db::faults`] and are not written yet.
    faults: Vec<ErrorRecord>,
    notices: Waiting<NoticeRecord>,
    refusals: Arc<Mutex<Refusals>>,
}

/// A queue, and the handle that fills it.
#[must_use]
pub fn queue() -> (Records, RecordQueue) {
    let (requests, request_queue) = mpsc::channel(WAITING);
    let (notices, notice_queue) = mpsc::channel(WAITING);
    let refusals = Arc::<Mutex<Refusals>>::default();
    let queue = RecordQueue {
        requests: Waiting::new(request_queue),
        faults: Vec::new(),
        notices: Waiting::new(notice_queue),
        refusals: refusals.clone(),
    };
    (Records { requests, notices, refusals }, queue)
}

impl Records {
    /// Takes a request.
    pub fn request(&self, record: RequestRecord) {
        if self.requests.try_send(record).is_err() {
            tracing::debug!("a request was not recorded: too many are waiting");
        }
    }

    /// Takes something that matters to security.
    pub fn notice(&self, record: NoticeRecord) {
        if self.notices.try_send(record).is_err() {
            tracing::warn!("a security notice was not recorded: too many are waiting");
        }
    }

    /// Takes a refusal of somebody who is signed in. One in a minute becomes an event, see [`Refusals`].
    pub fn refusal(&self, ctx: &Ctx, method: &str, route: &str) {
        let told = self.refusals.lock().unwrap_or_else(PoisonError::into_inner).note(ctx, method, route);
        if let Some(record) = told {
            self.notice(record);
        }
    }
}

/// Forgets what was written, and what can never be; keeps the rest for the next round, in which the database may answer. False
/// when it was kept.
fn settle<T>(db: &Db, taken: &mut Vec<T>, written: Result<(), DbError>) -> bool {
    let Err(error) = written else {
        taken.clear();
        return true;
    };
    let keep = error.is_transient();
    if !keep {
        tracing::warn!(lost = taken.len(), "records can never be written and are lost");
        taken.clear();
    }
    db.note_worker_fault("recorder", &error.into());
    !keep
}

/// Records of one kind: those that wait, and those that are being written.
#[derive(Debug)]
struct Waiting<T> {
    queue: mpsc::Receiver<T>,
    taken: Vec<T>,
}

impl<T> Waiting<T> {
    const fn new(queue: mpsc::Receiver<T>) -> Self {
        Self { queue, taken: Vec::new() }
    }

    /// Takes what fits into one batch; false when nothing waits.
    fn take(&mut self) -> bool {
        while self.taken.len() < BATCH
            && let Ok(record) = self.queue.try_recv()
        {
            self.taken.push(record);
        }
        !self.taken.is_empty()
    }

    /// Adds records behind those that wait.
    fn append(&mut self, records: Vec<T>) {
        while let Ok(record) = self.queue.try_recv() {
            self.taken.push(record);
        }
        self.taken.extend(records);
    }

    fn left(&self) -> usize {
        self.taken.len() + self.queue.len()
    }
}

impl RecordQueue {
    /// Writes everything that waits by now. False when the database did not take it, and it waits on.
    pub async fn write(&mut self, db: &Db) -> bool {
        while self.requests.take() {
            let written = write_requests(db, &self.requests.taken).await;
            if !settle(db, &mut self.requests.taken, written) {
                return false;
            }
        }
        while self.notices.take() {
            let written = publish_notices(db, &self.notices.taken).await;
            if !settle(db, &mut self.notices.taken, written) {
                return false;
            }
        }
        // Last: what the others failed with is among them.
        loop {
            self.faults.extend(db.faults().take(BATCH.saturating_sub(self.faults.len())));
            if self.faults.is_empty() {
                return true;
            }
            let written = write_errors(db, &self.faults).await;
            if !settle(db, &mut self.faults, written) {
                return false;
            }
        }
    }

    fn refusals(&self) -> std::sync::MutexGuard<'_, Refusals> {
        self.refusals.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes records until `ended`, then what is left. `ended` comes after the last answer, not with the word to stop: whoever
/// is answered in between is on record too.
pub async fn run(db: Db, mut queue: RecordQueue, ended: CancellationToken) {
    while !ended.is_cancelled() {
        // While the database is away they go on being counted instead of piling up here.
        if queue.notices.left() < WAITING {
            let due = queue.refusals().due(db.ambient().now());
            queue.notices.append(due);
        }
        queue.write(&db).await;
        tokio::select! {
            () = ended.cancelled() => {}
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
    // Whoever was cut off may still come with a record; from here on there is an end to them.
    queue.requests.queue.close();
    queue.notices.queue.close();
    let rest = queue.refusals().rest();
    queue.notices.append(rest);
    if !queue.write(&db).await {
        let left = queue.requests.left() + queue.faults.len() + db.faults().waiting() + queue.notices.left();
        tracing::warn!(left, "records were lost: the database did not answer at the end");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cauldron_db::{Addresses, Afflicted};
    use cauldron_test_support::TestDb;

    fn request(test: &TestDb) -> RequestRecord {
        RequestRecord {
            id: test.db.ambient().new_id(),
            organization: None,
            time: test.db.ambient().now(),
            method: "GET",
            route: "/x".to_owned(),
            status: 200,
            duration_ms: 1.0,
            response_bytes: 0,
            actor_kind: "visitor",
            actor_id: None,
            address: None,
            trace: "t".to_owned(),
        }
    }

    #[tokio::test]
    async fn everything_that_waits_at_the_end_is_written_however_much_it_is() {
        let test = TestDb::new().await;
        let ctx = test.actors().await.executive;
        let (records, queue) = queue();
        for _ in 0..2 * BATCH + 1 {
            records.request(request(&test));
        }
        for _ in 0..BATCH + 1 {
            test.db.note_fault("/x", Afflicted::VISITOR, "t", "broken");
        }
        for _ in 0..5 {
            records.refusal(&ctx, "GET", "/x");
        }
        let ended = CancellationToken::new();
        ended.cancel();
        run(test.db.clone(), queue, ended).await;
        let counts =
            "select concat_ws(' ', (select count(*) from admin.api_requests), (select count(*) from admin.error_logs),
            (select string_agg(payload ->> 'detail', ' ' order by sequence) from integration.outbox))";
        let expected = r#"2001 1001 {"route": "GET /x"} {"route": "GET /x", "suppressed": 3}"#;
        assert_eq!(test.superuser_value(counts).await, expected);
        test.close().await;
    }

    #[tokio::test]
    async fn while_the_database_is_away_its_absence_is_noted_once_and_everything_waits() {
        let test = TestDb::new().await;
        test.actors().await;
        let nowhere = "postgres://nobody@127.0.0.1:1/nothing".to_owned();
        let addresses = Addresses { app: nowhere.clone(), system: nowhere.clone(), owner: nowhere };
        let away = Db::new(&addresses, test.db.ambient().clone()).unwrap();
        let (records, mut queue) = queue();
        records.request(request(&test));
        away.note_fault("/x", Afflicted::VISITOR, "t", "broken");
        for _ in 0..3 {
            assert!(!queue.write(&away).await);
        }
        assert_eq!((queue.requests.left(), queue.faults.len() + away.faults().waiting()), (1, 2));
        // What cannot be written at all is noted once as well, and does not go round.
        test.superuser_sql("revoke insert on admin.error_logs from cauldron_system").await;
        test.db.note_fault("/x", Afflicted::VISITOR, "t", "broken");
        assert!(queue.write(&test.db).await);
        assert_eq!((queue.faults.len(), test.db.faults().waiting()), (0, 0));
        test.superuser_sql("grant insert on admin.error_logs to cauldron_system").await;
        test.clock.advance(chrono::TimeDelta::minutes(2));
        test.superuser_sql("revoke insert on admin.api_requests from cauldron_system").await;
        records.request(request(&test));
        assert!(queue.write(&test.db).await);
        let noted = "select string_agg(route || ': ' || message, '') from admin.error_logs";
        let noted = test.superuser_value(noted).await;
        assert!(noted.starts_with("worker recorder: ") && noted.contains("permission denied"), "{noted}");
        test.close().await;
    }

    #[tokio::test]
    async fn an_event_of_a_refusal_carries_the_trace_of_its_request() {
        let test = TestDb::new().await;
        let ctx = test.actors().await.executive;
        let (records, mut queue) = queue();
        records.refusal(&ctx, "GET", "/x");
        assert!(queue.write(&test.db).await);
        let stored = "select concat_ws(' ', organization_id, trace_id) from integration.outbox";
        assert_eq!(test.superuser_value(stored).await, format!("{} {}", ctx.tenant.id, ctx.trace()));
        test.close().await;
    }
}
