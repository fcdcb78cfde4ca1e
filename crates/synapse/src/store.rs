//! The SQL of this module, one file a noun.

pub(crate) mod points;
pub(crate) mod rollups;
pub(crate) mod series;
