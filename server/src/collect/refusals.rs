//! Which refusals become security events: the first, then at most one a minute for each person and route.

use cauldron_core::{Ctx, SecurityNotice};
use cauldron_db::records::NoticeRecord;
use cauldron_types::OrganizationId;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashMap;

/// How long one event stands for all refusals of a person on a route.
const QUIET: TimeDelta = TimeDelta::minutes(1);
/// Pairs of person and route remembered at once, which bounds the memory. Refusals beyond that are requests on record and no
/// events.
const MOST: usize = 4096;

/// Whose, who, and the matched pattern. Not the method: a client may call that what it likes.
type Key = (OrganizationId, Option<u128>, String);

#[derive(Debug)]
struct Told {
    at: DateTime<Utc>,
    /// Refusals since then, and the last of them.
    since: u64,
    last: Option<NoticeRecord>,
}

/// Refusals of the last minute, and how many were not told.
#[derive(Debug, Default)]
pub struct Refusals(HashMap<Key, Told>);

fn record(ctx: &Ctx, method: &str, route: &str) -> NoticeRecord {
    NoticeRecord {
        id: ctx.new_id(),
        organization: Some(ctx.tenant.id.0),
        notice: SecurityNotice::by(ctx, "access.refused", serde_json::json!({ "route": format!("{method} {route}") })),
        audited_as: Some(ctx.actor.kind().as_str()),
        trace: ctx.trace().to_string(),
    }
}

impl Refusals {
    /// Takes a refusal. Gives the event that it becomes at once, when it is the first.
    pub fn note(&mut self, ctx: &Ctx, method: &str, route: &str) -> Option<NoticeRecord> {
        let key = (ctx.tenant.id, ctx.actor.id().map(|id| id.as_u128()), route.to_owned());
        if let Some(told) = self.0.get_mut(&key) {
            told.since = told.since.saturating_add(1);
            told.last = Some(record(ctx, method, route));
            return None;
        }
        if self.0.len() >= MOST {
            tracing::warn!(pairs = MOST, "a refusal did not become an event: too many people and routes at once");
            return None;
        }
        self.0.insert(key, Told { at: ctx.now(), since: 0, last: None });
        Some(record(ctx, method, route))
    }

    /// The events that are due: one for each pair that was refused again and whose minute is over. Pairs that were quiet for
    /// theirs are forgotten.
    pub fn due(&mut self, now: DateTime<Utc>) -> Vec<NoticeRecord> {
        let mut due = Vec::new();
        self.0.retain(|_, told| {
            // A clock that was set back must not silence anybody for longer than a minute.
            if told.at <= now && now < told.at + QUIET {
                return true;
            }
            let Some(last) = told.summary() else { return false };
            due.push(last);
            told.at = now;
            true
        });
        due
    }

    /// Everything that was not told yet, whether its minute is over or not; for the end of the process.
    pub fn rest(&mut self) -> Vec<NoticeRecord> {
        self.0.drain().filter_map(|(_, mut told)| told.summary()).collect()
    }
}

impl Told {
    /// One event for all refusals since the last: it is the latest of them, and counts the others.
    fn summary(&mut self) -> Option<NoticeRecord> {
        let mut last = self.last.take()?;
        let suppressed = std::mem::take(&mut self.since).saturating_sub(1);
        if let (1.., Some(detail)) = (suppressed, last.notice.detail.as_object_mut()) {
            detail.insert("suppressed".to_owned(), suppressed.into());
        }
        Some(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cauldron_core::{Actor, Ambient, FixedClock, OsRandom, Tenant, Visit};
    use cauldron_types::{Role, SessionId, UserId};
    use std::sync::Arc;

    /// Somebody new, in an organization of their own.
    fn person(clock: &Arc<FixedClock>) -> Ctx {
        let ambient = Ambient::new(clock.clone(), Arc::new(OsRandom));
        let tenant = Tenant {
            id: OrganizationId(ambient.new_id()),
            name: String::new(),
            time_zone: "UTC".to_owned(),
            week_start: chrono::Weekday::Mon,
            operating: true,
            suspended: None,
        };
        let actor = Actor::Person {
            user: UserId(ambient.new_id()),
            display_name: "Mira".to_owned(),
            session: SessionId(ambient.new_id()),
            role: Role::Executive,
        };
        Ctx::new(Visit::internal(&ambient), tenant, actor)
    }

    fn told(records: &[NoticeRecord]) -> Vec<String> {
        records.iter().map(|record| record.notice.detail.to_string()).collect()
    }

    #[test]
    fn somebody_who_hammers_a_route_makes_one_event_a_minute_that_counts_the_others() {
        let clock = Arc::new(FixedClock::new(DateTime::UNIX_EPOCH));
        let mira = person(&clock);
        let mut refusals = Refusals::default();
        assert_eq!(refusals.note(&mira, "GET", "/x").unwrap().notice.detail["route"], "GET /x");
        for _again in 0..500 {
            assert!(refusals.note(&mira, "GET", "/x").is_none());
        }
        clock.advance(TimeDelta::seconds(59));
        assert!(refusals.due(mira.now()).is_empty(), "the minute is not over");
        clock.advance(TimeDelta::seconds(1));
        assert_eq!(told(&refusals.due(mira.now())), [r#"{"route":"GET /x","suppressed":499}"#]);
        assert!(refusals.note(&mira, "POST", "/x").is_none(), "the next minute has begun");
        clock.advance(TimeDelta::minutes(1));
        assert_eq!(told(&refusals.due(mira.now())), [r#"{"route":"POST /x"}"#]);
        clock.advance(TimeDelta::minutes(1));
        assert!(refusals.due(mira.now()).is_empty());
        assert!(refusals.0.is_empty(), "a pair that was quiet is forgotten");
        assert!(refusals.note(&mira, "GET", "/x").is_some(), "and is told at once the next time");
    }

    #[test]
    fn other_people_and_other_routes_are_told_at_once() {
        let clock = Arc::new(FixedClock::new(DateTime::UNIX_EPOCH));
        let (mira, eve) = (person(&clock), person(&clock));
        let mut refusals = Refusals::default();
        for (who, route) in [(&mira, "/x"), (&mira, "/y"), (&eve, "/x")] {
            assert!(refusals.note(who, "GET", route).is_some());
        }
    }

    #[test]
    fn the_memory_is_bounded_and_what_is_left_is_told_at_the_end() {
        let clock = Arc::new(FixedClock::new(DateTime::UNIX_EPOCH));
        let mira = person(&clock);
        let mut refusals = Refusals::default();
        refusals.note(&mira, "GET", "/x");
        for _other in 0..2 * MOST {
            refusals.note(&person(&clock), "GET", "/x");
        }
        assert_eq!(refusals.0.len(), MOST);
        refusals.note(&mira, "GET", "/x");
        refusals.note(&mira, "GET", "/x");
        assert_eq!(told(&refusals.rest()), [r#"{"route":"GET /x","suppressed":1}"#]);
        assert!(refusals.0.is_empty());
    }
}
