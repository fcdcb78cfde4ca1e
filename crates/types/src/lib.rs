//! Ids, DTOs and enums shared between the server and the browser; serde only.
//!
//! Architecture Invariant: nothing here does IO, reads a clock or knows a time zone; an instant is milliseconds since
//! the epoch in UTC ([`Instant`]), and whatever has to be shown in an organization's zone arrives with its offsets.

mod access;
mod events;
mod ids;
mod instant;
mod metrics;
mod operations;
mod problem;
pub mod series;
mod session;
mod settings;
mod stream;

pub use access::{Permission, Role, UnknownName};
pub use events::{SecurityEvent, SecurityEventPage, Severity};
pub use ids::{EventId, JobId, OrganizationId, SessionId, UserId};
pub use instant::{Instant, UtcOffset};
pub use metrics::{LivePoints, MetricSeries, MetricUnit, MetricWindow, Sample, TimeRange};
pub use operations::{AuditEntry, AuditPage, ErrorSummary, JobView, OperationsSummary, RouteSummary};
pub use problem::{FieldError, Problem, ProblemKind};
pub use session::{SessionState, SignedIn, Theme};
pub use settings::{OrganizationProfile, OrganizationSettings};
pub use stream::StreamMessage;
