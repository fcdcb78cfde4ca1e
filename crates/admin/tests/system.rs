//! What operators see on the System page, and having a failed job done again.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

use cauldron_admin::{audit_log, error_list, job_list, request_list, system};
use cauldron_core::{AuditEvent, Ctx};
use cauldron_db::SystemPurpose;
use cauldron_db::records::{ErrorRecord, RequestRecord, write_errors, write_requests};
use cauldron_test_support::TestDb;
use cauldron_types::{JobId, JobQuery, ProblemKind, RequestQuery};
use chrono::TimeDelta;
use uuid::Uuid;

/// As many rows as a list has.
const ALL: u16 = u16::MAX;

fn request(test: &TestDb, whose: &Ctx, minutes: i64, route: &str, status: u16, duration_ms: f32) -> RequestRecord {
    RequestRecord {
        id: test.db.ambient().new_id(),
        organization: Some(whose.tenant.id.0),
        time: test.db.ambient().now() - TimeDelta::minutes(minutes),
        method: "GET",
        route: route.to_owned(),
        status,
        duration_ms,
        response_bytes: 100,
        actor_kind: "person",
        actor_id: whose.actor.id(),
        address: whose.visit.address,
        trace: format!("{minutes:032x}"),
    }
}

fn failure(test: &TestDb, whose: &Ctx, minutes: i64, fingerprint: &str) -> ErrorRecord {
    ErrorRecord {
        id: test.db.ambient().new_id(),
        organization: Some(whose.tenant.id.0),
        time: test.db.ambient().now() - TimeDelta::minutes(minutes),
        fingerprint: fingerprint.to_owned(),
        route: "/thing".to_owned(),
        message: format!("broke {minutes} minutes ago"),
        actor_kind: "visitor",
        actor_id: None,
        trace: format!("{minutes:032x}"),
    }
}

async fn job(test: &TestDb, whose: &Ctx, kind: &str, state: &str) -> JobId {
    let id = test.db.ambient().new_id();
    let (running, finished) = (state == "running", matches!(state, "succeeded" | "failed"));
    test.superuser_sql(&format!(
        "insert into core.jobs (organization_id, id, kind, state, run_at, lease_id, leased_until, finished_at, trace_id,
             payload, requested_by, attempts)
         values ('{}', '{id}', '{kind}', '{state}', now(), {}, {}, {}, 't', '{{\"n\": 1}}', '{}', 5)",
        whose.tenant.id,
        if running { "gen_random_uuid()" } else { "null" },
        if running { "now()" } else { "null" },
        if finished { "now()" } else { "null" },
        whose.actor.user().unwrap(),
    ))
    .await;
    JobId(id)
}

#[tokio::test]
async fn jobs_are_listed_by_state_and_kind_and_a_failed_one_is_queued_again_once() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let failed = job(&test, &actors.analyst, "report", "failed").await;
    let running = job(&test, &actors.owner, "maintenance", "running").await;
    job(&test, &actors.owner, "maintenance", "succeeded").await;
    let theirs = job(&test, &actors.outsider, "report", "failed").await;
    let all = job_list::list(&test.db, &actors.auditor, &JobQuery::default(), ALL).await.unwrap();
    assert_eq!(all.jobs[0].id, running, "what runs stands first");
    assert_eq!(all.jobs.len(), 4);
    assert_eq!(all.kinds, ["maintenance", "report"]);
    let of_theirs = all.jobs.iter().find(|job| job.id == theirs).unwrap();
    assert_eq!((of_theirs.organization.as_str(), of_theirs.requested_by.as_str()), ("Contoso", "Otto"));
    assert!(all.jobs.iter().all(|job| !job.may_retry), "an auditor reads");
    assert_eq!(job_list::list(&test.db, &actors.auditor, &JobQuery::default(), 1).await.unwrap().jobs[0].id, running);
    let states: Vec<_> = all.states.iter().map(|count| (count.state.as_str(), count.count)).collect();
    assert_eq!(states, [("running", 1), ("succeeded", 1), ("failed", 2)]);
    let narrowed = JobQuery { state: "failed".into(), kind: "report".into() };
    let narrowed = job_list::list(&test.db, &actors.admin, &narrowed, ALL).await.unwrap();
    let own = narrowed.jobs.iter().find(|job| job.id == failed).unwrap();
    assert_eq!((own.organization.as_str(), own.requested_by.as_str(), own.may_retry), ("Northwind", "Ana", true));
    assert!(
        !narrowed.jobs.iter().any(|job| job.id == theirs && job.may_retry),
        "nobody has rights in another organization"
    );
    let unknown = JobQuery { state: "lost".into(), ..JobQuery::default() };
    assert_eq!(job_list::list(&test.db, &actors.admin, &unknown, ALL).await.unwrap_err().kind(), ProblemKind::Invalid);

    let refused = job_list::retry(&test.db, &actors.auditor, failed).await.unwrap_err();
    assert_eq!(refused.kind(), ProblemKind::Forbidden, "who may look may not have it done again");
    let again = job_list::retry(&test.db, &actors.admin, failed).await.unwrap();
    let row = format!(
        "select concat_ws(' ', kind, state, payload, attempts, (select display_name from core.users where id = requested_by)) from core.jobs where id = '{again}'"
    );
    assert_eq!(test.superuser_value(&row).await, "report queued {\"n\": 1} 0 Adam", "in the rights of who retries");
    for (id, expected) in [
        (failed, ProblemKind::Conflict),
        (running, ProblemKind::Conflict),
        (JobId(Uuid::nil()), ProblemKind::NotFound),
        (theirs, ProblemKind::NotFound),
    ] {
        assert_eq!(job_list::retry(&test.db, &actors.admin, id).await.unwrap_err().kind(), expected);
    }
    let audited = "select count(*) || ' ' || max(subject_id) from audit.events where action = 'job.retried'";
    assert_eq!(test.superuser_value(audited).await, format!("1 {failed}"));
    test.close().await;
}

#[tokio::test]
async fn a_job_that_was_queued_again_is_failed_no_more() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let first = job(&test, &actors.analyst, "report", "failed").await;
    let listed = async |state: &str| {
        let query = JobQuery { state: state.into(), ..JobQuery::default() };
        let list = job_list::list(&test.db, &actors.owner, &query, ALL).await.unwrap();
        list.jobs.into_iter().map(|job| job.id).collect::<Vec<_>>()
    };
    let second = job_list::retry(&test.db, &actors.admin, first).await.unwrap();
    assert_eq!((listed("failed").await, listed("retried").await), (vec![], vec![first]));
    let all = job_list::list(&test.db, &actors.owner, &JobQuery::default(), ALL).await.unwrap();
    let states: Vec<_> = all.states.iter().map(|count| (count.state.as_str(), count.count)).collect();
    assert_eq!(states, [("queued", 1), ("retried", 1)]);
    assert!(all.jobs.iter().any(|job| job.id == first && job.state == "retried" && !job.may_retry), "{:?}", all.jobs);
    // The newer one fails too: it is what can be retried then.
    test.superuser_sql(&format!("update core.jobs set state = 'failed', finished_at = now() where id = '{second}'"))
        .await;
    assert_eq!((listed("failed").await, listed("retried").await), (vec![second], vec![first]));
    let refusal = job_list::retry(&test.db, &actors.admin, first).await.unwrap_err();
    assert_eq!(refusal.to_string(), "This job was queued again already. Should the newer one fail, retry that.");
    let third = job_list::retry(&test.db, &actors.admin, second).await.unwrap();
    assert_eq!(listed("queued").await, [third]);
    test.close().await;
}

#[tokio::test]
async fn requests_are_summed_up_by_route_and_found_one_by_one() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let mut batch: Vec<RequestRecord> = (1..=100_i16)
        .map(|n| request(&test, &actors.analyst, 5, "/slow", if n > 98 { 500 } else { 200 }, f32::from(n)))
        .collect();
    batch.push(request(&test, &actors.owner, 6, "/fast%", 404, 1.0));
    batch.push(request(&test, &actors.owner, 90, "/old", 200, 1.0));
    batch.push(request(&test, &actors.outsider, 5, "/theirs", 200, 9000.0));
    batch.push(RequestRecord { organization: None, ..request(&test, &actors.owner, 7, "/nobody", 200, -1.0) });
    write_requests(&test.db, &batch).await.unwrap();
    let hour = RequestQuery { from: "now-1h".into(), ..RequestQuery::default() };
    let report = request_list::routes(&test.db, &actors.auditor, &hour, ALL).await.unwrap();
    assert_eq!((report.routes[0].route.as_str(), report.routes.len()), ("GET /theirs", 4));
    let one = request_list::routes(&test.db, &actors.auditor, &hour, 1).await.unwrap().routes;
    assert_eq!(one, report.routes[..1]);
    let slow = &report.routes[1];
    assert_eq!(
        (slow.route.as_str(), slow.requests, slow.failures, slow.refusals, slow.bytes),
        ("GET /slow", 100, 2, 0, 10_000)
    );
    assert_eq!((slow.p50_ms, slow.p95_ms.round(), slow.p99_ms.round()), (50.5, 95.0, 99.0));
    assert_eq!((report.routes[2].route.as_str(), report.routes[2].refusals), ("GET /fast%", 1));
    assert_eq!((report.routes[3].route.as_str(), report.routes[3].p95_ms), ("GET /nobody", 0.0));

    let (mut seen, mut cursor) = (0, None::<String>);
    loop {
        let block = request_list::list(&test.db, &actors.owner, &hour, cursor.as_deref(), 40).await.unwrap();
        seen += block.requests.len();
        cursor = block.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, 103);
    let found = async |query: RequestQuery| {
        let query = RequestQuery { from: "now-1d".into(), ..query };
        request_list::list(&test.db, &actors.admin, &query, None, 200).await.map(|block| block.requests)
    };
    assert_eq!(found(RequestQuery { status: "5xx".into(), ..RequestQuery::default() }).await.unwrap().len(), 2);
    assert_eq!(found(RequestQuery { route: "fast% get".into(), ..RequestQuery::default() }).await.unwrap().len(), 1);
    let of_olivia = found(RequestQuery { actor: "olIv".into(), ..RequestQuery::default() }).await.unwrap();
    assert_eq!(
        (of_olivia.len(), of_olivia[0].actor.as_str(), of_olivia[0].address.as_str()),
        (3, "Olivia", "127.0.0.1")
    );
    let id = actors.owner.actor.id().unwrap().to_string();
    assert_eq!(found(RequestQuery { actor: id, ..RequestQuery::default() }).await.unwrap().len(), 3);
    let of_otto = found(RequestQuery { actor: "otto".into(), ..RequestQuery::default() }).await.unwrap();
    let whose: Vec<_> = of_otto.iter().map(|request| (request.route.as_str(), request.organization.as_str())).collect();
    assert_eq!(whose, [("GET /theirs", "Contoso")]);
    let of_nobody = found(RequestQuery { route: "nobody".into(), ..RequestQuery::default() }).await.unwrap();
    assert_eq!(of_nobody[0].organization, "Northwind", "it belongs to the operating organization");
    let trace = format!("{:032X}", 90);
    assert_eq!(
        found(RequestQuery { trace: trace.clone(), ..RequestQuery::default() }).await.unwrap()[0].route,
        "GET /old"
    );
    assert_eq!(request_list::of_trace(&test.db, &actors.owner, &trace.to_lowercase()).await.unwrap().len(), 1);
    for query in [
        RequestQuery { status: "teapot".into(), ..RequestQuery::default() },
        RequestQuery { route: "x".repeat(300), ..RequestQuery::default() },
        RequestQuery { actor: "a\0".into(), ..RequestQuery::default() },
        RequestQuery { trace: "t".repeat(300), ..RequestQuery::default() },
    ] {
        assert_eq!(found(query.clone()).await.unwrap_err().kind(), ProblemKind::Invalid, "{query:?}");
    }
    for cursor in ["x", &"z".repeat(48), &"f".repeat(48)] {
        let error = request_list::list(&test.db, &actors.owner, &hour, Some(cursor), 5).await.unwrap_err();
        assert_eq!(error.kind(), ProblemKind::Invalid);
    }
    test.close().await;
}

#[tokio::test]
async fn errors_are_grouped_with_their_course_and_opened_with_their_request() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    write_requests(&test.db, &[request(&test, &actors.owner, 30, "/thing", 500, 7.0)]).await.unwrap();
    let often = "0123456789abcdef";
    let batch = [
        failure(&test, &actors.owner, 30, often),
        failure(&test, &actors.owner, 23 * 60 + 59, often),
        failure(&test, &actors.owner, 40 * 60, often),
        failure(&test, &actors.owner, 60, "fedcba9876543210"),
        ErrorRecord { message: "ä".repeat(5000), ..failure(&test, &actors.outsider, 50, "fedcba9876543210") },
        failure(&test, &actors.outsider, 55, "00000000ffffffff"),
    ];
    write_errors(&test.db, &batch).await.unwrap();
    let report = error_list::report(&test.db, &actors.auditor, "now-24h", "now", ALL).await.unwrap();
    let kinds: Vec<_> = report
        .groups
        .iter()
        .map(|group| (group.fingerprint.as_str(), group.count, group.organization.as_str(), group.organizations))
        .collect();
    let both = ("fedcba9876543210", 2, "Contoso", 2);
    assert_eq!(kinds, [(often, 2, "Northwind", 1), both, ("00000000ffffffff", 1, "Contoso", 1)]);
    assert_eq!(report.groups[1].message.chars().count(), 4000);
    assert_eq!(error_list::report(&test.db, &actors.auditor, "now-24h", "now", 1).await.unwrap().groups.len(), 1);
    let group = report.groups.iter().find(|group| group.fingerprint == often).unwrap();
    assert_eq!((group.count, group.message.as_str()), (2, "broke 30 minutes ago"));
    assert_eq!((group.course.len(), group.course[0], group.course[23]), (24, 1, 1));
    assert!(group.first < group.last);
    let detail = error_list::detail(&test.db, &actors.owner, often).await.unwrap();
    assert_eq!((detail.count, detail.occurrences.len()), (3, 3));
    assert_eq!(detail.request.unwrap().route, "GET /thing");
    let theirs = error_list::detail(&test.db, &actors.owner, "00000000ffffffff").await.unwrap();
    assert_eq!(theirs.occurrences[0].organization, "Contoso");
    for unknown in ["ffffffff00000000", "x", "'; drop table", &"f".repeat(16)] {
        let error = error_list::detail(&test.db, &actors.owner, unknown).await.unwrap_err();
        assert_eq!(error.kind(), ProblemKind::NotFound, "{unknown}");
    }
    assert_eq!(
        error_list::report(&test.db, &actors.owner, "x", "", ALL).await.unwrap_err().kind(),
        ProblemKind::Invalid
    );
    test.close().await;
}

#[tokio::test]
async fn a_storm_of_errors_is_counted_without_reading_its_messages() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let now = test.db.ambient().now();
    test.superuser_sql(&format!(
        "insert into admin.error_logs (organization_id, time, id, fingerprint, route, message, actor_kind, trace_id)
         select '{}', '{now}'::timestamptz - n * interval '1 second', gen_random_uuid(), '0123456789abcdef', '/x',
             (select string_agg(md5(n || '-' || part), '') from generate_series(1, 125) as part), 'visitor', 't'
         from generate_series(1, 2000) as n;
         analyze admin.error_logs",
        actors.outsider.tenant.id,
    ))
    .await;
    // Postgres tells what a connection has read a moment after it ended.
    let told = async |of: &str, least: i64| {
        let value = format!(
            "select sum({of})::text from pg_statio_user_tables join pg_stat_user_tables using (relid)
             where pg_stat_user_tables.relname like 'error_logs%'"
        );
        for _attempt in 0..100 {
            let told: i64 = test.superuser_value(&value).await.parse().unwrap();
            if told >= least {
                return told;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("{of} stays below {least}");
    };
    let (messages, scans) = ("coalesce(toast_blks_read + toast_blks_hit, 0)", "seq_scan + idx_scan");
    let before = told(messages, 2000).await;
    let scanned = told(scans, 0).await;
    let reader = test.another_process();
    let report = error_list::report(&reader, &actors.owner, "now-1h", "now", ALL).await.unwrap();
    reader.close().await;
    assert_eq!((report.groups.len(), report.groups[0].count, report.groups[0].message.len()), (1, 2000, 4000));
    told(scans, scanned + 1).await;
    let after = told(messages, before).await;
    assert!(after - before < 100, "one message is read, not all: {before} {after}");
    test.close().await;
}

#[tokio::test]
async fn what_takes_too_long_is_given_up_with_a_sentence() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let ctx = &actors.owner;
    job_list::list(&test.db, ctx, &JobQuery::default(), ALL).await.unwrap();
    let mut held = test.db.system_tx(SystemPurpose::Maintenance).await.unwrap();
    for table in ["admin.error_logs", "admin.api_requests", "core.jobs"] {
        let lock = format!("lock table {table} in access exclusive mode");
        sqlx::query(sqlx::AssertSqlSafe(lock)).execute(held.connection()).await.unwrap();
    }
    let (jobs, query) = (JobQuery::default(), RequestQuery::default());
    let (jobs, routes, errors) = tokio::join!(
        job_list::list(&test.db, ctx, &jobs, ALL),
        request_list::routes(&test.db, ctx, &query, ALL),
        error_list::report(&test.db, ctx, "", "", ALL),
    );
    for refusal in [jobs.unwrap_err(), routes.unwrap_err(), errors.unwrap_err()] {
        assert!(refusal.to_string().contains("too much to search"), "{refusal}");
    }
    drop(held);
    test.close().await;
}

#[tokio::test]
async fn who_looks_at_all_organizations_is_in_the_audit_log_once_an_hour() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let looks = "select coalesce(string_agg(actor_label, ' ' order by time, actor_label), '') from audit.events
        where action = 'operations.viewed'";
    for ctx in [&actors.owner, &actors.owner, &actors.auditor, &actors.outsider, &actors.analyst] {
        let _forbidden = job_list::list(&test.db, ctx, &JobQuery::default(), ALL).await;
        let _forbidden = request_list::routes(&test.db, ctx, &RequestQuery::default(), ALL).await;
    }
    assert_eq!(test.superuser_value(looks).await, "Aurelia Olivia");
    test.clock.advance(TimeDelta::minutes(61));
    error_list::report(&test.db, &actors.owner, "", "", ALL).await.unwrap();
    assert_eq!(test.superuser_value(looks).await, "Aurelia Olivia Olivia");
    test.close().await;
}

#[tokio::test]
async fn the_bus_and_the_database_are_described_as_they_are() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    test.superuser_sql(&format!(
        "insert into integration.consumers (name, transaction_id, sequence) values ('a.consumer', '0', 0);
         insert into integration.outbox (organization_id, id, kind, payload, trace_id, created_at)
         values ('{0}', gen_random_uuid(), 'metrics.recorded', '{{}}', 't', clock_timestamp() - interval '90 seconds'),
                ('{0}', gen_random_uuid(), 'metrics.recorded', '{{}}', 't', clock_timestamp());
         insert into aegis.security_events (organization_id, time, id, kind, severity, message, trace_id)
         select '{0}', '2026-11-20', gen_random_uuid(), 'a.b', 'low', 'm', 't' from generate_series(1, 500);
         insert into aegis.security_events (organization_id, time, id, kind, severity, message, trace_id)
         select '{0}', '1999-11-20', gen_random_uuid(), 'a.b', 'low', 'm', 't' from generate_series(1, 20);
         analyze",
        actors.owner.tenant.id,
    ))
    .await;
    let waiting = test.db.org_tx(&actors.owner).await.unwrap();
    let bus = system::bus(&test.db, &actors.auditor).await.unwrap();
    assert_eq!((bus.consumers[0].name.as_str(), bus.consumers[0].events, bus.outbox_rows), ("a.consumer", 2, 2));
    assert!((89.0..120.0).contains(&bus.consumers[0].seconds), "{bus:?}");
    assert!(bus.outbox_oldest.unwrap() > 89.0 && bus.outbox_bytes > 0);
    let oldest = bus.oldest.unwrap();
    assert_eq!((oldest.application.as_str(), oldest.state.as_str()), ("cauldron", "idle in transaction"));
    waiting.commit().await.unwrap();

    let seen = system::database(&test.db, &actors.auditor).await.unwrap();
    assert!(seen.bytes > 1_000_000 && seen.connections >= 1 && seen.max_connections >= seen.connections, "{seen:?}");
    assert!(seen.version.starts_with("1"), "{}", seen.version);
    assert!(seen.by_name.iter().any(|one| one.name == "cauldron_app · cauldron"), "{:?}", seen.by_name);
    let events = seen.tables.iter().find(|table| table.name == "aegis.security_events").unwrap();
    assert_eq!((events.rows, events.default_rows), (Some(520), 20));
    assert_eq!((events.partitions, events.oldest_partition.as_str()), (3, "security_events_20261101"));
    assert_eq!(events.newest_partition, "security_events_20261201");
    assert!(seen.tables.iter().all(|table| !table.name.contains("_20261")), "partitions count with their table");
    assert!(seen.tables.is_sorted_by(|one, other| one.bytes() >= other.bytes()));
    test.close().await;
}

#[tokio::test]
async fn the_audit_entries_of_a_trace_are_found_by_who_may_read_the_log() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let mut tx = test.db.org_tx(&actors.owner).await.unwrap();
    let entry = AuditEvent {
        action: "thing.changed",
        subject_kind: "thing",
        subject_id: "1".into(),
        detail: serde_json::json!({}),
    };
    tx.audit(entry).await.unwrap();
    tx.commit().await.unwrap();
    let trace = actors.owner.trace().as_str();
    assert_eq!(audit_log::of_trace(&test.db, &actors.auditor, trace).await.unwrap()[0].action, "thing.changed");
    assert!(audit_log::of_trace(&test.db, &actors.outsider, trace).await.unwrap().is_empty());
    assert_eq!(audit_log::of_trace(&test.db, &actors.analyst, trace).await.unwrap_err().kind(), ProblemKind::Forbidden);
    test.close().await;
}

#[tokio::test]
async fn only_those_who_run_the_installation_see_the_system() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    for (role, ctx) in actors.all() {
        let allowed = matches!(role, "owner" | "admin" | "auditor");
        let db = &test.db;
        let outcomes = [
            job_list::list(db, ctx, &JobQuery::default(), ALL).await.err(),
            request_list::routes(db, ctx, &RequestQuery::default(), ALL).await.err(),
            request_list::list(db, ctx, &RequestQuery::default(), None, 5).await.err(),
            request_list::of_trace(db, ctx, "t").await.err(),
            error_list::report(db, ctx, "", "", ALL).await.err(),
            system::bus(db, ctx).await.err(),
            system::database(db, ctx).await.err(),
        ];
        for outcome in outcomes {
            assert_eq!(outcome.map(|error| error.kind()), (!allowed).then_some(ProblemKind::Forbidden), "{role}");
        }
    }
    test.close().await;
}
