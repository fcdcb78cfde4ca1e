//! SQL stands in `crates/*/src/store/`, in `crates/db`, and where `pg-embed` creates roles.

use crate::lexer;
use crate::repository::{Repository, SourceFile, at};

const MACROS: [&str; 9] = [
    "query!(",
    "query_as!(",
    "query_scalar!(",
    "query_unchecked!(",
    "query_file!(",
    "query_file_as!(",
    "sqlx::query(",
    "sqlx::query_as(",
    "sqlx::query_scalar(",
];

/// Statements and query macros anywhere else.
pub(crate) fn stands_in_stores(repository: &Repository) -> Vec<String> {
    let mut violations = Vec::new();
    for file in repository.of_kind("rs").filter(|file| !may_hold_sql(file)) {
        let parts = lexer::split(lexer::without_tests(&file.text));
        for (number, line) in parts.lines() {
            if MACROS.iter().any(|name| line.contains(name)) {
                violations.push(at(file, number, "a query outside a store: move it to store/<noun>.rs"));
            }
        }
        for literal in parts.literals.iter().filter(|literal| is_statement(&literal.text)) {
            violations.push(at(file, literal.line, "an SQL statement outside a store: move it to store/<noun>.rs"));
        }
    }
    violations
}

fn may_hold_sql(file: &SourceFile) -> bool {
    let in_a_store = file.path.starts_with("crates/") && file.path.contains("/src/store/");
    let folders = ["crates/db", "crates/pg-embed", "crates/test-support", "crates/bench"];
    in_a_store || file.is_test() || folders.iter().any(|folder| file.is_in(folder))
}

/// Whether a text is a statement rather than words on a button: `Select all`, `Delete from list`, `Update settings`.
fn is_statement(text: &str) -> bool {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let word = |index: usize| words.get(index).copied().unwrap_or_default();
    let after = |name: &str| words.iter().skip_while(|word| **word != name).nth(1).copied().unwrap_or_default();
    match word(0) {
        "select" => is_table(after("from")) || is_call(word(1)) || word(1).starts_with('$') || word(1) == "1",
        "insert" => word(1) == "into" && (is_table(word(2)) || words.contains(&"values")),
        "update" => words.contains(&"set") && text.contains('='),
        "delete" => word(1) == "from" && (is_table(word(2)) || words.contains(&"where")),
        "with" => words.contains(&"select") && words.iter().any(|word| word.starts_with("(select") || *word == "as"),
        _ => false,
    }
}

/// `schema.table`, `some_table`, `function(…)`, `(select …`, `$1`.
fn is_table(word: &str) -> bool {
    let word = word.trim_end_matches([',', ';', ')']);
    let qualified = word.split_once('.').is_some_and(|(schema, table)| is_name(schema) && !table.is_empty());
    qualified || word.starts_with('(') || is_call(word) || (is_name(word) && word.contains('_'))
}

fn is_call(word: &str) -> bool {
    word.split_once('(').is_some_and(|(name, _)| !name.is_empty() && name.split('.').all(is_name))
}

fn is_name(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_in_a_use_case_is_caught() {
        for statement in [
            "select id from core.users where id = $1",
            "\n  SELECT count(*) FROM aegis.alerts",
            "select now()",
            "select set_config('a', $1, true)",
            "select 1",
            "insert into core.users (id) values ($1)",
            "UPDATE core.users SET name = $1",
            "delete from core.users where id = $1",
            "with gone as (delete from core.users returning id) select id from gone",
        ] {
            let planted =
                Repository::of(&[("crates/admin/src/users.rs", &format!("//! x\nlet q = \"{statement}\";\n"))]);
            assert_eq!(stands_in_stores(&planted).len(), 1, "{statement}");
        }
    }

    #[test]
    fn a_query_macro_in_a_server_function_is_caught() {
        for code in ["sqlx::query!(Q)", "query_as!(User, Q)", "sqlx::query_scalar(Q)"] {
            let planted = Repository::of(&[("app/src/admin/api/users.rs", &format!("//! x\n{code};\n"))]);
            assert_eq!(stands_in_stores(&planted).len(), 1, "{code}");
        }
    }

    #[test]
    fn words_on_a_button_are_no_statement() {
        for words in [
            "Select all",
            "Select a file (PDF) from disk.",
            "Select a role from the list",
            "Delete from list",
            "Update settings",
            "Update the set of rules",
            "Insert into report",
            "With select people",
        ] {
            assert!(!is_statement(words), "{words}");
        }
    }

    #[test]
    fn stores_and_tests_may_hold_sql() {
        let code = "//! x\nlet q = sqlx::query!(\"select id from core.users\");\n";
        let tests = format!("//! x\n#[cfg(test)]\nmod tests {{\n{code}\n}}\n");
        let fine = Repository::of(&[
            ("crates/admin/src/store/users.rs", code),
            ("crates/admin/tests/users.rs", code),
            ("crates/admin/src/users.rs", &tests),
            ("crates/db/src/jobs.rs", code),
            ("crates/pg-embed/src/roles.rs", code),
        ]);
        assert_eq!(stands_in_stores(&fine), Vec::<String>::new());
    }
}
