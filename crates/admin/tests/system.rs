//! What operators see on the System page, and having a failed job done again.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

use cauldron_admin::{audit_log, error_list, job_list, request_list, system};
use cauldron_core::{AuditEvent, Ctx};
use cauldron_db::records::{ErrorRecord, RequestRecord, write_errors, write_requests};
use cauldron_test_support::TestDb;
use cauldron_types::{JobId, JobQuery, ProblemKind, RequestQuery};
use chrono::TimeDelta;
use uuid::Uuid;

fn request(test: &TestDb, whose: &Ctx, minutes: i64, route: &str, status: u16, duration_ms: f32) -> RequestRecord {
    RequestRecord {
        organization: Some(whose.tenant.id.0),
        time: test.db.ambient().now() - TimeDelta::minutes(minutes),
        method: "GET".to_owned(),
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
    job(&test, &actors.outsider, "report", "failed").await;
    let all = job_list::list(&test.db, &actors.auditor, &JobQuery::default()).await.unwrap();
    assert_eq!(all.jobs[0].id, running, "what runs stands first");
    assert_eq!(all.jobs.len(), 3);
    assert_eq!(all.kinds, ["maintenance", "report"]);
    assert!(!all.may_retry);
    let states: Vec<_> = all.states.iter().map(|count| (count.state.as_str(), count.count)).collect();
    assert_eq!(states, [("running", 1), ("succeeded", 1), ("failed", 1)]);
    let narrowed = JobQuery { state: "failed".into(), kind: "report".into() };
    let narrowed = job_list::list(&test.db, &actors.admin, &narrowed).await.unwrap();
    assert_eq!((narrowed.jobs[0].id, narrowed.jobs[0].requested_by.as_str()), (failed, "Ana"));
    assert!(narrowed.may_retry);
    let unknown = JobQuery { state: "lost".into(), ..JobQuery::default() };
    assert_eq!(job_list::list(&test.db, &actors.admin, &unknown).await.unwrap_err().kind(), ProblemKind::Invalid);

    let refused = job_list::retry(&test.db, &actors.auditor, failed).await.unwrap_err();
    assert_eq!(refused.kind(), ProblemKind::Forbidden, "who may look may not have it done again");
    let again = job_list::retry(&test.db, &actors.admin, failed).await.unwrap();
    let row = format!(
        "select concat_ws(' ', kind, state, payload, attempts, (select display_name from core.users where id = requested_by)) from core.jobs where id = '{again}'"
    );
    assert_eq!(test.superuser_value(&row).await, "report queued {\"n\": 1} 0 Ana");
    for (id, expected) in
        [(failed, ProblemKind::Conflict), (running, ProblemKind::Conflict), (JobId(Uuid::nil()), ProblemKind::NotFound)]
    {
        assert_eq!(job_list::retry(&test.db, &actors.admin, id).await.unwrap_err().kind(), expected);
    }
    let audited = "select count(*) || ' ' || max(subject_id) from audit.events where action = 'job.retried'";
    assert_eq!(test.superuser_value(audited).await, format!("1 {failed}"));
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
    write_requests(&test.db, &batch).await.unwrap();
    let hour = RequestQuery { from: "now-1h".into(), ..RequestQuery::default() };
    let report = request_list::routes(&test.db, &actors.auditor, &hour).await.unwrap();
    let slow = &report.routes[0];
    assert_eq!(
        (slow.route.as_str(), slow.requests, slow.failures, slow.refusals, slow.bytes),
        ("GET /slow", 100, 2, 0, 10_000)
    );
    assert_eq!((slow.p50_ms, slow.p95_ms.round(), slow.p99_ms.round()), (50.5, 95.0, 99.0));
    assert_eq!((report.routes[1].route.as_str(), report.routes[1].refusals, report.routes.len()), ("GET /fast%", 1, 2));

    let (mut seen, mut cursor) = (0, None::<String>);
    loop {
        let block = request_list::list(&test.db, &actors.owner, &hour, cursor.as_deref(), 40).await.unwrap();
        seen += block.requests.len();
        cursor = block.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, 101);
    let found = async |query: RequestQuery| {
        let query = RequestQuery { from: "now-1d".into(), ..query };
        request_list::list(&test.db, &actors.admin, &query, None, 200).await.map(|block| block.requests)
    };
    assert_eq!(found(RequestQuery { status: "5xx".into(), ..RequestQuery::default() }).await.unwrap().len(), 2);
    assert_eq!(found(RequestQuery { route: "fast% get".into(), ..RequestQuery::default() }).await.unwrap().len(), 1);
    let of_olivia = found(RequestQuery { actor: "olIv".into(), ..RequestQuery::default() }).await.unwrap();
    assert_eq!(
        (of_olivia.len(), of_olivia[0].actor.as_str(), of_olivia[0].address.as_str()),
        (2, "Olivia", "127.0.0.1")
    );
    let id = actors.owner.actor.id().unwrap().to_string();
    assert_eq!(found(RequestQuery { actor: id, ..RequestQuery::default() }).await.unwrap().len(), 2);
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
        failure(&test, &actors.outsider, 60, "00000000ffffffff"),
    ];
    write_errors(&test.db, &batch).await.unwrap();
    let report = error_list::report(&test.db, &actors.auditor, "now-24h", "now").await.unwrap();
    assert_eq!(report.groups.len(), 2);
    let group = &report.groups[0];
    assert_eq!((group.fingerprint.as_str(), group.count, group.message.as_str()), (often, 2, "broke 30 minutes ago"));
    assert_eq!((group.course.len(), group.course[0], group.course[23]), (24, 1, 1));
    assert!(group.first < group.last);
    let detail = error_list::detail(&test.db, &actors.owner, often).await.unwrap();
    assert_eq!((detail.count, detail.occurrences.len()), (3, 3));
    assert_eq!(detail.request.unwrap().route, "GET /thing");
    for unknown in ["00000000ffffffff", "x", "'; drop table", &"f".repeat(16)] {
        let error = error_list::detail(&test.db, &actors.owner, unknown).await.unwrap_err();
        assert_eq!(error.kind(), ProblemKind::NotFound, "{unknown}");
    }
    assert_eq!(error_list::report(&test.db, &actors.owner, "x", "").await.unwrap_err().kind(), ProblemKind::Invalid);
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
            job_list::list(db, ctx, &JobQuery::default()).await.err(),
            request_list::routes(db, ctx, &RequestQuery::default()).await.err(),
            request_list::list(db, ctx, &RequestQuery::default(), None, 5).await.err(),
            request_list::of_trace(db, ctx, "t").await.err(),
            error_list::report(db, ctx, "", "").await.err(),
            system::bus(db, ctx).await.err(),
            system::database(db, ctx).await.err(),
        ];
        for outcome in outcomes {
            assert_eq!(outcome.map(|error| error.kind()), (!allowed).then_some(ProblemKind::Forbidden), "{role}");
        }
    }
    test.close().await;
}
