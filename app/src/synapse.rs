//! Numbers: the Overview and its charts.

pub(crate) mod api;
pub(crate) mod pages;
pub(crate) mod parts;
