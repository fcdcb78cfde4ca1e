//! Pieces of pages that show this module's data.

mod operations;

pub(crate) use operations::Operations;
