//! The list of security events: searched, counted, summed up, and one by one.

use crate::engine::buckets::buckets;
use crate::engine::cursor::{Cursor, Side};
use crate::engine::files::ExportedEvent;
use crate::event_search::{Search, read};
use crate::store::event_list::{self as store, EventFilter, Occurring, Place};
use cauldron_core::{ApiError, Ctx, TimeSpan};
use cauldron_db::{Db, OrgTx, answered};
use cauldron_types::{
    EventBucket, EventFacets, EventId, EventQuery, EventSort, EventTotal, FacetValue, Instant, Permission, ProblemKind,
    SecurityEvent, Severity,
};
use uuid::Uuid;

/// Most events in a block.
pub const LARGEST_BLOCK: u16 = 1000;
/// Most values of a facet.
const MOST_VALUES: i64 = 30;

/// Events of a list in its order.
#[derive(Clone, Debug)]
pub struct Block {
    /// At most as many as were asked for.
    pub events: Vec<SecurityEvent>,
    /// Cursor of the block before; none at the beginning.
    pub previous: Option<String>,
    /// Cursor of the block after; none at the end.
    pub next: Option<String>,
    /// The range that the query meant.
    pub span: TimeSpan,
}

fn shown(event: &ExportedEvent) -> SecurityEvent {
    SecurityEvent {
        id: EventId(event.id),
        time: Instant(event.time.timestamp_millis()),
        kind: event.kind.clone(),
        severity: event.severity,
        message: event.message.clone(),
        actor: event.actor.clone(),
        address: event.address.clone(),
    }
}

/// Which part of a list is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part<'a> {
    /// A cursor of an earlier block; none for the beginning.
    pub cursor: Option<&'a str>,
    /// Events to pass over from the beginning, at most [`EventTotal::LIMIT`]; counting them costs, a cursor does not.
    pub skip: u32,
    /// Most events, up to [`LARGEST_BLOCK`].
    pub limit: u16,
}

/// A block of the list.
///
/// # Errors
/// Without `security_event:read`; [`ProblemKind::Invalid`] with a sentence for a query or cursor that cannot be read and for a
/// search that would take too long; what the database answers.
pub async fn list(db: &Db, ctx: &Ctx, query: &EventQuery, part: Part<'_>) -> Result<Block, ApiError> {
    ctx.require(Permission::SecurityEventRead)?;
    let search = read(ctx, query)?;
    let cursor = part.cursor.map(|text| Cursor::read(text, search.sort)).transpose()?;
    if cursor.is_some() && part.skip > 0 {
        let sentence =
            "Events are passed over from the beginning of the list, not from a cursor. Leave one of the two out.";
        return Err(ApiError::problem(ProblemKind::Invalid, sentence));
    }
    let limit = usize::from(part.limit.clamp(1, LARGEST_BLOCK));
    let skip = i64::from(part.skip).min(EventTotal::LIMIT);
    let mut tx = db.list_tx(ctx).await?;
    // One more than asked for tells whether the list goes on.
    let mut events = walk(&mut tx, &search, cursor.as_ref(), skip, limit + 1).await?;
    tx.commit().await?;
    let goes_on = events.len() > limit;
    events.truncate(limit);
    let backwards = cursor.is_some_and(|cursor| cursor.side == Side::Before);
    if backwards {
        events.reverse();
    }
    let at = |event: Option<&ExportedEvent>, side| {
        event.map(|event| {
            Cursor { side, sort: search.sort, severity: event.severity, time: event.time, id: event.id }.text()
        })
    };
    let previous = at(events.first(), Side::Before).filter(|_| if backwards { goes_on } else { cursor.is_some() });
    let next = at(events.last(), Side::After).filter(|_| backwards || goes_on);
    Ok(Block { events: events.iter().map(shown).collect(), previous, next, span: search.span })
}

/// Reads on from a cursor in its direction. A list by severity is walked one severity after the other, each by its index.
pub(crate) async fn walk(
    tx: &mut OrgTx,
    search: &Search,
    cursor: Option<&Cursor>,
    mut skip: i64,
    limit: usize,
) -> Result<Vec<ExportedEvent>, ApiError> {
    let backwards = cursor.is_some_and(|cursor| cursor.side == Side::Before);
    let newest_first = (search.sort != EventSort::Oldest) != backwards;
    let place: Option<Place> = cursor.map(|cursor| (cursor.time, cursor.id));
    if matches!(search.sort, EventSort::Newest | EventSort::Oldest) {
        return read_on(tx, &search.filter, place, newest_first, skip, limit).await;
    }
    let mut severities: Vec<Severity> = Severity::ALL.to_vec();
    if (search.sort == EventSort::Mildest) != backwards {
        severities.reverse();
    }
    let allowed = |severity: &Severity| {
        search.filter.severities.as_ref().is_none_or(|allowed| allowed.iter().any(|name| name == severity.as_str()))
    };
    let beyond = |severity: &Severity| cursor.is_none_or(|cursor| *severity == cursor.severity);
    let mut events = Vec::new();
    for severity in severities.into_iter().skip_while(|severity| !beyond(severity)).filter(allowed) {
        let filter = EventFilter { severities: Some(vec![severity.as_str().to_owned()]), ..search.filter.clone() };
        let place = place.filter(|_| cursor.is_some_and(|cursor| cursor.severity == severity));
        if skip > 0 && place.is_none() {
            let here = answered(store::count(tx, &filter, skip).await)?;
            if here < skip {
                skip -= here;
                continue;
            }
        }
        events.extend(read_on(tx, &filter, place, newest_first, skip, limit - events.len()).await?);
        skip = 0;
        if events.len() >= limit {
            break;
        }
    }
    Ok(events)
}

async fn read_on(
    tx: &mut OrgTx,
    filter: &EventFilter,
    place: Option<Place>,
    newest_first: bool,
    skip: i64,
    limit: usize,
) -> Result<Vec<ExportedEvent>, ApiError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    answered(if newest_first {
        store::newest(tx, filter, place, limit, skip).await
    } else {
        store::oldest(tx, filter, place, limit, skip).await
    })
}

/// How many events there are; counted no further than [`EventTotal::LIMIT`].
pub(crate) async fn count(tx: &mut OrgTx, search: &Search) -> Result<EventTotal, ApiError> {
    let count = answered(store::count(tx, &search.filter, EventTotal::LIMIT + 1).await)?;
    Ok(EventTotal { count: count.min(EventTotal::LIMIT), more: count > EventTotal::LIMIT })
}

/// Counts a bucket and severity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Histogram {
    /// Oldest first, without gaps over the whole range.
    pub buckets: Vec<EventBucket>,
    /// Length of a bucket in words.
    pub step: &'static str,
    /// The range that the query meant.
    pub span: TimeSpan,
}

/// When the events happened, in about `most` buckets or fewer that begin at round times of the organization's clocks.
async fn histogram(tx: &mut OrgTx, search: &Search, most: u16) -> Result<Histogram, ApiError> {
    let tenant = &tx.ctx().tenant;
    let cut = buckets(search.span, most, tenant.zone(), tenant.week_start);
    let starts = cut.bounds.split_last().map(|(_, starts)| starts).unwrap_or_default();
    let bars = answered(store::histogram(tx, &search.filter, starts).await)?;
    let ends = cut.bounds.iter().skip(1);
    let mut buckets: Vec<EventBucket> = cut
        .bounds
        .iter()
        .zip(ends)
        .map(|(from, to)| EventBucket {
            from: Instant(from.timestamp_millis()),
            to: Instant(to.timestamp_millis()),
            counts: [0; 5],
        })
        .collect();
    for bar in bars {
        let place = Severity::ALL.iter().position(|severity| *severity == bar.severity);
        let count = buckets.get_mut(bar.bucket).zip(place).and_then(|(bucket, place)| bucket.counts.get_mut(place));
        if let Some(count) = count {
            *count += bar.count;
        }
    }
    Ok(Histogram { buckets, step: cut.step, span: search.span })
}

/// What the list can be narrowed by, each with how many events it would leave.
async fn facets(tx: &mut OrgTx, search: &Search) -> Result<EventFacets, ApiError> {
    let without = |change: fn(&mut EventFilter)| {
        let mut filter = search.filter.clone();
        change(&mut filter);
        filter
    };
    let kinds = without(|filter| (filter.kinds, filter.kind_patterns, filter.not_kinds) = (None, None, None));
    let kinds = answered(store::kinds(tx, &kinds, MOST_VALUES).await)?;
    let mut severities = answered(store::severities(tx, &without(|filter| filter.severities = None)).await)?;
    let actors = without(|filter| (filter.actors, filter.actor_patterns, filter.not_actors) = (None, None, None));
    let actors = answered(store::actors(tx, &actors, MOST_VALUES).await)?;
    severities.sort_by_key(|severity| severity.value.parse::<Severity>().ok());
    let values = |found: Vec<Occurring>| {
        found.into_iter().map(|one| FacetValue { value: one.value, label: one.label, count: one.count }).collect()
    };
    Ok(EventFacets { kinds: values(kinds), severities: values(severities), actors: values(actors) })
}

/// A list summed up.
#[derive(Clone, Debug)]
pub struct Summary {
    /// How many.
    pub total: EventTotal,
    /// When.
    pub histogram: Histogram,
    /// Of what.
    pub facets: EventFacets,
}

/// How many events the query finds, when they happened, and what it could be narrowed by.
///
/// # Errors
/// As [`list`].
pub async fn sum_up(db: &Db, ctx: &Ctx, query: &EventQuery, most_buckets: u16) -> Result<Summary, ApiError> {
    ctx.require(Permission::SecurityEventRead)?;
    let search = read(ctx, query)?;
    let mut tx = db.list_tx(ctx).await?;
    let total = count(&mut tx, &search).await?;
    let histogram = histogram(&mut tx, &search, most_buckets).await?;
    let facets = facets(&mut tx, &search).await?;
    tx.commit().await?;
    Ok(Summary { total, histogram, facets })
}

/// One event with its particulars.
#[derive(Clone, Debug)]
pub struct FoundEvent {
    /// The event.
    pub event: SecurityEvent,
    /// Who did it, when known.
    pub actor_id: Option<Uuid>,
    /// The particulars as indented JSON; empty when there are none.
    pub detail: String,
    /// The trace of what it happened in.
    pub trace: String,
}

/// One event.
///
/// # Errors
/// Without `security_event:read`; [`ProblemKind::NotFound`]; what the database answers.
pub async fn get(db: &Db, ctx: &Ctx, id: EventId) -> Result<FoundEvent, ApiError> {
    ctx.require(Permission::SecurityEventRead)?;
    let mut tx = db.org_tx(ctx).await?;
    let found = store::by_id(&mut tx, id.0).await?;
    tx.commit().await?;
    let found = found.ok_or_else(|| ApiError::not_found("event"))?;
    let empty = found.detail.as_object().is_some_and(serde_json::Map::is_empty);
    Ok(FoundEvent {
        event: shown(&found),
        actor_id: found.actor_id,
        detail: if empty { String::new() } else { serde_json::to_string_pretty(&found.detail).unwrap_or_default() },
        trace: found.trace,
    })
}
