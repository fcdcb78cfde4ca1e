//! Events that arrived since the list was read.

use super::{BLOCK, follow_events};
use crate::aegis::api::events::list_events;
use crate::layout::GlobalRange;
use cauldron_types::{EventBlock, EventId, EventQuery, EventSort, Instant, SecurityEvent, grouped};
use leptos::prelude::*;
use std::collections::HashSet;
use std::time::Duration;

/// How long after news the list is asked again, so that a burst is asked for once.
const PAUSE: Duration = Duration::from_millis(400);

/// What a list held when it was read, to tell later events from.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    events: HashSet<EventId>,
    /// Whatever is older was in the list, though perhaps not in its first block.
    since: Instant,
}

impl Shown {
    /// Of a list's first block, in the order that the address names.
    pub(crate) fn of(block: &EventBlock, sort: &str) -> Self {
        let newest_first = sort.is_empty() || sort == EventSort::Newest.as_str();
        // Newest first, whatever is newer than the first event is news, even what was stored after the reading but happened
        // before it. In other orders the first block says nothing about the newest events, and the end of its range has to do.
        let since = if newest_first { block.events.first().map_or(block.from, |newest| newest.time) } else { block.to };
        Self { events: block.events.iter().map(|event| event.id).collect(), since }
    }

    fn is_new(&self, event: &SecurityEvent) -> bool {
        event.time >= self.since && !self.events.contains(&event.id)
    }
}

/// How many events arrived since the list was read, on a button that reads it again: the list does not move by itself.
#[component]
pub(crate) fn EventNews(
    /// What the server is asked.
    query: Memo<EventQuery>,
    /// Cursor of a further page: only the first one has news.
    cursor: Memo<String>,
    /// What the list shows; none before it was read.
    shown: StoredValue<Option<Shown>>,
    /// Reads the list again.
    refresh: Callback<()>,
) -> impl IntoView {
    let range = expect_context::<GlobalRange>().0;
    let count = RwSignal::new(0_usize);
    let asking = StoredValue::new(None::<TimeoutHandle>);
    on_cleanup(move || {
        if let Some(Some(waiting)) = asking.try_get_value() {
            waiting.clear();
        }
    });
    let look = Action::new(move |()| {
        let asked = query.get_untracked();
        async move {
            // Read again rather than judged here: only the server knows which events the filters let through.
            let newest = EventQuery { sort: EventSort::Newest.to_string(), ..asked.clone() };
            let answer = list_events(newest, String::new(), 0, BLOCK).await;
            // The answer may come when the page was left, or when it asks for something else.
            if let Ok(block) = answer
                && query.try_get_untracked().is_some_and(|present| present == asked)
                && let Some(Some(shown)) = shown.try_get_value()
            {
                let _ = count.try_set(block.events.iter().filter(|event| shown.is_new(event)).count());
            }
            let _ = asking.try_set_value(None);
        }
    });
    Effect::watch(move || query.get(), move |_, _, _| count.set(0), false);
    let ask = Callback::new(move |()| {
        let first_page = cursor.read_untracked().is_empty();
        let idle = matches!(asking.try_get_value(), Some(None));
        if first_page && idle && range.read_untracked().is_live() {
            let later = set_timeout(
                move || {
                    look.dispatch(());
                },
                PAUSE,
            );
            asking.set_value(later.ok());
        }
    });
    let heard = move |events: &[SecurityEvent]| {
        let is_new = |event: &SecurityEvent| {
            shown.try_with_value(|shown| shown.as_ref().is_none_or(|shown| shown.is_new(event))).unwrap_or(false)
        };
        if events.iter().any(is_new) {
            ask.run(());
        }
    };
    follow_events(heard, ask);
    let words = move || match count.get() {
        1 => "1 new event".to_owned(),
        more if more >= usize::from(BLOCK) => format!("{BLOCK} or more new events"),
        more => format!("{} new events", grouped(i64::try_from(more).unwrap_or(i64::MAX))),
    };
    let show = move |_| {
        count.set(0);
        refresh.run(());
    };
    view! {
        <div class="events__news" role="status">
            <Show when=move || { count.get() > 0 }>
                <button class="button button--secondary button--medium" type="button" on:click=show>{words}</button>
            </Show>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cauldron_types::Severity;

    fn event(id: u8, time: i64) -> SecurityEvent {
        let id = format!("00000000-0000-7000-8000-0000000000{id:02}");
        SecurityEvent {
            id: serde_json::from_value(serde_json::Value::String(id)).unwrap(),
            time: Instant(time),
            kind: "sign_in.succeeded".to_owned(),
            severity: Severity::Info,
            message: String::new(),
            actor: String::new(),
            address: String::new(),
        }
    }

    /// Of the range from 0 to 100.
    fn block(events: &[SecurityEvent]) -> EventBlock {
        EventBlock {
            events: events.to_vec(),
            previous: None,
            next: None,
            from: Instant(0),
            to: Instant(100),
            now: Instant(100),
            offsets: Vec::new(),
        }
    }

    #[test]
    fn an_event_beyond_the_first_block_is_no_news_in_any_order() {
        for sort in ["", "-time", "time", "-severity", "severity"] {
            let shown = Shown::of(&block(&[event(1, 60)]), sort);
            assert!(!shown.is_new(&event(2, 50)), "{sort}");
            assert!(!shown.is_new(&event(1, 60)), "{sort}");
            assert!(shown.is_new(&event(3, 101)), "{sort}");
        }
    }

    #[test]
    fn an_event_that_was_stored_late_is_news_where_the_newest_stand_first() {
        assert!(Shown::of(&block(&[event(1, 60)]), "").is_new(&event(2, 99)));
        assert!(!Shown::of(&block(&[event(1, 60)]), "severity").is_new(&event(2, 99)));
    }

    #[test]
    fn whatever_happens_is_news_to_an_empty_list() {
        assert!(Shown::of(&block(&[]), "-time").is_new(&event(1, 0)));
    }
}
