//! Fewer points that draw the same picture.

use crate::data::Point;

/// Keeps the first, lowest, highest and last point of each of `columns` equal slices of `from..=to`, in order.
///
/// Drawn at one column per pixel the line is the same as that of all points: M4 aggregation (Jugel, Jerzak, Hackenbroich,
/// Markl, "M4: A Visualization-Oriented Time Series Data Aggregation", VLDB 2014). `points` are ascending by time and lie
/// in the range. Missing values (NaN) inside a slice are dropped, one between slices is kept as a break, so at most
/// `5 * columns` points come back. Shorter input is returned as it is.
#[must_use]
pub fn min_max(points: &[Point], from: i64, to: i64, columns: usize) -> Vec<Point> {
    if columns == 0 || points.len() <= columns.saturating_mul(2) || to <= from {
        return points.to_vec();
    }
    let width = (to as f64 - from as f64) / columns as f64;
    let mut out = Vec::with_capacity(columns.saturating_mul(2));
    let mut slice: Option<Slice> = None;
    let mut broken_at = None;
    for (index, point) in points.iter().enumerate() {
        if !point.value.is_finite() {
            broken_at = Some(point.time);
            continue;
        }
        let column = (((point.time as f64 - from as f64) / width).max(0.0) as usize).min(columns - 1);
        match &mut slice {
            Some(open) if open.column == column => open.add(index, point),
            _ => {
                if let Some(done) = slice.replace(Slice::new(column, index, point)) {
                    done.emit(points, &mut out);
                    out.extend(broken_at.map(|time| Point { time, value: f64::NAN }));
                }
            }
        }
        broken_at = None;
    }
    if let Some(done) = slice {
        done.emit(points, &mut out);
    }
    out
}

/// Indices of the points that one column needs.
struct Slice {
    column: usize,
    first: usize,
    last: usize,
    low: (usize, f64),
    high: (usize, f64),
}

impl Slice {
    fn new(column: usize, index: usize, point: &Point) -> Self {
        let extreme = (index, point.value);
        Self { column, first: index, last: index, low: extreme, high: extreme }
    }

    fn add(&mut self, index: usize, point: &Point) {
        self.last = index;
        if point.value < self.low.1 {
            self.low = (index, point.value);
        }
        if point.value > self.high.1 {
            self.high = (index, point.value);
        }
    }

    fn emit(&self, points: &[Point], out: &mut Vec<Point>) {
        let (a, b) = if self.low.0 <= self.high.0 { (self.low.0, self.high.0) } else { (self.high.0, self.low.0) };
        let mut previous = None;
        for index in [self.first, a, b, self.last] {
            if previous != Some(index) {
                out.extend(points.get(index).copied());
            }
            previous = Some(index);
        }
    }
}

/// At most `count` points chosen so that each spans the largest triangle with its neighbours, in order.
///
/// Largest-Triangle-Three-Buckets (Steinarsson, "Downsampling Time Series for Visual Representation", 2013, section 4.2):
/// smoother than [`min_max`], but it may lose an extreme. Missing values are dropped. Fewer than three are never asked for:
/// `count` below 3 is taken as 3.
#[must_use]
pub fn lttb(points: &[Point], count: usize) -> Vec<Point> {
    let finite: Vec<Point> = points.iter().copied().filter(|point| point.value.is_finite()).collect();
    let count = count.max(3);
    let (Some(first), Some(last)) = (finite.first(), finite.last()) else {
        return finite;
    };
    if finite.len() <= count {
        return finite;
    }
    let buckets = count - 2;
    let inner = finite.len() - 2;
    let start_of = |bucket: usize| 1 + bucket * inner / buckets;
    let mut out = vec![*first];
    let mut anchor = *first;
    for bucket in 0..buckets {
        let here = finite.get(start_of(bucket)..start_of(bucket + 1)).unwrap_or_default();
        let next = finite.get(start_of(bucket + 1)..start_of(bucket + 2).min(finite.len())).unwrap_or_default();
        let (time, value) = centre(next).unwrap_or((last.time as f64, last.value));
        let area = |point: &Point| {
            let along = point.time as f64 - anchor.time as f64;
            ((time - anchor.time as f64) * (point.value - anchor.value) - along * (value - anchor.value)).abs()
        };
        if let Some(best) = here.iter().max_by(|a, b| area(a).total_cmp(&area(b))) {
            anchor = *best;
            out.push(anchor);
        }
    }
    out.push(*last);
    out
}

fn centre(points: &[Point]) -> Option<(f64, f64)> {
    let count = points.len() as f64;
    let sum =
        |(time, value): (f64, f64), point: &Point| (time + point.time as f64 / count, value + point.value / count);
    (!points.is_empty()).then(|| points.iter().fold((0.0, 0.0), sum))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn extent(points: &[Point]) -> (f64, f64) {
        points
            .iter()
            .filter(|point| point.value.is_finite())
            .fold((f64::MAX, f64::MIN), |(low, high), point| (low.min(point.value), high.max(point.value)))
    }

    fn walk() -> impl Strategy<Value = Vec<Point>> {
        let value = prop_oneof![9 => -1e6..1e6, 1 => Just(f64::NAN)];
        proptest::collection::vec((0_i64..50, value), 0..600).prop_map(|steps| {
            let mut time = 0;
            let point = |(step, value)| {
                time += step;
                Point { time, value }
            };
            steps.into_iter().map(point).collect()
        })
    }

    proptest! {
        #[test]
        fn min_max_keeps_extremes_ends_and_order(points in walk(), columns in 1_usize..80) {
            let to = points.last().map_or(0, |point| point.time);
            let few = min_max(&points, 0, to, columns);
            prop_assert_eq!(extent(&few), extent(&points));
            prop_assert!(few.is_sorted_by_key(|point| point.time));
            prop_assert!(few.len() <= (5 * columns).max(2 * columns));
            let finite = |points: &[Point]| points.iter().copied().filter(|point| point.value.is_finite()).collect::<Vec<_>>();
            prop_assert_eq!(finite(&few).first().copied(), finite(&points).first().copied());
            prop_assert_eq!(finite(&few).last().copied(), finite(&points).last().copied());
            for point in finite(&few) {
                prop_assert!(points.contains(&point));
            }
        }

        #[test]
        fn lttb_keeps_ends_order_and_bound(points in walk(), count in 0_usize..80) {
            let few = lttb(&points, count);
            let finite: Vec<Point> = points.iter().copied().filter(|point| point.value.is_finite()).collect();
            prop_assert!(few.len() <= count.max(3));
            prop_assert!(few.is_sorted_by_key(|point| point.time));
            prop_assert_eq!(few.first(), finite.first());
            prop_assert_eq!(few.last(), finite.last());
        }
    }

    #[test]
    fn a_break_between_columns_survives() {
        let mut points: Vec<Point> = (0..100).map(|time| Point { time, value: 1.0 }).collect();
        points[50].value = f64::NAN;
        let few = min_max(&points, 0, 100, 10);
        assert_eq!(few.iter().filter(|point| point.value.is_nan()).count(), 1);
    }
}
