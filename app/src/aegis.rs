//! Security events, for now those of the platform itself.

pub(crate) mod api;
pub(crate) mod pages;
pub(crate) mod parts;
