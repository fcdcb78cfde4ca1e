//! The one event stream of a browser: one tab holds it and passes its messages to the others.

#[cfg(not(feature = "ssr"))]
mod browser;

use cauldron_types::{SignedIn, StreamMessage};
use leptos::prelude::*;

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
}

type Listener = Box<dyn Fn(&StreamMessage) + Send + Sync>;

/// The stream, as pages see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Live {
    /// How it is doing.
    pub connection: RwSignal<Connection>,
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
            listeners: StoredValue::new(Vec::new()),
            next: StoredValue::new(0),
            retry: StoredValue::new(None),
        };
        // An effect, because effects run in the browser only, and after hydration.
        let audience = format!("{}-{}", person.user, person.organization);
        Effect::new(move |_| {
            #[cfg(not(feature = "ssr"))]
            browser::run(live, &audience);
            #[cfg(feature = "ssr")]
            let _ = &audience;
        });
        live
    }

    /// Opens a broken stream again now instead of after the next pause.
    pub(crate) fn retry(&self) {
        if let Some(retry) = self.retry.try_get_value().flatten() {
            retry();
        }
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
        if self.connection.get_untracked() == Connection::SignedOut {
            return;
        }
        match message {
            StreamMessage::SignedOut => self.connection.set(Connection::SignedOut),
            _ if self.connection.get_untracked() != Connection::Live => self.connection.set(Connection::Live),
            _ => {}
        }
        let listeners = self.listeners.try_get_value().unwrap_or_default();
        for (_, listener) in listeners {
            listener(message);
        }
    }
}
