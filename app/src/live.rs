//! The one event stream of a browser: one tab holds it and passes its messages to the others.

#[cfg(not(feature = "ssr"))]
mod browser;

use cauldron_types::{Instant, SignedIn, StreamMessage};
use leptos::prelude::*;
#[cfg(not(feature = "ssr"))]
use std::collections::VecDeque;

/// Messages that are kept for panels whose content is on its way. Samples come every five seconds.
#[cfg(not(feature = "ssr"))]
const RECENT: usize = 8;

/// How the stream is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "ssr", expect(dead_code, reason = "on the server a stream is never opened"))]
pub(crate) enum Connection {
    /// Not open yet.
    #[default]
    Starting,
    /// Open.
    Live,
    /// Broken; being opened again.
    Lost,
    /// The session has ended: it stays closed.
    SignedOut,
    /// The session has gone to another organization than this document's: it stays closed.
    OrganizationSwitched,
}

impl Connection {
    /// Whether it is closed for good.
    #[cfg(not(feature = "ssr"))]
    const fn is_over(self) -> bool {
        matches!(self, Self::SignedOut | Self::OrganizationSwitched)
    }
}

/// How long ago `time` is, in words that move on with the stream; `read` is when it was read.
pub(crate) fn ago(time: Instant, read: Instant) -> Signal<String> {
    let now = expect_context::<Live>().clock(read);
    Signal::derive(move || time.ago(now.get()))
}

type Listener = Box<dyn Fn(&StreamMessage) + Send + Sync>;

/// The stream, as pages see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Live {
    /// How it is doing.
    pub connection: RwSignal<Connection>,
    /// The server's time, as last told; the epoch before that.
    now: RwSignal<Instant>,
    /// The last messages with news.
    #[cfg(not(feature = "ssr"))]
    recent: StoredValue<VecDeque<StreamMessage>>,
    listeners: StoredValue<Vec<(usize, std::sync::Arc<Listener>)>>,
    next: StoredValue<usize>,
    retry: StoredValue<Option<Retry>>,
}

type Retry = std::sync::Arc<dyn Fn() + Send + Sync>;

impl Live {
    /// Opens the stream, or listens to the tab that holds it; does nothing on the server.
    pub(crate) fn start(person: &SignedIn) -> Self {
        let live = Self {
            connection: RwSignal::new(Connection::default()),
            now: RwSignal::new(Instant(0)),
            #[cfg(not(feature = "ssr"))]
            recent: StoredValue::default(),
            listeners: StoredValue::new(Vec::new()),
            next: StoredValue::new(0),
            retry: StoredValue::new(None),
        };
        let (user, organization) = (person.user, person.organization);
        let awake = crate::document::is_awake();
        // An effect, because effects run in the browser only. What a message changes in a part that the browser has not taken
        // over yet would no longer fit what the server wrote there.
        Effect::new(move |_| {
            if awake.get() {
                #[cfg(not(feature = "ssr"))]
                browser::run(live, user, organization);
                #[cfg(feature = "ssr")]
                let _ = (user, organization);
            }
        });
        live
    }

    /// Opens a broken stream again now instead of after the next pause.
    pub(crate) fn retry(&self) {
        if let Some(retry) = self.retry.try_get_value().flatten() {
            retry();
        }
    }

    /// The present by the server's clock; at least `read`, when what the caller shows was read.
    pub(crate) fn clock(&self, read: Instant) -> Signal<Instant> {
        let now = self.now;
        Signal::derive(move || now.get().max(read))
    }

    /// As [`Live::listen`], beginning with the last moments: what came while the caller's content was on its way may not be
    /// in it yet.
    pub(crate) fn listen_from_before(&self, listener: impl Fn(&StreamMessage) + Send + Sync + 'static) {
        #[cfg(not(feature = "ssr"))]
        for message in self.recent.get_value() {
            listener(&message);
        }
        self.listen(listener);
    }

    /// Calls `listener` with every message until the calling component is gone.
    pub(crate) fn listen(&self, listener: impl Fn(&StreamMessage) + Send + Sync + 'static) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.listeners.update_value(|listeners| listeners.push((id, std::sync::Arc::new(Box::new(listener)))));
        let listeners = self.listeners;
        on_cleanup(move || {
            listeners.try_update_value(|listeners| listeners.retain(|(known, _)| *known != id));
        });
    }

    /// Hands a message to everybody who listens.
    #[cfg(not(feature = "ssr"))]
    fn deliver(self, message: &StreamMessage) {
        // What still arrives after the end belongs to another session.
        if self.connection.get_untracked().is_over() {
            return;
        }
        match message {
            StreamMessage::Tick { now } => self.now.set(*now),
            StreamMessage::Metrics(points) => self.now.set(points.now),
            _ => {}
        }
        self.recent.update_value(|recent| match message {
            StreamMessage::Metrics(_) | StreamMessage::SecurityEvents(_) => {
                recent.push_back(message.clone());
                if recent.len() > RECENT {
                    recent.pop_front();
                }
            }
            StreamMessage::Reset => recent.clear(),
            _ => {}
        });
        match message {
            StreamMessage::SignedOut => self.connection.set(Connection::SignedOut),
            StreamMessage::OrganizationSwitched => self.connection.set(Connection::OrganizationSwitched),
            _ if self.connection.get_untracked() != Connection::Live => self.connection.set(Connection::Live),
            _ => {}
        }
        let listeners = self.listeners.try_get_value().unwrap_or_default();
        for (_, listener) in listeners {
            listener(message);
        }
    }
}
