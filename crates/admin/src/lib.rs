//! Organizations, people and sessions: signing in, setting up, settings, the audit log, and what operators see of requests.

pub mod account;
pub mod audit_log;
mod browser;
pub mod error_list;
mod fields;
pub mod invitations;
pub mod job_list;
pub mod limits;
pub mod members;
pub mod organization;
pub mod organizations;
mod particulars;
mod password;
pub mod passkeys;
pub mod people;
pub mod preferences;
pub mod reauth;
pub mod recovery;
pub mod request_list;
pub mod saved_views;
mod search_text;
pub mod second_factor;
pub mod session;
pub mod set_up;
pub mod settings;
pub mod sign_in;
pub mod sign_in_policy;
mod store;
pub mod system;
mod totp;

pub use password::{PasswordHasher, check_new_password};
