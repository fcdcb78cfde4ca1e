//! Rows as CSV and JSON for a download. Pure.

use cauldron_types::csv::{disarmed, record};

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

/// CSV with a head line, in which texts are no formulas and numbers stay numbers.
pub fn csv<'a>(heads: &[&str], rows: impl IntoIterator<Item = &'a [ExportValue]>) -> String {
    let mut out = String::new();
    record(&mut out, heads.iter().map(|head| disarmed(head)));
    for row in rows {
        record(
            &mut out,
            row.iter().map(|value| match value {
                ExportValue::Text(text) => disarmed(text),
                ExportValue::Number(number) if number.is_finite() => number.to_string(),
                ExportValue::Flag(flag) => flag.to_string(),
                ExportValue::Number(_) | ExportValue::Nothing => String::new(),
            }),
        );
    }
    out
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
    fn a_formula_becomes_text_and_a_number_stays_one() {
        assert_eq!(one("=HYPERLINK(\"http://x\")"), "\"'=HYPERLINK(\"\"http://x\"\")\"\r\n");
        assert_eq!(one("a,b"), "\"a,b\"\r\n");
        assert_eq!(one(ExportValue::Nothing), "\r\n");
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

    proptest! {
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
