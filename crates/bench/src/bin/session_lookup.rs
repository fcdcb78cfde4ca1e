//! How long does it take to learn who holds a session's token?

use cauldron_admin::session::{Standing, authenticate};
use cauldron_admin::sign_in::SessionLimits;
use cauldron_aegis::KeepSecurityEvents;
use cauldron_bench::{Bed, Latencies, Options, Outcome, Report, Row, Unit, run};
use cauldron_core::{SecretToken, TokenHash};
use cauldron_db::{Db, bus};
use chrono::TimeDelta;
use sqlx::Connection as _;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;
use tokio_util::sync::CancellationToken;

const SESSIONS: usize = 10_000;
/// Of these, how many are looked up in one repetition.
const LOOKUPS: usize = 2_500;
const PEOPLE: i32 = 1_000;

/// Opens sessions that were last seen `ago`.
async fn sessions(bed: &Bed, ago: TimeDelta) -> Outcome<Arc<Vec<TokenHash>>> {
    let ambient = bed.db.ambient();
    let hashes: Vec<TokenHash> = (0..SESSIONS).map(|_| SecretToken::generate(ambient).hash()).collect();
    let ids: Vec<uuid::Uuid> = hashes.iter().map(|_| ambient.new_id()).collect();
    let mut superuser = bed.superuser().await?;
    sqlx::query(
        "with people as (select user_id, row_number() over () - 1 as n from core.memberships where organization_id = $1)
         insert into core.sessions (id, token_hash, user_id, organization_id, address, user_agent, created_at, last_seen_at,
             idle_expires_at, absolute_expires_at)
         select given.id, given.hash, people.user_id, $1, '10.0.0.1', 'bench', $4, $4, $4 + interval '12 hours',
             $4 + interval '14 days'
         from unnest($2::uuid[], $3::bytea[]) with ordinality as given (id, hash, place)
         join people on people.n = given.place % $5",
    )
    .bind(bed.owner.tenant.id.0)
    .bind(&ids)
    .bind(hashes.iter().map(|hash| hash.to_vec()).collect::<Vec<_>>())
    .bind(ambient.now() - ago)
    .bind(i64::from(PEOPLE))
    .execute(&mut superuser)
    .await?;
    // As autovacuum would have done a minute later.
    for table in ["vacuum analyze core.sessions", "analyze core.users", "analyze core.memberships"] {
        sqlx::raw_sql(table).execute(&mut superuser).await?;
    }
    superuser.close().await?;
    Ok(Arc::new(hashes))
}

async fn look_up(db: &Db, bed_visit: &cauldron_core::Visit, token: &TokenHash) -> Outcome {
    match authenticate(db, SessionLimits::default(), bed_visit, token).await? {
        Standing::Active(_) => Ok(()),
        Standing::MustEnrol(_) | Standing::SignedOut | Standing::Suspended => Err("a session is not found".into()),
    }
}

/// Looks tokens up one after the other from `tasks` tasks at once, each followed by the reference.
async fn alternate(bed: &Bed, tokens: &Arc<Vec<TokenHash>>, tasks: usize) -> Outcome<(Latencies, Latencies)> {
    let running: Vec<_> = (0..tasks)
        .map(|task| {
            let (db, visit, tokens) = (bed.db.clone(), bed.visit([10, 0, 0, 1].into()), tokens.clone());
            tokio::spawn(async move {
                let (mut own, mut reference) = (Latencies::default(), Latencies::default());
                for token in tokens.iter().take(LOOKUPS).skip(task).step_by(tasks) {
                    let start = Instant::now();
                    look_up(&db, &visit, token).await?;
                    own.add(start.elapsed());

                    let start = Instant::now();
                    let mut tx = db.visit_tx(&visit).await?;
                    let _one: i32 = sqlx::query_scalar("select 1").fetch_one(tx.connection()).await?;
                    tx.commit().await?;
                    reference.add(start.elapsed());
                }
                Outcome::Ok((own, reference))
            })
        })
        .collect();
    let (mut own, mut reference) = (Latencies::default(), Latencies::default());
    for task in running {
        let (more_own, more_reference) = task.await??;
        own.extend(more_own);
        reference.extend(more_reference);
    }
    Ok((own, reference))
}

/// One situation: what to call it, how many at once, how long ago the sessions were seen.
struct Case {
    name: &'static str,
    tasks: usize,
    ago: TimeDelta,
}

async fn measure_case(bed: &Bed, report: &mut Report, options: &Options, case: &Case) -> Outcome {
    let fresh = sessions(bed, TimeDelta::zero()).await?;
    alternate(bed, &fresh, case.tasks).await?;
    let (mut p50, mut p99, mut reference_p50, mut reference_p99) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..options.repeat {
        let tokens = sessions(bed, case.ago).await?;
        let (mut own, mut reference) = alternate(bed, &tokens, case.tasks).await?;
        p50.push(own.quantile(0.5) * 1e3);
        p99.push(own.quantile(0.99) * 1e3);
        reference_p50.push(reference.quantile(0.5) * 1e3);
        reference_p99.push(reference.quantile(0.99) * 1e3);
    }
    let beside = "`select 1` in a transaction";
    report.row(Row::new(format!("{}, p50", case.name), Unit::Milliseconds, p50).beside(beside, reference_p50));
    report.row(
        Row::new(format!("{}, p99", case.name), Unit::Milliseconds, p99).beside(beside, reference_p99).target(5.0, 1.0),
    );
    Ok(())
}

async fn measure(options: Options) -> Outcome {
    let mut report = Report::begin("session_lookup", &options).await;
    let bed = Bed::start().await?;
    bed.describe(&mut report).await?;
    bed.add_people(PEOPLE).await?;
    let long_ago = TimeDelta::minutes(5);
    for case in [
        Case { name: "seen within the minute, one at a time", tasks: 1, ago: TimeDelta::seconds(-60) },
        Case { name: "seen within the minute, 8 at once", tasks: 8, ago: TimeDelta::seconds(-60) },
        Case { name: "first request of the minute (writes), one at a time", tasks: 1, ago: long_ago },
    ] {
        measure_case(&bed, &mut report, &options, &case).await?;
    }
    let stop = CancellationToken::new();
    let relay = tokio::spawn(bus::run_relay(bed.db.clone(), stop.clone()));
    let consumer = tokio::spawn(bus::run_consumer(bed.db.clone(), KeepSecurityEvents, stop.clone()));
    let case = Case {
        name: "seen within the minute, one at a time, relay and one consumer running",
        tasks: 1,
        ago: TimeDelta::seconds(-60),
    };
    measure_case(&bed, &mut report, &options, &case).await?;
    stop.cancel();
    relay.await?;
    consumer.await?;
    report.note(format!("{SESSIONS} new sessions of {PEOPLE} people for every repetition, beside those of the repetitions before; {LOOKUPS} of them are looked up once each, in a transaction of the runtime role"));
    bed.stop().await;
    report.print();
    Ok(())
}

fn main() -> ExitCode {
    run(measure(Options::read()))
}
