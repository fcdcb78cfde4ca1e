//! Fewer samples in which every spike is still there: the lowest and the highest of each stretch.
//!
//! Min-max aggregation, as in Jugel, Jerzak, Hackenbroich, Markl, "M4: A Visualization-Oriented Time Series Data
//! Aggregation" (VLDB 2014), section 4.2. What first and last would add there is less than a pixel.

use cauldron_types::{Instant, Sample};

/// What is stored of a stretch of time: a point, or a bucket of a rollup. Times in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stretch {
    /// Its beginning.
    pub(crate) time: i64,
    /// How many points it stands for.
    pub(crate) count: i64,
    /// Their sum.
    pub(crate) sum: f64,
    /// The lowest of them.
    pub(crate) low: f64,
    /// The highest.
    pub(crate) high: f64,
    /// The first in time.
    pub(crate) first: f64,
    /// The last.
    pub(crate) last: f64,
}

impl Stretch {
    pub(crate) const fn point(time: i64, value: f64) -> Self {
        Self { time, count: 1, sum: value, low: value, high: value, first: value, last: value }
    }
}

/// A series as it is sent to charts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Drawn {
    /// In order of time.
    pub(crate) samples: Vec<Sample>,
    /// The mean of each stretch of which `samples` holds the extremes; none where they are the points themselves.
    pub(crate) means: Vec<Sample>,
}

/// The window, in milliseconds, and how fine it is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grain {
    /// Start, inclusive.
    pub(crate) from: i64,
    /// End, exclusive.
    pub(crate) to: i64,
    /// Length of a stored stretch; 0 for points.
    pub(crate) stored: i64,
    /// How many stretches a chart can show.
    pub(crate) points: u32,
}

impl Grain {
    /// Length of the stretches that are sent: a multiple of what is stored, aligned at the epoch so that the same time falls
    /// into the same stretch whenever it is asked for.
    fn width(self) -> i64 {
        let (points, stored) = (i64::from(self.points.max(1)), self.stored.max(1));
        let wanted = ((self.to - self.from).max(1) + points - 1) / points;
        (wanted + stored - 1) / stored * stored
    }
}

/// At most two samples a stretch, and the latest value; points that are few enough come as they are. `rows` are in order of time.
pub(crate) fn drawn(rows: &[Stretch], grain: Grain) -> Drawn {
    let few = usize::try_from(grain.points).unwrap_or(usize::MAX).saturating_mul(2);
    if grain.stored == 0 && rows.len() <= few {
        return Drawn { samples: rows.iter().map(|row| sample(row.time, row.last)).collect(), means: Vec::new() };
    }
    let width = grain.width();
    let mut out = Drawn::default();
    for stretch in rows.chunk_by(|one, other| one.time.div_euclid(width) == other.time.div_euclid(width)) {
        emit(stretch, grain, &mut out);
    }
    // What is the case now is what the last point says, not the highest or lowest of a while.
    if let (Some(row), Some(shown)) = (rows.last(), out.samples.last())
        && (shown.value - row.last).abs() > 0.0
    {
        out.samples.push(sample((row.time + grain.stored * 3 / 4).min(grain.to - 1).max(shown.time.0), row.last));
    }
    out
}

fn emit(stretch: &[Stretch], grain: Grain, out: &mut Drawn) {
    let Some(begin) = stretch.first() else { return };
    let (mut low, mut high, mut sum, mut count) = (begin, begin, 0.0, 0_i64);
    for row in stretch {
        if row.low < low.low {
            low = row;
        }
        if row.high > high.high {
            high = row;
        }
        sum += row.sum;
        count += row.count;
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of points, far below 2^52")]
    out.means.push(sample(begin.time, sum / count.max(1) as f64));
    if high.high <= low.low {
        return out.samples.push(sample(begin.time, low.low));
    }
    // Inside one stored stretch only its two ends tell which came first.
    let low_first = if low.time == high.time { low.first <= low.last } else { low.time < high.time };
    let (one, other) = if low_first {
        ((low.time, low.low), (high.time, high.high))
    } else {
        ((high.time, high.high), (low.time, low.low))
    };
    out.samples.push(sample(one.0, one.1));
    let later = if one.0 == other.0 { (other.0 + grain.stored / 2).min(grain.to - 1).max(one.0) } else { other.0 };
    out.samples.push(sample(later, other.1));
}

const fn sample(time: i64, value: f64) -> Sample {
    Sample { time: Instant(time), value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MINUTE: i64 = 60_000;

    fn values(drawn: &Drawn) -> Vec<f64> {
        drawn.samples.iter().map(|sample| sample.value).collect()
    }

    #[test]
    fn few_points_come_as_they_are() {
        let rows: Vec<Stretch> = (0..20).map(|n| Stretch::point(n * 1000, n as f64)).collect();
        let drawn = drawn(&rows, Grain { from: 0, to: 20_000, stored: 0, points: 10 });
        assert_eq!((drawn.samples.len(), drawn.means.len()), (20, 0));
    }

    #[test]
    fn of_a_minute_both_ends_come_in_their_order_and_the_latest_value_is_the_last() {
        let rising = Stretch { time: 0, count: 12, sum: 24.0, low: 1.0, high: 9.0, first: 1.0, last: 8.0 };
        let falling = Stretch { time: MINUTE, first: 9.0, last: 2.0, ..rising };
        let grain = Grain { from: 0, to: 2 * MINUTE, stored: MINUTE, points: 2 };
        let drawn = drawn(&[rising, falling], grain);
        assert_eq!(values(&drawn), [1.0, 9.0, 9.0, 1.0, 2.0]);
        let times: Vec<i64> = drawn.samples.iter().map(|sample| sample.time.0).collect();
        assert_eq!(times, [0, 30_000, 60_000, 90_000, 105_000]);
        assert_eq!(drawn.means.iter().map(|mean| mean.value).collect::<Vec<_>>(), [2.0, 2.0]);
    }

    #[test]
    fn what_stays_the_same_is_one_sample_a_stretch() {
        let rows: Vec<Stretch> = (0..10).map(|n| Stretch::point(n * 1000, 5.0)).collect();
        let drawn = drawn(&rows, Grain { from: 0, to: 10_000, stored: 0, points: 2 });
        assert_eq!(values(&drawn), [5.0, 5.0]);
    }

    proptest! {
        #[test]
        fn no_spike_is_lost_and_there_are_never_more_than_twice_the_points(
            values in prop::collection::vec(-1e6_f64..1e6, 1..2000),
            points in 1_u32..300,
            step in 1_i64..20_000,
            stored in prop::sample::select(vec![0, MINUTE]),
        ) {
            let step = step.max(stored);
            let rows: Vec<Stretch> =
                (0..).zip(&values).map(|(n, value)| Stretch::point(n * step / stored.max(1) * stored.max(1), *value)).collect();
            let to = rows.last().unwrap().time + step;
            let drawn = drawn(&rows, Grain { from: 0, to, stored, points });
            // A stretch may be cut at either end, and the latest value comes besides.
            prop_assert!(drawn.samples.len() <= 2 * (points as usize + 1) + 1);
            prop_assert!(drawn.samples.is_sorted_by_key(|sample| sample.time.0));
            let all = || drawn.samples.iter().map(|sample| sample.value);
            prop_assert_eq!(all().fold(f64::MIN, f64::max), values.iter().copied().fold(f64::MIN, f64::max));
            prop_assert_eq!(all().fold(f64::MAX, f64::min), values.iter().copied().fold(f64::MAX, f64::min));
            prop_assert_eq!(drawn.samples.last().unwrap().value, *values.last().unwrap());
        }
    }
}
