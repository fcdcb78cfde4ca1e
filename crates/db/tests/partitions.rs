//! Partitions are made ahead, take over what already lies in their time, and go when they have served theirs.

use cauldron_db::SystemPurpose;
use cauldron_db::catalogue::violations;
use cauldron_db::maintenance::{drop_old_partitions, make_partitions, prune_default_partitions};
use cauldron_test_support::TestDb;
use chrono::TimeDelta;

const PARTITIONS: &str = "select count(*)::text from pg_class where relispartition and relkind = 'r'";

#[tokio::test]
async fn making_partitions_again_makes_none() {
    let test = TestDb::new().await;
    let before = test.superuser_value(PARTITIONS).await;
    assert_eq!(before, "27", "a default one and two spans for each of nine tables");
    assert_eq!(make_partitions(&test.db).await.unwrap(), 0);
    assert_eq!(test.superuser_value(PARTITIONS).await, before);
    test.clock.advance(TimeDelta::days(7));
    assert_eq!(make_partitions(&test.db).await.unwrap(), 3, "the weeks of requests, errors and points");
    assert_eq!(make_partitions(&test.db).await.unwrap(), 0);
    test.close().await;
}

#[tokio::test]
async fn two_processes_make_partitions_at_once() {
    let test = TestDb::new().await;
    test.clock.advance(TimeDelta::days(45));
    let other = test.another_process();
    let (here, there) = tokio::join!(make_partitions(&test.db), make_partitions(&other));
    assert!(here.unwrap() + there.unwrap() > 9);
    assert_eq!(violations(&test.db).await.unwrap(), []);
    other.close().await;
    test.close().await;
}

#[tokio::test]
async fn a_row_from_the_month_after_next_moves_unchanged_when_its_partition_is_made() {
    let test = TestDb::new().await;
    let organization = test.actors().await.owner.tenant.id;
    test.superuser_sql(&format!(
        r#"insert into audit.events (organization_id, time, id, actor_kind, actor_id, actor_label, action, subject_kind,
               subject_id, detail, address, trace_id) values
           ('{organization}', '2027-01-15 12:00:00.123456+05:30', gen_random_uuid(), 'person', gen_random_uuid(), 'Ana "A" \ '' ',
               'thing.changed', 'thing', E'\t', '{{"a": [1.50, null, "x"], "b": {{"c": 1e400}}}}', '2001:db8::1/64', 't'),
           ('{organization}', '2027-01-31 23:59:59.999999Z', gen_random_uuid(), 'visitor', null, '',
               'thing.changed', 'thing', '', 'null', null, 't'),
           ('{organization}', '2027-02-01Z', gen_random_uuid(), 'visitor', null, '', 'thing.changed', 'thing', '', '{{}}', null, 't');
           insert into timeseries.points (series_id, time, value)
           select 1, '2026-12-01'::timestamptz + n * interval '1 hour', value
           from unnest(array['NaN', 'Infinity', '-Infinity', '-0', '0.1', '1.7976931348623157e308', '5e-324']::float8[])
               with ordinality as list (value, n)"#
    ))
    .await;
    let rows = "select (select string_agg(events::text, E'\\n' order by time) from audit.events where action = 'thing.changed')
        || (select string_agg(points::text || ' ' || encode(float8send(value), 'hex'), E'\\n' order by time) from timeseries.points)";
    let places = "select string_agg(concat_ws(' ', place, number), ', ' order by place) from (
            select tableoid::regclass::text as place, count(*) as number from audit.events where action = 'thing.changed' group by 1
            union all select tableoid::regclass::text, count(*) from timeseries.points group by 1) as counted";
    let before = test.superuser_value(rows).await;
    assert_eq!(test.superuser_value(places).await, "audit.events_default 3, timeseries.points_default 7");

    test.clock.advance(TimeDelta::days(10));
    make_partitions(&test.db).await.unwrap();
    assert_eq!(test.superuser_value(places).await, "audit.events_default 3, timeseries.points_20261130 7");
    test.clock.advance(TimeDelta::days(15));
    make_partitions(&test.db).await.unwrap();
    assert_eq!(
        test.superuser_value(places).await,
        "audit.events_20270101 2, audit.events_default 1, timeseries.points_20261130 7"
    );
    assert_eq!(test.superuser_value(rows).await, before);
    test.close().await;
}

#[tokio::test]
async fn a_new_partition_is_protected_like_its_parent_and_granted_to_nobody() {
    let test = TestDb::new().await;
    test.clock.advance(TimeDelta::days(15));
    make_partitions(&test.db).await.unwrap();
    let partition = test
        .superuser_value(
            "select concat_ws(' ', relrowsecurity, relforcerowsecurity, relowner::regrole,
                 (select string_agg(polname, '+' order by polname) from pg_policy where polrelid = pg_class.oid),
                 (select count(*) from aclexplode(relacl) where grantee <> relowner),
                 (select count(*) from pg_index where indrelid = pg_class.oid and indisprimary))
             from pg_class where oid = 'audit.events_20270101'::regclass",
        )
        .await;
    assert_eq!(partition, "t t cauldron_owner identity+system+tenant 0 1");
    assert_eq!(violations(&test.db).await.unwrap(), []);
    test.close().await;
}

#[tokio::test]
async fn only_partitions_that_have_outlived_the_retention_are_dropped() {
    let test = TestDb::new().await;
    test.superuser_sql("insert into timeseries.points values (1, '1970-01-01', 1), (1, '2026-11-20', 1)").await;
    assert_eq!(drop_old_partitions(&test.db).await.unwrap(), Vec::<String>::new());
    // The week of 16 November ends on the 23rd; requests are kept for 30 days after that.
    test.clock.advance(TimeDelta::days(32));
    assert_eq!(drop_old_partitions(&test.db).await.unwrap(), Vec::<String>::new());
    test.clock.advance(TimeDelta::days(1));
    let dropped = drop_old_partitions(&test.db).await.unwrap();
    assert_eq!(dropped, ["admin.api_requests_20261116", "admin.error_logs_20261116"]);
    test.clock.advance(TimeDelta::days(400 * 4));
    let dropped = drop_old_partitions(&test.db).await.unwrap();
    assert!(dropped.contains(&"timeseries.points_15m_20260101".to_owned()), "{dropped:?}");
    assert!(!dropped.iter().any(|name| name.starts_with("audit.") || name.contains("points_1d")), "{dropped:?}");
    assert_eq!(
        test.superuser_value("select count(*)::text from timeseries.points").await,
        "1",
        "1970 stays in default until it is pruned"
    );
    assert_eq!(violations(&test.db).await.unwrap(), []);
    test.close().await;
}

#[tokio::test]
async fn rows_of_a_default_partition_go_when_they_have_outlived_the_retention() {
    let test = TestDb::new().await;
    let organization = test.actors().await.owner.tenant.id;
    // More than one transaction takes; a point before the first partition that is young enough; one in a partition; one from
    // the future; a security event of 1970; and the audit log, which is kept for good.
    test.superuser_sql(&format!(
        "insert into timeseries.points select n, '1970-01-01', 1 from generate_series(1, 12000) as n;
         insert into timeseries.points values (1, '2026-10-01', 1), (1, '2026-11-20', 1), (1, '2030-01-01', 1);
         insert into timeseries.points_1h values (1, '1970-01-01', 1, 1, 1, 1, 1, 1);
         insert into aegis.security_events (organization_id, time, id, kind, severity, message, trace_id)
             values ('{organization}', '1970-01-01', gen_random_uuid(), 'thing.changed', 'low', '', 't');
         insert into audit.events (organization_id, time, id, actor_kind, actor_label, action, subject_kind, subject_id, trace_id)
             values ('{organization}', '1970-01-01', gen_random_uuid(), 'visitor', '', 'thing.changed', 'thing', '', 't')"
    ))
    .await;
    let left =
        "select string_agg(to_char(time at time zone 'UTC', 'YYYY-MM-DD'), ' ' order by time) from timeseries.points";
    assert_eq!(prune_default_partitions(&test.db).await.unwrap(), 12_001);
    assert_eq!(test.superuser_value(left).await, "2026-10-01 2026-11-20 2030-01-01");
    // An ordinary partition is whole until it is dropped, however old its first rows are.
    test.clock.advance(TimeDelta::days(91));
    assert_eq!(prune_default_partitions(&test.db).await.unwrap(), 1);
    assert_eq!(test.superuser_value(left).await, "2026-11-20 2030-01-01");
    let kept = "select concat_ws(' ', (select count(*) from timeseries.points_1h), (select count(*) from aegis.security_events),
        (select count(*) from audit.events where action = 'thing.changed'))";
    assert_eq!(test.superuser_value(kept).await, "1 0 1");
    test.close().await;
}

#[tokio::test]
async fn a_partition_that_is_still_needed_cannot_be_dropped() {
    let test = TestDb::new().await;
    for (table, before) in [
        ("audit.events_20261101", "2026-11-30 23:59:59Z"),
        ("audit.events_default", "2100-01-01Z"),
        ("audit.events", "2100-01-01Z"),
        ("core.jobs", "2100-01-01Z"),
    ] {
        let mut tx = test.db.system_tx(SystemPurpose::Maintenance).await.unwrap();
        let refusal = sqlx::query("select core.drop_partition($1::text::regclass, $2::text::timestamptz)")
            .bind(table)
            .bind(before)
            .execute(tx.connection())
            .await
            .unwrap_err();
        assert!(refusal.to_string().contains("is not a partition that ends before"), "{table}: {refusal}");
    }
    test.close().await;
}

#[tokio::test]
async fn a_locked_table_is_tried_again_later_and_keeps_no_other_from_its_turn() {
    let test = TestDb::new().await;
    let ctx = test.actors().await.owner;
    test.clock.advance(TimeDelta::days(500));
    let mut reader = test.db.org_tx(&ctx).await.unwrap();
    sqlx::query("select from aegis.security_events").execute(reader.connection()).await.unwrap();
    let partitions = "select string_agg(distinct inhparent::regclass::text, ' ' order by inhparent::regclass::text)
        from pg_inherits where inhrelid::regclass::text ~ '_(2027|2028)[0-9]{4}$'";
    for (failures, parts) in
        [(drop_old_partitions(&test.db).await.err(), 1), (make_partitions(&test.db).await.err(), 2)]
    {
        let failures = failures.unwrap();
        assert_eq!(failures.iter().count(), parts, "{failures}");
        for (what, error) in failures.iter() {
            assert!(what.contains("aegis.security_events") && error.is_transient(), "{failures}");
        }
        assert_eq!(failures.to_string().lines().count(), parts, "{failures}");
    }
    let made = test.superuser_value(partitions).await;
    assert!(made.contains("audit.events") && made.contains("timeseries.points_15m"), "{made}");
    assert!(!made.contains("aegis.security_events"), "{made}");
    let old = "select count(*)::text from pg_class where relname = 'api_requests_20261116'";
    assert_eq!(test.superuser_value(old).await, "0", "the table before it was dropped, and so was the one behind it");
    reader.commit().await.unwrap();
    drop_old_partitions(&test.db).await.unwrap();
    assert_eq!(make_partitions(&test.db).await.unwrap(), 2);
    test.close().await;
}
