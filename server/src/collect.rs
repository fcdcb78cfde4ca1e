//! Watching itself: host, Postgres, requests and statements, every five seconds into `timeseries`.

pub mod host;
pub mod postgres;
pub mod recorder;
pub mod refusals;
pub mod requests;
pub mod sampler;
pub mod statements;
