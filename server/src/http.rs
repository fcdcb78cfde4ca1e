//! What answers: pages, server functions, the event stream, files, probes.

pub mod admin_export;
mod after_paint;
pub mod api;
pub mod assets;
pub mod audit_export;
pub mod event_export;
pub mod form_errors;
pub mod health;
pub mod hub;
pub mod metrics;
mod news;
pub mod pages;
pub mod people_export;
pub mod problem;
pub mod stream;
