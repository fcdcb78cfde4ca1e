//! What docs/OPERATING.md says in figures and scripts is what the code does.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

use cauldron_db::maintenance::planned_retention;
use std::collections::BTreeSet;

fn guide() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/OPERATING.md")).unwrap()
}

/// The statements of a script, without comments and with single spaces. A statement ends with a semicolon at the end of a
/// line, or with one of psql's commands.
fn statements(script: &str) -> BTreeSet<String> {
    let mut statements = BTreeSet::new();
    let mut statement = String::new();
    for line in script.lines().filter(|line| !line.starts_with("--")) {
        statement.extend(line.split_whitespace().flat_map(|word| [word, " "]));
        if line.ends_with(';') || line.starts_with("\\connect") || line.ends_with("\\gexec") {
            statements.insert(std::mem::take(&mut statement).trim_end().to_owned());
        }
    }
    assert_eq!(statement.trim(), "", "the script ends in the middle of a statement");
    statements
}

#[test]
fn the_script_for_ones_own_postgres_makes_the_roles_and_grants_of_the_embedded_one() {
    let guide = guide();
    let script = guide.split("```sql\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let (written, made) = (statements(script), statements(&cauldron_pg_embed::role_sql("cauldron")));
    assert!(made.iter().filter(|statement| statement.contains("CREATE ROLE")).count() >= 5, "{made:#?}");
    assert!(made.iter().any(|statement| statement.starts_with("GRANT ")), "{made:#?}");
    let only = |these: &BTreeSet<String>, those: &BTreeSet<String>| -> Vec<String> {
        these.difference(those).cloned().collect()
    };
    assert_eq!(only(&made, &written), Vec::<String>::new(), "missing in docs/OPERATING.md");
    assert_eq!(only(&written, &made), Vec::<String>::new(), "in docs/OPERATING.md alone");
}

#[test]
fn the_table_of_retention_is_the_one_that_maintenance_goes_by() {
    let guide = guide();
    let said = |data: &str| {
        let row = guide.lines().find(|line| line.starts_with(&format!("| {data} |")));
        row.and_then(|row| row.split('|').nth(2)).map(str::trim).map(str::to_owned)
    };
    for (table, kept) in planned_retention() {
        let data = match table {
            "audit.events" => "audit log",
            "aegis.security_events" => "security events",
            "admin.api_requests" | "admin.error_logs" => "requests, server errors",
            "timeseries.points" => "raw samples",
            "timeseries.points_1m" => "1-minute rollup",
            "timeseries.points_15m" => "15-minute rollup",
            "timeseries.points_1h" | "timeseries.points_1d" => "hour and day rollups",
            other => other,
        };
        let expected = kept.map_or("always".to_owned(), |kept| format!("{} days", kept.num_days()));
        assert_eq!(said(data), Some(expected), "{table}: \"{data}\" in docs/OPERATING.md");
    }
}
