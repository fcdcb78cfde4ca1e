//! Ids, DTOs and enums shared between the server and the browser; serde only.
//!
//! Architecture Invariant: nothing here does IO, reads a clock or knows a time zone; an instant is milliseconds since
//! the epoch in UTC ([`Instant`]), and whatever has to be shown in an organization's zone arrives with its offsets.

mod access;
mod access_view;
mod account;
mod api_keys;
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
mod notifications;
mod organizations;
mod people;
mod problem;
mod recovery;
mod role_ref;
mod roles;
mod sample_columns;
mod saved_views;
pub mod series;
mod session;
mod settings;
mod sign_in_policy;
mod span_spec;
mod stream;
mod system;
mod teams;
mod time_spec;

pub use access::{Permission, Role, UnknownName};
pub use access_view::{
    BindingBlock, BindingQuery, BindingRow, ExplainQuery, Explained, HolderName, NewBinding, PathRow, PersonName,
    ReachRow, Reached, RemovalChoice, ResourceName, ReviewBlock, ReviewQuery, UnusedRow, WhatIf,
};
pub use account::{AccountPage, Membership, OwnSession};
pub use api_keys::{ApiKeyRow, ApiKeyState, FreshKey, KeyOwner, OrganizationKeys, OwnKeys, ServiceAccountRow};
pub use audit_log::{AuditBlock, AuditDetail, AuditEntry, AuditQuery};
pub use civil::WallTime;
pub use event_list::{
    EventBlock, EventBucket, EventDetail, EventFacets, EventQuery, EventSort, EventSummary, EventTotal, FacetValue,
    event_path, filter_parts, grouped,
};
pub use events::{Notifications, SecurityEvent, SecurityEventPage, Severity};
pub use factors::{FreshCodes, OwnFactors, PasskeyChallenge, PasskeyView, SecondStepView, TotpEnrolment};
pub use ids::{
    ApiKeyId, BindingId, EventId, FileId, InvitationId, JobId, NotificationId, OrganizationId, PasskeyId, RoleId,
    ServiceAccountId, SessionId, TeamId, UserId, ViewId,
};
pub use instant::{Instant, UtcOffset};
pub use mail::{MailEncryption, MailPage, MailSettings, MailState, MailView};
pub use metrics::{LivePoints, MetricSeries, MetricUnit, MetricWindow, Sample};
pub use notifications::{Inbox, InboxQuery, Notification, NotificationChoice, NotificationKind};
pub use organizations::{NewOrganization, OrganizationList, OrganizationRow};
pub use people::{
    ImportCheck, ImportProgress, InvitationForm, InvitationLink, InvitationPage, InvitationRow, InvitationState,
    InvitationView, MemberStatus, PeopleBlock, PeopleQuery, PeopleSort, PersonDetail, PersonRow, RefusedRow,
    person_path,
};
pub use problem::{FieldError, Problem, ProblemKind};
pub use recovery::{IssuedLink, LinkKind, OwnEmail, RecoveryLink};
pub use role_ref::{ResourceKind, ResourceRef, RoleRef};
pub use roles::{
    MatrixGroup, MatrixRow, ParentChoice, PermissionGroup, PermissionRow, RoleDraft, RoleList, RoleMatrix, RoleName,
    RolePage, RoleRow,
};
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
pub use teams::{TeamList, TeamMember, TeamPage, TeamRow};
pub use time_spec::{TimeSpec, TimeUnit};
