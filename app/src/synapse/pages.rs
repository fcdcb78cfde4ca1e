//! Pages of this module, each a chunk of its own.

mod overview;

pub(crate) use overview::OverviewRoute;
