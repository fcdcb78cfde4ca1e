//! Failures of ours in all organizations, by kind.

use crate::request_list::of_trace_in;
use crate::store::error_list as store;
use cauldron_core::{ApiError, Ctx, TimeSpan, time_span};
use cauldron_db::{Db, answered};
use cauldron_types::{ErrorDetail, ErrorReport, Instant, Permission};
use chrono::{DateTime, Utc};

/// Most kinds in a report.
pub const MOST_KINDS: u16 = 100;
/// Parts of the range in a kind's course.
const PARTS: i32 = 24;
/// Errors shown of one kind.
const SHOWN: i64 = 20;

fn starts(span: TimeSpan) -> Vec<DateTime<Utc>> {
    (0..PARTS).map(|part| span.from + span.length() * part / PARTS).collect()
}

/// What went wrong over a range, the `limit` most frequent kinds, most frequent first.
///
/// # Errors
/// Without `operations:read`; [`cauldron_types::ProblemKind::Invalid`] for a range that cannot be read; what the database answers.
pub async fn report(db: &Db, ctx: &Ctx, from: &str, to: &str, limit: u16) -> Result<ErrorReport, ApiError> {
    ctx.require(Permission::OperationsRead)?;
    let span = time_span(ctx, from, to)?;
    let mut tx = db.operations_tx(ctx).await?;
    let mut groups = answered(store::groups(&mut tx, span, limit.clamp(1, MOST_KINDS).into()).await)?;
    let kinds: Vec<String> = groups.iter().map(|group| group.fingerprint.clone()).collect();
    let courses = answered(store::courses(&mut tx, span, &kinds, &starts(span)).await)?;
    tx.commit().await?;
    for group in &mut groups {
        group.course = vec![0; usize::try_from(PARTS).unwrap_or(0)];
        for (_, part, count) in courses.iter().filter(|(kind, _, _)| *kind == group.fingerprint) {
            if let Some(place) = group.course.get_mut(*part) {
                *place = *count;
            }
        }
    }
    let instant = |at: DateTime<Utc>| Instant(at.timestamp_millis());
    Ok(ErrorReport {
        groups,
        from: instant(span.from),
        to: instant(span.to),
        now: instant(ctx.now()),
        offsets: Vec::new(),
    })
}

/// The latest errors of one kind, with the request of the latest.
///
/// # Errors
/// Without `operations:read`; [`cauldron_types::ProblemKind::NotFound`]; what the database answers.
pub async fn detail(db: &Db, ctx: &Ctx, fingerprint: &str) -> Result<ErrorDetail, ApiError> {
    ctx.require(Permission::OperationsRead)?;
    // Anything else is no fingerprint, and nothing that Postgres would have to look for.
    if fingerprint.len() != 16 || !fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(ApiError::not_found("error"));
    }
    let mut tx = db.operations_tx(ctx).await?;
    let (count, first) = answered(store::history(&mut tx, fingerprint).await)?;
    let occurrences = answered(store::latest(&mut tx, fingerprint, SHOWN).await)?;
    let (Some(first), Some(latest)) = (first, occurrences.first()) else { return Err(ApiError::not_found("error")) };
    let request = of_trace_in(&mut tx, ctx.now(), &latest.trace).await?.into_iter().next();
    tx.commit().await?;
    Ok(ErrorDetail {
        fingerprint: fingerprint.to_owned(),
        count,
        first: Instant(first.timestamp_millis()),
        occurrences,
        request,
        now: Instant(ctx.now().timestamp_millis()),
        offsets: Vec::new(),
    })
}
