//! What operators see of requests and errors, from the batches that are written to the page's summary.

use cauldron_admin::operations::summary;
use cauldron_core::Ctx;
use cauldron_db::records::{ErrorRecord, RequestRecord, write_errors, write_requests};
use cauldron_test_support::TestDb;
use cauldron_types::ProblemKind;
use chrono::TimeDelta;

fn request(test: &TestDb, whose: Option<&Ctx>, route: &str, status: u16, duration_ms: f32) -> RequestRecord {
    RequestRecord {
        organization: whose.map(|ctx| ctx.tenant.id.0),
        time: test.db.ambient().now(),
        method: "GET".to_owned(),
        route: route.to_owned(),
        status,
        duration_ms,
        response_bytes: 0,
        actor_kind: "visitor",
        actor_id: whose.and_then(|ctx| ctx.actor.id()),
        address: whose.and_then(|ctx| ctx.visit.address),
        trace: "t".to_owned(),
    }
}

fn failure(test: &TestDb, whose: Option<&Ctx>, fingerprint: &str, message: &str) -> ErrorRecord {
    ErrorRecord {
        organization: whose.map(|ctx| ctx.tenant.id.0),
        time: test.db.ambient().now(),
        fingerprint: fingerprint.to_owned(),
        route: "/thing".to_owned(),
        message: message.to_owned(),
        actor_kind: "visitor",
        actor_id: None,
        trace: "t".to_owned(),
    }
}

#[tokio::test]
async fn the_last_hour_is_summed_up_for_the_operating_organization_alone() {
    let test = TestDb::new().await;
    write_requests(&test.db, &[request(&test, None, "/before-set-up", 200, 1.0)]).await.unwrap();
    let actors = test.actors().await;
    let old = request(&test, None, "/old", 200, 1.0);
    let old = RequestRecord { time: old.time - TimeDelta::minutes(61), ..old };
    let batch = [
        old,
        request(&test, None, "/slow", 503, 900.0),
        request(&test, Some(&actors.analyst), "/slow", 200, 900.0),
        request(&test, Some(&actors.analyst), "/fast", 200, -1.0),
        request(&test, Some(&actors.outsider), "/theirs", 200, 5000.0),
    ];
    write_requests(&test.db, &batch).await.unwrap();
    let failures = [
        failure(&test, None, "0123456789abcdef", "often"),
        failure(&test, None, "0123456789abcdef", "often"),
        failure(&test, None, "fedcba9876543210", &"ä".repeat(5000)),
        failure(&test, Some(&actors.outsider), "0000000000000000", "theirs"),
    ];
    write_errors(&test.db, &failures).await.unwrap();

    let seen = summary(&test.db, &actors.auditor).await.unwrap();
    let routes: Vec<_> =
        seen.routes.iter().map(|route| (route.route.as_str(), route.requests, route.failures, route.p95_ms)).collect();
    assert_eq!(routes, [("GET /slow", 2, 1, 900.0), ("GET /fast", 1, 0, 0.0)]);
    let errors: Vec<_> = seen.errors.iter().map(|error| (error.count, error.message.chars().count())).collect();
    assert_eq!(errors, [(2, 5), (1, 4000)]);
    assert_eq!(test.superuser_value("select count(*)::text from admin.api_requests").await, "5");
    test.close().await;
}

#[tokio::test]
async fn only_those_who_run_the_installation_see_its_operation() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    for (role, ctx) in actors.all() {
        let outcome = summary(&test.db, ctx).await;
        if matches!(role, "owner" | "admin" | "auditor") {
            assert!(outcome.is_ok(), "{role}");
        } else {
            assert_eq!(outcome.unwrap_err().kind(), ProblemKind::Forbidden, "{role}");
        }
    }
    test.close().await;
}
