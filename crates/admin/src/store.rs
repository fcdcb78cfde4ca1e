//! The SQL of this module, one file a noun.

pub(crate) mod audit;
pub(crate) mod identity;
pub(crate) mod organizations;
pub(crate) mod people;
pub(crate) mod requests;
pub(crate) mod settings;
