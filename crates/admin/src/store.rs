//! The SQL of this module, one file a noun.

#[macro_use]
mod announce;

pub(crate) mod account;
pub(crate) mod audit;
pub(crate) mod belongings;
pub(crate) mod error_list;
pub(crate) mod factors;
pub(crate) mod identity;
pub(crate) mod invitations;
pub(crate) mod jobs;
pub(crate) mod limits;
pub(crate) mod members;
pub(crate) mod operators;
pub(crate) mod organizations;
pub(crate) mod people;
pub(crate) mod preferences;
pub(crate) mod recovery;
pub(crate) mod request_list;
pub(crate) mod saved_views;
pub(crate) mod settings;
