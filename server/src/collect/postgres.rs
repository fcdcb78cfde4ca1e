//! Figures of the database.

use cauldron_db::stats::PostgresStats;
use cauldron_synapse::{NewPoint, SeriesKey};
use cauldron_types::{MetricUnit, series};
use chrono::{DateTime, Utc};

/// Turns readings into points; rates are since the reading before.
#[derive(Clone, Copy, Debug, Default)]
pub struct PostgresRates {
    before: Option<(DateTime<Utc>, PostgresStats)>,
}

#[expect(clippy::cast_precision_loss, reason = "counters of a database; the relative error is below 2^-52")]
const fn float(value: i64) -> f64 {
    value as f64
}

impl PostgresRates {
    /// The points of a reading. A counter that went backwards was reset: its rate is left out once.
    pub fn points(&mut self, time: DateTime<Utc>, now: PostgresStats) -> Vec<NewPoint> {
        let mut points = Vec::new();
        let mut add =
            |name: &str, unit, value| points.push(NewPoint { series: SeriesKey::gauge(name, unit), time, value });
        add(series::POSTGRES_CONNECTIONS, MetricUnit::Count, float(now.connections));
        add(series::POSTGRES_SIZE, MetricUnit::Bytes, float(now.bytes));
        if let Some((before_at, before)) = self.before.replace((time, now)) {
            let seconds = (time - before_at).as_seconds_f64();
            let transactions = now.transactions - before.transactions;
            if seconds > 0.0 && transactions >= 0 {
                add(series::POSTGRES_TRANSACTIONS, MetricUnit::PerSecond, float(transactions) / seconds);
            }
            let (hit, read) = (now.blocks_hit - before.blocks_hit, now.blocks_read - before.blocks_read);
            if hit >= 0 && read >= 0 && hit + read > 0 {
                add(series::POSTGRES_CACHE_HIT, MetricUnit::Percent, float(hit) / float(hit + read) * 100.0);
            }
        }
        points
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stats(transactions: i64, hit: i64, read: i64) -> PostgresStats {
        PostgresStats { connections: 3, transactions, blocks_hit: hit, blocks_read: read, bytes: 10_000_000 }
    }

    #[test]
    fn rates_are_differences_over_time_and_a_reset_is_no_negative_rate() {
        let at = |seconds: i64| DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap();
        let mut rates = PostgresRates::default();
        assert_eq!(rates.points(at(0), stats(100, 1000, 10)).len(), 2);
        let second = rates.points(at(5), stats(150, 1090, 20));
        let value = |name: &str| second.iter().find(|point| point.series.name == name).map(|point| point.value);
        assert_eq!(value(series::POSTGRES_TRANSACTIONS), Some(10.0));
        assert_eq!(value(series::POSTGRES_CACHE_HIT), Some(90.0));
        assert_eq!(rates.points(at(10), stats(1, 1, 1)).len(), 2);
    }
}
