//! Does one thing to many files on all processors.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::failure::{Failure, Outcome};

/// Calls `work` for each item, in the order given as threads become free; stops at the first failure.
pub(crate) fn for_each<T: Sync>(items: &[T], work: impl Fn(&T) -> Outcome + Sync) -> Outcome {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(items.len());
    let next = AtomicUsize::new(0);
    let failure: Mutex<Option<Failure>> = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(error) = work(item) {
                        next.store(items.len(), Ordering::Relaxed);
                        if let Ok(mut first) = failure.lock() {
                            first.get_or_insert(error);
                        }
                    }
                }
            });
        }
    });
    failure.into_inner().ok().flatten().map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_done_once_and_a_failure_comes_back() {
        let sum = AtomicUsize::new(0);
        let numbers: Vec<usize> = (1..=100).collect();
        let added = for_each(&numbers, |number| {
            sum.fetch_add(*number, Ordering::Relaxed);
            Ok(())
        });
        assert!(added.is_ok());
        assert_eq!(sum.into_inner(), 5050);
        assert!(
            for_each(&numbers, |number| if *number == 7 { Err(Failure::sentence("seven")) } else { Ok(()) }).is_err()
        );
    }
}
