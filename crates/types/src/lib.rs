//! Ids, DTOs and enums shared between the server and the browser; serde only.
//!
//! Architecture Invariant: nothing here does IO, reads a clock or knows a time zone; an instant is milliseconds since
//! the epoch in UTC ([`Instant`]), and whatever has to be shown in an organization's zone arrives with its offsets.

mod access;
mod account;
mod event_list;
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
mod system;
mod time_spec;

pub use access::{Permission, Role, UnknownName};
pub use account::{AccountPage, Membership, OwnSession};
pub use event_list::{
    EventBlock, EventBucket, EventDetail, EventFacets, EventQuery, EventSort, EventSummary, EventTotal, FacetValue,
    event_path, filter_parts, grouped,
};
pub use events::{Notifications, SecurityEvent, SecurityEventPage, Severity};
pub use ids::{EventId, JobId, OrganizationId, SessionId, UserId};
pub use instant::{Instant, UtcOffset};
pub use metrics::{LivePoints, MetricSeries, MetricUnit, MetricWindow, Sample, TimeRange};
pub use operations::{AuditEntry, AuditPage, ErrorSummary, JobView, OperationsSummary, RouteSummary};
pub use problem::{FieldError, Problem, ProblemKind};
pub use session::{Density, Preferences, SessionState, SignedIn, Theme};
pub use settings::{OrganizationProfile, OrganizationSettings};
pub use stream::StreamMessage;
pub use system::{
    BusView, ConnectionCount, ConsumerLag, DatabaseView, ErrorDetail, ErrorGroup, ErrorOccurrence, ErrorReport,
    JobList, JobQuery, JobRow, OpenTransaction, RequestBlock, RequestQuery, RequestView, RouteFigures, RouteReport,
    StateCount, TableFigures,
};
pub use time_spec::{SpanSpec, TimeSpec, TimeUnit};
