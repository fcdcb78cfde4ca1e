//! Threats: for now, the platform's own security events, kept from the bus and read by analysts.

mod engine;
pub mod event_export;
pub mod event_list;
mod event_search;
pub mod security_events;
mod store;

pub use security_events::KeepSecurityEvents;
