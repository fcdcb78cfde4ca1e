//! Environment, clock and chance are read at the edge and handed down, so that every use case can be tested with fixed ones.

use crate::lexer;
use crate::repository::{Repository, SourceFile, at};

/// Only the process and the tools around it read the environment.
pub(crate) fn environment_at_the_edge(repository: &Repository) -> Vec<String> {
    const EDGE: [&str; 4] = ["server", "xtask", "crates/test-support", "crates/bench"];
    const READS: [&str; 4] = ["env::var(", "env::var_os(", "env::vars(", "env::vars_os("];
    found(repository, &READS, |file, _| in_any(file, &EDGE) || file.path.ends_with("build.rs"))
        .into_iter()
        .map(|violation| format!("{violation}: only the server reads the environment; take a parameter"))
        .collect()
}

/// Only the context's own clock and random source, and what runs outside any context, read the real ones.
pub(crate) fn from_the_context(repository: &Repository) -> Vec<String> {
    const EDGE: [&str; 6] =
        ["crates/core", "server", "crates/pg-embed", "xtask", "crates/bench", "crates/test-support"];
    const READS: [&str; 10] = [
        "Utc::now(",
        "Local::now(",
        "SystemTime::now(",
        "Instant::now(",
        "getrandom::",
        "rand::rng(",
        "rand::random",
        "thread_rng(",
        "Uuid::new_v4(",
        "Uuid::now_v7(",
    ];
    found(repository, &READS, |file, what| {
        // The pool measures how long it waits; no result depends on it.
        in_any(file, &EDGE) || (what == "Instant::now(" && file.is_in("crates/db"))
    })
    .into_iter()
    .map(|violation| format!("{violation}: time, ids and chance come from the context"))
    .collect()
}

fn in_any(file: &SourceFile, folders: &[&str]) -> bool {
    folders.iter().any(|folder| file.is_in(folder))
}

fn found(repository: &Repository, calls: &[&str], fine: impl Fn(&SourceFile, &str) -> bool) -> Vec<String> {
    let mut violations = Vec::new();
    for file in repository.of_kind("rs").filter(|file| !file.is_test()) {
        for (number, line) in lexer::split(lexer::without_tests(&file.text)).lines() {
            if let Some(call) = calls.iter().find(|call| line.contains(**call) && !fine(file, call)) {
                violations.push(at(file, number, call));
            }
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_the_environment_in_a_use_case_is_caught() {
        let planted = Repository::of(&[
            ("crates/admin/src/users.rs", "//! x\nlet url = std::env::var(\"URL\");\n"),
            ("crates/admin/src/keys.rs", "//! x\n// env::var(\nlet s = \"env::var(\";\n"),
            ("crates/admin/src/roles.rs", "//! x\n#[cfg(test)]\nmod tests {\n let x = std::env::var(\"X\");\n}\n"),
            ("crates/admin/tests/users.rs", "//! x\nlet url = std::env::var(\"URL\");\n"),
            ("crates/admin/build.rs", "//! x\nlet url = std::env::var(\"URL\");\n"),
            ("server/src/config/mod.rs", "//! x\nlet url = std::env::var(\"URL\");\n"),
        ]);
        let violations = environment_at_the_edge(&planted);
        assert_eq!(violations.len(), 1, "{violations:?}");
        assert!(violations.iter().all(|violation| violation.starts_with("crates/admin/src/users.rs:2:")));
    }

    #[test]
    fn a_clock_outside_the_context_is_caught() {
        let planted = Repository::of(&[
            ("crates/aegis/src/alerts.rs", "//! x\nlet now = Utc::now();\n"),
            ("crates/synapse/src/a.rs", "//! x\nlet start = std::time::Instant::now();\n"),
            ("crates/db/src/pool.rs", "//! x\nlet start = Instant::now();\nlet now = chrono::Utc::now();\n"),
            ("crates/core/src/clock.rs", "//! x\nlet now = Utc::now();\nlet x = getrandom::fill(&mut b);\n"),
            ("app/src/lib.rs", "//! x\nlet id = Uuid::now_v7();\n"),
        ]);
        let violations = from_the_context(&planted);
        assert_eq!(violations.len(), 4, "{violations:?}");
    }
}
