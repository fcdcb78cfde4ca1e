//! Hears of security events as they happen, for whatever shows the latest of them.

use crate::live::Live;
use cauldron_types::{SecurityEvent, StreamMessage};
use leptos::prelude::*;

/// Calls `more` with new events, oldest first, and `anew` when some may have been missed. Events that the caller knows may be
/// among them.
pub(crate) fn follow_events(more: impl Fn(&[SecurityEvent]) + Send + Sync + 'static, anew: Callback<()>) {
    expect_context::<Live>().listen_from_before(move |message| match message {
        StreamMessage::SecurityEvents(events) => more(events),
        StreamMessage::Reset => anew.run(()),
        _ => {}
    });
}
