//! What an audit entry says of a change, in words rather than in JSON.

use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// `name: Northwind → Northwind Grid; week start: monday`. A change is an object with `before` and `after`, of one value or of
/// several fields, of which those that differ are told. What is no JSON stays as it is.
pub(crate) fn in_words(json: &str) -> String {
    let fields = match serde_json::from_str(json).unwrap_or_else(|_| Value::String(json.to_owned())) {
        Value::Object(fields) => fields,
        other => return plain(&other),
    };
    let said: Vec<String> = match (fields.get("before"), fields.get("after")) {
        (Some(Value::Object(before)), Some(Value::Object(after))) if fields.len() == 2 => {
            let names = after.keys().chain(before.keys().filter(|name| !after.contains_key(*name)));
            names
                .filter(|name| before.get(*name) != after.get(*name))
                .map(|name| {
                    let at = |fields: &Map<String, Value>| plain(fields.get(name).unwrap_or(&Value::Null));
                    format!("{}: {} → {}", spaced(name), at(before), at(after))
                })
                .collect()
        }
        _ => fields.iter().map(|(name, value)| format!("{}: {}", spaced(name), change(value))).collect(),
    };
    said.join("; ")
}

/// What was and what is, a line a field, and what else is told.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Compared {
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) rest: Vec<(String, String)>,
}

/// The same particulars, for those who want to see all of it.
pub(crate) fn compared(json: &str) -> Compared {
    let fields = match serde_json::from_str(json).unwrap_or(Value::Null) {
        Value::Object(fields) => fields,
        _ => return Compared::default(),
    };
    let mut compared = Compared::default();
    match (fields.get("before"), fields.get("after")) {
        (Some(Value::Object(before)), Some(Value::Object(after))) => {
            let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
            for name in names {
                compared.line(name, before.get(name), after.get(name));
            }
        }
        (Some(before), Some(after)) => compared.line("value", Some(before), Some(after)),
        _ => {}
    }
    let is_pair = fields.contains_key("before") && fields.contains_key("after");
    for (name, value) in fields.iter().filter(|(name, _)| !(is_pair && (*name == "before" || *name == "after"))) {
        match (value.get("before"), value.get("after")) {
            (Some(before), Some(after)) if value.as_object().is_some_and(|value| value.len() == 2) => {
                compared.line(name, Some(before), Some(after));
            }
            _ => compared.rest.push((spaced(name), plain(value))),
        }
    }
    compared
}

impl Compared {
    fn line(&mut self, name: &str, before: Option<&Value>, after: Option<&Value>) {
        for (text, value) in [(&mut self.before, before), (&mut self.after, after)] {
            if let Some(value) = value {
                text.push_str(&format!("{}: {}\n", spaced(name), plain(value)));
            }
        }
    }
}

fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

fn change(value: &Value) -> String {
    let both = |fields: &Map<String, Value>| match (fields.get("before"), fields.get("after")) {
        (Some(before), Some(after)) if fields.len() == 2 => Some(format!("{} → {}", plain(before), plain(after))),
        _ => None,
    };
    value.as_object().and_then(both).unwrap_or_else(|| plain(value))
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::String(text) if text.is_empty() => "nothing".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(values) if values.is_empty() => "nothing".to_owned(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn changes_read_from_before_to_after() {
        let detail = json!({"name": {"before": "Northwind", "after": "Northwind Grid"}, "time_zone": {"before": "", "after": "UTC"}});
        assert_eq!(in_words(&detail.to_string()), "name: Northwind → Northwind Grid; time zone: nothing → UTC");
    }

    #[test]
    fn of_several_fields_those_that_differ_are_told() {
        let detail = json!({
            "before": {"name": "Northwind", "week_start": "monday", "slug": "northwind"},
            "after": {"name": "Northwind", "week_start": "sunday", "logo": "yes"},
        });
        assert_eq!(
            in_words(&detail.to_string()),
            "logo: nothing → yes; week start: monday → sunday; slug: northwind → nothing"
        );
    }

    #[test]
    fn a_change_is_compared_line_by_line_and_the_rest_is_told() {
        let detail = json!({
            "before": {"name": "Northwind", "week_start": "monday"},
            "after": {"name": "Northwind", "week_start": "sunday"},
            "prefix": {"before": "a", "after": "b"},
            "rows": 3,
        });
        let expected = Compared {
            before: "name: Northwind\nweek start: monday\nprefix: a\n".to_owned(),
            after: "name: Northwind\nweek start: sunday\nprefix: b\n".to_owned(),
            rest: vec![("rows".to_owned(), "3".to_owned())],
        };
        assert_eq!(compared(&detail.to_string()), expected);
        let renamed = compared(r#"{"before": "Ana", "after": "Anna"}"#);
        assert_eq!((renamed.before.as_str(), renamed.after.as_str()), ("value: Ana\n", "value: Anna\n"));
        assert_eq!(compared("no JSON"), Compared::default());
    }

    #[test]
    fn everything_else_keeps_its_value() {
        assert_eq!(
            in_words(r#"{"rows": 1204, "roles": ["owner", "admin"], "on": true}"#),
            "on: true; roles: owner, admin; rows: 1204"
        );
        assert_eq!(
            in_words(r#"{"page": {"before": 1, "after": 2, "of": 3}}"#),
            r#"page: {"after":2,"before":1,"of":3}"#
        );
        assert_eq!(in_words("{}"), "");
        assert_eq!(in_words("null"), "nothing");
    }
}
