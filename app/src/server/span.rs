//! From a span as an address names it to two instants, by the organization's zone and calendar.

use super::AppContext;
use cauldron_core::{ApiError, Ctx, TimeSpan, resolve_span};
use cauldron_types::{EventQuery, SpanSpec, TimeSpec, TimeUnit};
use chrono::{DateTime, SecondsFormat, Utc, Weekday};

/// The two ends of `span` at this moment.
///
/// # Errors
/// [`cauldron_types::ProblemKind::Invalid`] when a day does not exist or the end is not after the beginning; what the
/// database answers.
pub(crate) async fn resolve(
    app: &AppContext,
    ctx: &Ctx,
    span: &SpanSpec,
) -> Result<(DateTime<Utc>, DateTime<Utc>), ApiError> {
    let by_week = |spec: &TimeSpec| matches!(spec, TimeSpec::Relative { round: Some(TimeUnit::Week), .. });
    let week_start = if by_week(&span.from) || by_week(&span.to) {
        match cauldron_admin::organization::read(&app.db, ctx).await?.week_start.as_str() {
            "sunday" => Weekday::Sun,
            "saturday" => Weekday::Sat,
            _ => Weekday::Mon,
        }
    } else {
        Weekday::Mon
    };
    let TimeSpan { from, to } = resolve_span(ctx, span, week_start)?;
    Ok((from, to))
}

/// Both ends as instants, where they depend on the day on which the organization's weeks begin; else as they are.
///
/// # Errors
/// As [`resolve`].
pub(crate) async fn by_own_weeks(
    app: &AppContext,
    ctx: &Ctx,
    from: &str,
    to: &str,
) -> Result<(String, String), ApiError> {
    match (from.parse::<TimeSpec>(), to.parse::<TimeSpec>()) {
        (Ok(start), Ok(end)) if from.ends_with("/w") || to.ends_with("/w") => {
            let (start, end) = resolve(app, ctx, &SpanSpec { from: start, to: end, paused: false }).await?;
            let text = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
            Ok((text(start), text(end)))
        }
        // The use case says what cannot be read.
        _ => Ok((from.to_owned(), to.to_owned())),
    }
}

/// A query of events whose range is that of the organization's weeks.
///
/// # Errors
/// As [`resolve`].
pub async fn events_by_own_weeks(app: &AppContext, ctx: &Ctx, query: EventQuery) -> Result<EventQuery, ApiError> {
    let (from, to) = by_own_weeks(app, ctx, &query.from, &query.to).await?;
    Ok(EventQuery { from, to, ..query })
}
