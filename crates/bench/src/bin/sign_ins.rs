//! How many people can sign in a second, and how long do they wait when twice as many come?

use argon2::{Algorithm, Argon2, Block, Params, Version};
use cauldron_admin::PasswordHasher;
use cauldron_admin::sign_in::{Credentials, SessionLimits, sign_in};
use cauldron_bench::{Bed, Failure, Options, Outcome, Report, Row, Unit, closed_loop, open_loop, run};
use cauldron_core::ApiError;
use cauldron_db::Db;
use cauldron_test_support::PASSWORD;
use std::net::IpAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

const PEOPLE: u64 = 400;
/// Sign-ins a second and core that a release must reach, and the goal.
const FLOOR: f64 = 15.0;
const GOAL: f64 = 20.0;

/// Everybody's sign-in, from an address of their own: many attempts from one address are turned away.
#[derive(Clone)]
struct Door {
    db: Db,
    hasher: PasswordHasher,
    visits: Arc<dyn Fn(IpAddr) -> cauldron_core::Visit + Send + Sync>,
}

impl Door {
    async fn enter(self, number: u64) -> Outcome {
        let person = number % PEOPLE + 1;
        let [.., third, fourth] = person.to_be_bytes();
        let visit = (self.visits)([10, 0, third, fourth].into());
        let credentials = Credentials { email: format!("p{person}@example.org"), password: PASSWORD.to_owned() };
        sign_in(&self.db, &self.hasher, SessionLimits::default(), &visit, &credentials, None).await?;
        Ok(())
    }
}

/// Whether somebody was asked to come back in a few seconds.
fn turned_away(failure: &Failure) -> bool {
    matches!(failure.downcast_ref::<ApiError>(), Some(ApiError::Unavailable { .. }))
}

fn argon2() -> Outcome<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| error.to_string())?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a second and core, one thread a core; with `reused` memory, or with fresh memory for every hash.
fn bare_hashes(cores: usize, length: Duration, reused: bool) -> Outcome<f64> {
    let hash = move || {
        let argon2 = argon2()?;
        let mut memory = vec![Block::default(); if reused { argon2.params().block_count() } else { 0 }];
        let (mut hashes, mut out) = (0_u32, [0; 32]);
        let begin = Instant::now();
        while begin.elapsed() < length {
            let (password, salt) = (PASSWORD.as_bytes(), b"sixteen bytes!!!");
            if reused {
                argon2.hash_password_into_with_memory(password, salt, &mut out, &mut memory)
            } else {
                argon2.hash_password_into(password, salt, &mut out)
            }
            .map_err(|error| error.to_string())?;
            hashes += 1;
        }
        Outcome::Ok(f64::from(hashes) / begin.elapsed().as_secs_f64())
    };
    let threads: Vec<_> = (0..cores).map(|_| std::thread::spawn(hash)).collect();
    let mut rates = 0.0;
    for thread in threads {
        rates += thread.join().map_err(|_| "a hashing thread stopped")??;
    }
    Ok(rates / cores as f64)
}

async fn measure(options: Options) -> Outcome {
    let mut report = Report::begin("sign_ins", &options).await;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let bed = Arc::new(Bed::start().await?);
    bed.describe(&mut report).await?;
    bed.add_people(i32::try_from(PEOPLE)?).await?;
    let hasher = PasswordHasher::new(bed.db.ambient(), cores)?;
    let hash = hasher.hash(bed.db.ambient(), PASSWORD).await?;
    let mut superuser = bed.superuser().await?;
    sqlx::query("insert into core.credentials (user_id, password_hash) select id, $1 from core.users")
        .bind(&hash)
        .execute(&mut superuser)
        .await?;
    let visiting = bed.clone();
    let door = Door { db: bed.db.clone(), hasher, visits: Arc::new(move |address| visiting.visit(address)) };

    let (mut rates, mut fresh, mut reused, mut waits) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut open = [(FLOOR, Vec::new(), 0_usize), (GOAL, Vec::new(), 0)];
    for _ in 0..options.repeat {
        let length = options.length();
        fresh.push(tokio::task::spawn_blocking(move || bare_hashes(cores, length, false)).await??);
        reused.push(tokio::task::spawn_blocking(move || bare_hashes(cores, length, true)).await??);
        let knocking = door.clone();
        let mut load = closed_loop(2 * cores, length, move |task, call| {
            knocking.clone().enter(call * 2 * cores as u64 + task as u64)
        })
        .await?;
        rates.push(load.rate() / cores as f64);
        waits.push(load.latencies.quantile(0.99));
        for (rate, p99, away) in &mut open {
            let refused = Arc::new(std::sync::atomic::AtomicUsize::new(0));
            let mut load = open_loop(2.0 * *rate * cores as f64, length, |call| {
                let (door, refused) = (door.clone(), refused.clone());
                async move {
                    match door.enter(call).await {
                        Err(failure) if turned_away(&failure) => {
                            refused.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                            Ok(())
                        }
                        other => other,
                    }
                }
            })
            .await?;
            p99.push(load.latencies.quantile(0.99));
            *away += refused.load(std::sync::atomic::Ordering::Relaxed);
        }
    }
    report.row(
        Row::new("sign-ins per core, as many as it can", Unit::PerSecond, rates)
            .beside("bare Argon2id hashes per core, fresh memory each", fresh.clone())
            .target(FLOOR, GOAL),
    );
    report.row(Row::new(format!("the same, p99 of {} at once", 2 * cores), Unit::Seconds, waits));
    for (rate, p99, away) in open {
        report.row(
            Row::new(format!("p99 when {} per core and second come (twice {rate})", 2.0 * rate), Unit::Seconds, p99)
                .target(1.0, 1.0),
        );
        report.note(format!("{away} were turned away when {} per core and second came", 2.0 * rate));
    }
    report.row(
        Row::new("bare Argon2id hashes per core, memory reused", Unit::PerSecond, reused)
            .beside("fresh memory each", fresh),
    );
    report.note("Argon2id, 19 MiB, 2 passes, 1 lane. The people, the server and Postgres share the cores; latencies count from the instant at which a sign-in was due.");
    drop(door);
    if let Some(bed) = Arc::into_inner(bed) {
        bed.stop().await;
    }
    report.print();
    Ok(())
}

fn main() -> ExitCode {
    run(measure(Options::read()))
}
