//! Patterns for `like` from what people type.

/// A pattern that finds `text` as it stands: `%`, `_` and `\` mean themselves. Put `%` around it to find it anywhere.
#[must_use]
pub fn literal(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}

/// A pattern for each word of `text`, which finds it anywhere.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(|word| format!("%{}%", literal(word))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_meaning_in_patterns_means_itself() {
        assert_eq!(literal("100%_\\"), "100\\%\\_\\\\");
        assert_eq!(words(" a_b  ü "), ["%a\\_b%", "%ü%"]);
        assert!(words(" ").is_empty());
    }
}
