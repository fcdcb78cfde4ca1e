//! Pieces of pages that show this module's data.

mod audit;
mod invitation_once;
mod joinable;
mod authenticator;
mod operations;
mod own_email;
mod own_factors;
mod own_sessions;
mod people_query;
mod person_acts;
mod person_view;
mod passkey_button;
mod preferences;
mod proof_dialog;
mod saved_views;
mod settings_form;
pub(crate) mod system;
mod usage;

pub(crate) use audit::{AuditEntries, AuditFilters, audit_href};
pub(crate) use invitation_once::InvitationOnce;
pub(crate) use joinable::JoinableOrganizations;
pub(crate) use operations::Operations;
pub(crate) use own_email::OwnEmailPanel;
pub(crate) use own_factors::OwnFactorsPanel;
pub(crate) use own_sessions::OwnSessions;
pub(crate) use people_query::PeopleAddress;
pub(crate) use person_view::PersonView;
pub(crate) use passkey_button::{PasskeyButton, PasskeyUse};
pub(crate) use preferences::Preferences;
pub(crate) use proof_dialog::{ProofDialog, shown_problem};
pub(crate) use saved_views::ListViews;
pub(crate) use settings_form::{SettingsForm, options};
pub(crate) use usage::{UsagePanel, amount};
