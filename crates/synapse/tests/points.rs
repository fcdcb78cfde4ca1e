//! Points and rollups on a real Postgres: exactly once, whatever the order in which points arrive.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

use cauldron_synapse::metrics::{WindowQuery, window};
use cauldron_synapse::rollup::roll_up_batch;
use cauldron_synapse::{NewPoint, Recorder, SeriesKey};
use cauldron_test_support::{TestDb, start_of_test};
use cauldron_types::MetricUnit;
use chrono::{DateTime, TimeDelta, Utc};

const NAME: &str = "test.value";

fn point(seconds: i64, value: f64) -> NewPoint {
    NewPoint {
        series: SeriesKey::gauge(NAME, MetricUnit::Count),
        time: start_of_test() + TimeDelta::seconds(seconds),
        value,
    }
}

fn query(from: DateTime<Utc>, to: DateTime<Utc>, points: u32) -> WindowQuery {
    WindowQuery { names: vec![NAME.to_owned()], from, to, points }
}

async fn roll_up_everything(test: &TestDb) {
    while roll_up_batch(&test.db).await.unwrap() > 0 {}
}

/// Differences between each rollup and what a naive query over the points gives.
async fn differences(test: &TestDb) -> String {
    let levels = [("1m", "1 minute"), ("15m", "15 minutes"), ("1h", "1 hour"), ("1d", "1 day")];
    let mut found = String::new();
    for (table, width) in levels {
        let sql = format!(
            "with naive as (
                 select series_id, date_bin('{width}', time, 'epoch') as time, count(*), sum(value), min(value), max(value),
                     (array_agg(value order by time))[1] as first, (array_agg(value order by time desc))[1] as last
                 from timeseries.points group by 1, 2)
             select count(*)::text from naive full join timeseries.points_{table} as rollup using (series_id, time)
             where (naive.count, naive.min, naive.max, naive.first, naive.last)
                 is distinct from (rollup.count, rollup.min, rollup.max, rollup.first, rollup.last)
                or abs(naive.sum - rollup.sum) > 1e-6 * greatest(1, abs(naive.sum))"
        );
        let count = test.superuser_value(&sql).await;
        if count != "0" {
            found.push_str(&format!("{table}: {count} buckets differ; "));
        }
    }
    found
}

#[tokio::test]
async fn rollups_equal_a_naive_sum_for_late_repeated_and_out_of_order_points() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let recorder = Recorder::default();
    // A fixed walk over three hours, shuffled by a multiplicative step, in batches, some of them sent twice.
    let all: Vec<NewPoint> = (0..2000_i64)
        .map(|n| point(n * 7919 % 10_800, f64::from(u32::try_from(n * 37 % 1000).unwrap()) - 500.0))
        .collect();
    for (index, batch) in all.chunks(90).enumerate() {
        recorder.record(&test.db, &actors.owner, batch).await.unwrap();
        if index % 3 == 0 {
            assert_eq!(
                recorder.record(&test.db, &actors.owner, batch).await.unwrap(),
                0,
                "a repeated batch writes nothing"
            );
        }
        if index % 5 == 0 {
            roll_up_everything(&test).await;
        }
    }
    roll_up_everything(&test).await;
    assert_eq!(differences(&test).await, "");
    // A point that arrives a day late corrects the old buckets.
    recorder.record(&test.db, &actors.owner, &[point(30 - 86_400, 1e6), point(31, -1e6)]).await.unwrap();
    roll_up_everything(&test).await;
    assert_eq!(differences(&test).await, "");
    test.close().await;
}

#[tokio::test]
async fn rollups_lose_nothing_while_writers_commit_late() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let recorder = std::sync::Arc::new(Recorder::default());
    recorder.record(&test.db, &actors.owner, &[point(0, 1.0)]).await.unwrap();
    let writers = (0..8_i64).map(|writer| {
        let (recorder, db, ctx) = (recorder.clone(), test.db.clone(), actors.owner.clone());
        tokio::spawn(async move {
            for n in 0..40 {
                recorder.record(&db, &ctx, &[point(1 + n * 8 + writer, 1.0)]).await.unwrap();
            }
        })
    });
    let writers: Vec<_> = writers.collect();
    for _ in 0..30 {
        roll_up_batch(&test.db).await.unwrap();
    }
    for writer in writers {
        writer.await.unwrap();
    }
    roll_up_everything(&test).await;
    assert_eq!(differences(&test).await, "");
    assert_eq!(test.superuser_value("select sum(count)::text from timeseries.points_1m").await, "321");
    test.close().await;
}

#[tokio::test]
async fn a_window_reads_points_or_the_rollup_that_suffices() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let points: Vec<NewPoint> = (0..720).map(|n| point(n * 5, 10.0)).collect();
    Recorder::default().record(&test.db, &actors.owner, &points).await.unwrap();
    roll_up_everything(&test).await;
    let start = start_of_test();
    let read = async |hours: i64| {
        let query = query(start - TimeDelta::hours(hours - 1), start + TimeDelta::hours(1), 400);
        window(&test.db, &actors.owner, &query).await.unwrap().remove(0).samples.len()
    };
    assert_eq!(read(1).await, 720, "points");
    assert_eq!(read(24).await, 60, "minutes");
    assert_eq!(read(24 * 7).await, 4, "quarter hours");
    assert_eq!(read(24 * 30).await, 1, "hours");
    assert_eq!(read(24 * 400).await, 1, "days");
    test.close().await;
}

#[tokio::test]
async fn figures_of_one_organization_do_not_exist_in_another() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let recorder = Recorder::default();
    recorder.record(&test.db, &actors.owner, &[point(0, 1.0)]).await.unwrap();
    let query = query(start_of_test() - TimeDelta::hours(1), start_of_test() + TimeDelta::hours(1), 400);
    assert_eq!(window(&test.db, &actors.outsider, &query).await.unwrap(), []);
    // The same name in the other organization is another series.
    recorder.record(&test.db, &actors.outsider, &[point(0, 2.0)]).await.unwrap();
    let values = async |ctx| window(&test.db, ctx, &query).await.unwrap().remove(0).samples.remove(0).value;
    assert_eq!((values(&actors.owner).await, values(&actors.outsider).await), (1.0, 2.0));
    test.close().await;
}

#[tokio::test]
async fn values_that_are_not_finite_are_passed_over_and_the_rest_is_kept() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let batch = [point(0, f64::NAN), point(1, f64::INFINITY), point(2, 3.0)];
    assert_eq!(Recorder::default().record(&test.db, &actors.owner, &batch).await.unwrap(), 1);
    assert_eq!(Recorder::default().record(&test.db, &actors.owner, &[]).await.unwrap(), 0);
    test.close().await;
}

#[tokio::test]
async fn points_from_1970_and_the_future_find_a_place() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let far = TimeDelta::days(20_000).num_seconds();
    let written =
        Recorder::default().record(&test.db, &actors.owner, &[point(-far, 1.0), point(far, 2.0)]).await.unwrap();
    roll_up_everything(&test).await;
    assert_eq!(written, 2);
    assert_eq!(differences(&test).await, "");
    test.close().await;
}
