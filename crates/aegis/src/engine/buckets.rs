//! Where the bars of a histogram begin: at round times of the clock and the calendar.

use cauldron_core::{TimeSpan, instant_of, start_of_day};
use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;

/// Length of a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Seconds(i64),
    Days(u64),
    Months(u32),
}

/// Every length there is, shortest first, with its name.
const STEPS: &[(Step, &str)] = &[
    (Step::Seconds(1), "second"),
    (Step::Seconds(5), "5 seconds"),
    (Step::Seconds(15), "15 seconds"),
    (Step::Seconds(60), "minute"),
    (Step::Seconds(300), "5 minutes"),
    (Step::Seconds(900), "15 minutes"),
    (Step::Seconds(1800), "30 minutes"),
    (Step::Seconds(3600), "hour"),
    (Step::Seconds(10_800), "3 hours"),
    (Step::Seconds(21_600), "6 hours"),
    (Step::Seconds(43_200), "12 hours"),
    (Step::Days(1), "day"),
    (Step::Days(7), "week"),
    (Step::Months(1), "month"),
    (Step::Months(3), "quarter"),
    (Step::Months(12), "year"),
    (Step::Months(120), "decade"),
    (Step::Months(1200), "century"),
];

impl Step {
    fn about_seconds(self) -> i64 {
        match self {
            Self::Seconds(seconds) => seconds,
            Self::Days(days) => i64::try_from(days).unwrap_or(1) * 86_400,
            Self::Months(months) => i64::from(months) * 2_629_746,
        }
    }
}

/// Starts of consecutive buckets that cover a range, and the end of the last one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Buckets {
    /// Ascending, at least two: the start of each bucket and the end of the last.
    pub(crate) bounds: Vec<DateTime<Utc>>,
    /// Length of a bucket in words.
    pub(crate) step: &'static str,
}

/// Cuts a range into about `most` buckets or fewer. The first begins and the last ends with the range; all others begin at
/// multiples of their length on the organization's clocks, days at its midnights, weeks on the day on which its weeks begin.
pub(crate) fn buckets(span: TimeSpan, most: u16, zone: Tz, week_start: Weekday) -> Buckets {
    let most = i64::from(most.clamp(2, 200));
    let seconds = span.length().num_seconds().max(1);
    let (step, name) = STEPS
        .iter()
        .find(|(step, _)| seconds.div_euclid(step.about_seconds()) <= most)
        .copied()
        .unwrap_or((Step::Months(1200), "century"));
    let mut bounds = vec![span.from];
    for start in starts(step, span, zone, week_start) {
        if start >= span.to {
            break;
        }
        if bounds.last().is_some_and(|last| *last < start) {
            bounds.push(start);
        }
    }
    bounds.push(span.to);
    Buckets { bounds, step: name }
}

/// Starts from before the range on, without end but for that of the calendar.
fn starts(step: Step, span: TimeSpan, zone: Tz, week_start: Weekday) -> Box<dyn Iterator<Item = DateTime<Utc>>> {
    let day = span.from.with_timezone(&zone).date_naive();
    match step {
        Step::Seconds(seconds) if seconds <= 900 => {
            // Offsets of every zone in use are whole quarter hours.
            let first = span.from.timestamp().div_euclid(seconds) * seconds;
            Box::new((0..).map_while(move |index: i64| DateTime::from_timestamp(first + index * seconds, 0)))
        }
        Step::Seconds(seconds) => Box::new(days(day, 1).flat_map(move |day| {
            (0..86_400 / seconds)
                .map(move |index| instant_of(day.and_time(NaiveTime::MIN) + TimeDelta::seconds(index * seconds), zone))
        })),
        Step::Days(length) => {
            let back = if length == 7 { u64::from(day.weekday().days_since(week_start)) } else { 0 };
            Box::new(days(day - Days::new(back), length).map(move |day| start_of_day(day, zone)))
        }
        Step::Months(length) => {
            let back = day.month0() % length.min(12);
            // Decades and centuries begin at their round year.
            let years = i32::try_from(length / 12).unwrap_or(1).max(1);
            let year = day.year() - day.year().rem_euclid(years);
            let first = NaiveDate::from_ymd_opt(year, day.month() - back, 1).unwrap_or(day);
            Box::new(
                (0..)
                    .map_while(move |index: u32| first.checked_add_months(Months::new(index * length)))
                    .map(move |day| start_of_day(day, zone)),
            )
        }
    }
}

fn days(first: NaiveDate, length: u64) -> impl Iterator<Item = NaiveDate> {
    (0..).map_while(move |index: u64| first.checked_add_days(Days::new(index * length)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn days_begin_at_the_organization_s_midnight_also_when_the_clocks_change() {
        let span = TimeSpan { from: at("2026-10-20T06:00:00Z"), to: at("2026-10-28T12:00:00Z") };
        let buckets = buckets(span, 10, Tz::Europe__Berlin, Weekday::Mon);
        assert_eq!(buckets.step, "day");
        let hours: Vec<i64> = buckets.bounds.windows(2).map(|pair| (pair[1] - pair[0]).num_hours()).collect();
        assert_eq!(hours, [16, 24, 24, 24, 24, 25, 24, 24, 13]);
        assert_eq!(buckets.bounds[1], at("2026-10-20T22:00:00Z"));
    }

    #[test]
    fn hours_of_a_zone_with_a_half_hour_begin_at_its_hours() {
        let span = TimeSpan { from: at("2026-11-20T00:10:00Z"), to: at("2026-11-20T05:00:00Z") };
        let buckets = buckets(span, 6, Tz::Asia__Kolkata, Weekday::Mon);
        assert_eq!(buckets.step, "hour");
        assert_eq!(buckets.bounds[1], at("2026-11-20T00:30:00Z"));
    }

    #[test]
    fn months_and_weeks_begin_with_the_calendar() {
        let year = TimeSpan { from: at("2025-11-20T00:00:00Z"), to: at("2026-11-20T00:00:00Z") };
        assert_eq!(buckets(year, 60, Tz::UTC, Weekday::Mon).step, "week");
        assert_eq!(buckets(year, 60, Tz::UTC, Weekday::Mon).bounds[1], at("2025-11-24T00:00:00Z"));
        assert_eq!(buckets(year, 60, Tz::UTC, Weekday::Sun).bounds[1], at("2025-11-23T00:00:00Z"));
        assert_eq!(buckets(year, 20, Tz::UTC, Weekday::Mon).bounds[1], at("2025-12-01T00:00:00Z"));
        let quarters = buckets(year, 5, Tz::UTC, Weekday::Mon);
        assert_eq!((quarters.step, quarters.bounds[1]), ("quarter", at("2026-01-01T00:00:00Z")));
    }

    proptest! {
        #[test]
        fn buckets_cover_the_range_without_gaps(
            from in 0_i64..30_000_000_000,
            length in 1_i64..2_000_000_000,
            most in 2_u16..120,
            zone in prop::sample::select(vec![Tz::UTC, Tz::Europe__Berlin, Tz::Asia__Kathmandu, Tz::Africa__Cairo, Tz::Australia__Lord_Howe, Tz::Pacific__Apia]),
        ) {
            let from = DateTime::from_timestamp(from, 0).unwrap();
            let span = TimeSpan { from, to: from + TimeDelta::seconds(length) };
            let buckets = buckets(span, most, zone, Weekday::Mon);
            prop_assert_eq!(buckets.bounds.first(), Some(&span.from));
            prop_assert_eq!(buckets.bounds.last(), Some(&span.to));
            prop_assert!(buckets.bounds.windows(2).all(|pair| pair[0] < pair[1]));
            // The two ends and a change of the clocks may add one each.
            prop_assert!(buckets.bounds.len() <= usize::from(most) + 4, "{} for {most}", buckets.bounds.len());
        }
    }
}
