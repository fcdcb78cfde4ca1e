//! Pieces of pages that show this module's data.

mod access_fields;
mod access_tabs;
mod audit;
mod bindings;
mod forms;
mod invitation_once;
mod joinable;
mod operations;
mod own_sessions;
mod people_query;
mod person_acts;
mod person_view;
mod preferences;
mod role_fields;
mod saved_views;
mod settings_form;
pub(crate) mod system;
mod team_members;
mod usage;

pub(crate) use access_fields::{HolderField, resource_options};
pub(crate) use access_tabs::AccessTabs;
pub(crate) use audit::{AuditEntries, AuditFilters, audit_href};
pub(crate) use bindings::{BindingTable, Known, holder_view, person_view, place_view, role_href};
pub(crate) use forms::{field_of, message_of, problem_of, version_of};
pub(crate) use invitation_once::InvitationOnce;
pub(crate) use joinable::JoinableOrganizations;
pub(crate) use operations::Operations;
pub(crate) use own_sessions::OwnSessions;
pub(crate) use people_query::PeopleAddress;
pub(crate) use person_view::PersonView;
pub(crate) use preferences::Preferences;
pub(crate) use role_fields::RoleFields;
pub(crate) use saved_views::ListViews;
pub(crate) use settings_form::{SettingsForm, options};
pub(crate) use team_members::TeamMembers;
pub(crate) use usage::{UsagePanel, amount};
