//! Colours are tokens: literal ones stand in `style/tokens/` and in the palette of `crates/charts`.

use crate::lexer;
use crate::repository::{Repository, SourceFile, at};

const FUNCTIONS: [&str; 10] =
    ["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklab(", "oklch(", "color(display"];

/// Literal colours in style sheets and in strings of Rust and TypeScript.
pub(crate) fn are_tokens(repository: &Repository) -> Vec<String> {
    let mut violations = Vec::new();
    for file in repository.files.iter().filter(|file| !may_hold_colours(file)) {
        let lines = if file.is("css") {
            in_style_sheet(&file.text)
        } else if file.is("rs") {
            let parts = lexer::split(lexer::without_tests(&file.text));
            parts.literals.iter().filter(|l| has_colour(&l.text)).map(|l| l.line).collect()
        } else if file.is("ts") {
            file.text.lines().enumerate().filter(|(_, line)| has_colour(line)).map(|(index, _)| index + 1).collect()
        } else {
            Vec::new()
        };
        violations
            .extend(lines.into_iter().map(|line| at(file, line, "a literal colour: use a token of style/tokens/")));
    }
    violations
}

fn may_hold_colours(file: &SourceFile) -> bool {
    let palette = file.path.starts_with("crates/charts/src/palette");
    palette || file.is_in("style/tokens") || file.is_in("xtask") || file.is_test()
}

/// In a style sheet only values count: `#add` before a brace is a selector.
fn in_style_sheet(text: &str) -> Vec<usize> {
    let mut lines = Vec::new();
    let mut in_comment = false;
    for (index, line) in text.lines().enumerate() {
        let mut visible = String::new();
        let mut rest = line;
        while !rest.is_empty() {
            let sign = if in_comment { "*/" } else { "/*" };
            let (before, after) = rest.split_once(sign).unwrap_or((rest, ""));
            if !in_comment {
                visible.push_str(before);
            }
            in_comment ^= rest.contains(sign);
            rest = after;
        }
        let value = if visible.trim_end().ends_with(['{', ',']) && !visible.contains(": ") {
            ""
        } else {
            visible.split_once(':').map_or(visible.as_str(), |(_, value)| value)
        };
        if has_colour(value) || FUNCTIONS.iter().any(|name| calls(&visible, name)) {
            lines.push(index + 1);
        }
    }
    lines
}

fn has_colour(text: &str) -> bool {
    has_hexadecimal(text) || FUNCTIONS.iter().any(|name| calls(text, name))
}

/// `#` and three, four, six or eight hexadecimal digits; short ones need a figure, `#add` is a place on a page.
fn has_hexadecimal(text: &str) -> bool {
    text.match_indices('#').any(|(position, _)| {
        let before = text.get(..position).and_then(|before| before.chars().next_back());
        let after = text.get(position + 1..).unwrap_or_default();
        let word: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '-').collect();
        let length = match word.len() {
            3 | 4 => word.chars().any(|c| c.is_ascii_digit()),
            6 | 8 => true,
            _ => false,
        };
        // `&#123;` is a character, `page#1a2` an address.
        let stands_alone = before.is_none_or(|c| !c.is_alphanumeric() && c != '&' && c != '/');
        length && stands_alone && word.chars().all(|c| c.is_ascii_hexdigit())
    })
}

/// A call with a literal number; `rgb(from var(--x) …)` derives a colour from a token.
fn calls(text: &str, function: &str) -> bool {
    text.match_indices(function).any(|(position, _)| {
        let joined = text
            .get(..position)
            .and_then(|before| before.chars().next_back())
            .is_some_and(|c| c.is_alphanumeric() || c == '-' || c == '_');
        let argument = text.get(position + function.len()..).unwrap_or_default().trim_start();
        !joined && (function.starts_with("color(") || argument.starts_with(|c: char| c.is_ascii_digit() || c == '.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_colour_is_caught() {
        for (path, text) in [
            ("style/base.css", "a { color: #fff0; }\n"),
            ("style/base.css", "a {\n  color: #1a2b3c;\n}\n"),
            ("style/components/button.css", "a { background: rgb(1 2 3 / 50%); }\n"),
            ("style/components/button.css", "a { background: hsl(210deg 3% 4%); }\n"),
            ("style/components/button.css", "/* x */ a { color: oklch(0.5 0 0); } /* y */\n"),
            ("app/src/lib.rs", "//! x\nview! { <circle fill=\"#5b5bd6\"/> }\n"),
            ("crates/charts/src/line.rs", "//! x\nlet c = \"rgb(1,2,3)\";\n"),
        ] {
            assert_eq!(are_tokens(&Repository::of(&[(path, text)])).len(), 1, "{path} {text}");
        }
    }

    #[test]
    fn tokens_selectors_addresses_and_comments_are_fine() {
        for (path, text) in [
            ("style/tokens/scales.css", ":root { --slate-1: #111113; }\n"),
            ("crates/charts/src/palette.rs", "//! x\nlet c = \"#56B4E9\";\n"),
            ("style/base.css", "#add { color: var(--text); }\n"),
            ("style/base.css", "#a1b2c3,\n#fade01 {\n  color: var(--text);\n}\n"),
            ("style/base.css", "/* #fff000\n #123456 */\na { color: var(--text); }\n"),
            ("style/base.css", "a { color: rgb(from var(--text) r g b / 50%); }\n"),
            ("app/src/lib.rs", "//! x\n// #5b5bd6\nview! { <a href=\"#add\" title=\"issue #1234567\"/> }\n"),
            ("app/src/lib.rs", "//! x\n#[cfg(test)]\nmod tests {\n let c = \"#5b5bd6\";\n}\n"),
        ] {
            assert_eq!(are_tokens(&Repository::of(&[(path, text)])), Vec::<String>::new(), "{path} {text}");
        }
    }
}
