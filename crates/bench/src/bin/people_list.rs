//! How long does a page of the list of people take where ten thousand belong?

use cauldron_admin::members;
use cauldron_bench::{Bed, Latencies, Options, Outcome, Report, Row, Unit, run};
use cauldron_core::Ctx;
use cauldron_types::PeopleQuery;
use sqlx::Connection as _;
use std::process::ExitCode;
use std::time::Instant;

const PEOPLE: i32 = 10_000;
const TEAMS: i32 = 500;
/// Pages of each kind in one repetition.
const PAGES: usize = 40;

/// Teams with twenty people each, and a session for every third person.
async fn furnish(bed: &Bed) -> Outcome {
    let mut superuser = bed.superuser().await?;
    let organization = bed.owner.tenant.id;
    let now = bed.db.ambient().now();
    sqlx::query(
        "insert into core.teams (organization_id, id, name, name_key)
         select $1, gen_random_uuid(), 'Team ' || n, 'team ' || n from generate_series(1, $2) as n",
    )
    .bind(organization.0)
    .bind(TEAMS)
    .execute(&mut superuser)
    .await?;
    sqlx::query(
        "with teams as (select id, row_number() over (order by name) - 1 as n from core.teams where organization_id = $1),
             people as (select user_id, row_number() over (order by user_id) as n from core.memberships where organization_id = $1)
         insert into core.team_members (organization_id, team_id, user_id)
         select $1, teams.id, people.user_id from people join teams on teams.n = people.n % $2",
    )
    .bind(organization.0)
    .bind(i64::from(TEAMS))
    .execute(&mut superuser)
    .await?;
    sqlx::query(
        "insert into core.sessions (id, token_hash, user_id, organization_id, created_at, last_seen_at, idle_expires_at,
             absolute_expires_at)
         select gen_random_uuid(), sha256(user_id::text::bytea), user_id, $1, $2, $2, $2 + interval '12 hours',
             $2 + interval '14 days'
         from (select user_id, row_number() over (order by user_id) as n from core.memberships where organization_id = $1) as people
         where n % 3 = 0",
    )
    .bind(organization.0)
    .bind(now)
    .execute(&mut superuser)
    .await?;
    // As autovacuum would have done a minute later.
    for table in ["users", "memberships", "teams", "team_members", "sessions"] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("vacuum analyze core.{table}"))).execute(&mut superuser).await?;
    }
    superuser.close().await?;
    Ok(())
}

/// Times pages that follow each other from the first one on.
async fn pages(bed: &Bed, ctx: &Ctx, query: &PeopleQuery) -> Outcome<Latencies> {
    let (mut times, mut query) = (Latencies::default(), query.clone());
    for _ in 0..PAGES {
        let start = Instant::now();
        let block = members::list(&bed.db, ctx, &query, 50).await?;
        times.add(start.elapsed());
        if block.people.is_empty() {
            return Err("a page is empty".into());
        }
        query.after = block.next.map(|next| next.to_string()).unwrap_or_default();
    }
    Ok(times)
}

async fn measure(options: Options) -> Outcome {
    let mut report = Report::begin("people_list", &options).await;
    let bed = Bed::start().await?;
    bed.describe(&mut report).await?;
    bed.add_people(PEOPLE).await?;
    furnish(&bed).await?;
    let query = |sort: &str, q: &str, filter: Option<(&str, &str)>| PeopleQuery {
        sort: sort.to_owned(),
        q: q.to_owned(),
        filters: filter.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
        ..PeopleQuery::default()
    };
    for (name, query) in [
        ("by name", query("", "", None)),
        ("who joined last", query("-joined", "", None)),
        ("searched by words", query("", "example 1", None)),
        ("of a role", query("", "", Some(("role", "is:analyst")))),
        ("of teams", query("", "", Some(("team", "starts:Team 1")))),
    ] {
        pages(&bed, &bed.owner, &query).await?;
        let (mut p50, mut p99) = (Vec::new(), Vec::new());
        for _ in 0..options.repeat {
            let mut times = pages(&bed, &bed.owner, &query).await?;
            p50.push(times.quantile(0.5) * 1e3);
            p99.push(times.quantile(0.99) * 1e3);
        }
        report.row(Row::new(format!("{name}, p50"), Unit::Milliseconds, p50));
        report.row(Row::new(format!("{name}, p99"), Unit::Milliseconds, p99).target(150.0, 50.0));
    }
    report.note(format!("{PEOPLE} people in {TEAMS} teams; {PAGES} pages of 50 that follow each other, each with teams, last sign of life and the count of all, as the runtime role under row-level security"));
    bed.stop().await;
    report.print();
    Ok(())
}

fn main() -> ExitCode {
    run(measure(Options::read()))
}
