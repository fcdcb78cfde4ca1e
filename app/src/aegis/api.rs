//! Server functions of this module, one file a noun.

pub(crate) mod events;
pub(crate) mod notifications;
pub(crate) mod security_events;
