//! Latencies and rates of closed and open loops.

use crate::Outcome;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long single calls took.
#[derive(Clone, Debug, Default)]
pub struct Latencies(Vec<Duration>);

impl Latencies {
    /// Adds one.
    pub fn add(&mut self, latency: Duration) {
        self.0.push(latency);
    }

    /// Adds all of another.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The latency that the share `quantile` (0 to 1) of the calls does not exceed, in seconds.
    #[must_use]
    pub fn quantile(&mut self, quantile: f64) -> f64 {
        self.0.sort_unstable();
        let last = self.0.len().saturating_sub(1);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an index between 0 and the length"
        )]
        let index = (last as f64 * quantile.clamp(0.0, 1.0)).ceil() as usize;
        self.0.get(index.min(last)).map_or(f64::NAN, Duration::as_secs_f64)
    }
}

/// What a loop did.
#[derive(Clone, Debug, Default)]
pub struct Load {
    /// Of every call.
    pub latencies: Latencies,
    /// From the first call to the end of the last, in seconds.
    pub seconds: f64,
}

impl Load {
    /// Calls a second.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.latencies.len() as f64 / self.seconds
    }
}

/// Calls `work` with the task's number and the number of its call, from `tasks` tasks that each wait for one call to end
/// before the next.
///
/// # Errors
/// The first failure of a call.
pub async fn closed_loop<F, R>(tasks: usize, length: Duration, work: F) -> Outcome<Load>
where
    F: Fn(usize, u64) -> R + Send + Sync + 'static,
    R: Future<Output = Outcome> + Send,
{
    let work = Arc::new(work);
    let begin = Instant::now();
    let running: Vec<_> = (0..tasks)
        .map(|task| {
            let work = work.clone();
            tokio::spawn(async move {
                let mut latencies = Latencies::default();
                let mut call = 0;
                while begin.elapsed() < length {
                    let start = Instant::now();
                    work(task, call).await?;
                    latencies.add(start.elapsed());
                    call += 1;
                }
                Outcome::Ok(latencies)
            })
        })
        .collect();
    let mut load = Load::default();
    for task in running {
        load.latencies.extend(task.await??);
    }
    load.seconds = begin.elapsed().as_secs_f64();
    Ok(load)
}

/// Calls `work` with the number of the call `rate` times a second, whether or not earlier calls have ended. A latency counts
/// from the instant at which the call was due, so a queue that builds up shows.
///
/// # Errors
/// The first failure of a call.
pub async fn open_loop<F, R>(rate: f64, length: Duration, work: F) -> Outcome<Load>
where
    F: Fn(u64) -> R,
    R: Future<Output = Outcome> + Send + 'static,
{
    let begin = Instant::now();
    let mut running = Vec::new();
    let mut call = 0_u64;
    loop {
        let due = begin + Duration::from_secs_f64(call as f64 / rate);
        if due.duration_since(begin) >= length {
            break;
        }
        tokio::time::sleep_until(due.into()).await;
        let work = work(call);
        running.push(tokio::spawn(async move {
            work.await?;
            Outcome::Ok(due.elapsed())
        }));
        call += 1;
    }
    let mut load = Load::default();
    for task in running {
        load.latencies.add(task.await??);
    }
    load.seconds = begin.elapsed().as_secs_f64();
    Ok(load)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_sorted_latencies() {
        let mut latencies = Latencies::default();
        for millis in [5, 1, 4, 2, 3] {
            latencies.add(Duration::from_millis(millis));
        }
        assert_eq!([0.0, 0.5, 0.99, 1.0].map(|share| latencies.quantile(share)), [0.001, 0.003, 0.005, 0.005]);
        assert!(Latencies::default().quantile(0.5).is_nan());
    }
}
