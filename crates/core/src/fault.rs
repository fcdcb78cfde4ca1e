//! What makes two failures the same kind: where they happened, and their words without the values in them.

use crate::fingerprint;

/// A number: digits, with points, commas and colons between them. Its length in bytes; 0 when there is none.
fn number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while is_digit(end) || (end > 0 && bytes.get(end).is_some_and(|byte| b".,:".contains(byte)) && is_digit(end + 1)) {
        end += 1;
    }
    end
}

/// A UUID, or eight and more hexadecimal digits of which one is a number, at the beginning of a word. Its length in bytes; 0
/// when there is none.
fn identifier(text: &str) -> usize {
    let ends = |at: usize| !text.as_bytes().get(at).is_some_and(u8::is_ascii_alphanumeric);
    let is_uuid = |text: &str| {
        text.bytes().zip(0..).all(|(byte, at)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
    };
    if text.get(..36).is_some_and(is_uuid) && ends(36) {
        return 36;
    }
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let length = digits.bytes().take_while(u8::is_ascii_hexdigit).count();
    let found = digits.get(..length).unwrap_or_default();
    let prefix = text.len() - digits.len();
    let is_one = (length >= 8 || prefix > 0) && found.bytes().any(|byte| byte.is_ascii_digit());
    if is_one && ends(prefix + length) { prefix + length } else { 0 }
}

/// Text in quotation marks. Its length in bytes with the marks; 0 when there is none, or no end of it.
fn quotation(text: &str) -> usize {
    let mut characters = text.chars();
    let closing = match characters.next() {
        Some(mark @ ('"' | '\'' | '`')) => mark,
        Some('“') => '”',
        Some('‘') => '’',
        Some('«') => '»',
        _ => return 0,
    };
    let inside = characters.as_str();
    let marks = text.len() - inside.len();
    // An apostrophe within a word ends nothing.
    let ends = |at: usize| {
        let after = inside.get(at + closing.len_utf8()..).and_then(|rest| rest.chars().next());
        closing != '\'' || !after.is_some_and(char::is_alphanumeric)
    };
    let end = inside.match_indices(closing).map(|(at, _)| at).find(|at| ends(*at));
    end.map_or(0, |at| marks + at + closing.len_utf8())
}

/// The words of a failure without what differs from one to the next: numbers and identifiers become `#`, quoted text `""`.
#[must_use]
pub fn without_values(words: &str) -> String {
    let (mut kind, mut rest, mut in_word) = (String::with_capacity(words.len()), words, false);
    while let Some(first) = rest.chars().next() {
        let quoted = if in_word { 0 } else { quotation(rest) };
        let value = if in_word { 0 } else { identifier(rest) }.max(number(rest));
        let taken = match (quoted, value) {
            (0, 0) => {
                kind.push(first);
                first.len_utf8()
            }
            (0, value) => {
                kind.push('#');
                value
            }
            (quoted, _) => {
                kind.push_str("\"\"");
                quoted
            }
        };
        in_word = rest.get(..taken).and_then(|taken| taken.chars().next_back()).is_some_and(char::is_alphanumeric);
        rest = rest.get(taken..).unwrap_or_default();
    }
    kind
}

/// Equal for failures of one kind at one place; sixteen hexadecimal digits.
#[must_use]
pub fn fault_fingerprint(place: &str, words: &str) -> String {
    fingerprint(&[place, &without_values(words)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_identifiers_and_quoted_text_are_values() {
        for (words, kind) in [
            ("37 password checks are waiting", "# password checks are waiting"),
            (
                "index out of bounds: the len is 3 but the index is 12",
                "index out of bounds: the len is # but the index is #",
            ),
            ("waited 1.5s, then 12,000 ms until 08:30:05", "waited #s, then # ms until #"),
            ("job 018f0000-0000-7000-8000-000000000401 is lost", "job # is lost"),
            ("job DEADBEEF-aaaa-bbbb-cccc-ddddeeeeffff is lost", "job # is lost"),
            ("trace 4bf92f3577b34da6a3ce93148585bead at 0x7ffe", "trace # at #"),
            (r#"relation "core.jobs" does not exist"#, r#"relation "" does not exist"#),
            ("no `x y`, no 'it is', no “Zoë”, no «a»", r#"no "", no "", no "", no """#),
            ("the database's answer wasn't read", "the database's answer wasn't read"),
            (r#"an open " stays"#, r#"an open " stays"#),
            ("utf8 and sha256 of accede", "utf# and sha# of accede"),
            ("ends with 7", "ends with #"),
            ("größer als 5 µs “", "größer als # µs “"),
            ("", ""),
        ] {
            assert_eq!(without_values(words), kind, "{words}");
        }
    }

    #[test]
    fn a_kind_is_of_one_place_and_has_no_values() {
        let of = |place, words| fault_fingerprint(place, words);
        assert_eq!(of("/a", "37 are waiting"), of("/a", "4 are waiting"));
        assert_ne!(of("/a", "37 are waiting"), of("/b", "37 are waiting"));
        assert_ne!(of("/a", "37 are waiting"), of("/a", "37 are lost"));
        assert_eq!(of("", "").len(), 16);
    }
}
