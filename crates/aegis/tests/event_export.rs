//! Security events as a file.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

use cauldron_aegis::event_export::{Format, begin_export};
use cauldron_core::Ctx;
use cauldron_test_support::TestDb;
use cauldron_types::{EventQuery, ProblemKind};

async fn arrange(test: &TestDb, whose: &Ctx, count: u32) {
    test.superuser_sql(&format!(
        "insert into aegis.security_events (organization_id, time, id, kind, severity, actor_label, address, message, trace_id)
         select '{}', '{}'::timestamptz - n * interval '1 second', gen_random_uuid(), 'sign_in.failed', 'low',
             '=HYPERLINK(\"http://evil\")', '203.0.113.9', 'number, \"' || n || '\"', 't'
         from generate_series(1, {count}) as n",
        whose.tenant.id,
        cauldron_test_support::start_of_test(),
    ))
    .await;
}

async fn file(test: &TestDb, ctx: &Ctx, query: &EventQuery, format: Format) -> (String, String) {
    let mut export = begin_export(&test.db, ctx, query, format).await.unwrap();
    let (name, mut text) = (export.file_name(), String::new());
    while let Some(piece) = export.next(&test.db).await.unwrap() {
        text.push_str(&piece);
    }
    (name, text)
}

#[tokio::test]
async fn a_file_holds_what_the_list_shows_in_its_order_and_making_it_is_recorded() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    arrange(&test, &actors.owner, 2345).await;
    arrange(&test, &actors.outsider, 5).await;
    let (name, csv) = file(&test, &actors.analyst, &EventQuery::default(), Format::Csv).await;
    assert_eq!(name, "security-events-2026-11-20.csv");
    let lines: Vec<&str> = csv.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 2346);
    assert_eq!(lines[0], "time,severity,kind,message,actor,actor_id,address,trace_id,id,detail");
    let begins = "2026-11-20T07:59:59.000000Z,low,sign_in.failed,\"number, \"\"1\"\"\",\"'=HYPERLINK(\"\"http://evil\"\")\",,203.0.113.9,t,";
    assert!(lines[1].starts_with(begins), "{}", lines[1]);

    let query = EventQuery { sort: "time".into(), from: "now-1000s".into(), ..EventQuery::default() };
    let (name, json) = file(&test, &actors.auditor, &query, Format::Json).await;
    assert_eq!(name, "security-events-2026-11-20.json");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let events = json["events"].as_array().unwrap();
    assert_eq!((events.len(), &json["complete"]), (1000, &serde_json::json!(true)));
    assert_eq!(events[0]["message"], "number, \"1000\"");

    let recorded = "select string_agg(action || ' ' || actor_label || ' ' || (detail ->> 'events'), '; ' order by time, id) from audit.events where action like 'security%'";
    assert_eq!(
        test.superuser_value(recorded).await,
        "security_events.exported Ana 2345; security_events.exported Aurelia 1000"
    );
    let published = "select count(*)::text from integration.outbox where kind = 'security.security_events.exported'";
    assert_eq!(test.superuser_value(published).await, "2");
    test.close().await;
}

#[tokio::test]
async fn a_file_is_named_after_the_day_of_the_organization() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    // 23:30 in Greenwich, half past midnight in Berlin.
    test.clock.advance(chrono::TimeDelta::minutes(15 * 60 + 30));
    let (name, _) = file(&test, &actors.analyst, &EventQuery::default(), Format::Csv).await;
    assert_eq!(name, "security-events-2026-11-21.csv");
    test.close().await;
}

#[tokio::test]
async fn an_empty_file_is_whole_and_too_large_a_one_says_so() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let (_, json) = file(&test, &actors.analyst, &EventQuery::default(), Format::Json).await;
    assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["events"], serde_json::json!([]));
    let (_, csv) = file(&test, &actors.analyst, &EventQuery::default(), Format::Csv).await;
    assert_eq!(csv.lines().count(), 1);

    arrange(&test, &actors.owner, 100_001).await;
    let query = EventQuery { from: "now-30d".into(), ..EventQuery::default() };
    let (name, csv) = file(&test, &actors.analyst, &query, Format::Csv).await;
    assert_eq!(name, "security-events-2026-11-20-first-100000.csv");
    assert_eq!(csv.lines().count(), 100_001, "the head and as many events as there may be");
    test.close().await;
}

#[tokio::test]
async fn an_executive_may_not_export_and_nothing_is_recorded() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let error = begin_export(&test.db, &actors.executive, &EventQuery::default(), Format::Csv).await.unwrap_err();
    assert_eq!(error.kind(), ProblemKind::Forbidden);
    assert_eq!(
        test.superuser_value("select count(*)::text from audit.events where action like 'security%'").await,
        "0"
    );
    assert!("pdf".parse::<Format>().is_err());
    test.close().await;
}
