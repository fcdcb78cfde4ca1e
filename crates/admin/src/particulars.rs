//! What an audit entry says of a change, in words rather than in JSON.

use serde_json::{Map, Value};

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
