//! What several bus events come to for a browser: at most one span of each kind.

use cauldron_core::BusEvent;
use cauldron_db::bus::{Cursor, Envelope};
use cauldron_types::{OrganizationId, UserId};
use chrono::{DateTime, TimeDelta, Utc};

/// Longest span of points that is sent as points: history that was filled in is read anew rather than point by point.
pub(super) const LONGEST_SPAN: TimeDelta = TimeDelta::minutes(15);

/// Times in `[from, to]`.
pub(super) type Span = (DateTime<Utc>, DateTime<Utc>);

/// The news of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct News {
    /// Place of the last event that counts.
    pub(super) cursor: Option<Cursor>,
    /// Samples were written in this span.
    pub(super) metrics: Option<Span>,
    /// Security events were stored, with times in this span.
    pub(super) security_events: Option<Span>,
    /// Whether the person was told something, or has read it.
    pub(super) notified: bool,
}

impl News {
    /// Of those events that belong to the organization, and of notifications to the person.
    pub(super) fn of<'a>(
        organization: OrganizationId,
        person: Option<UserId>,
        batch: impl IntoIterator<Item = &'a Envelope>,
    ) -> Self {
        let mut news = Self::default();
        for envelope in batch.into_iter().filter(|envelope| envelope.organization == organization) {
            match &envelope.event {
                Some(BusEvent::MetricsRecorded { from, to }) => widen(&mut news.metrics, *from, *to),
                Some(BusEvent::SecurityEventsStored { from, to }) => widen(&mut news.security_events, *from, *to),
                Some(BusEvent::Notified { user }) if Some(*user) == person => news.notified = true,
                Some(BusEvent::Notified { .. } | BusEvent::Security(_)) | None => continue,
            }
            news.cursor = Some(envelope.cursor);
        }
        news
    }

    /// Whether there are too many samples to be sent one by one.
    pub(super) fn is_history(&self) -> bool {
        self.metrics.is_some_and(|(from, to)| to - from > LONGEST_SPAN)
    }
}

fn widen(span: &mut Option<Span>, from: DateTime<Utc>, to: DateTime<Utc>) {
    *span = Some(span.map_or((from, to), |(start, end)| (start.min(from), end.max(to))));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn organization(number: u8) -> OrganizationId {
        OrganizationId(format!("00000000-0000-0000-0000-{number:012}").parse().unwrap())
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    fn envelope(sequence: i64, organization: OrganizationId, event: BusEvent) -> Envelope {
        Envelope {
            cursor: Cursor { transaction: 7, sequence },
            organization,
            id: organization.0,
            created_at: at(0),
            trace: String::new(),
            event: Some(event),
        }
    }

    #[test]
    fn a_batch_comes_to_one_span_of_each_kind_and_its_last_place() {
        let (here, there, elsewhere) = (organization(1), organization(2), organization(3));
        let metrics = |sequence, whose, from, to| {
            envelope(sequence, whose, BusEvent::MetricsRecorded { from: at(from), to: at(to) })
        };
        let stored = BusEvent::SecurityEventsStored { from: at(12), to: at(12) };
        let batch = [
            metrics(1, here, 10, 10),
            metrics(2, here, 5, 7),
            envelope(3, here, stored),
            metrics(4, here, 15, 20),
            metrics(5, there, 0, 9999),
        ];
        let news = News::of(here, None, &batch);
        assert_eq!(news.metrics, Some((at(5), at(20))));
        assert_eq!(news.security_events, Some((at(12), at(12))));
        assert_eq!(news.cursor, Some(Cursor { transaction: 7, sequence: 4 }));
        assert!(!news.is_history() && News::of(there, None, &batch).is_history());
        assert_eq!(News::of(elsewhere, None, &batch), News::default());
    }

    #[test]
    fn a_notification_is_news_for_the_person_it_is_for() {
        let here = organization(1);
        let (one, other) = (UserId(organization(7).0), UserId(organization(8).0));
        let batch = [envelope(1, here, BusEvent::Notified { user: one })];
        assert!(News::of(here, Some(one), &batch).notified);
        for person in [Some(other), None] {
            assert_eq!(News::of(here, person, &batch), News::default());
        }
    }
}
