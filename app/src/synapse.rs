//! Numbers: the Overview and its charts.

pub(crate) mod api;
pub(crate) mod pages;
mod parts;
