//! What operators see on the System page: jobs, the bus, requests, errors and the database.

use crate::{Instant, JobId, UtcOffset};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Which jobs are asked for; an empty part asks for all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobQuery {
    /// A state of [`JobRow::state`].
    pub state: String,
    /// What it does.
    pub kind: String,
}

/// A job with all that is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobRow {
    /// Identity.
    pub id: JobId,
    /// Name of the organization it belongs to.
    pub organization: String,
    /// Whether the reader may have it done again.
    pub may_retry: bool,
    /// What it does.
    pub kind: String,
    /// `queued`, `running`, `succeeded`, `failed`, or `retried` once a failed one was queued again.
    pub state: String,
    /// Share done, 0 to 1.
    pub progress: f32,
    /// What it is doing, or why it failed.
    pub message: String,
    /// How often it was begun.
    pub attempts: i32,
    /// How often it may be.
    pub max_attempts: i32,
    /// Who asked for it; empty for the system itself.
    pub requested_by: String,
    /// The trace of the request that queued it.
    pub trace: String,
    /// When it was queued.
    pub created_at: Instant,
    /// Not before.
    pub run_at: Instant,
    /// When it was last touched.
    pub updated_at: Instant,
    /// When it ended.
    pub finished_at: Option<Instant>,
}

/// Jobs, and what can be chosen among them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobList {
    /// Running ones first, then queued, then the latest; at most [`JobList::LIMIT`].
    pub jobs: Vec<JobRow>,
    /// Jobs in each state, of the kind asked for.
    pub states: Vec<StateCount>,
    /// Every kind there is.
    pub kinds: Vec<String>,
    /// The server's time.
    pub now: Instant,
    /// Offsets of the organization's time zone.
    pub offsets: Vec<UtcOffset>,
}

impl JobList {
    /// Most jobs in a list.
    pub const LIMIT: u16 = 200;
}

/// How many jobs are in a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateCount {
    /// The state.
    pub state: String,
    /// How many.
    pub count: i64,
}

/// How far a consumer of the bus is behind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConsumerLag {
    /// Its name.
    pub name: String,
    /// Events it has not handled.
    pub events: i64,
    /// Age of the oldest of them, in seconds.
    pub seconds: f64,
    /// When it last moved on.
    pub moved_at: Instant,
}

/// A session whose transaction has been open for longest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenTransaction {
    /// Which of Cauldron's pools, as it names itself to Postgres.
    pub application: String,
    /// What it is doing: `active`, `idle in transaction`.
    pub state: String,
    /// For how long it has been open.
    pub seconds: f64,
}

/// The bus at a glance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BusView {
    /// By name.
    pub consumers: Vec<ConsumerLag>,
    /// Rows of the outbox, handled ones that are still kept included.
    pub outbox_rows: i64,
    /// Its size on disk with indexes, in bytes.
    pub outbox_bytes: i64,
    /// Age of its oldest row, in seconds; none when it is empty.
    pub outbox_oldest: Option<f64>,
    /// Transactions that began after the oldest one that is still open: readers of the bus wait for that one.
    pub held_back: i64,
    /// The longest open transaction among Cauldron's own sessions; none when no other is open.
    pub oldest: Option<OpenTransaction>,
    /// The server's time.
    pub now: Instant,
    /// Offsets of the organization's time zone over the last weeks.
    pub offsets: Vec<UtcOffset>,
}

/// Which requests are asked for, in the words of an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RequestQuery {
    /// Start of the range: see [`crate::EventQuery`].
    pub from: String,
    /// Its end.
    pub to: String,
    /// Words that the method and pattern contain.
    pub route: String,
    /// A status such as `404`, or a class such as `5xx`.
    pub status: String,
    /// A person's id, or words of their name.
    pub actor: String,
    /// A trace id.
    pub trace: String,
}

/// How one route did over a range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RouteFigures {
    /// Method and pattern.
    pub route: String,
    /// Requests.
    pub requests: i64,
    /// Answered with 500 or more.
    pub failures: i64,
    /// Answered with 400 to 499.
    pub refusals: i64,
    /// Median duration, in milliseconds.
    pub p50_ms: f64,
    /// 95th percentile.
    pub p95_ms: f64,
    /// 99th percentile.
    pub p99_ms: f64,
    /// Bytes of the answers that were sent.
    pub bytes: i64,
}

/// Routes over a range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RouteReport {
    /// Slowest first.
    pub routes: Vec<RouteFigures>,
    /// Start of the range.
    pub from: Instant,
    /// Its end.
    pub to: Instant,
}

/// One answered request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestView {
    /// Identity.
    pub id: Uuid,
    /// When it was answered.
    pub time: Instant,
    /// Method and pattern.
    pub route: String,
    /// Status.
    pub status: i16,
    /// Until the head of the answer was ready, in milliseconds.
    pub duration_ms: f32,
    /// Bytes of the answer that were sent.
    pub bytes: i64,
    /// Who asked: a name, or the kind of actor.
    pub actor: String,
    /// Name of the organization it belongs to.
    pub organization: String,
    /// From where; empty when unknown.
    pub address: String,
    /// Its trace.
    pub trace: String,
}

/// Consecutive requests, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestBlock {
    /// Newest first.
    pub requests: Vec<RequestView>,
    /// Cursor of older ones; none at the end.
    pub next: Option<String>,
    /// The server's time.
    pub now: Instant,
    /// Offsets of the organization's time zone.
    pub offsets: Vec<UtcOffset>,
}

/// Server errors of one kind over a range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorGroup {
    /// Equal for equal errors.
    pub fingerprint: String,
    /// Where the latest one happened.
    pub route: String,
    /// The latest one's words.
    pub message: String,
    /// The latest one's trace.
    pub trace: String,
    /// Name of the latest one's organization.
    pub organization: String,
    /// In how many organizations within the range.
    pub organizations: i64,
    /// How often within the range.
    pub count: i64,
    /// First within the range.
    pub first: Instant,
    /// Last within the range.
    pub last: Instant,
    /// How often in each of equal parts of the range, oldest first.
    pub course: Vec<i64>,
}

/// Server errors over a range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorReport {
    /// Most frequent first.
    pub groups: Vec<ErrorGroup>,
    /// Start of the range.
    pub from: Instant,
    /// Its end.
    pub to: Instant,
    /// The server's time.
    pub now: Instant,
    /// Offsets of the organization's time zone.
    pub offsets: Vec<UtcOffset>,
}

/// One server error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorOccurrence {
    /// Identity.
    pub id: Uuid,
    /// When.
    pub time: Instant,
    /// Where.
    pub route: String,
    /// Its words.
    pub message: String,
    /// Whose request it was: a name, or the kind of actor.
    pub actor: String,
    /// Name of its organization.
    pub organization: String,
    /// Its trace.
    pub trace: String,
}

/// The latest errors of one kind, with the requests in which they happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorDetail {
    /// The kind.
    pub fingerprint: String,
    /// How often ever, as long as errors are kept.
    pub count: i64,
    /// When it was first seen, as long as errors are kept.
    pub first: Instant,
    /// Newest first, at most 20.
    pub occurrences: Vec<ErrorOccurrence>,
    /// The request of the latest one.
    pub request: Option<RequestView>,
    /// The server's time.
    pub now: Instant,
    /// Offsets of the organization's time zone.
    pub offsets: Vec<UtcOffset>,
}

/// One table with its partitions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFigures {
    /// Schema and name.
    pub name: String,
    /// Rows as Postgres last estimated them; none before it ever did.
    pub rows: Option<i64>,
    /// Bytes of the rows.
    pub table_bytes: i64,
    /// Bytes of its indexes.
    pub index_bytes: i64,
    /// Partitions, the default one included; zero for a plain table.
    pub partitions: i64,
    /// The partition that reaches farthest back, by its name.
    pub oldest_partition: String,
    /// The partition that reaches farthest ahead, by its name.
    pub newest_partition: String,
    /// Rows in the default partition, as estimated: more than none says that a partition is missing.
    pub default_rows: i64,
}

impl TableFigures {
    /// Everything together.
    #[must_use]
    pub const fn bytes(&self) -> i64 {
        self.table_bytes + self.index_bytes
    }
}

/// Connections by what they are for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionCount {
    /// Role and name under which they connected.
    pub name: String,
    /// How many.
    pub count: i64,
}

/// The database at a glance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DatabaseView {
    /// Version of the server, such as `18.4`.
    pub version: String,
    /// Size of the database, in bytes.
    pub bytes: i64,
    /// Connections to it.
    pub connections: i64,
    /// Most connections that the server takes.
    pub max_connections: i64,
    /// Connections by role and name.
    pub by_name: Vec<ConnectionCount>,
    /// Share of blocks found in shared buffers since the server's statistics began, 0 to 100; none before any was read.
    pub cache_hit: Option<f64>,
    /// Transactions since then.
    pub transactions: i64,
    /// Deadlocks since then.
    pub deadlocks: i64,
    /// Bytes written to temporary files since then.
    pub temporary_bytes: i64,
    /// When they began.
    pub statistics_since: Option<Instant>,
    /// Largest first.
    pub tables: Vec<TableFigures>,
    /// The server's time.
    pub now: Instant,
    /// Offsets of the organization's time zone.
    pub offsets: Vec<UtcOffset>,
}
