//! Pieces of pages that show this module's data.

mod operations;
mod own_sessions;
mod preferences;
pub(crate) mod system;

pub(crate) use operations::Operations;
pub(crate) use own_sessions::OwnSessions;
pub(crate) use preferences::Preferences;
