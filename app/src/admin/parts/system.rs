//! The tabs of the System page.

mod bus;
mod database;
mod errors;
mod hosts;
mod jobs;
mod requests;

pub(crate) use bus::BusTab;
pub(crate) use database::DatabaseTab;
pub(super) use errors::whose;
pub(crate) use errors::{ErrorPanel, ErrorsTab};
pub(crate) use hosts::HostsTab;
pub(crate) use jobs::JobsTab;
pub(super) use jobs::tone as job_tone;
pub(crate) use requests::RequestsTab;

use crate::AppError;
use crate::layout::{GlobalRange, PanelFailed};
use crate::live::Live;
use cauldron_charts::{Unit, format};
use cauldron_types::{Instant, SpanSpec, StreamMessage, UtcOffset};
use cauldron_ui::{Panel, Time, query_href};
use leptos::prelude::*;

/// The page's path.
pub(crate) const PATH: &str = "/admin/system";

/// A tab's address with more parts; empty ones are left out. A page that stands still goes on standing still.
pub(crate) fn href(tab: &str, range: &SpanSpec, parts: &[(&str, &str)]) -> String {
    let mut pairs = vec![("tab".to_owned(), tab.to_owned())];
    pairs.extend(range.pairs());
    let given = parts.iter().filter(|(_, value)| !value.is_empty());
    pairs.extend(given.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
    format!("{PATH}{}", query_href(&pairs))
}

/// Both ends of the page's range, as addresses write them.
fn ends() -> Memo<(String, String)> {
    let range = expect_context::<GlobalRange>().0;
    Memo::new(move |_| {
        let range = range.read();
        (range.from.to_string(), range.to.to_string())
    })
}

/// Calls back with every `nth` message of samples, of which there is one every five seconds, unless the page is paused.
pub(super) fn every(nth: u32, refetch: impl Fn() + Send + Sync + 'static) {
    let range = expect_context::<GlobalRange>().0;
    let arrived = StoredValue::new(0_u32);
    expect_context::<Live>().listen(move |message| match message {
        _ if range.read_untracked().paused => {}
        StreamMessage::Metrics(_) => {
            arrived.update_value(|arrived| *arrived += 1);
            if arrived.get_value().is_multiple_of(nth) {
                refetch();
            }
        }
        StreamMessage::Reset => refetch(),
        _ => {}
    });
}

/// A panel for what could not be read.
pub(super) fn failed(title: &'static str, id: &'static str, error: AppError, on_retry: Callback<()>) -> AnyView {
    view! {
        <Panel title id>
            <PanelFailed error on_retry/>
        </Panel>
    }
    .into_any()
}

#[expect(clippy::cast_precision_loss, reason = "counts and bytes; the relative error is below 2^-52")]
pub(super) const fn float(value: i64) -> f64 {
    value as f64
}

pub(super) fn count(value: i64) -> String {
    cauldron_types::grouped(value)
}

fn bytes(value: i64) -> String {
    format::value(float(value), Unit::Bytes)
}

pub(super) fn millis(value: f64) -> String {
    format::value(value, Unit::Milliseconds)
}

/// `3 s`, `4 min`, `2 h`.
fn duration(seconds: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a time of years at most, and the part of a second does not matter"
    )]
    let whole = seconds.max(0.0) as i64;
    match whole {
        0..=119 => format!("{whole} s"),
        120..=7199 => format!("{} min", whole / 60),
        7200..=172_799 => format!("{} h", whole / 3600),
        _ => format!("{} days", whole / 86_400),
    }
}

fn ago(at: Instant, now: Instant, offsets: &[UtcOffset]) -> impl IntoView + use<> {
    view! { <Time datetime=at.rfc3339() title=at.display(offsets) text=crate::live::ago(at, now)/> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_has_an_address_of_its_own() {
        let address = href("requests", &SpanSpec::default(), &[("status", "5xx"), ("route", "")]);
        assert_eq!(address, "/admin/system?tab=requests&from=now-1h&to=now&status=5xx");
        let paused = href("jobs", &SpanSpec::default().turned(), &[("state", "failed")]);
        assert_eq!(paused, "/admin/system?tab=jobs&from=now-1h&to=now&live=off&state=failed");
    }

    #[test]
    fn durations_are_short() {
        assert_eq!([0.4, 119.0, 120.0, 7200.0, 400_000.0].map(duration), ["0 s", "119 s", "2 min", "2 h", "4 days"]);
    }
}
