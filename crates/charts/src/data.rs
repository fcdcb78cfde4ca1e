//! Points and series, and how raw data becomes runs of finite points inside a range.

use crate::civil::clamp_time;

/// More lines than this cannot be told apart; later series are not drawn, and the description says so.
pub const MAX_SERIES: usize = 6;

/// Beyond this, differences of values would overflow; larger values are drawn as this.
const LARGEST: f64 = 1e300;

/// One measurement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Milliseconds since 1970, UTC.
    pub time: i64,
    /// In the unit of the chart. NaN (or an infinity) means "known to be missing" and breaks the line.
    pub value: f64,
}

/// A named line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// What the reader sees at the line's end.
    pub label: String,
    /// Ascending by time; other orders are sorted before drawing.
    pub points: Vec<Point>,
}

/// The points of `from..=to` in order, times and values within what arithmetic can hold, missing values as NaN.
///
/// Where the line crosses the edge of the range, a point is interpolated on the edge, unless the neighbours are more than
/// `gap` milliseconds apart.
pub(crate) fn visible(points: &[Point], from: i64, to: i64, gap: Option<i64>) -> Vec<Point> {
    let mut all: Vec<Point> =
        points.iter().map(|point| Point { time: clamp_time(point.time), value: bounded(point.value) }).collect();
    if !all.is_sorted_by_key(|point| point.time) {
        all.sort_by_key(|point| point.time);
    }
    let start = all.partition_point(|point| point.time < from);
    let end = all.partition_point(|point| point.time <= to).max(start);
    let before = start.checked_sub(1).and_then(|index| all.get(index)).copied();
    let after = all.get(end).copied();
    let inside = all.get(start..end).unwrap_or_default();

    let mut out = Vec::with_capacity(inside.len() + 2);
    let first = inside.first().copied().or(after);
    let last = inside.last().copied().or(before);
    out.extend(between(before, first, from, gap));
    out.extend_from_slice(inside);
    out.extend(between(last, after, to, gap));
    out
}

fn bounded(value: f64) -> f64 {
    if value.is_finite() { value.clamp(-LARGEST, LARGEST) } else { f64::NAN }
}

/// The point of the line from `a` to `b` at `time`, if that line is drawn and crosses it.
fn between(a: Option<Point>, b: Option<Point>, time: i64, gap: Option<i64>) -> Option<Point> {
    let (a, b) = (a?, b?);
    if a.time >= time || b.time <= time || gap.is_some_and(|gap| b.time - a.time > gap) {
        return None;
    }
    let share = (time - a.time) as f64 / (b.time - a.time) as f64;
    let value = a.value + (b.value - a.value) * share;
    value.is_finite().then_some(Point { time, value })
}

/// Unbroken stretches: split at missing values and where neighbours are more than `gap` milliseconds apart.
pub(crate) fn runs(points: &[Point], gap: Option<i64>) -> Vec<Vec<Point>> {
    let mut runs: Vec<Vec<Point>> = Vec::new();
    let mut open = false;
    for point in points {
        if point.value.is_nan() {
            open = false;
            continue;
        }
        match runs.last_mut() {
            Some(run) if open && !hole(run.last(), point, gap) => run.push(*point),
            _ => runs.push(vec![*point]),
        }
        open = true;
    }
    runs
}

fn hole(previous: Option<&Point>, next: &Point, gap: Option<i64>) -> bool {
    matches!((previous, gap), (Some(previous), Some(gap)) if next.time - previous.time > gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: i64, value: f64) -> Point {
        Point { time, value }
    }

    #[test]
    fn missing_values_and_long_holes_break_the_line() {
        let points = [at(0, 1.0), at(10, 2.0), at(20, f64::NAN), at(30, 3.0), at(40, 4.0), at(90, 5.0)];
        let lengths: Vec<usize> = runs(&points, Some(20)).iter().map(Vec::len).collect();
        assert_eq!(lengths, [2, 2, 1]);
        let lengths: Vec<usize> = runs(&points, None).iter().map(Vec::len).collect();
        assert_eq!(lengths, [2, 3]);
    }

    #[test]
    fn the_line_is_cut_on_the_edges_of_the_range() {
        let points = [at(0, 0.0), at(10, 10.0), at(20, 0.0)];
        assert_eq!(visible(&points, 5, 15, None), [at(5, 5.0), at(10, 10.0), at(15, 5.0)]);
        assert_eq!(visible(&points, 2, 8, None), [at(2, 2.0), at(8, 8.0)]);
        assert_eq!(visible(&points, 5, 15, Some(9)), [at(10, 10.0)]);
    }

    #[test]
    fn unsorted_points_are_sorted() {
        let points = [at(20, 2.0), at(0, 0.0), at(10, 1.0)];
        assert_eq!(visible(&points, 0, 20, None), [at(0, 0.0), at(10, 1.0), at(20, 2.0)]);
    }
}
