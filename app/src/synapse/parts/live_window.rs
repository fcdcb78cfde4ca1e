//! Keeps what a page shows of some series at the present, for as long as its range moves on.

use super::fetch;
use crate::live::Live;
use crate::synapse::api::overview::overview;
use cauldron_types::{MetricWindow, SpanSpec, StreamMessage};
use leptos::prelude::*;

/// Up to this length, in milliseconds, a minute shows; such a range is read anew every minute, a longer one every five.
const SIX_HOURS: i64 = 6 * 3_600_000;
/// Messages of samples, of which one comes every five seconds.
const A_MINUTE: u32 = 12;
const FIVE_MINUTES: u32 = 60;

/// Appends samples as they arrive, or reads the window anew where they would not fit: in a range of extremes, in one whose
/// beginning stands still, after a pause, and when something was missed.
pub(crate) fn follow(window: RwSignal<MetricWindow>, range: Memo<SpanSpec>) {
    let anew = Action::new(move |()| async move {
        let asked = range.get_untracked();
        // What cannot be read now is asked for again by what comes next; the line above the page says what is wrong.
        if let Ok(fresh) = overview(asked.from.clone(), asked.to.clone()).await
            && range.try_get_untracked().is_some_and(|range| range == asked)
        {
            let _gone = window.try_set(fresh);
        }
    });
    let length = move || range.read_untracked().rolling_millis();
    let samples_fit = move || length().is_some_and(|length| length <= MetricWindow::SINGLE_SAMPLES);
    let pause = move || if length().is_some_and(|length| length <= SIX_HOURS) { A_MINUTE } else { FIVE_MINUTES };
    let arrived = StoredValue::new(0_u32);
    // What was drawn is no longer what there is.
    Effect::watch(move || window.track(), |(), _, _| fetch(), false);
    Effect::watch(
        move || range.read().paused,
        // What was missed while paused is read, not left out.
        move |paused, before, _| {
            if before == Some(&true) && !paused {
                anew.dispatch(());
            }
        },
        false,
    );
    expect_context::<Live>().listen_from_before(move |message| match message {
        _ if !range.read_untracked().is_live() => {}
        StreamMessage::Metrics(points) if samples_fit() => window.update(|window| window.append(points)),
        StreamMessage::Metrics(_) => {
            arrived.update_value(|arrived| *arrived += 1);
            if arrived.get_value().is_multiple_of(pause()) {
                anew.dispatch(());
            }
        }
        StreamMessage::Reset => {
            anew.dispatch(());
        }
        _ => {}
    });
}
