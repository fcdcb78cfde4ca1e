//! Server functions of this module, one file a noun.

pub(crate) mod security_events;
