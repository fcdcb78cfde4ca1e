//! Searching, counting, summing up and opening security events.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

use cauldron_aegis::event_list::{Part, Summary, get, list, sum_up};
use cauldron_core::Ctx;
use cauldron_test_support::TestDb;
use cauldron_types::{EventId, EventQuery, ProblemKind, Severity};
use std::fmt::Write as _;
use uuid::Uuid;

/// `(minutes before the test's beginning, kind, severity, actor, address, message)`
type Row<'a> = (i64, &'a str, &'a str, &'a str, &'a str, &'a str);

const ROWS: &[Row<'_>] = &[
    (1, "sign_in.failed", "low", "Zoë Ng", "203.0.113.9", "Sign-in failed for Zoë Ng: wrong password"),
    (2, "sign_in.succeeded", "info", "Ana", "203.0.113.9", "Ana signed in"),
    (3, "access.refused", "medium", "Emil", "2001:db8::7", "Emil was refused: GET /api/admin/audit"),
    (4, "sign_in.failed", "high", "Ana", "198.51.100.1", "Sign-in blocked for Ana 100%"),
    (90, "settings.changed", "low", "Ana", "", "Ana changed the organization's settings"),
    (60 * 26, "sign_in.succeeded", "info", "Emil", "203.0.113.77", "Emil signed in"),
];

async fn arrange(test: &TestDb, whose: &Ctx, rows: &[Row<'_>]) {
    let mut sql = String::new();
    for (minutes, kind, severity, actor, address, message) in rows {
        let (id, organization) = (test.db.ambient().new_id(), whose.tenant.id);
        let address = if address.is_empty() { "null".to_owned() } else { format!("'{address}'") };
        writeln!(
            sql,
            "insert into aegis.security_events (organization_id, time, id, kind, severity, actor_id, actor_label, address,
                 message, detail, trace_id)
             values ('{organization}', '{}'::timestamptz - interval '{minutes} minutes', '{id}', '{kind}', '{severity}',
                 case '{actor}' when 'Ana' then '00000000-0000-7000-8000-00000000000a'::uuid end, '{actor}', {address},
                 '{}', '{{\"route\":\"GET /x\"}}', 'trace-{minutes}');",
            cauldron_test_support::start_of_test(),
            message.replace('\'', "''"),
        )
        .unwrap();
    }
    test.superuser_sql(&sql).await;
}

fn query(pairs: &[(&str, &str)]) -> EventQuery {
    EventQuery::from_pairs(pairs.iter().copied())
}

const ALL: Part<'_> = Part { cursor: None, skip: 0, limit: 1000 };

async fn messages(test: &TestDb, ctx: &Ctx, pairs: &[(&str, &str)]) -> Vec<String> {
    let block = list(&test.db, ctx, &query(pairs), ALL).await.unwrap();
    block.events.into_iter().map(|event| event.message.split(':').next().unwrap_or_default().to_owned()).collect()
}

async fn summary(test: &TestDb, ctx: &Ctx, pairs: &[(&str, &str)]) -> Summary {
    sum_up(&test.db, ctx, &query(pairs), 10).await.unwrap()
}

/// What is asked for, and the beginnings of the sentences found.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str]);

#[tokio::test]
async fn filters_narrow_the_list_and_combine() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    arrange(&test, &actors.owner, ROWS).await;
    arrange(&test, &actors.outsider, &[(1, "sign_in.failed", "critical", "Otto", "203.0.113.9", "theirs")]).await;
    let zoe = "Sign-in failed for Zoë Ng";
    let (ana, emil) = ("Ana signed in", "Emil was refused");
    let (blocked, settings) = ("Sign-in blocked for Ana 100%", "Ana changed the organization's settings");
    let cases: &[Case<'_>] = &[
        (&[], &[zoe, ana, emil, blocked, settings]),
        (&[("from", "now-1h")], &[zoe, ana, emil, blocked]),
        (&[("from", "2026-11-19"), ("to", "2026-11-20")], &["Emil signed in"]),
        (&[("kind", "is:sign_in.failed")], &[zoe, blocked]),
        (&[("kind", "sign_in.failed,access.refused")], &[zoe, emil, blocked]),
        (&[("kind", "has:_in")], &[zoe, ana, blocked]),
        (&[("kind", "starts:SIGN"), ("severity", "not:info")], &[zoe, blocked]),
        (&[("kind", "not:sign_in.failed"), ("kind", "has:e")], &[ana, emil, settings]),
        (&[("severity", "is:high,medium")], &[emil, blocked]),
        (&[("actor", "has:zoË")], &[zoe]),
        (&[("actor", "is:emil")], &[emil]),
        (&[("actor", "00000000-0000-7000-8000-00000000000A")], &[ana, blocked, settings]),
        (&[("actor", "not:00000000-0000-7000-8000-00000000000a")], &[zoe, emil]),
        (&[("address", "is:203.0.113.9")], &[zoe, ana]),
        (&[("address", "203.0.113.0/24"), ("actor", "is:ana")], &[ana]),
        (&[("address", "is:2001:db8::7")], &[emil]),
        (&[("address", "not:203.0.113.0/24")], &[emil, blocked, settings]),
        (&[("address", "starts:198.")], &[blocked]),
        (&[("q", "SIGN-IN zoë")], &[zoe]),
        (&[("q", "100%")], &[blocked]),
        (&[("q", "_")], &[zoe, ana, blocked]),
        (&[("q", "refused"), ("severity", "low")], &[]),
        (&[("sort", "time")], &[settings, blocked, emil, ana, zoe]),
        (&[("sort", "-severity")], &[blocked, emil, zoe, settings, ana]),
        (&[("sort", "severity")], &[ana, zoe, settings, emil, blocked]),
    ];
    for (pairs, expected) in cases {
        assert_eq!(messages(&test, &actors.analyst, pairs).await, *expected, "{pairs:?}");
        let counted = summary(&test, &actors.analyst, pairs).await.total;
        assert_eq!((counted.count, counted.more), (i64::try_from(expected.len()).unwrap(), false), "{pairs:?}");
    }
    test.close().await;
}

#[tokio::test]
async fn paging_forth_and_back_meets_every_event_once_in_every_order() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let severities = ["low", "info", "high", "info", "critical"];
    // Many at the same moment, so that the id has to decide.
    let rows: Vec<Row<'_>> =
        (0..43).map(|n| (n / 7 + 1, "sign_in.failed", severities[n as usize % 5], "Ana", "", "m")).collect();
    arrange(&test, &actors.owner, &rows).await;
    for sort in ["-time", "time", "-severity", "severity"] {
        let query = query(&[("sort", sort)]);
        let whole = list(&test.db, &actors.analyst, &query, ALL).await.unwrap();
        assert_eq!((whole.events.len(), whole.previous, whole.next), (43, None, None));
        let ids = |events: &[cauldron_types::SecurityEvent]| events.iter().map(|event| event.id).collect::<Vec<_>>();
        let (mut forth, mut cursor, mut blocks) = (Vec::new(), None::<String>, Vec::new());
        loop {
            let part = Part { cursor: cursor.as_deref(), limit: 10, skip: 0 };
            let block = list(&test.db, &actors.analyst, &query, part).await.unwrap();
            assert_eq!(block.previous.is_some(), cursor.is_some(), "{sort}");
            forth.extend(ids(&block.events));
            cursor = block.next.clone();
            blocks.push(block);
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(forth, ids(&whole.events), "{sort}");
        assert_eq!(blocks.len(), 5);
        let mut back = blocks.pop().unwrap();
        while let Some(before) = blocks.pop() {
            let part = Part { cursor: back.previous.as_deref(), limit: 10, skip: 0 };
            back = list(&test.db, &actors.analyst, &query, part).await.unwrap();
            assert_eq!(ids(&back.events), ids(&before.events), "{sort}");
            assert!(back.next.is_some());
        }
        assert_eq!(back.previous, None, "{sort}");
        for skip in [0_u32, 7, 20, 42, 43, 90] {
            let part = Part { cursor: None, skip, limit: 10 };
            let block = list(&test.db, &actors.analyst, &query, part).await.unwrap();
            let expected: Vec<EventId> = ids(&whole.events).into_iter().skip(skip as usize).take(10).collect();
            assert_eq!(ids(&block.events), expected, "{sort} {skip}");
        }
    }
    test.close().await;
}

#[tokio::test]
async fn what_cannot_be_read_is_one_clear_sentence() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let long = "x".repeat(300);
    let words = "a ".repeat(9);
    let cases: &[&[(&str, &str)]] = &[
        &[("from", "yesterday")],
        &[("from", "now"), ("to", "now-1h")],
        &[("severity", "is:terrible")],
        &[("severity", "has:high")],
        &[("address", "is:somewhere")],
        &[("address", "is:300.0.0.1/99")],
        &[("sort", "colour")],
        &[("q", &long)],
        &[("q", &words)],
        &[("q", "a\0b")],
        &[("kind", &long)],
        &[("kind", "a\0b")],
        &[("actor", "is:Ana,00000000-0000-7000-8000-00000000000a")],
        &[("kind", "is:a"), ("kind", "is:b")],
    ];
    for pairs in cases {
        let error = list(&test.db, &actors.analyst, &query(pairs), ALL).await.unwrap_err();
        assert_eq!(error.kind(), ProblemKind::Invalid, "{pairs:?}");
        assert!(error.to_string().ends_with('.'), "{error}");
    }
    for cursor in ["", "x", "0", &"0".repeat(51), &"f".repeat(51), &"9".repeat(400)] {
        let part = Part { cursor: Some(cursor), ..ALL };
        match list(&test.db, &actors.analyst, &query(&[]), part).await {
            Err(error) => assert_eq!(error.kind(), ProblemKind::Invalid, "{cursor}"),
            Ok(block) => assert!(block.events.is_empty(), "{cursor}"),
        }
    }
    test.close().await;
}

#[tokio::test]
async fn the_histogram_counts_by_the_organization_s_days_and_the_facets_what_a_choice_would_leave() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    arrange(&test, &actors.owner, ROWS).await;
    let drawn = summary(&test, &actors.analyst, &[("from", "now-6d/d"), ("to", "now/d")]).await.histogram;
    assert_eq!((drawn.step, drawn.buckets.len()), ("day", 7));
    let days: Vec<i64> = drawn.buckets.iter().map(cauldron_types::EventBucket::total).collect();
    assert_eq!(days, [0, 0, 0, 0, 0, 1, 5]);
    assert_eq!(drawn.buckets[6].counts, [0, 1, 1, 2, 1]);
    assert_eq!(drawn.buckets[6].from.rfc3339(), "2026-11-19T23:00:00.000Z", "midnight in Berlin");

    let narrowed = [("kind", "sign_in.failed"), ("actor", "is:Ana")];
    let found = summary(&test, &actors.analyst, &narrowed).await.facets;
    let shown = |values: &[cauldron_types::FacetValue]| {
        values.iter().map(|value| format!("{} {}", value.label, value.count)).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(shown(&found.kinds), "settings.changed 1, sign_in.failed 1, sign_in.succeeded 1");
    assert_eq!(shown(&found.actors), "Ana 1, Zoë Ng 1");
    assert_eq!(found.actors[0].value, "00000000-0000-7000-8000-00000000000a");
    assert_eq!(found.actors[1].value, "Zoë Ng");
    let all = summary(&test, &actors.analyst, &[]).await.facets;
    assert_eq!(shown(&all.severities), "high 1, medium 1, low 2, info 1", "worst first");
    test.close().await;
}

#[tokio::test]
async fn an_event_is_opened_by_its_id_within_its_organization_only() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    arrange(&test, &actors.owner, ROWS).await;
    let id = list(&test.db, &actors.analyst, &query(&[]), ALL).await.unwrap().events[0].id;
    let found = get(&test.db, &actors.auditor, id).await.unwrap();
    assert_eq!((found.event.severity, found.trace.as_str(), found.actor_id), (Severity::Low, "trace-1", None));
    assert_eq!(found.detail, "{\n  \"route\": \"GET /x\"\n}");
    for (ctx, id) in [(&actors.outsider, id), (&actors.analyst, EventId(Uuid::nil()))] {
        assert_eq!(get(&test.db, ctx, id).await.unwrap_err().kind(), ProblemKind::NotFound);
    }
    assert!(messages(&test, &actors.outsider, &[]).await.is_empty());
    test.close().await;
}

#[tokio::test]
async fn an_executive_may_not_read_any_of_it() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let (db, ctx, query) = (&test.db, &actors.executive, query(&[]));
    let refused = [
        list(db, ctx, &query, ALL).await.err(),
        sum_up(db, ctx, &query, 10).await.err(),
        get(db, ctx, EventId(Uuid::nil())).await.err(),
    ];
    for error in refused {
        assert_eq!(error.unwrap().kind(), ProblemKind::Forbidden);
    }
    test.close().await;
}
