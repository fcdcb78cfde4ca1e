//! Which permissions somebody has used since it was last written down.

use super::PermissionSet;
use cauldron_types::Permission;
use std::sync::atomic::{AtomicU64, Ordering};

/// A bit for each permission, set when it was needed and held. Setting one that is set already writes nothing.
#[derive(Debug, Default)]
pub struct Uses {
    low: AtomicU64,
    high: AtomicU64,
}

impl Uses {
    /// Notes one use.
    pub fn note(&self, permission: Permission) {
        let bits = [permission].into_iter().collect::<PermissionSet>().bits();
        let (word, bit) = match u64::try_from(bits) {
            Ok(bit) => (&self.low, bit),
            Err(_) => (&self.high, u64::try_from(bits >> 64).unwrap_or(0)),
        };
        if word.load(Ordering::Relaxed) & bit == 0 {
            word.fetch_or(bit, Ordering::Relaxed);
        }
    }

    /// What was used since this was last asked.
    #[must_use]
    pub fn take(&self) -> PermissionSet {
        let low = self.low.swap(0, Ordering::Relaxed);
        let high = self.high.swap(0, Ordering::Relaxed);
        PermissionSet::from_bits(u128::from(low) | (u128::from(high) << 64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_use_is_told_once() {
        let uses = Uses::default();
        for permission in Permission::ALL {
            uses.note(*permission);
            uses.note(*permission);
            assert_eq!(uses.take().iter().collect::<Vec<_>>(), [*permission]);
        }
        assert!(uses.take().is_empty());
    }
}
