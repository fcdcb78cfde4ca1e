//! The schema keeps its rules on every supported Postgres, and every rule notices who breaks it.

#![expect(clippy::unwrap_used, reason = "a helper of tests")]

use cauldron_db::catalogue::{LINTS, Violation, violations};
use cauldron_db::maintenance::planned_tables;
use cauldron_test_support::TestDb;
use std::collections::BTreeSet;

/// The rule beside the lints: a partitioned table that nobody makes partitions for.
const PLAN: &str = "every partitioned table has a plan";

/// Faults by the rule that has to notice them. A rule with several ways to be broken has several.
const FAULTS: &[(&str, &str)] = &[
    ("row-level security is enabled and forced", "alter table core.jobs no force row level security"),
    ("row-level security is enabled and forced", "alter table audit.events_default disable row level security"),
    (
        "row-level security is enabled and forced",
        "create table timeseries.points_by_hand (organization_id uuid, id bigint, primary key (organization_id, id))",
    ),
    (
        "every table is covered or a named exception",
        "create table aegis.notes (organization_id uuid, id uuid, primary key (organization_id, id));
         alter table aegis.notes enable row level security; alter table aegis.notes force row level security",
    ),
    ("every table is covered or a named exception", "create schema forgotten; create table forgotten.notes (id uuid)"),
    ("every table is covered or a named exception", "create table public.notes (id uuid)"),
    ("every table is covered or a named exception", "drop policy tenant on core.settings"),
    (
        "policies are exactly the expected ones",
        "create policy open on core.jobs for select to cauldron_app using (true)",
    ),
    ("policies are exactly the expected ones", "alter policy tenant on core.settings using (true)"),
    ("policies are exactly the expected ones", "alter policy tenant on audit.events_default to public"),
    ("policies are exactly the expected ones", "alter policy system on core.jobs to cauldron_system, cauldron_app"),
    ("policies are exactly the expected ones", "alter policy self_and_colleagues on core.users using (true)"),
    ("policies are exactly the expected ones", "alter policy own on core.saved_views using (true)"),
    ("policies are exactly the expected ones", "alter policy person on core.preferences using (true)"),
    (
        "policies are exactly the expected ones",
        "create policy person on core.saved_views to cauldron_app
             using (user_id = (select core.current_user_id())) with check (user_id = (select core.current_user_id()))",
    ),
    (
        "policies are exactly the expected ones",
        "drop policy own on core.saved_views; create policy own on core.saved_views to cauldron_app
             using (user_id = (select core.current_user_id())) with check (user_id = (select core.current_user_id()))",
    ),
    (
        "the runtime role reaches identity tables through functions only",
        "grant select on core.sessions to cauldron_app",
    ),
    (
        "the runtime role reaches identity tables through functions only",
        "grant select (password_hash) on core.credentials to cauldron_app",
    ),
    (
        "the runtime role reaches identity tables through functions only",
        "grant insert on timeseries.points to cauldron_app",
    ),
    ("the organization leads every key", "create unique index on core.jobs (dedupe_key)"),
    (
        "foreign keys carry the organization",
        "alter table timeseries.series add unique (id);
         alter table core.jobs add series_id bigint references timeseries.series (id)",
    ),
    (
        "foreign keys never set the organization to null",
        "alter table core.jobs add foreign key (organization_id, requested_by)
             references core.memberships (organization_id, user_id) on delete set null",
    ),
    (
        "no foreign key into a time-partitioned table",
        "create table aegis.notes (organization_id uuid, time timestamptz, id uuid,
             foreign key (organization_id, time, id) references audit.events (organization_id, time, id))",
    ),
    ("every foreign key is indexed", "drop index core.jobs_by_requester"),
    (
        "time-partitioned keys are organization, time, id",
        "create table aegis.notes (organization_id uuid, time timestamptz, id uuid,
             primary key (organization_id, id, time)) partition by range (time)",
    ),
    ("every partitioned table has a default partition", "drop table audit.events_default"),
    ("no grant on a partition", "grant select on audit.events_default to cauldron_app"),
    ("no grant on a partition", "grant select (detail) on audit.events_default to cauldron_system"),
    ("nothing is granted to PUBLIC", "grant select on core.jobs to public"),
    ("nothing is granted to PUBLIC", "grant select (name) on core.organizations to public"),
    ("nothing is granted to PUBLIC", "create function core.noon() returns integer language sql return 12"),
    ("nothing is granted to PUBLIC", "grant create on schema public to public"),
    ("runtime roles own nothing and create nothing", "alter table core.settings owner to cauldron_system"),
    ("runtime roles own nothing and create nothing", "grant create on schema core to cauldron_identity"),
    (
        "runtime roles own nothing and create nothing",
        "do $$ begin execute format('grant create on database %I to cauldron_app', current_database()); end $$",
    ),
    (
        "definer functions pin their search path and belong to a definer role",
        "create function core.sneaky() returns bigint language sql security definer
             as 'select count(*) from core.sessions'; alter function core.sneaky() owner to cauldron_identity",
    ),
    (
        "definer functions pin their search path and belong to a definer role",
        "create function core.sneaky() returns bigint language sql security definer
             set search_path = pg_catalog, pg_temp as 'select count(*) from core.sessions'",
    ),
    ("views run with the rights of who asks", "create view core.everybody as select * from core.users"),
    ("views run with the rights of who asks", "create materialized view core.everybody as select * from core.users"),
    ("the audit log is insert-only for the runtime role", "grant delete on audit.events to cauldron_app"),
    ("the audit log is insert-only for the runtime role", "grant update (detail) on audit.events to cauldron_app"),
    (
        PLAN,
        "create table aegis.notes (organization_id uuid, time timestamptz, id uuid,
             primary key (organization_id, time, id)) partition by range (time)",
    ),
];

#[tokio::test]
async fn the_schema_breaks_no_rule_on_postgres_18() {
    let test = TestDb::on_postgres(18).await;
    assert_eq!(test.superuser_value("select current_setting('server_version_num')::int / 10000 || ''").await, "18");
    assert_eq!(violations(&test.db).await.unwrap(), []);
    test.close().await;
}

#[tokio::test]
async fn the_schema_breaks_no_rule_on_postgres_16() {
    let test = TestDb::on_postgres(16).await;
    assert_eq!(test.superuser_value("select current_setting('server_version_num')::int / 10000 || ''").await, "16");
    assert_eq!(violations(&test.db).await.unwrap(), []);
    test.close().await;
}

#[tokio::test]
async fn every_rule_notices_who_breaks_it() {
    let mut unnoticed = Vec::new();
    // A few at a time: most of the time goes into copying databases.
    for some in FAULTS.chunks(5) {
        let here = tokio::task::LocalSet::new();
        let tried: Vec<_> = some.iter().map(|(rule, sql)| here.spawn_local(report_on(rule, sql))).collect();
        here.await;
        for report in tried {
            unnoticed.extend(report.await.unwrap());
        }
    }
    assert!(unnoticed.is_empty(), "{}", unnoticed.join("\n"));
}

/// What was reported instead when the rule does not notice the fault.
async fn report_on(rule: &str, sql: &str) -> Option<String> {
    let test = TestDb::new().await;
    test.superuser_sql(sql).await;
    let found: Vec<Violation> = violations(&test.db).await.unwrap();
    test.close().await;
    let noticed = found.iter().any(|violation| violation.lint == rule);
    (!noticed).then(|| format!("{rule}: {sql}\n  reported instead: {found:?}"))
}

#[test]
fn every_rule_has_a_fault() {
    let rules: BTreeSet<&str> = LINTS.iter().map(|lint| lint.name).chain([PLAN]).collect();
    let with_fault: BTreeSet<&str> = FAULTS.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(rules, with_fault);
}

#[tokio::test]
async fn every_plan_is_for_a_partitioned_table() {
    let test = TestDb::new().await;
    let partitioned = test
        .superuser_value(
            "select string_agg(partrelid::regclass::text, ' ' order by partrelid::regclass::text) from pg_partitioned_table",
        )
        .await;
    let mut planned: Vec<&str> = planned_tables().collect();
    planned.sort_unstable();
    assert_eq!(planned.join(" "), partitioned);
    test.close().await;
}
