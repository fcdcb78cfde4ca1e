//! Tells Rust's code, strings and comments apart, well enough for rules: no syntax tree, no macros expanded.

/// A string literal and the line it begins in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Literal {
    /// Counted from one.
    pub(crate) line: usize,
    /// Between the quotes, escapes as they stand.
    pub(crate) text: String,
}

/// A Rust file in two parts.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    /// The code, with comments and the insides of strings left out; lines stay where they were.
    pub(crate) code: String,
    /// The strings.
    pub(crate) literals: Vec<Literal>,
}

impl Parts {
    /// Lines of code with their numbers, counted from one.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}

/// Splits a whole file.
pub(crate) fn split(text: &str) -> Parts {
    let mut parts = Parts::default();
    let mut rest = text;
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        let taken = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some((opening, hashes)) = raw_string(rest, before) {
            let closing = format!("\"{}", "#".repeat(hashes));
            let inside = rest.get(opening..).unwrap_or_default();
            let length = inside.find(&closing).unwrap_or(inside.len());
            parts.push_literal(inside.get(..length).unwrap_or_default());
            (opening + length + closing.len()).min(rest.len())
        } else if first == '"' {
            let length = string(rest);
            parts.push_literal(rest.get(1..length.saturating_sub(1)).unwrap_or_default());
            length
        } else if first == '\'' {
            let length = character(rest);
            parts.code.push_str(if length > 1 { "' '" } else { "'" });
            rest = rest.get(length..).unwrap_or_default();
            before = '\'';
            continue;
        } else {
            parts.code.push(first);
            before = first;
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
            continue;
        };
        let gone = rest.get(..taken).unwrap_or(rest);
        if first != '/' {
            parts.code.push_str("\"\"");
        }
        parts.code.extend(gone.chars().filter(|c| *c == '\n'));
        rest = rest.get(taken..).unwrap_or_default();
        before = '"';
    }
    parts
}

/// The file without its `#[cfg(test)] mod …`, which by our habit stands at the end.
pub(crate) fn without_tests(text: &str) -> &str {
    let mut offset = 0;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let next_is_module = lines.peek().is_some_and(|next| next.trim_start().starts_with("mod "));
        if line.trim() == "#[cfg(test)]" && next_is_module {
            return text.get(..offset).unwrap_or(text);
        }
        offset += line.len();
    }
    text
}

impl Parts {
    fn push_literal(&mut self, text: &str) {
        let line = self.code.matches('\n').count() + 1;
        self.literals.push(Literal { line, text: text.to_owned() });
    }
}

/// Bytes up to and with the end of a comment that may hold others.
fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut position = 0;
    while let Some(rest) = text.get(position..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            position += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            position += 2;
            if depth == 0 {
                return position;
            }
        } else {
            position += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// For `r"`, `r#"`, `br"` and the like: bytes of the opening, and how many hashes it has.
fn raw_string(text: &str, before: char) -> Option<(usize, usize)> {
    if before.is_alphanumeric() || before == '_' {
        return None;
    }
    let prefix = ["r", "br", "cr"]
        .into_iter()
        .find(|prefix| text.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('"') || rest.starts_with('#')))?;
    let after = text.strip_prefix(prefix)?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    // `r#name` is a raw identifier.
    after.get(hashes..)?.starts_with('"').then_some((prefix.len() + hashes + 1, hashes))
}

/// Bytes of a plain string with both quotes.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (position, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return position + 1,
            _ => {}
        }
    }
    text.len()
}

/// Bytes of a character literal, or one for the tick of a lifetime.
fn character(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    match characters.next() {
        Some((_, '\\')) => text.get(3..).and_then(|rest| rest.find('\'')).map_or(1, |end| end + 4),
        Some(_) => match characters.next() {
            Some((position, '\'')) => position + 1,
            _ => 1,
        },
        None => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, code: &str, literals: &[(usize, &str)]) {
        let parts = split(text);
        assert_eq!(parts.code, code, "{text}");
        let found: Vec<(usize, &str)> = parts.literals.iter().map(|l| (l.line, l.text.as_str())).collect();
        assert_eq!(found, literals, "{text}");
    }

    #[test]
    fn comments_and_strings_are_told_apart_from_code() {
        check("a // \"no\"\nb", "a \nb", &[]);
        check("a /* x /* y */ \n */ b", "a \n b", &[]);
        check("f(\"a \\\" // b\", c)", "f(\"\", c)", &[(1, "a \\\" // b")]);
        check("let q = r#\"x \" y\nz\"#; d", "let q = \"\"\n; d", &[(1, "x \" y\nz")]);
        check("x\nb\"bytes\"", "x\nb\"\"", &[(2, "bytes")]);
        check("if c == '\"' { '\\'' } else { b'x' }", "if c == ' ' { ' ' } else { b' ' }", &[]);
        check("fn f<'a>(x: &'a str) {}", "fn f<'a>(x: &'a str) {}", &[]);
        check("r#type r\"raw\"", "r#type \"\"", &[(1, "raw")]);
        check("\"ünï\" 'ü' x", "\"\" ' ' x", &[(1, "ünï")]);
    }

    #[test]
    fn an_unfinished_file_ends() {
        for text in ["\"abc", "r#\"abc", "/* abc", "'", "'\\", "b'"] {
            let _parts = split(text);
        }
    }

    #[test]
    fn tests_at_the_end_are_left_out() {
        assert_eq!(without_tests("fn a() {}\n#[cfg(test)]\nmod tests {\n}\n"), "fn a() {}\n");
        assert_eq!(without_tests("#[cfg(test)]\nuse x;\nfn a() {}\n"), "#[cfg(test)]\nuse x;\nfn a() {}\n");
    }
}
