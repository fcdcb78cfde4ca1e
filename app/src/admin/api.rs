//! Server functions of this module, one file a noun.

pub(crate) mod access;
pub(crate) mod account;
pub(crate) mod audit;
pub(crate) mod factors;
pub(crate) mod invitations;
pub(crate) mod keys;
pub(crate) mod mail;
pub(crate) mod notifications;
pub(crate) mod organization;
pub(crate) mod organizations;
pub(crate) mod people;
pub(crate) mod preferences;
pub(crate) mod proof;
pub(crate) mod recovery;
pub(crate) mod roles;
pub(crate) mod saved_views;
pub(crate) mod service_accounts;
pub(crate) mod set_up;
pub(crate) mod sign_in;
pub(crate) mod sign_in_policy;
pub(crate) mod system;
pub(crate) mod teams;
