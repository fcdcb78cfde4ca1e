//! Every five seconds: read everything, record it in the operating organization.

use crate::collect::host::Host;
use crate::collect::postgres::PostgresRates;
use crate::collect::requests::RequestMeter;
use crate::collect::statements::StatementTimes;
use cauldron_core::{Actor, ApiError, Ctx, Tenant, Visit};
use cauldron_db::Db;
use cauldron_synapse::{NewPoint, Recorder};
use cauldron_types::{JobId, OrganizationId, Permission};
use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often.
const EVERY: Duration = Duration::from_secs(5);
/// Statements are reported every so many rounds: once a minute.
const STATEMENT_ROUNDS: u32 = 12;
/// Rounds kept while there is nobody to record them for, or the database does not answer: a quarter of an hour.
const KEPT: usize = 180;

fn ctx(db: &Db, operating: OrganizationId) -> Ctx {
    let tenant = Tenant {
        id: operating,
        name: String::new(),
        time_zone: "UTC".to_owned(),
        week_start: chrono::Weekday::Mon,
        operating: true,
        suspended: None,
    };
    let actor = Actor::Job {
        job: JobId(db.ambient().new_id()),
        kind: "sampler".to_owned(),
        on_behalf_of: None,
        scopes: vec![Permission::MetricWrite],
    };
    Ctx::new(Visit::internal(db.ambient()), tenant, actor)
}

/// Samples until told to stop.
pub async fn run(
    db: Db,
    meter: Arc<RequestMeter>,
    statements: StatementTimes,
    data_dir: std::path::PathBuf,
    stop: CancellationToken,
) {
    let mut host = Host::new(Path::new(&data_dir));
    let mut rates = PostgresRates::default();
    let recorder = Recorder::default();
    let mut rounds: VecDeque<Vec<NewPoint>> = VecDeque::new();
    let mut clock = tokio::time::interval(EVERY);
    clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    let mut round = 0_u32;
    // What starting took (the roles, the schema) is no statement of the application.
    let _of_the_start = statements.drain(db.ambient().now());
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = clock.tick() => {}
        }
        let time = db.ambient().now();
        let mut points = host.read(time);
        points.extend(meter.drain(time));
        match cauldron_db::stats::read(&db).await {
            Ok(stats) => points.extend(rates.points(time, stats)),
            Err(error) => db.note_worker_fault("sampler", &error.into()),
        }
        round = round.wrapping_add(1);
        if round.is_multiple_of(STATEMENT_ROUNDS) {
            points.extend(statements.drain(time));
        }
        rounds.push_back(points);
        if rounds.len() > KEPT {
            rounds.pop_front();
        }
        if let Err(error) = record(&db, &recorder, &mut rounds).await {
            db.note_worker_fault("sampler", &error);
        }
    }
}

/// Records what is waiting; nothing before set-up, when there is nobody whose figures these could be.
async fn record(db: &Db, recorder: &Recorder, rounds: &mut VecDeque<Vec<NewPoint>>) -> Result<(), ApiError> {
    let Some(operating) = db.operating_organization().await? else { return Ok(()) };
    let batch: Vec<NewPoint> = rounds.iter().flatten().cloned().collect();
    recorder.record(db, &ctx(db, operating), &batch).await?;
    rounds.clear();
    Ok(())
}
