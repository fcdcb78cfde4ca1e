//! The SQL of this crate, one file a noun.

pub(crate) mod mail_settings;
pub(crate) mod mails;
pub(crate) mod sealed;
