//! The order of the rows, and how it is written in an address.

/// Which column orders the rows. In an address: `name` upwards, `-name` downwards.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sort {
    /// Key of the column.
    pub key: String,
    /// From the greatest to the least.
    pub descending: bool,
}

impl Sort {
    /// From the least to the greatest.
    pub fn up(key: impl Into<String>) -> Self {
        Self { key: key.into(), descending: false }
    }

    /// From the greatest to the least.
    pub fn down(key: impl Into<String>) -> Self {
        Self { key: key.into(), descending: true }
    }

    /// Reads what [`Sort::text`] wrote; nothing from nothing.
    pub fn parse(text: &str) -> Option<Self> {
        let (key, descending) = text.strip_prefix('-').map_or((text, false), |key| (key, true));
        (!key.is_empty()).then(|| Self { key: key.to_owned(), descending })
    }

    /// For an address.
    pub fn text(&self) -> String {
        if self.descending { format!("-{}", self.key) } else { self.key.clone() }
    }
}

/// What pressing the head of column `key` leads to: upwards, downwards, the order the rows came in.
pub fn next_sort(present: Option<&Sort>, key: &str) -> Option<Sort> {
    match present.filter(|sort| sort.key == key) {
        None => Some(Sort::up(key)),
        Some(sort) if !sort.descending => Some(Sort::down(key)),
        Some(_) => None,
    }
}

/// The value of `aria-sort` on the head of column `key`.
pub fn aria_sort(present: Option<&Sort>, key: &str) -> &'static str {
    match present.filter(|sort| sort.key == key) {
        None => "none",
        Some(sort) if sort.descending => "descending",
        Some(_) => "ascending",
    }
}

/// `address` with parameter `name` set to `value` or taken out, and without those in `drop` (a cursor means nothing in
/// another order). A relative address such as `?sort=name` comes out when `address` is empty.
pub fn with_parameter(address: &str, name: &str, value: Option<&str>, drop: &[&str]) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let query = query.split_once('#').map_or(query, |(query, _)| query);
    let mut parts: Vec<String> = query
        .split('&')
        .filter(|part| {
            let key = part.split_once('=').map_or(*part, |(key, _)| key);
            !part.is_empty() && key != name && !drop.contains(&key)
        })
        .map(str::to_owned)
        .collect();
    if let Some(value) = value {
        parts.push(format!("{name}={}", encoded(value)));
    }
    // A lone question mark is the address without parameters; an empty one would keep them.
    if parts.is_empty() && !path.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
}

/// Percent-encoded for a query.
fn encoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(byte.into()),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_head_has_three_states() {
        let up = next_sort(None, "risk");
        assert_eq!(up, Some(Sort::up("risk")));
        let down = next_sort(up.as_ref(), "risk");
        assert_eq!(down, Some(Sort::down("risk")));
        assert_eq!(next_sort(down.as_ref(), "risk"), None);
        assert_eq!(next_sort(down.as_ref(), "name"), Some(Sort::up("name")));
        assert_eq!(aria_sort(down.as_ref(), "risk"), "descending");
        assert_eq!(aria_sort(down.as_ref(), "name"), "none");
    }

    #[test]
    fn sorting_keeps_the_filters_and_drops_the_cursor() {
        let address = "/events?kind=a%20b&after=41&sort=name";
        assert_eq!(
            with_parameter(address, "sort", Some("-risk"), &["after", "before"]),
            "/events?kind=a%20b&sort=-risk"
        );
        assert_eq!(with_parameter(address, "sort", None, &["after"]), "/events?kind=a%20b");
        assert_eq!(with_parameter("/events?sort=name", "sort", None, &[]), "/events");
        assert_eq!(with_parameter("", "sort", Some("a&b"), &[]), "?sort=a%26b");
        assert_eq!(with_parameter("", "sort", None, &[]), "?");
    }

    #[test]
    fn nothing_is_no_order() {
        assert_eq!(Sort::parse(""), None);
        assert_eq!(Sort::parse("-"), None);
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(key in "[a-z_]{1,12}", descending: bool) {
            let sort = Sort { key, descending };
            prop_assert_eq!(Sort::parse(&sort.text()), Some(sort));
        }
    }
}
