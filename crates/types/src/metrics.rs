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

named_enum! {
    /// A length of time that ends now.
    TimeRange {
        /// The last 15 minutes.
        QuarterHour = "15m",
        /// The last hour.
        Hour = "1h",
        /// The last six hours.
        SixHours = "6h",
        /// The last 24 hours.
        Day = "24h",
        /// The last seven days.
        Week = "7d",
    }
}

impl TimeRange {
    /// Its length, in milliseconds.
    #[must_use]
    pub const fn millis(self) -> i64 {
        const MINUTE: i64 = 60_000;
        match self {
            Self::QuarterHour => 15 * MINUTE,
            Self::Hour => 60 * MINUTE,
            Self::SixHours => 360 * MINUTE,
            Self::Day => 1440 * MINUTE,
            Self::Week => 10_080 * MINUTE,
        }
    }

    /// In a sentence: `the last hour`.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::QuarterHour => "the last 15 minutes",
            Self::Hour => "the last hour",
            Self::SixHours => "the last 6 hours",
            Self::Day => "the last 24 hours",
            Self::Week => "the last 7 days",
        }
    }
}

/// One measured value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
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
    /// Oldest first.
    pub samples: Vec<Sample>,
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
                    known.samples.extend(incoming.samples.iter().filter(|sample| Some(sample.time) > last));
                }
                None => self.series.push(incoming.clone()),
            }
        }
        let from = self.from;
        for series in &mut self.series {
            series.samples.retain(|sample| sample.time >= from);
        }
    }

    /// The samples of one series; empty when it is not in the window.
    #[must_use]
    pub fn samples(&self, name: &str, label: &str) -> &[Sample] {
        self.series
            .iter()
            .find(|series| series.name == name && series.label == label)
            .map_or(&[], |series| &series.samples)
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
        }
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
