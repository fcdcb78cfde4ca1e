//! What documents quote is what the code says: excerpts, the table of components, the length of the worked page.

use crate::repository::{Repository, SourceFile, at};

/// The reference of the kit.
const REFERENCE: &str = "docs/design-system.md";
/// The page it walks through, and the lines that it may have.
const PAGE: &str = "app/src/gallery/watchlist.rs";
const LONGEST_PAGE: usize = 150;
/// A line of an excerpt that stands for lines left out.
const LEFT_OUT: &str = "// …";

/// A block that begins with "```rust path/of/a/file.rs" stands in that file, its lines in the same order.
pub(crate) fn excerpts_are_in_their_files(repository: &Repository) -> Vec<String> {
    let mut violations = Vec::new();
    for document in repository.of_kind("md") {
        for excerpt in excerpts(&document.text) {
            let source = repository.files.iter().find(|file| file.path == excerpt.path);
            if !source.is_some_and(|source| holds(&source.text, &excerpt.lines)) {
                let what = format!("this is not in {}: copy it again, or name another file", excerpt.path);
                violations.push(at(document, excerpt.line, &what));
            }
        }
    }
    violations
}

/// Every component that a page can use has its row in the reference, and every row names a component.
pub(crate) fn components_are_in_the_reference(repository: &Repository) -> Vec<String> {
    let Some(reference) = repository.files.iter().find(|file| file.path == REFERENCE) else {
        return vec![format!("{REFERENCE}: is missing")];
    };
    let mut violations = Vec::new();
    let mut known = Vec::new();
    let named: Vec<(usize, &str)> = named(&reference.text).collect();
    for file in repository.of_kind("rs").filter(|file| file.is_in("crates/ui/src")) {
        for (line, name) in components(file) {
            known.push(name);
            if !named.iter().any(|(_, other)| *other == name) {
                violations.push(at(file, line, &format!("add `{name}` to the table of components in {REFERENCE}")));
            }
        }
    }
    let gone = named.iter().filter(|(_, name)| !known.contains(name));
    violations.extend(gone.map(|(line, name)| at(reference, *line, &format!("there is no component `{name}`"))));
    violations
}

/// The reference says that a page takes fewer lines.
pub(crate) fn the_worked_page_is_short(repository: &Repository) -> Vec<String> {
    match repository.files.iter().find(|file| file.path == PAGE).map(|page| page.text.lines().count()) {
        None => vec![format!("{PAGE}: is missing; {REFERENCE} walks through it")],
        Some(lines) if lines >= LONGEST_PAGE => {
            vec![format!("{PAGE}:{lines}: {REFERENCE} promises fewer than {LONGEST_PAGE} lines")]
        }
        Some(_) => Vec::new(),
    }
}

struct Excerpt<'a> {
    /// Of its first line in the document.
    line: usize,
    path: &'a str,
    lines: Vec<&'a str>,
}

fn excerpts(text: &str) -> Vec<Excerpt<'_>> {
    let mut found: Vec<Excerpt<'_>> = Vec::new();
    let mut inside = false;
    for (index, line) in text.lines().enumerate() {
        if let Some(info) = line.strip_prefix("```") {
            let path = info.strip_prefix("rust ").map(str::trim).filter(|path| path.ends_with(".rs"));
            inside = path.is_some();
            found.extend(path.map(|path| Excerpt { line: index + 1, path, lines: Vec::new() }));
        } else if inside && let Some(excerpt) = found.last_mut() {
            excerpt.lines.push(line);
        }
    }
    found
}

/// Whether `text` holds the runs of `excerpt` one after another. Indentation does not count.
fn holds(text: &str, excerpt: &[&str]) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut from = 0;
    for run in excerpt.split(|line| line.trim() == LEFT_OUT) {
        let run: Vec<&str> = run.iter().map(|line| line.trim()).collect();
        if run.is_empty() {
            continue;
        }
        let rest = lines.get(from..).unwrap_or_default();
        let Some(place) = rest.windows(run.len()).position(|window| window == run) else { return false };
        from += place + run.len();
    }
    true
}

/// Line and name of each component that begins a row of a table: `| `Name` `Other` | …`.
fn named(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().filter_map(|(index, line)| Some((index + 1, line.strip_prefix("| `")?))).flat_map(
        |(number, row)| {
            let first = row.split('|').next().unwrap_or_default();
            let names = first.split(['`', ' ']).filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()));
            names.map(move |name| (number, name))
        },
    )
}

/// Line and name of each public component.
fn components(file: &SourceFile) -> impl Iterator<Item = (usize, &str)> {
    let lines = file.text.lines().enumerate();
    lines.clone().zip(lines.skip(1)).filter_map(|((_, before), (index, line))| {
        let name = line.strip_prefix("pub fn ").filter(|_| before.starts_with("#[component"))?;
        let end = name.find(['(', '<'])?;
        Some((index + 1, name.get(..end)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "//! x\nfn a() {\n    one();\n    two();\n    three();\n}\n";

    fn quoted(block: &str) -> usize {
        let document = format!("Words.\n\n```rust app/src/a.rs\n{block}\n```\n\n```rust\nnot checked\n```\n");
        let planted = Repository::of(&[("app/src/a.rs", SOURCE), ("docs/x.md", &document)]);
        excerpts_are_in_their_files(&planted).len()
    }

    #[test]
    fn an_excerpt_that_left_its_file_is_caught() {
        assert_eq!(quoted("one();\ntwo();"), 0);
        assert_eq!(quoted("fn a() {\n    // …\n    three();\n}"), 0);
        assert_eq!(quoted("one();\nthree();"), 1);
        assert_eq!(quoted("two();\n// …\none();"), 1);
        let elsewhere = Repository::of(&[("docs/x.md", "```rust app/src/gone.rs\nx\n```\n")]);
        assert_eq!(
            excerpts_are_in_their_files(&elsewhere),
            ["docs/x.md:1: this is not in app/src/gone.rs: copy it again, or name another file"]
        );
    }

    #[test]
    fn a_component_without_a_row_is_caught() {
        let source = "//! x\n#[component]\npub fn Button(\n#[component]\npub fn Table<T>(\n#[component]\nfn Inner(\n";
        let check = |reference: &str| {
            let planted = Repository::of(&[("crates/ui/src/x.rs", source), (REFERENCE, reference)]);
            components_are_in_the_reference(&planted)
        };
        assert!(check("| `Button` `Table` | words |\n").is_empty());
        let missing = format!("crates/ui/src/x.rs:5: add `Table` to the table of components in {REFERENCE}");
        assert_eq!(check("| `Button` | not a `Table` |\n\nA `Table` in a sentence.\n"), [missing]);
        let gone = format!("{REFERENCE}:2: there is no component `Switch`");
        assert_eq!(check("| `Button` `Table` | x |\n| `Switch` | x |\n| `--space-1` | x |\n"), [gone]);
    }

    #[test]
    fn a_long_worked_page_is_caught() {
        let of = |lines: usize| the_worked_page_is_short(&Repository::of(&[(PAGE, &"x\n".repeat(lines))])).len();
        assert_eq!((of(LONGEST_PAGE - 1), of(LONGEST_PAGE)), (0, 1));
        assert_eq!(the_worked_page_is_short(&Repository::of(&[])).len(), 1);
    }
}
