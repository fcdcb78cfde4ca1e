//! The SQL of this module, one file a noun.

pub(crate) mod event_list;
pub(crate) mod security_events;
