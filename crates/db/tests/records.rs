//! Records: what may have been saved already is not saved again.

use cauldron_core::{Ambient, SecurityNotice};
use cauldron_db::records::{ErrorRecord, NoticeRecord, RequestRecord, publish_notices, write_errors, write_requests};
use cauldron_test_support::TestDb;
use chrono::TimeDelta;
use uuid::Uuid;

fn request(ambient: &Ambient, organization: Option<Uuid>) -> RequestRecord {
    RequestRecord {
        id: ambient.new_id(),
        organization,
        time: ambient.now(),
        method: "GET",
        route: "/x".to_owned(),
        status: 200,
        duration_ms: 1.0,
        response_bytes: 0,
        actor_kind: "visitor",
        actor_id: None,
        address: None,
        trace: "t".to_owned(),
    }
}

fn failure(ambient: &Ambient, organization: Option<Uuid>) -> ErrorRecord {
    ErrorRecord {
        id: ambient.new_id(),
        organization,
        time: ambient.now(),
        fingerprint: "0123456789abcdef".to_owned(),
        route: "/x".to_owned(),
        message: "broken".to_owned(),
        actor_kind: "visitor",
        actor_id: None,
        trace: "t".to_owned(),
    }
}

fn notice(ambient: &Ambient, organization: Option<Uuid>) -> NoticeRecord {
    NoticeRecord {
        id: ambient.new_id(),
        organization,
        notice: SecurityNotice {
            what: "request.cross_site".to_owned(),
            time: ambient.now(),
            actor_id: None,
            actor_label: String::new(),
            address: None,
            detail: serde_json::json!({ "route": "POST /x" }),
        },
        audited_as: Some("person"),
        trace: "t".to_owned(),
    }
}

#[tokio::test]
async fn a_batch_whose_commit_was_lost_is_written_again_and_is_there_once() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let ambient = test.db.ambient();
    // Alike in everything but their ids: those alone tell them apart.
    let whose = [None, None, Some(actors.outsider.tenant.id.0)];
    let mut requests = whose.map(|organization| request(ambient, organization)).to_vec();
    let mut failures = whose.map(|organization| failure(ambient, organization)).to_vec();
    let mut notices = whose.map(|organization| notice(ambient, organization)).to_vec();
    let there =
        "select concat_ws(' ', (select count(*) from admin.api_requests), (select count(*) from admin.error_logs),
        (select count(*) from integration.outbox))";
    for attempt in 1..=2 {
        write_requests(&test.db, &requests).await.unwrap();
        write_errors(&test.db, &failures).await.unwrap();
        publish_notices(&test.db, &notices).await.unwrap();
        assert_eq!(test.superuser_value(there).await, "3 3 3", "attempt {attempt}");
        test.clock.advance(TimeDelta::seconds(1));
    }
    // The next attempt takes along what has come meanwhile.
    requests.push(request(ambient, None));
    failures.push(failure(ambient, None));
    notices.push(notice(ambient, None));
    write_requests(&test.db, &requests).await.unwrap();
    write_errors(&test.db, &failures).await.unwrap();
    publish_notices(&test.db, &notices).await.unwrap();
    assert_eq!(test.superuser_value(there).await, "4 4 4");
    let mut ids: Vec<String> = notices.iter().map(|notice| notice.id.to_string()).collect();
    ids.sort();
    let kept = "select string_agg(id::text, ' ' order by id) from integration.outbox";
    assert_eq!(test.superuser_value(kept).await, ids.join(" "), "consumers know an event by the id of its record");
    test.close().await;
}
