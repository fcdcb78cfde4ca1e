//! The process: command line, configuration, composition root, HTTP, workers.
//!
//! Architecture Invariant: only this crate reads the environment or a configuration file, and only here are modules wired
//! to each other.

pub mod collect;
pub mod commands;
pub mod config;
pub mod connections;
pub mod http;
pub mod instance;
pub mod middleware;
pub mod router;
pub mod shutdown;
pub mod state;
pub mod telemetry;
pub mod workers;
