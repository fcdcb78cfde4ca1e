//! What holds for files as such: their first line, their length, no silenced lints, no hosts in lock files.

use crate::lexer;
use crate::repository::{Repository, at};

/// A file of this many lines does more than one thing.
const LONGEST: usize = 800;

/// Every Rust file begins with `//!`.
pub(crate) fn begin_with_what_they_do(repository: &Repository) -> Vec<String> {
    repository
        .of_kind("rs")
        .filter(|file| !file.text.starts_with("//!"))
        .map(|file| at(file, 1, "begin with `//!` and a sentence that says what the file does"))
        .collect()
}

/// No source file is longer than it should be; the golden dump of the schema is no source.
pub(crate) fn are_short(repository: &Repository) -> Vec<String> {
    repository
        .files
        .iter()
        .filter(|file| ["rs", "ts", "css", "sql"].iter().any(|kind| file.is(kind)))
        .filter(|file| file.path != "migrations/schema.sql" && file.text.lines().count() > LONGEST)
        .map(|file| at(file, LONGEST + 1, &format!("more than {LONGEST} lines: split it by what it does")))
        .collect()
}

/// A lint is expected with a reason, so that the exception goes when its cause does.
pub(crate) fn no_allow(repository: &Repository) -> Vec<String> {
    let mut violations = Vec::new();
    for file in repository.of_kind("rs") {
        for (number, line) in lexer::split(&file.text).lines() {
            let in_condition = line.contains("cfg_attr(") && line.contains(" allow(");
            if line.contains("#[allow(") || line.contains("#![allow(") || in_condition {
                violations.push(at(file, number, "write #[expect(…, reason = \"…\")] instead of allow"));
            }
        }
    }
    violations
}

/// `resolved` names the registry a machine happened to use; see end2end/.npmrc.
pub(crate) fn lock_names_no_host(repository: &Repository) -> Vec<String> {
    let mut violations = Vec::new();
    for file in repository.files.iter().filter(|file| file.path.ends_with("package-lock.json")) {
        for (index, _) in file.text.lines().enumerate().filter(|(_, line)| line.contains("\"resolved\":")) {
            violations.push(at(
                file,
                index + 1,
                "names a registry: make the lock file again with end2end/.npmrc in force",
            ));
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_does_not_say_what_it_does_is_caught() {
        let planted = Repository::of(&[("a.rs", "use x;\n"), ("b.rs", "//! Fine.\n"), ("c.css", "a {}\n")]);
        assert_eq!(begin_with_what_they_do(&planted).len(), 1);
    }

    #[test]
    fn a_long_file_is_caught_and_the_schema_is_not() {
        let long = "x\n".repeat(LONGEST + 1);
        let limit = "x\n".repeat(LONGEST);
        let planted = Repository::of(&[
            ("a.rs", &long),
            ("b.css", &long),
            ("c.rs", &limit),
            ("migrations/schema.sql", &long),
            ("d.toml", &long),
        ]);
        assert_eq!(are_short(&planted).len(), 2);
    }

    #[test]
    fn a_silenced_lint_is_caught_and_talk_about_it_is_not() {
        let planted = Repository::of(&[
            ("a.rs", "#[allow(dead_code)]\nfn a() {}\n"),
            ("b.rs", "#![allow(clippy::x)]\n"),
            ("c.rs", "#[cfg_attr(test, allow(dead_code))]\nfn a() {}\n"),
            ("d.rs", "// never #[allow(x)]\nlet s = \"#[allow(x)]\";\n#[expect(dead_code, reason = \"x\")]\n"),
        ]);
        let violations = no_allow(&planted);
        assert_eq!(violations.len(), 3, "{violations:?}");
    }

    #[test]
    fn a_registry_in_a_lock_file_is_caught() {
        let planted =
            Repository::of(&[("end2end/package-lock.json", "{\n\"resolved\": \"https://registry/x.tgz\"\n}\n")]);
        assert_eq!(
            lock_names_no_host(&planted),
            ["end2end/package-lock.json:2: names a registry: make the lock file again with end2end/.npmrc in force"]
        );
    }
}
