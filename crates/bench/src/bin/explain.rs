//! How long does it take to explain why somebody may do a thing, in a large organization?

use cauldron_admin::access::{explain, of_person, reached};
use cauldron_bench::{Bed, Latencies, Options, Outcome, Report, Row, Unit, run};
use cauldron_types::{ExplainQuery, Permission, ResourceRef, Role, TeamId, UserId};
use sqlx::Connection as _;
use std::process::ExitCode;
use std::time::Instant;
use uuid::Uuid;

const PEOPLE: i32 = 10_000;
const TEAMS: i32 = 500;
const ROLES: i32 = 200;
/// Questions of one repetition.
const QUESTIONS: usize = 200;

/// Fills the organization: everybody in five teams, roles that inherit from each other in chains of ten, two roles for every
/// team and one for every tenth person, a third of them on one team.
async fn fill(bed: &Bed) -> Outcome<(Vec<Uuid>, Vec<Uuid>)> {
    let organization = bed.owner.tenant.id.0;
    bed.add_people(PEOPLE).await?;
    let mut superuser = bed.superuser().await?;
    sqlx::query(
        "insert into core.teams (organization_id, id, name, name_key)
         select $1, gen_random_uuid(), 'Team ' || n, 'team ' || n from generate_series(1, $2) as n",
    )
    .bind(organization)
    .bind(TEAMS)
    .execute(&mut superuser)
    .await?;
    for statement in [
        "insert into core.roles (organization_id, id, name, name_key)
         select $1, gen_random_uuid(), 'Role ' || n, 'role ' || n from generate_series(1, $2) as n",
        "with numbered as (select id, row_number() over (order by length(name), name) as n from core.roles where organization_id = $1)
         insert into core.role_parents (organization_id, role_id, parent_role_id)
         select $1, child.id, parent.id from numbered as child join numbered as parent on parent.n = child.n - 1
         where child.n % 10 <> 1 and $2 > 0",
        "with numbered as (select id, row_number() over (order by length(name), name) as n from core.roles where organization_id = $1)
         insert into core.role_permissions (organization_id, role_id, permission)
         select $1, id, (array['audit:read', 'team:write', 'team:manage', 'role:write', 'access:read', 'api_key:read', 'person:create'])[1 + (n + k) % 7]
         from numbered, generate_series(0, 2) as k where $2 > 0",
        "with people as (select user_id, row_number() over (order by user_id) as n from core.memberships where organization_id = $1),
              teams as (select id, row_number() over (order by id) - 1 as n from core.teams where organization_id = $1)
         insert into core.team_members (organization_id, team_id, user_id, is_admin)
         select $1, teams.id, people.user_id, people.n % 50 = 0
         from people, generate_series(0, 4) as k join teams on true
         where teams.n = (people.n * 7 + k * 101) % 500 and $2 > 0",
        "with teams as (select id, row_number() over (order by id) - 1 as n from core.teams where organization_id = $1),
              roles as (select id, row_number() over (order by id) - 1 as n from core.roles where organization_id = $1)
         insert into core.role_bindings (organization_id, id, role_id, team_id)
         select $1, gen_random_uuid(), roles.id, teams.id
         from teams, generate_series(0, 1) as k join roles on true
         where roles.n = (teams.n * 3 + k * 17) % 200 and $2 > 0",
        "with people as (select user_id, row_number() over (order by user_id) as n from core.memberships where organization_id = $1),
              teams as (select id, row_number() over (order by id) - 1 as n from core.teams where organization_id = $1),
              roles as (select id, row_number() over (order by id) - 1 as n from core.roles where organization_id = $1)
         insert into core.role_bindings (organization_id, id, role_id, user_id, resource_kind, resource_id)
         select $1, gen_random_uuid(), roles.id, people.user_id, case when people.n % 3 = 0 then 'team' end,
             case when people.n % 3 = 0 then teams.id end
         from people join roles on roles.n = people.n % 200 join teams on teams.n = people.n % 500
         where people.n % 10 = 0 and $2 > 0",
    ] {
        sqlx::query(statement).bind(organization).bind(ROLES).execute(&mut superuser).await?;
    }
    // As autovacuum would have done a minute later.
    sqlx::raw_sql("analyze core.users; analyze core.memberships; analyze core.teams; analyze core.team_members; analyze core.roles;
         analyze core.role_parents; analyze core.role_permissions; analyze core.role_bindings")
        .execute(&mut superuser)
        .await?;
    let people = sqlx::query_scalar(
        "select user_id from core.memberships where organization_id = $1 order by user_id limit 1000",
    )
    .bind(organization)
    .fetch_all(&mut superuser)
    .await?;
    let teams = sqlx::query_scalar("select id from core.teams where organization_id = $1 order by id")
        .bind(organization)
        .fetch_all(&mut superuser)
        .await?;
    superuser.close().await?;
    Ok((people, teams))
}

async fn measure(options: Options) -> Outcome {
    let mut report = Report::begin("explain", &options).await;
    let bed = Bed::start().await?;
    bed.describe(&mut report).await?;
    let (people, teams) = fill(&bed).await?;
    let mut rows: [(&str, Vec<f64>); 4] = [
        ("explain, a permission that is held or not, p99", Vec::new()),
        ("explain with what would change without a team, p99", Vec::new()),
        ("who can reach a team, p99", Vec::new()),
        ("access of a person read anew after a change, p99", Vec::new()),
    ];
    for _ in 0..options.repeat {
        let mut latencies: [Latencies; 4] = Default::default();
        let everybody = people.iter().cycle().zip(teams.iter().cycle()).zip(Permission::ALL.iter().cycle());
        for ((person, team), permission) in everybody.take(QUESTIONS) {
            let asked = ExplainQuery {
                person: person.to_string(),
                permission: permission.to_string(),
                resource: ResourceRef::team(TeamId(*team)).to_string(),
                without: String::new(),
            };
            let what_if = ExplainQuery { without: format!("team:{team}"), ..asked.clone() };
            let [plain, changed, reach, anew] = &mut latencies;
            let start = Instant::now();
            explain(&bed.db, &bed.owner, &asked).await?;
            plain.add(start.elapsed());
            let start = Instant::now();
            explain(&bed.db, &bed.owner, &what_if).await?;
            changed.add(start.elapsed());
            let start = Instant::now();
            reached(&bed.db, &bed.owner, &asked.resource).await?;
            reach.add(start.elapsed());
            let start = Instant::now();
            of_person(&bed.db, &bed.owner, UserId(*person), Role::Analyst).await?;
            anew.add(start.elapsed());
        }
        for ((_, values), measured) in rows.iter_mut().zip(&mut latencies) {
            values.push(measured.quantile(0.99) * 1e3);
        }
    }
    for (place, (name, values)) in rows.into_iter().enumerate() {
        let row = Row::new(name, Unit::Milliseconds, values);
        report.row(if place < 3 { row.target(100.0, 50.0) } else { row });
    }
    report.note(format!("{PEOPLE} people, {TEAMS} teams of about 100, {ROLES} roles in chains of ten; {QUESTIONS} questions of each kind, in transactions of the runtime role, as the owner"));
    bed.stop().await;
    report.print();
    Ok(())
}

fn main() -> ExitCode {
    run(measure(Options::read()))
}
