//! Signing in and setting up, the organization's settings, the audit log, operations.

pub(crate) mod api;
pub(crate) mod pages;
pub(crate) mod parts;
