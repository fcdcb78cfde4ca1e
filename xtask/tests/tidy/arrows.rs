//! Which crate may depend on which: the picture in ARCHITECTURE, as a table.

use toml::Table;

use crate::repository::{Repository, SourceFile};

const MODULES: [&str; 5] = ["admin", "aegis", "synapse", "lore", "aether"];

/// Everything below the server and above nothing.
const BELOW_SERVER: [&str; 13] = [
    "app", "ui", "charts", "admin", "aegis", "synapse", "lore", "aether", "platform", "db", "core", "types", "pg-embed",
];

/// What a crate may depend on, by names without `cauldron-`; `None` for a crate that is not in the picture.
fn below(krate: &str) -> Option<Vec<&'static str>> {
    Some(match krate {
        "types" | "pg-embed" => Vec::new(),
        "core" | "ui" | "charts" => vec!["types"],
        "db" => vec!["core", "types"],
        "platform" => vec!["db", "core", "types"],
        module if MODULES.contains(&module) => vec!["platform", "db", "core", "types"],
        "app" => BELOW_SERVER.iter().copied().filter(|name| !["app", "pg-embed"].contains(name)).collect(),
        "hydrate" => vec!["app", "ui", "charts", "types"],
        "server" => BELOW_SERVER.to_vec(),
        "test-support" => BELOW_SERVER.iter().copied().filter(|name| *name != "app").collect(),
        "bench" => [&BELOW_SERVER[..], &["server", "test-support"]].concat(),
        "xtask" => vec!["pg-embed"],
        _ => return None,
    })
}

/// Dependencies of every crate against the table; tests may use `test-support` besides.
pub(crate) fn point_downwards(repository: &Repository) -> Vec<String> {
    let mut violations = Vec::new();
    for (file, manifest) in manifests(repository) {
        let name = short_name(&manifest);
        let Some(allowed) = below(&name) else {
            violations.push(format!("{}: {name} is not in the picture: give it a place in {}", file.path, file!()));
            continue;
        };
        for (kind, dependency, _) in dependencies(&manifest) {
            let Some(dependency) = dependency.strip_prefix("cauldron-") else { continue };
            let for_tests = kind == "dev-dependencies" && dependency == "test-support";
            if !allowed.contains(&dependency) && !for_tests {
                violations
                    .push(format!("{}: {name} must not depend on {dependency}: arrows point downwards", file.path));
            }
        }
    }
    violations
}

/// Crates that reach the browser do without what only a server can use.
pub(crate) fn browser_half_stays_small(repository: &Repository) -> Vec<String> {
    const TOO_LARGE: [&str; 8] =
        ["sqlx", "tokio", "regex", "chrono-tz", "axum", "reqwest", "tracing-subscriber", "leptos_axum"];
    let mut violations = Vec::new();
    for (file, manifest) in manifests(repository) {
        if !["types", "ui", "charts", "app", "hydrate"].contains(&short_name(&manifest).as_str()) {
            continue;
        }
        for (kind, dependency, optional) in dependencies(&manifest) {
            if kind == "dependencies" && !optional && TOO_LARGE.contains(&dependency.as_str()) {
                violations.push(format!("{}: {dependency} does not belong in the browser half", file.path));
            }
        }
    }
    violations
}

/// The features `ssr` and `hydrate` exist in `app` alone.
pub(crate) fn only_app_has_halves(repository: &Repository) -> Vec<String> {
    let has_halves = |manifest: &Table| {
        let features = manifest.get("features").and_then(toml::Value::as_table);
        features.is_some_and(|features| features.contains_key("ssr") || features.contains_key("hydrate"))
    };
    manifests(repository)
        .into_iter()
        .filter(|(_, manifest)| short_name(manifest) != "app" && has_halves(manifest))
        .map(|(file, _)| format!("{}: only app is compiled in two ways; drop the features ssr and hydrate", file.path))
        .collect()
}

/// Every member's manifest. One that cannot be read is cargo's to complain about.
pub(crate) fn manifests(repository: &Repository) -> Vec<(&SourceFile, Table)> {
    repository
        .of_kind("toml")
        .filter(|file| file.path.ends_with("/Cargo.toml"))
        .filter_map(|file| Some((file, file.text.parse::<Table>().ok()?)))
        .filter(|(_, manifest)| manifest.contains_key("package"))
        .collect()
}

/// The package's name without the house's.
pub(crate) fn short_name(manifest: &Table) -> String {
    let package = manifest.get("package").and_then(toml::Value::as_table);
    let name = package.and_then(|package| package.get("name")).and_then(toml::Value::as_str).unwrap_or_default();
    name.trim_start_matches("cauldron-").to_owned()
}

/// Kind, name, and whether it is optional, of each dependency.
pub(crate) fn dependencies(manifest: &Table) -> Vec<(&'static str, String, bool)> {
    let mut found = Vec::new();
    for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
        for (name, value) in manifest.get(kind).and_then(toml::Value::as_table).into_iter().flatten() {
            let renamed = value.get("package").and_then(toml::Value::as_str);
            let optional = value.get("optional").and_then(toml::Value::as_bool).unwrap_or(false);
            found.push((kind, renamed.unwrap_or(name).to_owned(), optional));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(name: &str, rest: &str) -> Repository {
        Repository::of(&[("crates/x/Cargo.toml", &format!("[package]\nname = \"{name}\"\n{rest}"))])
    }

    #[test]
    fn an_arrow_upwards_is_caught() {
        for (name, dependency) in [
            ("cauldron-core", "cauldron-db"),
            ("cauldron-types", "cauldron-core"),
            ("cauldron-aegis", "cauldron-synapse"),
            ("cauldron-ui", "cauldron-core"),
            ("cauldron-db", "cauldron-pg-embed"),
            ("cauldron-db", "cauldron-platform"),
            ("cauldron-platform", "cauldron-admin"),
            ("cauldron-server", "cauldron-bench"),
            ("cauldron-app", "cauldron-server"),
            ("cauldron-core", "cauldron-test-support"),
        ] {
            let planted = manifest(name, &format!("[dependencies]\n{dependency} = {{ workspace = true }}\n"));
            assert_eq!(point_downwards(&planted).len(), 1, "{name} -> {dependency}");
        }
    }

    #[test]
    fn a_renamed_arrow_and_a_crate_without_a_place_are_caught() {
        let renamed =
            manifest("cauldron-core", "[dependencies]\nstore = { package = \"cauldron-db\", path = \"../db\" }\n");
        assert_eq!(point_downwards(&renamed).len(), 1);
        assert_eq!(point_downwards(&manifest("cauldron-new", "")).len(), 1);
    }

    #[test]
    fn downward_arrows_and_test_support_in_tests_are_fine() {
        let fine = "[dependencies]\ncauldron-db = { workspace = true }\nserde = \"1\"\n\
                    [dev-dependencies]\ncauldron-test-support = { workspace = true }\n";
        assert_eq!(point_downwards(&manifest("cauldron-aegis", fine)), Vec::<String>::new());
    }

    #[test]
    fn a_database_in_the_browser_half_is_caught_unless_optional() {
        let planted = manifest("cauldron-charts", "[dependencies]\nregex = \"1\"\n");
        assert_eq!(browser_half_stays_small(&planted).len(), 1);
        let optional = manifest("cauldron-app", "[dependencies]\naxum = { workspace = true, optional = true }\n");
        assert!(browser_half_stays_small(&optional).is_empty());
    }

    #[test]
    fn a_second_crate_with_halves_is_caught() {
        assert_eq!(only_app_has_halves(&manifest("cauldron-ui", "[features]\nssr = []\n")).len(), 1);
        assert!(only_app_has_halves(&manifest("cauldron-app", "[features]\nssr = []\n")).is_empty());
    }
}
