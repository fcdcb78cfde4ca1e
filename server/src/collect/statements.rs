//! How long statements take, from the driver's own trace of each.

use cauldron_synapse::{NewPoint, SeriesKey};
use cauldron_types::{MetricUnit, series};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

/// Longest text under which a statement is shown.
const SHOWN: usize = 90;
/// Distinct statements remembered between two drains; there are about a hundred in the whole program.
const DISTINCT: usize = 512;
/// Statements reported a drain.
const REPORTED: usize = 5;

#[derive(Clone, Copy, Debug, Default)]
struct Times {
    calls: u32,
    seconds: f64,
}

/// Adds up the times of statements; a layer of the log that only the driver's reports reach.
#[derive(Clone, Debug, Default)]
pub struct StatementTimes(Arc<Mutex<HashMap<String, Times>>>);

#[derive(Default)]
struct Report {
    summary: String,
    statement: String,
    seconds: f64,
}

impl Visit for Report {
    fn record_f64(&mut self, field: &Field, value: f64) {
        if field.name() == "elapsed_secs" {
            self.seconds = value;
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => self.statement = shortened(value),
            _ => {}
        }
    }

    fn record_debug(&mut self, _field: &Field, _value: &dyn std::fmt::Debug) {}
}

/// One line, shortened. Statements carry placeholders, never values, so nothing of anybody's is in it.
fn shortened(statement: &str) -> String {
    let mut text = String::new();
    for word in statement.split_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
        if text.chars().count() > SHOWN {
            return text.chars().take(SHOWN).chain(['…']).collect();
        }
    }
    text
}

impl<S: Subscriber> Layer<S> for StatementTimes {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        let mut report = Report::default();
        event.record(&mut report);
        let name = if report.statement.is_empty() { shortened(&report.summary) } else { report.statement };
        if name.is_empty() {
            return;
        }
        let mut times = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if times.len() < DISTINCT || times.contains_key(&name) {
            let times = times.entry(name).or_default();
            times.calls = times.calls.saturating_add(1);
            times.seconds += report.seconds;
        }
    }
}

impl StatementTimes {
    /// The statements with the highest mean duration since the last call.
    #[must_use]
    pub fn drain(&self, time: DateTime<Utc>) -> Vec<NewPoint> {
        let times = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut means: Vec<(String, f64)> = times
            .into_iter()
            .map(|(name, times)| (name, times.seconds / f64::from(times.calls.max(1)) * 1000.0))
            .collect();
        means.sort_by(|one, other| other.1.total_cmp(&one.1));
        means
            .into_iter()
            .take(REPORTED)
            .map(|(name, value)| NewPoint {
                series: SeriesKey::gauge(series::POSTGRES_STATEMENT, MetricUnit::Milliseconds).with("statement", &name),
                time,
                value,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing_subscriber::layer::SubscriberExt as _;

    #[test]
    fn the_driver_s_reports_are_added_up_by_statement() {
        let times = StatementTimes::default();
        let subscriber = tracing_subscriber::registry().with(times.clone());
        tracing::subscriber::with_default(subscriber, || {
            for elapsed in [0.01, 0.03] {
                tracing::event!(target: "sqlx::query", tracing::Level::TRACE, summary = "select 1", db.statement = "", elapsed_secs = elapsed);
            }
            tracing::event!(target: "sqlx::query", tracing::Level::TRACE, summary = "x", db.statement = "select\n  *\n from t", elapsed_secs = 0.5);
        });
        let points = times.drain(DateTime::UNIX_EPOCH);
        let shown: Vec<String> =
            points.iter().map(|point| format!("{} {:.0}", point.series.labels[0].1, point.value)).collect();
        assert_eq!(shown, ["select * from t 500", "select 1 20"]);
        assert!(times.drain(DateTime::UNIX_EPOCH).is_empty());
    }
}
