//! How many points a second does the recorder write into Postgres?

use cauldron_bench::{Bed, Failure, Options, Outcome, Report, Row, Unit, run};
use cauldron_synapse::{NewPoint, Recorder, SeriesKey, rollup};
use cauldron_types::MetricUnit;
use chrono::{DateTime, Datelike as _, Days, TimeDelta, Utc};
use sqlx::{Connection as _, PgConnection};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

const SERIES: i64 = 1_000;
/// Points of one timed run.
const POINTS: usize = 240_000;

/// Hands out instants that no run has used, within the current week's partition.
struct Clock {
    next: DateTime<Utc>,
}

impl Clock {
    fn new(now: DateTime<Utc>) -> Self {
        let monday = now.date_naive() - Days::new(u64::from(now.weekday().num_days_from_monday()));
        Self { next: monday.and_time(chrono::NaiveTime::MIN).and_utc() }
    }

    /// One value of every series a second, cut into batches.
    fn batches(&mut self, keys: &[SeriesKey], batch: usize) -> Vec<Vec<NewPoint>> {
        let mut points = Vec::with_capacity(POINTS);
        while points.len() < POINTS {
            for (number, key) in keys.iter().enumerate() {
                let value = (number as f64).mul_add(0.25, f64::from(self.next.timestamp_subsec_micros()));
                points.push(NewPoint { series: key.clone(), time: self.next, value });
            }
            self.next += TimeDelta::seconds(1);
        }
        points.chunks(batch).map(<[NewPoint]>::to_vec).collect()
    }
}

/// Rows in the binary form of COPY, made before the clock runs.
fn copied(batch: &[NewPoint], keys: &[SeriesKey]) -> Vec<u8> {
    let mut bytes = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0".to_vec();
    for (point, place) in batch.iter().zip(0_i64..) {
        let series = place % i64::try_from(keys.len()).unwrap_or(1);
        // Microseconds since 2000-01-01.
        let time = point.time.timestamp_micros() - 946_684_800_000_000;
        bytes.extend(3_i16.to_be_bytes());
        for field in [series.to_be_bytes(), time.to_be_bytes(), point.value.to_be_bytes()] {
            bytes.extend(8_i32.to_be_bytes());
            bytes.extend(field);
        }
    }
    bytes.extend((-1_i16).to_be_bytes());
    bytes
}

/// Writes all batches from `writers` tasks; points a second.
async fn recorded(
    bed: &Arc<Bed>,
    recorder: &Arc<Recorder>,
    batches: Vec<Vec<NewPoint>>,
    writers: usize,
) -> Outcome<f64> {
    let batches = Arc::new(batches);
    let begin = Instant::now();
    let tasks: Vec<_> = (0..writers)
        .map(|writer| {
            let (bed, recorder, batches) = (bed.clone(), recorder.clone(), batches.clone());
            tokio::spawn(async move {
                for batch in batches.iter().skip(writer).step_by(writers) {
                    let written = recorder.record(&bed.db, &bed.owner, batch).await?;
                    if usize::try_from(written)? != batch.len() {
                        return Err(Failure::from(format!("{written} of {} points were new", batch.len())));
                    }
                }
                Ok(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(POINTS as f64 / begin.elapsed().as_secs_f64())
}

/// Copies the same rows from as many connections; points a second.
async fn copy(bed: &Bed, batches: Vec<Vec<u8>>, writers: usize) -> Outcome<f64> {
    let mut connections: Vec<PgConnection> = Vec::new();
    for _ in 0..writers {
        connections.push(bed.superuser().await?);
    }
    let batches = Arc::new(batches);
    let begin = Instant::now();
    let tasks: Vec<_> = connections
        .into_iter()
        .enumerate()
        .map(|(writer, mut connection)| {
            let batches = batches.clone();
            tokio::spawn(async move {
                for batch in batches.iter().skip(writer).step_by(writers) {
                    let mut copy = connection.copy_in_raw("copy bench.points from stdin (format binary)").await?;
                    copy.send(batch.as_slice()).await?;
                    copy.finish().await?;
                }
                Outcome::Ok(connection)
            })
        })
        .collect();
    let mut connections = Vec::new();
    for task in tasks {
        connections.push(task.await??);
    }
    let rate = POINTS as f64 / begin.elapsed().as_secs_f64();
    for connection in connections {
        connection.close().await?;
    }
    Ok(rate)
}

/// Rolls up until nothing is left; seconds.
async fn roll_up(bed: &Bed) -> Outcome<f64> {
    let begin = Instant::now();
    while rollup::roll_up_batch(&bed.db).await? > 0 {}
    Ok(begin.elapsed().as_secs_f64())
}

async fn measure(options: Options) -> Outcome {
    let mut report = Report::begin("ingest_points", &options).await;
    let bed = Arc::new(Bed::start().await?);
    bed.describe(&mut report).await?;
    let mut superuser = bed.superuser().await?;
    sqlx::raw_sql("create schema bench; create table bench.points (like timeseries.points including all)")
        .execute(&mut superuser)
        .await?;
    let keys: Vec<SeriesKey> = (0..SERIES)
        .map(|number| SeriesKey::gauge("bench.value", MetricUnit::Count).with("sensor", &number.to_string()))
        .collect();
    let recorder = Arc::new(Recorder::default());
    let mut clock = Clock::new(bed.db.ambient().now());
    // The series are made once in their life, and that is not what is asked.
    recorded(&bed, &recorder, clock.batches(&keys, 10_000), 1).await?;
    let mut rolled = Vec::new();
    roll_up(&bed).await?;
    for (batch, writers) in [(1_000, 1), (1_000, 2), (10_000, 1), (10_000, 2)] {
        let (mut rates, mut copies) = (Vec::new(), Vec::new());
        for _ in 0..options.repeat {
            let batches = clock.batches(&keys, batch);
            let rows = batches.iter().map(|batch| copied(batch, &keys)).collect();
            copies.push(copy(&bed, rows, writers).await?);
            let rate = recorded(&bed, &recorder, batches, writers).await?;
            rates.push(rate);
            let seconds = roll_up(&bed).await?;
            if (batch, writers) == (10_000, 1) {
                rolled.push(POINTS as f64 / (POINTS as f64 / rate + seconds));
            }
        }
        let writers = if writers == 1 { "one writer" } else { "two writers" };
        report.row(
            Row::new(format!("points recorded, batches of {batch}, {writers}"), Unit::PerSecond, rates)
                .beside("COPY (binary) of the same rows", copies)
                .target(100_000.0, 200_000.0)
                .goal_ratio(0.7),
        );
    }
    report.row(Row::new("points recorded and then rolled up, batches of 10000, one writer", Unit::PerSecond, rolled));
    report.note(format!("{POINTS} points of {SERIES} series a run, one value of every series a second, batches made before the clock runs; without HTTP and parsing"));
    report.note("COPY goes to a table like `timeseries.points`, with its primary key, without partitions and policies, by the superuser, one COPY and commit a batch");
    superuser.close().await?;
    if let Some(bed) = Arc::into_inner(bed) {
        bed.stop().await;
    }
    report.print();
    Ok(())
}

fn main() -> ExitCode {
    run(measure(Options::read()))
}
