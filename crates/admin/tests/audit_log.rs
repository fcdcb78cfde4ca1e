//! The audit log, page by page and narrowed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

use cauldron_admin::audit_export::{Format, begin_export};
use cauldron_admin::audit_log::{LARGEST_BLOCK, entries, list, read_entry};
use cauldron_core::Ctx;
use cauldron_test_support::{Actors, TestDb};
use cauldron_types::{AuditBlock, AuditQuery, ProblemKind};

/// 30 entries of Olivia's and, between them, one of Adam's every ten; five at a time share an instant. One of another
/// organization is the newest of all.
async fn filled() -> (TestDb, Actors) {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    let entry = |whose: &Ctx, n: i64, action: &str| {
        format!(
            "insert into audit.events (organization_id, time, id, actor_kind, actor_id, actor_label, action, subject_kind,
                 subject_id, detail, address, trace_id)
             values ('{}', '2026-11-20T07:00:00Z'::timestamptz - interval '1 day' * ({n} / 5), gen_random_uuid(), 'person',
                 '{}', '{}', '{action}', 'thing', '{n}', '{{}}', '203.0.113.9', 't');",
            whose.tenant.id,
            whose.actor.id().unwrap(),
            whose.actor.label(),
        )
    };
    let mut sql: String = (0..30).map(|n| entry(&actors.owner, n, "thing.changed")).collect();
    sql.extend((0..3).map(|n| entry(&actors.admin, n * 10, "other_thing.made")));
    sql.push_str(&entry(&actors.outsider, 0, "thing.changed"));
    test.superuser_sql(&sql).await;
    (test, actors)
}

fn ids(block: &AuditBlock) -> Vec<String> {
    block.entries.iter().map(|entry| entry.id.to_string()).collect()
}

#[tokio::test]
async fn every_entry_is_met_once_on_the_way_down_and_on_the_way_back() {
    let (test, actors) = filled().await;
    let mut query = AuditQuery::default();
    let mut pages = Vec::new();
    loop {
        let page = list(&test.db, &actors.auditor, &query, 10).await.unwrap();
        assert!(page.entries.is_sorted_by(|one, other| one.time >= other.time));
        query = AuditQuery { before: page.older.clone().unwrap_or_default(), ..query };
        pages.push(page);
        if query.before.is_empty() {
            break;
        }
    }
    let sizes: Vec<_> = pages.iter().map(|page| page.entries.len()).collect();
    assert_eq!(sizes, [10, 10, 10, 3]);
    let mut all: Vec<String> = pages.iter().flat_map(ids).collect();
    assert_eq!(all.len(), 33);
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 33, "an entry was met twice");
    assert_eq!(pages[0].newer, None);
    for (page, newer) in pages.iter().skip(1).zip(&pages) {
        let back = AuditQuery { after: page.newer.clone().unwrap(), ..AuditQuery::default() };
        let back = list(&test.db, &actors.auditor, &back, 10).await.unwrap();
        assert_eq!(ids(&back), ids(newer));
        assert_eq!((back.newer.is_none(), back.older.is_some()), (newer.newer.is_none(), true));
    }
    test.close().await;
}

#[tokio::test]
async fn the_way_back_ends_with_a_whole_page_of_the_newest() {
    let (test, actors) = filled().await;
    let page = list(&test.db, &actors.owner, &AuditQuery::default(), 4).await.unwrap();
    let second = AuditQuery { before: page.older.clone().unwrap(), ..AuditQuery::default() };
    let second = list(&test.db, &actors.owner, &second, 10).await.unwrap();
    let back = AuditQuery { after: second.newer.unwrap(), ..AuditQuery::default() };
    let back = list(&test.db, &actors.owner, &back, 10).await.unwrap();
    assert_eq!((back.entries.len(), back.newer.as_ref()), (10, None));
    assert_eq!(ids(&back), ids(&list(&test.db, &actors.owner, &AuditQuery::default(), 10).await.unwrap()));
    test.close().await;
}

#[tokio::test]
async fn entries_are_narrowed_by_time_actor_and_action() {
    let (test, actors) = filled().await;
    let count = async |query: AuditQuery| {
        list(&test.db, &actors.auditor, &query, LARGEST_BLOCK).await.map(|block| block.entries.len())
    };
    let any = AuditQuery::default;
    for (query, expected) in [
        (any(), 33),
        (AuditQuery { actor: "olIv".into(), ..any() }, 30),
        (AuditQuery { actor: actors.admin.actor.id().unwrap().to_string(), ..any() }, 3),
        (AuditQuery { actor: "100%".into(), ..any() }, 0),
        (AuditQuery { action: "other_thing.made".into(), ..any() }, 3),
        (AuditQuery { action: "thing.made".into(), ..any() }, 0),
        (AuditQuery { action: "thing made".into(), ..any() }, 3),
        (AuditQuery { action: "thing".into(), ..any() }, 33),
        // Five a day, and one of Adam's every other day; the test's morning is 09:00 in Berlin.
        (AuditQuery { from: "now/d".into(), ..any() }, 6),
        (AuditQuery { from: "2026-11-19".into(), to: "2026-11-20".into(), ..any() }, 5),
        (AuditQuery { to: "2026-11-16T00:00".into(), actor: "Olivia".into(), ..any() }, 5),
        (AuditQuery { from: "now-3d".into(), action: "thing.changed".into(), ..any() }, 15),
    ] {
        assert_eq!(count(query.clone()).await.unwrap(), expected, "{query:?}");
    }
    let found = list(&test.db, &actors.auditor, &any(), 1).await.unwrap();
    assert_eq!(found.entries[0].address, "203.0.113.9");
    test.close().await;
}

#[tokio::test]
async fn bad_input_is_a_sentence_and_the_log_is_for_those_who_may_read_it() {
    let (test, actors) = filled().await;
    let any = AuditQuery::default;
    let place = list(&test.db, &actors.owner, &any(), 1).await.unwrap().older.unwrap();
    for query in [
        AuditQuery { from: "sometime".into(), ..any() },
        AuditQuery { to: "2026-02-31".into(), ..any() },
        AuditQuery { from: "now".into(), to: "now-1h".into(), ..any() },
        AuditQuery { actor: "x".repeat(300), ..any() },
        AuditQuery { action: "a\0".into(), ..any() },
        AuditQuery { before: "x".into(), ..any() },
        AuditQuery { after: "f".repeat(48), ..any() },
        AuditQuery { before: place.clone(), after: place.clone(), ..any() },
    ] {
        let error = list(&test.db, &actors.owner, &query, 10).await.unwrap_err();
        assert_eq!(error.kind(), ProblemKind::Invalid, "{query:?}");
    }
    for (role, ctx) in actors.all() {
        match list(&test.db, ctx, &any(), 10).await {
            Ok(block) if role == "outsider" => assert_eq!(block.entries.len(), 1, "their own alone"),
            outcome => assert_eq!(outcome.is_ok(), matches!(role, "owner" | "admin" | "auditor"), "{role}"),
        }
    }
    test.close().await;
}

#[tokio::test]
async fn entries_are_narrowed_by_subject_particulars_address_and_trace() {
    let (test, actors) = filled().await;
    test.superuser_sql(
        "insert into audit.events (organization_id, time, id, actor_kind, actor_label, action, subject_kind, subject_id, detail,
             address, trace_id)
         select organization_id, time, gen_random_uuid(), 'operator', 'Operator', 'user.changed', 'user', 'u-1',
             '{\"name\": {\"before\": \"Ana\", \"after\": \"Anna Blue\"}}', '2001:db8::7', 'trace-1'
         from audit.events where subject_id = '7'",
    )
    .await;
    let any = AuditQuery::default;
    for (query, expected) in [
        (AuditQuery { subject: "user".into(), ..any() }, 1),
        (AuditQuery { subject: "u-1".into(), ..any() }, 1),
        (AuditQuery { subject: "user u-1".into(), ..any() }, 1),
        (AuditQuery { subject: "thing u-1".into(), ..any() }, 0),
        (AuditQuery { subject: "thing 7".into(), ..any() }, 1),
        (AuditQuery { text: "blue anna".into(), ..any() }, 1),
        (AuditQuery { text: "blue%".into(), ..any() }, 0),
        (AuditQuery { address: "203.0.113.0/24".into(), ..any() }, 33),
        (AuditQuery { address: "2001:db8::/32".into(), ..any() }, 1),
        (AuditQuery { trace: "trace-1".into(), ..any() }, 1),
    ] {
        let found = list(&test.db, &actors.auditor, &query, LARGEST_BLOCK).await.unwrap();
        assert_eq!(found.entries.len(), expected, "{query:?}");
    }
    let query = AuditQuery { subject: "user".into(), ..any() };
    let found = list(&test.db, &actors.auditor, &query, 1).await.unwrap().entries.remove(0);
    let detail = read_entry(&test.db, &actors.auditor, &found.place).await.unwrap();
    assert_eq!((detail.before.as_str(), detail.after.as_str()), ("name: Ana\n", "name: Anna Blue\n"));
    assert_eq!(detail.json, r#"{"name":{"after":"Anna Blue","before":"Ana"}}"#, "sorted keys");
    for (ctx, place) in
        [(&actors.outsider, found.place.as_str()), (&actors.owner, "x"), (&actors.owner, &"0".repeat(48))]
    {
        assert_eq!(read_entry(&test.db, ctx, place).await.unwrap_err().kind(), ProblemKind::NotFound);
    }
    assert_eq!(read_entry(&test.db, &actors.analyst, &found.place).await.unwrap_err().kind(), ProblemKind::Forbidden);
    for query in [
        AuditQuery { address: "here".into(), ..any() },
        AuditQuery { subject: "x".repeat(300), ..any() },
        AuditQuery { trace: "a b".into(), ..any() },
    ] {
        assert_eq!(list(&test.db, &actors.owner, &query, 10).await.unwrap_err().kind(), ProblemKind::Invalid);
    }
    test.close().await;
}

#[tokio::test]
async fn an_export_holds_every_entry_once_and_is_itself_audited() {
    let (test, actors) = filled().await;
    test.superuser_sql(&format!(
        "insert into audit.events (organization_id, time, id, actor_kind, actor_label, action, subject_kind, subject_id, trace_id)
         select '{}', '2026-11-01'::timestamptz - interval '1 minute' * n, gen_random_uuid(), 'operator', '=1+1, \"x\"',
             'thing.changed', 'thing', n::text, 't' from generate_series(1, 450) as n",
        actors.owner.tenant.id
    ))
    .await;
    let file = async |format| {
        let mut export = begin_export(&test.db, &actors.auditor, &AuditQuery::default(), format).await.unwrap();
        let mut file = String::new();
        while let Some(piece) = export.next(&test.db).await.unwrap() {
            file.push_str(&piece);
        }
        (export.file_name(), file)
    };
    let (name, lines) = file(Format::JsonLines).await;
    assert_eq!(name, "audit-log-2026-11-20.jsonl");
    let id = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].to_string();
    let ids: std::collections::BTreeSet<String> = lines.lines().map(id).collect();
    assert_eq!((ids.len(), lines.lines().count()), (483, 483));
    assert!(lines.lines().all(|line| line.starts_with(r#"{"action":""#) && line.ends_with('}')));
    let (_, csv) = file(Format::Csv).await;
    assert_eq!(csv.lines().count(), 1 + 484, "with the first export's own entry");
    assert!(csv.contains("\"'=1+1, \"\"x\"\"\""), "no spreadsheet computes a name");
    let audited = "select string_agg(actor_label || ' ' || (detail ->> 'format'), ', ' order by id)
        from audit.events where action = 'audit.exported'";
    assert_eq!(test.superuser_value(audited).await, "Aurelia jsonl, Aurelia csv");
    for ctx in [&actors.analyst, &actors.executive] {
        let refused = begin_export(&test.db, ctx, &AuditQuery::default(), Format::Csv).await.unwrap_err();
        assert_eq!(refused.kind(), ProblemKind::Forbidden);
    }
    assert_eq!(entries(&test.db, &actors.outsider, &AuditQuery::default(), 200).await.unwrap().0.len(), 1);
    test.close().await;
}
