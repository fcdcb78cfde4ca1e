//! Pieces of pages that show this module's data.

mod audit;
mod invitation_once;
mod joinable;
mod operations;
mod own_sessions;
mod people_query;
mod person_acts;
mod person_view;
mod preferences;
mod saved_views;
mod settings_form;
pub(crate) mod system;
mod usage;

pub(crate) use audit::{AuditEntries, AuditFilters, audit_href};
pub(crate) use invitation_once::InvitationOnce;
pub(crate) use joinable::JoinableOrganizations;
pub(crate) use operations::Operations;
pub(crate) use own_sessions::OwnSessions;
pub(crate) use people_query::PeopleAddress;
pub(crate) use person_view::PersonView;
pub(crate) use preferences::Preferences;
pub(crate) use saved_views::ListViews;
pub(crate) use settings_form::{SettingsForm, options};
pub(crate) use usage::{UsagePanel, amount};
