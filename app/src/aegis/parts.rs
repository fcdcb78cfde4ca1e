//! Pieces of pages that show this module's data.

mod latest_events;

pub(crate) use latest_events::LatestEvents;
