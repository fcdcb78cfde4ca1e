//! From buckets to as many bars as fit.

use super::{BarChart, Buckets};
use crate::civil::{Local, MINUTE, SECOND, clamp_time};
use crate::data::MAX_SERIES;
use crate::format::{Unit, precise, value};
use crate::text::printable;

/// Narrower bars could not be told apart.
const NARROWEST: f64 = 3.0;
/// A category needs room for a hint of its name.
const NARROWEST_CATEGORY: f64 = 14.0;
const LARGEST: f64 = 1e300;

/// A bar, or a few side by side, or a stack.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Slot {
    /// Left end on the axis: a time, or the number of the slot.
    pub(crate) from: i64,
    /// Right end.
    pub(crate) to: i64,
    /// In words.
    pub(crate) name: String,
    /// One for each drawn series; NaN if missing.
    pub(crate) values: Vec<f64>,
}

impl BarChart {
    /// The range of the axis: times, or the numbers of slots.
    pub(crate) fn extent(&self, slots: usize) -> (i64, i64) {
        let Buckets::Times { starts, length } = &self.buckets else {
            return (0, i64::try_from(slots.max(1)).unwrap_or(i64::MAX));
        };
        let asked = self.range.map(|(from, to)| (clamp_time(from), clamp_time(to))).filter(|(from, to)| from < to);
        asked.unwrap_or_else(|| {
            let length = length_of(*length);
            let first = starts.iter().copied().map(clamp_time).min().unwrap_or_default();
            let last = starts.iter().copied().map(clamp_time).max().unwrap_or_default();
            (first, last.saturating_add(length).max(first + 1))
        })
    }

    /// What is drawn in a plot of `width` pixels.
    pub(crate) fn slots(&self, width: f64) -> Vec<Slot> {
        match &self.buckets {
            Buckets::Categories(names) => self.categories(names, (width / NARROWEST_CATEGORY) as usize),
            Buckets::Times { starts, length } => self.times(starts, length_of(*length), (width / NARROWEST) as usize),
            Buckets::Edges { edges, unit } => self.ranges(edges, *unit, (width / NARROWEST) as usize),
        }
    }

    /// All of them, whatever the width.
    pub(crate) fn all_slots(&self) -> Vec<Slot> {
        self.slots(f64::MAX)
    }

    fn values_at(&self, index: usize) -> Vec<f64> {
        self.series.iter().take(MAX_SERIES).map(|series| bounded(series.values.get(index).copied())).collect()
    }

    fn categories(&self, names: &[String], most: usize) -> Vec<Slot> {
        let most = most.max(2);
        let kept = if names.len() > most { most - 1 } else { names.len() };
        let slot = |(index, name): (usize, &String)| {
            let at = i64::try_from(index).unwrap_or(i64::MAX);
            Slot { from: at, to: at.saturating_add(1), name: printable(name), values: self.values_at(index) }
        };
        let mut out: Vec<Slot> = names.iter().enumerate().take(kept).map(slot).collect();
        if names.len() > kept {
            let rest: Vec<Vec<f64>> = (kept..names.len()).map(|index| self.values_at(index)).collect();
            let at = i64::try_from(kept).unwrap_or(i64::MAX);
            let name = format!("{} others", names.len() - kept);
            out.push(Slot { from: at, to: at.saturating_add(1), name, values: self.merged(&rest) });
        }
        out
    }

    fn times(&self, starts: &[i64], length: i64, most: usize) -> Vec<Slot> {
        let (from, to) = self.extent(starts.len());
        let mut inside: Vec<(i64, usize)> = starts
            .iter()
            .enumerate()
            .map(|(index, start)| (clamp_time(*start), index))
            .filter(|(start, _)| *start < to && start.saturating_add(length) > from)
            .collect();
        if !inside.is_sorted() {
            inside.sort_unstable();
        }
        let with_seconds = length % MINUTE != 0 || inside.iter().any(|(start, _)| start.rem_euclid(60 * SECOND) != 0);
        let group = inside.len().div_ceil(most.max(1)).max(1);
        let slot = |(number, part): (usize, &[(i64, usize)])| {
            let start = part.first()?.0;
            // Months and the days on which the clocks change are not all as long as the longest.
            let next = inside.get((number + 1) * group).map(|(start, _)| *start).filter(|next| *next > start);
            let end = part.last()?.0.saturating_add(length).min(next.unwrap_or(i64::MAX));
            let local = Local::at(start, &self.offsets);
            let name = if length >= 20 * 60 * MINUTE && part.len() == 1 {
                format!("{} {}", local.day_and_month(), local.year)
            } else {
                local.full(with_seconds)
            };
            let values: Vec<Vec<f64>> = part.iter().map(|(_, index)| self.values_at(*index)).collect();
            Some(Slot { from: start, to: end, name, values: self.merged(&values) })
        };
        inside.chunks(group).enumerate().filter_map(slot).collect()
    }

    fn ranges(&self, edges: &[f64], unit: Unit, most: usize) -> Vec<Slot> {
        let count = edges.len().saturating_sub(1);
        let group = count.div_ceil(most.max(1)).max(1);
        let mut out = Vec::new();
        for (number, start) in (0..count).step_by(group).enumerate() {
            let end = (start + group).min(count);
            let (Some(low), Some(high)) = (edges.get(start), edges.get(end)) else { continue };
            let values: Vec<Vec<f64>> = (start..end).map(|index| self.values_at(index)).collect();
            let at = i64::try_from(number).unwrap_or(i64::MAX);
            let name = range_name(*low, *high, unit);
            out.push(Slot { from: at, to: at.saturating_add(1), name, values: self.merged(&values) });
        }
        out
    }

    /// Several buckets as one: amounts are added, other units averaged.
    fn merged(&self, group: &[Vec<f64>]) -> Vec<f64> {
        if let [only] = group {
            return only.clone();
        }
        let columns = group.first().map_or(0, Vec::len);
        let column = |index: usize| {
            let (mut sum, mut count) = (0.0, 0.0);
            for value in group.iter().filter_map(|values| values.get(index)).filter(|value| value.is_finite()) {
                sum += *value;
                count += 1.0;
            }
            match (count > 0.0, adds_up(self.unit)) {
                (false, _) => f64::NAN,
                (true, true) => sum,
                (true, false) => sum / count,
            }
        };
        (0..columns).map(column).collect()
    }
}

/// Whether the values of neighbours can be added.
pub(crate) fn adds_up(unit: Unit) -> bool {
    matches!(unit, Unit::Count | Unit::Bytes | Unit::None)
}

/// `30 to 40 ms`, `over 500 ms`
pub(crate) fn range_name(low: f64, high: f64, unit: Unit) -> String {
    match (low.is_finite(), high.is_finite()) {
        (true, true) => format!("{} to {}", precise(low, unit), precise(high, unit)),
        (true, false) => format!("over {}", value(low, unit)),
        (false, true) => format!("up to {}", value(high, unit)),
        (false, false) => "any".to_owned(),
    }
}

fn bounded(value: Option<f64>) -> f64 {
    value.filter(|value| value.is_finite()).map_or(f64::NAN, |value| value.clamp(-LARGEST, LARGEST))
}

fn length_of(length: i64) -> i64 {
    clamp_time(length).max(1)
}
