//! Ticks of a time axis: on round local times, never more than fit, labelled no longer than needed.

use crate::civil::{DAY, HOUR, Local, MINUTE, OffsetChange, SECOND, clamp_time, offset_at, offset_millis};
use crate::text::width_of;
use cauldron_types::civil::days_from_civil;

/// A labelled instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeTick {
    /// Milliseconds since 1970, UTC.
    pub time: i64,
    /// `14:05`, `14:05:30`, `Tue 3`, `3 Nov`, `Nov 2026` or `2026`.
    pub label: String,
}

/// Distance between ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Milliseconds, less than a day.
    Clock(i64),
    /// Whole days; sevens begin on Mondays.
    Days(i64),
    /// Whole months; twelves begin in January.
    Months(i64),
}

const CLOCK_STEPS: [i64; 15] = [
    SECOND,
    5 * SECOND,
    10 * SECOND,
    15 * SECOND,
    30 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
];
/// Average Gregorian month.
const MONTH: i64 = 2_629_746 * SECOND;
/// Pixels between the ends of neighbouring labels.
const AIR: f64 = 30.0;

/// Ticks of `from..=to` (milliseconds since 1970, UTC) for an axis of `width` pixels.
///
/// `offsets` are the offsets from UTC that hold in the range. A clock put back shows its hour twice, one put forward skips it.
#[must_use]
pub fn time_ticks(from: i64, to: i64, width: f64, offsets: &[OffsetChange]) -> Vec<TimeTick> {
    let (from, to) = (clamp_time(from), clamp_time(to));
    if to <= from || !width.is_finite() || width <= 0.0 {
        return Vec::new();
    }
    let span = to - from;
    let per_pixel = span as f64 / width;
    let Some(step) = smallest_fitting(per_pixel) else {
        return Vec::new();
    };
    let mut ticks: Vec<TimeTick> = Vec::new();
    let mut last_wall = i64::MIN;
    for (start, end, offset, before) in stretches(from, to, offsets) {
        // A day whose midnight the clock skipped begins at the change; an hour that was skipped has no tick.
        let low = if step.is_clock() { start + offset } else { start + offset.min(before) };
        let mut wall = step.at_or_after(low);
        while wall < end + offset || (wall == end + offset && end == to) {
            let time = (wall - offset).max(start);
            let label = step.label(time, span, offsets);
            let again = !step.is_clock() && wall == last_wall;
            let room = ticks.last().is_none_or(|last: &TimeTick| {
                let needed = (width_of(&last.label) + width_of(&label)) / 2.0 + 6.0;
                (time - last.time) as f64 / per_pixel >= needed
            });
            if room && !again {
                ticks.push(TimeTick { time, label });
            }
            last_wall = wall;
            wall = step.at_or_after(wall + 1);
        }
    }
    ticks
}

/// Parts of the range with one offset: start, end, offset, and the offset before the start.
fn stretches(from: i64, to: i64, offsets: &[OffsetChange]) -> Vec<(i64, i64, i64, i64)> {
    let mut out = Vec::new();
    let mut start = from;
    let mut offset = offset_at(offsets, from);
    let mut before = offset;
    for (change, seconds) in offsets {
        if *change > start && *change <= to {
            out.push((start, *change, offset, before));
            start = *change;
            before = offset;
            offset = offset_millis(*seconds);
        }
    }
    out.push((start, to, offset, before));
    out
}

fn smallest_fitting(per_pixel: f64) -> Option<Step> {
    let clocks = CLOCK_STEPS.into_iter().map(Step::Clock);
    let days = [1, 2, 7, 14].into_iter().map(Step::Days);
    let months = [1, 2, 3, 6].into_iter().map(Step::Months);
    let decades = (0..6).map(|power| 10_i64.pow(power));
    let years = decades.flat_map(|power| [power, 2 * power, 5 * power]).map(|years| Step::Months(12 * years));
    let fits = |step: &Step| step.length() as f64 / per_pixel >= step.label_width() + AIR;
    clocks.chain(days).chain(months).chain(years).find(fits)
}

impl Step {
    fn is_clock(self) -> bool {
        matches!(self, Self::Clock(_))
    }

    fn length(self) -> i64 {
        match self {
            Self::Clock(millis) => millis,
            Self::Days(days) => days * DAY,
            Self::Months(months) => months * MONTH,
        }
    }

    fn label_width(self) -> f64 {
        width_of(match self {
            Self::Clock(millis) if millis < MINUTE => "00:00:00",
            Self::Clock(_) => "00:00",
            Self::Days(_) => "00 Mmm",
            Self::Months(months) if months < 12 => "Mmm 0000",
            Self::Months(_) => "0000",
        })
    }

    /// The first round wall-clock time at or after `wall` (milliseconds since local 1970).
    fn at_or_after(self, wall: i64) -> i64 {
        let up = |value: i64, step: i64| (value + step - 1).div_euclid(step) * step;
        match self {
            Self::Clock(millis) => up(wall, millis),
            Self::Days(days) => {
                // 1970-01-05 was a Monday.
                let monday = if days >= 7 { 4 } else { 0 };
                (up(up(wall, DAY) / DAY - monday, days) + monday) * DAY
            }
            Self::Months(months) => {
                let date = Local::from_wall(wall);
                let begun = date.day > 1 || date.of_day > 0;
                let month = up(date.year * 12 + date.month - 1 + i64::from(begun), months);
                days_from_civil(month.div_euclid(12), month.rem_euclid(12) + 1, 1) * DAY
            }
        }
    }

    fn label(self, time: i64, span: i64, offsets: &[OffsetChange]) -> String {
        let local = Local::at(time, offsets);
        match self {
            Self::Clock(_) if local.of_day == 0 && span > DAY + 2 * HOUR => local.weekday_and_day(),
            Self::Clock(millis) if millis < MINUTE => local.clock_with_seconds(),
            Self::Clock(_) => local.clock(),
            Self::Days(days) if days < 7 && span <= 15 * DAY => local.weekday_and_day(),
            Self::Days(_) => local.day_and_month(),
            Self::Months(months) if months < 12 => local.month_and_year(),
            Self::Months(_) => local.year.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 2026-11-03 14:00 UTC, a Tuesday.
    const START: i64 = 1_793_714_400_000;

    fn labels(from: i64, span: i64, width: f64, offsets: &[OffsetChange]) -> String {
        let ticks = time_ticks(from, from + span, width, offsets);
        ticks.iter().map(|tick| tick.label.as_str()).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn from_a_minute_to_ten_years() {
        let spans = [
            ("minute", MINUTE),
            ("5 minutes", 5 * MINUTE),
            ("hour", HOUR),
            ("6 hours", 6 * HOUR),
            ("day", DAY),
            ("2 days", 2 * DAY),
            ("week", 7 * DAY),
            ("month", 30 * DAY),
            ("quarter", 91 * DAY),
            ("year", 365 * DAY),
            ("3 years", 3 * 365 * DAY),
            ("10 years", 3_652 * DAY),
        ];
        let mut wide = String::new();
        for (name, span) in spans {
            wide += &format!(
                "{name}\n  600: {}\n  280: {}\n",
                labels(START, span, 600.0, &[]),
                labels(START, span, 280.0, &[])
            );
        }
        insta::assert_snapshot!(wide);
    }

    #[test]
    fn days_months_and_years_in_berlin() {
        // 2026-03-28 23:00 UTC and 2026-10-24 22:00 UTC: midnights of the days with 23 and with 25 hours.
        let offsets = [(0, 3_600), (1_774_746_000_000, 7_200), (1_792_890_000_000, 3_600)];
        let spans = [
            ("the day with 23 hours", 1_774_738_800_000, 23 * HOUR),
            ("the day with 25 hours", 1_792_879_200_000, 25 * HOUR),
            ("three days around the short one", 1_774_738_800_000 - DAY, 3 * DAY - HOUR),
            ("three days around the long one", 1_792_879_200_000 - DAY, 3 * DAY + HOUR),
            ("a week around the long one", 1_792_879_200_000 - 3 * DAY, 7 * DAY + HOUR),
            ("a month", 1_792_879_200_000 - 24 * DAY, 31 * DAY),
            ("a quarter", 1_792_879_200_000 - 24 * DAY, 92 * DAY),
            ("a year", 1_767_222_000_000, 365 * DAY),
            ("five years", 1_767_222_000_000, 1_826 * DAY),
        ];
        let mut all = String::new();
        for (name, from, span) in spans {
            all += &format!(
                "{name}\n  1000: {}\n  500: {}\n  280: {}\n",
                labels(from, span, 1_000.0, &offsets),
                labels(from, span, 500.0, &offsets),
                labels(from, span, 280.0, &offsets)
            );
        }
        insta::assert_snapshot!(all);
    }

    #[test]
    fn a_clock_put_forward_skips_its_hour() {
        // Berlin, 2026-03-29 01:00 UTC: 02:00 becomes 03:00.
        let change = 1_774_746_000_000;
        let offsets = [(0, 3_600), (change, 7_200)];
        assert_eq!(labels(change - 2 * HOUR, 4 * HOUR, 400.0, &offsets), "00:00 | 01:00 | 03:00 | 04:00 | 05:00");
    }

    #[test]
    fn a_clock_put_back_shows_its_hour_twice() {
        // Berlin, 2026-10-25 01:00 UTC: 03:00 becomes 02:00.
        let change = 1_792_890_000_000;
        let offsets = [(0, 7_200), (change, 3_600)];
        assert_eq!(labels(change - 2 * HOUR, 4 * HOUR, 400.0, &offsets), "01:00 | 02:00 | 02:00 | 03:00 | 04:00");
    }

    #[test]
    fn days_begin_at_local_midnight_even_when_the_clock_skips_it() {
        // Beirut, 2026-03-28 22:00 UTC: midnight becomes 01:00.
        let change = 1_774_735_200_000;
        let offsets = [(0, 7_200), (change, 10_800)];
        let ticks = time_ticks(change - 3 * DAY, change + 3 * DAY, 600.0, &offsets);
        let sunday = ticks.iter().find(|tick| tick.label == "Sun 29").unwrap();
        assert_eq!(sunday.time, change);
        assert_eq!(ticks.last().unwrap().label, "Wed 1");
    }

    proptest! {
        #[test]
        fn ticks_lie_in_the_range_ascend_and_never_overlap(
            from in -4_000_000_000_000_i64..8_000_000_000_000,
            span in 1_i64..20 * 365 * DAY,
            width in 1.0..2_000.0,
            change in 0_i64..8_000_000_000_000,
            first in -50_000_i32..50_000,
            second in -50_000_i32..50_000,
        ) {
            let ticks = time_ticks(from, from + span, width, &[(0, first), (change, second)]);
            let scale = width / span as f64;
            for pair in ticks.windows(2) {
                let distance = (pair[1].time - pair[0].time) as f64 * scale;
                prop_assert!(distance >= (width_of(&pair[0].label) + width_of(&pair[1].label)) / 2.0);
            }
            prop_assert!(ticks.iter().all(|tick| tick.time >= from && tick.time <= from + span));
        }

        #[test]
        fn any_range_returns(from: i64, to: i64, width in 0.0..4_000.0, change: i64, offset: i32) {
            prop_assert!(time_ticks(from, to, width, &[(change, offset)]).len() < 400);
        }
    }
}
