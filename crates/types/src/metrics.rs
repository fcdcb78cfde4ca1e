//! Series of samples as sent to charts.

use crate::access::named_enum;
use crate::{Instant, UtcOffset};
use serde::{Deserialize, Serialize};

named_enum! {
    /// The unit of a metric, which decides how its values are written.
    MetricUnit {
        /// A share of one hundred.
        Percent = "percent",
        /// Bytes.
        Bytes = "bytes",
        /// Bytes per second.
        BytesPerSecond = "bytes_per_second",
        /// Milliseconds.
        Milliseconds = "milliseconds",
        /// Seconds.
        Seconds = "seconds",
        /// Something per second.
        PerSecond = "per_second",
        /// A number of things.
        Count = "count",
        /// A plain number.
        None = "none",
    }
}

/// One measured value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// When it was measured.
    pub time: Instant,
    /// The value, in the unit of its series.
    pub value: f64,
}

/// The samples of one series within a window, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetricSeries {
    /// The metric's name, such as `host.cpu.utilization`.
    pub name: String,
    /// The label that tells series of one name apart; empty where there is one.
    pub label: String,
    /// Unit of the values.
    pub unit: MetricUnit,
    /// Oldest first: single samples, or the lowest and highest value of each stretch of time.
    #[serde(with = "crate::sample_columns")]
    pub samples: Vec<Sample>,
    /// The mean of each such stretch, oldest first; none where the samples are single ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "crate::sample_columns")]
    pub means: Vec<Sample>,
}

impl MetricSeries {
    /// The mean over the window; none without samples.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        let values = if self.means.is_empty() { &self.samples } else { &self.means };
        #[expect(clippy::cast_precision_loss, reason = "a count of samples, far below 2^52")]
        let count = values.len() as f64;
        (count > 0.0).then(|| values.iter().map(|sample| sample.value).sum::<f64>() / count)
    }
}

/// Several series over the same window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetricWindow {
    /// Start, inclusive.
    pub from: Instant,
    /// End, exclusive: the server's time when it answered.
    pub to: Instant,
    /// Offsets of the organization's time zone over the window.
    pub offsets: Vec<UtcOffset>,
    /// One entry a series, by name and label.
    pub series: Vec<MetricSeries>,
}

/// Samples that arrived since the window was read, to be appended to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LivePoints {
    /// The server's time.
    pub now: Instant,
    /// Only series with new samples.
    pub series: Vec<MetricSeries>,
}

impl MetricWindow {
    /// Longest window, in milliseconds, that holds single samples. Beyond, it holds extremes of minutes and more.
    pub const SINGLE_SAMPLES: i64 = 3_600_000;

    /// Appends live samples and drops what has left the window, whose length stays the same.
    ///
    /// Samples at or before the last known one of their series are ignored, so applying a message twice is harmless.
    pub fn append(&mut self, live: &LivePoints) {
        let length = self.to.0 - self.from.0;
        self.to = Instant(self.to.0.max(live.now.0));
        self.from = Instant(self.to.0 - length);
        for incoming in &live.series {
            let known =
                self.series.iter_mut().find(|known| known.name == incoming.name && known.label == incoming.label);
            match known {
                Some(known) => {
                    let last = known.samples.last().map(|sample| sample.time);
                    let fresh = || incoming.samples.iter().filter(|sample| Some(sample.time) > last);
                    if !known.means.is_empty() {
                        known.means.extend(fresh());
                    }
                    known.samples.extend(fresh());
                }
                None => self.series.push(incoming.clone()),
            }
        }
        let from = self.from;
        for series in &mut self.series {
            series.samples.retain(|sample| sample.time >= from);
            series.means.retain(|mean| mean.time >= from);
        }
    }

    /// How far apart, in milliseconds, two samples of a series may lie and still be joined: three steps of whichever series was
    /// measured most often, and at least a minute. None where no series has two samples.
    #[must_use]
    pub fn gap(&self) -> Option<i64> {
        let step = |series: &MetricSeries| {
            let values = if series.means.is_empty() { &series.samples } else { &series.means };
            let steps = i64::try_from(values.len()).ok()?.checked_sub(1).filter(|steps| *steps > 0)?;
            Some((values.last()?.time.0 - values.first()?.time.0) / steps)
        };
        self.series.iter().filter_map(step).min().map(|step| (3 * step).max(60_000))
    }

    /// One series; none when it is not in the window.
    #[must_use]
    pub fn one(&self, name: &str, label: &str) -> Option<&MetricSeries> {
        self.series.iter().find(|series| series.name == name && series.label == label)
    }

    /// The samples of one series; empty when it is not in the window.
    #[must_use]
    pub fn samples(&self, name: &str, label: &str) -> &[Sample] {
        self.one(name, label).map_or(&[], |series| &series.samples)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(times: &[i64]) -> MetricSeries {
        MetricSeries {
            name: "m".into(),
            label: String::new(),
            unit: MetricUnit::Count,
            samples: times.iter().map(|time| Sample { time: Instant(*time), value: 1.0 }).collect(),
            means: Vec::new(),
        }
    }

    #[test]
    fn the_mean_is_that_of_the_stretches_and_not_of_their_extremes() {
        let mut thinned = series(&[5, 50]);
        assert_eq!(thinned.mean(), Some(1.0));
        thinned.means = vec![Sample { time: Instant(5), value: 0.25 }];
        assert_eq!(thinned.mean(), Some(0.25));
        let mut window = MetricWindow { from: Instant(0), to: Instant(60), offsets: vec![], series: vec![thinned] };
        window.append(&LivePoints { now: Instant(66), series: vec![series(&[65])] });
        assert_eq!(window.one("m", "").and_then(MetricSeries::mean), Some(1.0), "the old stretch has left");
        assert_eq!(series(&[]).mean(), None);
    }

    #[test]
    fn lines_are_joined_over_a_missed_sample_but_not_over_hours_without_one() {
        let window = |series| MetricWindow { from: Instant(0), to: Instant(9), offsets: vec![], series };
        let every = |seconds: i64| series(&(0..=10).map(|n| n * seconds * 1000).collect::<Vec<_>>());
        assert_eq!(window(vec![every(5), every(600)]).gap(), Some(60_000));
        assert_eq!(window(vec![every(900)]).gap(), Some(2_700_000));
        let mut thinned = every(1);
        thinned.means = every(120).samples;
        assert_eq!(window(vec![thinned]).gap(), Some(360_000));
        assert_eq!(window(vec![series(&[5])]).gap(), None);
    }

    #[test]
    fn appending_twice_changes_nothing_and_old_samples_leave() {
        let mut window =
            MetricWindow { from: Instant(0), to: Instant(100), offsets: vec![], series: vec![series(&[5, 50])] };
        let live = LivePoints { now: Instant(110), series: vec![series(&[50, 105])] };
        window.append(&live);
        window.append(&live);
        let times: Vec<i64> = window.samples("m", "").iter().map(|sample| sample.time.0).collect();
        assert_eq!(times, [50, 105]);
        assert_eq!((window.from, window.to), (Instant(10), Instant(110)));
    }
}
