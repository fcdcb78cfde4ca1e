//! The vertical axis: its extent, round ticks in the unit people read, short labels.

use crate::format::{Unit, fits, number};
use crate::scale::nice_ticks;

/// A line of the grid.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueTick {
    /// In the unit of the chart.
    pub value: f64,
    /// Short; only the topmost names the unit.
    pub label: String,
}

/// The extent of the vertical axis and its ticks, ascending.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueAxis {
    /// Value at the lower edge.
    pub low: f64,
    /// Value at the upper edge.
    pub high: f64,
    /// At least two; the first and last lie on the edges.
    pub ticks: Vec<ValueTick>,
}

/// An axis that encloses `low..=high` with at most `most` ticks (three if zero lies inside).
///
/// Ticks are round in the unit they are labelled in: an axis of 400 seconds steps by minutes.
#[must_use]
pub fn value_axis(low: f64, high: f64, unit: Unit, most: usize) -> ValueAxis {
    let (low, high) = widened(low, high);
    let (size, suffix) = unit.axis_rung(low.abs().max(high.abs()));
    let values = nice_ticks(low / size, high / size, most);
    let step = match values.as_slice() {
        [first, second, ..] => second - first,
        _ => 1.0,
    };
    let decimals = (0..6).find(|decimals| fits(step, *decimals)).unwrap_or(6);
    let top = values.len().saturating_sub(1);
    let label = |(index, value): (usize, &f64)| {
        let mut label = number(*value, decimals);
        if *value == 0.0 {
            "0".clone_into(&mut label);
        }
        if index == top {
            label.push_str(suffix);
        }
        ValueTick { value: value * size, label }
    };
    let ticks: Vec<ValueTick> = values.iter().enumerate().map(label).collect();
    ValueAxis {
        low: ticks.first().map_or(low, |tick| tick.value),
        high: ticks.last().map_or(high, |tick| tick.value),
        ticks,
    }
}

/// Gives an extent to data that has none, or one lost in rounding.
fn widened(low: f64, high: f64) -> (f64, f64) {
    let size = low.abs().max(high.abs());
    if !(low.is_finite() && high.is_finite()) || size < 1e-280 {
        return (0.0, 1.0);
    }
    let (low, high) = if low <= high { (low, high) } else { (high, low) };
    let least = size * 1e-9;
    if high - low >= least {
        return (low, high);
    }
    let margin = size * 0.1;
    match low {
        low if low > 0.0 => ((low - margin).max(0.0), high + margin),
        low => (low - margin, high + margin),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn labels(low: f64, high: f64, unit: Unit) -> Vec<String> {
        value_axis(low, high, unit, 5).ticks.into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn labels_are_short_and_round_in_their_unit() {
        assert_eq!(labels(0.0, 100.0, Unit::Percent), ["0", "25", "50", "75", "100 %"]);
        assert_eq!(labels(0.0, 1.4e9, Unit::Bytes), ["0", "0.5", "1.0", "1.5 GB"]);
        assert_eq!(labels(0.0, 400.0, Unit::Seconds), ["0", "2", "4", "6", "8 min"]);
        assert_eq!(labels(0.0, 4_000.0, Unit::Count), ["0", "1,000", "2,000", "3,000", "4,000"]);
        assert_eq!(labels(0.0, 4_000_000.0, Unit::PerSecond), ["0", "1", "2", "3", "4 M/s"]);
        assert_eq!(labels(-20.0, 20.0, Unit::None), ["−20", "−10", "0", "10", "20"]);
    }

    #[test]
    fn flat_data_gets_an_extent() {
        assert_eq!(labels(0.0, 0.0, Unit::Count), ["0", "0.25", "0.50", "0.75", "1.00"]);
        let axis = value_axis(42.0, 42.0, Unit::Count, 5);
        assert!(axis.low < 42.0 && axis.high > 42.0);
    }

    proptest! {
        #[test]
        fn any_extent_makes_an_axis(low: f64, high: f64, most in 0_usize..12) {
            let axis = value_axis(low.clamp(-1e300, 1e300), high.clamp(-1e300, 1e300), Unit::Bytes, most);
            prop_assert!(axis.low < axis.high && axis.low.is_finite() && axis.high.is_finite());
            prop_assert!((2..=most.max(3)).contains(&axis.ticks.len()));
        }
    }
}
