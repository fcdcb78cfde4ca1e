//! Text inside a picture: what XML permits, escaped, and how wide it will be without a font at hand.

use std::borrow::Cow;

/// Pixels an average character of Inter takes at 11 px.
const CHARACTER: f64 = 6.2;

/// About how many pixels wide `text` is at 11 px Inter.
pub(crate) fn width_of(text: &str) -> f64 {
    text.chars().count() as f64 * CHARACTER
}

/// `text` cut to `width` pixels with an ellipsis.
pub(crate) fn shortened(text: &str, width: f64) -> Cow<'_, str> {
    if width_of(text) <= width {
        return Cow::Borrowed(text);
    }
    let room = (width / CHARACTER).max(1.0) as usize;
    let kept: String = text.chars().take(room.saturating_sub(1)).collect();
    Cow::Owned(format!("{}…", kept.trim_end()))
}

/// `text` on one line, without the characters that XML 1.0 (section 2.2) forbids even when escaped.
pub(crate) fn printable(text: &str) -> String {
    let one_line = |character: char| if character.is_whitespace() { ' ' } else { character };
    let legal = |character: &char| !character.is_control() && !matches!(character, '\u{FFFE}' | '\u{FFFF}');
    text.trim().chars().map(one_line).filter(legal).collect()
}

/// Whether nothing of `text` would be seen.
pub(crate) fn is_blank(text: &str) -> bool {
    printable(text).trim().is_empty()
}

/// Appends `text` so that it is safe between tags and inside quoted attributes.
pub(crate) fn push_escaped(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            other => out.push(other),
        }
    }
}

/// `id` reduced to letters, digits, hyphen and underscore, so that it can stand in a list of ids; `chart` if nothing is left.
pub(crate) fn safe_id(id: &str) -> String {
    let kept: String =
        id.chars().filter(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '_')).collect();
    if kept.is_empty() { "chart".to_owned() } else { kept }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_with_an_ellipsis() {
        assert_eq!(shortened("Processor", 100.0), "Processor");
        assert_eq!(shortened("Processor of host", 62.0), "Processor…");
        assert_eq!(shortened("Processor", 0.0), "…");
    }

    #[test]
    fn forbidden_characters_disappear() {
        assert_eq!(printable(" a\u{0}\u{1b}b\nc\u{FFFF} "), "ab c");
        assert_eq!(safe_id("a b\"c"), "abc");
        assert_eq!(safe_id("\u{1F600}"), "chart");
    }
}
