//! Rows as CSV and JSON for a download. Pure.

/// One value of an export.
#[derive(Debug, Clone, PartialEq)]
pub enum ExportValue {
    /// Words.
    Text(String),
    /// A number; written as such, without unit or separators. What is no number is written as nothing.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// There is none.
    Nothing,
}

impl From<&str> for ExportValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for ExportValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for ExportValue {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for ExportValue {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

/// CSV by RFC 4180: CRLF after every record, quotes where a field needs them, a head line.
///
/// A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV injection"); numbers do not,
/// so that a negative number stays one.
pub fn csv<'a>(heads: &[&str], rows: impl IntoIterator<Item = &'a [ExportValue]>) -> String {
    let mut out = String::new();
    record(&mut out, heads.iter().map(|head| guarded(head)));
    for row in rows {
        record(
            &mut out,
            row.iter().map(|value| match value {
                ExportValue::Text(text) => guarded(text),
                ExportValue::Number(number) if number.is_finite() => number.to_string(),
                ExportValue::Flag(flag) => flag.to_string(),
                ExportValue::Number(_) | ExportValue::Nothing => String::new(),
            }),
        );
    }
    out
}

fn record(out: &mut String, fields: impl Iterator<Item = String>) {
    for (index, field) in fields.enumerate() {
        if index > 0 {
            out.push(',');
        }
        if field.contains([',', '"', '\r', '\n']) || field.starts_with(' ') || field.ends_with(' ') {
            out.push('"');
            out.push_str(&field.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&field);
        }
    }
    out.push_str("\r\n");
}

/// `text` so that no spreadsheet computes it. Spaces do not hide a formula, nor do the wide signs of East Asian keyboards.
fn guarded(text: &str) -> String {
    const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let suspicious = text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(FORMULA);
    if suspicious { format!("'{text}") } else { text.to_owned() }
}

/// A JSON array with an object for each row, its members named by `keys`.
pub fn json<'a>(keys: &[&str], rows: impl IntoIterator<Item = &'a [ExportValue]>) -> String {
    let mut out = String::from("[");
    for (index, row) in rows.into_iter().enumerate() {
        out.push_str(if index > 0 { ",\n{" } else { "\n{" });
        for (place, (key, value)) in keys.iter().zip(row).enumerate() {
            if place > 0 {
                out.push(',');
            }
            quoted(&mut out, key);
            out.push(':');
            match value {
                ExportValue::Text(text) => quoted(&mut out, text),
                ExportValue::Number(number) if number.is_finite() => out.push_str(&number.to_string()),
                ExportValue::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
                ExportValue::Number(_) | ExportValue::Nothing => out.push_str("null"),
            }
        }
        out.push('}');
    }
    out.push_str("\n]\n");
    out
}

fn quoted(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // The last two end a line in JavaScript before ES2019.
            control if control < ' ' || matches!(control, '\u{2028}' | '\u{2029}') => {
                out.push_str(&format!("\\u{:04x}", u32::from(control)));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one(value: impl Into<ExportValue>) -> String {
        let row = [value.into()];
        csv(&["a"], [row.as_slice()]).strip_prefix("a\r\n").unwrap().to_owned()
    }

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        assert_eq!(one("plain"), "plain\r\n");
        assert_eq!(one("a,b"), "\"a,b\"\r\n");
        assert_eq!(one("say \"no\""), "\"say \"\"no\"\"\"\r\n");
        assert_eq!(one("two\nlines"), "\"two\nlines\"\r\n");
        assert_eq!(one(ExportValue::Nothing), "\r\n");
    }

    #[test]
    fn a_formula_becomes_text_and_a_number_stays_one() {
        assert_eq!(one("=HYPERLINK(\"http://x\")"), "\"'=HYPERLINK(\"\"http://x\"\")\"\r\n");
        for formula in ["+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"] {
            assert!(one(formula).trim_start_matches('"').starts_with('\''), "{formula:?}");
        }
        assert_eq!(one(-1.5), "-1.5\r\n");
        assert_eq!(one(f64::NAN), "\r\n");
        assert_eq!(csv(&["=a"], []), "'=a\r\n");
    }

    #[test]
    fn json_knows_kinds() {
        let row = ["a\"b".into(), 1.5.into(), true.into(), ExportValue::Nothing, f64::INFINITY.into()];
        let text = json(&["t", "n", "f", "z", "i"], [row.as_slice()]);
        assert_eq!(text, "[\n{\"t\":\"a\\\"b\",\"n\":1.5,\"f\":true,\"z\":null,\"i\":null}\n]\n");
        assert_eq!(json(&[], []), "[\n]\n");
    }

    /// Reads CSV by RFC 4180, to check what was written.
    fn read(text: &str) -> Vec<Vec<String>> {
        let (mut records, mut record, mut field, mut inside) = (Vec::new(), Vec::new(), String::new(), false);
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            match (inside, character) {
                (true, '"') if characters.peek() == Some(&'"') => {
                    characters.next();
                    field.push('"');
                }
                (_, '"') => inside = !inside,
                (false, ',') => record.push(core::mem::take(&mut field)),
                (false, '\r') if characters.peek() == Some(&'\n') => {
                    characters.next();
                    record.push(core::mem::take(&mut field));
                    records.push(core::mem::take(&mut record));
                }
                (_, other) => field.push(other),
            }
        }
        records
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_again(rows in prop::collection::vec(prop::collection::vec(any::<String>(), 3), 0..6)) {
            let values: Vec<Vec<ExportValue>> =
                rows.iter().map(|row| row.iter().map(|text| text.as_str().into()).collect()).collect();
            let read = read(&csv(&["a", "b", "c"], values.iter().map(Vec::as_slice)));
            prop_assert_eq!(read.len(), rows.len() + 1);
            for (read, row) in read.iter().skip(1).zip(&rows) {
                for (read, text) in read.iter().zip(row) {
                    let disarmed = format!("'{text}");
                    prop_assert!(*read == *text || *read == disarmed);
                    prop_assert!(!read.trim_start().starts_with(['=', '+', '-', '@']));
                }
            }
        }

        #[test]
        fn json_is_read_by_others(text in any::<String>(), number in any::<f64>()) {
            let row = [ExportValue::from(text.clone()), number.into()];
            let read: serde_json::Value = serde_json::from_str(&json(&["t", "n"], [row.as_slice()])).unwrap();
            prop_assert_eq!(read[0]["t"].as_str(), Some(text.as_str()));
            if number.is_finite() {
                let back = read[0]["n"].as_f64().unwrap();
                prop_assert!((back - number).abs() <= number.abs() * 1e-12);
            }
        }
    }
}
