//! The browser's side: Web Locks choose the tab that holds the stream, a BroadcastChannel carries its messages.
//!
//! HTTP/1.1 gives a browser six connections to a host, so eight tabs with a stream each would leave none for pages.

use super::{Connection, Live};
use cauldron_types::{OrganizationId, StreamMessage, UserId};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, EventSource, MessageEvent};

/// First pause before the stream is opened again, in milliseconds; doubles up to the longest.
const SHORTEST_PAUSE: i32 = 500;
const LONGEST_PAUSE: i32 = 10_000;

#[wasm_bindgen]
extern "C" {
    // Not in web-sys's stable part.
    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request, catch)]
    fn request_lock(
        name: &str,
        held: &Closure<dyn FnMut(JsValue) -> js_sys::Promise>,
    ) -> Result<js_sys::Promise, JsValue>;
}

/// The stream of this tab, held or listened to.
struct Tab {
    live: Live,
    // Of the document; a session that has gone to another gets no stream.
    organization: OrganizationId,
    // Of the lock and the channel: tabs of different people, or organizations, share nothing.
    name: String,
    channel: Option<BroadcastChannel>,
    /// Id of the last message seen, at first of the last that the document knows; from there a new stream goes on.
    last: RefCell<String>,
    // False until it is known that nothing was missed between the document and the stream.
    joined: Cell<bool>,
    source: RefCell<Option<EventSource>>,
    pause: Cell<i32>,
    // The next attempt, while there is a pause before it.
    waiting: Cell<Option<TimeoutHandle>>,
    closed: Cell<bool>,
    // Called to give the lock back; none while another tab has it.
    release: RefCell<Option<js_sys::Function>>,
}

/// Runs until the frame is gone.
pub(super) fn run(live: Live, user: UserId, organization: OrganizationId) {
    let name = format!("cauldron-stream-{user}-{organization}");
    let tab = Rc::new(Tab {
        live,
        organization,
        channel: BroadcastChannel::new(&name).ok(),
        name,
        last: RefCell::new(crate::document::html_attribute("data-stream").unwrap_or_default()),
        joined: Cell::new(false),
        source: RefCell::default(),
        pause: Cell::new(SHORTEST_PAUSE),
        waiting: Cell::default(),
        closed: Cell::new(false),
        release: RefCell::default(),
    });
    follow(&tab);
    lead_when_possible(&tab);
    let tab = send_wrapper::SendWrapper::new(tab);
    let again = tab.clone();
    live.retry.set_value(Some(std::sync::Arc::new(move || retry(&again))));
    // The device knows best when its connection is back.
    let again = tab.clone();
    let online = window_event_listener(leptos::ev::online, move |_| retry(&again));
    on_cleanup(move || {
        online.remove();
        tab.closed.set(true);
        if let Some(source) = tab.source.take() {
            source.close();
        }
        if let Some(channel) = &tab.channel {
            channel.close();
        }
        if let Some(release) = tab.release.take() {
            let _released = release.call0(&JsValue::NULL);
        }
    });
}

/// Ends the pause before the next attempt, in whichever tab it is made.
fn retry(tab: &Rc<Tab>) {
    if tab.live.connection.get_untracked() != Connection::Lost {
        return;
    }
    tab.pause.set(SHORTEST_PAUSE);
    match tab.waiting.take() {
        Some(waiting) => {
            waiting.clear();
            open(tab);
        }
        None => {
            if let Some(channel) = &tab.channel {
                let _sent = channel.post_message(&JsValue::from_str("retry\n"));
            }
        }
    }
}

/// Takes messages from the tab that holds the stream.
fn follow(tab: &Rc<Tab>) {
    let Some(channel) = &tab.channel else { return };
    let here = tab.clone();
    let receive = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let text = event.data().as_string().unwrap_or_default();
        match text.split_once('\n') {
            Some(("lost", _)) => here.live.connection.set(Connection::Lost),
            Some(("hello", _)) => answer_hello(&here),
            Some(("here", last)) if !here.joined.get() => {
                // The other tab cannot tell what it heard before this one came.
                let message =
                    if is_behind(&here.last.borrow(), last) { StreamMessage::Reset } else { StreamMessage::Ready };
                last.clone_into(&mut here.last.borrow_mut());
                join(&here, &message);
            }
            Some(("here", _)) => {}
            // Only the tab that holds the stream is waiting to open it again.
            Some(("retry", _)) => {
                if let Some(waiting) = here.waiting.take() {
                    waiting.clear();
                    open(&here);
                }
            }
            Some((id, data)) => take(&here, id, data),
            None => {}
        }
    });
    channel.set_onmessage(Some(receive.as_ref().unchecked_ref()));
    receive.forget();
    let _sent = channel.post_message(&JsValue::from_str("hello\n"));
}

/// Tells a tab that has just been opened how the stream is doing. Only the tab that holds it knows.
fn answer_hello(tab: &Tab) {
    let Some(channel) = &tab.channel else { return };
    let answer = match tab.live.connection.get_untracked() {
        Connection::Live if tab.source.borrow().is_some() => format!("here\n{}", tab.last.borrow()),
        Connection::Lost if tab.release.borrow().is_some() => "lost\n".to_owned(),
        _ => return,
    };
    let _sent = channel.post_message(&JsValue::from_str(&answer));
}

/// Whether a document that knows of everything up to `known` may have missed something before `last`. What cannot be compared
/// may have.
fn is_behind(known: &str, last: &str) -> bool {
    let place = |id: &str| {
        let (transaction, sequence) = id.split_once('-')?;
        Some((transaction.parse::<u64>().ok()?, sequence.parse::<i64>().ok()?))
    };
    match (place(known), place(last)) {
        (Some(known), Some(last)) => known < last,
        _ => true,
    }
}

fn join(tab: &Tab, message: &StreamMessage) {
    tab.joined.set(true);
    tab.live.deliver(message);
}

fn take(tab: &Tab, id: &str, data: &str) {
    if !id.is_empty() {
        id.clone_into(&mut tab.last.borrow_mut());
    }
    match serde_json::from_str::<StreamMessage>(data) {
        // A stream that was opened elsewhere, perhaps later than this document.
        Ok(StreamMessage::Ready) if !tab.joined.get() => join(tab, &StreamMessage::Reset),
        Ok(message) => tab.live.deliver(&message),
        Err(_unknown) => {}
    }
}

/// Asks for the lock; whoever gets it holds the stream until the tab goes away, which releases the lock.
fn lead_when_possible(tab: &Rc<Tab>) {
    let here = tab.clone();
    let held = Closure::<dyn FnMut(JsValue) -> js_sys::Promise>::new(move |_lock: JsValue| {
        let here = here.clone();
        js_sys::Promise::new(&mut |release, _| {
            if here.closed.get() {
                // The frame was left while waiting for the lock: give it to the next tab.
                let _released = release.call0(&JsValue::NULL);
            } else {
                here.release.replace(Some(release));
                open(&here);
            }
        })
    });
    // Where there are no locks (an old browser, an insecure address) every tab holds a stream of its own.
    if request_lock(&tab.name, &held).is_err() {
        open(tab);
    }
    held.forget();
}

/// Opens the stream and passes on what it says.
fn open(tab: &Rc<Tab>) {
    if tab.closed.get() || tab.live.connection.get_untracked().is_over() {
        return;
    }
    let last = tab.last.borrow().clone();
    // A stream that goes on from a place tells what was missed, or that it cannot.
    tab.joined.set(!last.is_empty());
    let after = if last.is_empty() { String::new() } else { format!("&after={last}") };
    let address = format!("/api/stream?organization={}{after}", tab.organization);
    let Ok(source) = EventSource::new(&address) else { return };
    let here = tab.clone();
    let receive = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        here.pause.set(SHORTEST_PAUSE);
        let (id, data) = (event.last_event_id(), event.data().as_string().unwrap_or_default());
        if let Some(channel) = &here.channel {
            // Fails only when the channel is closed, and then nobody listens.
            let _sent = channel.post_message(&JsValue::from_str(&format!("{id}\n{data}")));
        }
        take(&here, &id, &data);
        if here.live.connection.get_untracked().is_over()
            && let Some(source) = here.source.take()
        {
            source.close();
            // A tab that signs in again, or comes back, must be able to hold a stream of its own.
            if let Some(release) = here.release.take() {
                let _released = release.call0(&JsValue::NULL);
            }
        }
    });
    source.set_onmessage(Some(receive.as_ref().unchecked_ref()));
    receive.forget();
    let here = tab.clone();
    let fail = Closure::<dyn FnMut()>::new(move || {
        // The browser would try again by itself, but not after an answer that is not a stream; so it is done here alone.
        if let Some(source) = here.source.take() {
            source.close();
        }
        if here.closed.get() || here.live.connection.get_untracked().is_over() {
            return;
        }
        let again = here.clone();
        let pause = here.pause.get();
        // One that ends after it had begun is most often back at once: the session was given another token.
        if pause > SHORTEST_PAUSE {
            here.live.connection.set(Connection::Lost);
            if let Some(channel) = &here.channel {
                let _sent = channel.post_message(&JsValue::from_str("lost\n"));
            }
        }
        here.pause.set((pause * 2).min(LONGEST_PAUSE));
        let pause = std::time::Duration::from_millis(u64::from(pause.unsigned_abs()));
        let attempt = move || {
            again.waiting.take();
            open(&again);
        };
        here.waiting.set(set_timeout(attempt, pause).ok());
    });
    source.set_onerror(Some(fail.as_ref().unchecked_ref()));
    fail.forget();
    tab.source.replace(Some(source));
}
