//! The frame around every page for people who are signed in, and the pages for when there is none.

mod failures;
mod frame;
mod navigation;
mod tools;

pub(crate) use failures::{NotFound, PageFailed, Refused};
pub(crate) use frame::Frame;
