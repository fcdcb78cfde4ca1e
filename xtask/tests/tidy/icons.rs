//! An icon that a page names is in the sprite; one that is not would be an empty square that nobody notices.

use std::collections::BTreeSet;

use crate::lexer;
use crate::repository::{Repository, SourceFile, at};

const LIST: &str = "public/icons.txt";

/// `<Icon name="…"/>`, `icon="…"`, and the list the kit keeps of its own, against `public/icons.txt`.
pub(crate) fn are_in_the_sprite(repository: &Repository) -> Vec<String> {
    let listed: BTreeSet<&str> = repository
        .files
        .iter()
        .filter(|file| file.path == LIST)
        .flat_map(|file| file.text.lines())
        .filter(|line| !line.starts_with('#'))
        .collect();
    let mut violations = Vec::new();
    for file in repository.of_kind("rs").filter(|file| is_view(file)) {
        for (line, name) in named(lexer::without_tests(&file.text)) {
            if !listed.contains(name) {
                violations.push(at(file, line, &format!("no icon {name} in the sprite: `cargo xtask icons {name}`")));
            }
        }
    }
    violations
}

fn is_view(file: &SourceFile) -> bool {
    (file.is_in("app") || file.is_in("crates/ui")) && !file.is_test()
}

/// Names of icons and the lines they stand in, comments left out.
fn named(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut in_list = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("//") {
            continue;
        }
        // The kit's own list: a constant of names, one to a line.
        in_list = (in_list || line.contains("ICONS: ")) && !line.trim_end().ends_with("];");
        let name_in_list = line.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix("\","));
        if let Some(name) = name_in_list.filter(|_| in_list) {
            found.push((index + 1, name));
        }
        for attribute in ["<Icon name=\"", " icon=\""] {
            for (position, _) in line.match_indices(attribute) {
                let after = line.get(position + attribute.len()..).unwrap_or_default();
                if let Some((name, _)) = after.split_once('"') {
                    found.push((index + 1, name));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violations(code: &str) -> usize {
        let text = format!("//! x\n{code}\n");
        are_in_the_sprite(&Repository::of(&[(LIST, "# names\nmoon\nsun\n"), ("app/src/lib.rs", &text)])).len()
    }

    #[test]
    fn an_icon_that_is_not_in_the_sprite_is_caught() {
        for code in [
            "view! { <Icon name=\"star\"/> }",
            "view! { <Button icon=\"star\"/><Icon name=\"sun\"/> }",
            "pub const ICONS: [&str; 2] = [\n    \"moon\",\n    \"star\",\n];",
        ] {
            assert_eq!(violations(code), 1, "{code}");
        }
    }

    #[test]
    fn listed_and_computed_icons_are_fine() {
        for code in [
            "view! { <Icon name=\"sun\"/> }",
            "view! { <Icon name=icon/> }",
            "// <Icon name=\"star\"/>",
            "pub const ICONS: &[&str] = &[\n    \"moon\",\n];\nconst OTHER: &[&str] = &[\n    \"star\",\n];",
        ] {
            assert_eq!(violations(code), 0, "{code}");
        }
    }
}
