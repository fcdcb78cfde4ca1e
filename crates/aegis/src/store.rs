//! The SQL of this module, one file a noun.

pub(crate) mod security_events;
