//! Pure algorithms of this module.

pub(crate) mod buckets;
pub(crate) mod classify;
pub(crate) mod cursor;
pub(crate) mod files;
