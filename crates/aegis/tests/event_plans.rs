//! Whether the lists read more than they show: the checked statements themselves, explained on 100,000 events under the
//! runtime role's policies.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on ends here and says where"
)]

use cauldron_test_support::TestDb;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection as _, Row as _};

/// The statements of `.sqlx` that read events and hold `mark`.
fn statement(mark: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.sqlx");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let query = serde_json::from_str::<Value>(&text).unwrap()["query"].as_str().unwrap().to_owned();
        if query.contains("from aegis.security_events") && query.contains(mark) {
            found.push(query);
        }
    }
    match found.as_slice() {
        [one] => one.clone(),
        others => panic!("{} statements hold {mark}", others.len()),
    }
}

/// What an execution touched.
#[derive(Debug)]
struct Cost {
    pages: i64,
    /// Rows that were read and thrown away.
    wasted: i64,
}

fn sum(plan: &Value, key: &str) -> i64 {
    let own = plan[key].as_i64().unwrap_or(0);
    let below = plan["Plans"].as_array().into_iter().flatten();
    own + below.map(|plan| sum(plan, key)).sum::<i64>()
}

struct Explainer {
    connection: sqlx::PgConnection,
    organization: String,
}

impl Explainer {
    /// Executes `statement` with a value for each of its filters.
    async fn explain(&mut self, statement: &str, filters: &[(usize, &str)], rest: &[&str]) -> Cost {
        let mut values = vec![format!("'{}'", self.organization), "'2026-10-01'".to_owned(), "'2026-11-21'".to_owned()];
        values.extend((4..=15).map(|number| {
            let value = filters.iter().find(|(known, _)| *known == number);
            value.map_or_else(|| "null".to_owned(), |(_, value)| (*value).to_owned())
        }));
        values.extend(rest.iter().map(|value| (*value).to_owned()));
        self.explain_with(statement, &values).await
    }

    /// Executes `statement` with these values.
    async fn explain_with(&mut self, statement: &str, values: &[String]) -> Cost {
        let name = format!("p{}", values.len());
        let script = format!(
            "begin; select set_config('app.organization_id', '{}', true), set_config('plan_cache_mode', 'force_custom_plan', true);
             prepare {name} as {statement}",
            self.organization,
        );
        sqlx::raw_sql(AssertSqlSafe(script)).execute(&mut self.connection).await.unwrap();
        let explained = format!("explain (analyze, buffers, format json) execute {name} ({})", values.join(", "));
        let rows = sqlx::raw_sql(AssertSqlSafe(explained)).fetch_all(&mut self.connection).await.unwrap();
        let text: Value = rows[0].try_get_unchecked(0).unwrap();
        sqlx::raw_sql(AssertSqlSafe(format!("rollback; deallocate {name}")))
            .execute(&mut self.connection)
            .await
            .unwrap();
        let plan = &text[0]["Plan"];
        Cost {
            // A node's figure holds those below it.
            pages: plan["Shared Hit Blocks"].as_i64().unwrap() + plan["Shared Read Blocks"].as_i64().unwrap(),
            wasted: sum(plan, "Rows Removed by Filter"),
        }
    }
}

/// The id of an event of three weeks ago.
const OF_OLD: &str = "018f0000-0000-7000-8000-00000000beef";

/// Statement, its filters, and place, limit and offset.
type Case<'a> = (&'a str, &'a [(usize, &'a str)], &'a [&'a str; 4]);

#[tokio::test]
async fn a_page_of_the_list_reads_no_more_than_it_shows() {
    let test = TestDb::new().await;
    let actors = test.actors().await;
    for (ctx, share) in [(&actors.owner, 90_000), (&actors.outsider, 10_000)] {
        test.superuser_sql(&format!(
            "insert into aegis.security_events (organization_id, time, id, kind, severity, actor_id, actor_label, address, message, trace_id)
             select '{}', timestamptz '2026-11-20 08:00Z' - n * interval '30 seconds', gen_random_uuid(),
                 (array['sign_in.succeeded', 'sign_in.failed', 'access.refused'])[1 + n % 3] || case n % 500 when 0 then '_rarely' else '' end,
                 (array['info', 'low', 'medium', 'high', 'critical'])[1 + n * 7919 % 5],
                 ('00000000-0000-7000-8000-000000000' || n % 400 + 100)::uuid, 'Person ' || n % 400,
                 ('203.0.113.' || n % 250)::inet, 'Something happened', 't'
             from generate_series(1, {share}) as n",
            ctx.tenant.id,
        ))
        .await;
    }
    test.superuser_sql(&format!(
        "update aegis.security_events set id = '{OF_OLD}'
         where organization_id = '{}' and time = timestamptz '2026-11-20 08:00Z' - interval '20 days'",
        actors.owner.tenant.id
    ))
    .await;
    test.superuser_sql("vacuum analyze aegis.security_events").await;
    let mut explainer = Explainer {
        connection: sqlx::PgConnection::connect(&test.addresses.app).await.unwrap(),
        organization: actors.analyst.tenant.id.to_string(),
    };
    let newest = statement("order by time desc, id desc limit $18");
    let oldest = statement("order by time, id limit $18");
    let page = ["null", "null", "101", "0"];
    let middle = ["'2026-11-10'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'", "101", "0"];
    let one_kind = (4, "'{sign_in.failed}'");
    let rare = (4, "'{sign_in.failed_rarely}'");
    let person = (8, "'{00000000-0000-7000-8000-000000000117}'");
    let address = (11, "'{203.0.113.17}'");
    let severity = (7, "'{critical}'");
    let cases: &[Case<'_>] = &[
        (&newest, &[], &page),
        (&newest, &[], &middle),
        (&oldest, &[], &page),
        (&oldest, &[], &middle),
        (&newest, &[one_kind], &middle),
        (&newest, &[rare], &page),
        (&newest, &[person], &page),
        (&newest, &[address], &middle),
        (&newest, &[severity], &middle),
        (&oldest, &[severity], &middle),
    ];
    for (statement, filters, rest) in cases {
        let cost = explainer.explain(statement, filters, *rest).await;
        // A row may cost a page of its own besides those of the index; a common kind may be filtered from the list by time.
        assert!(cost.pages < 450 && cost.wasted < 450, "{filters:?} {rest:?} {cost:?}");
    }
    // A block far down passes over index entries only as far as it must.
    let far = explainer.explain(&newest, &[], &["null", "null", "1000", "50000"]).await;
    assert!(far.pages < 6000, "{far:?}");
    let counted = explainer.explain(&statement("as counted"), &[], &["100001"]).await;
    assert!(counted.wasted <= 10_000, "{counted:?}");
    let by_id = statement("and id = $2");
    let values = [format!("'{}'", explainer.organization), format!("'{OF_OLD}'")];
    let one = explainer.explain_with(&by_id, &values).await;
    assert!(one.pages < 60 && one.wasted == 0, "{one:?}");
    explainer.connection.close().await.unwrap();
    test.close().await;
}
