//! Pure algorithms of this module.

pub(crate) mod extremes;
pub(crate) mod labels;
pub(crate) mod resolution;
