//! Counting and timing requests: for the Overview's series and for `/metrics`.

use cauldron_db::bus::Lag;
use cauldron_synapse::{NewPoint, SeriesKey};
use cauldron_types::{MetricUnit, series};
use chrono::{DateTime, Utc};
use hdrhistogram::Histogram;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram as Buckets, exponential_buckets};
use prometheus_client::registry::Registry;
use std::sync::atomic::{AtomicI64, AtomicU64};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: u32,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct ConsumerLabels {
    consumer: String,
}

/// Since the last time it was drained.
#[derive(Debug)]
struct Window {
    since: Instant,
    answered: u64,
    errors: u64,
    // Microseconds, to three significant figures, from 1 µs to one minute.
    micros: Option<Histogram<u64>>,
}

impl Window {
    fn new() -> Self {
        // The bounds are constants that the constructor accepts.
        Self {
            since: Instant::now(),
            answered: 0,
            errors: 0,
            micros: Histogram::new_with_bounds(1, 60_000_000, 3).ok(),
        }
    }
}

/// Counts and times requests.
#[derive(Debug)]
pub struct RequestMeter {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    duration: Buckets,
    lag_events: Family<ConsumerLabels, Gauge<i64, AtomicI64>>,
    lag_seconds: Family<ConsumerLabels, Gauge<f64, AtomicU64>>,
    lag_failures: Counter,
    window: Mutex<Window>,
    noticed: Mutex<Option<Instant>>,
}

impl Default for RequestMeter {
    fn default() -> Self {
        let mut registry = Registry::default();
        let requests = Family::<RequestLabels, Counter>::default();
        registry.register("cauldron_http_requests", "Requests answered", requests.clone());
        let duration = Buckets::new(exponential_buckets(0.001, 2.0, 14));
        registry.register(
            "cauldron_http_request_duration_seconds",
            "Until the head of the answer was ready",
            duration.clone(),
        );
        let lag_events = Family::<ConsumerLabels, Gauge<i64, AtomicI64>>::default();
        registry.register("cauldron_bus_lag_events", "Bus events a consumer has not handled", lag_events.clone());
        let lag_seconds = Family::<ConsumerLabels, Gauge<f64, AtomicU64>>::default();
        registry.register("cauldron_bus_lag_seconds", "Age of the oldest of them", lag_seconds.clone());
        let lag_failures = Counter::default();
        registry.register("cauldron_bus_lag_failures", "Times the lag could not be read", lag_failures.clone());
        Self {
            registry,
            requests,
            duration,
            lag_events,
            lag_seconds,
            lag_failures,
            window: Mutex::new(Window::new()),
            noticed: Mutex::default(),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts and microseconds, far below 2^52")]
const fn float(value: u64) -> f64 {
    value as f64
}

impl RequestMeter {
    /// Counts one answer. `method` is one of few names: each that is given once stays.
    pub fn answered(&self, method: &'static str, route: &str, status: u16, duration: Duration) {
        let labels = RequestLabels { method, route: route.to_owned(), status: u32::from(status) };
        self.requests.get_or_create(&labels).inc();
        self.duration.observe(duration.as_secs_f64());
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        window.errors += u64::from(status >= 500);
        window.answered += 1;
        // What a client sent slowly or wrongly says nothing about how quick we are.
        if !(400..500).contains(&status) {
            let micros_taken = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX).max(1);
            if let Some(micros) = &mut window.micros {
                micros.saturating_record(micros_taken);
            }
        }
    }

    /// Whether something that a stranger can cause may be written down now: at most once a second.
    pub fn may_notice(&self) -> bool {
        let mut noticed = self.noticed.lock().unwrap_or_else(PoisonError::into_inner);
        let free = noticed.is_none_or(|at| at.elapsed() >= Duration::from_secs(1));
        if free {
            *noticed = Some(Instant::now());
        }
        free
    }

    /// The points of the time since the last call.
    pub fn drain(&self, time: DateTime<Utc>) -> Vec<NewPoint> {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let seconds = window.since.elapsed().as_secs_f64().max(0.001);
        let gauge = |name: &str, unit, value| NewPoint { series: SeriesKey::gauge(name, unit), time, value };
        let mut points = vec![
            gauge(series::HTTP_REQUESTS, MetricUnit::PerSecond, float(window.answered) / seconds),
            gauge(series::HTTP_ERRORS, MetricUnit::PerSecond, float(window.errors) / seconds),
        ];
        if let Some(micros) = window.micros.as_ref().filter(|micros| !micros.is_empty()) {
            for (label, quantile) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)] {
                let series = SeriesKey::gauge(series::HTTP_LATENCY, MetricUnit::Milliseconds).with("quantile", label);
                points.push(NewPoint { series, time, value: float(micros.value_at_quantile(quantile)) / 1000.0 });
            }
        }
        *window = Window::new();
        points
    }

    /// All metrics in the text format. Without a lag, because the database does not answer, there is none in it: the last one
    /// known would pass for the present one.
    #[must_use]
    pub fn exposition(&self, lag: Option<&[Lag]>) -> String {
        self.lag_events.clear();
        self.lag_seconds.clear();
        if lag.is_none() {
            self.lag_failures.inc();
        }
        for lag in lag.unwrap_or_default() {
            let labels = ConsumerLabels { consumer: lag.consumer.clone() };
            self.lag_events.get_or_create(&labels).set(lag.events);
            self.lag_seconds.get_or_create(&labels).set(lag.seconds);
        }
        let mut text = String::new();
        // Writing into a String does not fail.
        let _written = encode(&mut text, &self.registry);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_holds_what_was_answered_in_it_and_starts_anew() {
        let meter = RequestMeter::default();
        for millis in 1..=100 {
            meter.answered("GET", "/", if millis == 100 { 500 } else { 200 }, Duration::from_millis(millis));
        }
        let points = meter.drain(DateTime::UNIX_EPOCH);
        let p95 = points.iter().find(|point| point.series.labels.iter().any(|(_, value)| value == "p95")).unwrap();
        assert!((94.0..96.5).contains(&p95.value), "{}", p95.value);
        assert!(points.iter().any(|point| point.series.name == series::HTTP_ERRORS && point.value > 0.0));
        assert_eq!(meter.drain(DateTime::UNIX_EPOCH).len(), 2);
        let text = meter.exposition(Some(&[Lag {
            consumer: "c".into(),
            events: 3,
            seconds: 1.5,
            moved_at: DateTime::UNIX_EPOCH,
        }]));
        assert!(text.contains("cauldron_http_requests_total{method=\"GET\",route=\"/\",status=\"200\"} 99"), "{text}");
        assert!(text.contains("cauldron_bus_lag_events{consumer=\"c\"} 3"));
        assert!(text.contains("cauldron_bus_lag_failures_total 0"));
    }

    #[test]
    fn a_lag_that_cannot_be_read_is_absent_and_counted() {
        let meter = RequestMeter::default();
        let known = meter.exposition(Some(&[Lag {
            consumer: "c".into(),
            events: 3,
            seconds: 1.5,
            moved_at: DateTime::UNIX_EPOCH,
        }]));
        assert!(known.contains("cauldron_bus_lag_seconds{consumer=\"c\"} 1.5"));
        let unknown = meter.exposition(None);
        assert!(!unknown.contains("consumer=\"c\""), "{unknown}");
        assert!(unknown.contains("cauldron_bus_lag_failures_total 1"));
    }
}
