//! What stands in the manifests: what a dependency is for, one place for versions, a description for each crate.

use toml::{Table, Value};

use crate::arrows;
use crate::repository::{Repository, at};

/// In the root manifest, each dependency has a comment on its lines or right above; crates of the house speak for themselves.
pub(crate) fn say_what_for(repository: &Repository) -> Vec<String> {
    let mut violations = Vec::new();
    for file in repository.files.iter().filter(|file| file.path == "Cargo.toml") {
        let mut inside = false;
        let mut comment_above = false;
        let mut open: Option<(usize, String, bool)> = None;
        for (index, line) in file.text.lines().enumerate() {
            let (content, comment) = parts(line);
            if let Some((start, mut text, mut said)) = open.take() {
                text.push_str(content);
                said |= comment;
                if depth(&text) > 0 {
                    open = Some((start, text, said));
                } else if !said {
                    violations.push(at(file, start, "say what the dependency is for"));
                }
                continue;
            }
            if content.trim_start().starts_with('[') {
                inside = content.trim() == "[workspace.dependencies]";
            } else if inside && content.contains('=') && !content.contains("path =") {
                let said = comment || comment_above;
                if depth(content) > 0 {
                    open = Some((index + 1, content.to_owned(), said));
                } else if !said {
                    violations.push(at(file, index + 1, "say what the dependency is for"));
                }
            }
            comment_above = content.trim().is_empty() && comment;
        }
    }
    violations
}

/// A member takes every dependency from the workspace; tests that need another version say why in the root.
pub(crate) fn versions_in_the_root(repository: &Repository) -> Vec<String> {
    let mut violations = Vec::new();
    for (file, manifest) in arrows::manifests(repository) {
        for (name, value) in tables(&manifest).into_iter().flatten() {
            let from_workspace = value.get("workspace").and_then(Value::as_bool).unwrap_or(false);
            if !from_workspace {
                violations.push(format!(
                    "{}: {name} must be `{{ workspace = true }}`: versions stand in the root",
                    file.path
                ));
            }
        }
    }
    violations
}

/// Every crate has a description.
pub(crate) fn crates_describe_themselves(repository: &Repository) -> Vec<String> {
    let described = |manifest: &Table| {
        let package = manifest.get("package").and_then(Value::as_table);
        let description = package.and_then(|package| package.get("description")).and_then(Value::as_str);
        description.is_some_and(|description| !description.trim().is_empty())
    };
    arrows::manifests(repository)
        .into_iter()
        .filter(|(_, manifest)| !described(manifest))
        .map(|(file, _)| format!("{}: a crate has a description", file.path))
        .collect()
}

fn tables(manifest: &Table) -> Vec<&Table> {
    ["dependencies", "dev-dependencies", "build-dependencies"]
        .iter()
        .filter_map(|kind| manifest.get(*kind).and_then(Value::as_table))
        .collect()
}

/// A line without its comment, and whether it has one that says something.
fn parts(line: &str) -> (&str, bool) {
    let mut quoted = false;
    for (position, character) in line.char_indices() {
        match character {
            '"' => quoted = !quoted,
            '#' if !quoted => {
                let comment = line.get(position + 1..).unwrap_or_default();
                return (line.get(..position).unwrap_or(line), !comment.trim().is_empty());
            }
            _ => {}
        }
    }
    (line, false)
}

/// Brackets still open at the end.
fn depth(text: &str) -> usize {
    let count = |set: [char; 2]| text.chars().filter(|character| set.contains(character)).count();
    count(['[', '{']).saturating_sub(count([']', '}']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(lines: &str) -> Repository {
        Repository::of(&[("Cargo.toml", &format!("[workspace.dependencies]\n{lines}"))])
    }

    #[test]
    fn a_dependency_that_does_not_say_what_for_is_caught() {
        for lines in [
            "serde = \"1\"\n",
            "serde = { version = \"1\", features = [\"derive\"] }\n",
            "serde = \"1\" #\n",
            "serde = { version = \"1\", features = [\n  \"derive\",\n] }\n",
            "# a comment\n\nserde = \"1\"\n",
            "a = \"1\" # for this\nserde = \"1\"\n",
            "odd = \"a#b\"\n",
        ] {
            assert_eq!(say_what_for(&root(lines)).len(), 1, "{lines}");
        }
    }

    #[test]
    fn a_dependency_that_does_and_crates_of_the_house_are_fine() {
        for lines in [
            "serde = \"1\" # DTOs\n",
            "# DTOs\nserde = \"1\"\n",
            "serde = { version = \"1\", features = [\n  \"derive\",\n] } # DTOs\n",
            "cauldron-core = { path = \"crates/core\" }\n",
            "[profile.dev]\ndebug = 1\n",
        ] {
            assert_eq!(say_what_for(&root(lines)), Vec::<String>::new(), "{lines}");
        }
    }

    #[test]
    fn a_version_in_a_member_is_caught() {
        for line in ["serde = \"1\"", "serde = { version = \"1\" }", "cauldron-core = { path = \"../core\" }"] {
            let manifest = format!(
                "[package]\nname = \"cauldron-db\"\n[dev-dependencies]\n{line}\nuuid = {{ workspace = true }}\n"
            );
            let planted = Repository::of(&[("crates/db/Cargo.toml", &manifest)]);
            assert_eq!(versions_in_the_root(&planted).len(), 1, "{line}");
        }
    }

    #[test]
    fn a_crate_without_a_description_is_caught() {
        let planted = Repository::of(&[
            ("crates/db/Cargo.toml", "[package]\nname = \"cauldron-db\"\n"),
            ("crates/ui/Cargo.toml", "[package]\nname = \"cauldron-ui\"\ndescription = \"Design system\"\n"),
        ]);
        assert_eq!(crates_describe_themselves(&planted).len(), 1);
    }
}
