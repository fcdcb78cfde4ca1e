//! The content security policy blocks `style` attributes in rendered pages: views use classes and SVG attributes.

use crate::lexer;
use crate::repository::{Repository, SourceFile, at};

/// `style="…"`, `style=move || …` and `style:width=…` in views.
pub(crate) fn have_no_inline_style(repository: &Repository) -> Vec<String> {
    let mut violations = Vec::new();
    for file in repository.of_kind("rs").filter(|file| is_view(file)) {
        let parts = lexer::split(&file.text);
        let in_code = parts.lines().filter(|(_, line)| has_inline_style(line)).map(|(number, _)| number);
        let in_strings = parts.literals.iter().filter(|l| has_style_attribute(&l.text)).map(|l| l.line);
        for number in in_code.chain(in_strings) {
            violations.push(at(file, number, "no inline style: a class, an SVG attribute or one <style> with a nonce"));
        }
    }
    violations
}

fn is_view(file: &SourceFile) -> bool {
    (file.is_in("app") || file.is_in("crates/ui")) && !file.is_test()
}

/// An attribute has no space around its sign; `style: Style` is a field and `style == x` a comparison.
fn has_inline_style(line: &str) -> bool {
    mentions(line).any(|after| {
        let mut following = after.chars();
        match (following.next(), following.next()) {
            (Some('='), Some(next)) => next != '=' && next != '>' && !next.is_whitespace(),
            (Some(':'), Some(next)) => next.is_alphabetic() || next == '-',
            _ => false,
        }
    })
}

/// HTML in a string.
fn has_style_attribute(text: &str) -> bool {
    mentions(text).any(|after| after.starts_with("=\\\"") || after.starts_with("=\"") || after.starts_with("='"))
}

/// What follows each `style` that is a word of its own.
fn mentions(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("style").filter_map(|(position, word)| {
        let before = line.get(..position)?.chars().next_back();
        let joined = before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '-' || c == '.');
        if joined { None } else { line.get(position + word.len()..) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violations(code: &str) -> usize {
        let text = format!("//! x\n{code}\n");
        have_no_inline_style(&Repository::of(&[("app/src/admin/pages/users.rs", &text)])).len()
    }

    #[test]
    fn inline_styles_are_caught() {
        for code in [
            "view! { <p style=\"color: red\"/> }",
            "view! { <p style=move || width()/> }",
            "view! { <p style:width=move || width()/> }",
            "view! { <p style:--share=share/> }",
            "view! { <p style={width}/> }",
            "let html = \"<p style='x'>\";",
            "let html = r#\"<p style=\"x\">\"#;",
        ] {
            assert_eq!(violations(code), 1, "{code}");
        }
    }

    #[test]
    fn fields_stylesheets_and_comments_are_fine() {
        for code in [
            "struct Props { style: ButtonStyle }",
            "if style == ButtonStyle::Plain {}",
            "let style = 1; match style { _ => {} }",
            "view! { <style nonce=nonce>{css}</style> }",
            "view! { <link rel=\"stylesheet\" href=css/> }",
            "// style=\"x\" is refused",
            "view! { <Chart line-style=dashed/> }",
            "use crate::style::Style;",
        ] {
            assert_eq!(violations(code), 0, "{code}");
        }
    }

    #[test]
    fn other_crates_may() {
        let report = Repository::of(&[("crates/synapse/src/mail.rs", "//! x\nlet a = \"<p style='x'>\";\n")]);
        assert!(have_no_inline_style(&report).is_empty());
    }
}
