//! What is expected after now: a dashed line inside its bands.

use crate::civil::clamp_time;
use crate::data::Point;

/// The forecast of a chart's first series.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forecast {
    /// Where history ends and expectation begins, milliseconds since 1970, UTC.
    pub now: i64,
    /// The expected course, ascending by time.
    pub points: Vec<Point>,
    /// Ranges in which the truth lies with some probability; the narrowest is drawn strongest.
    pub bands: Vec<Band>,
}

/// A range around a forecast.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Band {
    /// Probability that the truth lies inside, in percent.
    pub percent: u8,
    /// Ascending by time.
    pub points: Vec<BandPoint>,
}

/// The range at one instant.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BandPoint {
    /// Milliseconds since 1970, UTC.
    pub time: i64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// More bands than this cannot be told apart.
pub(crate) const MOST_BANDS: usize = 3;

impl Forecast {
    /// Points of a band that can be drawn, ascending.
    fn drawable(band: &Band) -> Vec<BandPoint> {
        let finite = |point: &&BandPoint| point.low.is_finite() && point.high.is_finite();
        let tidy = |point: &BandPoint| BandPoint {
            time: clamp_time(point.time),
            low: point.low.min(point.high).clamp(-1e300, 1e300),
            high: point.high.max(point.low).clamp(-1e300, 1e300),
        };
        let mut points: Vec<BandPoint> = band.points.iter().filter(finite).map(tidy).collect();
        if !points.is_sorted_by_key(|point| point.time) {
            points.sort_by_key(|point| point.time);
        }
        points
    }

    /// The bands as they are drawn, widest first, with ends interpolated on the range and at most two points a pixel.
    pub(crate) fn visible_bands(&self, from: i64, to: i64, columns: usize) -> Vec<(u8, Vec<BandPoint>)> {
        let mut bands: Vec<&Band> = self.bands.iter().take(MOST_BANDS).collect();
        bands.sort_by_key(|band| std::cmp::Reverse(band.percent));
        let cut = |band: &Band| {
            let all = Self::drawable(band);
            let start = all.partition_point(|point| point.time < from);
            let end = all.partition_point(|point| point.time <= to).max(start);
            let mut out: Vec<BandPoint> = Vec::new();
            out.extend(between(start.checked_sub(1).and_then(|before| all.get(before)), all.get(start), from));
            out.extend_from_slice(all.get(start..end).unwrap_or_default());
            out.extend(between(end.checked_sub(1).and_then(|last| all.get(last)), all.get(end), to));
            let every = (out.len() / columns.saturating_mul(2).max(2)).max(1);
            if every > 1 {
                let last = out.last().copied();
                out = out.into_iter().step_by(every).chain(last).collect();
            }
            out
        };
        bands.into_iter().map(|band| (band.percent, cut(band))).collect()
    }

    /// The range of the widest band at an instant, if it has a point there.
    pub(crate) fn widest_at(&self, time: i64) -> Option<(u8, BandPoint)> {
        let widest = self.bands.iter().max_by_key(|band| band.percent)?;
        let at = widest.points.partition_point(|point| point.time < time);
        let point = widest.points.get(at).filter(|point| point.time == time)?;
        (point.low.is_finite() && point.high.is_finite()).then_some((widest.percent, *point))
    }
}

fn between(a: Option<&BandPoint>, b: Option<&BandPoint>, time: i64) -> Option<BandPoint> {
    let (a, b) = (a?, b?);
    if a.time >= time || b.time <= time {
        return None;
    }
    let share = (time - a.time) as f64 / (b.time - a.time) as f64;
    let mix = |from: f64, to: f64| from + (to - from) * share;
    let point = BandPoint { time, low: mix(a.low, b.low), high: mix(a.high, b.high) };
    (point.low.is_finite() && point.high.is_finite()).then_some(point)
}
