//! The SQL of this module, one file a noun.

#[macro_use]
mod announce;

pub(crate) mod access;
pub(crate) mod account;
pub(crate) mod api_keys;
pub(crate) mod audit;
pub(crate) mod belongings;
pub(crate) mod bindings;
pub(crate) mod error_list;
pub(crate) mod factors;
pub(crate) mod idempotency;
pub(crate) mod identity;
pub(crate) mod invitations;
pub(crate) mod jobs;
pub(crate) mod limits;
pub(crate) mod members;
pub(crate) mod notifications;
pub(crate) mod operators;
pub(crate) mod organizations;
pub(crate) mod people;
pub(crate) mod permission_uses;
pub(crate) mod preferences;
pub(crate) mod reach;
pub(crate) mod recovery;
pub(crate) mod request_list;
pub(crate) mod review;
pub(crate) mod roles;
pub(crate) mod saved_views;
pub(crate) mod service_accounts;
pub(crate) mod settings;
pub(crate) mod teams;
