//! How often which values occurred.

use super::{BarChart, BarSeries, Buckets};
use crate::format::Unit;
use crate::scale::nice_step;

/// More bars would show noise.
const MOST: usize = 40;

/// The distribution of `values` as bars of equal, round width; values that are not finite are left out.
///
/// The width is that of Freedman and Diaconis, "On the histogram as a density estimator: L2 theory" (1981): twice the
/// interquartile range over the cube root of the count, rounded up to a round number and wide enough for 40 bars.
#[must_use]
pub fn histogram(label: &str, values: &[f64], unit: Unit) -> BarChart {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let (edges, counts) = buckets(&sorted);
    BarChart {
        buckets: Buckets::Edges { edges, unit },
        series: vec![BarSeries { label: label.to_owned(), values: counts }],
        unit: Unit::Count,
        ..BarChart::default()
    }
}

fn buckets(sorted: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (Some(low), Some(high)) = (sorted.first().copied(), sorted.last().copied()) else {
        return (Vec::new(), Vec::new());
    };
    let count = sorted.len() as f64;
    let quantile = |share: f64| sorted.get(((count - 1.0) * share).round() as usize).copied().unwrap_or(low);
    let spread = quantile(0.75) - quantile(0.25);
    let wanted = 2.0 * spread / cube_root(count);
    let span = high - low;
    // Lost in rounding, overflowing, or without extent: one bar.
    let size = low.abs().max(high.abs());
    if !(span.is_finite() && span > size * 1e-9 && size < 1e290) {
        let half = (size * 0.05).clamp(0.5, 1e300);
        return (vec![low - half, high + half], vec![count]);
    }
    let least = span / (MOST as f64 - 2.0);
    let step = nice_step(if wanted.is_finite() { wanted.max(least) } else { least });
    let first = (low / step).floor();
    let bars = (((high / step).floor() - first) as usize + 1).min(MOST);
    let edges: Vec<f64> = (0..=bars).map(|index| (first + index as f64) * step).collect();
    let mut counts = vec![0.0; bars];
    for value in sorted {
        let index = ((value / step).floor() - first).max(0.0) as usize;
        if let Some(slot) = counts.get_mut(index.min(bars - 1)) {
            *slot += 1.0;
        }
    }
    (edges, counts)
}

/// Newton's method, the same to the last bit everywhere. `value` is at least one.
fn cube_root(value: f64) -> f64 {
    let mut root = value.max(1.0);
    for _ in 0..80 {
        root = (2.0 * root + value / (root * root)) / 3.0;
    }
    root.max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_value_on_an_edge_belongs_to_the_bar_above() {
        let (edges, counts) = buckets(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
        assert_eq!(edges, [0.0, 5.0, 10.0]);
        assert_eq!(counts, [5.0, 3.0]);
        assert!((cube_root(27.0) - 3.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn every_finite_value_is_counted_once(values in proptest::collection::vec(prop_oneof![any::<f64>(), -1e3..1e3_f64], 0..300)) {
            let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
            sorted.sort_by(f64::total_cmp);
            let (edges, counts) = buckets(&sorted);
            prop_assert_eq!(counts.iter().sum::<f64>(), sorted.len() as f64);
            prop_assert!(counts.len() <= MOST && (edges.is_empty() || edges.len() == counts.len() + 1));
            prop_assert!(edges.is_sorted());
        }
    }
}
