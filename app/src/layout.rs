//! The frame around every page for people who are signed in, and the pages for when there is none.

mod appearance;
mod commander;
mod commands;
mod connection;
mod failures;
mod frame;
mod navigation;
mod organization;
mod range;
mod tools;

pub(crate) use appearance::Appearance;
pub(crate) use failures::{NotFound, PageFailed};
pub(crate) use frame::Frame;
pub(crate) use range::GlobalRange;
