//! The one place where failures of ours wait to be written down: those of requests, of streams and of workers.
//!
//! Noting one asks the database for nothing, so its absence can be noted too. What cannot be written down is noted like any
//! other failure of a worker, and so at most once a minute: no failure makes another without end.

use crate::Db;
use crate::records::ErrorRecord;
use cauldron_core::{ActorKind, ApiError, Ctx, TraceId, fault_fingerprint};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// Failures that may wait; beyond that new ones are on no record but the log.
const WAITING: usize = 5000;
/// For how long one record stands for all failures of a worker that are of its kind.
const QUIET: TimeDelta = TimeDelta::minutes(1);
/// Kinds of workers' failures remembered at once.
const KINDS: usize = 256;
/// Longest words that are kept, in characters; as the column has it.
const LONGEST: usize = 4000;

/// Failures that wait for the recorder.
#[derive(Debug, Default)]
pub struct Faults(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    waiting: VecDeque<ErrorRecord>,
    /// When a worker's failure of a kind was noted last.
    noted: HashMap<String, DateTime<Utc>>,
}

/// Whose failure it was, as it is recorded.
#[derive(Clone, Copy, Debug)]
pub struct Afflicted {
    organization: Option<Uuid>,
    actor_kind: ActorKind,
    actor_id: Option<Uuid>,
}

impl Afflicted {
    /// Nobody known, whose request it was.
    pub const VISITOR: Self = Self { organization: None, actor_kind: ActorKind::Visitor, actor_id: None };
    /// A worker's own.
    const SYSTEM: Self = Self { organization: None, actor_kind: ActorKind::System, actor_id: None };

    /// Whoever acts in `ctx`.
    #[must_use]
    pub const fn of(ctx: &Ctx) -> Self {
        Self { organization: Some(ctx.tenant.id.0), actor_kind: ctx.actor.kind(), actor_id: ctx.actor.id() }
    }

    /// A job of an organization.
    #[must_use]
    pub const fn job(organization: Uuid, job: Uuid) -> Self {
        Self { organization: Some(organization), actor_kind: ActorKind::Job, actor_id: Some(job) }
    }
}

impl Faults {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes up to `most` of those that wait, oldest first.
    #[must_use]
    pub fn take(&self, most: usize) -> Vec<ErrorRecord> {
        let mut state = self.state();
        let taken = state.waiting.len().min(most);
        state.waiting.drain(..taken).collect()
    }

    /// How many wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.state().waiting.len()
    }

    /// Puts a record behind those that wait. False when there are too many.
    pub fn keep(&self, record: ErrorRecord) -> bool {
        let mut state = self.state();
        let fits = state.waiting.len() < WAITING;
        if fits {
            state.waiting.push_back(record);
        }
        fits
    }

    /// False while an earlier failure of the kind stands for this one.
    fn is_news(&self, fingerprint: &str, now: DateTime<Utc>) -> bool {
        let mut state = self.state();
        // A clock that was set back must not silence anybody for longer than a minute.
        state.noted.retain(|_, noted| *noted <= now && now < *noted + QUIET);
        if state.noted.contains_key(fingerprint) || state.noted.len() >= KINDS {
            return false;
        }
        state.noted.insert(fingerprint.to_owned(), now);
        true
    }
}

impl Db {
    /// Failures of ours that wait to be written down.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.shared().faults
    }

    /// Logs a failure of ours with its trace and notes it. `place` is the matched pattern, or the worker; `words` are the error
    /// with its causes.
    pub fn note_fault(&self, place: &str, whose: Afflicted, trace: &str, words: &str) {
        tracing::error!(trace.id = trace, place, error = words, "a failure of ours");
        let record = ErrorRecord {
            id: self.ambient().new_id(),
            organization: whose.organization,
            time: self.ambient().now(),
            fingerprint: fault_fingerprint(place, words),
            route: place.to_owned(),
            // Postgres keeps no NUL in a text.
            message: words.replace('\0', "\u{fffd}").chars().take(LONGEST).collect(),
            actor_kind: whose.actor_kind.as_str(),
            actor_id: whose.actor_id,
            trace: trace.to_owned(),
        };
        if !self.faults().keep(record) {
            tracing::warn!(trace.id = trace, "a failure is not on record: too many are waiting");
        }
    }

    /// The same for a worker that goes on. One that fails in the same way again and again is noted once a minute.
    pub fn note_worker_fault(&self, worker: &'static str, error: &ApiError) {
        let place = format!("worker {worker}");
        let words = error.chain();
        if self.faults().is_news(&fault_fingerprint(&place, &words), self.ambient().now()) {
            let trace = TraceId::generate(self.ambient());
            self.note_fault(&place, Afflicted::SYSTEM, trace.as_str(), &words);
        } else {
            tracing::debug!(worker, error = words, "a worker failed as it did a moment ago");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Addresses;
    use cauldron_core::{Ambient, FixedClock, OsRandom};
    use std::sync::Arc;

    /// A database that is away.
    fn away(clock: &Arc<FixedClock>) -> Db {
        let nowhere = "postgres://nobody@127.0.0.1:1/nothing".to_owned();
        let addresses = Addresses { app: nowhere.clone(), system: nowhere.clone(), owner: nowhere };
        Db::new(&addresses, Ambient::new(clock.clone(), Arc::new(OsRandom))).unwrap()
    }

    #[tokio::test]
    async fn a_worker_that_fails_again_and_again_is_noted_once_a_minute() {
        let clock = Arc::new(FixedClock::new(DateTime::UNIX_EPOCH));
        let db = away(&clock);
        for attempt in 0..100 {
            db.note_worker_fault("rollups", &ApiError::internal(format!("attempt {attempt} failed")));
        }
        db.note_worker_fault("rollups", &ApiError::internal("something else"));
        clock.advance(QUIET);
        db.note_worker_fault("rollups", &ApiError::internal("attempt 100 failed"));
        let noted = db.faults().take(10);
        let words: Vec<_> = noted.iter().map(|record| record.message.rsplit(": ").next().unwrap()).collect();
        assert_eq!(words, ["attempt 0 failed", "something else", "attempt 100 failed"]);
        assert_eq!(noted[0].fingerprint, noted[2].fingerprint);
        assert_eq!((noted[0].route.as_str(), noted[0].actor_kind), ("worker rollups", "system"));
        assert_ne!(noted[0].trace, noted[2].trace);
    }

    #[tokio::test]
    async fn failures_of_requests_are_all_noted_until_too_many_wait() {
        let db = away(&Arc::new(FixedClock::new(DateTime::UNIX_EPOCH)));
        db.note_fault("/x", Afflicted::VISITOR, "t", &"\0ä".repeat(5000));
        for _ in 0..WAITING + 10 {
            db.note_fault("/x", Afflicted::VISITOR, "t", "broken");
        }
        assert_eq!(db.faults().waiting(), WAITING);
        let taken = db.faults().take(2);
        assert_eq!((taken.len(), db.faults().waiting()), (2, WAITING - 2));
        assert!(taken[0].message.starts_with("\u{fffd}ä") && taken[0].message.chars().count() == LONGEST);
    }
}
