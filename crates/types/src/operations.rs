//! What operators and auditors see of the installation: requests, statements, jobs, audit entries.

use crate::{EventId, Instant, JobId, UtcOffset};
use serde::{Deserialize, Serialize};

/// How one route behaved within a window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RouteSummary {
    /// Method and route pattern, such as `GET /api/events`.
    pub route: String,
    /// Number of requests.
    pub requests: i64,
    /// Number answered with a status of 500 or more.
    pub failures: i64,
    /// 95th percentile of the duration, in milliseconds.
    pub p95_ms: f64,
}

/// A unit of background work as shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobView {
    /// Identity.
    pub id: JobId,
    /// What it does.
    pub kind: String,
    /// `queued`, `running`, `succeeded`, `failed`.
    pub state: String,
    /// Share done, 0 to 1.
    pub progress: f32,
    /// What it is doing, or why it failed.
    pub message: String,
    /// When it was last touched.
    pub updated_at: Instant,
}

/// One entry of the audit log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Identity.
    pub id: EventId,
    /// When the change was made.
    pub time: Instant,
    /// Who made it, as shown.
    pub actor: String,
    /// What was done, as `resource.verb`.
    pub action: String,
    /// To what.
    pub subject: String,
    /// The particulars, as JSON text.
    pub detail: String,
    /// The trace id of the request it was made in.
    pub trace: String,
}

/// One kind of server error within a window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorSummary {
    /// Equal for equal errors.
    pub fingerprint: String,
    /// Where it happens.
    pub route: String,
    /// The latest one's words, for operators.
    pub message: String,
    /// How often.
    pub count: i64,
    /// When last.
    pub latest: Instant,
    /// The latest one's trace.
    pub trace: String,
}

/// What operators see at a glance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OperationsSummary {
    /// Slowest first.
    pub routes: Vec<RouteSummary>,
    /// Most frequent first.
    pub errors: Vec<ErrorSummary>,
    /// Latest first.
    pub jobs: Vec<JobView>,
    /// The server's time.
    pub now: Instant,
}

/// The latest audit entries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuditPage {
    /// Newest first.
    pub entries: Vec<AuditEntry>,
    /// The server's time when it answered.
    pub now: Instant,
    /// Offsets of the organization's time zone.
    pub offsets: Vec<UtcOffset>,
}
