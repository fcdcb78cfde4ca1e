//! The SQL of this module, one file a noun.

pub(crate) mod account;
pub(crate) mod audit;
pub(crate) mod error_list;
pub(crate) mod identity;
pub(crate) mod jobs;
pub(crate) mod organizations;
pub(crate) mod people;
pub(crate) mod request_list;
pub(crate) mod requests;
pub(crate) mod settings;
