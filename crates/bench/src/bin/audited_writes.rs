//! How many audited writes can one organization make a second?

use cauldron_aegis::KeepSecurityEvents;
use cauldron_bench::{Bed, Options, Outcome, Report, Row, Unit, closed_loop, run};
use cauldron_core::{AuditEvent, BusEvent, Ctx, SecurityNotice};
use cauldron_db::{Db, DbError, OrgTx, bus};
use serde_json::{Value, json};
use sqlx::postgres::PgPoolOptions;
use std::process::ExitCode;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Tasks that write at once; the runtime role's pool has 24 connections.
const TASKS: [usize; 2] = [8, 24];

const UPSERT: &str = "insert into core.settings (organization_id, key, value) values ($1, $2, $3)
     on conflict (organization_id, key) do update set value = excluded.value";

/// The change itself: each task has a row of its own.
async fn change(tx: &mut OrgTx, task: usize, value: &Value) -> Result<(), DbError> {
    let organization = tx.ctx().tenant.id.0;
    sqlx::query(UPSERT)
        .bind(organization)
        .bind(format!("bench.task_{task}"))
        .bind(value)
        .execute(tx.connection())
        .await?;
    Ok(())
}

async fn plain(db: Db, ctx: Ctx, task: usize, call: u64) -> Outcome {
    let mut tx = db.org_tx(&ctx).await?;
    change(&mut tx, task, &json!(call)).await?;
    Ok(tx.commit().await?)
}

async fn audited(db: Db, ctx: Ctx, task: usize, call: u64) -> Outcome {
    let mut tx = db.org_tx(&ctx).await?;
    change(&mut tx, task, &json!(call)).await?;
    let detail = json!({ "before": { "value": call.saturating_sub(1) }, "after": { "value": call } });
    tx.audit(AuditEvent {
        action: "preference.updated",
        subject_kind: "user",
        subject_id: format!("bench.task_{task}"),
        detail: detail.clone(),
    })
    .await?;
    tx.publish(&BusEvent::Security(SecurityNotice::by(&ctx, "settings.changed", detail))).await?;
    Ok(tx.commit().await?)
}

/// The rates of one number of tasks, repetition by repetition.
#[derive(Default)]
struct Rates {
    bare: Vec<f64>,
    plain: Vec<f64>,
    audited: Vec<f64>,
    consumed: Vec<f64>,
}

async fn measure_tasks(bed: &Bed, bare: &sqlx::PgPool, options: &Options, tasks: usize) -> Outcome<Rates> {
    let mut rates = Rates::default();
    let length = options.length();
    for _ in 0..options.repeat {
        let (pool, organization) = (bare.clone(), bed.owner.tenant.id.0);
        let load = closed_loop(tasks, length, move |task, call| {
            let pool = pool.clone();
            async move {
                let key = format!("bare.task_{task}");
                sqlx::query(UPSERT).bind(organization).bind(key).bind(json!(call)).execute(&pool).await?;
                Ok(())
            }
        });
        rates.bare.push(load.await?.rate());
        let (db, ctx) = (bed.db.clone(), bed.owner.clone());
        let load = closed_loop(tasks, length, move |task, call| plain(db.clone(), ctx.clone(), task, call));
        rates.plain.push(load.await?.rate());
        let (db, ctx) = (bed.db.clone(), bed.owner.clone());
        let load = closed_loop(tasks, length, move |task, call| audited(db.clone(), ctx.clone(), task, call));
        rates.audited.push(load.await?.rate());

        let stop = CancellationToken::new();
        // What has piled up is none of this run's business.
        while bus::consume_batch(&bed.db, &KeepSecurityEvents).await? > 0 {}
        let relay = tokio::spawn(bus::run_relay(bed.db.clone(), stop.clone()));
        let consumer = tokio::spawn(bus::run_consumer(bed.db.clone(), KeepSecurityEvents, stop.clone()));
        let (db, ctx) = (bed.db.clone(), bed.owner.clone());
        let load = closed_loop(tasks, length, move |task, call| audited(db.clone(), ctx.clone(), task, call));
        rates.consumed.push(load.await?.rate());
        stop.cancel();
        relay.await?;
        consumer.await?;
    }
    Ok(rates)
}

async fn measure(options: Options) -> Outcome {
    let mut report = Report::begin("audited_writes", &options).await;
    let bed = Arc::new(Bed::start().await?);
    bed.describe(&mut report).await?;
    let bare =
        PgPoolOptions::new().max_connections(24).test_before_acquire(false).connect(&bed.superuser_address()).await?;
    for tasks in TASKS {
        let rates = measure_tasks(&bed, &bare, &options, tasks).await?;
        report.row(
            Row::new(format!("audited and published, {tasks} at once"), Unit::PerSecond, rates.audited)
                .beside("the same without audit and event", rates.plain.clone())
                .target(500.0, 1500.0),
        );
        report.row(
            Row::new(
                format!("the same, {tasks} at once, relay and one consumer running"),
                Unit::PerSecond,
                rates.consumed,
            )
            .beside("without audit and event", rates.plain.clone())
            .target(500.0, 1500.0),
        );
        report.row(
            Row::new(format!("without audit and event, {tasks} at once"), Unit::PerSecond, rates.plain)
                .beside("the bare statement by the superuser, committed by itself", rates.bare),
        );
    }
    let lag: u64 = bus::lag(&bed.db).await?.iter().map(|lag| lag.events.unsigned_abs()).sum();
    report.note(format!("One change of a row of the task's own, an audit entry, a security notice on the bus, commit. The consumer was {lag} events behind at the end."));
    bare.close().await;
    if let Some(bed) = Arc::into_inner(bed) {
        bed.stop().await;
    }
    report.print();
    Ok(())
}

fn main() -> ExitCode {
    run(measure(Options::read()))
}
