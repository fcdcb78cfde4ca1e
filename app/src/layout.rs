//! The frame around every page for people who are signed in, and the pages for when there is none.

mod appearance;
mod commander;
mod commands;
mod connection;
mod failures;
mod frame;
mod landing;
mod navigation;
mod organization;
mod post_form;
mod range;
mod tools;

pub(crate) use appearance::Appearance;
pub(crate) use failures::{NotFound, NothingHere, PageFailed, PanelFailed};
pub(crate) use frame::Frame;
pub(crate) use organization::CurrentOrganization;
pub(crate) use post_form::PostForm;
pub(crate) use range::GlobalRange;
