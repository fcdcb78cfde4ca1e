//! How long does a permission decision take for a subject that is known?

use cauldron_bench::{Latencies, Options, Outcome, Report, Row, Unit, run};
use cauldron_core::{Actor, Ambient, Ctx, Tenant, Visit};
use cauldron_types::{OrganizationId, Permission, Role, SessionId, UserId};
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

/// Decisions timed together: a clock is read in about the time that one takes.
const BATCH: usize = 100;

fn contexts() -> Vec<Ctx> {
    let ambient = Ambient::system();
    let person = |role| Actor::Person {
        user: UserId(ambient.new_id()),
        display_name: "Ana".to_owned(),
        session: SessionId(ambient.new_id()),
        role,
    };
    let key = Actor::ServiceAccount {
        key: ambient.new_id(),
        name: "bench".to_owned(),
        owner: None,
        scopes: Permission::ALL.to_vec(),
    };
    Role::ALL
        .iter()
        .map(|role| person(*role))
        .chain([key])
        .flat_map(|actor| {
            [true, false].map(|operating| {
                let tenant = Tenant {
                    id: OrganizationId(ambient.new_id()),
                    name: "Northwind".to_owned(),
                    time_zone: "UTC".to_owned(),
                    week_start: chrono::Weekday::Mon,
                    operating,
                    suspended: None,
                };
                Ctx::new(Visit::internal(&ambient), tenant, actor.clone())
            })
        })
        .collect()
}

/// Times `decide` in batches over every context and permission; microseconds a decision.
fn time(options: &Options, contexts: &[Ctx], decide: impl Fn(&Ctx, Permission) -> bool) -> Latencies {
    let mut questions =
        contexts.iter().flat_map(|ctx| Permission::ALL.iter().map(move |permission| (ctx, *permission))).cycle();
    let mut latencies = Latencies::default();
    let begin = Instant::now();
    while begin.elapsed() < options.length() / 4 {
        let batch: Vec<_> = questions.by_ref().take(BATCH).collect();
        let start = Instant::now();
        for (ctx, permission) in &batch {
            black_box(decide(black_box(ctx), black_box(*permission)));
        }
        latencies.add(start.elapsed() / u32::try_from(BATCH).unwrap_or(1));
    }
    latencies
}

async fn measure(options: Options) -> Outcome {
    let mut report = Report::begin("permission_decision", &options).await;
    let contexts = contexts();
    let (mut p50, mut p99, mut empty_p50, mut empty_p99) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..options.repeat {
        let mut may = time(&options, &contexts, Ctx::may);
        let mut empty = time(&options, &contexts, |_, _| true);
        p50.push(may.quantile(0.5) * 1e6);
        p99.push(may.quantile(0.99) * 1e6);
        empty_p50.push(empty.quantile(0.5) * 1e6);
        empty_p99.push(empty.quantile(0.99) * 1e6);
    }
    report.row(Row::new("`Ctx::may`, p50", Unit::Microseconds, p50).beside("an empty closure", empty_p50));
    report.row(
        Row::new("`Ctx::may`, p99", Unit::Microseconds, p99)
            .beside("an empty closure", empty_p99)
            .target(5000.0, 100.0),
    );
    report.note(format!("Means of {BATCH} decisions each, over every role and an API key, in both kinds of organization, and every permission"));
    report.print();
    Ok(())
}

fn main() -> ExitCode {
    run(measure(Options::read()))
}
