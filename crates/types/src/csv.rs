//! Comma-separated values by RFC 4180, in which no text is a formula.

/// Appends one record: quotes where a field needs them, CRLF at the end. Texts go through [`disarmed`] first; numbers do not, so
/// that a negative number stays one.
pub fn record<F: AsRef<str>>(out: &mut String, fields: impl IntoIterator<Item = F>) {
    for (index, field) in fields.into_iter().enumerate() {
        let field = field.as_ref();
        if index > 0 {
            out.push(',');
        }
        if field.contains([',', '"', '\r', '\n']) || field.starts_with(' ') || field.ends_with(' ') {
            out.push('"');
            out.push_str(&field.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(field);
        }
    }
    out.push_str("\r\n");
}

/// `text` so that no spreadsheet computes it: an apostrophe stands before what would be taken for a formula (OWASP, "CSV
/// injection"). Spaces do not hide one, nor do the wide signs of East Asian keyboards.
#[must_use]
pub fn disarmed(text: &str) -> String {
    const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let suspicious = text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(FORMULA);
    if suspicious { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one(text: &str) -> String {
        let mut out = String::new();
        record(&mut out, [text]);
        out
    }

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        assert_eq!(one("plain"), "plain\r\n");
        assert_eq!(one("a,b"), "\"a,b\"\r\n");
        assert_eq!(one("say \"no\""), "\"say \"\"no\"\"\"\r\n");
        assert_eq!(one("two\nlines"), "\"two\nlines\"\r\n");
        assert_eq!(one(" led"), "\" led\"\r\n");
        assert_eq!(one(""), "\r\n");
    }

    #[test]
    fn a_formula_becomes_text() {
        for formula in ["=1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\nx", " =1", "\u{3000}=1", "＝1", "＠x"] {
            assert_eq!(disarmed(formula), format!("'{formula}"));
        }
        for text in ["", "1-2", "a=b", "'=1", " x"] {
            assert_eq!(disarmed(text), text);
        }
    }

    /// Reads records by RFC 4180, to check what was written.
    fn read(text: &str) -> Vec<Vec<String>> {
        let (mut records, mut fields, mut field, mut inside) = (Vec::new(), Vec::new(), String::new(), false);
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            match (inside, character) {
                (true, '"') if characters.peek() == Some(&'"') => field.extend(characters.next()),
                (_, '"') => inside = !inside,
                (false, ',') => fields.push(std::mem::take(&mut field)),
                (false, '\r') if characters.peek() == Some(&'\n') => {
                    characters.next();
                    fields.push(std::mem::take(&mut field));
                    records.push(std::mem::take(&mut fields));
                }
                (_, other) => field.push(other),
            }
        }
        records
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_again_and_is_never_a_formula(
            rows in prop::collection::vec(prop::collection::vec(any::<String>(), 3), 0..6),
        ) {
            let mut out = String::new();
            for row in &rows {
                record(&mut out, row.iter().map(|text| disarmed(text)));
            }
            let read = read(&out);
            prop_assert_eq!(read.len(), rows.len());
            for (read, row) in read.iter().zip(&rows) {
                prop_assert_eq!(read.len(), row.len());
                for (read, text) in read.iter().zip(row) {
                    prop_assert!(read == text || read.strip_prefix('\'') == Some(text));
                    prop_assert!(!read.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']));
                }
            }
        }
    }
}
