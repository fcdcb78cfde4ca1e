//! Comma-separated values by RFC 4180, in which no text is a formula; and reading what spreadsheets write.

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

/// A record as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The line on which it begins, from 1.
    pub line: u32,
    /// Its fields; one empty field for an empty line.
    pub fields: Vec<String>,
}

/// Reads records whose fields are divided by `divider`. Nothing is refused: a quote that is never closed ends with the text. Both
/// kinds of line ends are understood, and a mark of the byte order at the beginning is passed over.
#[must_use]
pub fn records(text: &str, divider: char) -> Vec<Record> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (mut records, mut fields, mut field) = (Vec::new(), Vec::new(), String::new());
    let (mut inside, mut line, mut begun) = (false, 1, 1);
    let mut letters = text.chars().peekable();
    let mut ended = true;
    while let Some(letter) = letters.next() {
        ended = false;
        if letter == '\n' {
            line += 1;
        }
        match letter {
            '"' if inside && letters.peek() == Some(&'"') => field.extend(letters.next()),
            '"' => inside = !inside,
            _ if inside => field.push(letter),
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' => {
                fields.push(std::mem::take(&mut field));
                records.push(Record { line: begun, fields: std::mem::take(&mut fields) });
                (begun, ended) = (line, true);
            }
            _ if letter == divider => fields.push(std::mem::take(&mut field)),
            _ => field.push(letter),
        }
    }
    if !ended {
        fields.push(field);
        records.push(Record { line: begun, fields });
    }
    records
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

    /// The fields alone, to check what was written.
    fn read(text: &str) -> Vec<Vec<String>> {
        records(text, ',').into_iter().map(|record| record.fields).collect()
    }

    #[test]
    fn what_spreadsheets_write_is_read() {
        let read = |text: &str, divider| {
            records(text, divider).into_iter().map(|record| (record.line, record.fields.join("|"))).collect::<Vec<_>>()
        };
        assert_eq!(
            read("\u{feff}a,b\r\n\"x,\"\"y\"\"\nz\",2\n\n3", ','),
            [(1, "a|b".to_owned()), (2, "x,\"y\"\nz|2".to_owned()), (4, String::new()), (5, "3".to_owned()),]
        );
        assert_eq!(read("a;b\n1;2", ';'), [(1, "a|b".to_owned()), (2, "1|2".to_owned())]);
        assert_eq!(read("\"open", ','), [(1, "open".to_owned())], "a quote that is never closed ends with the text");
        assert_eq!(read("", ','), []);
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
