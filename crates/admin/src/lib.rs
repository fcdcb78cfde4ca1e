//! Organizations, people and sessions: signing in, setting up, settings, the audit log, and what operators see of requests.

pub mod audit_log;
mod fields;
pub mod operations;
pub mod organization;
mod password;
pub mod people;
pub mod preferences;
pub mod session;
pub mod set_up;
pub mod sign_in;
mod store;

pub use password::{PasswordHasher, check_new_password};
