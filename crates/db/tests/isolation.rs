//! What one organization can do to another's rows through the runtime role: nothing.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use cauldron_core::{Ctx, Visit};
use cauldron_db::{Db, OrgTx};
use cauldron_test_support::{Actors, TestDb};
use sqlx::{AssertSqlSafe, Row as _};

/// For each tenant table a row of organization `{org}` and person `{user}`, in the columns that the runtime role may write
/// where it may write any.
const ROWS: &[(&str, &str)] = &[
    (
        "admin.api_requests",
        "(organization_id, time, id, method, route, status, duration_ms, response_bytes, actor_kind, trace_id)
        values ('{org}', '2026-11-20', gen_random_uuid(), 'GET', '/', 200, 1, 1, 'visitor', 't')",
    ),
    (
        "admin.error_logs",
        "(organization_id, time, id, fingerprint, route, message, actor_kind, trace_id)
        values ('{org}', '2026-11-20', gen_random_uuid(), '0123456789abcdef', '/', 'm', 'visitor', 't')",
    ),
    (
        "aegis.security_events",
        "(organization_id, time, id, kind, severity, message, trace_id)
        values ('{org}', '2026-11-20', gen_random_uuid(), 'sign_in.failed', 'low', 'm', 't')",
    ),
    (
        "audit.events",
        "(organization_id, time, id, actor_kind, actor_label, action, subject_kind, subject_id, trace_id)
        values ('{org}', '2026-11-20', gen_random_uuid(), 'visitor', 'x', 'thing.changed', 'thing', '1', 't')",
    ),
    (
        "core.teams",
        "(organization_id, id, name, name_key)
        values ('{org}', '{org}', 'Blue', 'blue')
        on conflict (organization_id, id) do update set name = excluded.name",
    ),
    (
        "core.team_members",
        "(organization_id, team_id, user_id)
        values ('{org}', '{org}', '{user}')
        on conflict (organization_id, team_id, user_id) do update set is_admin = excluded.is_admin",
    ),
    (
        "core.roles",
        "(organization_id, id, name, name_key)
        values ('{org}', '{org}', 'Responder', 'responder')
        on conflict (organization_id, id) do update set name = excluded.name",
    ),
    (
        "core.role_permissions",
        "(organization_id, role_id, permission)
        values ('{org}', '{org}', translate(gen_random_uuid()::text, '0123456789-', 'ghijklmnop') || ':read')",
    ),
    (
        "core.role_parents",
        "(organization_id, role_id, parent_system_role)
        values ('{org}', '{org}', (array['member', 'analyst', 'auditor'])[1 + (select count(*)::integer from core.role_parents
            where organization_id = '{org}')])",
    ),
    (
        "core.role_bindings",
        "(organization_id, id, role_id, user_id, resource_kind, resource_id)
        values ('{org}', gen_random_uuid(), '{org}', '{user}', 'team', gen_random_uuid())",
    ),
    (
        "core.permission_uses",
        "(organization_id, user_id, permission, last_used_on)
        values ('{org}', '{user}', translate(gen_random_uuid()::text, '0123456789-', 'ghijklmnop') || ':read', '2026-11-20')",
    ),
    (
        "core.access_epochs",
        "(organization_id, epoch)
        values ('{org}', 7)
        on conflict (organization_id) do update set epoch = excluded.epoch",
    ),
    (
        "core.organization_limits",
        "(organization_id, key, most)
        values ('{org}', 'k' || translate(gen_random_uuid()::text, '-', ''), 5)",
    ),
    (
        "core.usage_counters",
        "(organization_id, key, day, used)
        values ('{org}', 'k' || translate(gen_random_uuid()::text, '-', ''), '2026-11-20', 5)",
    ),
    (
        "core.organization_domains",
        "(organization_id, domain)
        values ('{org}', gen_random_uuid()::text || '.example')",
    ),
    (
        "core.invitations",
        "(organization_id, id, email, role, token_hash, invited_by, expires_at)
        values ('{org}', gen_random_uuid(), gen_random_uuid()::text || '@example.org', 'analyst', sha256('x'), '{user}', '2026-11-27')",
    ),
    (
        "storage.objects",
        "(organization_id, id, kind, name, content_type, bytes, sha256, created_by)
        values ('{org}', gen_random_uuid(), 'invitation_list', 'list.csv', 'text/csv', 5, sha256('x'), '{user}')",
    ),
    (
        "core.api_keys",
        "(organization_id, id, user_id, name, prefix, scopes, created_at)
        values ('{org}', gen_random_uuid(), '{user}', 'k', 'cldr_abcd', '{audit:read}', '2026-11-20')",
    ),
    (
        "core.idempotency_keys",
        "(organization_id, caller, key_hash, request_hash, created_at)
        values ('{org}', gen_random_uuid(), sha256('k'), sha256('r'), '2026-11-20')",
    ),
    (
        "core.jobs",
        "(organization_id, id, kind, run_at, requested_by, trace_id)
        values ('{org}', gen_random_uuid(), 'report', '2026-11-20', '{user}', 't')",
    ),
    (
        "core.notification_marks",
        "(organization_id, user_id, read_until)
        values ('{org}', '{user}', '2026-11-20')
        on conflict (organization_id, user_id) do update set read_until = excluded.read_until",
    ),
    (
        "core.saved_views",
        "(organization_id, id, user_id, page, name, name_key, query)
        values ('{org}', gen_random_uuid(), '{user}', 'aegis/events', 'Mine', gen_random_uuid()::text, 'q=x')",
    ),
    (
        "core.service_accounts",
        "(organization_id, id, name, name_key, scopes, created_by)
        values ('{org}', gen_random_uuid(), 'ci', gen_random_uuid()::text, '{audit:read}', '{user}')",
    ),
    (
        "core.settings",
        "(organization_id, key, value)
        values ('{org}', 'k' || replace(gen_random_uuid()::text, '-', ''), '1')",
    ),
    (
        "integration.mail_settings",
        "(organization_id, host, port, encryption, sender)
        values ('{org}', 'mail.example.org', 465, 'tls', 'a@example.org')
        on conflict (organization_id) do update set host = excluded.host",
    ),
    (
        "integration.mails",
        "(organization_id, id, kind, recipient, subject, body, next_attempt_at, give_up_at, created_at, trace_id)
        values ('{org}', gen_random_uuid(), 'person.invited', 'a@b', 's', 'b', '2026-11-20', '2026-11-20', '2026-11-20', 't')",
    ),
    (
        "integration.outbox",
        "(organization_id, id, kind, payload, trace_id)
        values ('{org}', gen_random_uuid(), 'metrics.recorded', '{}', 't')",
    ),
    (
        "timeseries.series",
        "(organization_id, name, labels_key, kind, unit)
        values ('{org}', 'host.cpu', gen_random_uuid()::text, 'gauge', 'percent')",
    ),
];

/// Tenant tables whose rows the actors themselves are.
const PEOPLED: &[&str] = &["core.memberships", "core.organizations"];

fn row_of(ctx: &Ctx, table: &str, values: &str) -> String {
    let user = ctx.actor.user().unwrap().to_string();
    format!("insert into {table} {}", values.replace("{org}", &ctx.tenant.id.to_string()).replace("{user}", &user))
}

fn key(table: &str) -> &'static str {
    if table == "core.organizations" { "id" } else { "organization_id" }
}

async fn seeded() -> (TestDb, Actors) {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    for ctx in [&actors.owner, &actors.outsider] {
        for (table, values) in ROWS {
            test.superuser_sql(&row_of(ctx, table, values)).await;
        }
    }
    (test, actors)
}

/// What a statement does as the runtime role for `ctx`: the rows it touches, or the sentence of its refusal.
async fn attempt(db: &Db, ctx: &Ctx, sql: &str) -> Result<u64, String> {
    let mut tx = db.org_tx(ctx).await.unwrap();
    let done = sqlx::query(AssertSqlSafe(sql.to_owned())).execute(tx.connection()).await;
    match done {
        Ok(done) => Ok(done.rows_affected()),
        Err(sqlx::Error::Database(error)) => Err(error.message().to_owned()),
        Err(other) => panic!("{sql}: {other}"),
    }
}

async fn may(tx: &mut OrgTx, table: &str, privilege: &str) -> bool {
    let sql = match privilege {
        "DELETE" => format!("select has_table_privilege('{table}', 'DELETE')"),
        _ => format!("select has_any_column_privilege('{table}', '{privilege}')"),
    };
    sqlx::query(AssertSqlSafe(sql)).fetch_one(tx.connection()).await.unwrap().get(0)
}

async fn tables_where(test: &TestDb, ctx: &Ctx, privilege: &str) -> (Vec<String>, Vec<String>) {
    let mut tx = test.db.org_tx(ctx).await.unwrap();
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for table in tenant_tables(test).await {
        if may(&mut tx, &table, privilege).await { with.push(table) } else { without.push(table) }
    }
    (with, without)
}

async fn tenant_tables(test: &TestDb) -> Vec<String> {
    let tables = test
        .superuser_value(
            "select string_agg(polrelid::regclass::text, ' ' order by polrelid::regclass::text)
             from pg_policy join pg_class on pg_class.oid = polrelid where polname = 'tenant' and not relispartition",
        )
        .await;
    tables.split(' ').map(str::to_owned).collect()
}

#[tokio::test]
async fn every_tenant_table_is_part_of_these_tests() {
    let test = TestDb::new().await;
    let mut known: Vec<&str> = ROWS.iter().map(|(table, _)| *table).chain(PEOPLED.iter().copied()).collect();
    known.sort_unstable();
    assert_eq!(tenant_tables(&test).await, known);
    test.close().await;
}

#[tokio::test]
async fn rows_of_another_organization_are_invisible() {
    let (test, actors) = seeded().await;
    let (readable, unreadable) = tables_where(&test, &actors.owner, "SELECT").await;
    assert_eq!(unreadable, ["integration.outbox"]);
    for table in readable {
        for (ctx, other) in [(&actors.owner, &actors.outsider), (&actors.outsider, &actors.owner)] {
            let rows = |id| format!("select from {table} where {} = '{id}'", key(&table));
            assert!(attempt(&test.db, ctx, &rows(ctx.tenant.id)).await.unwrap() > 0, "{table}: own rows are seen");
            assert_eq!(attempt(&test.db, ctx, &rows(other.tenant.id)).await, Ok(0), "{table}");
            let all = attempt(&test.db, ctx, &format!("select from {table}")).await;
            assert_eq!(all, attempt(&test.db, ctx, &rows(ctx.tenant.id)).await, "{table}: without a condition");
        }
    }
    test.close().await;
}

#[tokio::test]
async fn without_a_context_nothing_is_visible() {
    let (test, actors) = seeded().await;
    let (mut tables, _) = tables_where(&test, &actors.owner, "SELECT").await;
    tables.push("core.users".to_owned());
    let visit = Visit::internal(test.db.ambient());
    for table in tables {
        let mut tx = test.db.visit_tx(&visit).await.unwrap();
        let sql = format!("select from {table}");
        assert_eq!(
            sqlx::query(AssertSqlSafe(sql)).execute(tx.connection()).await.unwrap().rows_affected(),
            0,
            "{table}"
        );
    }
    test.close().await;
}

#[tokio::test]
async fn rows_cannot_be_put_into_another_organization() {
    let (test, actors) = seeded().await;
    let (writable, read_only) = tables_where(&test, &actors.owner, "INSERT").await;
    assert_eq!(
        writable,
        [
            "audit.events",
            "core.api_keys",
            "core.idempotency_keys",
            "core.invitations",
            "core.jobs",
            "core.notification_marks",
            "core.organization_domains",
            "core.role_bindings",
            "core.role_parents",
            "core.role_permissions",
            "core.roles",
            "core.saved_views",
            "core.service_accounts",
            "core.settings",
            "core.team_members",
            "core.teams",
            "core.usage_counters",
            "integration.mail_settings",
            "integration.mails",
            "integration.outbox",
            "storage.objects",
            "timeseries.series"
        ]
    );
    for (table, values) in ROWS {
        let own = attempt(&test.db, &actors.owner, &row_of(&actors.owner, table, values)).await;
        let foreign = attempt(&test.db, &actors.owner, &row_of(&actors.outsider, table, values)).await.unwrap_err();
        if read_only.iter().any(|known| known == table) {
            assert!(own.unwrap_err().starts_with("permission denied"), "{table}");
            assert!(foreign.starts_with("permission denied"), "{table}: {foreign}");
        } else {
            assert_eq!(own, Ok(1), "{table}");
            assert!(foreign.starts_with("new row violates row-level security policy"), "{table}: {foreign}");
        }
    }
    test.close().await;
}

#[tokio::test]
async fn rows_of_another_organization_cannot_be_changed_or_deleted() {
    let (test, actors) = seeded().await;
    let (here, there) = (actors.owner.tenant.id, actors.outsider.tenant.id);
    let (changeable, fixed) = tables_where(&test, &actors.owner, "UPDATE").await;
    assert_eq!(
        changeable,
        [
            "core.api_keys",
            "core.idempotency_keys",
            "core.invitations",
            "core.memberships",
            "core.notification_marks",
            "core.organizations",
            "core.roles",
            "core.saved_views",
            "core.service_accounts",
            "core.settings",
            "core.team_members",
            "core.teams",
            "core.usage_counters",
            "integration.mail_settings",
            "storage.objects"
        ]
    );
    for (table, column) in [
        ("core.api_keys", "prefix"),
        ("core.idempotency_keys", "status"),
        ("core.service_accounts", "name"),
        ("core.invitations", "expires_at"),
        ("core.memberships", "role"),
        ("core.notification_marks", "read_until"),
        ("core.organizations", "name"),
        ("core.roles", "name"),
        ("core.saved_views", "name"),
        ("core.settings", "value"),
        ("core.team_members", "is_admin"),
        ("core.teams", "name"),
        ("core.usage_counters", "used"),
        ("storage.objects", "deleted_at"),
        ("integration.mail_settings", "host"),
    ] {
        let change = |id| format!("update {table} set {column} = {column} where {} = '{id}'", key(table));
        assert!(attempt(&test.db, &actors.owner, &change(here)).await.unwrap() > 0, "{table}: own rows");
        assert_eq!(attempt(&test.db, &actors.owner, &change(there)).await, Ok(0), "{table}");
    }
    let give_away = format!("update core.settings set organization_id = '{there}'");
    let refusal = attempt(&test.db, &actors.owner, &give_away).await.unwrap_err();
    assert!(refusal.starts_with("new row violates row-level security policy"), "{refusal}");
    for table in fixed {
        let refusal =
            attempt(&test.db, &actors.owner, &format!("update {table} set organization_id = '{there}'")).await;
        assert!(refusal.unwrap_err().starts_with("permission denied"), "{table}");
    }

    let (deletable, kept) = tables_where(&test, &actors.owner, "DELETE").await;
    assert_eq!(
        deletable,
        [
            "core.idempotency_keys",
            "core.organization_domains",
            "core.role_bindings",
            "core.role_parents",
            "core.role_permissions",
            "core.roles",
            "core.saved_views",
            "core.settings",
            "core.team_members",
            "core.teams",
            "integration.mail_settings"
        ]
    );
    for table in deletable {
        let delete = format!("delete from {table} where organization_id = '{there}'");
        assert_eq!(attempt(&test.db, &actors.owner, &delete).await, Ok(0), "{table}");
    }
    for table in kept {
        let refusal = attempt(&test.db, &actors.owner, &format!("delete from {table}")).await.unwrap_err();
        assert!(refusal.starts_with("permission denied"), "{table}");
    }
    test.close().await;
}

#[tokio::test]
async fn partitions_named_directly_are_refused() {
    let (test, actors) = seeded().await;
    let partitions = test
        .superuser_value(
            "select string_agg(oid::regclass::text, ' ') from pg_class where relispartition and relkind = 'r'",
        )
        .await;
    let mut count = 0;
    for partition in partitions.split(' ') {
        let select = format!("select from {partition}");
        let refusal = attempt(&test.db, &actors.owner, &select).await.unwrap_err();
        assert!(refusal.starts_with("permission denied"), "{partition}: {refusal}");
        let mut tx = test.db.system_tx(cauldron_db::SystemPurpose::Queue).await.unwrap();
        let system = sqlx::query(AssertSqlSafe(select)).execute(tx.connection()).await;
        assert!(system.unwrap_err().to_string().contains("permission denied"), "{partition} as the system role");
        count += 1;
    }
    assert!(count >= 27, "a default partition and two made ahead for each of nine tables, found {count}");
    test.close().await;
}

#[tokio::test]
async fn a_job_cannot_name_a_member_of_another_organization() {
    let (test, actors) = seeded().await;
    let job = |user: &Ctx| {
        format!(
            "insert into core.jobs (organization_id, id, kind, run_at, requested_by, trace_id)
             values ('{}', gen_random_uuid(), 'report', '2026-11-20', '{}', 't')",
            actors.owner.tenant.id,
            user.actor.user().unwrap()
        )
    };
    assert_eq!(attempt(&test.db, &actors.owner, &job(&actors.analyst)).await, Ok(1));
    let refusal = attempt(&test.db, &actors.owner, &job(&actors.outsider)).await.unwrap_err();
    assert!(refusal.contains("jobs_organization_id_requested_by_fkey"), "{refusal}");
    test.close().await;
}

#[tokio::test]
async fn points_of_another_organization_can_neither_be_written_nor_read() {
    let (test, actors) = seeded().await;
    let series = |ctx: &Ctx| {
        let sql = format!("select id::text from timeseries.series where organization_id = '{}'", ctx.tenant.id);
        let test = &test;
        async move { test.superuser_value(&sql).await }
    };
    let (own, foreign) = (series(&actors.owner).await, series(&actors.outsider).await);
    let write = format!(
        "select written::text from timeseries.write_points(array[{own}, {foreign}],
             array['2026-11-20', '2026-11-20']::timestamptz[], array[1, 2], '2026-11-01')"
    );
    let mut tx = test.db.org_tx(&actors.owner).await.unwrap();
    let written: String = sqlx::query_scalar(AssertSqlSafe(write)).fetch_one(tx.connection()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(written, "1", "only the own series' point");
    assert_eq!(test.superuser_value("select string_agg(series_id::text, ' ') from timeseries.points").await, own);
    test.superuser_sql(&format!(
        "insert into timeseries.points values ({foreign}, '2026-11-20', 2);
         insert into timeseries.points_1m select s, '2026-11-20', 1, 1, 1, 1, 1, 1 from unnest(array[{own}, {foreign}]) as s"
    ))
    .await;

    let span = "'2026-11-19', '2026-11-21'";
    for read in ["read_points(array[{}], {span}, 9)", "read_rollup(array[{}], '1m', {span}, 9)"] {
        let read =
            |series: &str| format!("select from timeseries.{}", read.replace("{}", series).replace("{span}", span));
        assert_eq!(attempt(&test.db, &actors.owner, &read(&own)).await, Ok(1));
        assert_eq!(attempt(&test.db, &actors.owner, &read(&foreign)).await, Ok(0));
        assert_eq!(attempt(&test.db, &actors.outsider, &read(&format!("{own}, {foreign}"))).await, Ok(1));
    }
    test.close().await;
}

#[tokio::test]
async fn tables_behind_functions_refuse_the_runtime_role() {
    let (test, actors) = seeded().await;
    for table in [
        "core.api_key_secrets",
        "core.credentials",
        "core.sessions",
        "core.setup_links",
        "core.sign_in_attempts",
        "core.system_settings",
        "core.recovery_links",
        "core.totp_secrets",
        "core.recovery_codes",
        "core.passkeys",
        "core.passkey_ceremonies",
        "integration.consumers",
        "timeseries.points",
        "timeseries.points_1m",
        "timeseries.points_15m",
        "timeseries.points_1h",
        "timeseries.points_1d",
        "timeseries.rollup_marks",
    ] {
        for sql in [format!("select from {table}"), format!("delete from {table}")] {
            let refusal = attempt(&test.db, &actors.owner, &sql).await.unwrap_err();
            assert!(refusal.starts_with("permission denied for"), "{sql}: {refusal}");
        }
    }
    let internal = "select core.identity_note(null, null, null, null, null, null, null, null, null, null, null, null)";
    assert!(attempt(&test.db, &actors.owner, internal).await.unwrap_err().starts_with("permission denied"));
    for internal in [
        "select core.count_attempt('pair', ''::bytea, now(), 5, '1 hour')",
        "select core.forget_attempt(''::bytea, ''::bytea, ''::bytea, now())",
        "select core.identity_holder(''::bytea, now())",
        "select core.renew_token(''::bytea, ''::bytea)",
        "select core.limit_of(null, 'people', 1)",
        "select core.enter_organization(null, null, 'owner', null)",
        "select core.enter_invited_teams(null, null)",
        "select token_hash from core.invitations",
        "select core.use_link(''::bytea, 'password', now())",
        "select core.replace_link(''::bytea, 'password', null, 'a@b', false, now(), now())",
        "select core.use_factor(null, 'totp', 1, null, null, null, null, now())",
        "select core.replace_codes(null, null, now())",
        "select core.identity_pending(''::bytea, now())",
    ] {
        assert!(attempt(&test.db, &actors.owner, internal).await.unwrap_err().starts_with("permission denied"));
    }
    test.close().await;
}

#[tokio::test]
async fn people_of_another_organization_are_invisible() {
    let (test, actors) = seeded().await;
    assert_eq!(attempt(&test.db, &actors.owner, "select from core.users").await, Ok(6));
    assert_eq!(attempt(&test.db, &actors.outsider, "select from core.users").await, Ok(1));
    test.close().await;
}

#[tokio::test]
async fn the_context_does_not_outlive_its_transaction() {
    let (test, actors) = seeded().await;
    let visit = Visit::internal(test.db.ambient());
    let seen = "select pg_backend_pid()::text || ' ' || coalesce(current_setting('app.organization_id', true), '')
        || coalesce(current_setting('app.user_id', true), '') || ' ' || (select count(*) from core.memberships)";
    for commit in [true, false] {
        let mut tx = test.db.org_tx(&actors.owner).await.unwrap();
        let pid: String = sqlx::query_scalar("select pg_backend_pid()::text").fetch_one(tx.connection()).await.unwrap();
        if commit {
            tx.commit().await.unwrap();
        } else {
            drop(tx);
        }
        // The pool takes the connection back in the background; only the same one proves anything.
        let mut tries = 0;
        loop {
            let mut tx = test.db.visit_tx(&visit).await.unwrap();
            let now: String = sqlx::query_scalar(seen).fetch_one(tx.connection()).await.unwrap();
            if let Some(rest) = now.strip_prefix(&pid) {
                assert_eq!(rest, "  0", "committed: {commit}");
                break;
            }
            tries += 1;
            assert!(tries < 200, "the connection never came back");
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }
    test.close().await;
}

#[tokio::test]
async fn views_of_a_colleague_are_invisible_and_out_of_reach() {
    let (test, actors) = seeded().await;
    let colleague = actors.analyst.actor.user().unwrap();
    let (_, values) = ROWS.iter().find(|(table, _)| *table == "core.saved_views").unwrap();
    test.superuser_sql(&row_of(&actors.analyst, "core.saved_views", values)).await;
    for ctx in [&actors.owner, &actors.analyst] {
        assert_eq!(attempt(&test.db, ctx, "select from core.saved_views").await, Ok(1));
    }
    for act in ["update core.saved_views set name = 'Taken'", "delete from core.saved_views"] {
        let theirs = format!("{act} where user_id = '{colleague}'");
        assert_eq!(attempt(&test.db, &actors.owner, &theirs).await, Ok(0), "{act}");
        assert_eq!(attempt(&test.db, &actors.analyst, &theirs).await, Ok(1), "{act}");
    }
    let planted = row_of(&actors.analyst, "core.saved_views", values);
    let refusal = attempt(&test.db, &actors.owner, &planted).await.unwrap_err();
    assert!(refusal.starts_with("new row violates row-level security policy"), "{refusal}");
    test.close().await;
}

#[tokio::test]
async fn marks_of_a_colleague_are_invisible_and_out_of_reach() {
    let (test, actors) = seeded().await;
    let (_, values) = ROWS.iter().find(|(table, _)| *table == "core.notification_marks").unwrap();
    test.superuser_sql(&row_of(&actors.analyst, "core.notification_marks", values)).await;
    assert_eq!(attempt(&test.db, &actors.owner, "select from core.notification_marks").await, Ok(1));
    let colleague = actors.analyst.actor.user().unwrap();
    let theirs = format!("update core.notification_marks set read_until = now() where user_id = '{colleague}'");
    assert_eq!(attempt(&test.db, &actors.owner, &theirs).await, Ok(0));
    assert_eq!(attempt(&test.db, &actors.analyst, &theirs).await, Ok(1));
    let planted = row_of(&actors.executive, "core.notification_marks", values);
    let refusal = attempt(&test.db, &actors.owner, &planted).await.unwrap_err();
    assert!(refusal.starts_with("new row violates row-level security policy"), "{refusal}");
    test.close().await;
}

#[tokio::test]
async fn preferences_are_one_s_own_in_every_organization_and_nobody_else_s_in_any() {
    let (test, actors) = seeded().await;
    let chosen = |ctx: &Ctx| {
        format!("insert into core.preferences (user_id, theme) values ('{}', 'dark')", ctx.actor.user().unwrap())
    };
    for ctx in [&actors.owner, &actors.analyst, &actors.outsider] {
        test.superuser_sql(&chosen(ctx)).await;
    }
    let elsewhere = Ctx { tenant: actors.outsider.tenant.clone(), ..actors.owner.clone() };
    for ctx in [&actors.owner, &elsewhere] {
        assert_eq!(attempt(&test.db, ctx, "select from core.preferences").await, Ok(1));
        assert_eq!(attempt(&test.db, ctx, "update core.preferences set theme = 'light'").await, Ok(1));
        let refusal = attempt(&test.db, ctx, &chosen(&actors.executive)).await.unwrap_err();
        assert!(refusal.starts_with("new row violates row-level security policy"), "{refusal}");
    }
    for act in ["delete from core.preferences", "update core.preferences set user_id = user_id"] {
        let refusal = attempt(&test.db, &actors.owner, act).await.unwrap_err();
        assert!(refusal.starts_with("permission denied"), "{act}: {refusal}");
    }
    let mut tx = test.db.visit_tx(&Visit::internal(test.db.ambient())).await.unwrap();
    let nobody_s = sqlx::query("select from core.preferences").execute(tx.connection()).await.unwrap();
    assert_eq!(nobody_s.rows_affected(), 0, "without a person nobody's are seen");
    drop(tx);
    test.close().await;
}

#[tokio::test]
async fn notifications_are_one_s_own_in_every_organization_and_nobody_else_s_in_any() {
    let (test, actors) = seeded().await;
    for ctx in [&actors.owner, &actors.analyst, &actors.outsider] {
        let user = ctx.actor.user().unwrap();
        test.superuser_sql(&format!(
            "insert into core.notifications (user_id, id, kind, title, created_at)
             values ('{user}', gen_random_uuid(), 'security', 'Of {user}', '2026-11-20')"
        ))
        .await;
    }
    let elsewhere = Ctx { tenant: actors.outsider.tenant.clone(), ..actors.owner.clone() };
    for ctx in [&actors.owner, &elsewhere] {
        assert_eq!(attempt(&test.db, ctx, "select from core.notifications").await, Ok(1));
        assert_eq!(attempt(&test.db, ctx, "update core.notifications set read_at = '2026-11-20'").await, Ok(1));
    }
    let (here, there) = (actors.owner.actor.user().unwrap(), actors.outsider.actor.user().unwrap());
    for act in [
        format!(
            "insert into core.notifications (user_id, id, kind, title, created_at) values ('{here}', gen_random_uuid(), 'security', 'x', now())"
        ),
        "delete from core.notifications".to_owned(),
        "update core.notifications set title = 'x'".to_owned(),
    ] {
        let refusal = attempt(&test.db, &actors.owner, &act).await.unwrap_err();
        assert!(refusal.starts_with("permission denied"), "{act}: {refusal}");
    }
    let notify = |user, kind| {
        format!("select core.identity_notify('{user}', gen_random_uuid(), '{kind}', 'Told', '', '', '2026-11-20')")
    };
    for (user, kind) in [(here, "access"), (there, "access"), (there, "invitation")] {
        let mut tx = test.db.org_tx(&actors.owner).await.unwrap();
        sqlx::query(AssertSqlSafe(notify(user, kind))).execute(tx.connection()).await.unwrap();
        tx.commit().await.unwrap();
    }
    let told = "select string_agg(kind || ' ' || (organization_id is null), ', ' order by kind)
        from core.notifications where title = 'Told' and user_id = ";
    // A stranger can be invited, and is told nothing else.
    assert_eq!(test.superuser_value(&format!("{told}'{there}'")).await, "invitation true");
    assert_eq!(test.superuser_value(&format!("{told}'{here}'")).await, "access false");
    let chosen = format!(
        "insert into core.notification_choices (user_id, kind, in_app, by_mail) values ('{there}', 'access', false, false)"
    );
    let refusal = attempt(&test.db, &actors.owner, &chosen).await.unwrap_err();
    assert!(refusal.starts_with("new row violates row-level security policy"), "{refusal}");
    test.close().await;
}
