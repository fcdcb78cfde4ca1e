//! Pure algorithms of this module.

pub(crate) mod labels;
pub(crate) mod resolution;
