//! Pieces of pages that show this module's data.

mod audit;
mod operations;
mod own_sessions;
mod preferences;
mod saved_views;
pub(crate) mod system;

pub(crate) use audit::{AuditEntries, AuditFilters, audit_href};
pub(crate) use operations::Operations;
pub(crate) use own_sessions::OwnSessions;
pub(crate) use preferences::Preferences;
pub(crate) use saved_views::ListViews;
