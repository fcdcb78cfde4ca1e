//! `migrations/schema.sql`: what all migrations together make, so that a review sees the schema and not only the steps.

use std::process::Command;

use crate::command;
use crate::failure::Outcome;
use crate::scratch_postgres::ScratchPostgres;

const HEADER: &str = "-- The schema that the migrations make. Written by `cargo xtask sqlx-prepare`; do not edit.\n\n";

/// The scratch database's schema as `pg_dump` tells it, without what differs from run to run.
pub(crate) fn dump(postgres: &ScratchPostgres) -> Outcome<String> {
    let mut pg_dump = Command::new(postgres.program("pg_dump"));
    pg_dump.args(["--schema-only", "--exclude-table=*._sqlx_migrations", "--dbname"]).arg(postgres.superuser());
    Ok(normalized(&command::output(&mut pg_dump)?))
}

/// Leaves out versions, session settings and `pg_dump`'s random `\restrict` key, and folds empty lines and frames.
fn normalized(dump: &str) -> String {
    let mut text = String::from(HEADER);
    let mut inside_body = false;
    let mut empty = true;
    for line in dump.lines() {
        if !inside_body && is_noise(line) {
            continue;
        }
        // An odd number of `$$`-style quotes opens or closes a function's body, which is kept as it is.
        if dollar_quotes(line) % 2 == 1 {
            inside_body = !inside_body;
        }
        if line.trim().is_empty() && empty && !inside_body {
            continue;
        }
        empty = line.trim().is_empty();
        text.push_str(line.trim_end());
        text.push('\n');
    }
    let mut text = text.trim_end().to_owned();
    text.push('\n');
    text
}

fn is_noise(line: &str) -> bool {
    line == "--"
        || ["\\restrict", "\\unrestrict", "SET ", "SELECT pg_catalog.", "-- Dumped ", "-- PostgreSQL database dump"]
            .iter()
            .any(|start| line.starts_with(start))
}

/// How often `$$` or `$tag$` opens or closes a body in a line: pg_dump puts one at the start of a line or after a space, so
/// that one inside a string is none.
fn dollar_quotes(line: &str) -> usize {
    let tag = |tag: &str| tag.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    let quotes =
        |word: &&str| word.strip_prefix('$').and_then(|rest| rest.split_once('$')).is_some_and(|(name, _)| tag(name));
    line.split_whitespace().filter(quotes).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_between_runs_is_left_out() {
        let dump = "--\n-- PostgreSQL database dump\n--\n\n\\restrict abc\n\n-- Dumped from database version 18.4\n\
                    SET statement_timeout = 0;\nSELECT pg_catalog.set_config('search_path', '', false);\n\n\n\
                    --\n-- Name: core; Type: SCHEMA\n--\n\nCREATE SCHEMA core;\n\n\n\\unrestrict abc\n\n";
        assert_eq!(normalized(dump), format!("{HEADER}-- Name: core; Type: SCHEMA\n\nCREATE SCHEMA core;\n"));
    }

    #[test]
    fn a_function_body_is_kept_as_it_is() {
        let dump = "CREATE FUNCTION core.f() AS $_$\nSET x = 1;\n\n\n--\n$_$;\nSET y = 2;\n";
        assert_eq!(normalized(dump), format!("{HEADER}CREATE FUNCTION core.f() AS $_$\nSET x = 1;\n\n\n--\n$_$;\n"));
    }

    #[test]
    fn dollar_quotes_are_counted_and_parameters_are_not() {
        assert_eq!(dollar_quotes("AS $$ SELECT 1 $$;"), 2);
        assert_eq!(dollar_quotes("AS $function$"), 1);
        assert_eq!(dollar_quotes("CHECK ((password_hash ~~ '$argon2id$%'::text))"), 0);
        assert_eq!(dollar_quotes("costs $5 or 6"), 0);
        assert_eq!(dollar_quotes("where a = $1 and b = $2"), 0);
    }
}
