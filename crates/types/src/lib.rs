//! Ids, DTOs and enums shared between the server and the browser; serde only.
//!
//! Architecture Invariant: nothing here does IO, reads a clock or knows a time zone; an instant is milliseconds since
//! the epoch in UTC ([`Instant`]), and whatever has to be shown in an organization's zone arrives with its offsets.

mod access;
mod account;
mod audit_log;
pub mod civil;
pub mod csv;
mod event_list;
mod events;
mod factors;
mod ids;
mod instant;
mod mail;
mod metrics;
mod organizations;
mod people;
mod problem;
mod role_ref;
mod recovery;
mod sample_columns;
mod saved_views;
pub mod series;
mod session;
mod settings;
mod sign_in_policy;
mod span_spec;
mod stream;
mod system;
mod time_spec;

pub use access::{Permission, Role, UnknownName};
pub use account::{AccountPage, Membership, OwnSession};
pub use audit_log::{AuditBlock, AuditEntry, AuditQuery};
pub use civil::WallTime;
pub use event_list::{
    EventBlock, EventBucket, EventDetail, EventFacets, EventQuery, EventSort, EventSummary, EventTotal, FacetValue,
    event_path, filter_parts, grouped,
};
pub use events::{Notifications, SecurityEvent, SecurityEventPage, Severity};
pub use factors::{FreshCodes, OwnFactors, PasskeyChallenge, PasskeyView, SecondStepView, TotpEnrolment};
pub use ids::{
    BindingId, EventId, FileId, InvitationId, JobId, OrganizationId, PasskeyId, RoleId, SessionId, TeamId, UserId, ViewId,
};
pub use instant::{Instant, UtcOffset};
pub use mail::{MailEncryption, MailPage, MailSettings, MailState, MailView};
pub use metrics::{LivePoints, MetricSeries, MetricUnit, MetricWindow, Sample};
pub use organizations::{NewOrganization, OrganizationList, OrganizationRow};
pub use people::{
    ImportCheck, ImportProgress, InvitationForm, InvitationLink, InvitationPage, InvitationRow, InvitationState,
    InvitationView, MemberStatus, PeopleBlock, PeopleQuery, PeopleSort, PersonDetail, PersonRow, RefusedRow,
    person_path,
};
pub use problem::{FieldError, Problem, ProblemKind};
pub use role_ref::{ResourceKind, ResourceRef, RoleRef};
pub use recovery::{IssuedLink, LinkKind, OwnEmail, RecoveryLink};
pub use saved_views::{ListPage, ListView};
pub use session::{Density, Preferences, SessionState, SignedIn, Theme};
pub use settings::{LimitView, OrganizationProfile, OrganizationSettings, SettingLevel, SettingView, Usage};
pub use sign_in_policy::SignInPolicy;
pub use span_spec::{SpanProblem, SpanSpec, UnreadSpan};
pub use stream::StreamMessage;
pub use system::{
    BusView, ConnectionCount, ConsumerLag, DatabaseView, ErrorDetail, ErrorGroup, ErrorOccurrence, ErrorReport,
    JobList, JobQuery, JobRow, OpenTransaction, RequestBlock, RequestQuery, RequestView, RouteFigures, RouteReport,
    StateCount, TableFigures,
};
pub use time_spec::{TimeSpec, TimeUnit};
