//! Points and rollups on a real Postgres: exactly once, whatever the order in which points arrive.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

use cauldron_db::maintenance::{
    MINUTES_KEPT, POINTS_KEPT, QUARTER_HOURS_KEPT, drop_old_partitions, planned_retention, prune_default_partitions,
};
use cauldron_synapse::metrics::{WindowQuery, window};
use cauldron_synapse::rollup::roll_up_batch;
use cauldron_synapse::{NewPoint, Recorded, Recorder, Refusal, RefusedPoint, SeriesKey};
use cauldron_test_support::{TestDb, start_of_test};
use cauldron_types::{MetricUnit, ProblemKind};
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
    assert_eq!(read(6).await, 60, "minutes");
    // Of a day 400 stretches are shown, of four minutes each.
    assert_eq!(read(24).await, 15, "minutes");
    assert_eq!(read(24 * 4).await, 4, "quarter hours");
    assert_eq!(read(24 * 30).await, 1, "hours");
    assert_eq!(read(24 * 400).await, 1, "days");
    test.close().await;
}

#[tokio::test]
async fn a_window_of_any_length_is_bounded_and_shows_the_one_spike_with_the_true_mean() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    // A point every second for two hours: a slow swing, and one second that stands out.
    let points: Vec<NewPoint> =
        (0..7200_i32).map(|n| point(n.into(), if n == 5003 { 1000.0 } else { f64::from(n % 100) / 10.0 })).collect();
    for batch in points.chunks(1800) {
        Recorder::default().record(&test.db, &actors.owner, batch).await.unwrap();
    }
    roll_up_everything(&test).await;
    let start = start_of_test();
    for (from, hours) in [(1, 1), (0, 2), (-4, 6), (-22, 24), (-24 * 6, 24 * 7), (-24 * 399, 24 * 400)] {
        let from = start + TimeDelta::hours(from);
        let read = window(&test.db, &actors.owner, &query(from, from + TimeDelta::hours(hours), 100)).await.unwrap();
        let series = &read[0];
        assert!(series.samples.len() <= 203, "{hours} h: {} samples", series.samples.len());
        let highest = series.samples.iter().map(|sample| sample.value).fold(f64::MIN, f64::max);
        assert_eq!(highest, 1000.0, "{hours} h");
        assert!((series.mean().unwrap() - 4.95).abs() < 0.4, "{hours} h: {:?}", series.mean());
    }
    test.close().await;
}

#[tokio::test]
async fn figures_of_one_organization_do_not_exist_in_another() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let recorder = Recorder::default();
    recorder.record(&test.db, &actors.owner, &[point(0, 1.0)]).await.unwrap();
    let query = query(start_of_test() - TimeDelta::minutes(30), start_of_test() + TimeDelta::minutes(30), 400);
    assert_eq!(window(&test.db, &actors.outsider, &query).await.unwrap(), []);
    // The same name in the other organization is another series.
    recorder.record(&test.db, &actors.outsider, &[point(0, 2.0)]).await.unwrap();
    let values = async |ctx| window(&test.db, ctx, &query).await.unwrap().remove(0).samples.remove(0).value;
    assert_eq!((values(&actors.owner).await, values(&actors.outsider).await), (1.0, 2.0));
    test.close().await;
}

#[tokio::test]
async fn whoever_may_only_look_records_nothing() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    for ctx in [&actors.analyst, &actors.executive, &actors.auditor] {
        let refusal = Recorder::default().submit(&test.db, ctx, &[point(0, 1.0)]).await.unwrap_err();
        assert_eq!(refusal.kind(), ProblemKind::Forbidden);
    }
    assert_eq!(test.superuser_value("select count(*)::text from timeseries.points").await, "0");
    test.close().await;
}

#[tokio::test]
async fn values_that_are_not_finite_are_refused_and_the_rest_is_kept() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let batch = [point(0, f64::NAN), point(1, f64::INFINITY), point(2, 3.0)];
    let outcome = Recorder::default().submit(&test.db, &actors.owner, &batch).await.unwrap();
    let refused = [0, 1].map(|index| RefusedPoint { index, reason: Refusal::NotFinite });
    assert_eq!(outcome, Recorded { written: 1, refused: refused.to_vec() });
    assert_eq!(Recorder::default().record(&test.db, &actors.owner, &[]).await.unwrap(), 0);
    test.close().await;
}

#[tokio::test]
async fn points_from_the_future_find_a_place() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let far = TimeDelta::days(20_000).num_seconds();
    let written = Recorder::default().record(&test.db, &actors.owner, &[point(far, 2.0)]).await.unwrap();
    roll_up_everything(&test).await;
    assert_eq!(written, 1);
    assert_eq!(differences(&test).await, "");
    test.close().await;
}

#[tokio::test]
async fn a_point_that_is_nearly_as_old_as_points_get_is_refused_with_a_reason() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let limit = -TimeDelta::days(89).num_seconds();
    let batch =
        [point(-1_700_000_000, 1.0), point(limit, 2.0), point(0, f64::NAN), point(limit - 1, 3.0), point(5, 4.0)];
    let outcome = Recorder::default().submit(&test.db, &actors.owner, &batch).await.unwrap();
    let refused = |index, reason| RefusedPoint { index, reason };
    assert_eq!(outcome.written, 2);
    assert_eq!(
        outcome.refused,
        [refused(0, Refusal::TooOld), refused(2, Refusal::NotFinite), refused(3, Refusal::TooOld)]
    );
    assert_eq!(
        Refusal::TooOld.to_string(),
        "The point is older than 89 days, so it can no longer be added to what was computed from its time."
    );
    assert_eq!(
        test.superuser_value("select string_agg(value::text, ' ' order by time) from timeseries.points").await,
        "2 4"
    );
    let marked = "select sum(cardinality(minutes))::text from timeseries.rollup_marks";
    assert_eq!(test.superuser_value(marked).await, "2", "what was refused is not rolled up");
    let span = "select (payload ->> 'from')::timestamptz = '2026-08-23 08:00Z' from integration.outbox where kind = 'metrics.recorded'";
    assert_eq!(test.superuser_value(&format!("select ({span})::text")).await, "true", "nor announced");
    // The very oldest that is accepted is still there when it is rolled up up to a day later.
    test.clock.advance(TimeDelta::hours(23));
    drop_old_partitions(&test.db).await.unwrap();
    prune_default_partitions(&test.db).await.unwrap();
    roll_up_everything(&test).await;
    assert_eq!(differences(&test).await, "");
    test.close().await;
}

/// Count and sum of the one bucket of each level, from the finest to the coarsest.
const BUCKETS: &str = "select concat_ws(' ', (select count || '/' || sum from timeseries.points_1m),
    (select count || '/' || sum from timeseries.points_15m), (select count || '/' || sum from timeseries.points_1h),
    (select count || '/' || sum from timeseries.points_1d))";

#[tokio::test]
async fn a_late_mark_does_not_shrink_what_was_computed_from_rows_that_are_gone() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    Recorder::default().record(&test.db, &actors.owner, &[point(0, 1.0), point(5, 2.0)]).await.unwrap();
    roll_up_everything(&test).await;
    assert_eq!(test.superuser_value(BUCKETS).await, "2/3 2/3 2/3 2/3");
    // Each level in turn loses something that the one above was computed from, and a mark comes late.
    let mark = "insert into timeseries.rollup_marks (series_ids, minutes)
        select array_agg(id), array_agg('2026-11-20 08:00Z'::timestamptz) from timeseries.series";
    for (kept, losing, left) in [
        (POINTS_KEPT, "delete from timeseries.points where value = 1", "2/3 2/3 2/3 2/3"),
        (MINUTES_KEPT, "update timeseries.points_1m set count = 1, sum = 1", "1/1 2/3 2/3 2/3"),
        (QUARTER_HOURS_KEPT, "update timeseries.points_15m set count = 1, sum = 1", "1/1 1/1 2/3 2/3"),
    ] {
        let now = test.db.ambient().now();
        test.clock.advance(start_of_test() + kept + TimeDelta::seconds(1) - now);
        test.superuser_sql(&format!("{mark}; {losing}")).await;
        roll_up_everything(&test).await;
        assert_eq!(test.superuser_value(BUCKETS).await, left, "{losing}");
        assert_eq!(test.superuser_value("select count(*)::text from timeseries.rollup_marks").await, "0", "dropped");
    }
    test.close().await;
}

#[test]
fn what_is_kept_is_what_maintenance_keeps() {
    let kept = |table: &str| planned_retention().find(|(name, _)| *name == table).unwrap().1;
    assert_eq!(kept("timeseries.points"), Some(POINTS_KEPT));
    assert_eq!(kept("timeseries.points_1m"), Some(MINUTES_KEPT));
    assert_eq!(kept("timeseries.points_15m"), Some(QUARTER_HOURS_KEPT));
    // Without an end, so that the coarsest level is always computed from all there was.
    assert_eq!((kept("timeseries.points_1h"), kept("timeseries.points_1d")), (None, None));
}
