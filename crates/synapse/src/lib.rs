//! Numbers: recording points, rolling them up, and reading windows of them.

mod engine;
pub mod metrics;
pub mod rollup;
mod store;

pub use metrics::{NewPoint, Recorded, Recorder, Refusal, RefusedPoint, SeriesKey, SeriesKind};
