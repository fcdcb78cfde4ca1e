//! Organizations, people and sessions: signing in, setting up, settings, the audit log, and what operators see of requests.

pub mod access;
pub mod account;
pub mod account_notices;
pub mod api_key_session;
pub mod api_keys;
pub mod audit_export;
pub mod audit_log;
mod browser;
pub mod error_list;
mod fields;
pub mod idempotency;
pub mod invitations;
pub mod job_list;
pub mod limits;
pub mod members;
pub mod notifications;
pub mod organization;
pub mod organizations;
mod particulars;
mod password;
pub mod people;
pub mod preferences;
pub mod request_list;
pub mod roles;
pub mod saved_views;
mod search_text;
pub mod service_accounts;
pub mod session;
pub mod set_up;
pub mod settings;
pub mod sign_in;
mod store;
pub mod system;
pub mod teams;

pub use password::{PasswordHasher, check_new_password};
