//! From a span as an address names it to two instants, by the organization's zone and calendar.

use crate::{ApiError, Ctx};
use cauldron_types::{ProblemKind, SpanSpec, TimeSpec, TimeUnit};
use chrono::{
    DateTime, Datelike as _, Days, DurationRound as _, LocalResult, Months, NaiveDate, NaiveDateTime, NaiveTime,
    TimeDelta, TimeZone as _, Utc, Weekday,
};
use chrono_tz::Tz;

/// Two instants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeSpan {
    /// Start, inclusive.
    pub from: DateTime<Utc>,
    /// End, exclusive.
    pub to: DateTime<Utc>,
}

impl TimeSpan {
    /// Its length.
    #[must_use]
    pub fn length(self) -> TimeDelta {
        self.to - self.from
    }
}

/// The longest span that anything is asked about.
const LONGEST: TimeDelta = TimeDelta::days(20 * 366);

/// Reads both ends as [`TimeSpec`] writes them; an empty one is `now-24h` or `now`.
///
/// # Errors
/// [`ProblemKind::Invalid`] with a sentence for the end that cannot be read, that does not exist, or when the end is not after
/// the beginning.
pub fn time_span(ctx: &Ctx, from: &str, to: &str) -> Result<TimeSpan, ApiError> {
    let from = if from.is_empty() { "now-24h" } else { from };
    let to = if to.is_empty() { "now" } else { to };
    let span = SpanSpec { from: read_end("from", from)?, to: read_end("to", to)?, paused: false };
    resolve_span(ctx, &span)
}

fn read_end(field: &'static str, text: &str) -> Result<TimeSpec, ApiError> {
    let spec = text.trim().parse::<TimeSpec>();
    spec.map_err(|help| ApiError::field(field, &format!("This time cannot be read: {help}.")))
}

/// Start, inclusive, and end, exclusive; what is none is open.
pub type TimeBounds = (Option<DateTime<Utc>>, Option<DateTime<Utc>>);

/// Reads both ends like [`time_span`], but an empty one is open.
///
/// # Errors
/// As [`time_span`], without a longest length.
pub fn time_bounds(ctx: &Ctx, from: &str, to: &str) -> Result<TimeBounds, ApiError> {
    let calendar = calendar_of(ctx);
    let end = |field, text: &str, is_end| {
        if text.trim().is_empty() { Ok(None) } else { calendar.at(&read_end(field, text)?, is_end).map(Some) }
    };
    let (from, to) = (end("from", from, false)?, end("to", to, true)?);
    match (from, to) {
        (Some(from), Some(to)) if from >= to => Err(backwards()),
        bounds => Ok(bounds),
    }
}

/// The two ends of `span` at this moment.
///
/// # Errors
/// [`ProblemKind::Invalid`] when the end is not after the beginning, or they are too far apart.
pub fn resolve_span(ctx: &Ctx, span: &SpanSpec) -> Result<TimeSpan, ApiError> {
    bounds(span, &calendar_of(ctx))
}

fn calendar_of(ctx: &Ctx) -> Calendar {
    Calendar { now: ctx.now(), zone: ctx.tenant.zone(), week_start: ctx.tenant.week_start }
}

/// What turns words for times into instants.
struct Calendar {
    now: DateTime<Utc>,
    zone: Tz,
    week_start: Weekday,
}

fn bounds(span: &SpanSpec, calendar: &Calendar) -> Result<TimeSpan, ApiError> {
    let (from, to) = (calendar.at(&span.from, false)?, calendar.at(&span.to, true)?);
    if from >= to {
        return Err(backwards());
    }
    if to - from > LONGEST || !(1970..3000).contains(&from.year()) || !(1970..3000).contains(&to.year()) {
        return Err(invalid("This time range is too long. Choose one of at most twenty years.".to_owned()));
    }
    Ok(TimeSpan { from, to })
}

fn backwards() -> ApiError {
    invalid("This time range ends before it begins. Choose another.".to_owned())
}

fn invalid(sentence: String) -> ApiError {
    ApiError::problem(ProblemKind::Invalid, sentence)
}

impl Calendar {
    /// The instant of one end; what is rounded is rounded up where a span ends.
    fn at(&self, spec: &TimeSpec, end: bool) -> Result<DateTime<Utc>, ApiError> {
        match spec {
            TimeSpec::Relative { amount, unit, round } => {
                let shifted = self.shifted(*amount, *unit);
                Ok(round.map_or(shifted, |round| self.rounded(shifted, round, end)))
            }
            // A wall's seconds count as if it hung in Greenwich.
            TimeSpec::Wall(wall) => DateTime::from_timestamp(wall.0, 0)
                .map(|wall| instant_of(wall.naive_utc(), self.zone))
                .ok_or_else(|| no_such(spec)),
            TimeSpec::At(at) => DateTime::from_timestamp_millis(at.0).ok_or_else(|| no_such(spec)),
        }
    }

    /// Months and years by the calendar, where there is such a day; everything else by the clock.
    fn shifted(&self, amount: i64, unit: TimeUnit) -> DateTime<Utc> {
        let months = match unit {
            TimeUnit::Month => amount,
            TimeUnit::Year => amount * 12,
            _ => return self.now + TimeDelta::milliseconds(amount * unit.millis()),
        };
        let count = Months::new(u32::try_from(months.unsigned_abs()).unwrap_or(u32::MAX));
        let local = self.now.with_timezone(&self.zone).naive_local();
        let shifted = if months < 0 { local.checked_sub_months(count) } else { local.checked_add_months(count) };
        shifted.map_or(self.now, |wall| instant_of(wall, self.zone))
    }

    fn rounded(&self, at: DateTime<Utc>, unit: TimeUnit, up: bool) -> DateTime<Utc> {
        let local = at.with_timezone(&self.zone).naive_local();
        let day = local.date();
        let first = |year: i32, month: u32| NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(day);
        let midnight = |day: NaiveDate| instant_of(day.and_time(NaiveTime::MIN), self.zone);
        let after = |day: NaiveDate, days: u64| day.checked_add_days(Days::new(days)).unwrap_or(day);
        match unit {
            TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour => {
                // Zones are whole quarters of an hour from each other, so minutes are the same everywhere; hours are not.
                let step = TimeDelta::milliseconds(unit.millis());
                let begun = local.duration_trunc(step).map_or(at, |wall| at - (local - wall));
                if up { begun + step } else { begun }
            }
            TimeUnit::Day => midnight(if up { after(day, 1) } else { day }),
            TimeUnit::Week => {
                let since = u64::from(day.weekday().days_since(self.week_start));
                let begun = day.checked_sub_days(Days::new(since)).unwrap_or(day);
                midnight(if up { after(begun, 7) } else { begun })
            }
            TimeUnit::Month => {
                let begun = first(day.year(), day.month());
                midnight(if up { begun.checked_add_months(Months::new(1)).unwrap_or(begun) } else { begun })
            }
            TimeUnit::Year => midnight(first(day.year() + i32::from(up), 1)),
        }
    }
}

fn no_such(spec: &TimeSpec) -> ApiError {
    invalid(format!("There is no time {spec}. Use a day that exists, such as 2026-11-20T14:05."))
}

/// The first moment of a day, which is not midnight where the clocks change at midnight.
#[must_use]
pub fn start_of_day(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    instant_of(day.and_time(NaiveTime::MIN), zone)
}

/// The moment of a wall time: the earlier one of two, and of a time that the clocks skip the moment at which they do.
#[must_use]
pub fn instant_of(wall: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    let mut later = wall;
    // No clock was ever set forward by more than a day; the step divides every change of today's zones.
    for _quarter in 0..=96 {
        match zone.from_local_datetime(&later) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => return at.to_utc(),
            LocalResult::None => later += TimeDelta::minutes(15),
        }
    }
    wall.and_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(from: &str, to: &str, now: &str) -> Result<(String, String), String> {
        of_weeks_from(Weekday::Mon, from, to, now)
    }

    fn of_weeks_from(week_start: Weekday, from: &str, to: &str, now: &str) -> Result<(String, String), String> {
        let span = SpanSpec { from: from.parse().unwrap(), to: to.parse().unwrap(), paused: false };
        let zone = "Europe/Berlin".parse().unwrap();
        bounds(&span, &Calendar { now: now.parse().unwrap(), zone, week_start })
            .map(|span| (span.from.to_rfc3339(), span.to.to_rfc3339()))
            .map_err(|refusal| refusal.to_string())
    }

    #[test]
    fn days_and_weeks_begin_at_the_organization_s_midnight() {
        let friday_evening = "2026-11-20T23:30:00Z";
        let expected = |from: &str| Ok((from.to_owned(), "2026-11-20T23:30:00+00:00".to_owned()));
        assert_eq!(of("now/d", "now", friday_evening), expected("2026-11-20T23:00:00+00:00"));
        assert_eq!(of("now/w", "now", friday_evening), expected("2026-11-15T23:00:00+00:00"));
        let from_sunday = of_weeks_from(Weekday::Sun, "now/w", "now", friday_evening);
        assert_eq!(from_sunday, expected("2026-11-14T23:00:00+00:00"));
        assert_eq!(of("now-2h", "now", friday_evening), expected("2026-11-20T21:30:00+00:00"));
        assert_eq!(of("now-1M", "now", friday_evening), expected("2026-10-20T22:30:00+00:00"));
        assert_eq!(of("now/h", "now", friday_evening), expected("2026-11-20T23:00:00+00:00"));
        assert_eq!(of("now/y", "now", friday_evening), expected("2025-12-31T23:00:00+00:00"));
        let yesterday = ("2026-11-19T23:00:00+00:00".to_owned(), "2026-11-20T23:00:00+00:00".to_owned());
        assert_eq!(of("now-1d/d", "now-1d/d", friday_evening), Ok(yesterday));
    }

    #[test]
    fn wall_clock_times_are_of_the_organization_s_zone_also_when_clocks_change() {
        let now = "2026-11-20T12:00:00Z";
        let (from, to) = of("2026-11-20T09:00", "2026-11-20T10:00:30", now).unwrap();
        assert_eq!((from.as_str(), to.as_str()), ("2026-11-20T08:00:00+00:00", "2026-11-20T09:00:30+00:00"));
        // 02:30 does not exist on 29 March, and exists twice on 25 October.
        assert_eq!(of("2026-03-29T02:30", "now", now).unwrap().0, "2026-03-29T01:00:00+00:00");
        assert_eq!(of("2026-10-25T02:30", "now", now).unwrap().0, "2026-10-25T00:30:00+00:00");
    }

    #[test]
    fn what_cannot_be_is_answered_in_words() {
        let now = "2026-11-20T12:00:00Z";
        assert!(of("2027-01-01T10:00", "now", now).unwrap_err().contains("ends before it begins"));
        assert!(of("1971-01-01", "now", now).unwrap_err().contains("too long"));
        assert!("2026-02-31T10:00".parse::<TimeSpec>().unwrap_err().to_string().contains("a day that exists"));
    }

    #[test]
    fn a_day_begins_when_its_clocks_begin() {
        let skipped = start_of_day(NaiveDate::from_ymd_opt(2024, 4, 26).unwrap(), Tz::Africa__Cairo);
        assert_eq!(skipped.to_rfc3339(), "2024-04-25T22:00:00+00:00", "Cairo skips the hour after midnight");
    }
}
