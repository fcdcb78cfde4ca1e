//! Requests of all organizations: how each route did, and the latest ones.

use crate::search_text::{patterns, place};
use crate::store::request_list::{self as store, RequestFilter};
use cauldron_core::{ApiError, Ctx, TimeSpan, place_text, time_span};
use cauldron_db::{Db, SystemTx, answered};
use cauldron_types::{Instant, Permission, RequestBlock, RequestQuery, RequestView, RouteReport};
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

/// Most requests in a block.
pub const LARGEST_BLOCK: u16 = 200;
/// Most routes in a report.
pub const MOST_ROUTES: u16 = 200;
/// Most requests of one trace.
const MOST_OF_A_TRACE: i64 = 20;

/// Lowest and highest status of `404` or `5xx`.
fn statuses(text: &str) -> Result<Option<(i16, i16)>, ApiError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let one = text.parse::<i16>().ok().map(|status| (status, status));
    let class = || {
        let hundreds = text.strip_suffix("xx").or_else(|| text.strip_suffix("XX"))?.parse::<i16>().ok()?;
        (1..6).contains(&hundreds).then(|| (hundreds * 100, hundreds * 100 + 99))
    };
    one.or_else(class)
        .filter(|(lowest, _)| (100..600).contains(lowest))
        .map(Some)
        .ok_or_else(|| ApiError::field("status", "Enter a status such as 404, or a class such as 5xx."))
}

async fn read(ctx: &Ctx, tx: &mut SystemTx, query: &RequestQuery) -> Result<(TimeSpan, RequestFilter), ApiError> {
    let span = time_span(ctx, &query.from, &query.to)?;
    let (route, status) = (patterns("route", &query.route)?, statuses(&query.status)?);
    let actors = match (Uuid::try_parse(query.actor.trim()).ok(), patterns("actor", &query.actor)?) {
        (Some(id), _) => Some(vec![id]),
        (None, Some(words)) => Some(answered(store::people(tx, &words).await)?),
        (None, None) => None,
    };
    let trace = Some(query.trace.trim().to_lowercase()).filter(|trace| !trace.is_empty());
    if trace.as_ref().is_some_and(|trace| trace.len() > 64 || trace.contains('\0')) {
        return Err(ApiError::field("trace", "A trace id has 32 hexadecimal digits."));
    }
    Ok((span, RequestFilter { from: span.from, to: span.to, route, status, actors, trace }))
}

/// How each route did over a range, the `limit` slowest, slowest first; of the query only range and route count.
///
/// # Errors
/// Without `operations:read`; [`cauldron_types::ProblemKind::Invalid`] with a sentence for what cannot be read; what the database answers.
pub async fn routes(db: &Db, ctx: &Ctx, query: &RequestQuery, limit: u16) -> Result<RouteReport, ApiError> {
    ctx.require(Permission::OperationsRead)?;
    let mut tx = db.operations_tx(ctx).await?;
    let (span, filter) = read(ctx, &mut tx, query).await?;
    let routes = answered(store::routes(&mut tx, &filter, limit.clamp(1, MOST_ROUTES).into()).await)?;
    tx.commit().await?;
    let instant = |at: DateTime<Utc>| Instant(at.timestamp_millis());
    Ok(RouteReport { routes, from: instant(span.from), to: instant(span.to) })
}

/// Requests, newest first: the latest, or those behind `cursor`.
///
/// # Errors
/// As [`routes`]; [`cauldron_types::ProblemKind::Invalid`] for a cursor that is none.
pub async fn list(
    db: &Db,
    ctx: &Ctx,
    query: &RequestQuery,
    cursor: Option<&str>,
    limit: u16,
) -> Result<RequestBlock, ApiError> {
    ctx.require(Permission::OperationsRead)?;
    let place = place(cursor.unwrap_or_default())?;
    let limit = usize::from(limit.clamp(1, LARGEST_BLOCK));
    let mut tx = db.operations_tx(ctx).await?;
    let (_, filter) = read(ctx, &mut tx, query).await?;
    let asked = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let mut found = answered(store::newest(&mut tx, &filter, place, asked).await)?;
    tx.commit().await?;
    let goes_on = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| goes_on).map(|(time, request)| place_text(*time, request.id));
    Ok(RequestBlock {
        requests: found.into_iter().map(|(_, request)| request).collect(),
        next,
        now: Instant(ctx.now().timestamp_millis()),
        offsets: Vec::new(),
    })
}

/// The requests of one trace, newest first.
///
/// # Errors
/// Without `operations:read`; what the database answers.
pub async fn of_trace(db: &Db, ctx: &Ctx, trace: &str) -> Result<Vec<RequestView>, ApiError> {
    ctx.require(Permission::OperationsRead)?;
    let mut tx = db.operations_tx(ctx).await?;
    let found = of_trace_in(&mut tx, ctx.now(), trace).await?;
    tx.commit().await?;
    Ok(found)
}

pub(crate) async fn of_trace_in(
    tx: &mut SystemTx,
    now: DateTime<Utc>,
    trace: &str,
) -> Result<Vec<RequestView>, ApiError> {
    let filter = RequestFilter {
        // Requests are kept for 30 days, in partitions of a week.
        from: now - TimeDelta::days(40),
        to: now + TimeDelta::days(1),
        route: None,
        status: None,
        actors: None,
        trace: Some(trace.to_owned()),
    };
    let found = answered(store::newest(tx, &filter, None, MOST_OF_A_TRACE).await)?;
    Ok(found.into_iter().map(|(_, request)| request).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use cauldron_types::ProblemKind;

    #[test]
    fn a_status_or_a_class_of_them_is_read() {
        assert_eq!(statuses(" ").unwrap(), None);
        assert_eq!(statuses("404").unwrap(), Some((404, 404)));
        assert_eq!(statuses("5xx").unwrap(), Some((500, 599)));
        for bad in ["x", "99", "600", "6xx", "-4xx", "999xx", "4x"] {
            assert_eq!(statuses(bad).unwrap_err().kind(), ProblemKind::Invalid, "{bad}");
        }
    }
}
