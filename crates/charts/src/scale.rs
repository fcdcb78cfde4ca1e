//! Linear scales and round steps, without logarithms so that server and browser agree to the last bit.

/// Maps a span of data onto a span of pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linear {
    from: f64,
    to: f64,
    start: f64,
    end: f64,
}

impl Linear {
    /// Data `from..to` onto pixels `start..end`; either may run downwards.
    #[must_use]
    pub fn new((from, to): (f64, f64), (start, end): (f64, f64)) -> Self {
        Self { from, to, start, end }
    }

    /// The pixel of a value; the middle if the data has no extent.
    #[must_use]
    pub fn map(&self, value: f64) -> f64 {
        let share = (value - self.from) / (self.to - self.from);
        self.start + (self.end - self.start) * if share.is_finite() { share } else { 0.5 }
    }

    /// The value at a pixel; the start if the pixels have no extent.
    #[must_use]
    pub fn invert(&self, pixel: f64) -> f64 {
        let share = (pixel - self.start) / (self.end - self.start);
        self.from + (self.to - self.from) * if share.is_finite() { share } else { 0.0 }
    }
}

/// The smallest of 1, 2, 2.5, 5 times a power of ten that is at least `least`. `least` is positive and finite.
#[must_use]
pub fn nice_step(least: f64) -> f64 {
    let mut power = 1.0_f64;
    while power > least && power > 1e-300 {
        power /= 10.0;
    }
    while power * 10.0 <= least && power < 1e300 {
        power *= 10.0;
    }
    let factors = [1.0, 2.0, 2.5, 5.0, 10.0];
    // A hair of tolerance: the power carries the rounding of its divisions.
    let factor = factors.into_iter().find(|factor| factor * power >= least * (1.0 - 1e-9));
    factor.unwrap_or(10.0) * power
}

/// Multiples of a [`nice_step`] that enclose `low..=high`, at most `most` of them (and at least two).
///
/// `low < high`, both finite and further apart than rounding errors.
#[must_use]
pub fn nice_ticks(low: f64, high: f64, most: usize) -> Vec<f64> {
    let most = most.max(2);
    let mut step = nice_step((high - low) / (most - 1) as f64);
    loop {
        let (first, last) = ((low / step + 1e-9).floor(), (high / step - 1e-9).ceil());
        let intervals = (last - first).max(1.0);
        // Two intervals may be needed whatever the step, when zero lies inside.
        if intervals <= (most - 1).max(2) as f64 || !step.is_finite() {
            let count = if intervals.is_finite() { intervals as usize } else { 1 };
            return (0..=count.min(64)).map(|index| (first + index as f64) * step).collect();
        }
        step = nice_step(step * 1.01);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ticks_are_round() {
        assert_eq!(nice_ticks(0.0, 100.0, 5), [0.0, 25.0, 50.0, 75.0, 100.0]);
        assert_eq!(nice_ticks(0.0, 700.0, 5), [0.0, 200.0, 400.0, 600.0, 800.0]);
        assert_eq!(nice_ticks(-3.0, 4.0, 5), [-4.0, -2.0, 0.0, 2.0, 4.0]);
        assert_eq!(nice_ticks(0.0, 1.0, 2), [0.0, 1.0]);
    }

    proptest! {
        #[test]
        fn ticks_enclose_ascend_and_fit(low in -1e200..1e200, span in 1e-3..1e200, most in 2_usize..12) {
            let high = low + f64::max(span, f64::abs(low) * 1e-6);
            let ticks = nice_ticks(low, high, most);
            let slack = (high - low) * 1e-6;
            prop_assert!(ticks.len() <= most.max(3) && ticks.len() >= 2);
            prop_assert!(ticks.is_sorted_by(|a, b| a < b));
            prop_assert!(*ticks.first().unwrap() <= low + slack && *ticks.last().unwrap() >= high - slack);
        }

        #[test]
        fn scales_invert(from in -1e9..1e9, span in 1.0..1e9, value in 0.0..1.0) {
            let scale = Linear::new((from, from + span), (40.0, 640.0));
            let value = from + span * value;
            prop_assert!((scale.invert(scale.map(value)) - value).abs() <= span * 1e-6);
        }
    }
}
