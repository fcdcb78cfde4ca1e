//! Pure algorithms of this module.

pub(crate) mod classify;
