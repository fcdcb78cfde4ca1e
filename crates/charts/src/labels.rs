//! Places series labels: beside the line's end without overlap, or in rows above a narrow picture.

/// Pixels between the middles of neighbouring labels.
pub(crate) const LABEL_HEIGHT: f64 = 14.0;

/// Vertical positions as near to `wanted` as possible, [`LABEL_HEIGHT`] apart and within `low..=high`.
///
/// Labels that would touch become one block around their mean, until no block touches another: isotonic regression by
/// pooling adjacent violators (Barlow and others, "Statistical Inference under Order Restrictions", 1972, section 1.2).
/// If there is not room for all, they stand closer.
pub(crate) fn spread(wanted: &[f64], low: f64, high: f64) -> Vec<f64> {
    let gaps = wanted.len().saturating_sub(1).max(1) as f64;
    let height = LABEL_HEIGHT.min(((high - low) / gaps).max(0.0));
    let mut order: Vec<(usize, f64)> = wanted.iter().copied().enumerate().collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));

    let mut blocks: Vec<Block> = Vec::new();
    for (_, y) in &order {
        let mut block = Block { count: 1.0, sum: *y };
        while let Some(above) = blocks.pop() {
            if above.end(low, high, height) <= block.start(low, high, height) {
                blocks.push(above);
                break;
            }
            // What the lower block wants, as a wish of the upper one's first label.
            block = Block {
                count: above.count + block.count,
                sum: above.sum + block.sum - above.count * block.count * height,
            };
        }
        blocks.push(block);
    }

    let mut out = wanted.to_vec();
    let mut order = order.into_iter();
    for block in blocks {
        let mut y = block.start(low, high, height);
        for (index, _) in order.by_ref().take(block.count as usize) {
            if let Some(slot) = out.get_mut(index) {
                *slot = y;
            }
            y += height;
        }
    }
    out
}

/// Labels that stand close together.
struct Block {
    count: f64,
    /// Sum of where the first label would have to be for each label to be where it wants to be.
    sum: f64,
}

impl Block {
    fn start(&self, low: f64, high: f64, height: f64) -> f64 {
        let last_start = high - (self.count - 1.0) * height;
        (self.sum / self.count).min(last_start).max(low)
    }

    /// Where the next block may start.
    fn end(&self, low: f64, high: f64, height: f64) -> f64 {
        self.start(low, high, height) + self.count * height
    }
}

/// Left edges and rows for items of the given widths, filled from the left into rows of `room` pixels.
pub(crate) fn rows(widths: &[f64], room: f64) -> Vec<(f64, usize)> {
    let mut x = 0.0;
    let mut row = 0;
    let mut out = Vec::with_capacity(widths.len());
    for width in widths {
        if x > 0.0 && x + width > room {
            x = 0.0;
            row += 1;
        }
        out.push((x, row));
        x += width;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_move_no_further_than_needed() {
        assert_eq!(spread(&[50.0, 100.0], 0.0, 200.0), [50.0, 100.0]);
        assert_eq!(spread(&[104.0, 100.0], 0.0, 200.0), [109.0, 95.0]);
        assert_eq!(spread(&[198.0, 199.0], 0.0, 200.0), [186.0, 200.0]);
        assert_eq!(rows(&[60.0, 60.0, 60.0], 130.0), [(0.0, 0), (60.0, 0), (0.0, 1)]);
    }

    proptest! {
        #[test]
        fn labels_never_overlap_nor_leave_the_plot(wanted in proptest::collection::vec(-50.0..250.0, 0..7), high in 100.0..300.0) {
            let mut placed = spread(&wanted, 0.0, high);
            placed.sort_by(f64::total_cmp);
            prop_assert!(placed.iter().all(|y| (-1e-6..=high + 1e-6).contains(y)));
            prop_assert!(placed.windows(2).all(|pair| pair[1] - pair[0] >= LABEL_HEIGHT.min(high / 5.0) - 1e-6));
        }
    }
}
