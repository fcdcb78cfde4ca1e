//! The time range of the page, kept in its address, and its control in the top bar.

use crate::layout::CurrentOrganization;
use crate::layout::navigation::is_ranged;
use crate::live::{Connection, Live};
use cauldron_types::SpanSpec;
use cauldron_ui::{Pair, TimeRangePicker, Tone, query_href};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

/// The time range that pages read, as a context of the frame.
///
/// It is that of the address on pages that have one, and is remembered on others, so that going to the settings and back
/// loses nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GlobalRange(pub Memo<SpanSpec>);

impl GlobalRange {
    /// Follows the address.
    pub(crate) fn start(path: Memo<String>) -> Self {
        let query = use_query_map();
        Self(Memo::new(move |before: Option<&SpanSpec>| match before {
            Some(before) if !is_ranged(&path.read()) => before.clone(),
            _ => SpanSpec::from_query(|name| query.read().get(name)),
        }))
    }
}

/// What in an address belongs to its range: another range is another list, which begins at its beginning.
const OF_THE_RANGE: [&str; 5] = ["from", "to", "live", "range", "cursor"];

/// The control: the kit's picker, which changes the page's address and leaves its filters alone.
#[component]
pub(crate) fn RangeControl(
    /// The present range.
    range: Memo<SpanSpec>,
    /// The page's path.
    path: Memo<String>,
) -> impl IntoView {
    let query = use_query_map();
    let keep = Memo::new(move |_| {
        let pairs = query.get().into_iter().map(|(name, value)| (name.into_owned(), value));
        pairs.filter(|(name, _)| !OF_THE_RANGE.contains(&name.as_str())).collect::<Vec<Pair>>()
    });
    let unread = Memo::new(move |_| SpanSpec::read_query(|name| query.read().get(name)).err());
    let navigate = use_navigate();
    let choose = Callback::new(move |span: SpanSpec| {
        let pairs: Vec<Pair> = keep.get_untracked().into_iter().chain(span.pairs()).collect();
        let address = format!("{}{}", path.read_untracked(), query_href(&pairs));
        navigate(&address, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    let live = expect_context::<Live>();
    let state = Signal::derive(move || {
        let range = range.read();
        match live.connection.get() {
            _ if unread.read().is_some() => Some(("Not understood", Tone::Warn)),
            _ if !range.ends_now() => None,
            _ if range.paused => Some(("Paused", Tone::Neutral)),
            Connection::Starting => Some(("Connecting", Tone::Neutral)),
            Connection::Live => Some(("Live", Tone::Ok)),
            Connection::Lost => Some(("Reconnecting", Tone::Warn)),
            Connection::SignedOut => Some(("Signed out", Tone::Warn)),
            Connection::OrganizationSwitched => Some(("Stopped", Tone::Warn)),
        }
    });
    let zone = expect_context::<CurrentOrganization>().time_zone;
    view! {
        <TimeRangePicker
            span=range
            id="range"
            keep
            unread
            on_choose=choose
            state
            zone=Signal::derive(move || Some(zone.get()))
        />
    }
}
