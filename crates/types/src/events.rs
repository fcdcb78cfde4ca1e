//! Security events as shown in the browser.

use crate::Notification;
use crate::access::named_enum;
use crate::{EventId, Instant, UtcOffset};
use serde::{Deserialize, Serialize};

named_enum! {
    /// How bad a security event is, worst first.
    Severity {
        /// Act now.
        Critical = "critical",
        /// Act today.
        High = "high",
        /// Look at it.
        Medium = "medium",
        /// Worth knowing.
        Low = "low",
        /// For the record.
        Info = "info",
    }
}

/// One security event of the current organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityEvent {
    /// Identity; sorts by time of creation.
    pub id: EventId,
    /// When it happened.
    pub time: Instant,
    /// What happened, as `subject.outcome`, such as `sign_in.failed`.
    pub kind: String,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence for people.
    pub message: String,
    /// Who did it, as shown; empty when unknown.
    pub actor: String,
    /// The client address; empty when there was none.
    pub address: String,
}

/// The latest events, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityEventPage {
    /// Newest first.
    pub events: Vec<SecurityEvent>,
    /// The server's time when it answered, from which "4 min ago" is counted.
    pub now: Instant,
    /// Offsets of the organization's time zone over the range of the events.
    pub offsets: Vec<UtcOffset>,
}

/// What the bell shows: what one was told and has not read, and events of severity high and critical.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notifications {
    /// What one was told and has not read, newest first, at most as many as are listed.
    pub inbox: Vec<Notification>,
    /// How many that are in all.
    pub inbox_unread: usize,
    /// Newest first.
    pub events: Vec<SecurityEvent>,
    /// Up to when the person has read them.
    pub read_until: Instant,
    /// The server's time when it answered.
    pub now: Instant,
    /// Offsets of the organization's time zone over the range of the events.
    pub offsets: Vec<UtcOffset>,
}

impl Notifications {
    /// Whether the bell rings for an event.
    #[must_use]
    pub const fn rings_for(event: &SecurityEvent) -> bool {
        matches!(event.severity, Severity::Critical | Severity::High)
    }

    /// How much is unread.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.inbox_unread + self.events.iter().filter(|event| event.time > self.read_until).count()
    }

    /// The time of the newest thing that is listed.
    #[must_use]
    pub fn newest(&self) -> Instant {
        let (event, told) = (self.events.first().map(|event| event.time), self.inbox.first().map(|told| told.time));
        event.max(told).unwrap_or_default()
    }

    /// Takes everything up to `until` as read.
    pub fn read(&mut self, until: Instant) {
        self.read_until = until;
        self.inbox.clear();
        self.inbox_unread = 0;
    }

    /// Adds what has just happened: newest first, each once, at most `most`.
    pub fn add(&mut self, events: &[SecurityEvent], most: usize) {
        for event in events.iter().filter(|event| Self::rings_for(event)) {
            if !self.events.iter().any(|known| known.id == event.id) {
                self.events.push(event.clone());
            }
        }
        self.events.sort_by_key(|event| std::cmp::Reverse((event.time, event.id)));
        self.events.truncate(most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn event(number: u128, time: i64, severity: Severity) -> SecurityEvent {
        SecurityEvent {
            id: EventId(Uuid::from_u128(number)),
            time: Instant(time),
            kind: "sign_in.failed".to_owned(),
            severity,
            message: String::new(),
            actor: String::new(),
            address: String::new(),
        }
    }

    #[test]
    fn the_bell_rings_once_for_each_grave_event_and_counts_what_is_unread() {
        let mut bell = Notifications {
            inbox: Vec::new(),
            inbox_unread: 0,
            events: Vec::new(),
            read_until: Instant(10),
            now: Instant(0),
            offsets: Vec::new(),
        };
        let news = [event(1, 5, Severity::High), event(2, 20, Severity::Critical), event(3, 30, Severity::Medium)];
        bell.add(&news, 20);
        bell.add(&news, 20);
        let times: Vec<i64> = bell.events.iter().map(|event| event.time.0).collect();
        assert_eq!((times, bell.unread()), (vec![20, 5], 1));
        bell.add(&[event(4, 40, Severity::High)], 2);
        assert_eq!((bell.events.len(), bell.unread()), (2, 2));
        bell.inbox_unread = 3;
        assert_eq!((bell.unread(), bell.newest()), (5, Instant(40)));
        bell.read(Instant(40));
        assert_eq!(bell.unread(), 0);
    }
}
