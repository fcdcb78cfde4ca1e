//! The canonical form of a series' labels.

use serde_json::{Map, Value};

/// Labels as JSON and as the key by which a series is found again: sorted, each part escaped by JSON itself.
pub(crate) fn canonical(labels: &[(String, String)]) -> (Value, String) {
    let mut sorted: Vec<&(String, String)> = labels.iter().collect();
    sorted.sort();
    let object: Map<String, Value> =
        sorted.into_iter().map(|(name, value)| (name.clone(), Value::String(value.clone()))).collect();
    let key = if object.is_empty() { String::new() } else { Value::Object(object.clone()).to_string() };
    (Value::Object(object), key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_order_of_labels_does_not_matter(pairs in proptest::collection::btree_map("[a-z]{1,4}", ".{0,6}", 0..5)) {
            let forward: Vec<_> = pairs.clone().into_iter().collect();
            let backward: Vec<_> = pairs.into_iter().rev().collect();
            prop_assert_eq!(canonical(&forward), canonical(&backward));
        }
    }

    #[test]
    fn different_labels_have_different_keys() {
        let key = |name: &str, value: &str| canonical(&[(name.into(), value.into())]).1;
        assert_ne!(key("a", "b\",\"c\":\"d"), canonical(&[("a".into(), "b".into()), ("c".into(), "d".into())]).1);
        assert_eq!(canonical(&[]).1, "");
    }
}
