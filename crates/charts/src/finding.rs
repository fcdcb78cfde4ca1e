//! The sentence under a picture: what it shows, for those who cannot see it.

use crate::civil::{DAY, HOUR, Local, MINUTE, OffsetChange, SECOND};
use crate::data::{MAX_SERIES, Point, Series};
use crate::forecast::Forecast;
use crate::format::{Unit, value};
use crate::layout::time_range;
use crate::line::LineChart;

/// Up to this many series each get a sentence; beyond, only the extremes do.
const SPOKEN: usize = 3;

/// States the finding: `Processor averaged 34 % over the last hour, peaking at 81 % at 14:05; now 37 %.`
///
/// The average is the mean of the points in the range, each counting the same, or of the means that come with them. Where the points cover clearly less than the
/// range, the span that they cover is named instead.
#[must_use]
pub fn finding(chart: &LineChart) -> String {
    let (from, end) = time_range(chart);
    let to = chart.forecast.as_ref().map_or(end, |forecast| forecast.now.clamp(from, end));
    let (span, reaches_the_end) = covered(&chart.series, from, to);
    let over = duration(span, chart.live && reaches_the_end);
    // What lies back in a long range needs its day, however short it is.
    let span = if reaches_the_end { span } else { to.saturating_sub(from) };
    let speaker = Speaker { unit: chart.unit, span, live: chart.live, offsets: &chart.offsets };
    let mut summaries: Vec<(String, Summary)> = Vec::new();
    for (index, series) in chart.series.iter().take(MAX_SERIES).enumerate() {
        let means = chart.means.get(index).map(Vec::as_slice).unwrap_or_default();
        summaries.extend(summarize(series, means, from, to));
    }
    let mut out = match summaries.as_slice() {
        [] => "No data in this range.".to_owned(),
        few if few.len() <= SPOKEN => {
            let others = few.iter().skip(1).map(|(label, summary)| speaker.in_brief(label, summary, few.len()));
            let first = few.iter().take(1).map(|(label, summary)| speaker.sentence(label, summary, &over));
            first.chain(others).collect::<Vec<_>>().join(" ")
        }
        many => speaker.comparison(many, &over),
    };
    if let Some(forecast) = &chart.forecast {
        out.push_str(&expectation(chart, forecast, end));
    }
    if chart.series.len() > MAX_SERIES {
        out.push_str(&format!(" {MAX_SERIES} of {} series are drawn.", chart.series.len()));
    }
    out
}

/// How long the points reach from the first to the last, and whether that is to the end of the range. A range that is covered
/// but for a tenth counts as covered.
fn covered(series: &[Series], from: i64, to: i64) -> (i64, bool) {
    let asked = to.saturating_sub(from);
    let (mut first, mut last, mut most) = (i64::MAX, i64::MIN, 0);
    for series in series.iter().take(MAX_SERIES) {
        let mut count = 0;
        for point in &series.points {
            if point.value.is_finite() && (from..=to).contains(&point.time) {
                (first, last, count) = (first.min(point.time), last.max(point.time), count + 1);
            }
        }
        most = most.max(count);
    }
    let reach = last.saturating_sub(first);
    let step = reach / (most - 1).max(1);
    // A point stands for what is around it: the last bucket begins a step before the end.
    if most < 2 || reach.saturating_add(step) >= asked / 10 * 9 {
        return (asked, true);
    }
    (reach, to.saturating_sub(last) <= step.saturating_mul(2).max(MINUTE))
}

/// ` Forecast 462 on 3 May 2027, with 95 % probability between 376 and 547.`
fn expectation(chart: &LineChart, forecast: &Forecast, to: i64) -> String {
    let inside = |point: &&Point| point.value.is_finite() && point.time <= to;
    let Some(last) = forecast.points.iter().rfind(inside) else {
        return String::new();
    };
    let span = to.saturating_sub(forecast.now);
    let speaker = Speaker { unit: chart.unit, span, live: false, offsets: &chart.offsets };
    let mut out = format!(" Forecast {} {}", value(last.value, chart.unit), speaker.moment(last.time));
    if let Some((percent, range)) = forecast.widest_at(last.time) {
        let (low, high) = (value(range.low, chart.unit), value(range.high, chart.unit));
        out.push_str(&format!(", with {percent} % probability between {low} and {high}"));
    }
    out.push('.');
    out
}

/// The finding of a single unnamed line, whose range is the extent of its points.
pub(crate) fn finding_of(series: &Series, unit: Unit, live: bool) -> String {
    let speaker = Speaker { unit, span: i64::MAX, live, offsets: &[] };
    summarize(series, &[], i64::MIN, i64::MAX)
        .map_or_else(|| "No data in this range.".to_owned(), |(label, summary)| speaker.trend(&label, &summary))
}

struct Summary {
    count: usize,
    mean: f64,
    low: f64,
    peak: Point,
    last: Point,
}

/// The points with a value between two times, both included.
fn inside(points: &[Point], from: i64, to: i64) -> impl Iterator<Item = &Point> {
    points.iter().filter(move |point| point.value.is_finite() && (from..=to).contains(&point.time))
}

/// A running mean, which cannot overflow as a sum can.
fn mean_of<'a>(points: impl Iterator<Item = &'a Point>) -> Option<f64> {
    let mut count = 0_usize;
    let mean = points.fold(0.0, |mean, point| {
        count += 1;
        let share = 1.0 / count as f64;
        mean + (point.value * share - mean * share)
    });
    (count > 0).then_some(mean)
}

fn summarize(series: &Series, means: &[Point], from: i64, to: i64) -> Option<(String, Summary)> {
    let mut points = inside(&series.points, from, to);
    let first = points.next()?;
    let mean = mean_of(inside(means, from, to)).or_else(|| mean_of(inside(&series.points, from, to)))?;
    let mut summary = Summary { count: 1, mean, low: first.value, peak: *first, last: *first };
    for point in points {
        summary.count += 1;
        summary.low = summary.low.min(point.value);
        if point.value > summary.peak.value {
            summary.peak = *point;
        }
        if point.time >= summary.last.time {
            summary.last = *point;
        }
    }
    let label = if series.label.trim().is_empty() { "The series" } else { series.label.trim() };
    Some((label.to_owned(), summary))
}

pub(crate) struct Speaker<'a> {
    pub(crate) unit: Unit,
    pub(crate) span: i64,
    pub(crate) live: bool,
    pub(crate) offsets: &'a [OffsetChange],
}

impl Speaker<'_> {
    fn sentence(&self, label: &str, summary: &Summary, over: &str) -> String {
        let last = value(summary.last.value, self.unit);
        if summary.count == 1 {
            return format!("{label}: {last} {}.", self.moment(summary.last.time));
        }
        if summary.low == summary.peak.value {
            return format!("{label} stayed at {last} {over}.");
        }
        let (mean, peak, when) =
            (value(summary.mean, self.unit), value(summary.peak.value, self.unit), self.moment(summary.peak.time));
        format!("{label} averaged {mean} {over}, peaking at {peak} {when}; {} {last}.", self.then())
    }

    /// Of a line that follows another: a finding is read at a glance, so the more of them the fewer words.
    fn in_brief(&self, label: &str, summary: &Summary, lines: usize) -> String {
        let last = value(summary.last.value, self.unit);
        if summary.low == summary.peak.value {
            return format!("{label} {last}.");
        }
        let (mean, peak) = (value(summary.mean, self.unit), value(summary.peak.value, self.unit));
        let then = if lines > 2 { String::new() } else { format!("; {} {last}", self.then()) };
        format!("{label} {mean}, peak {peak}{then}.")
    }

    /// Without times, which a sparkline has no offsets for.
    fn trend(&self, label: &str, summary: &Summary) -> String {
        let last = value(summary.last.value, self.unit);
        let (low, peak) = (value(summary.low, self.unit), value(summary.peak.value, self.unit));
        if low == peak {
            format!("{label} stayed at {last}.")
        } else {
            format!("{label} between {low} and {peak}; {} {last}.", self.then())
        }
    }

    fn comparison(&self, many: &[(String, Summary)], over: &str) -> String {
        let by_mean = |a: &&(String, Summary), b: &&(String, Summary)| a.1.mean.total_cmp(&b.1.mean);
        let by_peak = |a: &&(String, Summary), b: &&(String, Summary)| a.1.peak.value.total_cmp(&b.1.peak.value);
        let (Some(most), Some(least), Some(peak)) =
            (many.iter().max_by(by_mean), many.iter().min_by(by_mean), many.iter().max_by(by_peak))
        else {
            return String::new();
        };
        format!(
            "Of {} series {over}, {} averaged highest with {} and {} lowest with {}; the peak was {} in {} {}.",
            many.len(),
            most.0,
            value(most.1.mean, self.unit),
            least.0,
            value(least.1.mean, self.unit),
            value(peak.1.peak.value, self.unit),
            peak.0,
            self.moment(peak.1.peak.time)
        )
    }

    fn then(&self) -> &'static str {
        if self.live { "now" } else { "at the end" }
    }

    /// `at 14:05`, `on 3 Nov 2026`: as precise as the range is long.
    pub(crate) fn moment(&self, time: i64) -> String {
        let local = Local::at(time, self.offsets);
        match self.span {
            span if span <= 10 * MINUTE => format!("at {}", local.clock_with_seconds()),
            span if span <= DAY + HOUR => format!("at {}", local.clock()),
            span if span <= 300 * DAY => format!("at {} on {}", local.clock(), local.day_and_month()),
            _ => format!("on {} {}", local.day_and_month(), local.year),
        }
    }
}

/// `over the last hour`, `over 3 days`
pub(crate) fn duration(span: i64, live: bool) -> String {
    let (size, name) = match span {
        span if span < 2 * MINUTE => (SECOND, "second"),
        span if span < HOUR => (MINUTE, "minute"),
        span if span <= 2 * DAY => (HOUR, "hour"),
        span if span <= 90 * DAY => (DAY, "day"),
        span if span < 700 * DAY => (2_629_746 * SECOND, "month"),
        _ => (31_556_952 * SECOND, "year"),
    };
    let count = (span.saturating_add(size / 2) / size).max(1);
    match (live, count) {
        (true, 1) => format!("over the last {name}"),
        (true, count) => format!("over the last {count} {name}s"),
        (false, 1) => format!("over one {name}"),
        (false, count) => format!("over {count} {name}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_in_words() {
        assert_eq!(duration(HOUR, true), "over the last hour");
        assert_eq!(duration(DAY, true), "over the last 24 hours");
        assert_eq!(duration(7 * DAY, false), "over 7 days");
        assert_eq!(duration(365 * DAY, false), "over 12 months");
        assert_eq!(duration(0, false), "over one second");
    }
}
