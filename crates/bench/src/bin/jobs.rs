//! How soon does a worker begin a queued job, and how soon does another take over from one that was killed?

use cauldron_bench::{Bed, Latencies, Options, Outcome, Report, Row, Unit, run, tell};
use cauldron_core::{Ambient, Ctx};
use cauldron_db::jobs::{Handlers, JobRun, NewJob, run_workers};
use cauldron_db::{Addresses, Db, bus};
use sqlx::Connection as _;
use std::process::{ExitCode, Stdio};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Jobs whose pickup is timed in one repetition.
const JOBS: u32 = 200;
/// Names the database to the process that takes a job and is killed.
const HOLDER: &str = "CAULDRON_BENCH_HOLDER";

async fn enqueue(db: &Db, ctx: &Ctx, kind: &'static str) -> Outcome<Instant> {
    let mut tx = db.org_tx(ctx).await?;
    let job = NewJob { kind, payload: serde_json::json!({}), dedupe_key: None, run_at: ctx.now(), max_attempts: 5 };
    tx.enqueue(job).await?.ok_or("the job was not queued")?;
    let queued = Instant::now();
    tx.commit().await?;
    Ok(queued)
}

/// Handlers that report when they begin.
fn reporting(kind: &'static str, begun: mpsc::UnboundedSender<(Instant, i32)>) -> Handlers {
    Handlers::default().with(kind, move |run: JobRun| {
        let begun = begun.clone();
        Box::pin(async move {
            // Nobody listens any more when the benchmark has ended.
            let _heard = begun.send((Instant::now(), run.attempt));
            Ok("done".to_owned())
        })
    })
}

/// Removes the jobs of repetitions before: workers give up what they hold when they are stopped, and others take it over.
async fn forget_jobs(bed: &Bed) -> Outcome {
    let mut superuser = bed.superuser().await?;
    sqlx::query("delete from core.jobs").execute(&mut superuser).await?;
    Ok(superuser.close().await?)
}

/// Queues jobs in `from` one at a time and lets workers of `at` pick them up.
async fn pickup(bed: &Bed, from: &Db, at: &Db, kind: &'static str) -> Outcome<Latencies> {
    forget_jobs(bed).await?;
    let stop = CancellationToken::new();
    let (sender, mut begun) = mpsc::unbounded_channel();
    let workers = tokio::spawn(run_workers(at.clone(), reporting(kind, sender), 4, stop.clone()));
    // Until every worker waits for a wake-up.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let mut latencies = Latencies::default();
    for job in 0..JOBS {
        let queued = enqueue(from, &bed.owner, kind).await?;
        let (start, _) = begun.recv().await.ok_or("the workers ended")?;
        latencies.add(start.duration_since(queued));
        // Not in step with the pollers.
        tokio::time::sleep(Duration::from_millis(u64::from(10 + job * 7 % 23))).await;
    }
    stop.cancel();
    workers.await?;
    Ok(latencies)
}

/// `begin; select 1; commit` through the runtime role.
async fn transactions(bed: &Bed) -> Outcome<Latencies> {
    let mut latencies = Latencies::default();
    for _ in 0..JOBS {
        let start = Instant::now();
        let mut tx = bed.db.org_tx(&bed.owner).await?;
        let _one: i32 = sqlx::query_scalar("select 1").fetch_one(tx.connection()).await?;
        tx.commit().await?;
        latencies.add(start.elapsed());
    }
    Ok(latencies)
}

/// Kills a process that holds a job; seconds until a worker here begins it.
async fn recovery(bed: &Bed, after: Duration) -> Outcome<f64> {
    forget_jobs(bed).await?;
    let mut holder = tokio::process::Command::new(std::env::current_exe()?)
        .env(HOLDER, bed.addresses())
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    enqueue(&bed.db, &bed.owner, "bench_recovery").await?;
    let mut superuser = bed.superuser().await?;
    let running = "select exists (select from core.jobs where kind = 'bench_recovery' and state = 'running')";
    while !sqlx::query_scalar::<_, bool>(running).fetch_one(&mut superuser).await? {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    tokio::time::sleep(after).await;
    let stop = CancellationToken::new();
    let (sender, mut begun) = mpsc::unbounded_channel();
    let workers = tokio::spawn(run_workers(bed.db.clone(), reporting("bench_recovery", sender), 4, stop.clone()));
    let killed = Instant::now();
    holder.kill().await?;
    let (start, attempt) =
        tokio::time::timeout(Duration::from_secs(60), begun.recv()).await?.ok_or("the workers ended")?;
    stop.cancel();
    workers.await?;
    if attempt != 2 {
        return Err(format!("the job was begun in attempt {attempt}, not the second").into());
    }
    Ok(start.duration_since(killed).as_secs_f64())
}

/// The process that is killed: takes one job and never ends it.
async fn hold(addresses: String) -> Outcome {
    let addresses: serde_json::Value = serde_json::from_str(&addresses)?;
    let address = |role: &str| addresses.get(role).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    let addresses = Addresses { app: address("app"), system: address("system"), owner: address("owner") };
    let db = Db::new(&addresses, Ambient::system())?;
    let handlers = Handlers::default().with("bench_recovery", |_run| {
        Box::pin(async {
            tokio::time::sleep(Duration::from_secs(3600)).await;
            Ok(String::new())
        })
    });
    run_workers(db, handlers, 1, CancellationToken::new()).await;
    Ok(())
}

async fn measure(options: Options) -> Outcome {
    let mut report = Report::begin("jobs", &options).await;
    let bed = Bed::start().await?;
    bed.describe(&mut report).await?;
    let other = bed.another_process()?;
    let stop = CancellationToken::new();
    let relays: Vec<_> =
        [&bed.db, &other].map(|db| tokio::spawn(bus::run_relay(db.clone(), stop.clone()))).into_iter().collect();
    let (mut near, mut near_p99, mut far, mut far_p99) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut reference, mut reference_p99, mut taken_over) = (Vec::new(), Vec::new(), Vec::new());
    for repetition in 0..options.repeat {
        let mut latencies = transactions(&bed).await?;
        reference.push(latencies.quantile(0.5) * 1e3);
        reference_p99.push(latencies.quantile(0.99) * 1e3);
        let mut latencies = pickup(&bed, &bed.db, &bed.db, "bench_near").await?;
        near.push(latencies.quantile(0.5) * 1e3);
        near_p99.push(latencies.quantile(0.99) * 1e3);
        let mut latencies = pickup(&bed, &bed.db, &other, "bench_far").await?;
        far.push(latencies.quantile(0.5) * 1e3);
        far_p99.push(latencies.quantile(0.99) * 1e3);
        tell(format_args!(
            "{} of {}: waiting for a killed worker's lease to run out …",
            repetition + 1,
            options.repeat
        ));
        // Before the first heartbeat, right after it, and between two.
        let after = Duration::from_millis(200 + 3_000 * repetition as u64 % 5_000);
        taken_over.push(recovery(&bed, after).await?);
    }
    stop.cancel();
    for relay in relays {
        relay.await?;
    }
    let beside = "an empty transaction";
    report.row(
        Row::new("pickup in the same process, p50", Unit::Milliseconds, near)
            .beside(beside, reference.clone())
            .target(50.0, 5.0),
    );
    report.row(
        Row::new("pickup in the same process, p99", Unit::Milliseconds, near_p99).beside(beside, reference_p99.clone()),
    );
    report.row(
        Row::new("pickup in another process, p50", Unit::Milliseconds, far).beside(beside, reference).target(50.0, 5.0),
    );
    report.row(Row::new("pickup in another process, p99", Unit::Milliseconds, far_p99).beside(beside, reference_p99));
    report.row(Row::new("takeover after kill -9 of the holder", Unit::Seconds, taken_over).target(15.0, 5.0));
    report.note(format!("{JOBS} jobs a repetition, one at a time, 4 idle workers; from the begin of the commit that queues the job to the first line of its handler. \"Another process\": pools, wake-ups and relay of its own; the holder that is killed is a real process."));
    other.close().await;
    bed.stop().await;
    report.print();
    Ok(())
}

fn main() -> ExitCode {
    match std::env::var(HOLDER) {
        Ok(addresses) => run(hold(addresses)),
        Err(_) => run(measure(Options::read())),
    }
}
