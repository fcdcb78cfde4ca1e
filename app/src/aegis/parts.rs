//! Pieces of pages that show this module's data.

mod bell;
mod event_detail;
mod event_facets;
mod event_histogram;
mod event_news;
pub(crate) mod event_query;
mod event_rows;
mod latest_events;
mod live_events;

pub(crate) use bell::Bell;
pub(crate) use event_detail::EventDetailView;
pub(crate) use event_facets::EventFacets;
pub(crate) use event_histogram::{EventHistogram, EventHistogramRoom, NARROW};
pub(crate) use event_news::{EventNews, Shown};
pub(crate) use event_rows::{BLOCK, EventTable, columns};
pub(crate) use latest_events::LatestEvents;
pub(crate) use live_events::follow_events;

use cauldron_types::Severity;
use cauldron_ui::SeverityLevel;

/// How a severity is drawn.
pub(crate) const fn level(severity: Severity) -> SeverityLevel {
    match severity {
        Severity::Critical => SeverityLevel::Critical,
        Severity::High => SeverityLevel::High,
        Severity::Medium => SeverityLevel::Medium,
        Severity::Low => SeverityLevel::Low,
        Severity::Info => SeverityLevel::Info,
    }
}
